#include "client/core/session.h"

#include "client/core/counted.h"
#include "client/core/interview.h"
#include "client/core/journal_facts.h"
#include "client/core/odds.h"
#include "client/core/report.h"
#include "client/core/session_view.h"
#include "schemas/survey/load.h"
#include "schemas/survey/measure.h"
#include "schemas/task/form_manifest.h"
#include "schemas/task/url.h"

namespace tacit::client {
namespace {

using json::Node;

constexpr std::string_view kSavedFormat = "tacit-interview-1";
constexpr std::int64_t kIndexMax = 0xffff;
constexpr std::int64_t kUnixSecondsMax = 253'402'300'799;  // the year 9999

tl::unexpected<Error> out_of_turn(std::string what) {
    return fail(Fault::refused, std::move(what), {}, "Open the survey's address again.");
}

Result<std::int64_t> number(std::string_view text, std::int64_t max) {
    TACIT_TRY(const json::Document document, json::Document::parse(text));
    return document.root().as_integer(0, max);
}

bool is_one_machine(const task::Task& task) {
    const auto leader = task::parse_url(task.leader.url), helper = task::parse_url(task.helper.url);
    return leader && helper && leader->loopback() && helper->loopback();
}

std::string_view name_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::stored: return "stored";
        case Outcome::outdated: return "outdated";
        case Outcome::unknown: return "unknown";
        case Outcome::too_early: return "too_early";
        case Outcome::not_started: return "not_started";
        case Outcome::closed: return "closed";
        case Outcome::refused: return "refused";
    }
    TACIT_ASSERT(false);
}

std::string day_of(std::int64_t unix_seconds) {
    return day_text(
        std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds{std::chrono::seconds(unix_seconds)}));
}

Result<Day> today_from(std::string_view text) {
    const auto day = parse_day(text);
    if (!day) return fail(Fault::malformed, "this is not a day", {}, "Set the date of this device.");
    return *day;
}

}  // namespace

struct Session::Open {
    Believed believed;
    std::string language_tag;
    Reporter reporter;
    std::vector<std::optional<unsigned>> guesses;
    std::optional<Interview> interview;

    static Result<Reporter> reporter_of(const Believed& believed) {
        TACIT_TRY(SealingKey leader, choose_sealing_key(believed.leader_keys, nullptr));
        TACIT_TRY(SealingKey helper, choose_sealing_key(believed.helper_keys, nullptr));
        return Reporter::make(believed.terms.id, believed.terms.configuration, {std::move(leader), std::move(helper)});
    }
    static Result<std::unique_ptr<Open>> make(Believed believed) {
        TACIT_TRY(Reporter reporter, reporter_of(believed));
        TACIT_TRY(auto guesses, answer_guesses(believed.task.definition, believed.terms.compiled));
        std::string first = believed.texts.languages.front().tag;
        return std::make_unique<Open>(
            Open{std::move(believed), std::move(first), std::move(reporter), std::move(guesses), std::nullopt});
    }

    const survey::Survey& survey() const { return believed.task.definition; }
    const survey::Language& language() const { return believed.texts.best(language_tag); }
    Node task_view() const { return client::task_view(believed.task, believed.one_machine); }
    Result<circuits::Measurement> measurement() const {
        if (interview->ended()) return out_of_turn("the survey ended on this device, so nothing is sent");
        return survey::measure(survey(), believed.terms.compiled, interview->answers());
    }
};

Session::Session(Random& random) : random_(random) {}
Session::~Session() = default;

Result<Session::Open*> Session::open() const {
    if (!open_) return out_of_turn("no survey is open");
    return open_.get();
}

Result<Session::Open*> Session::interviewed() const {
    TACIT_TRY(Open* const open, this->open());
    if (!open->interview) return out_of_turn("nobody has begun to answer");
    return open;
}

Result<Session::Open*> Session::at_a_step() const {
    TACIT_TRY(Open* const open, interviewed());
    if (!open->interview->step()) return out_of_turn("no question is open");
    return open;
}

Result<Node, Distrust> Session::look_at_task(std::string_view task_id, std::string_view server, ByteView task_json) {
    TACIT_TRY(const auto id, wire::id_from_text<wire::TaskId>(task_id));
    TACIT_TRY(task::Task task, client::look_at_task(id, server, task_json));
    seen_ = std::move(task);
    seen_id_ = id;
    return task_view(*seen_, is_one_machine(*seen_));
}

