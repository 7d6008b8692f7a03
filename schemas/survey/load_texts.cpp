// Wording: complete in every language that is declared, and word for word where an instrument must be.
#include <algorithm>

#include "schemas/survey/load_parts.h"

namespace tacit::survey {
namespace {

constexpr std::size_t kTextSizeMax = 4000;

// Characters that would move the cursor, colour the terminal or turn the direction of what follows.
bool is_plain(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x20 || byte == 0x7f) return false;
        const auto at = [&](std::size_t next) {
            return next < text.size() ? static_cast<unsigned char>(text[next]) : 0u;
        };
        if (byte == 0xc2 && at(i + 1) < 0xa0) return false;  // U+0080 to U+009F
        if (byte == 0xe2 && at(i + 1) == 0x80 && at(i + 2) >= 0xa8 && at(i + 2) <= 0xae)
            return false;  // U+2028 to 202E
        if (byte == 0xe2 && at(i + 1) == 0x81 && at(i + 2) >= 0xa6 && at(i + 2) <= 0xa9)
            return false;  // U+2066 to 2069
    }
    return true;
}

Result<std::string> load_words(const json::Value& value) {
    TACIT_TRY(std::string text, value.as_text());
    if (text.empty()) return value.malformed("the text is empty", "Write what people should read here");
    if (text.size() > kTextSizeMax) return value.malformed("the text is too long", "Use at most 4000 bytes");
    if (!is_plain(text)) return value.malformed("the text has control characters", "Remove line breaks and the like");
    return text;
}

Result<std::string> load_words(const json::Value& object, std::string_view key) {
    TACIT_TRY(const json::Value member, object.at(key));
    return load_words(member);
}

Result<std::string> load_optional_words(const json::Value& object, std::string_view key) {
    const auto member = object.find(key);
    if (!member) return std::string();
    return load_words(*member);
}

// The members of an object must be exactly these codes; gives their values in the order of the codes.
Result<std::vector<json::Value>> by_code(const json::Value& object, const std::vector<std::string>& codes) {
    TACIT_TRY(const auto members, object.members());
    for (const auto& [key, member] : members)
        if (!find_code(codes, key))
            return member.malformed("the survey has no \"" + key + "\" here", suggest(key, codes));
    std::vector<json::Value> values;
    for (const std::string& code : codes) {
        const auto member = object.find(code);
        if (!member)
            return object.malformed("the text for \"" + code + "\" is missing",
                                    "Every code needs a text in every language");
        values.push_back(*member);
    }
    return values;
}

Result<std::vector<std::string>> load_labels(const json::Value& object, std::string_view key,
                                             const std::vector<std::string>& codes) {
    TACIT_TRY(const json::Value member, object.at(key));
    TACIT_TRY(const std::vector<json::Value> values, by_code(member, codes));
    std::vector<std::string> labels;
    for (const json::Value& value : values) {
        TACIT_TRY(std::string label, load_words(value));
        labels.push_back(std::move(label));
    }
    return labels;
}

// A published wording may not be changed, not even by a comma: the cut-offs were found with exactly these words.
Result<void> check_verbatim(const json::Value& value, const std::string& text, const instruments::Wording& published,
                            std::string_view tag) {
    const std::string_view wording = instruments::in_language(published, tag);
    if (wording.empty() || text == wording) return {};
    return value.refused("this is not the published wording", "Write exactly: " + std::string(wording));
}

Result<std::vector<std::string>> load_verbatim(const json::Value& object, std::string_view key,
                                               const std::vector<instruments::Wording>& published,
                                               std::string_view tag) {
    TACIT_TRY(const json::Value member, object.at(key));
    TACIT_TRY(const std::vector<json::Value> items, member.items());
    if (items.size() != published.size())
        return member.malformed("the list has " + std::to_string(items.size()) + " texts instead of " +
                                std::to_string(published.size()));
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < items.size(); ++i) {
        TACIT_TRY(std::string text, load_words(items[i]));
        TACIT_CHECK(check_verbatim(items[i], text, published[i], tag));
        texts.push_back(std::move(text));
    }
    return texts;
}

struct QuestionReader {
    const json::Value& value;
    std::string_view tag;
    QuestionText text;

