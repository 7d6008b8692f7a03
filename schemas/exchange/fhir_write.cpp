#include "schemas/exchange/fhir_write.h"

#include <algorithm>

#include "schemas/exchange/fhir_words.h"

namespace tacit::exchange {
namespace {

using namespace fhir;
using survey::Grid;
using survey::Multiple;
using survey::Question;
using survey::QuestionText;
using survey::Rule;
using survey::Score;
using survey::Single;

json::Node code_of(std::string_view system, std::string_view code) {
    return json::Node::array({json::Node::object({{"system", system}, {"code", code}})});
}

json::Node extension_node(std::string_view url, const char* type, json::Node value) {
    return json::Node::object({{"url", url}, {type, std::move(value)}});
}

class Writer {
public:
    explicit Writer(const survey::SurveyFile& file)
        : file_(file), survey_(file.survey), language_(file.texts.languages.front().tag) {}

    Exported write() {
        std::string id = survey_.id;
        std::replace(id.begin(), id.end(), '_', '-');  // an id of FHIR has no underscore
        json::Node root = json::Node::object({{"resourceType", "Questionnaire"}, {"id", id}, {"language", language_}});
        root.set("version", survey_.version).set("name", survey_.id);
        set(root, "title", [](const survey::Language& text) { return text.title; });
        root.set("status", "active").set("subjectType", json::Node::array({"Patient"}));
        set(root, "description", [](const survey::Language& text) { return text.about; });
        std::string copyright;
        for (const std::string& notice : file_.texts.languages.front().notices)
            copyright += (copyright.empty() ? "" : " ") + notice;
        if (!copyright.empty()) root.set("copyright", std::move(copyright));
        root.set("item", items());
        note_what_is_about_publishing();
        return {std::move(root), std::move(notes_)};
    }

private:
    void note(const std::string& question, std::string what) { notes_.push_back({question, std::move(what)}); }

    // One text in all languages.
    template <class Text>
    void set(json::Node& object, const std::string& key, Text text) const {
        Words words;
        for (const survey::Language& each : file_.texts.languages)
            if (std::string one = text(each); !one.empty()) words[each.tag] = std::move(one);
        set_words(object, key, words, language_);
    }

    json::Node items() {
        json::Node list = json::Node::array();
        for (std::size_t i = 0; i < survey_.questions.size();) {
            const std::string& section = survey_.questions[i].section;
            if (section.empty()) {
                list.push(item(i++));
                continue;
            }
            json::Node group = json::Node::object({{"linkId", "section/" + section}, {"type", "group"}});
            set(group, "text", [&](const survey::Language& text) {
                for (const auto& [code, heading] : text.sections)
                    if (code == section) return heading;
                return std::string();
            });
            if (!sections_.insert(section).second) {
                group.set("linkId", "section/" + section + "/" + survey_.questions[i].id);
                note(survey_.questions[i].id, "its section is in two places, and becomes two groups");
            }
            json::Node inside = json::Node::array();
            while (i < survey_.questions.size() && survey_.questions[i].section == section) inside.push(item(i++));
            list.push(std::move(group.set("item", std::move(inside))));
        }
        return list;
    }

    json::Node item(std::size_t index) {
        const Question& question = survey_.questions[index];
        json::Node node = json::Node::object({{"linkId", question.id}});
        if (question.ask_if) set_condition(node, question);
        if (const auto* score = std::get_if<Score>(&question.kind)) {
            write_score(node, index, *score);
        } else if (const auto* grid = std::get_if<Grid>(&question.kind)) {
            write_grid(node, index, *grid);
        } else {
            write_choice(node, index);
        }
        return node;
    }

    json::Node option(const std::string& code, std::size_t index, std::size_t option) const {
        json::Node coding = json::Node::object({{"code", code}});
        set(coding, "display", [&](const survey::Language& text) { return text.questions[index].options[option]; });
        return json::Node::object({{"valueCoding", std::move(coding)}});
    }

    void write_choice(json::Node& node, std::size_t index) {
        const Question& question = survey_.questions[index];
        set(node, "text", [&](const survey::Language& text) { return text.questions[index].text; });
        node.set("type", "choice");
        const auto* multiple = std::get_if<Multiple>(&question.kind);
        const auto& codes = multiple ? multiple->options : std::get<Single>(question.kind).options;
        json::Node options = json::Node::array();
        for (std::size_t i = 0; i < codes.size(); ++i) {
            json::Node one = option(codes[i], index, i);
            if (multiple && std::find(multiple->exclusive.begin(), multiple->exclusive.end(), codes[i]) !=
                                multiple->exclusive.end())
                one.set("extension", json::Node::array({extension_node(kOptionExclusive, "valueBoolean", true)}));
            options.push(std::move(one));
        }
        if (multiple) {
            node.set("repeats", true);
            node.set("extension", json::Node::array({extension_node(kMaxOccurs, "valueInteger", multiple->max)}));
            if (multiple->may_be_empty)
                note(question.id, "\"none of these\" is an answer without a mark, which FHIR takes for no answer");
        } else {
            const auto& single = std::get<Single>(question.kind);
            if (!single.ends.empty())
                note(question.id,
                     "the answers that end the survey on the device are not written: whoever asks with "
                     "this file has to keep these people out in another way");
            if (!single.weeks_upto.empty()) note(question.id, "that a journal can answer it is not kept");
        }
        node.set("answerOption", std::move(options));
        write_help(node, index);
    }

