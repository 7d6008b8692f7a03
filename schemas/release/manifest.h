// SHA256SUMS, its minisign signature by the publisher, and the key to check it with: whoever has the ordinary tools
// checks a release with `sha256sum -c SHA256SUMS && minisign -Vm SHA256SUMS -p publisher.pub`.
#pragma once
#include "crypto/sign/signature.h"
#include "schemas/release/release.h"

namespace tacit::release {

inline constexpr std::string_view kManifest = "SHA256SUMS";
inline constexpr std::string_view kSignature = "SHA256SUMS.minisig";
inline constexpr std::string_view kPublisherKey = "publisher.pub";

// The lines of SHA256SUMS for these files, in order of their names; the three files above are not in it.
std::string manifest(const Files& files);
// Name -> hash in lower-case hexadecimal. Fails on a line of another form, a name twice, and names that leave the
// folder.
Result<std::map<std::string, std::string>> read_manifest(std::string_view text);

// The release as it is published: its files, the manifest, signed.
Result<Files> signed_files(const Release& release, const sign::SecretKey& publisher_key);

// How the signature's comment begins, which names the release.
std::string signed_name(const std::string& release_id);

// Whether a name stays inside the folder of a release: parts of letters, digits, '.', '_' and '-' between single
// slashes, none beginning with a dot.
bool is_safe_name(std::string_view name);

}  // namespace tacit::release