    Result<void> read_empty(bool may_be_empty) {
        const auto member = value.find("empty");
        if (may_be_empty && !member)
            return value.malformed("the text \"empty\" is missing",
                                   "It is the button for \"none of these\", which this question allows");
        if (!may_be_empty && member)
            return member->malformed("this question does not allow an answer without a mark",
                                     "Remove the text, or add \"may_be_empty\": true to the question");
        TACIT_TRY(text.empty, load_optional_words(value, "empty"));
        return {};
    }
    Result<void> operator()(const Single& single) {
        TACIT_CHECK(value.only({"text", "help", "options", "ends"}));
        TACIT_TRY(text.text, load_words(value, "text"));
        TACIT_TRY(text.options, load_labels(value, "options", single.options));
        const auto ends = value.find("ends");
        if (single.ends.empty()) {
            if (ends) return ends->malformed("no answer of this question ends the survey", "Remove the text");
            return {};
        }
        TACIT_TRY(const json::Value member, value.at("ends"));
        TACIT_TRY(const std::vector<json::Value> values, by_code(member, single.ends));
        for (const json::Value& end : values) {
            TACIT_CHECK(end.only({"label", "message"}));
            EndText end_text;
            TACIT_TRY(end_text.label, load_words(end, "label"));
            TACIT_TRY(end_text.message, load_words(end, "message"));
            text.ends.push_back(std::move(end_text));
        }
        return {};
    }
    Result<void> operator()(const Multiple& multiple) {
        TACIT_CHECK(value.only({"text", "help", "options", "empty"}));
        TACIT_TRY(text.text, load_words(value, "text"));
        TACIT_TRY(text.options, load_labels(value, "options", multiple.options));
        return read_empty(multiple.may_be_empty);
    }
    Result<void> operator()(const Grid& grid) {
        if (const auto rows = value.find("rows"); rows && grid.rows_from)
            return rows->malformed("the rows have their labels at the question that they come from", "Remove them");
        TACIT_CHECK(value.only({"text", "help", "options", "rows", "empty"}));
        TACIT_TRY(text.text, load_words(value, "text"));
        TACIT_TRY(text.options, load_labels(value, "options", grid.options));
        if (!grid.rows_from) {
            TACIT_TRY(text.rows, load_labels(value, "rows", grid.rows));
        }
        return read_empty(grid.may_be_empty);
    }
    Result<void> operator()(const Score& score) {
        TACIT_CHECK(value.only({"stem", "help", "items", "steps", "credit"}));
        const instruments::Instrument& instrument = instruments::instrument(score.instrument);
        TACIT_TRY(const json::Value stem, value.at("stem"));
        TACIT_TRY(text.stem, load_words(stem));
        TACIT_CHECK(check_verbatim(stem, text.stem, instrument.stem, tag));
        text.text = text.stem;
        std::vector<instruments::Wording> items, steps;
        for (const instruments::Item& item : instrument.items) items.push_back(item.text);
        for (const instruments::Step& step : instrument.steps) steps.push_back(step.text);
        TACIT_TRY(text.items, load_verbatim(value, "items", items, tag));
        TACIT_TRY(text.options, load_verbatim(value, "steps", steps, tag));
        TACIT_TRY(text.credit, load_optional_words(value, "credit"));
        return {};
    }
};

Result<QuestionText> load_question_text(const json::Value& value, const Question& question, std::string_view tag) {
    QuestionReader reader{value, tag, {}};
    TACIT_CHECK(std::visit(reader, question.kind));
    TACIT_TRY(reader.text.help, load_optional_words(value, "help"));
    return std::move(reader.text);
}

Result<LevelsText> load_levels_text(const json::Value& value, const std::vector<std::string>& codes) {
    TACIT_CHECK(value.only({"title", "levels"}));
    LevelsText text;
    TACIT_TRY(text.title, load_words(value, "title"));
    TACIT_TRY(text.levels, load_labels(value, "levels", codes));
    return text;
}

Result<TableText> load_table_text(const json::Value& value) {
    TACIT_CHECK(value.only({"title", "base"}));
    TableText text;
    TACIT_TRY(text.title, load_words(value, "title"));
    TACIT_TRY(text.base, load_words(value, "base"));
    return text;
}

template <class Items>
std::vector<std::string> ids_of(const Items& items) {
    std::vector<std::string> ids;
    for (const auto& item : items) ids.push_back(item.id);
    return ids;
}