    // A display item inside, marked as help.
    void write_help(json::Node& node, std::size_t index) const {
        const auto has = [&](const survey::Language& text) { return !text.questions[index].help.empty(); };
        if (std::none_of(file_.texts.languages.begin(), file_.texts.languages.end(), has)) return;
        json::Node help = json::Node::object({{"linkId", survey_.questions[index].id + "/help"}});
        set(help, "text", [&](const survey::Language& text) { return text.questions[index].help; });
        help.set("type", "display").set("extension", control("help"));
        node.set("item", json::Node::array({std::move(help)}));
    }

    static json::Node control(const char* code) {
        json::Node concept_node = json::Node::object({{"coding", code_of(kItemControlCodes, code)}});
        return json::Node::array({extension_node(kItemControl, "valueCodeableConcept", std::move(concept_node))});
    }

    void write_score(json::Node& node, std::size_t index, const Score& score) {
        const instruments::Instrument& instrument = instruments::instrument(score.instrument);
        const std::string& id = survey_.questions[index].id;
        set(node, "text", [&](const survey::Language& text) { return text.questions[index].stem; });
        node.set("type", "group");
        if (!instrument.panel_loinc.empty()) node.set("code", code_of(kLoinc, instrument.panel_loinc));
        json::Node inside = json::Node::array();
        for (std::size_t i = 0; i < instrument.items.size(); ++i) {
            json::Node one = json::Node::object({{"linkId", "/" + std::string(instrument.items[i].loinc)}});
            one.set("code", code_of(kLoinc, instrument.items[i].loinc));
            set(one, "text", [&](const survey::Language& text) { return text.questions[index].items[i]; });
            one.set("type", "choice");
            json::Node options = json::Node::array();
            for (std::size_t step = 0; step < instrument.steps.size(); ++step) {
                json::Node coding = json::Node::object({{"system", kLoinc}, {"code", instrument.steps[step].loinc}});
                set(coding, "display",
                    [&](const survey::Language& text) { return text.questions[index].options[step]; });
                json::Node answer = json::Node::object({{"valueCoding", std::move(coding)}});
                answer.set(
                    "extension",
                    json::Node::array({extension_node(kOrdinalValue, "valueDecimal", instrument.steps[step].points)}));
                options.push(std::move(answer));
            }
            inside.push(std::move(one.set("answerOption", std::move(options))));
        }
        json::Node total = json::Node::object({{"linkId", id + "/total"}, {"text", instrument.title}});
        if (!instrument.total_loinc.empty()) total.set("code", code_of(kLoinc, instrument.total_loinc));
        total.set("type", "integer").set("readOnly", true);
        inside.push(std::move(total));
        node.set("item", std::move(inside));
        note(id, "the total is an item to be filled in by whoever asks: only when every item is answered");
        if (!score.ethics.empty()) note(id, "the board's reference for asking item 9 is not kept");
    }

    void write_grid(json::Node& node, std::size_t index, const Grid& grid) {
        const std::string& id = survey_.questions[index].id;
        set(node, "text", [&](const survey::Language& text) { return text.questions[index].text; });
        node.set("type", "group").set("extension", control("table"));
        json::Node rows = json::Node::array();
        for (std::size_t row = 0; row < grid.rows.size(); ++row) {
            json::Node one = json::Node::object({{"linkId", id + "/" + grid.rows[row]}});
            set(one, "text", [&](const survey::Language& text) {
                return grid.rows_from ? text.questions[*grid.rows_from].options[row] : text.questions[index].rows[row];
            });
            one.set("type", "choice");
            if (grid.rows_from)
                one.set("enableWhen",
                        json::Node::array({when(survey_.questions[*grid.rows_from].id, "=", grid.rows[row])}));
            json::Node options = json::Node::array();
            for (std::size_t i = 0; i < grid.options.size(); ++i) options.push(option(grid.options[i], index, i));
            rows.push(std::move(one.set("answerOption", std::move(options))));
        }
        node.set("item", std::move(rows));
        note(id, "a grid becomes one question per row, and may be marked in more than " + std::to_string(grid.max) +
                     " rows");
    }

    // ---- conditions ----