Result<Node, Distrust> Session::newest_texts(std::string_view task_id, const ServedByBoth& served) const {
    TACIT_TRY(const auto id, wire::id_from_text<wire::TaskId>(task_id));
    if (!seen_ || seen_id_ != id) return out_of_turn("this survey was not looked at yet");
    TACIT_TRY(const std::uint32_t newest, client::newest_texts(*seen_, id, served));
    return Node(newest);
}

Result<Node, Distrust> Session::believe(std::string_view task_id, const ServedByBoth& served) {
    TACIT_TRY(const auto id, wire::id_from_text<wire::TaskId>(task_id));
    TACIT_TRY(Believed believed, client::believe(id, served));
    TACIT_TRY(open_, Open::make(std::move(believed)));
    return open_->task_view();
}

Result<Node, Distrust> Session::refresh_keys(std::string_view task_id, const ServedByBoth& served) {
    TACIT_TRY(Open* const open, this->open());
    TACIT_TRY(const auto id, wire::id_from_text<wire::TaskId>(task_id));
    if (id != open->believed.terms.id) return out_of_turn("another survey is open");
    TACIT_TRY(Believed fresh, client::believe(id, served));
    TACIT_TRY(open->reporter, Open::reporter_of(fresh));
    // The interview stands on the task that is held already; the fresh one is the same to the byte.
    open->believed.texts = std::move(fresh.texts);
    open->believed.texts_number = fresh.texts_number;
    open->believed.leader_keys = std::move(fresh.leader_keys);
    open->believed.helper_keys = std::move(fresh.helper_keys);
    return open->task_view();
}

Result<Node> Session::languages() const {
    TACIT_TRY(Open* const open, this->open());
    return languages_view(open->believed.texts);
}

Result<Node> Session::set_language(std::string_view tag) {
    TACIT_TRY(Open* const open, this->open());
    open->language_tag = open->believed.texts.best(tag).tag;
    return survey_text_view(open->language());
}

Result<Node> Session::start(std::string_view journal) {
    TACIT_TRY(Open* const open, this->open());
    survey::Answers answers(open->survey());
    if (!journal.empty()) {
        TACIT_TRY(const json::Document document, json::Document::parse(journal));
        const Node line = Node::object({{"journal", document.root().node()}});
        TACIT_TRY(answers, survey::load_answers(open->survey(), json::canonical(line)));
    }
    open->interview.emplace(open->survey(), std::move(answers.journal));
    return Node();
}

Result<Node> Session::step() const {
    TACIT_TRY(Open* const open, interviewed());
    const auto& step = open->interview->step();
    return step_view(*open->interview, open->language(), step ? open->guesses[step->question] : std::nullopt);
}

Result<Node> Session::ended() const {
    TACIT_TRY(Open* const open, interviewed());
    return ended_view(*open->interview, open->language());
}

Result<Node> Session::choose(std::string_view index) {
    TACIT_TRY(Open* const open, at_a_step());
    TACIT_TRY(const std::int64_t choice, number(index, kIndexMax));
    TACIT_CHECK(open->interview->choose(static_cast<std::uint16_t>(choice)));
    return Node();
}

Result<Node> Session::mark(std::string_view indices) {
    TACIT_TRY(Open* const open, at_a_step());
    if (!std::holds_alternative<survey::Multiple>(open->interview->question().kind))
        return out_of_turn("this question takes one answer");
    TACIT_TRY(const json::Document document, json::Document::parse(indices));
    TACIT_TRY(const auto items, document.root().items());
    std::vector<std::uint16_t> options;
    for (const json::Value& item : items) {
        TACIT_TRY(const std::int64_t option, item.as_integer(0, kIndexMax));
        options.push_back(static_cast<std::uint16_t>(option));
    }
    TACIT_CHECK(open->interview->mark(std::move(options)));
    return Node();
}

Result<Node> Session::skip() {
    TACIT_TRY(Open* const open, at_a_step());
    open->interview->skip();
    return Node();
}

Result<Node> Session::skip_question() {
    TACIT_TRY(Open* const open, at_a_step());
    open->interview->skip_question();
    return Node();
}

