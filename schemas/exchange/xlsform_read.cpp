#include "schemas/exchange/xlsform_read.h"

#include <algorithm>

#include "schemas/exchange/csv.h"
#include "schemas/exchange/rules.h"
#include "schemas/exchange/xlsform_expression.h"

namespace tacit::exchange {
namespace {

constexpr std::int64_t kNumbersMax = 100;  // a whole number that is asked becomes one answer each

constexpr std::string_view kKnownColumns[] = {"type",       "name",          "label",       "hint",
                                              "relevant",   "required",      "constraint",  "parameters",
                                              "appearance", "choice_filter", "repeat_count"};
constexpr std::pair<std::string_view, std::string_view> kLanguageNames[] = {
    {"english", "en"},  {"spanish", "es"}, {"español", "es"}, {"french", "fr"},     {"français", "fr"},
    {"francais", "fr"}, {"german", "de"},  {"deutsch", "de"}, {"portuguese", "pt"}, {"português", "pt"},
    {"arabic", "ar"},   {"العربية", "ar"}, {"italian", "it"}, {"russian", "ru"},    {"swahili", "sw"}};

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& letter : out)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return out;
}

// "en" of "English (en)", "en" and "English"; empty where it is none of these.
std::string tag_of(std::string_view name) {
    const std::size_t open = name.rfind('('), close = name.rfind(')');
    if (open != std::string_view::npos && close != std::string_view::npos && open < close)
        return std::string(name.substr(open + 1, close - open - 1));
    const std::string small = lower(name);
    for (const auto& [word, tag] : kLanguageNames)
        if (small == word) return std::string(tag);
    const bool looks_like_one = (name.size() == 2 || name.size() == 3 || (name.size() > 3 && name[2] == '-')) &&
                                small.substr(0, 2) == name.substr(0, 2);
    return looks_like_one ? std::string(name) : std::string();
}

// "label" and "English (en)" of "label::English (en)".
std::pair<std::string, std::string> parts_of(const std::string& column) {
    const std::size_t colon = column.find(':');
    if (colon == std::string::npos) return {lower(column), {}};
    const std::size_t rest = column.find_first_not_of(": ", colon);
    std::string name = lower(column.substr(0, colon));
    while (name.ends_with(' ')) name.pop_back();
    return {name, rest == std::string::npos ? std::string() : column.substr(rest)};
}

class Reader {
public:
    Reader(XlsformSheets sheets, const ImportOptions& options)
        : survey_(std::move(sheets.survey)),
          choices_(std::move(sheets.choices)),
          settings_(std::move(sheets.settings)),
          options_(options) {}

    Result<Imported> read() {
        if (std::find(survey_.columns.begin(), survey_.columns.end(), "type") == survey_.columns.end())
            return fail(Fault::malformed, "the sheet has no column \"type\"", survey_.name,
                        "Its first row has to name the columns, in lower case");
        read_head();
        TACIT_CHECK(read_choices());
        around_.push_back({});
        for (const Row& row : survey_.rows) TACIT_CHECK(read_row(row));
        if (around_.size() > 1) return fail(Fault::malformed, "a group does not end", survey_.name, "Add end_group");
        if (required_ > 0)
            draft_.note(survey_.name, "questions that are required in the form (" + std::to_string(required_) +
                                          "): here everybody may leave out any question");
        return finish(std::move(draft_), options_);
    }

private:
    struct Around {
        std::string section;
        std::optional<json::Node> ask_if;
    };
    struct Choice {
        std::string name;
        Words label;
    };

    static std::string place(const Sheet& sheet, const Row& row) {
        return sheet.name + " row " + std::to_string(row.number);
    }

