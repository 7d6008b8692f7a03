#include "schemas/task/form_manifest.h"

#include <algorithm>

#include "schemas/task/fields.h"

namespace tacit::task {
namespace {

constexpr std::string_view kFormat = "tacit-form-1";
constexpr std::string_view kSignatureFormat = "tacit-form-signature-1";
constexpr std::size_t kFilesMax = 256;
constexpr std::size_t kVersionSizeMax = 60;
constexpr std::int64_t kSerialMax = 1'000'000'000;
constexpr int kSignaturesMax = 32;  // lines of a signature file that are looked at

bool is_version(std::string_view version) {
    return !version.empty() && version.size() <= kVersionSizeMax &&
           std::all_of(version.begin(), version.end(),
                       [](char letter) { return json::is_file_name_letter(letter) || letter == '+'; });
}

template <std::size_t N>
Result<std::array<std::uint8_t, N>> load_array(const json::Value& object, std::string_view key) {
    TACIT_TRY(const json::Value value, object.at(key));
    TACIT_TRY(const std::string text, value.as_text());
    auto array = array_from_base64url<N>(text);
    if (!array) return value.malformed(array.error().what);
    return *array;
}

Result<void> check_format(const json::Value& root, std::string_view expected) {
    TACIT_TRY(const json::Value value, root.at("format"));
    TACIT_TRY(const std::string format, value.as_text());
    if (format != expected)
        return value.malformed("this is a file of another kind (" + std::string(expected) + " was expected)");
    return {};
}

Result<FormFile> load_file(const json::Value& item) {
    TACIT_CHECK(item.only({"path", "size", "sha256"}));
    FormFile file;
    TACIT_TRY(const json::Value path, item.at("path"));
    TACIT_TRY(file.path, path.as_text());
    if (!is_form_path(file.path)) return path.malformed("this is not the name of a file of a form");
    TACIT_TRY(const std::int64_t size, item.integer("size", 0, static_cast<std::int64_t>(kFormFileSizeMax)));
    file.size = static_cast<std::uint64_t>(size);
    TACIT_TRY(file.sha256, load_array<32>(item, "sha256"));
    return file;
}

}  // namespace

const FormFile* FormManifest::find(std::string_view path) const {
    const auto found =
        std::find_if(files.begin(), files.end(), [&](const FormFile& file) { return file.path == path; });
    return found == files.end() ? nullptr : &*found;
}

bool is_form_path(std::string_view path) {
    if (path == kFormManifest || path == kFormLeaderSignature || path == kFormHelperSignature) return false;
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) return json::is_file_name(path);
    return json::is_file_name(path.substr(0, slash)) && json::is_file_name(path.substr(slash + 1));
}

std::string to_text(const FormManifest& manifest) {
    json::Node files = json::Node::array();
    for (const FormFile& file : manifest.files)
        files.push(
            json::Node::object({{"path", file.path}, {"size", file.size}, {"sha256", to_base64url(file.sha256)}}));
    return json::canonical(json::Node::object({{"format", kFormat},
                                               {"version", manifest.version},
                                               {"serial", manifest.serial},
                                               {"files", std::move(files)}}));
}

Result<FormManifest> load_form_manifest(std::string_view text) {
    TACIT_TRY(const json::Document document, json::Document::parse(text));
    const json::Value root = document.root();
    TACIT_CHECK(check_format(root, kFormat));
    TACIT_CHECK(root.only({"format", "version", "serial", "files"}));
    FormManifest manifest;
    TACIT_TRY(const json::Value version, root.at("version"));
    TACIT_TRY(manifest.version, version.as_text());
    if (!is_version(manifest.version)) return version.malformed("this is not a version");
    TACIT_TRY(const std::int64_t serial, root.integer("serial", 0, kSerialMax));
    manifest.serial = static_cast<std::uint64_t>(serial);
    TACIT_TRY(const json::Value list, root.at("files"));
    TACIT_TRY(const auto items, list.items());
    if (items.size() > kFilesMax) return list.malformed("more files than a form may have");
    for (const json::Value& item : items) {
        TACIT_TRY(FormFile file, load_file(item));
        if (!manifest.files.empty() && manifest.files.back().path >= file.path)
            return item.malformed("the files are not sorted by their paths, or one is listed twice");
        manifest.files.push_back(std::move(file));
    }
    if (manifest.find(kFormPage) == nullptr) return list.malformed("the form has no " + std::string(kFormPage));
    if (root.canonical() != text) return root.malformed("not in the canonical form of RFC 8785");
    return manifest;
}

