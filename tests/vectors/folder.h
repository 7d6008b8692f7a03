// Where the known answers are and which family each file belongs to.
//
// The folder is TACIT_VECTORS if that is set, else the one beside the source tree if there is one, else the small set
// typed into this tree (data/). A file belongs to the longest known family name that its own name begins with.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tacit::test {

enum class VectorUser {
    vdaf_test,     // vdaf_vector_test.cpp
    hpke_test,     // hpke_vector_test.cpp
    not_yet_used,  // known, for a part of the product that does not exist yet
};

struct VectorFamily {
    std::string_view name;
    VectorUser user;
};

// All known families.
const std::vector<VectorFamily>& vector_families();

// The family of a file name, nothing where it is unknown.
std::optional<VectorFamily> vector_family(std::string_view file_name);

std::filesystem::path vector_folder();
std::filesystem::path typed_in_vector_folder();

// Every *.json below the folder, sorted. Empty where the folder does not exist.
std::vector<std::filesystem::path> vector_files(const std::filesystem::path& folder);

// The whole file.
std::string read_vector_file(const std::filesystem::path& path);

}  // namespace tacit::test
