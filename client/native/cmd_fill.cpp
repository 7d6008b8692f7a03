// tacit fill: asks one person the questions of a survey, shows what would leave, and sends on a yes.
#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "client/native/cmd_common.h"
#include "client/native/conversation.h"
#include "client/native/files.h"
#include "client/native/sender.h"
#include "client/native/text.h"
#include "crypto/hpke/aes_gcm.h"

namespace tacit::native {
namespace {

struct FillOptions {
    NetworkOptions network;
    SpoolOptions spool;
    std::string language;
    std::string journal;
    bool shared_device = false;
};

// "es" of LC_ALL, LC_MESSAGES or LANG ("es_US.UTF-8"); English for "C" and where nothing is set.
std::string language_of_environment() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == 0) continue;
        const std::string_view text(value);
        std::string tag(text.substr(0, text.find_first_of(".@")));
        if (tag == "C" || tag == "POSIX") return "en";
        std::replace(tag.begin(), tag.end(), '_', '-');  // BCP 47
        return tag;
    }
    return "en";
}

Result<survey::Journal> read_journal(const std::string& path) {
    const auto journal = [&]() -> Result<survey::Journal> {
        TACIT_TRY(const std::string text, read_input(path));
        TACIT_TRY(const json::Document document, json::Document::parse(text));
        return survey::load_journal(document.root());
    }();
    if (journal) return journal;
    return fail(
        Fault::malformed, "the journal cannot be read: " + journal.error().what,
        journal.error().where.empty() || journal.error().where == path ? path : path + ", " + journal.error().where,
        journal.error().remedy.empty() ? R"(It looks like {"start":[2,2,1,3,1,2,2,0],"weeks":6})"
                                       : journal.error().remedy);
}

class Filling {
public:
    Filling(const FillOptions& options, const World& world, Terminal& terminal)
        : options_(options), world_(world), terminal_(terminal) {}

    int run() {
        if (!options_.journal.empty()) {
            auto journal = read_journal(options_.journal);
            if (!journal) return report_failure(journal.error(), true);
            journal_ = *journal;
        }
        const auto address = parse_task_address(options_.network.address);
        if (!address) return report_failure(address.error());
        auto believed = visit(world_.transport, *address);
        if (!believed) return report_failure(believed.error());
        if (const auto time = report_time(believed->task, world_.clock); !time) return report_failure(time.error());

        const std::string wanted = options_.language.empty() ? language_of_environment() : options_.language;
        const survey::Language language = believed->texts.best(wanted);
        phrases_ = &phrases(language.tag);
        const bool other_language = believed->texts.find(wanted) == nullptr;

        auto sender = Sender::make(world_, *address, std::move(*believed));
        if (!sender) return report_failure(sender.error());
        if (options_.shared_device) return answer_and_send_once(*sender, language, other_language);
        const auto folder = options_.spool.path();
        if (!folder) return report_failure(folder.error());
        auto spool = Spool::open(world_.random, *folder);
        if (!spool) return report_failure(spool.error());
        return answer_and_send(*sender, *spool, language, other_language);
    }

private:
    // The measurement that the person agreed to send; without one, the exit code.
    tl::expected<circuits::Measurement, int> answer(const Sender& sender, const survey::Language& language,
                                                    bool other_language) {
        Conversation conversation(terminal_, sender.believed(), language, *phrases_, journal_);
        auto result = conversation.run(other_language);
        terminal_.leave_screen();
        if (!result) return tl::make_unexpected(report_failure(result.error()));
        switch (result->end) {
            case Conversation::End::agreed: return std::move(result->measurement);
            case Conversation::End::ended:
                terminal_.say(result->message);
                terminal_.blank();
                terminal_.say(phrases_->support);
                terminal_.blank();
                terminal_.say(phrases_->ended);
                return tl::make_unexpected(static_cast<int>(kDone));
            case Conversation::End::left: terminal_.say(phrases_->left); break;
        }
        return tl::make_unexpected(static_cast<int>(kLeft));
    }

    int answer_and_send(Sender& sender, Spool& spool, const survey::Language& language, bool other_language) {
        const wire::TaskId& task = sender.believed().terms.id;
        const std::string name = spool.name_of_device(task);
        const auto entry = spool.find(task, name);
        if (!entry) return report_failure(entry.error());
        switch (entry->state) {
            case Spool::State::sent: return already(phrases_->sent_before, entry->day, kDone);
            case Spool::State::unknown: return already(phrases_->unknown_before, entry->day, kDone);
            case Spool::State::refused: return already(phrases_->refused_before, entry->day, kRefused);
            case Spool::State::waiting:
                terminal_.say(phrases_->waiting_before);
                return send(sender, spool, name, nullptr);
            case Spool::State::absent: break;
        }
        if (const auto open = still_counts(world_.transport, sender.believed(), world_.clock); !open)
            return report_failure(open.error());
        const auto measurement = answer(sender, language, other_language);
        if (!measurement) return measurement.error();
        return send(sender, spool, name, &*measurement);
    }

