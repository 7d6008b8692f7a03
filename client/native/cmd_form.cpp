// tacit form verify: whether the page at an address is the form that both organisations signed, byte for byte and as
// strictly guarded.
#include <iostream>

#include "client/core/trust.h"
#include "client/native/cmd_common.h"
#include "client/native/files.h"
#include "client/native/visit.h"
#include "schemas/task/form_check.h"

namespace tacit::native {
namespace {

struct FormOptions {
    NetworkOptions network;
    std::string folder;
};

// The form's address without query and fragment, ending in '/'.
std::string form_address(std::string_view url) {
    url = url.substr(0, url.find_first_of("?#"));
    return std::string(url.substr(0, url.rfind('/') + 1));
}

// The task, as both of its aggregators serve it.
Result<task::Task> task_of(Transport& transport, const TaskAddress& address) {
    std::string server;
    TACIT_TRY(const Bytes copy, first_copy(transport, address, server));
    TACIT_TRY(task::Task task, client::look_at_task(address.task_id, server, copy));
    for (const std::string& aggregator : {task.leader.url, task.helper.url}) {
        TACIT_TRY(const Bytes own, transport.get_ok(task_url(aggregator, address.task_id, "task.json")));
        TACIT_CHECK(client::look_at_task(address.task_id, aggregator, own));
    }
    return task;
}

// A server may hold a file in several codings, and a browser gets whichever it asks for.
task::FormFinding check_all_codings(Transport& transport, const std::string& form, const task::Task& task) {
    task::FormFinding finding;
    for (const std::string coding : {"identity", "gzip", "br"}) {
        const task::FormFetch fetch = [&](std::string_view path) -> Result<task::FormAnswer> {
            TACIT_TRY(Response answer, transport.get(form + std::string(path), coding));
            return task::FormAnswer{answer.status, std::move(answer.headers), std::string(as_text(answer.body))};
        };
        finding = task::check_form(fetch, task, form.starts_with("https:"));
        if (finding.outcome != task::FormOutcome::as_signed) break;
    }
    return finding;
}

// What a local build has that the served form has not, or otherwise.
Result<void> compare_with(const std::filesystem::path& folder, const task::FormFinding& finding) {
    TACIT_TRY(const Bytes list, read_file(folder / task::kFormManifest));
    TACIT_TRY(const task::FormManifest manifest, task::load_form_manifest(as_text(list)));
    for (const task::FormFile& file : manifest.files) {
        TACIT_TRY(const Bytes content, read_file(folder / file.path));
        TACIT_CHECK(task::check_form_file(manifest, file.path, content));
    }
    if (!finding.manifest || finding.manifest->sha256 != sha256(list))
        return fail(
            Fault::refused, "the form that is served is not the one in " + folder.string(), {},
            "The folder holds version " + manifest.version + ". Build the version that is served, and compare again.");
    return {};
}

int verify(const FormOptions& options) {
    if (options.network.address.find('#') == std::string::npos)
        return report_failure(
            {Fault::refused,
             "this is not the address of a form",
             {},
             "It looks like https://a.example/tacit/form/#XyZ…; copy it whole, with what follows the #."});
    const auto address = parse_task_address(options.network.address);
    if (!address) return report_failure(address.error());
    Transport transport(options.network.transport());
    const auto task = task_of(transport, *address);
    if (!task) return report_failure(task.error());

    const std::string form = form_address(options.network.address);
    const task::FormFinding finding = check_all_codings(transport, form, *task);
    if (finding.outcome == task::FormOutcome::unreachable)
        return report_failure({Fault::unavailable, finding.faults.front(), form, "Try again later."});
    if (finding.outcome != task::FormOutcome::as_signed) {
        for (const std::string& fault : finding.faults) std::cerr << "tacit: " << fault << '\n';
        return report_failure(
            {Fault::refused, "NOT the form that both organisations signed", form,
             "Do not answer there, and tell " + task->leader.contact + " and " + task->helper.contact + "."});
    }
    std::cout << "form " << finding.manifest->version << ", serial " << finding.manifest->serial << ", at " << form
              << "\n  " << finding.file_count << " files, each as it was signed by " << task->leader.name << " and "
              << task->helper.name << "\n  the headers are as strict as they have to be\n  fingerprint "
              << to_base64url(finding.manifest->sha256) << '\n';
    if (!options.folder.empty()) {
        const auto same = compare_with(options.folder, finding);
        if (!same) return report_failure(same.error());
        std::cout << "  the same bytes as in " << options.folder << '\n';
    }
    std::cout << "This is what was served here and now; somebody else may have got another page.\n";
    return kDone;
}

}  // namespace

void add_form(programs::Command app) {
    programs::Command group = app.add_command("form", "Look at a survey's web page");
    group.require_command();
    auto options = std::make_shared<FormOptions>();
    programs::Command command =
        group.add_command("verify", "Compare the page at an address with what both organisations signed");
    command.add_option("FORM_URL", options->network.address, "The form's address: https://…/tacit/form/#…").required();
    options->network.add_certificates_to(command);
    command.add_option("--folder", options->folder, "Compare with the form in this folder too, as a build made it")
        .type_name("FOLDER");
    command.runs([options] { return verify(*options); });
}

}  // namespace tacit::native