std::vector<std::string> section_codes(const Survey& survey) {
    std::vector<std::string> codes;
    for (const Question& question : survey.questions)
        if (!question.section.empty() && !find_code(codes, question.section)) codes.push_back(question.section);
    return codes;
}

bool is_language_tag(std::string_view tag) {
    std::size_t part = 0;
    for (std::size_t start = 0; start <= tag.size(); ++part) {
        const std::size_t end = std::min(tag.find('-', start), tag.size());
        const std::string_view subtag = tag.substr(start, end - start);
        if (subtag.size() < 2 || subtag.size() > (part == 0 ? 3 : 8)) return false;
        for (const char letter : subtag) {
            const bool small = letter >= 'a' && letter <= 'z';
            const bool later = (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
            if (!small && !(part > 0 && later)) return false;
        }
        start = end + 1;
    }
    return true;
}

// The value of a member, or an object without members where it is not there and nothing is needed in it.
Result<std::vector<json::Value>> members_for(const json::Value& value, std::string_view key,
                                             const std::vector<std::string>& codes) {
    const auto member = value.find(key);
    if (!member && codes.empty()) return std::vector<json::Value>();
    TACIT_TRY(const json::Value present, value.at(key));
    if (codes.empty()) return present.malformed("the survey has none of these", "Remove \"" + std::string(key) + "\"");
    return by_code(present, codes);
}

}  // namespace

Result<Language> load_language(const json::Value& value, const Survey& survey, std::string tag) {
    if (!is_language_tag(tag))
        return value.malformed("\"" + tag + "\" is not a language tag", "Use for example \"en\", \"es\" or \"pt-BR\"");
    TACIT_CHECK(
        value.only({"title", "about", "notices", "cells", "sections", "questions", "derived", "groups", "tables"}));
    Language language;
    TACIT_TRY(language.title, load_words(value, "title"));
    TACIT_TRY(language.about, load_optional_words(value, "about"));
    if (const auto notices = value.find("notices")) {
        TACIT_TRY(const std::vector<json::Value> items, notices->items());
        if (items.empty()) return notices->malformed("the list is empty", "Remove it");
        for (const json::Value& item : items) {
            TACIT_TRY(std::string notice, load_words(item));
            language.notices.push_back(std::move(notice));
        }
    }
    TACIT_TRY(const std::vector<std::string> cells,
              load_labels(value, "cells", {std::string(kNoAnswer), std::string(kNotAsked), std::string(kMissing)}));
    language.no_answer = cells[0];
    language.not_asked = cells[1];
    language.missing = cells[2];

    const std::vector<std::string> sections = section_codes(survey);
    TACIT_TRY(const std::vector<json::Value> section_values, members_for(value, "sections", sections));
    for (std::size_t i = 0; i < sections.size(); ++i) {
        TACIT_TRY(std::string heading, load_words(section_values[i]));
        language.sections.emplace_back(sections[i], std::move(heading));
    }
    TACIT_TRY(const std::vector<json::Value> questions, members_for(value, "questions", ids_of(survey.questions)));
    for (std::size_t i = 0; i < questions.size(); ++i) {
        TACIT_TRY(QuestionText text, load_question_text(questions[i], survey.questions[i], tag));
        language.questions.push_back(std::move(text));
    }
    TACIT_TRY(const std::vector<json::Value> derived, members_for(value, "derived", ids_of(survey.derived)));
    for (std::size_t i = 0; i < derived.size(); ++i) {
        TACIT_TRY(LevelsText text, load_levels_text(derived[i], levels(survey.derived[i])));
        language.derived.push_back(std::move(text));
    }
    TACIT_TRY(const std::vector<json::Value> groups, members_for(value, "groups", ids_of(survey.groups)));
    for (std::size_t i = 0; i < groups.size(); ++i) {
        TACIT_TRY(LevelsText text, load_levels_text(groups[i], level_codes(survey.groups[i])));
        language.groups.push_back(std::move(text));
    }
    TACIT_TRY(const std::vector<json::Value> tables, members_for(value, "tables", ids_of(survey.tables)));
    for (const json::Value& table : tables) {
        TACIT_TRY(TableText text, load_table_text(table));
        language.tables.push_back(std::move(text));
    }
    language.tag = std::move(tag);
    return language;
}

}  // namespace tacit::survey