Result<void> check_form_file(const FormManifest& manifest, std::string_view path, ByteView content) {
    const FormFile* file = manifest.find(path);
    if (file == nullptr) return fail(Fault::refused, "form.json does not list " + std::string(path));
    if (file->size != content.size())
        return fail(Fault::refused, std::string(path) + " has " + std::to_string(content.size()) +
                                        " bytes, and form.json lists " + std::to_string(file->size));
    if (file->sha256 != sha256(content))
        return fail(Fault::refused, std::string(path) + " has other content than form.json lists");
    return {};
}

FormSignature sign_form(std::string_view manifest, const sign::SecretKey& key) {
    return {key.public_key(), sign::sign(key, sign::Kind::form, as_bytes(manifest)), sha256(as_bytes(manifest))};
}

std::string to_text(const FormSignature& signature) {
    return json::pretty(json::Node::object({{"format", kSignatureFormat},
                                            {"key", to_base64url(signature.key.bytes)},
                                            {"signature", to_base64url(signature.signature.bytes)},
                                            {"manifest_sha256", to_base64url(signature.manifest_sha256)}}));
}

Result<FormSignature> load_form_signature(std::string_view text) {
    TACIT_TRY(const json::Document document, json::Document::parse(text));
    const json::Value root = document.root();
    TACIT_CHECK(check_format(root, kSignatureFormat));
    TACIT_CHECK(root.only({"format", "key", "signature", "manifest_sha256"}));
    FormSignature signature;
    TACIT_TRY(signature.key.bytes, load_array<32>(root, "key"));
    TACIT_TRY(signature.signature.bytes, load_array<64>(root, "signature"));
    TACIT_TRY(signature.manifest_sha256, load_array<32>(root, "manifest_sha256"));
    return signature;
}

Result<void> verify_form_signature(std::string_view manifest, const FormSignature& signature) {
    if (signature.manifest_sha256 != sha256(as_bytes(manifest)))
        return fail(
            Fault::refused, "this signature is for another form than the one at hand", {},
            "both organisations have to sign the same form.json; compare the versions, build again and sign again");
    if (!sign::verify(signature.key, sign::Kind::form, as_bytes(manifest), signature.signature))
        return fail(Fault::refused, "this signature does not hold", {},
                    "the file was damaged or made up; ask the other organisation for theirs again");
    return {};
}

std::string form_signature_lines(std::span<const sign::Signature> signatures) {
    std::string text;
    for (const sign::Signature& signature : signatures)
        text += (text.empty() ? "" : "\n") + to_base64url(signature.bytes);
    return text;
}

bool is_form_signed_by(std::string_view manifest, std::span<const std::string> signature_files,
                       const sign::PublicKey& key) {
    for (const std::string_view file : signature_files) {
        int lines = 0;
        for (std::size_t begin = 0; begin <= file.size() && lines < kSignaturesMax; ++lines) {
            const std::size_t end = std::min(file.find('\n', begin), file.size());
            const auto bytes = array_from_base64url<64>(file.substr(begin, end - begin));
            if (bytes && sign::verify(key, sign::Kind::form, as_bytes(manifest), sign::Signature{*bytes})) return true;
            begin = end + 1;
        }
    }
    return false;
}

Result<FormManifest> open_form(std::string_view manifest, std::span<const std::string> signature_files,
                               std::span<const sign::PublicKey> keys) {
    std::size_t signed_by = 0;
    for (const sign::PublicKey& key : keys) signed_by += is_form_signed_by(manifest, signature_files, key) ? 1 : 0;
    if (keys.empty() || signed_by == 0)
        return fail(Fault::refused, "neither of the two organisations has signed this page", {},
                    "Do not answer here; tell the organisations.");
    if (signed_by < keys.size())
        return fail(Fault::refused, "only one of the two organisations has signed this page", {},
                    "Do not answer here; tell the organisations.");
    return load_form_manifest(manifest);
}

}  // namespace tacit::task