    void read_head() {
        const Row none;
        const Row& row = settings_.rows.empty() ? none : settings_.rows.front();
        const std::string language = tag_of(row.at("default_language"));
        for (const std::string& column : survey_.columns) {
            const auto [name, suffix] = parts_of(column);
            if (name == "label" && !suffix.empty() && first_label_.empty()) first_label_ = tag_of(suffix);
        }
        draft_.base_language = !language.empty() ? language : !first_label_.empty() ? first_label_ : "en";
        draft_.id = name_for(row.at("form_id").empty() ? row.at("id_string") : row.at("form_id"), "survey");
        draft_.version = name_for(row.at("version"), "1");
        const auto titles = words(settings_, row, "form_title");
        draft_.title = titles;
        if (draft_.title.empty()) draft_.title[draft_.base_language] = draft_.id;
        for (const auto& [column, cell] : row.cells) {
            const std::string name = parts_of(column).first;
            if (name != "form_title" && name != "form_id" && name != "id_string" && name != "version" &&
                name != "default_language")
                draft_.note(settings_.name, "the setting \"" + column + "\" is not kept");
        }
        for (const Sheet* sheet : {&survey_, &choices_})
            for (const std::string& column : sheet->columns) {
                const auto [name, suffix] = parts_of(column);
                if (!suffix.empty() && tag_of(suffix).empty())
                    draft_.note(sheet->name,
                                "the language of the column \"" + column +
                                    "\" is not known, so it is left out: write it like label::English (en)");
            }
    }

    // The cells of "label" or "hint" in all languages.
    Words words(const Sheet& sheet, const Row& row, const std::string& what) const {
        Words words;
        for (const std::string& column : sheet.columns) {
            const auto [name, suffix] = parts_of(column);
            const std::string tag = suffix.empty() ? draft_.base_language : tag_of(suffix);
            if (name == what && !tag.empty() && !row.at(column).empty()) words[tag] = plain(row.at(column));
        }
        return words;
    }

    Result<void> read_choices() {
        for (const Row& row : choices_.rows) {
            const std::string list = row.at("list_name").empty() ? row.at("list name") : row.at("list_name");
            const std::string name = row.at("name").empty() ? row.at("value") : row.at("name");
            if (list.empty() || name.empty())
                return fail(Fault::malformed, "a choice without list_name or name", place(choices_, row),
                            "Fill in both");
            lists_[list].push_back({name, words(choices_, row, "label")});
            for (const auto& [column, cell] : row.cells) {
                const std::string known = parts_of(column).first;
                if (known != "list_name" && known != "list name" && known != "name" && known != "value" &&
                    known != "label")
                    note_once(choices_.name, "the column \"" + column + "\" is not kept");
            }
        }
        return {};
    }

    void note_once(const std::string& where, const std::string& what) {
        const Note note{where, what};
        if (std::find(draft_.notes.begin(), draft_.notes.end(), note) == draft_.notes.end())
            draft_.notes.push_back(note);
    }

    Result<std::optional<json::Node>> condition(const Row& row) const {
        const std::optional<json::Node>& around = around_.back().ask_if;
        const std::string relevant = row.at("relevant");
        if (relevant.empty()) return around;
        auto rule = read_relevant(relevant, asked_);
        if (!rule) {
            Error error = rule.error();
            error.where = place(survey_, row) + ", relevant";
            return tl::make_unexpected(std::move(error));
        }
        if (!around) return std::optional<json::Node>(*std::move(rule));
        return std::optional<json::Node>(all_of({*around, *std::move(rule)}));
    }

