#include <iostream>

#include "client/native/cmd_common.h"
#include "client/native/spool.h"

namespace tacit::native {

int report_failure(const Error& error, bool bad_file) {
    std::cerr << "tacit: " << to_text(error) << '\n';
    if (bad_file) return kBadFile;
    switch (error.fault) {
        case Fault::malformed:
        case Fault::refused:
        case Fault::corrupt: return kRefused;
        case Fault::unavailable: return kLater;
        case Fault::internal: return kLeft;
    }
    return kLeft;
}

void NetworkOptions::add_to(programs::Command command) {
    command.add_option("TASK_URL", address, "The survey's address: https://…/tacit/tasks/…, or its form's with #…")
        .required();
    add_certificates_to(command);
}

void NetworkOptions::add_certificates_to(programs::Command command) {
    command
        .add_option("--certificates", certificates,
                    "Trust the certificate authorities in this file (PEM) instead of the system's")
        .type_name("FILE");
}

Transport::Options NetworkOptions::transport() const {
    Transport::Options options;
    options.certificates = certificates;
    return options;
}

void SpoolOptions::add_to(programs::Command app) {
    app.add_option("--spool", folder,
                   "Where to note what was sent (default: tacit in $XDG_STATE_HOME or ~/.local/state)")
        .type_name("FOLDER");
}

Result<std::filesystem::path> SpoolOptions::path() const {
    if (!folder.empty()) return std::filesystem::path(folder);
    return Spool::default_folder();
}

}  // namespace tacit::native
