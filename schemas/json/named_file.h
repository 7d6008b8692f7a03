// A file that a document names without holding it: its plain name and the hash of its bytes.
#pragma once
#include "crypto/base/bytes.h"
#include "schemas/json/reader.h"

namespace tacit::json {

struct NamedFile {
    std::string name;  // is_file_name()
    Sha256 sha256{};
    bool operator==(const NamedFile&) const = default;
};

inline constexpr std::size_t kFileNameSizeMax = 80;

// A-Z, a-z, 0-9 and . _ - : the same file on every system, in every list of hashes and in every address.
bool is_file_name_letter(char letter);
// Of a file in some folder: no path, and no hidden file.
bool is_file_name(std::string_view name);

Result<Sha256> load_sha256(const Value& object, std::string_view key);  // 64 lower-case hexadecimal digits
Result<NamedFile> load_named_file(const Value& value);                  // {"name", "sha256"}
Node to_node(const NamedFile& file);

}  // namespace tacit::json
