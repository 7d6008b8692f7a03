#include "tests/vectors/folder.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace tacit::test {

const std::vector<VectorFamily>& vector_families() {
    static const std::vector<VectorFamily> families = {
        {"XofTurboShake128", VectorUser::vdaf_test},
        {"Prio3Count", VectorUser::vdaf_test},
        {"Prio3Sum", VectorUser::vdaf_test},
        {"Prio3SumVec", VectorUser::vdaf_test},
        {"Prio3SumVecWithMultiproof", VectorUser::vdaf_test},
        {"Prio3Histogram", VectorUser::vdaf_test},
        {"Prio3MultihotCountVec", VectorUser::vdaf_test},
        {"Prio3Questionnaire", VectorUser::vdaf_test},
        {"rfc9180", VectorUser::hpke_test},
        {"hpke", VectorUser::hpke_test},
        {"rfc9497", VectorUser::not_yet_used},
    };
    return families;
}

std::optional<VectorFamily> vector_family(std::string_view file_name) {
    std::optional<VectorFamily> longest;
    for (const VectorFamily& family : vector_families()) {
        if (file_name.substr(0, family.name.size()) != family.name) continue;
        if (!longest || family.name.size() > longest->name.size()) longest = family;
    }
    return longest;
}

std::filesystem::path typed_in_vector_folder() { return TACIT_TYPED_IN_VECTORS; }

std::filesystem::path vector_folder() {
    if (const char* folder = std::getenv("TACIT_VECTORS"); folder != nullptr && *folder != '\0') return folder;
    // Decided by the folder around it, not by the vectors: where they should be and are not, the tests must fail.
    const std::filesystem::path shared = TACIT_SHARED_FOLDER;
    if (std::filesystem::is_directory(shared)) return shared / "vectors";
    return typed_in_vector_folder();
}

std::vector<std::filesystem::path> vector_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    if (!std::filesystem::is_directory(folder)) return files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.path().extension() == ".json") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::string read_vector_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace tacit::test
