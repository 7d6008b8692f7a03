#include "schemas/release/manifest.h"

#include <algorithm>

#include "crypto/sign/minisign.h"
#include "schemas/release/format/files.h"

namespace tacit::release {
namespace {

constexpr std::size_t kHashSize = 64;
constexpr std::string_view kBetween = "  ";

bool is_safe_part(std::string_view part) {
    return !part.empty() && part.front() != '.' && std::all_of(part.begin(), part.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-';
    });
}

}  // namespace

bool is_safe_name(std::string_view name) {
    while (true) {
        const std::size_t slash = name.find('/');
        if (!is_safe_part(name.substr(0, slash))) return false;
        if (slash == std::string_view::npos) return true;
        name.remove_prefix(slash + 1);
    }
}

std::string manifest(const Files& files) {
    std::string text;
    for (const auto& [name, content] : files) {
        if (name == kManifest || name == kSignature || name == kPublisherKey) continue;
        text += to_hex(sha256(as_bytes(content))) + std::string(kBetween) + name + "\n";
    }
    return text;
}

Result<std::map<std::string, std::string>> read_manifest(std::string_view text) {
    std::map<std::string, std::string> hashes;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::string where = std::string(kManifest) + ", line " + std::to_string(number);
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) return fail(Fault::malformed, "the last line is cut off", where);
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end + 1);
        const std::string_view hash = line.substr(0, kHashSize);
        if (line.size() <= kHashSize + kBetween.size() || line.substr(kHashSize, kBetween.size()) != kBetween ||
            hash.find_first_not_of("0123456789abcdef") != std::string_view::npos)
            return fail(Fault::malformed, "not a hash and a file name", where);
        const std::string name(line.substr(kHashSize + kBetween.size()));
        if (!is_safe_name(name)) return fail(Fault::refused, "a file name that leaves the folder", where);
        if (!hashes.emplace(name, hash).second) return fail(Fault::malformed, "a file is listed twice", where);
    }
    return hashes;
}

std::string signed_name(const std::string& release_id) { return "tacit release " + release_id + " version "; }

Result<Files> signed_files(const Release& release, const sign::SecretKey& publisher_key) {
    TACIT_TRY(Files files, content_files(release));
    std::string sums = manifest(files);
    files[std::string(kSignature)] =
        sign::minisign_sign(publisher_key, as_bytes(sums),
                            signed_name(release_id(release)) + std::to_string(release.edition.version) + " of task " +
                                wire::to_text(release.terms.id));
    files[std::string(kPublisherKey)] = sign::minisign_public_key(publisher_key.public_key());
    files[std::string(kManifest)] = std::move(sums);
    return files;
}

}  // namespace tacit::release
