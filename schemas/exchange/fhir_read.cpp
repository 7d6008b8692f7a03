#include "schemas/exchange/fhir_read.h"

#include <algorithm>

#include "schemas/exchange/fhir_parts.h"

namespace tacit::exchange {
namespace {

using namespace fhir;

constexpr std::int64_t kNumbersMax = 100;  // a whole number that is asked becomes one answer each

// Members and extensions of an item that are read, or that say nothing about what is asked.
constexpr std::string_view kKnownMembers[] = {"linkId",         "text", "_text",      "type",           "repeats",
                                              "required",       "code", "enableWhen", "enableBehavior", "answerOption",
                                              "answerValueSet", "item", "extension",  "readOnly"};
constexpr std::string_view kKnownExtensions[] = {kItemControl, kHidden, kMaxOccurs, kMinOccurs, kMinValue, kMaxValue};
constexpr std::string_view kKnownTop[] = {"resourceType", "language",  "title",     "_title",      "name",
                                          "id",           "version",   "copyright", "description", "_description",
                                          "item",         "contained", "status"};

template <std::size_t N>
bool is_one_of(const std::string_view (&list)[N], std::string_view name) {
    return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

bool is_true(const json::Value& value, std::string_view key) {
    const auto member = value.find(key);
    return member && member->is_boolean() && *member->as_boolean();
}

class Reader {
public:
    Reader(const json::Value& root, const ImportOptions& options) : file_{root, {}}, options_(options) {}

    Result<Imported> read() {
        if (text_of(file_.root, "resourceType") != "Questionnaire")
            return file_.root.malformed("this is not a FHIR Questionnaire", "Its resourceType has to be Questionnaire");
        file_.language = text_of(file_.root, "language").value_or("en");
        draft_.base_language = file_.language;
        TACIT_CHECK(read_head());
        TACIT_TRY(const auto items, file_.root.array("item"));
        TACIT_CHECK(read_items(file_.root, items, {}));
        if (!required_.empty())
            draft_.note(required_.front(), "items that are required in the file (" + std::to_string(required_.size()) +
                                               "): here everybody may leave out any question");
        return finish(std::move(draft_), options_);
    }

private:
    struct Around {
        std::string section;
        std::optional<json::Node> ask_if;
    };

    Result<void> read_head() {
        const json::Value& root = file_.root;
        TACIT_CHECK(refuse_modifiers(root));
        draft_.title = words_of(root, "title", file_.language);
        const std::string name = text_of(root, "name").value_or(text_of(root, "id").value_or("survey"));
        if (draft_.title.empty()) draft_.title[file_.language] = name;
        draft_.id = name_for(name, "survey");
        draft_.version = name_for(text_of(root, "version").value_or("1"), "1");
        draft_.about = words_of(root, "description", file_.language);
        if (const auto copyright = text_of(root, "copyright")) draft_.notices.push_back(plain(*copyright));
        TACIT_TRY(const auto members, root.members());
        for (const auto& [key, value] : members)
            if (!is_one_of(kKnownTop, key)) draft_.note(value.pointer(), "\"" + key + "\" is not kept");
        return {};
    }

    // "A processor that does not know a modifier extension must not go on" (FHIR R4, "Extensibility").
    static Result<void> refuse_modifiers(const json::Value& value) {
        const auto modifiers = value.find("modifierExtension");
        if (!modifiers) return {};
        return modifiers->refused("a modifier extension changes what the file means", "Remove it, if it is not needed");
    }

    Result<void> read_items(const json::Value& container, const std::vector<json::Value>& items, const Around& around) {
        TACIT_TRY(const std::vector<FoundScore> scores, scores_among(items, options_, draft_.notes));
        for (const json::Value& item : items) {
            const auto score = std::find_if(scores.begin(), scores.end(), [&](const FoundScore& found) {
                return std::any_of(found.items.begin(), found.items.end(),
                                   [&](const json::Value& one) { return one.pointer() == item.pointer(); });
            });
            const bool left_out = std::any_of(scores.begin(), scores.end(), [&](const FoundScore& found) {
                return found.left_out && found.left_out->pointer() == item.pointer();
            });
            if (score != scores.end()) {
                TACIT_CHECK(read_part_of_score(container, item, *score, around));
            } else if (left_out) {
                targets_[text_of(item, "linkId").value_or("")] = {};
            } else {
                TACIT_CHECK(read_item(item, around, scores));
            }
        }
        return {};
    }

    Result<void> read_part_of_score(const json::Value& container, const json::Value& item, const FoundScore& found,
                                    const Around& around) {
        TACIT_CHECK(refuse_modifiers(item));
        note_what_is_lost(item, false);
        TACIT_TRY(const std::string link, item.text("linkId"));
        targets_[link] = {Target::Kind::part_of_score, {}, {}};
        if (totals_.count(found.instrument) > 0) return {};  // the question stands where its first item does
        if (around.ask_if)
            return container.refused("a score that is asked under a condition",
                                     "Ask it of everybody: who does not answer is counted so");
        const instruments::Instrument& instrument = instruments::instrument(found.instrument);
        DraftQuestion question;
        const std::string own = text_of(container, "linkId").value_or("");
        question.id = ids_.code_for(is_plain_code(own) ? std::string_view(own) : instrument.name);
        question.section = around.section;
        question.where = item.pointer();
        TACIT_TRY(question.score, read_score(file_, found, container, options_, draft_.notes));
        totals_[found.instrument] = question.id;
        draft_.questions.push_back(std::move(question));
        for (const std::string_view notice : {instruments::phq_credit(), instruments::loinc_notice()})
            if (std::none_of(draft_.notices.begin(), draft_.notices.end(),
                             [&](const std::string& one) { return one.find(notice) != std::string::npos; }))
                draft_.notices.emplace_back(notice);
        return {};
    }

    static bool is_plain_code(const std::string& text) { return !text.empty() && Codes("x").code_for(text) == text; }

    Result<void> read_item(const json::Value& item, const Around& around, const std::vector<FoundScore>& scores) {
        TACIT_CHECK(refuse_modifiers(item));
        TACIT_TRY(const std::string link, item.text("linkId"));
        TACIT_TRY(const std::string type, item.text("type"));
        if (const auto twice = targets_.find(link); twice != targets_.end())
            return item.malformed("the linkId \"" + link + "\" is there twice", "Rename one");
        if (type == "group") return read_group(item, link, around);
        const bool choice = is_choice(item);
        if (type == "display") {
            draft_.note(item.pointer(), "a text between questions is not shown");
            return {};
        }
        note_what_is_lost(item, true);
        const auto hidden = extension(item, kHidden);
        const bool is_hidden = hidden && is_true(*hidden, "valueBoolean");
        if (is_true(item, "readOnly") || is_hidden || is_total_of(item, scores)) {
            read_total(item, link, scores);
        } else if (choice || type == "boolean" || type == "integer") {
            TACIT_CHECK(read_question(item, link, type, around));
        } else {
            draft_.note(item.pointer(), "a question of the type \"" + type +
                                            "\" is left out: free text, dates and measurements are never asked");
            targets_[link] = {};
        }
        Around inside = around;
        TACIT_TRY(inside.ask_if, condition_of(item, targets_, around.ask_if));
        if (const auto nested = item.find("item")) {
            TACIT_TRY(auto items, item.array("item"));
            std::erase_if(items, [](const json::Value& one) { return text_of(one, "type") == "display"; });
            TACIT_CHECK(read_items(item, items, inside));
        }
        return {};
    }

    Result<void> read_group(const json::Value& item, const std::string& link, const Around& around) {
        targets_[link] = {};
        note_what_is_lost(item, false);
        if (is_true(item, "repeats"))
            return item.refused("a group that is answered several times",
                                "One person sends one answer to each question");
        Around inside = around;
        TACIT_TRY(inside.ask_if, condition_of(item, targets_, around.ask_if));
        if (!item.find("item")) return {};
        TACIT_TRY(const auto items, item.array("item"));
        TACIT_TRY(const std::vector<FoundScore> scores, scores_among(items, options_, ignored_));
        Words heading = words_of(item, "text", file_.language);
        if (scores.empty() && !heading.empty()) {              // what stands over a score is its stem
            constexpr std::string_view kSection = "section/";  // as fhir_write.cpp calls them
            inside.section = sections_.code_for(link.starts_with(kSection) ? link.substr(kSection.size()) : link);
            draft_.sections.emplace_back(inside.section, std::move(heading));
            if (!around.section.empty())
                draft_.note(item.pointer(), "a section inside a section: its questions carry only the inner heading");
        }
        const std::size_t before = draft_.questions.size();
        TACIT_CHECK(read_items(item, items, inside));
        const bool used =
            std::any_of(draft_.questions.begin() + static_cast<std::ptrdiff_t>(before), draft_.questions.end(),
                        [&](const DraftQuestion& one) { return one.section == inside.section; });
        if (!used && inside.section != around.section)
            std::erase_if(draft_.sections, [&](const auto& section) { return section.first == inside.section; });
        return {};
    }

    // A number that somebody else computes: the total of a score beside it, or nothing that could be asked.
    bool is_total_of(const json::Value& item, const std::vector<FoundScore>& scores) const {
        return std::any_of(scores.begin(), scores.end(), [&](const FoundScore& found) {
            const std::string_view total = instruments::instrument(found.instrument).total_loinc;
            const bool phq9 =
                found.left_out && loinc_of(item) == instruments::instrument(instruments::Id::phq9).total_loinc;
            return phq9 || (!total.empty() && loinc_of(item) == total);
        });
    }
    void read_total(const json::Value& item, const std::string& link, const std::vector<FoundScore>& scores) {
        targets_[link] = {};
        const bool by_code = is_total_of(item, scores);
        for (const FoundScore& found : scores) {
            const std::string_view total = instruments::instrument(found.instrument).total_loinc;
            const bool its = by_code ? found.left_out || loinc_of(item) == total : scores.size() == 1;
            if (!its || totals_.count(found.instrument) == 0) continue;
            targets_[link] = {Target::Kind::total, totals_[found.instrument], {}};
            if (found.left_out)
                draft_.note(item.pointer(), "conditions on the total look at one without item 9: from 0 to 24");
            return;
        }
        draft_.note(item.pointer(), "a value that is computed or filled in is not asked");
    }

    Result<void> read_question(const json::Value& item, const std::string& link, const std::string& type,
                               const Around& around) {
        DraftQuestion question;
        question.where = item.pointer();
        question.section = around.section;
        question.text = words_of(item, "text", file_.language);
        question.help = help_of(item);
        TACIT_TRY(question.ask_if, condition_of(item, targets_, around.ask_if));
        Target target{Target::Kind::answers, {}, {}};
        if (type == "boolean") {
            question.options = {{"yes", {{"en", "Yes"}, {"es", "Sí"}}, false},
                                {"no", {{"en", "No"}, {"es", "No"}}, false}};
            for (const auto& [tag, text] : question.text) {
                question.options[0].label.emplace(tag, "Yes");
                question.options[1].label.emplace(tag, "No");
            }
            target.codes = {{"true", "yes"}, {"false", "no"}};
        } else if (type == "integer" && !item.find("answerOption")) {
            const auto min = integer_extension(item, kMinValue), max = integer_extension(item, kMaxValue);
            if (!min || !max || *max < *min || *max - *min > kNumbersMax) {
                draft_.note(item.pointer(),
                            "a number without a smallest and a largest value (at most 100 apart) is left out");
                targets_[link] = {};
                return {};
            }
            target.kind = Target::Kind::number;
            Codes codes("n");
            for (std::int64_t number = *min; number <= *max; ++number) {
                const std::string text = std::to_string(number);
                DraftOption option{codes.code_for(number < 0 ? "minus" + text.substr(1) : text), {}, false};
                for (const auto& [tag, words] : question.text) option.label[tag] = text;
                target.codes[text] = option.code;
                question.options.push_back(std::move(option));
            }
        } else {
            TACIT_CHECK(read_choice(item, type, question, target));
        }
        question.id = ids_.code_for(link);
        target.id = question.id;
        targets_[link] = std::move(target);
        if (is_true(item, "required")) required_.push_back(item.pointer());
        draft_.questions.push_back(std::move(question));
        return {};
    }

    Result<void> read_choice(const json::Value& item, const std::string& type, DraftQuestion& question,
                             Target& target) {
        TACIT_TRY(const std::vector<Answer> answers, answers_of(file_, item, draft_.notes));
        Codes codes("o");
        bool weighted = false;
        for (const Answer& answer : answers) {
            DraftOption option{codes.code_for(answer.key), answer.label, answer.exclusive};
            if (type == "integer")
                for (const auto& [tag, words] : question.text) option.label.emplace(tag, answer.key);
            if (!target.codes.emplace(answer.key, option.code).second)
                return item.malformed("the answer \"" + answer.key + "\" is there twice", "Rename one");
            weighted = weighted || answer.weight.has_value();
            question.options.push_back(std::move(option));
        }
        if (type == "integer") target.kind = Target::Kind::number;
        if (type == "open-choice")
            draft_.note(item.pointer(), "the answer in own words is left out: free text is never asked");
        if (weighted)
            draft_.note(item.pointer(),
                        "the weights of the answers are not kept: only a published instrument has a score");
        question.several = is_true(item, "repeats");
        if (!question.several) return {};
        const auto max = integer_extension(item, kMaxOccurs);
        if (max && *max >= 1) question.max = std::min(static_cast<std::size_t>(*max), question.options.size());
        if (!max)
            draft_.note(item.pointer(),
                        "any number of answers may be marked: a limit (\"max\") makes the noise smaller");
        return {};
    }

    // A display item inside a question is its help text.
    Words help_of(const json::Value& item) const {
        const auto nested = item.find("item");
        if (!nested || !nested->is_array()) return {};
        const auto items = nested->items();
        for (const json::Value& one : *items)
            if (text_of(one, "type") == "display") return words_of(one, "text", file_.language);
        return {};
    }

    void note_what_is_lost(const json::Value& item, bool code_is_lost) {
        const auto members = item.members();
        for (const auto& [key, value] : *members)
            if (!is_one_of(kKnownMembers, key)) draft_.note(value.pointer(), "\"" + key + "\" is not kept");
        if (code_is_lost && item.find("code")) draft_.note(item.pointer() + "/code", "the code of an item is not kept");
        const auto extensions = item.find("extension");
        if (!extensions || !extensions->is_array()) return;
        const auto list = extensions->items();
        for (const json::Value& one : *list)
            if (const auto url = text_of(one, "url"); url && !is_one_of(kKnownExtensions, *url))
                draft_.note(one.pointer(), "the extension " + *url + " is not kept");
    }

    File file_;
    const ImportOptions& options_;
    Draft draft_;
    Codes ids_{"q", {"journal"}}, sections_{"s"};
    Targets targets_;
    std::map<instruments::Id, std::string> totals_;  // the questions that are scores
    std::vector<std::string> required_;
    Notes ignored_;
};

}  // namespace

Result<Imported> read_fhir(std::string_view json, const ImportOptions& options) {
    TACIT_TRY(const json::Document document, json::Document::parse(whole_numbers(json)));
    return Reader(document.root(), options).read();
}

}  // namespace tacit::exchange
