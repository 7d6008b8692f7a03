#include "client/core/session_view.h"

#include <algorithm>
#include <cmath>

#include "client/core/host.h"

namespace tacit::client {
namespace {

using json::Node;
using survey::Grid;
using survey::Multiple;
using survey::Score;
using survey::Single;

Node texts_node(const std::vector<std::string>& texts) {
    Node list = Node::array();
    for (const std::string& text : texts) list.push(text);
    return list;
}

Node operator_node(const task::Party& party) {
    return Node::object(
        {{"name", party.name}, {"contact", party.contact}, {"url", party.url}, {"host", host_of(party.url)}});
}

const std::vector<std::string>& rows_of(const survey::Language& language, const Grid& grid, std::size_t question) {
    return grid.rows_from ? language.questions[*grid.rows_from].options : language.questions[question].rows;
}

bool contains(const std::vector<std::string>& codes, const std::string& code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

std::string_view kind_name(const survey::Question& question) {
    static constexpr std::string_view kNames[] = {"single", "multiple", "grid", "score"};
    static_assert(std::is_same_v<std::variant_alternative_t<2, decltype(question.kind)>, Grid>);
    return kNames[question.kind.index()];
}

Node choices_view(const Interview& interview, const survey::QuestionText& text, std::optional<unsigned> guess) {
    const survey::Question& question = interview.question();
    const auto* multiple = std::get_if<Multiple>(&question.kind);
    const std::vector<std::uint16_t> marked = interview.marked();
    const std::optional<std::uint16_t> chosen = multiple != nullptr ? std::nullopt : interview.chosen();
    Node choices = Node::array();
    for (std::size_t i = 0; i < interview.choice_count(); ++i) {
        const bool ends = i >= text.options.size();
        const bool mine = chosen == i || std::find(marked.begin(), marked.end(), i) != marked.end();
        const bool exclusive = multiple != nullptr && contains(multiple->exclusive, multiple->options[i]);
        choices.push(Node::object({{"index", i},
                                   {"label", ends ? text.ends[i - text.options.size()].label : text.options[i]},
                                   {"chosen", mine},
                                   {"exclusive", exclusive},
                                   {"ends", ends},
                                   {"guess", guess && !ends ? Node(*guess) : Node()}}));
    }
    return choices;
}

// What was answered, as labels: one for a choice, one per mark, one per answered item of a score.
std::vector<std::string> answer_labels(const survey::Question& question, const survey::Language& language,
                                       std::size_t index, const survey::Given& given) {
    const survey::QuestionText& text = language.questions[index];
    std::vector<std::string> labels;
    if (const auto* chosen = std::get_if<survey::Chosen>(&given)) {
        labels.push_back(text.options[chosen->option]);
    } else if (const auto* marked = std::get_if<survey::Marked>(&given)) {
        for (const std::uint16_t option : marked->options) labels.push_back(text.options[option]);
        if (labels.empty() && !text.empty.empty()) labels.push_back(text.empty);
    } else if (const auto* rated = std::get_if<survey::Rated>(&given)) {
        const auto& rows = rows_of(language, std::get<Grid>(question.kind), index);
        for (const survey::GridMark& mark : rated->marks)
            labels.push_back(rows[mark.row] + ": " + text.options[mark.option]);
    } else if (const auto* items = std::get_if<survey::Items>(&given)) {
        for (std::size_t i = 0; i < items->values.size(); ++i)
            if (items->values[i]) labels.push_back(text.items[i] + ": " + text.options[*items->values[i]]);
    }
    return labels;
}

}  // namespace

Node task_view(const task::Task& task, bool one_machine) {
    return Node::object({{"leader", operator_node(task.leader)},
                         {"helper", operator_node(task.helper)},
                         {"publisher", operator_node(task.publisher)},
                         {"opens", task.opens},
                         {"closes", task.closes},
                         {"timePrecision", task.time_precision},
                         {"minBatchSize", task.min_batch_size},
                         {"oneMachine", one_machine},
                         {"surveyId", task.definition.id},
                         {"surveyVersion", task.definition.version}});
}

Node languages_view(const survey::Texts& texts) {
    Node list = Node::array();
    for (const survey::Language& language : texts.languages)
        list.push(Node::object({{"tag", language.tag}, {"title", language.title}}));
    return list;
}

Node survey_text_view(const survey::Language& language) {
    return Node::object({{"tag", language.tag},
                         {"title", language.title},
                         {"about", language.about},
                         {"notices", texts_node(language.notices)},
                         {"noAnswer", language.no_answer}});
}

Node step_view(const Interview& interview, const survey::Language& language, std::optional<unsigned> guess) {
    if (!interview.step()) return {};
    const auto [index, part] = *interview.step();
    const survey::Question& question = interview.question();
    const survey::QuestionText& text = language.questions[index];
    const auto section = std::find_if(language.sections.begin(), language.sections.end(),
                                      [&](const auto& entry) { return entry.first == question.section; });
    std::string item, row;
    if (std::holds_alternative<Score>(question.kind)) item = text.items[part];
    if (const auto* grid = std::get_if<Grid>(&question.kind))
        row = rows_of(language, *grid, index)[interview.parts()[part]];
    const bool first = part == 0 && !survey::previous_question(interview.survey(), interview.answers(), index);
    return Node::object({{"question", index},
                         {"part", part},
                         {"parts", interview.parts().size()},
                         {"kind", kind_name(question)},
                         {"id", question.id},
                         {"section", section == language.sections.end() ? std::string() : section->second},
                         {"text", text.text},
                         {"help", text.help},
                         {"stem", text.stem},
                         {"item", std::move(item)},
                         {"credit", text.credit},
                         {"row", std::move(row)},
                         {"emptyLabel", text.empty},
                         {"choices", choices_view(interview, text, guess)},
                         {"max", survey::marks_max(question)},
                         {"marksLeft", interview.marks_left()},
                         {"position", interview.position()},
                         {"questionsLeft", interview.questions_left()},
                         {"first", first}});
}

Node ended_view(const Interview& interview, const survey::Language& language) {
    if (!interview.ended()) return {};
    const survey::EndText& end = language.questions[interview.ended()->question].ends[interview.ended()->index];
    return Node::object({{"label", end.label}, {"message", end.message}});
}

Node review_view(const Interview& interview, const survey::Language& language) {
    Node list = Node::array();
    for (const std::size_t index : interview.review()) {
        const survey::Question& question = interview.survey().questions[index];
        const survey::QuestionText& text = language.questions[index];
        const survey::Given given = survey::effective(interview.survey(), interview.answers(), index);
        list.push(Node::object({{"question", index},
                                {"id", question.id},
                                {"text", text.text.empty() ? text.stem : text.text},
                                {"answer", texts_node(answer_labels(question, language, index, given))},
                                {"answered", !std::holds_alternative<std::monostate>(given)},
                                {"shown", survey::shown(interview.survey(), interview.answers(), index)}}));
    }
    return list;
}

Node disclosure_view(const Disclosure& disclosure, const task::Task& task) {
    Node counters = Node::array();
    for (const Counter& counter : disclosure.counters)
        counters.push(
            Node::object({{"table", counter.table}, {"levels", texts_node(counter.levels)}, {"by", counter.by}}));
    return Node::object({{"counters", std::move(counters)},
                         {"counterCount", disclosure.counter_count},
                         {"tables", texts_node(disclosure.tables)},
                         {"leader", operator_node(task.leader)},
                         {"helper", operator_node(task.helper)},
                         {"publisher", operator_node(task.publisher)},
                         {"minBatchSize", disclosure.min_batch_size},
                         {"closes", disclosure.closes},
                         {"noiseMin", std::lround(disclosure.noise_min)},
                         {"noiseMax", std::lround(disclosure.noise_max)},
                         {"guessOperator", disclosure.guess_operator},
                         {"guessReader", disclosure.guess_reader},
                         {"epsilonMilli", std::lround(disclosure.epsilon * 1000)},
                         {"requestSize", disclosure.request_size}});
}

Node instrument_view(const instruments::Instrument& instrument, std::string_view language) {
    const std::string_view given = instruments::in_language(instrument.stem, language).empty() ? "en" : language;
    Node items = Node::array(), steps = Node::array(), bands = Node::array();
    for (const instruments::Item& item : instrument.items) items.push(instruments::in_language(item.text, given));
    for (const instruments::Step& step : instrument.steps)
        steps.push(Node::object({{"points", step.points}, {"label", instruments::in_language(step.text, given)}}));
    for (const instruments::Band& band : instrument.bands)
        bands.push(Node::object({{"code", band.code}, {"from", band.from}}));
    return Node::object({{"title", instrument.title},
                         {"stem", instruments::in_language(instrument.stem, given)},
                         {"items", std::move(items)},
                         {"steps", std::move(steps)},
                         {"bands", std::move(bands)},
                         {"caseFrom", instrument.case_from},
                         {"maxTotal", instrument.max_total()},
                         {"credit", instruments::phq_credit()},
                         {"lang", given.substr(0, given.find('-'))}});
}

Node difficulty_view(std::string_view language) {
    const instruments::Difficulty& difficulty = instruments::phq_difficulty();
    const std::string_view given = instruments::in_language(difficulty.text, language).empty() ? "en" : language;
    Node steps = Node::array();
    for (const instruments::Step& step : difficulty.steps) steps.push(instruments::in_language(step.text, given));
    return Node::object({{"text", instruments::in_language(difficulty.text, given)},
                         {"steps", std::move(steps)},
                         {"lang", given.substr(0, given.find('-'))}});
}

}  // namespace tacit::client
