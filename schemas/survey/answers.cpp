#include "schemas/survey/answers.h"

#include <algorithm>

#include "schemas/survey/flow.h"
#include "schemas/survey/load_parts.h"

namespace tacit::survey {
namespace {

constexpr std::uint32_t kJournalWeeksMax = 5200;
constexpr std::uint8_t kJournalPointsMax = 3;

// The codes that an answer may have; never the code that was given, for messages hold no answer.
std::string list(const std::vector<std::string>& codes) {
    std::string text = "Use one of: ";
    for (std::size_t i = 0; i < codes.size(); ++i) text += (i ? ", " : "") + codes[i];
    return text;
}

Result<std::uint16_t> load_option(const json::Value& value, const std::vector<std::string>& options) {
    TACIT_TRY(const std::string code, value.as_text());
    const auto option = find_code(options, code);
    if (!option) return value.malformed("this is not one of the question's codes", list(options));
    return static_cast<std::uint16_t>(*option);
}

struct GivenReader {
    const json::Value& value;

    Result<Given> operator()(const Single& single) const {
        TACIT_TRY(const std::string code, value.as_text());
        if (find_code(single.ends, code))
            return value.refused("with this answer the survey ends and nothing is sent", "Remove this line");
        TACIT_TRY(const std::uint16_t option, load_option(value, single.options));
        return Given{Chosen{option}};
    }
    Result<Given> operator()(const Multiple& multiple) const {
        TACIT_TRY(const std::vector<json::Value> items, value.items());
        Marked marked;
        for (const json::Value& item : items) {
            TACIT_TRY(const std::uint16_t option, load_option(item, multiple.options));
            if (std::find(marked.options.begin(), marked.options.end(), option) != marked.options.end())
                return item.malformed("this code is there twice", "Remove one");
            marked.options.push_back(option);
        }
        std::sort(marked.options.begin(), marked.options.end());
        return Given{std::move(marked)};
    }
    Result<Given> operator()(const Grid& grid) const {
        TACIT_TRY(const auto members, value.members());
        Rated rated;
        for (const auto& [row, member] : members) {
            const auto index = find_code(grid.rows, row);
            if (!index) return member.malformed("this is not one of the question's rows", list(grid.rows));
            if (member.is_null()) continue;
            TACIT_TRY(const std::uint16_t option, load_option(member, grid.options));
            rated.marks.push_back({static_cast<std::uint16_t>(*index), option});
        }
        std::sort(rated.marks.begin(), rated.marks.end());
        return Given{std::move(rated)};
    }
    Result<Given> operator()(const Score& score) const {
        const instruments::Instrument& instrument = instruments::instrument(score.instrument);
        TACIT_TRY(const std::vector<json::Value> items, value.items());
        if (items.size() != instrument.items.size())
            return value.malformed(
                "the list has another number of answers than the questionnaire has items",
                "Give " + std::to_string(instrument.items.size()) + " numbers, null for an item without an answer");
        Items given;
        for (const json::Value& item : items) {
            if (item.is_null()) {
                given.values.emplace_back();
                continue;
            }
            TACIT_TRY(const std::int64_t step,
                      item.as_integer(0, static_cast<std::int64_t>(instrument.steps.size()) - 1));
            given.values.emplace_back(static_cast<std::uint8_t>(step));
        }
        return Given{std::move(given)};
    }
};

// Rules over one answer that its kind alone decides. Texts and indices of answers stay out of the messages.
class GivenChecker {
public:
    GivenChecker(const Survey& survey, const Answers& answers, std::size_t question)
        : survey_(survey), answers_(answers), question_(question) {}

    Result<void> operator()(const Single& single) const {
        const auto* chosen = std::get_if<Chosen>(&given());
        if (!chosen || chosen->option >= single.options.size()) return not_an_answer();
        return {};
    }
    Result<void> operator()(const Multiple& multiple) const {
        const auto* marked = std::get_if<Marked>(&given());
        if (!marked) return not_an_answer();
        const auto& options = marked->options;
        if (std::adjacent_find(options.begin(), options.end(), std::greater_equal<>()) != options.end() ||
            (!options.empty() && options.back() >= multiple.options.size()))
            return not_an_answer();
        TACIT_CHECK(check_count(options.size(), multiple.max, multiple.may_be_empty));
        const bool exclusive = std::any_of(options.begin(), options.end(), [&](std::uint16_t option) {
            return find_code(multiple.exclusive, multiple.options[option]).has_value();
        });
        if (exclusive && options.size() > 1)
            return refuse("an option that goes with no other was marked beside others", "Keep it alone, or remove it");
        return {};
    }
    Result<void> operator()(const Grid& grid) const {
        const auto* rated = std::get_if<Rated>(&given());
        if (!rated) return not_an_answer();
        const std::vector<std::uint16_t> rows = offered_rows(survey_, answers_, question_);
        for (std::size_t i = 0; i < rated->marks.size(); ++i) {
            const GridMark& mark = rated->marks[i];
            if (mark.row >= grid.rows.size() || mark.option >= grid.options.size()) return not_an_answer();
            if (i > 0 && rated->marks[i - 1].row >= mark.row) return not_an_answer();
            if (std::find(rows.begin(), rows.end(), mark.row) == rows.end())
                return refuse("a row was rated that is not offered",
                              "Its rows are those marked in \"" + survey_.questions[*grid.rows_from].id + '"');
        }
        return check_count(rated->marks.size(), grid.max, grid.may_be_empty);
    }
    Result<void> operator()(const Score& score) const {
        const auto* items = std::get_if<Items>(&given());
        const instruments::Instrument& instrument = instruments::instrument(score.instrument);
        if (!items || items->values.size() != instrument.items.size()) return not_an_answer();
        for (const auto& value : items->values)
            if (value && *value >= instrument.steps.size()) return not_an_answer();
        return {};
    }

private:
    const Given& given() const { return answers_.given[question_]; }
    tl::unexpected<Error> refuse(std::string what, std::string remedy) const {
        return fail(Fault::refused, std::move(what), '/' + survey_.questions[question_].id, std::move(remedy));
    }
    tl::unexpected<Error> not_an_answer() const {
        return refuse("this is not an answer to the question", "Choose among its options");
    }
    Result<void> check_count(std::size_t count, std::uint16_t max, bool may_be_empty) const {
        if (count > max) return refuse("more marks than the question allows", "Keep at most " + std::to_string(max));
        if (count == 0 && !may_be_empty)
            return refuse("nothing is marked", "Leave the question out, or use null, where there is no answer");
        return {};
    }

