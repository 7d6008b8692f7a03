#include <algorithm>

#include "crypto/base/check.h"
#include "schemas/survey/load_parts.h"

namespace tacit::survey {
namespace {

class RuleReader {
public:
    RuleReader(const Survey& survey, const std::vector<std::string>& ids, std::size_t before)
        : survey_(survey), ids_(ids), before_(before) {}

    Result<Rule> read(const json::Value& value) const {
        if (value.find("all")) {
            TACIT_CHECK(value.only({"all"}));
            TACIT_TRY(std::vector<Rule> rules, read_list(value, "all"));
            return Rule{All{std::move(rules)}};
        }
        if (value.find("any")) {
            TACIT_CHECK(value.only({"any"}));
            TACIT_TRY(std::vector<Rule> rules, read_list(value, "any"));
            return Rule{Any{std::move(rules)}};
        }
        if (const auto inner = value.find("not")) {
            TACIT_CHECK(value.only({"not"}));
            TACIT_TRY(Rule rule, read(*inner));
            return Rule{Not{{std::move(rule)}}};
        }
        if (value.find("question")) return read_question(value);
        if (value.find("score")) return read_score(value);
        if (const auto journal = value.find("journal")) {
            TACIT_CHECK(value.only({"journal"}));
            TACIT_TRY(const std::string fact, journal->as_text());
            if (fact != "start")
                return journal->malformed("the journal has no such fact", "Write {\"journal\": \"start\"}");
            return Rule{HasJournalStart{}};
        }
        return value.malformed("this is not a rule",
                               "A rule is {\"all\": […]}, {\"any\": […]}, {\"not\": …}, {\"question\": id, \"in\": "
                               "[codes]}, {\"question\": id, \"answered\": true}, {\"score\": id, \"min\": n} or "
                               "{\"journal\": \"start\"}");
    }

private:
    Result<std::vector<Rule>> read_list(const json::Value& value, std::string_view key) const {
        TACIT_TRY(const json::Value list, value.at(key));
        TACIT_TRY(const std::vector<json::Value> items, list.items());
        if (items.empty())
            return list.malformed("a rule over no rules", "Leave ask_if out where a question is always asked");
        std::vector<Rule> rules;
        for (const json::Value& item : items) {
            TACIT_TRY(Rule rule, read(item));
            rules.push_back(std::move(rule));
        }
        return rules;
    }

    Result<std::size_t> read_earlier(const json::Value& value, std::string_view key) const {
        TACIT_TRY(const json::Value member, value.at(key));
        TACIT_TRY(const std::string id, member.as_text());
        const auto index = find_code(ids_, id);
        if (!index) return member.malformed("no question is called \"" + id + "\"", suggest(id, ids_));
        if (*index >= before_)
            return member.refused("a rule may look at earlier questions only, and \"" + id + "\" does not come before",
                                  "Move that question up, or this one down");
        return *index;
    }

    Result<Rule> read_question(const json::Value& value) const {
        TACIT_CHECK(value.only({"question", "in", "answered"}));
        TACIT_TRY(const std::size_t index, read_earlier(value, "question"));
        const auto answered = value.find("answered");
        const auto in = value.find("in");
        if (answered.has_value() == in.has_value())
            return value.malformed("a rule over a question has either \"in\" or \"answered\"",
                                   "Keep one; {\"all\": […]} joins rules");
        if (answered) {
            TACIT_TRY(const bool yes, answered->as_boolean());
            if (!yes)
                return answered->malformed("\"answered\" is true or not there",
                                           "Write {\"not\": {\"question\": …, \"answered\": true}}");
            return Rule{IsAnswered{index}};
        }
        const Question& question = survey_.questions[index];
        const std::vector<std::string>* options = nullptr;
        if (const auto* single = std::get_if<Single>(&question.kind)) options = &single->options;
        if (const auto* multiple = std::get_if<Multiple>(&question.kind)) options = &multiple->options;
        if (!options)
            return in->refused("\"in\" needs a single or multiple question",
                               "For a score write {\"score\": \"" + question.id + "\", \"min\": n}");
        TACIT_TRY(const std::vector<json::Value> codes, in->items());
        if (codes.empty()) return in->malformed("an empty list never holds", "Name at least one code");
        MarkedIn rule{index, {}};
        for (const json::Value& item : codes) {
            TACIT_TRY(const std::string code, item.as_text());
            const auto option = find_code(*options, code);
            if (!option)
                return item.malformed("\"" + question.id + "\" has no option \"" + code + "\"",
                                      suggest(code, *options));
            const auto cell = static_cast<std::uint16_t>(*option);
            if (std::find(rule.options.begin(), rule.options.end(), cell) != rule.options.end())
                return item.malformed("the code \"" + code + "\" is there twice", "Remove one");
            rule.options.push_back(cell);
        }
        return Rule{std::move(rule)};
    }