Result<Node> Session::back() {
    TACIT_TRY(Open* const open, interviewed());
    if (open->interview->ended()) return out_of_turn("the survey ended on this device");
    return Node(open->interview->back());
}

Result<Node> Session::finish() {
    TACIT_TRY(Open* const open, interviewed());
    open->interview->finish();
    return Node();
}

Result<Node> Session::go_to(std::string_view question) {
    TACIT_TRY(Open* const open, interviewed());
    TACIT_TRY(const std::int64_t index,
              number(question, static_cast<std::int64_t>(open->survey().questions.size()) - 1));
    const auto wanted = static_cast<std::size_t>(index);
    if (open->interview->ended() || !survey::shown(open->survey(), open->interview->answers(), wanted))
        return out_of_turn("this question is not asked");
    open->interview->go_to(wanted);
    return Node();
}

Result<Node> Session::review() const {
    TACIT_TRY(Open* const open, interviewed());
    return review_view(*open->interview, open->language());
}

Result<Node> Session::answered_count() const {
    TACIT_TRY(Open* const open, interviewed());
    return Node(open->interview->answered_count());
}

Result<SecretBytes> Session::save() const {
    TACIT_TRY(Open* const open, interviewed());
    const Interview& interview = *open->interview;
    Node saved = Node::object({{"format", kSavedFormat},
                               {"survey", to_base64url(survey::definition_hash(open->survey()))},
                               {"answers", survey::answers_node(open->survey(), interview.answers())}});
    if (const auto& step = interview.step())
        saved.set("at", Node::object({{"question", interview.question().id}, {"part", step->part}}));
    std::string text = json::canonical(saved);
    SecretBytes bytes(as_bytes(text));
    wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
    return bytes;
}

Result<Node> Session::restore(ByteView saved) {
    TACIT_TRY(Open* const open, this->open());
    TACIT_TRY(const json::Document document, json::Document::parse(as_text(saved)));
    const json::Value root = document.root();
    TACIT_TRY(const std::string format, root.text("format"));
    TACIT_TRY(const std::string survey, root.text("survey"));
    if (format != kSavedFormat || survey != to_base64url(survey::definition_hash(open->survey())))
        return fail(Fault::refused, "what was kept on this device is of another survey", {}, "Begin again.");
    TACIT_TRY(const json::Value kept, root.at("answers"));
    TACIT_TRY(survey::Answers answers, survey::load_answers(open->survey(), kept.canonical()));
    std::optional<Interview::Step> step;
    if (const auto at = root.find("at")) {
        TACIT_TRY(const std::string id, at->text("question"));
        TACIT_TRY(const std::int64_t part, at->integer("part", 0, kIndexMax));
        const auto question = survey::find_question(open->survey(), id);
        if (question) step = Interview::Step{*question, static_cast<std::size_t>(part)};
    }
    open->interview.emplace(open->survey(), std::move(answers), step);
    return Node();
}

Result<Node> Session::disclose() const {
    TACIT_TRY(Open* const open, interviewed());
    TACIT_TRY(const circuits::Measurement measurement, open->measurement());
    TACIT_TRY(Disclosure disclosure, client::disclose(open->believed, open->language(), measurement));
    TACIT_TRY(disclosure.request_size, open->reporter.upload_size());
    return disclosure_view(disclosure, open->believed.task);
}

Result<Bytes> Session::seal(std::string_view unix_seconds) {
    TACIT_TRY(Open* const open, interviewed());
    TACIT_TRY(const std::int64_t now, number(unix_seconds, kUnixSecondsMax));
    TACIT_TRY(const circuits::Measurement measurement, open->measurement());
    return open->reporter.upload_request(random_, measurement, task::units(open->believed.task, now));
}

Result<Node> Session::read_answer(ByteView body, ByteView request) const {
    TACIT_TRY(const Outcome outcome, read_upload_answer(body, request));
    return Node(name_of(outcome));
}