    const Survey& survey_;
    const Answers& answers_;
    std::size_t question_;
};

struct GivenWriter {
    const Question& question;

    json::Node operator()(std::monostate) const { return {}; }
    json::Node operator()(const Chosen& chosen) const { return cell_code(question, chosen.option); }
    json::Node operator()(const Marked& marked) const {
        json::Node node = json::Node::array();
        for (const std::uint16_t option : marked.options) node.push(cell_code(question, option));
        return node;
    }
    json::Node operator()(const Rated& rated) const {
        const Grid& grid = std::get<Grid>(question.kind);
        json::Node node = json::Node::object();
        for (const GridMark& mark : rated.marks) node.set(grid.rows[mark.row], grid.options[mark.option]);
        return node;
    }
    json::Node operator()(const Items& items) const {
        json::Node node = json::Node::array();
        for (const auto& value : items.values) node.push(value ? json::Node(*value) : json::Node());
        return node;
    }
};

}  // namespace

Result<Journal> load_journal(const json::Value& value) {
    TACIT_CHECK(value.only({"start", "weeks"}));
    Journal journal;
    if (const auto start = value.find("start"); start && !start->is_null()) {
        TACIT_TRY(const std::vector<json::Value> items, start->items());
        std::array<std::uint8_t, 8> points{};
        if (items.size() != points.size())
            return start->malformed("a journal start has the eight items that PHQ-8 and PHQ-9 share",
                                    "Give eight numbers from 0 to 3, or leave the start out");
        for (std::size_t i = 0; i < points.size(); ++i) {
            TACIT_TRY(const std::int64_t point, items[i].as_integer(0, kJournalPointsMax));
            points[i] = static_cast<std::uint8_t>(point);
        }
        journal.start = points;
    }
    if (const auto weeks = value.find("weeks"); weeks && !weeks->is_null()) {
        TACIT_TRY(const std::int64_t count, weeks->as_integer(0, kJournalWeeksMax));
        journal.weeks = static_cast<std::uint32_t>(count);
    }
    return journal;
}

Result<Answers> load_answers(const Survey& survey, std::string_view json_line) {
    TACIT_TRY(const json::Document document, json::Document::parse(json_line));
    TACIT_TRY(const auto members, document.root().members());
    Answers answers(survey);
    for (const auto& [key, value] : members) {
        if (value.is_null()) continue;
        if (key == "journal") {
            TACIT_TRY(answers.journal, load_journal(value));
            continue;
        }
        const auto question = find_question(survey, key);
        if (!question) {
            std::vector<std::string> ids{"journal"};
            for (const Question& each : survey.questions) ids.push_back(each.id);
            return value.malformed("the survey has no question \"" + key + '"', suggest(key, ids));
        }
        TACIT_TRY(answers.given[*question], std::visit(GivenReader{value}, survey.questions[*question].kind));
    }
    TACIT_CHECK(check_answers(survey, answers));
    return answers;
}

Result<void> check_answers(const Survey& survey, const Answers& answers) {
    if (answers.given.size() != survey.questions.size())
        return fail(Fault::malformed, "these answers belong to another survey");
    const std::vector<bool> is_asked = asked(survey, answers);
    for (std::size_t i = 0; i < survey.questions.size(); ++i) {
        const Question& question = survey.questions[i];
        if (std::holds_alternative<std::monostate>(answers.given[i])) continue;
        if (!is_asked[i])
            return fail(Fault::refused, "the rules of the survey skip this question", '/' + question.id,
                        "Leave it out, or check the answers before it");
        TACIT_CHECK(std::visit(GivenChecker(survey, answers, i), question.kind));
        if (effective(survey, answers, i) != answers.given[i])
            return fail(Fault::refused, "the journal's weeks say something else", '/' + question.id,
                        "Leave this question out: it is answered from journal.weeks");
    }
    return {};
}

json::Node answers_node(const Survey& survey, const Answers& answers) {
    json::Node node = json::Node::object();
    for (std::size_t i = 0; i < survey.questions.size(); ++i)
        if (!std::holds_alternative<std::monostate>(answers.given[i]))
            node.set(survey.questions[i].id, std::visit(GivenWriter{survey.questions[i]}, answers.given[i]));
    if (!answers.journal.start && !answers.journal.weeks) return node;
    json::Node journal = json::Node::object();
    if (answers.journal.start) {
        json::Node start = json::Node::array();
        for (const std::uint8_t points : *answers.journal.start) start.push(points);
        journal.set("start", std::move(start));
    }
    if (answers.journal.weeks) journal.set("weeks", *answers.journal.weeks);
    return std::move(node.set("journal", std::move(journal)));
}

}  // namespace tacit::survey
