#include <iostream>

#include "collector/cmd.h"
#include "collector/moment.h"
#include "collector/ops/files.h"
#include "collector/pairing.h"
#include "collector/seams.h"
#include "collector/terms_text.h"
#include "schemas/release/analysis.h"
#include "schemas/survey/compile.h"
#include "schemas/survey/load.h"

namespace tacit::collector {
namespace {

struct OfferOptions {
    std::string survey, opens = "today", closes, publisher, analysis, out = "offer.json";
    std::uint64_t time_precision = task::kTimePrecisionDefault;
    std::uint64_t min_batch_size = 0;  // 0: the survey's default
};
struct FileOptions {
    std::string in, out;
    bool yes = false;
};

std::string command_of(const ops::Config& config) { return "tacit-collector --config " + config.file.string(); }

// A failure with the file that a person gave, so that a JSON Pointer or a line in it means something.
Result<void> in_file(const std::string& file, Error error) {
    error.where = file + (error.where.empty() ? "" : (error.where.starts_with("/") ? "#" : ", ") + error.where);
    return tl::make_unexpected(std::move(error));
}

Result<void> offer(const ops::Config& config, const OfferOptions& options) {
    const auto now = make_clock()->now();
    OfferTerms terms;
    TACIT_TRY(terms.survey_file, ops::read_file(options.survey));
    const auto file = survey::load_file(terms.survey_file);
    if (!file) return in_file(options.survey, file.error());
    const auto compiled = survey::compile(file->survey);
    if (!compiled) return in_file(options.survey, compiled.error());
    TACIT_TRY(const auto opens, parse_moment(options.opens, now));
    TACIT_TRY(const auto closes, parse_moment(options.closes, now));
    if (closes <= opens)
        return fail(Fault::refused, "the survey would close before it opens", "--closes " + options.closes,
                    "give a later day; the day of --closes is not included");
    if (closes <= now)
        return fail(Fault::refused, "the survey would be over already", "--closes " + options.closes,
                    "give a day that is still to come");
    terms.opens = opens.time_since_epoch().count();
    terms.closes = closes.time_since_epoch().count();
    terms.time_precision = options.time_precision;
    if (options.min_batch_size != 0) terms.min_batch_size = options.min_batch_size;
    if (!options.publisher.empty()) {
        TACIT_TRY(const std::string card, ops::read_file(options.publisher));
        auto publisher = load_publisher_card(card);
        if (!publisher) return in_file(options.publisher, publisher.error());
        terms.publisher = *std::move(publisher);
    }
    if (!options.analysis.empty()) {
        release::AnalysisFile analysis{std::filesystem::path(options.analysis).filename().string(), {}};
        TACIT_TRY(analysis.content, ops::read_file(options.analysis));
        TACIT_CHECK(release::load_analysis(analysis, *compiled));
        terms.analysis = release::named(analysis);
    }
    TACIT_TRY(const task::Offer made, make_offer(config, terms));
    TACIT_CHECK(ops::write_file(options.out, as_bytes(task::to_text(made)), ops::Access::everyone));
    say(terms_text(made.draft, *compiled, nullptr));
    say("Wrote " + options.out + ". Nothing in it is secret.");
    if (made.draft.analysis)
        say("Keep " + options.analysis +
            " as it is, byte for byte: publish --analysis takes no other. The offer holds its hash alone; send it "
            "along\n"
            "if the other organisation is to read it.");
    say("Next: send it to the other organisation. When its acceptance.json comes back:\n  " + command_of(config) +
        " pair complete acceptance.json");
    return {};
}

void say_keys_changed(const ops::Config& config) {
    say("Copy " + config.keys.string() + " to its safe place again: it holds this task's secrets now.");
}

bool agreed() {
    std::cout << "Type yes to accept these terms for your organisation: " << std::flush;
    std::string answer;
    return std::getline(std::cin, answer) && answer == "yes";
}

Result<void> accept(const ops::Config& config, const FileOptions& options) {
    TACIT_TRY(const std::string text, ops::read_file(options.in));
    const auto offer = task::load_offer(text);
    if (!offer) return in_file(options.in, offer.error());
    TACIT_CHECK(check_is_helper(config));
    if (offer->draft.closes <= make_clock()->now().time_since_epoch().count())
        return fail(Fault::refused, "the survey of this offer is over already", options.in,
                    "ask the leader for an offer with days that are still to come");
    TACIT_TRY(const ops::KeyFile keys, ops::load_keys(config.keys));
    TACIT_TRY(const survey::Compiled compiled, survey::compile(offer->draft.definition));
    const task::Party own = own_party(config, keys);
    say("These terms were computed here from the survey in the offer, not taken from it.\n\n" +
        terms_text(offer->draft, compiled, &own));
    if (!options.yes && !agreed())
        return fail(Fault::refused, "not accepted; nothing was stored", {}, "run the same command again to accept");
    const auto random = make_random();
    TACIT_TRY(const Accepted accepted, accept_offer(config, *random, *offer));
    TACIT_CHECK(ops::write_file(options.out, as_bytes(accepted.acceptance), ops::Access::owner));
    say("Wrote " + options.out + ". Its secrets are sealed to the leader; send it by any way.");
    say("Fingerprint of the task (read it to the other operator, who must see the same):\n  " +
        fingerprint_text(accepted.task.terms.id));
    say_keys_changed(config);
    say("Next: send " + options.out + " to " + offer->draft.leader.name + ", and keep your server running:\n  " +
        command_of(config) + " serve");
    return {};
}

Result<void> complete_pairing(const ops::Config& config, const FileOptions& options) {
    TACIT_TRY(const std::string text, ops::read_file(options.in));
    const auto acceptance = task::load_acceptance(text);
    if (!acceptance) return in_file(options.in, acceptance.error());
    const auto completed = complete(config, *acceptance);
    if (!completed) return in_file(options.in, completed.error());
    const task::Task& task = completed->task.task;
    say("The task is agreed: " + task.leader.name + " and " + task.helper.name + " (" + task.helper.url + ").");
    say("Fingerprint of the task (compare it aloud with the other operator):\n  " +
        fingerprint_text(completed->task.terms.id));
    if (completed->access) {
        TACIT_CHECK(ops::write_file(options.out, as_bytes(to_text(*completed->access)), ops::Access::owner));
        say("Wrote " + options.out +
            ". It holds the publisher's token: give it to the publisher and to nobody else, who runs\n"
            "  tacit-collector pair receive " +
            options.out);
    } else {
        say("This collector is also the publisher; it has what it needs.");
    }
    say_keys_changed(config);
    say("Next: keep your server running:\n  " + command_of(config) + " serve");
    say("The address for respondents, from " +
        std::string(task.leader.url.starts_with("http://") ? "this machine" : "anywhere") + ":\n  " + task.leader.url +
        "tacit/tasks/" + wire::to_text(completed->task.terms.id) +
        "\nFor a browser the form comes first: tacit-collector form --help");
    return {};
}

Result<void> receive_access(const ops::Config& config, const FileOptions& options) {
    TACIT_TRY(const std::string text, ops::read_file(options.in));
    auto access = load_access(text);
    if (!access) return in_file(options.in, access.error());
    TACIT_TRY(const StoredTask task, receive(config, *std::move(access)));
    say("This publisher can now collect the task\n  " + fingerprint_text(task.terms.id));
    say("Delete " + options.in + ": its token is in your key file now.");
    say("Next, once there are answers:\n  " + command_of(config) + " collect " + argument_text(task.terms.id));
    return {};
}

void add_file_command(programs::Command pair, const std::string& config_file, const char* name, const char* help,
                      const char* file_help, const std::string& out,
                      Result<void> (*body)(const ops::Config&, const FileOptions&), bool asks) {
    const auto options = std::make_shared<FileOptions>();
    options->out = out;
    programs::Command command = pair.add_command(name, help);
    command.add_option("file", options->in, file_help).required();
    if (!out.empty()) command.add_option("--out", options->out, "the file to write").show_default();
    if (asks) command.add_flag("--yes", options->yes, "accept without being asked (for trials)");
    command.runs([options, &config_file, body] {
        return with_config(config_file, [&](const ops::Config& config) { return finish(body(config, *options)); });
    });
}

}  // namespace

void add_pair(programs::Command app, const std::string& config_file) {
    programs::Command pair = app.add_command("pair", "agree on a task with the other organisation, by two files");
    pair.require_command();

    const auto options = std::make_shared<OfferOptions>();
    programs::Command command = pair.add_command("offer", "A: propose a survey; writes offer.json");
    command.add_option("--survey", options->survey, "the survey file (check it with: tacit survey check FILE)")
        .required();
    command.add_option("--opens", options->opens, "first day, UTC, like 2026-03-01, or today").show_default();
    command.add_option("--closes", options->closes, "the day on which it is over, not included").required();
    command.add_option("--time-precision", options->time_precision, "seconds; what a time is rounded to")
        .show_default();
    command.add_option("--min-batch-size", options->min_batch_size,
                       "publish nothing of fewer (default: from the noise)");
    command.add_option("--publisher", options->publisher, "publisher.json of the publisher (default: this collector)");
    command
        .add_option("--analysis", options->analysis,
                    "register this analysis, a script or a .json (tacit-analysis-1): every report is bound to its hash")
        .type_name("FILE");
    command.add_option("--out", options->out, "the file to write").show_default();
    command.runs([options, &config_file] {
        return with_config(config_file, [&](const ops::Config& config) { return finish(offer(config, *options)); });
    });
    add_file_command(pair, config_file, "accept", "B: look at an offer and accept it; writes acceptance.json",
                     "the leader's offer.json", "acceptance.json", accept, true);
    add_file_command(pair, config_file, "complete", "A: take in the acceptance; the task is then agreed",
                     "the helper's acceptance.json", "access.json", complete_pairing, false);
    add_file_command(pair, config_file, "receive", "publisher: take in the access file of a task",
                     "the leader's access.json", "", receive_access, false);
}

}  // namespace tacit::collector
