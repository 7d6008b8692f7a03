// tacit verify: whether a release, in a folder or on a server, is what its organisations signed, in words.
#include <iostream>

#include "client/native/cmd_common.h"
#include "client/native/files.h"
#include "schemas/release/manifest.h"
#include "schemas/release/verify.h"

namespace tacit::native {
namespace {

namespace fs = std::filesystem;

// More files than any release has.
constexpr std::size_t kFilesMax = 1'000;

struct VerifyOptions {
    std::string place;
    NetworkOptions network;
    bool quiet = false;
};

bool is_url(std::string_view place) { return place.starts_with("https://") || place.starts_with("http://"); }

// Only files and folders: a link may lead elsewhere for the next reader, and a pipe never ends.
Result<release::Files> from_folder(const fs::path& folder) {
    release::Files files;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const fs::file_type type = entry->symlink_status(error).type();
        if (type == fs::file_type::directory) continue;
        if (type != fs::file_type::regular)
            return fail(Fault::refused, "this is neither a file nor a folder, so it is not part of a release",
                        entry->path().string(), "Fetch the release again, or have its address checked.");
        if (files.size() == kFilesMax)
            return fail(Fault::refused, "the folder holds more files than a release", folder.string(),
                        "Name the folder of one version of a release.");
        TACIT_TRY(const Bytes content, read_file(entry->path()));
        files[entry->path().lexically_relative(folder).generic_string()] = std::string(as_text(content));
    }
    if (error) return fail(Fault::malformed, "the folder cannot be read: " + error.message(), folder.string());
    if (!files.contains(std::string(release::kManifest)))
        return fail(Fault::refused, "there is no SHA256SUMS: this is not the folder of a release", folder.string(),
                    "Name the folder that holds SHA256SUMS and datapackage.json.");
    return files;
}

// The files that SHA256SUMS names, and those three that it does not.
Result<release::Files> from_server(Transport& transport, std::string url) {
    if (url.ends_with(".html")) url.erase(url.rfind('/'));  // one of the release's pages
    if (!url.ends_with('/')) url += '/';
    release::Files files;
    const auto fetch = [&](const std::string& name) -> Result<void> {
        TACIT_TRY(const Bytes content, transport.get_ok(url + name));
        files[name] = std::string(as_text(content));
        return {};
    };
    for (const std::string_view name : {release::kManifest, release::kSignature, release::kPublisherKey})
        TACIT_CHECK(fetch(std::string(name)));
    TACIT_TRY(const auto hashes, release::read_manifest(files.at(std::string(release::kManifest))));
    if (hashes.size() > kFilesMax) return fail(Fault::refused, "SHA256SUMS names more files than a release has", url);
    for (const auto& [name, hash] : hashes) TACIT_CHECK(fetch(name));
    return files;
}

int run(const VerifyOptions& options) {
    release::Files files;
    if (is_url(options.place)) {
        Transport transport(options.network.transport());
        auto fetched = from_server(transport, options.place);
        if (!fetched) return report_failure(fetched.error());
        files = *std::move(fetched);
    } else {
        auto read = from_folder(options.place);
        if (!read) return report_failure(read.error(), true);
        files = *std::move(read);
    }
    const release::Verdict verdict = release::verify(files);
    if (!options.quiet) std::cout << release::to_text(verdict);
    return verdict.holds() ? kDone : kRefused;
}

}  // namespace

void add_verify(programs::Command app) {
    auto options = std::make_shared<VerifyOptions>();
    programs::Command command = app.add_command(
        "verify",
        "Check a release: signatures, ledgers, shares, sums, noise and every figure; exit code 0 if it holds");
    command.add_option("RELEASE", options->place, "The release's folder, or its address").required();
    options->network.add_certificates_to(command);
    command.add_flag("--quiet", options->quiet, "Only the exit code");
    command.runs([options] { return run(*options); });
}

}  // namespace tacit::native