    Result<void> read_row(const Row& row) {
        const std::string type = row.at("type");
        const std::string word = lower(type.substr(0, type.find(' ')));
        const std::string second = type.find(' ') == std::string::npos ? "" : lower(type.substr(type.find(' ') + 1));
        const std::string here = place(survey_, row);
        const bool group = second == "group";
        if (type.empty()) {
            draft_.note(here, "a row without a type is left out");
            return {};
        }
        if (word == "begin_repeat" || word == "begin_loop" || (word == "begin" && !group))
            return fail(Fault::refused, "questions that are answered several times", here,
                        "One person sends one answer to each question");
        if (word == "begin_group" || (word == "begin" && group)) {
            Around inside = around_.back();
            TACIT_TRY(inside.ask_if, condition(row));
            if (Words heading = words(survey_, row, "label"); !heading.empty()) {
                inside.section = sections_.code_for(row.at("name"));
                draft_.sections.emplace_back(inside.section, std::move(heading));
            }
            around_.push_back(std::move(inside));
            return {};
        }
        if (word == "end_group" || (word == "end" && group)) {
            if (around_.size() == 1)
                return fail(Fault::malformed, "a group ends that did not begin", here, "Remove the row");
            const std::string section = around_.back().section;
            around_.pop_back();
            const bool used = std::any_of(draft_.questions.begin(), draft_.questions.end(),
                                          [&](const DraftQuestion& one) { return one.section == section; });
            if (!used) std::erase_if(draft_.sections, [&](const auto& one) { return one.first == section; });
            return {};
        }
        if (word == "select_one_from_file" || word == "select_multiple_from_file")
            return fail(Fault::refused, "answers from another file", here, "Put them into the choices sheet");
        if (!row.at("choice_filter").empty())
            return fail(Fault::refused, "answers that depend on another answer", here + ", choice_filter",
                        "Ask one question for each list, with a condition");
        if (word == "select_one" || word == "select_multiple") return read_select(row, word, type);
        if (word == "integer" || word == "range") return read_number(row, word);
        if (word == "note") {
            draft_.note(here, "a text between questions is not shown");
        } else {
            draft_.note(here, "\"" + type +
                                  "\" is left out: free text, dates, places, files and what a device knows are "
                                  "never asked");
        }
        return {};
    }

    Result<DraftQuestion> begin_question(const Row& row) {
        DraftQuestion question;
        question.where = place(survey_, row);
        if (row.at("name").empty())
            return fail(Fault::malformed, "a question without a name", question.where, "Fill in the column \"name\"");
        question.section = around_.back().section;
        question.text = words(survey_, row, "label");
        question.help = words(survey_, row, "hint");
        TACIT_TRY(question.ask_if, condition(row));
        question.id = ids_.code_for(row.at("name"));
        const std::string required = lower(row.at("required"));
        if (required == "yes" || required == "true" || required == "true()") ++required_;
        for (const auto& [column, cell] : row.cells) {
            const std::string name = parts_of(column).first;
            if (std::find(std::begin(kKnownColumns), std::end(kKnownColumns), name) == std::end(kKnownColumns))
                draft_.note(question.where, "\"" + column + "\" is not kept");
        }
        return question;
    }

    Result<void> read_select(const Row& row, const std::string& word, const std::string& type) {
        TACIT_TRY(DraftQuestion question, begin_question(row));
        std::string list = type.substr(type.find(' ') == std::string::npos ? type.size() : type.find(' ') + 1);
        if (const std::size_t other = list.find(" or_other"); other != std::string::npos) {
            list.resize(other);
            draft_.note(question.where, "the answer in own words (or_other) is left out: free text is never asked");
        }
        const auto choices = lists_.find(list);
        if (choices == lists_.end())
            return fail(Fault::malformed, "there is no list \"" + list + "\" in the choices sheet", question.where,
                        "Correct the name of the list");
        Asked asked{question.id, {}, false};
        Codes codes("o");
        for (const Choice& choice : choices->second) {
            const std::string code = codes.code_for(choice.name);
            if (!asked.codes.emplace(choice.name, code).second)
                return fail(Fault::malformed,
                            "the choice \"" + choice.name + "\" is twice in the list \"" + list + "\"", choices_.name,
                            "Rename one");
            question.options.push_back({code, choice.label, false});
        }
        question.several = word == "select_multiple";
        const std::string constraint = row.at("constraint");
        const auto marks = question.several && !constraint.empty() ? read_marks_constraint(constraint) : std::nullopt;
        if (marks) {
            question.max = std::min(marks->max, question.options.size());
            for (DraftOption& option : question.options)
                for (const std::string& name : marks->exclusive)
                    if (const auto code = asked.codes.find(name);
                        code != asked.codes.end() && code->second == option.code)
                        option.exclusive = true;
        } else if (!constraint.empty()) {
            draft_.note(question.where, "the constraint is not kept");
        }
        if (question.several && question.max == 0)
            draft_.note(question.where,
                        "any number of answers may be marked: a limit (\"max\") makes the noise smaller");
        add(row, std::move(question), std::move(asked));
        return {};
    }