    static json::Node when(const std::string& link, const char* comparison, const std::string& code) {
        return json::Node::object(
            {{"question", link}, {"operator", comparison}, {"answerCoding", json::Node::object({{"code", code}})}});
    }
    static json::Node exists(const std::string& link, bool yes) {
        return json::Node::object({{"question", link}, {"operator", "exists"}, {"answerBoolean", yes}});
    }
    bool is_grid(std::size_t question) const { return std::holds_alternative<Grid>(survey_.questions[question].kind); }
    bool is_score(std::size_t question) const {
        return std::holds_alternative<Score>(survey_.questions[question].kind);
    }
    std::string link_of(std::size_t question) const {
        return survey_.questions[question].id + (is_score(question) ? "/total" : "");
    }

    // The rule as conditions that all (or of which any) must hold; nothing where FHIR's one flat list cannot say it.
    using Conditions = std::optional<std::vector<json::Node>>;

    Conditions literals(const Rule& rule, bool all, bool negative) const {
        if (const auto* inner = std::get_if<survey::Not>(&rule.is))
            return literals(inner->rule.front(), all, !negative);
        const auto* every = std::get_if<survey::All>(&rule.is);
        const auto* some = std::get_if<survey::Any>(&rule.is);
        if (every || some) {
            const std::vector<Rule>& rules = every ? every->rules : some->rules;
            const bool is_all = (every != nullptr) != negative;  // not all of is any of not
            if (is_all != all && rules.size() > 1) return std::nullopt;
            std::vector<json::Node> list;
            for (const Rule& one : rules) {
                auto more = literals(one, all, negative);
                if (!more) return std::nullopt;
                list.insert(list.end(), more->begin(), more->end());
            }
            return list;
        }
        if (const auto* marked = std::get_if<survey::MarkedIn>(&rule.is)) {
            if (is_grid(marked->question) || (marked->options.size() > 1 && all != negative)) return std::nullopt;
            std::vector<json::Node> list;
            for (const std::uint16_t option : marked->options)
                list.push_back(when(survey_.questions[marked->question].id, negative ? "!=" : "=",
                                    cell_code(survey_.questions[marked->question], option)));
            return list;
        }
        if (const auto* answered = std::get_if<survey::IsAnswered>(&rule.is)) {
            if (is_grid(answered->question)) return std::nullopt;
            return std::vector<json::Node>{exists(link_of(answered->question), !negative)};
        }
        if (const auto* score = std::get_if<survey::ScoreAtLeast>(&rule.is)) {
            if (negative) return std::nullopt;  // an unanswered score is below anything here, and nothing in FHIR
            return std::vector<json::Node>{json::Node::object(
                {{"question", link_of(score->question)}, {"operator", ">="}, {"answerInteger", score->min}})};
        }
        // Without a journal its start is never there.
        if (negative && all) return std::vector<json::Node>();
        return std::nullopt;
    }

    static bool names_journal(const Rule& rule) {
        if (const auto* inner = std::get_if<survey::Not>(&rule.is)) return names_journal(inner->rule.front());
        const auto any = [](const std::vector<Rule>& rules) {
            return std::any_of(rules.begin(), rules.end(), [](const Rule& one) { return names_journal(one); });
        };
        if (const auto* every = std::get_if<survey::All>(&rule.is)) return any(every->rules);
        if (const auto* some = std::get_if<survey::Any>(&rule.is)) return any(some->rules);
        return std::holds_alternative<survey::HasJournalStart>(rule.is);
    }

    void set_condition(json::Node& node, const Question& question) {
        Conditions conditions = literals(*question.ask_if, true, false);
        const bool all = conditions.has_value();
        if (!conditions) conditions = literals(*question.ask_if, false, false);
        if (!conditions) {
            note(question.id, "when it is asked cannot be said in FHIR: in this file it is asked of everybody");
            return;
        }
        if (names_journal(*question.ask_if)) note(question.id, "that a journal's start takes its place is not kept");
        if (conditions->empty()) return;
        const bool several = conditions->size() > 1;
        node.set("enableWhen", json::Node::array(std::move(*conditions)));
        if (several) node.set("enableBehavior", all ? "all" : "any");
    }

    void note_what_is_about_publishing() {
        const auto lost = [&](std::size_t count, const char* what) {
            if (count > 0) note("", std::to_string(count) + what);
        };
        lost(survey_.tables.size(),
             " tables with their weights are not kept: FHIR does not say what will be published");
        lost(survey_.derived.size(), " derived items are not kept");
        lost(survey_.groups.size(), " groups of answers are not kept");
        note("", "the privacy profile is not kept");
    }

    const survey::SurveyFile& file_;
    const survey::Survey& survey_;
    std::string language_;
    std::set<std::string> sections_;
    Notes notes_;
};

}  // namespace

Exported write_fhir(const survey::SurveyFile& file) { return Writer(file).write(); }

}  // namespace tacit::exchange
