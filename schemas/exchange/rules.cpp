#include "schemas/exchange/rules.h"

#include <algorithm>

#include "crypto/base/check.h"

namespace tacit::exchange {
namespace {

// The list of a {"question": id, "in": [...]}, or null.
const json::Node* list_of(const json::Node& rule) { return rule.find("question") ? rule.find("in") : nullptr; }

const json::Node* negated_list_of(const json::Node& rule) {
    const json::Node* inner = rule.find("not");
    return inner ? list_of(*inner) : nullptr;
}

const std::string& question_of(const json::Node& rule) { return *rule.find("question")->text(); }

std::vector<std::string> codes_of(const json::Node& list) {
    std::vector<std::string> codes;
    for (const json::Node& code : *list.items()) codes.push_back(*code.text());
    return codes;
}

// Merges what `inside` finds the same question in.
template <class Inside, class Make>
std::vector<json::Node> merged(std::vector<json::Node> rules, Inside inside, Make make) {
    std::vector<json::Node> out;
    for (json::Node& rule : rules) {
        const json::Node* leaf = inside(rule);
        const auto same = std::find_if(out.begin(), out.end(), [&](const json::Node& other) {
            const json::Node* leaf_of_other = inside(other);
            return leaf && leaf_of_other && question_of(*leaf_of_other) == question_of(*leaf);
        });
        if (same == out.end()) {
            out.push_back(std::move(rule));
            continue;
        }
        std::vector<std::string> codes = codes_of(*inside(*same)->find("in"));
        for (std::string& code : codes_of(*leaf->find("in")))
            if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(std::move(code));
        *same = make(marked_in(question_of(*leaf), codes));
    }
    return out;
}

// Under all, a list is nothing new beside a shorter one of the same question within it.
void drop_wider(std::vector<json::Node>& rules) {
    const auto within = [](const json::Node& narrow, const json::Node& wide) {
        if (!list_of(narrow) || !list_of(wide) || question_of(narrow) != question_of(wide)) return false;
        const std::vector<std::string> few = codes_of(*list_of(narrow)), many = codes_of(*list_of(wide));
        return few.size() < many.size() && std::all_of(few.begin(), few.end(), [&](const std::string& code) {
                   return std::find(many.begin(), many.end(), code) != many.end();
               });
    };
    const std::vector<json::Node> all = rules;
    std::erase_if(rules, [&](const json::Node& wide) {
        return std::any_of(all.begin(), all.end(), [&](const json::Node& narrow) { return within(narrow, wide); });
    });
}

json::Node listed(const char* key, std::vector<json::Node> rules) {
    TACIT_ASSERT(!rules.empty());
    if (rules.size() == 1) return std::move(rules.front());
    return json::Node::object({{key, json::Node::array(std::move(rules))}});
}

}  // namespace

json::Node marked_in(const std::string& question, const std::vector<std::string>& codes) {
    json::Node list = json::Node::array();
    for (const std::string& code : codes) list.push(code);
    return json::Node::object({{"question", question}, {"in", std::move(list)}});
}

json::Node is_answered(const std::string& question) {
    return json::Node::object({{"question", question}, {"answered", true}});
}

json::Node score_at_least(const std::string& score, std::int64_t min) {
    return json::Node::object({{"score", score}, {"min", min}});
}

json::Node negated(const json::Node& rule) {
    if (const json::Node* inner = rule.find("not")) return *inner;
    return json::Node::object({{"not", rule}});
}

json::Node all_of(std::vector<json::Node> rules) {
    const auto inside = [](const json::Node& rule) { return negated_list_of(rule) ? rule.find("not") : nullptr; };
    drop_wider(rules);
    return listed("all", merged(std::move(rules), inside, negated));
}

json::Node any_of(std::vector<json::Node> rules) {
    const auto inside = [](const json::Node& rule) { return list_of(rule) ? &rule : nullptr; };
    return listed("any", merged(std::move(rules), inside, [](json::Node rule) { return rule; }));
}

}  // namespace tacit::exchange