    // "start=0 end=10 step=1" of a range.
    static std::optional<std::pair<std::int64_t, std::int64_t>> bounds_of_range(const std::string& parameters) {
        std::map<std::string, std::int64_t> values{{"start", 0}, {"end", 10}, {"step", 1}};
        std::string text = parameters;
        std::replace(text.begin(), text.end(), ';', ' ');
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = std::min(text.find(' ', begin), text.size());
            const std::string part = text.substr(begin, end - begin);
            begin = end + 1;
            const std::size_t equal = part.find('=');
            if (equal == std::string::npos) continue;
            const std::string number = part.substr(equal + 1);
            if (number.empty() || number.size() > 6 ||
                number.find_first_not_of("0123456789", number.starts_with('-') ? 1 : 0) != std::string::npos)
                return std::nullopt;
            values[part.substr(0, equal)] = std::strtol(number.c_str(), nullptr, 10);
        }
        if (values["step"] != 1 || values["end"] < values["start"]) return std::nullopt;
        return std::pair(values["start"], values["end"]);
    }

    Result<void> read_number(const Row& row, const std::string& word) {
        const auto bounds = word == "range" ? bounds_of_range(row.at("parameters")) : read_range(row.at("constraint"));
        if (!bounds || bounds->second - bounds->first > kNumbersMax) {
            draft_.note(place(survey_, row),
                        "a number without a smallest and a largest value (at most 100 apart) is left out");
            return {};
        }
        TACIT_TRY(DraftQuestion question, begin_question(row));
        Asked asked{question.id, {}, true};
        Codes codes("n");
        for (std::int64_t number = bounds->first; number <= bounds->second; ++number) {
            const std::string text = std::to_string(number);
            DraftOption option{codes.code_for(number < 0 ? "minus" + text.substr(1) : text), {}, false};
            for (const auto& [tag, words] : question.text) option.label[tag] = text;
            asked.codes[text] = option.code;
            question.options.push_back(std::move(option));
        }
        add(row, std::move(question), std::move(asked));
        return {};
    }

    void add(const Row& row, DraftQuestion question, Asked asked) {
        asked_[row.at("name")] = std::move(asked);
        draft_.questions.push_back(std::move(question));
    }

    Sheet survey_, choices_, settings_;
    const ImportOptions& options_;
    Draft draft_;
    std::string first_label_;
    std::map<std::string, std::vector<Choice>> lists_;
    std::vector<Around> around_;
    AskedQuestions asked_;
    Codes ids_{"q", {"journal"}}, sections_{"s"};
    std::size_t required_ = 0;
};

}  // namespace

Result<XlsformSheets> sheets_of_csv(const XlsformTexts& texts) {
    XlsformSheets sheets;
    TACIT_TRY(sheets.survey, read_csv("survey.csv", texts.survey));
    TACIT_TRY(sheets.choices, read_csv("choices.csv", texts.choices));
    TACIT_TRY(sheets.settings, read_csv("settings.csv", texts.settings));
    return sheets;
}

Result<Imported> read_xlsform(XlsformSheets sheets, const ImportOptions& options) {
    return Reader(std::move(sheets), options).read();
}

}  // namespace tacit::exchange
