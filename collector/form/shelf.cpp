#include "collector/form/shelf.h"

#include <algorithm>
#include <charconv>

#include "collector/ops/files.h"

namespace tacit::form {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCurrent = "current";
constexpr const char* kPlain = "files";
constexpr std::array<Encoding, 2> kCompressed = {Encoding::gzip, Encoding::brotli};
constexpr const char* kInstallAgain = "install it again: tacit-collector form install --help";

std::string& variant(Installed::Content& content, Encoding encoding) {
    return encoding == Encoding::gzip ? content.gzip : content.brotli;
}

std::optional<unsigned> number_of(std::string_view text) {
    unsigned number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// One more than every installation that is there, finished or not.
unsigned next_number(const fs::path& folder) {
    unsigned next = 1;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        if (const auto number = number_of(entry.path().filename().string())) next = std::max(next, *number + 1);
    }
    return next;
}

Result<void> write_into(const fs::path& folder, const std::string& path, std::string_view content) {
    const fs::path file = folder / path;
    TACIT_CHECK(ops::make_folder(file.parent_path()));
    return ops::write_file(file, as_bytes(content), ops::Access::owner);
}

void remove_others(const fs::path& folder, unsigned kept) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        const auto number = number_of(entry.path().filename().string());
        if (number && *number != kept) fs::remove_all(entry.path(), ignored);
    }
}

tl::unexpected<Error> changed(std::string what, const fs::path& place) {
    return fail(Fault::corrupt, "the installed form was changed: " + std::move(what), place.string(), kInstallAgain);
}

Installed::Content small(const std::string& plain) { return {plain, {}, {}, hash_of(plain)}; }

Result<Installed::Content> load_content(const fs::path& place, const task::FormManifest& manifest,
                                        const std::string& path) {
    Installed::Content content;
    TACIT_TRY(content.plain, ops::read_file(place / kPlain / path, task::kFormFileSizeMax));
    const auto same = task::check_form_file(manifest, path, as_bytes(content.plain));
    if (!same) return changed(same.error().what, place);
    content.hash = hash_of(content.plain);
    std::error_code ignored;
    for (const Encoding encoding : kCompressed) {
        const fs::path file = place / name(encoding) / path;
        if (!fs::exists(file, ignored)) continue;
        TACIT_TRY(std::string compressed, ops::read_file(file, task::kFormFileSizeMax));
        const auto original = decode(encoding, compressed, content.plain.size());
        if (!original || *original != content.plain) return changed("its compressed files are damaged", file);
        variant(content, encoding) = std::move(compressed);
    }
    return content;
}

}  // namespace

const Installed::Content* Installed::find(std::string_view path) const {
    const auto found = contents.find(path);
    return found == contents.end() ? nullptr : &found->second;
}

bool Installed::is_signed_for(const task::Task& task) const {
    return task::is_form_signed_by(manifest_text, signatures, task.leader.signing_key) &&
           task::is_form_signed_by(manifest_text, signatures, task.helper.signing_key);
}

Result<void> install(const fs::path& folder, const Built& built, const std::array<std::string, 2>& signatures) {
    TACIT_CHECK(ops::make_folder(folder));
    const unsigned number = next_number(folder);
    const fs::path place = folder / std::to_string(number);
    TACIT_CHECK(ops::make_folder(place));
    for (const auto& [path, content] : built.files) {
        TACIT_CHECK(write_into(place / kPlain, path, content));
        for (const Encoding encoding : kCompressed) {
            TACIT_TRY(const std::string compressed, encode(encoding, content));
            if (compressed.size() < content.size()) TACIT_CHECK(write_into(place / name(encoding), path, compressed));
        }
    }
    TACIT_CHECK(write_into(place, std::string(task::kFormManifest), built.manifest_text));
    TACIT_CHECK(write_into(place, std::string(task::kFormLeaderSignature), signatures[0]));
    TACIT_CHECK(write_into(place, std::string(task::kFormHelperSignature), signatures[1]));
    TACIT_CHECK(ops::write_file(folder / kCurrent, as_bytes(std::to_string(number)), ops::Access::owner));
    remove_others(folder, number);
    return {};
}

std::optional<std::string> current(const fs::path& folder) {
    std::error_code ignored;
    if (!fs::exists(folder / kCurrent, ignored)) return std::nullopt;
    const auto text = ops::read_file(folder / kCurrent, 20);
    return text ? std::optional(*text) : std::nullopt;
}

Result<std::shared_ptr<const Installed>> load(const fs::path& folder) {
    const auto number = current(folder);
    if (!number) return fail(Fault::refused, "no form is installed", folder.string(), kInstallAgain);
    if (!number_of(*number)) return changed("the file `current` names no installation", folder);
    const fs::path place = folder / *number;
    Installed form;
    TACIT_TRY(form.manifest_text, ops::read_file(place / task::kFormManifest));
    const auto manifest = task::load_form_manifest(form.manifest_text);
    if (!manifest) return changed(manifest.error().what, place / task::kFormManifest);
    form.manifest = *manifest;
    TACIT_TRY(form.signatures[0], ops::read_file(place / task::kFormLeaderSignature));
    TACIT_TRY(form.signatures[1], ops::read_file(place / task::kFormHelperSignature));
    for (const task::FormFile& file : form.manifest.files) {
        TACIT_TRY(Installed::Content content, load_content(place, form.manifest, file.path));
        form.contents.emplace(file.path, std::move(content));
    }
    form.contents.emplace(task::kFormManifest, small(form.manifest_text));
    form.contents.emplace(task::kFormLeaderSignature, small(form.signatures[0]));
    form.contents.emplace(task::kFormHelperSignature, small(form.signatures[1]));
    return std::make_shared<const Installed>(std::move(form));
}

}  // namespace tacit::form
