#include "schemas/json/named_file.h"

#include <algorithm>

namespace tacit::json {

bool is_file_name_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           letter == '.' || letter == '-' || letter == '_';
}

bool is_file_name(std::string_view name) {
    return !name.empty() && name.size() <= kFileNameSizeMax && name.front() != '.' &&
           std::all_of(name.begin(), name.end(), is_file_name_letter);
}

Result<Sha256> load_sha256(const Value& object, std::string_view key) {
    TACIT_TRY(const Value value, object.at(key));
    TACIT_TRY(const std::string text, value.as_text());
    Sha256 hash{};
    const auto bytes = from_hex(text);
    if (!bytes || bytes->size() != hash.size() || to_hex(*bytes) != text)
        return value.malformed("not a SHA-256 in lower-case hexadecimal");
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    return hash;
}

Result<NamedFile> load_named_file(const Value& value) {
    TACIT_CHECK(value.only({"name", "sha256"}));
    NamedFile file;
    TACIT_TRY(const Value name, value.at("name"));
    TACIT_TRY(file.name, name.as_text());
    if (!is_file_name(file.name))
        return name.malformed("not a plain file name of 1 to " + std::to_string(kFileNameSizeMax) + " bytes",
                              "Use letters, digits, '.', '-' and '_', no folder, and no '.' at the beginning.");
    auto hash = load_sha256(value, "sha256");
    if (!hash) {
        hash.error().remedy = "It is what `sha256sum` prints before the name.";
        return tl::make_unexpected(std::move(hash).error());
    }
    file.sha256 = *hash;
    return file;
}

Node to_node(const NamedFile& file) { return Node::object({{"name", file.name}, {"sha256", to_hex(file.sha256)}}); }

}  // namespace tacit::json