    Result<Rule> read_score(const json::Value& value) const {
        TACIT_CHECK(value.only({"score", "min"}));
        TACIT_TRY(const std::size_t index, read_earlier(value, "score"));
        const auto* score = std::get_if<Score>(&survey_.questions[index].kind);
        if (!score) {
            TACIT_TRY(const json::Value member, value.at("score"));
            return member.refused("this is not a score question", "Use {\"question\": id, \"in\": [codes]}");
        }
        TACIT_TRY(const std::int64_t min,
                  value.integer("min", 1, instruments::instrument(score->instrument).max_total()));
        return Rule{ScoreAtLeast{index, static_cast<std::uint16_t>(min)}};
    }

    const Survey& survey_;
    const std::vector<std::string>& ids_;
    std::size_t before_;
};

json::Node rule_nodes(const Survey& survey, const std::vector<Rule>& rules) {
    json::Node node = json::Node::array();
    for (const Rule& rule : rules) node.push(rule_node(survey, rule));
    return node;
}

struct RuleWriter {
    const Survey& survey;

    json::Node operator()(const All& all) const { return json::Node::object({{"all", rule_nodes(survey, all.rules)}}); }
    json::Node operator()(const Any& any) const { return json::Node::object({{"any", rule_nodes(survey, any.rules)}}); }
    json::Node operator()(const Not& negation) const {
        return json::Node::object({{"not", rule_node(survey, negation.rule.front())}});
    }
    json::Node operator()(const MarkedIn& rule) const {
        json::Node codes = json::Node::array();
        for (const std::uint16_t option : rule.options) codes.push(cell_code(survey.questions[rule.question], option));
        return json::Node::object({{"question", survey.questions[rule.question].id}, {"in", std::move(codes)}});
    }
    json::Node operator()(const IsAnswered& rule) const {
        return json::Node::object({{"question", survey.questions[rule.question].id}, {"answered", true}});
    }
    json::Node operator()(const ScoreAtLeast& rule) const {
        return json::Node::object({{"score", survey.questions[rule.question].id}, {"min", rule.min}});
    }
    json::Node operator()(const HasJournalStart&) const { return json::Node::object({{"journal", "start"}}); }
};

struct Collector {
    std::vector<bool>& used;

    void operator()(const All& all) const {
        for (const Rule& rule : all.rules) collect_questions(rule, used);
    }
    void operator()(const Any& any) const {
        for (const Rule& rule : any.rules) collect_questions(rule, used);
    }
    void operator()(const Not& negation) const { collect_questions(negation.rule.front(), used); }
    void operator()(const MarkedIn& rule) const { used[rule.question] = true; }
    void operator()(const IsAnswered& rule) const { used[rule.question] = true; }
    void operator()(const ScoreAtLeast& rule) const { used[rule.question] = true; }
    void operator()(const HasJournalStart&) const {}
};

}  // namespace

Result<Rule> load_rule(const json::Value& value, const Survey& survey, const std::vector<std::string>& ids,
                       std::size_t before) {
    return RuleReader(survey, ids, before).read(value);
}

json::Node rule_node(const Survey& survey, const Rule& rule) { return std::visit(RuleWriter{survey}, rule.is); }

void collect_questions(const Rule& rule, std::vector<bool>& used) { std::visit(Collector{used}, rule.is); }

}  // namespace tacit::survey
