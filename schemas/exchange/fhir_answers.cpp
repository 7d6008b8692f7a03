#include "schemas/exchange/fhir_parts.h"

namespace tacit::exchange::fhir {
namespace {

std::optional<std::int64_t> weight_of(const json::Value& value) {
    if (const auto weight = integer_extension(value, kOrdinalValue)) return weight;
    return integer_extension(value, kItemWeight);
}

Result<Answer> coded(const json::Value& coding, const std::string& language) {
    Answer answer;
    answer.label = words_of(coding, "display", language);
    const auto code = text_of(coding, "code");
    if (!code && answer.label.empty()) return coding.malformed("an answer has neither a code nor words", "Add them");
    answer.key = code ? *code : answer.label.begin()->second;
    if (answer.label.count(language) == 0) answer.label[language] = plain(answer.key);
    answer.weight = weight_of(coding);
    return answer;
}

Result<Answer> option(const json::Value& value, const std::string& language, Notes& notes) {
    Answer answer;
    if (const auto coding = value.find("valueCoding")) {
        TACIT_TRY(answer, coded(*coding, language));
    } else if (const auto text = text_of(value, "valueString")) {
        answer.label = words_of(value, "valueString", language);
        answer.key = *text;
    } else if (const auto number = value.find("valueInteger")) {
        TACIT_TRY(const std::int64_t whole, number->as_integer(-json::kIntegerMax, json::kIntegerMax));
        answer.key = std::to_string(whole);
        answer.label[language] = answer.key;
    } else {
        return value.refused("this kind of answer cannot be taken", "Use codes, texts or whole numbers");
    }
    if (const auto weight = weight_of(value)) answer.weight = weight;
    if (const auto exclusive = extension(value, kOptionExclusive))
        if (const auto yes = exclusive->find("valueBoolean")) answer.exclusive = *yes->as_boolean();
    if (const auto preset = value.find("initialSelected"))
        notes.push_back({preset->pointer(), "an answer that is chosen beforehand: nothing is here"});
    return answer;
}

// ValueSet.expansion.contains, or every concept that ValueSet.compose names one by one.
Result<std::vector<Answer>> of_value_set(const File& file, const json::Value& item, const std::string& address) {
    const auto refused = [&](const std::string& what) {
        return item.refused(what,
                            "Put the answers into the item as answerOption, or the whole value set into "
                            "\"contained\"");
    };
    const auto contained = file.root.find("contained");
    if (!address.starts_with('#') || !contained || !contained->is_array())
        return refused("its answers are in a value set that is not in this file (" + address + ")");
    TACIT_TRY(const auto resources, contained->items());
    for (const json::Value& resource : resources) {
        if (text_of(resource, "id") != address.substr(1)) continue;
        std::vector<json::Value> concepts;
        if (const auto expansion = resource.find("expansion")) {
            if (expansion->find("contains")) {
                TACIT_TRY(concepts, expansion->array("contains"));
            }
        } else if (const auto compose = resource.find("compose")) {
            if (compose->find("exclude")) return refused("the value set " + address + " excludes answers");
            TACIT_TRY(const auto includes, compose->array("include"));
            for (const json::Value& include : includes) {
                if (!include.find("concept"))
                    return refused("the value set " + address + " does not name its answers one by one");
                TACIT_TRY(const auto more, include.array("concept"));
                concepts.insert(concepts.end(), more.begin(), more.end());
            }
        }
        std::vector<Answer> answers;
        for (const json::Value& concept_value : concepts) {
            TACIT_TRY(Answer answer, coded(concept_value, file.language));
            answers.push_back(std::move(answer));
        }
        return answers;
    }
    return refused("the value set " + address + " is not in this file");
}

}  // namespace

Result<std::vector<Answer>> answers_of(const File& file, const json::Value& item, Notes& notes) {
    if (const auto address = text_of(item, "answerValueSet")) return of_value_set(file, item, *address);
    std::vector<Answer> answers;
    if (!item.find("answerOption")) return item.refused("a choice without answers", "Add answerOption");
    TACIT_TRY(const auto options, item.array("answerOption"));
    for (const json::Value& each : options) {
        TACIT_TRY(Answer answer, option(each, file.language, notes));
        answers.push_back(std::move(answer));
    }
    return answers;
}

bool is_choice(const json::Value& item) {
    const auto type = text_of(item, "type");
    return type == "choice" || type == "open-choice" || type == "coding";  // the last is R5's name
}

std::string loinc_of(const json::Value& item) {
    const auto codes = item.find("code");
    if (!codes || !codes->is_array()) return {};
    const auto list = codes->items();
    for (const json::Value& code : *list)
        if (text_of(code, "system") == kLoinc) return text_of(code, "code").value_or("");
    return {};
}

}  // namespace tacit::exchange::fhir
