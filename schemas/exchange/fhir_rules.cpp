// enableWhen of FHIR R4 ("Questionnaire.item.enableWhen", code system questionnaire-enable-operator) as rules.
#include "schemas/exchange/fhir_parts.h"
#include "schemas/exchange/rules.h"

namespace tacit::exchange::fhir {
namespace {

bool holds(std::int64_t left, std::string_view comparison, std::int64_t right) {
    if (comparison == "=") return left == right;
    if (comparison == ">") return left > right;
    if (comparison == "<") return left < right;
    if (comparison == ">=") return left >= right;
    return left <= right;
}

bool is_comparison(std::string_view text) { return text == ">" || text == "<" || text == ">=" || text == "<="; }

Result<json::Node> on_number(const json::Value& when, const Target& target, const std::string& comparison) {
    TACIT_TRY(const std::int64_t right, when.integer("answerInteger", -json::kIntegerMax, json::kIntegerMax));
    std::vector<std::string> codes;
    for (std::int64_t left = -1000; left <= 1000; ++left) {  // codes are few; a map sorts them as text
        const auto code = target.codes.find(std::to_string(left));
        if (code != target.codes.end() && holds(left, comparison == "!=" ? "=" : comparison, right))
            codes.push_back(code->second);
    }
    if (codes.empty())
        return when.refused("no answer of that question fulfils this", "Correct the number, or remove the condition");
    return comparison == "!=" ? negated(marked_in(target.id, codes)) : marked_in(target.id, codes);
}

Result<json::Node> on_total(const json::Value& when, const Target& target, const std::string& comparison) {
    std::optional<json::Value> answer;
    for (const char* key : {"answerInteger", "answerDecimal"})
        if (const auto member = when.find(key)) answer = member;
    if (!answer) return when.malformed("a total is compared with a number", "Use answerInteger or answerDecimal");
    TACIT_TRY(const std::int64_t total, answer->as_integer(0, 1000));
    const auto at_least = [&](std::int64_t min) {
        return min <= 0 ? is_answered(target.id) : score_at_least(target.id, min);
    };
    const auto below = [&](std::int64_t limit) {  // an unanswered score is not below anything
        return all_of({is_answered(target.id), negated(at_least(limit))});
    };
    if (comparison == ">=") return at_least(total);
    if (comparison == ">") return at_least(total + 1);
    if (comparison == "<") return below(total);
    if (comparison == "<=") return below(total + 1);
    const json::Node equal = all_of({at_least(total), negated(at_least(total + 1))});
    return comparison == "=" ? equal : negated(equal);
}

Result<json::Node> on_answers(const json::Value& when, const Target& target, const std::string& comparison) {
    if (is_comparison(comparison))
        return when.refused("the answers of that question have no order", "Use =, != or exists");
    std::string key;
    if (const auto coding = when.find("answerCoding")) {
        const auto code = text_of(*coding, "code");
        key = code ? *code : text_of(*coding, "display").value_or("");
    } else if (const auto yes = when.find("answerBoolean")) {
        TACIT_TRY(const bool value, yes->as_boolean());
        key = value ? "true" : "false";
    } else if (const auto number = when.find("answerInteger")) {
        TACIT_TRY(const std::int64_t value, number->as_integer(-json::kIntegerMax, json::kIntegerMax));
        key = std::to_string(value);
    } else {
        key = text_of(when, "answerString").value_or("");
    }
    const auto code = target.codes.find(key);
    if (code == target.codes.end())
        return when.refused("\"" + key + "\" is not among the answers of that question", "Compare with one of them");
    const json::Node equal = marked_in(target.id, {code->second});
    return comparison == "=" ? equal : negated(equal);
}

Result<json::Node> condition(const json::Value& when, const Targets& targets) {
    TACIT_TRY(const std::string link, when.text("question"));
    TACIT_TRY(const std::string comparison, when.text("operator"));
    const auto found = targets.find(link);
    if (found == targets.end())
        return when.refused("no earlier item has the linkId \"" + link + "\"",
                            "A question can depend on what was asked before it only");
    const Target& target = found->second;
    if (target.kind == Target::Kind::left_out)
        return when.refused("this depends on \"" + link + "\", which cannot be asked here",
                            "Remove the condition, or ask that with given answers");
    if (target.kind == Target::Kind::part_of_score)
        return when.refused("this depends on one item of a score", "Rules can look at the total only");
    if (comparison == "exists") {
        TACIT_TRY(const bool answered, when.boolean("answerBoolean"));
        return answered ? is_answered(target.id) : negated(is_answered(target.id));
    }
    if (comparison != "=" && comparison != "!=" && !is_comparison(comparison))
        return when.malformed("\"" + comparison + "\" is not an operator of FHIR R4",
                              "Use exists, =, !=, <, >, <= or >=");
    switch (target.kind) {
        case Target::Kind::number: return on_number(when, target, comparison);
        case Target::Kind::total: return on_total(when, target, comparison);
        case Target::Kind::answers:
        case Target::Kind::part_of_score:
        case Target::Kind::left_out: break;
    }
    return on_answers(when, target, comparison);
}

}  // namespace

Result<std::optional<json::Node>> condition_of(const json::Value& item, const Targets& targets,
                                               const std::optional<json::Node>& around) {
    std::vector<json::Node> rules;
    if (item.find("enableWhen")) {
        TACIT_TRY(const auto list, item.array("enableWhen"));
        for (const json::Value& when : list) {
            TACIT_TRY(json::Node rule, condition(when, targets));
            rules.push_back(std::move(rule));
        }
    }
    const auto behaviour = text_of(item, "enableBehavior");
    if (rules.size() > 1 && behaviour != "all" && behaviour != "any")
        return item.malformed("several conditions, and nothing says whether all or any of them must hold",
                              "Add \"enableBehavior\": \"all\" or \"any\"");
    if (rules.empty()) return around;
    json::Node own = behaviour == "any" ? any_of(std::move(rules)) : all_of(std::move(rules));
    if (!around) return std::optional<json::Node>(std::move(own));
    return std::optional<json::Node>(all_of({*around, std::move(own)}));
}

}  // namespace tacit::exchange::fhir
