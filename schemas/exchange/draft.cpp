#include "schemas/exchange/draft.h"

#include <algorithm>

#include "schemas/survey/load.h"

namespace tacit::exchange {
namespace {

constexpr std::size_t kCodeSizeMax = 32;

// Words that no other format brings along.
struct Supplied {
    std::string_view tag;
    std::string_view no_answer, not_asked, missing, base, score_base, to, bands, mean;
};
constexpr Supplied kSupplied[] = {
    {"en", "No answer", "Not asked", "Missing", "Everybody who answered the survey",
     "Everybody who answered all of its items", " to ", ", in bands", ", for the mean"},
    {"es", "Sin respuesta", "No se preguntó", "Sin datos", "Todas las personas que respondieron la encuesta",
     "Todas las personas que respondieron todos sus puntos", " a ", ", por tramos", ", para el promedio"},
};

std::string_view primary(std::string_view tag) { return tag.substr(0, tag.find('-')); }

const Supplied& supplied(std::string_view tag) {
    for (const Supplied& words : kSupplied)
        if (words.tag == primary(tag)) return words;
    return kSupplied[0];
}

// The text of a language; the base language's where it is missing, which a note then says.
const std::string* find(const Words& words, const std::string& tag) {
    const auto found = words.find(tag);
    return found == words.end() || found->second.empty() ? nullptr : &found->second;
}

class Making {
public:
    Making(Draft draft, const ImportOptions& options) : draft_(std::move(draft)), options_(options) {}

    Result<Imported> make() {
        if (draft_.questions.empty())
            return fail(Fault::refused, "nothing in the file can be asked", {},
                        "A survey asks questions with given answers; the notes say what was left out");
        json::Node questions = json::Node::array();
        for (const DraftQuestion& question : draft_.questions) questions.push(question_node(question));
        json::Node survey = json::Node::object({{"id", draft_.id},
                                                {"version", draft_.version},
                                                {"profile", "standard"},
                                                {"questions", std::move(questions)},
                                                {"derived", json::Node::array()},
                                                {"groups", json::Node::array()},
                                                {"tables", json::Node::array()}});
        TACIT_TRY(const std::vector<std::string> languages, whole_languages());
        json::Node texts = json::Node::object();
        if (options_.tables.empty()) {
            make_tables(survey);
            for (const std::string& tag : languages) {
                json::Node text = language_node(tag);
                make_table_texts(text, tag);
                texts.set(tag, std::move(text));
            }
            draft_.note("",
                        "the file says nothing about what is published, so every question got a table of its own. "
                        "What should be crossed or weighted has to be declared before the first answer: edit the "
                        "tables, or give them with --tables");
        } else {
            TACIT_TRY(const json::Document tables, json::Document::parse(options_.tables));
            TACIT_CHECK(take_tables(tables.root(), survey));
            for (const std::string& tag : languages) {
                json::Node text = language_node(tag);
                TACIT_CHECK(take_table_texts(tables.root(), text, tag));
                texts.set(tag, std::move(text));
            }
        }
        survey.set("texts", std::move(texts));
        const auto loaded = survey::load_file(json::pretty(survey));
        if (!loaded)
            return fail(loaded.error().fault, "the survey made of the file is not accepted: " + loaded.error().what,
                        loaded.error().where, loaded.error().remedy);
        return Imported{std::move(survey), std::move(draft_.notes)};
    }

private:
    json::Node question_node(const DraftQuestion& question) const {
        json::Node node = json::Node::object({{"id", question.id}});
        if (!question.section.empty()) node.set("section", question.section);
        if (question.score) {
            node.set("kind", "score").set("instrument", instruments::instrument(question.score->instrument).name);
            if (!question.score->ethics.empty()) node.set("ethics", question.score->ethics);
            return node;
        }
        json::Node codes = json::Node::array(), exclusive = json::Node::array();
        for (const DraftOption& option : question.options) {
            codes.push(option.code);
            if (option.exclusive) exclusive.push(option.code);
        }
        node.set("kind", question.several ? "multiple" : "single").set("options", std::move(codes));
        if (question.several) {
            node.set("max", question.max == 0 ? question.options.size() : question.max);
            if (!exclusive.items()->empty()) node.set("exclusive", std::move(exclusive));
        }
        if (question.ask_if) node.set("ask_if", *question.ask_if);
        return node;
    }

