#include "collector/cmd.h"
#include "collector/form_install.h"
#include "collector/ops/files.h"

namespace tacit::collector {
namespace {

struct FormOptions {
    std::string folder;
    std::string out;
    std::vector<std::string> signatures;
};

Result<void> sign(const ops::Config& config, const FormOptions& options) {
    TACIT_TRY(const form::Built built, form::read_built(options.folder));
    TACIT_TRY(const ops::KeyFile keys, ops::load_keys(config.keys));
    const std::string text = to_text(task::sign_form(built.manifest_text, keys.signing));
    const std::filesystem::path out = std::filesystem::absolute(options.out);
    TACIT_CHECK(ops::write_file(out, as_bytes(text), ops::Access::everyone));
    say(config.organisation_name + " has signed form " + built.manifest.version + ", " +
        std::to_string(built.manifest.files.size()) + " files.\nFingerprint: " + fingerprint_text(built.manifest_text) +
        "\nThe other organisation builds the form from the same sources, and gets the same fingerprint when it signs.");
    say("Next: give " + out.string() +
        " to the other organisation and take theirs. Then both run, with both files:\n  " +
        "tacit-collector --config " + config.file.string() + " form install " + options.folder + " --signature " +
        out.string() + " --signature THEIRS");
    return {};
}

Result<void> install(const ops::Config& config, const FormOptions& options) {
    TACIT_TRY(const form::Built built, form::read_built(options.folder));
    TACIT_TRY(const ops::KeyFile keys, ops::load_keys(config.keys));
    TACIT_TRY(const auto tasks, aggregated_tasks(config, keys));
    std::vector<task::FormSignature> signatures;
    for (const std::string& file : options.signatures) {
        TACIT_TRY(const std::string text, ops::read_file(file));
        const auto signature = task::load_form_signature(text);
        if (!signature)
            return fail(Fault::refused, "this is not a signature of a form: " + signature.error().what, file,
                        "give the file that `tacit-collector form sign` wrote");
        signatures.push_back(*signature);
    }
    TACIT_TRY(const auto covered, install_form(config, tasks, built, signatures));
    say("Form " + built.manifest.version +
        " is installed; a running server takes it up within seconds.\nFingerprint: " +
        fingerprint_text(built.manifest_text));
    for (const wire::TaskId& id : covered) say("  " + config.public_url + "tacit/form/#" + wire::to_text(id));
    say("Next: anybody can check what visitors get, from anywhere: tacit form verify " + config.public_url +
        "tacit/form/#" + wire::to_text(covered.front()));
    return {};
}

}  // namespace

void add_form(programs::Command app, const std::string& config_file) {
    const auto options = std::make_shared<FormOptions>();
    programs::Command group = app.add_command("form", "the web page that respondents fill in: sign and install it");
    group.require_command();
    group.footer("Both organisations build it from the same sources, both sign, both install it with both signatures.");
    const auto with = [options, &config_file](auto run) {
        return [options, &config_file, run] {
            return with_config(config_file, [&](const ops::Config& config) { return finish(run(config, *options)); });
        };
    };
    programs::Command command = group.add_command("sign", "compare a built form with its list, and sign the list");
    command.add_option("folder", options->folder, "what the build made, like build/release/form").required();
    command.add_option("--out", options->out, "where to write this organisation's signature").required();
    command.runs(with(sign));
    command = group.add_command("install", "serve this form from now on; needs both organisations' signatures");
    command.add_option("folder", options->folder, "what the build made, like build/release/form").required();
    command
        .add_option("--signature", options->signatures, "a file that `form sign` wrote; give it for each organisation")
        .required()
        .type_name("FILE");
    command.runs(with(install));
}

}  // namespace tacit::collector
