// data/codebook.csv: every code of the survey with its label in every language, and LOINC codes where they are known.
#include "schemas/release/format/table_file.h"
#include "schemas/release/text.h"

namespace tacit::release {
namespace {

class Codebook {
public:
    Codebook(const Content& content, TableFile& file) : content_(content), file_(file) {}

    void add_language(const survey::Language& words) {
        words_ = &words;
        const survey::Survey& survey = content_.survey();
        for (std::size_t i = 0; i < survey.questions.size(); ++i) add_question(survey.questions[i], words.questions[i]);
        for (std::size_t i = 0; i < survey.derived.size(); ++i) {
            add(survey.derived[i].id, "derived", "", words.derived[i].title);
            const auto codes = survey::levels(survey.derived[i]);
            for (std::size_t level = 0; level < codes.size(); ++level)
                add(survey.derived[i].id, "level", codes[level], words.derived[i].levels[level]);
            add(survey.derived[i].id, "level", std::string(survey::kMissing), words.missing);
        }
        for (std::size_t i = 0; i < survey.groups.size(); ++i) add_group(survey.groups[i], words.groups[i]);
        for (std::size_t i = 0; i < survey.tables.size(); ++i)
            add(survey.tables[i].id, "table", "", words.tables[i].title, words.tables[i].base);
    }

private:
    void add(const std::string& variable, std::string_view kind, const std::string& code, const std::string& label,
             const std::string& note = {}, std::string_view loinc = {}) {
        file_.rows.push_back({content_.id, variable, std::string(kind), code, words_->tag, label, note,
                              loinc.empty() ? "" : "http://loinc.org", std::string(loinc)});
    }

    void add_special(const survey::Question& question) {
        add(question.id, "option", std::string(survey::kNoAnswer), words_->no_answer);
        if (question.ask_if) add(question.id, "option", std::string(survey::kNotAsked), words_->not_asked);
    }

    void add_question(const survey::Question& question, const survey::QuestionText& text) {
        if (const auto* score = std::get_if<survey::Score>(&question.kind)) {
            add_score(question, text, instruments::instrument(score->instrument));
        } else {
            add(question.id, "question", "", text.text, text.help);
        }
        const auto add_options = [&](const std::vector<std::string>& codes) {
            for (std::size_t i = 0; i < codes.size(); ++i) add(question.id, "option", codes[i], text.options[i]);
        };
        if (const auto* single = std::get_if<survey::Single>(&question.kind)) add_options(single->options);
        if (const auto* multiple = std::get_if<survey::Multiple>(&question.kind)) add_options(multiple->options);
        if (const auto* grid = std::get_if<survey::Grid>(&question.kind)) {
            const std::vector<std::string>& rows =
                grid->rows_from ? words_->questions[*grid->rows_from].options : text.rows;
            for (std::size_t i = 0; i < grid->rows.size() && i < rows.size(); ++i)
                add(question.id, "row", grid->rows[i], rows[i]);
            add_options(grid->options);
        }
        add_special(question);
    }

    void add_score(const survey::Question& question, const survey::QuestionText& text,
                   const instruments::Instrument& instrument) {
        add(question.id, "score", "", std::string(instrument.title), text.stem, instrument.total_loinc);
        for (std::size_t i = 0; i < text.items.size(); ++i)
            add(question.id, "item", std::to_string(i + 1), text.items[i], {}, instrument.items[i].loinc);
        for (std::size_t i = 0; i < text.options.size(); ++i)
            add(question.id, "step", std::to_string(instrument.steps[i].points), text.options[i], {},
                instrument.steps[i].loinc);
    }

    void add_group(const survey::Group& group, const survey::LevelsText& text) {
        add(group.id, "group", "", text.title, "of " + survey::id_of(content_.survey(), group.of));
        for (std::size_t i = 0; i < group.levels.size(); ++i) {
            std::vector<std::string> cells;
            for (const std::uint16_t cell : group.levels[i].cells)
                cells.push_back(survey::cell_code(content_.survey(), group.of, cell));
            add(group.id, "level", group.levels[i].code, text.levels[i], listed(cells));
        }
    }

    const Content& content_;
    TableFile& file_;
    const survey::Language* words_ = nullptr;
};

}  // namespace

TableFile codebook_table(const Content& content) {
    TableFile file;
    file.path = "data/codebook.csv";
    file.title = "Codebook";
    file.about = "One line per code and language: what was asked, which answers there were, and what the codes mean.";
    file.columns = {
        {"release", Type::text, "Id of the release", true},
        {"variable", Type::text, "Id of the question, derived item, group or table", true},
        {"kind",
         Type::text,
         "What the line is about",
         true,
         {"question", "score", "item", "step", "option", "row", "derived", "group", "level", "table"}},
        {"code", Type::text, "Code as in the other files; empty for the variable itself"},
        {"language", Type::text, "BCP 47 tag", true},
        {"label", Type::text, "As people read it"},
        {"note", Type::text, "Help, stem or base; for the level of a group the codes that form it"},
        {"system", Type::text, "Code system of the next column"},
        {"loinc", Type::text, "LOINC code, where one is known"},
    };
    file.primary_key = {"variable", "kind", "code", "language"};
    Codebook book(content, file);
    for (const survey::Language& words : content.texts.languages) book.add_language(words);
    return file;
}

}  // namespace tacit::release