    // Why a language is not whole: where its first missing text is.
    std::optional<std::string> gap(const std::string& tag) const {
        for (const auto& [code, words] : draft_.sections)
            if (!find(words, tag)) return "section " + code;
        for (const DraftQuestion& question : draft_.questions) {
            if (question.score) {
                if (!score_has(*question.score, tag)) return question.where;
                continue;
            }
            if (!find(question.text, tag)) return question.where;
            for (const DraftOption& option : question.options)
                if (!find(option.label, tag)) return question.where + ", answer " + option.code;
        }
        return std::nullopt;
    }
    static bool score_has(const DraftScore& score, const std::string& tag) {
        if (!instruments::in_language(instruments::instrument(score.instrument).stem, tag).empty()) return true;
        const auto all = [&](const std::vector<Words>& list) {
            return !list.empty() &&
                   std::all_of(list.begin(), list.end(), [&](const Words& words) { return find(words, tag); });
        };
        return find(score.stem, tag) && all(score.items) && all(score.steps);
    }

    // The languages in which nothing is missing, the file's own first.
    Result<std::vector<std::string>> whole_languages() {
        std::vector<std::string> tags{draft_.base_language};
        for (const auto& [tag, text] : draft_.title)
            if (tag != draft_.base_language) tags.push_back(tag);
        for (const DraftQuestion& question : draft_.questions)
            for (const auto& [tag, text] : question.text)
                if (std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.push_back(tag);
        std::vector<std::string> whole;
        for (const std::string& tag : tags) {
            const auto missing = gap(tag);
            if (!missing && !find(draft_.title, tag) && find(draft_.title, draft_.base_language)) {
                draft_.title[tag] = draft_.title[draft_.base_language];
                draft_.note(
                    "", "the title has no words in \"" + tag + "\": it is that of \"" + draft_.base_language + "\"");
            }
            if (missing && tag == draft_.base_language)
                return fail(Fault::malformed, "a text is missing in the file's own language (" + tag + ")", *missing,
                            "Every question and every answer needs words");
            if (missing) {
                draft_.note(*missing, "a text is missing in \"" + tag + "\", so the whole language was left out");
                continue;
            }
            if (supplied(tag).tag != primary(tag))
                draft_.note("", "words such as \"No answer\" are in English in \"" + tag +
                                    "\": translate \"cells\" and the tables' texts");
            whole.push_back(tag);
        }
        return whole;
    }

    static json::Node listed(const std::vector<std::string>& texts) {
        json::Node list = json::Node::array();
        for (const std::string& text : texts) list.push(text);
        return list;
    }

    json::Node score_text(const DraftScore& score, const std::string& tag) const {
        const instruments::Instrument& instrument = instruments::instrument(score.instrument);
        const auto words = [&](const instruments::Wording& published, const Words& own) {
            const std::string_view text = instruments::in_language(published, tag);
            return text.empty() ? *find(own, tag) : std::string(text);
        };
        std::vector<std::string> items, steps;
        for (std::size_t i = 0; i < instrument.items.size(); ++i)
            items.push_back(words(instrument.items[i].text, i < score.items.size() ? score.items[i] : Words()));
        for (std::size_t i = 0; i < instrument.steps.size(); ++i)
            steps.push_back(words(instrument.steps[i].text, i < score.steps.size() ? score.steps[i] : Words()));
        return json::Node::object({{"stem", words(instrument.stem, score.stem)},
                                   {"items", listed(items)},
                                   {"steps", listed(steps)},
                                   {"credit", instruments::phq_credit()}});
    }

    json::Node language_node(const std::string& tag) const {
        const Supplied& words = supplied(tag);
        json::Node node = json::Node::object({{"title", *find(draft_.title, tag)}});
        if (const std::string* about = find(draft_.about, tag)) node.set("about", *about);
        if (!draft_.notices.empty()) node.set("notices", listed(draft_.notices));
        node.set("cells",
                 json::Node::object(
                     {{"no_answer", words.no_answer}, {"not_asked", words.not_asked}, {"missing", words.missing}}));
        json::Node sections = json::Node::object();
        for (const auto& [code, heading] : draft_.sections) sections.set(code, *find(heading, tag));
        if (!sections.members()->empty()) node.set("sections", std::move(sections));
        json::Node questions = json::Node::object();
        for (const DraftQuestion& question : draft_.questions) {
            if (question.score) {
                questions.set(question.id, score_text(*question.score, tag));
                continue;
            }
            json::Node text = json::Node::object({{"text", *find(question.text, tag)}});
            if (const std::string* help = find(question.help, tag)) text.set("help", *help);
            json::Node options = json::Node::object();
            for (const DraftOption& option : question.options) options.set(option.code, *find(option.label, tag));
            text.set("options", std::move(options));
            questions.set(question.id, std::move(text));
        }
        node.set("questions", std::move(questions));
        return node;
    }

    // ---- tables where none are given: a margin per question; of a score its bands and its mean ----

    static std::string band_id(const DraftQuestion& question) { return question.id.substr(0, 26) + "_band"; }
    static std::string sum_id(const DraftQuestion& question) { return question.id.substr(0, 26) + "_sum"; }

    static json::Node table_node(const std::string& id, const char* kind, const std::string& of) {
        return json::Node::object({{"id", id}, {"kind", kind}, {"of", json::Node::array({of})}});
    }

    // Totals from, and up to, of a band.
    static std::pair<std::uint16_t, std::uint16_t> totals(const instruments::Instrument& instrument, std::size_t band) {
        const std::uint16_t last = band + 1 < instrument.bands.size()
                                       ? static_cast<std::uint16_t>(instrument.bands[band + 1].from - 1)
                                       : instrument.max_total();
        return {instrument.bands[band].from, last};
    }

    void make_tables(json::Node& survey) const {
        json::Node groups = json::Node::array(), tables = json::Node::array();
        for (const DraftQuestion& question : draft_.questions) {
            if (!question.score) {
                tables.push(table_node(question.id, "margin", question.id));
                continue;
            }
            const instruments::Instrument& instrument = instruments::instrument(question.score->instrument);
            json::Node levels = json::Node::array();
            for (std::size_t band = 0; band < instrument.bands.size(); ++band) {
                json::Node cells = json::Node::array();
                const auto [from, to] = totals(instrument, band);
                for (std::uint16_t total = from; total <= to; ++total) cells.push(total);
                levels.push(json::Node::object({{"code", instrument.bands[band].code}, {"cells", std::move(cells)}}));
            }
            levels.push(json::Node::object({{"code", "missing"}, {"cells", json::Node::array({"no_answer"})}}));
            groups.push(
                json::Node::object({{"id", band_id(question)}, {"of", question.id}, {"levels", std::move(levels)}}));
            tables.push(table_node(band_id(question), "margin", band_id(question)));
            tables.push(table_node(sum_id(question), "sum", question.id));
        }
        survey.set("groups", std::move(groups)).set("tables", std::move(tables));
    }

    void make_table_texts(json::Node& language, const std::string& tag) const {
        const Supplied& words = supplied(tag);
        json::Node groups = json::Node::object(), tables = json::Node::object();
        const auto table = [](const std::string& title, std::string_view base) {
            return json::Node::object({{"title", title}, {"base", base}});
        };
        for (const DraftQuestion& question : draft_.questions) {
            if (!question.score) {
                tables.set(question.id, table(*find(question.text, tag), words.base));
                continue;
            }
            const instruments::Instrument& instrument = instruments::instrument(question.score->instrument);
            const std::string title(instrument.title);
            json::Node levels = json::Node::object();
            for (std::size_t band = 0; band < instrument.bands.size(); ++band) {
                const auto [from, to] = totals(instrument, band);
                levels.set(std::string(instrument.bands[band].code),
                           std::to_string(from) + std::string(words.to) + std::to_string(to));
            }
            levels.set("missing", words.no_answer);
            groups.set(band_id(question), json::Node::object({{"title", title}, {"levels", std::move(levels)}}));
            tables.set(band_id(question), table(title + std::string(words.bands), words.base));
            tables.set(sum_id(question), table(title + std::string(words.mean), words.score_base));
        }
        if (!groups.members()->empty()) language.set("groups", std::move(groups));
        language.set("tables", std::move(tables));
    }

    // ---- tables of the person who imports ----

    static Result<void> take_tables(const json::Value& given, json::Node& survey) {
        TACIT_CHECK(given.only({"derived", "groups", "tables", "texts"}));
        for (const char* key : {"derived", "groups", "tables"})
            if (const auto list = given.find(key)) survey.set(key, list->node());
        TACIT_CHECK(given.at("tables"));
        return {};
    }
    static Result<void> take_table_texts(const json::Value& given, json::Node& language, const std::string& tag) {
        TACIT_TRY(const json::Value texts, given.at("texts"));
        const auto own = texts.find(tag);
        if (!own)
            return texts.malformed("the texts of the tables are missing in \"" + tag + "\"",
                                   "Give titles for every language of the survey");
        TACIT_CHECK(own->only({"derived", "groups", "tables"}));
        TACIT_TRY(const auto members, own->members());
        for (const auto& [key, value] : members) language.set(key, value.node());
        return {};
    }

    Draft draft_;
    const ImportOptions& options_;
};

}  // namespace

std::string Codes::code_for(std::string_view name) {
    const auto is_code_letter = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
    };
    const bool is_code = !name.empty() && name.front() >= 'a' && name.front() <= 'z' &&
                         std::all_of(name.begin(), name.end(), is_code_letter);
    std::string code(is_code ? name : std::string_view());
    for (const char letter : is_code ? std::string_view() : name) {
        const bool big = letter >= 'A' && letter <= 'Z';
        const bool fits = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || big;
        if (fits) {
            code += big ? static_cast<char>(letter - 'A' + 'a') : letter;
        } else if (!code.empty() && code.back() != '_') {
            code += '_';
        }
    }
    while (!is_code && code.size() > 1 && code.back() == '_') code.pop_back();
    if (code.empty() || code.front() < 'a') code = prefix_ + code;
    code.resize(std::min(code.size(), kCodeSizeMax));
    std::string free = code;
    for (int number = 2; !taken_.insert(free).second; ++number) {
        const std::string end = "_" + std::to_string(number);
        free = code.substr(0, kCodeSizeMax - end.size()) + end;
    }
    return free;
}

std::string name_for(std::string_view text, std::string_view otherwise) {
    std::string name;
    for (const char letter : text.substr(0, 64)) {
        const bool big = letter >= 'A' && letter <= 'Z';
        const bool fits = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
        const bool inside = (letter == '.' || letter == '-') && !name.empty();
        if (fits || inside || big) {
            name += big ? static_cast<char>(letter - 'A' + 'a') : letter;
        } else if (!name.empty() && name.back() != '-') {
            name += '-';
        }
    }
    return name.empty() ? std::string(otherwise) : name;
}

std::string plain(std::string_view text) {
    std::string out;
    for (const char letter : text) {
        const bool blank = static_cast<unsigned char>(letter) <= 0x20 || letter == 0x7f;
        if (!blank) out += letter;
        if (blank && !out.empty() && out.back() != ' ') out += ' ';
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

Result<Imported> finish(Draft draft, const ImportOptions& options) { return Making(std::move(draft), options).make(); }

}  // namespace tacit::exchange