    int send(Sender& sender, Spool& spool, const std::string& name, const circuits::Measurement* measurement) {
        for (;;) {
            terminal_.say(phrases_->sending);
            const auto delivery = sender.deliver(spool, name, measurement);
            if (delivery) return say_end(sender, delivery->state);
            terminal_.say(fill_in(phrases_->could_not_send, {to_text(delivery.error())}));
            if (delivery.error().fault != Fault::unavailable) return kRefused;
            terminal_.say(phrases_->again_prompt);
            const auto typed = terminal_.ask("> ");
            if (typed && is_yes(*phrases_, *typed)) continue;
            const auto entry = spool.find(sender.believed().terms.id, name);
            const bool waits = entry && entry->state == Spool::State::waiting;
            terminal_.say(waits ? phrases_->kept : phrases_->left);
            return kLater;
        }
    }

    // Nothing stays on a device that others use: no spool, so also no second try with the same bytes.
    int answer_and_send_once(Sender& sender, const survey::Language& language, bool other_language) {
        if (const auto open = still_counts(world_.transport, sender.believed(), world_.clock); !open)
            return report_failure(open.error());
        const auto measurement = answer(sender, language, other_language);
        if (!measurement) return measurement.error();
        const client::Believed& believed = sender.believed();
        const auto reporter = reporter_for(believed, world_.aes);
        if (!reporter) return report_failure(reporter.error());
        const auto time = report_time(believed.task, world_.clock);
        if (!time) return report_failure(time.error());
        const auto request = reporter->upload_request(world_.random, *measurement, *time);
        if (!request) return report_failure(request.error());
        terminal_.say(phrases_->sending);
        const auto outcome = upload(world_.transport, believed.task, believed.terms.id, *request);
        if (!outcome) return report_failure(outcome.error());
        switch (*outcome) {
            case client::Outcome::stored: return say_end(sender, Spool::State::sent);
            case client::Outcome::unknown: return say_end(sender, Spool::State::unknown);
            case client::Outcome::outdated:
            case client::Outcome::too_early:
            case client::Outcome::not_started:
            case client::Outcome::closed:
            case client::Outcome::refused: break;
        }
        return say_end(sender, Spool::State::refused);
    }

    int already(std::string_view phrase, const std::string& day, int code) {
        terminal_.say(fill_in(phrase, {day}));
        return code;
    }

    int say_end(const Sender& sender, Spool::State state) {
        const client::Believed& believed = sender.believed();
        int code = kDone;
        if (state == Spool::State::sent) {
            const std::string counted = task_url(believed.task.leader.url, believed.terms.id, "counted.json");
            terminal_.say(fill_in(phrases_->sent, {counted}));
        } else if (state == Spool::State::unknown) {
            terminal_.say(phrases_->unknown);
        } else {
            terminal_.say(phrases_->refused);
            code = kRefused;
        }
        terminal_.blank();
        terminal_.say(phrases_->support_head);
        terminal_.say(phrases_->support);
        if (!terminal_.has_screen()) {
            terminal_.blank();
            terminal_.say(phrases_->window_note);
        }
        return code;
    }

    const FillOptions& options_;
    World world_;
    Terminal& terminal_;
    const Phrases* phrases_ = nullptr;
    survey::Journal journal_;
};

int run(const FillOptions& options) {
    SystemRandom random;
    const SystemClock clock;
    Transport transport(options.network.transport());
    Terminal terminal = Terminal::for_this_process();
    return Filling(options, {random, clock, hpke::aes_128_gcm(), transport}, terminal).run();
}

}  // namespace

void add_fill(programs::Command app) {
    auto options = std::make_shared<FillOptions>();
    programs::Command command = app.add_command("fill", "Answer a survey in this terminal");
    options->network.add_to(command);
    command
        .add_option("--lang", options->language,
                    "Language of the questions, such as en or es (default: that of the terminal)")
        .type_name("TAG");
    command
        .add_option("--journal", options->journal,
                    "Your own notes of a treatment: the eight PHQ items (0 to 3) just before it began, and the whole\n"
                    "weeks since then, as {\"start\":[2,2,1,3,1,2,2,0],\"weeks\":6}. Answers questions about change")
        .type_name("FILE");
    command.add_flag("--shared-device", options->shared_device,
                     "Others use this device too: note nothing, and do not look whether it has answered before");
    options->spool.add_to(command);
    command.footer("Nothing is sent before you have seen what would leave this device, and said yes.");
    command.runs([options] { return run(*options); });
}

}  // namespace tacit::native