Result<Node> Session::counted_days(std::string_view task_id, ByteView counted, std::string_view which) const {
    TACIT_TRY(const auto id, wire::id_from_text<wire::TaskId>(task_id));
    if (!seen_ || seen_id_ != id) return out_of_turn("this survey was not looked at yet");
    const wire::Role role = which == "leader" ? wire::Role::leader : wire::Role::helper;
    TACIT_TRY(const task::Counted list, load_counted(*seen_, id, role, as_text(counted)));
    Node days = Node::array();
    for (const wire::Interval& interval : list.collected) {
        const auto after = wire::end(interval);
        if (!after || interval.duration == 0) continue;
        days.push(Node::object({{"from", day_of(task::seconds(*seen_, interval.start))},
                                {"to", day_of(task::seconds(*seen_, *after) - 1)}}));
    }
    return days;
}

Result<Node> Session::still_counts(ByteView counted, std::string_view unix_seconds) const {
    TACIT_TRY(Open* const open, this->open());
    TACIT_TRY(const std::int64_t now, number(unix_seconds, kUnixSecondsMax));
    return Node(client::still_counts(open->believed.task, open->believed.terms.id, as_text(counted), now));
}

Result<Node> score_view(std::string_view instrument, std::string_view items) {
    const instruments::Instrument* const known = instruments::find_instrument(instrument);
    if (known == nullptr) return fail(Fault::malformed, "there is no such questionnaire");
    TACIT_TRY(const json::Document document, json::Document::parse(items));
    TACIT_TRY(const auto values, document.root().items());
    std::vector<std::optional<std::uint8_t>> given;
    for (const json::Value& value : values) {
        if (value.is_null()) {
            given.emplace_back();
            continue;
        }
        TACIT_TRY(const std::int64_t step, value.as_integer(0, static_cast<std::int64_t>(known->steps.size()) - 1));
        given.emplace_back(static_cast<std::uint8_t>(step));
    }
    const auto total = instruments::total(*known, given);
    return Node::object({{"total", total ? Node(*total) : Node()},
                         {"band", total ? Node(instruments::band(*known, *total).code) : Node()}});
}

Result<Node> instrument_named(std::string_view name, std::string_view language) {
    const instruments::Instrument* const known = instruments::find_instrument(name);
    if (known == nullptr) return fail(Fault::malformed, "there is no such questionnaire");
    return instrument_view(*known, language);
}

Result<Node> verify_form(std::string_view manifest, std::string_view signature_files, std::string_view keys) {
    const auto texts = [](std::string_view list) -> Result<std::vector<std::string>> {
        TACIT_TRY(const json::Document document, json::Document::parse(list));
        TACIT_TRY(const auto items, document.root().items());
        std::vector<std::string> strings;
        for (const json::Value& item : items) {
            TACIT_TRY(strings.emplace_back(), item.as_text());
        }
        return strings;
    };
    TACIT_TRY(const auto files, texts(signature_files));
    TACIT_TRY(const auto key_texts, texts(keys));
    std::vector<sign::PublicKey> signers(key_texts.size());
    for (std::size_t i = 0; i < signers.size(); ++i) {
        TACIT_TRY(signers[i].bytes, array_from_base64url<sizeof(sign::PublicKey)>(key_texts[i]));
    }
    if (signers.empty()) return fail(Fault::refused, "nobody is named who has to sign the form");
    TACIT_TRY(const task::FormManifest form, task::open_form(manifest, files, signers));
    Node list = Node::array();
    for (const task::FormFile& file : form.files)
        list.push(Node::object({{"path", file.path}, {"size", file.size}, {"sha256", to_base64url(file.sha256)}}));
    return Node::object({{"version", form.version}, {"serial", form.serial}, {"files", std::move(list)}});
}

Result<Node> journal_answers(std::string_view journal, std::string_view today) {
    TACIT_TRY(const Journal kept, load_journal(journal));
    TACIT_TRY(const Day day, today_from(today));
    return survey_journal_node(survey_journal(kept, day));
}

Result<Node> journal_facts(std::string_view journal, std::string_view today) {
    TACIT_TRY(const Journal kept, load_journal(journal));
    TACIT_TRY(const Day day, today_from(today));
    return facts_node(kept, day);
}

Result<Node> merge_journals(std::string_view kept, std::string_view brought) {
    TACIT_TRY(Journal mine, load_journal(kept));
    TACIT_TRY(const Journal other, load_journal(brought));
    return journal_node(merge(std::move(mine), other));
}

}  // namespace tacit::client
