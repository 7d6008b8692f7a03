// form.json: the list of every file of the form with its hash, and the signatures under it (design.md section 4,
// "Signatures", kind `form`). Both organisations of a task sign the same list, so that neither can show visitors
// another page than the one that both have read.
//
// The list is RFC 8785 of {"files": [{path, sha256, size}], "format", "serial", "version"}, hashes in base64url, files
// sorted by their paths' bytes. It names neither itself nor the signatures. A browser that keeps a form takes another
// one only if its serial is not lower: an old form stays signed for ever.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/sign/signature.h"

namespace tacit::task {

inline constexpr std::string_view kFormManifest = "form.json";
inline constexpr std::string_view kFormLeaderSignature = "form.leader.sig";
inline constexpr std::string_view kFormHelperSignature = "form.helper.sig";
inline constexpr std::string_view kFormPage = "index.html";  // what is served at the form's address itself
inline constexpr std::uint64_t kFormFileSizeMax = std::uint64_t{8} << 20;

struct FormFile {
    std::string path;  // a plain name, or one folder and a plain name
    std::uint64_t size = 0;
    Sha256 sha256{};
    bool operator==(const FormFile&) const = default;
};

struct FormManifest {
    std::string version;       // for people: digits, letters, '.', '-', '+', '_'
    std::uint64_t serial = 0;  // raised with every version
    std::vector<FormFile> files;

    const FormFile* find(std::string_view path) const;  // null where it is not listed
    bool operator==(const FormManifest&) const = default;
};

// Letters, digits, '.', '-' and '_' in one or two parts, neither beginning with a dot; none of the names above but
// index.html.
bool is_form_path(std::string_view path);

std::string to_text(const FormManifest& manifest);
// Fails where the text is not the canonical form of a manifest that lists an index.html.
Result<FormManifest> load_form_manifest(std::string_view text);
// Whether these are the bytes that the manifest lists under this path; says in a sentence where not.
Result<void> check_form_file(const FormManifest& manifest, std::string_view path, ByteView content);

// What one organisation gives to the other and keeps: its signature, whose key made it, and what was signed.
struct FormSignature {
    sign::PublicKey key;
    sign::Signature signature;
    Sha256 manifest_sha256{};
    bool operator==(const FormSignature&) const = default;
};
// `manifest` are the bytes of form.json.
FormSignature sign_form(std::string_view manifest, const sign::SecretKey& key);
std::string to_text(const FormSignature& signature);
Result<FormSignature> load_form_signature(std::string_view text);
Result<void> verify_form_signature(std::string_view manifest, const FormSignature& signature);

// The file form.leader.sig or form.helper.sig: base64url, a line for each organisation that has this role in a task of
// the server.
std::string form_signature_lines(std::span<const sign::Signature> signatures);
// Whether one of the lines of these files is a signature of the manifest by this key. Other lines do not matter.
bool is_form_signed_by(std::string_view manifest, std::span<const std::string> signature_files,
                       const sign::PublicKey& key);
// The manifest, if every one of the keys has signed it.
Result<FormManifest> open_form(std::string_view manifest, std::span<const std::string> signature_files,
                               std::span<const sign::PublicKey> keys);

}  // namespace tacit::task
