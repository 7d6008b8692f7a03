#include "schemas/exchange/xlsform_expression.h"

#include <charconv>
#include <optional>

#include "schemas/exchange/rules.h"

namespace tacit::exchange {
namespace {

constexpr int kDepthMax = 16;

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || code != std::errc() || end != text.data() + text.size() || number > 1'000'000 ||
        number < -1'000'000)
        return std::nullopt;
    return number;
}

// Takes an expression apart from the front. Every take_…() passes over white space first.
class Cursor {
public:
    explicit Cursor(std::string_view text) : text_(text) {}

    void skip() { text_.remove_prefix(std::min(text_.find_first_not_of(" \t\r\n"), text_.size())); }
    bool at_end() {
        skip();
        return text_.empty();
    }
    std::string rest() const { return std::string(text_.substr(0, 40)); }
    bool take(std::string_view what) {
        skip();
        if (!text_.starts_with(what)) return false;
        text_.remove_prefix(what.size());
        return true;
    }
    // A word that ends here: "and" but not the beginning of "android".
    bool take_word(std::string_view word) {
        skip();
        if (!text_.starts_with(word)) return false;
        const std::string_view after = text_.substr(word.size());
        if (!after.empty() && (std::isalnum(static_cast<unsigned char>(after.front())) != 0 || after.front() == '_'))
            return false;
        text_ = after;
        return true;
    }
    bool take_function(std::string_view name) {
        const std::string_view before = text_;
        if (take(name) && take("(")) return true;
        text_ = before;
        return false;
    }
    // ${name}
    std::optional<std::string> take_reference() {
        const std::string_view before = text_;
        if (take("${")) {
            const std::size_t end = text_.find('}');
            if (end != std::string_view::npos) {
                std::string name(text_.substr(0, end));
                text_.remove_prefix(end + 1);
                const std::size_t first = name.find_first_not_of(' '), last = name.find_last_not_of(' ');
                return first == std::string::npos ? std::string() : name.substr(first, last - first + 1);
            }
        }
        text_ = before;
        return std::nullopt;
    }
    // 'text', "text" or a whole number.
    std::optional<std::string> take_value() {
        skip();
        if (text_.starts_with('\'') || text_.starts_with('"')) {
            const std::size_t end = text_.find(text_.front(), 1);
            if (end == std::string_view::npos) return std::nullopt;
            std::string value(text_.substr(1, end - 1));
            text_.remove_prefix(end + 1);
            return value;
        }
        const std::size_t end = std::min(text_.find_first_not_of("-0123456789"), text_.size());
        std::string value(text_.substr(0, end));
        if (!whole_number(value)) return std::nullopt;
        text_.remove_prefix(end);
        return value;
    }
    std::optional<std::string_view> take_comparison() {
        for (const std::string_view sign : {"!=", ">=", "<=", "=", ">", "<"})
            if (take(sign)) return sign;
        return std::nullopt;
    }

private:
    std::string_view text_;
};

bool holds(std::int64_t left, std::string_view comparison, std::int64_t right) {
    if (comparison == "=") return left == right;
    if (comparison == ">") return left > right;
    if (comparison == "<") return left < right;
    if (comparison == ">=") return left >= right;
    return left <= right;
}

class Relevant {
public:
    Relevant(std::string_view text, const AskedQuestions& asked) : cursor_(text), asked_(asked) {}

    Result<json::Node> read() {
        TACIT_TRY(json::Node rule, any(0));
        if (!cursor_.at_end()) return cannot("\"" + cursor_.rest() + "\" is more than a condition here can say");
        return rule;
    }

private:
    static tl::unexpected<Error> cannot(std::string what) {
        return fail(
            Fault::refused, std::move(what), {},
            "Conditions compare earlier questions with answers: selected(${q}, 'a'), ${q} = 'a', and, or, not()");
    }

    Result<json::Node> any(int depth) {
        if (depth > kDepthMax) return cannot("the condition is too deep");
        std::vector<json::Node> rules;
        do {
            TACIT_TRY(json::Node rule, all(depth));
            rules.push_back(std::move(rule));
        } while (cursor_.take_word("or"));
        return any_of(std::move(rules));
    }
    Result<json::Node> all(int depth) {
        std::vector<json::Node> rules;
        do {
            TACIT_TRY(json::Node rule, one(depth));
            rules.push_back(std::move(rule));
        } while (cursor_.take_word("and"));
        return all_of(std::move(rules));
    }
    Result<json::Node> one(int depth) {
        if (cursor_.take_function("not")) {
            TACIT_TRY(const json::Node inner, any(depth + 1));
            if (!cursor_.take(")")) return cannot("a ) is missing");
            return negated(inner);
        }
        if (cursor_.take_function("selected")) {
            TACIT_TRY(const Asked question, reference());
            if (!cursor_.take(",")) return cannot("selected() has two parts");
            const auto value = cursor_.take_value();
            if (!value || !cursor_.take(")")) return cannot("selected() compares with one answer");
            return compared(question, "=", *value);
        }
        if (cursor_.take("(")) {
            TACIT_TRY(json::Node inner, any(depth + 1));
            if (!cursor_.take(")")) return cannot("a ) is missing");
            return inner;
        }
        TACIT_TRY(const Asked question, reference());
        const auto comparison = cursor_.take_comparison();
        const auto value = comparison ? cursor_.take_value() : std::nullopt;
        if (!value) return cannot("\"" + cursor_.rest() + "\" is not an answer to compare with");
        return compared(question, *comparison, *value);
    }

    Result<Asked> reference() {
        const auto name = cursor_.take_reference();
        if (!name) return cannot("\"" + cursor_.rest() + "\" is more than a condition here can say");
        const auto question = asked_.find(*name);
        if (question == asked_.end()) return cannot("${" + *name + "} is no earlier question with given answers");
        return question->second;
    }

    static Result<json::Node> compared(const Asked& question, std::string_view comparison, const std::string& value) {
        const bool equal = comparison == "=" || comparison == "!=";
        if (value.empty() && equal) {
            const json::Node answered = is_answered(question.id);
            return comparison == "!=" ? answered : negated(answered);
        }
        std::vector<std::string> codes;
        if (question.number) {
            const auto right = whole_number(value);
            if (!right) return cannot("\"" + value + "\" is not a number");
            for (std::int64_t left = -1000; left <= 1000; ++left) {  // in the order of the numbers
                const auto code = question.codes.find(std::to_string(left));
                if (code != question.codes.end() && holds(left, comparison == "!=" ? "=" : comparison, *right))
                    codes.push_back(code->second);
            }
        } else if (!equal) {
            return cannot("the answers of that question have no order");
        } else if (const auto code = question.codes.find(value); code != question.codes.end()) {
            codes.push_back(code->second);
        }
        if (codes.empty()) return cannot("no answer of that question is \"" + value + "\"");
        return comparison == "!=" ? negated(marked_in(question.id, codes)) : marked_in(question.id, codes);
    }

    Cursor cursor_;
    const AskedQuestions& asked_;
};

}  // namespace

Result<json::Node> read_relevant(std::string_view expression, const AskedQuestions& asked) {
    return Relevant(expression, asked).read();
}

std::optional<MarksConstraint> read_marks_constraint(std::string_view constraint) {
    Cursor cursor(constraint);
    MarksConstraint said;
    do {
        if (cursor.take_function("not")) {
            if (!cursor.take_function("selected") || !cursor.take(".") || !cursor.take(",")) return std::nullopt;
            const auto name = cursor.take_value();
            if (!name || !cursor.take(")") || !cursor.take_word("and")) return std::nullopt;
            if (!cursor.take_function("count-selected") || !cursor.take(".") || !cursor.take(")")) return std::nullopt;
            if (!cursor.take(">") || cursor.take_value() != "1" || !cursor.take(")")) return std::nullopt;
            said.exclusive.push_back(*name);
            continue;
        }
        if (!cursor.take_function("count-selected") || !cursor.take(".") || !cursor.take(")")) return std::nullopt;
        const auto comparison = cursor.take_comparison();
        const auto value = comparison ? cursor.take_value() : std::nullopt;
        const auto number = value ? whole_number(*value) : std::nullopt;
        if (!number || *number < 1 || *number > 1000 || (*comparison != "<=" && *comparison != "<"))
            return std::nullopt;
        said.max = static_cast<std::size_t>(*comparison == "<=" ? *number : *number - 1);
        if (said.max == 0) return std::nullopt;
    } while (cursor.take_word("and"));
    if (!cursor.at_end()) return std::nullopt;
    return said;
}

std::optional<std::pair<std::int64_t, std::int64_t>> read_range(std::string_view constraint) {
    Cursor cursor(constraint);
    std::optional<std::int64_t> min, max;
    do {
        if (!cursor.take(".")) return std::nullopt;
        const auto comparison = cursor.take_comparison();
        const auto value = comparison ? cursor.take_value() : std::nullopt;
        const auto number = value ? whole_number(*value) : std::nullopt;
        if (!number) return std::nullopt;
        if (*comparison == ">=") min = *number;
        if (*comparison == ">") min = *number + 1;
        if (*comparison == "<=") max = *number;
        if (*comparison == "<") max = *number - 1;
    } while (cursor.take_word("and"));
    if (!cursor.at_end() || !min || !max || *max < *min) return std::nullopt;
    return std::pair(*min, *max);
}

}  // namespace tacit::exchange
