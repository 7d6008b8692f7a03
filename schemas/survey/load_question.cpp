#include "schemas/survey/load_parts.h"

namespace tacit::survey {
namespace {

constexpr std::int64_t kWeeksMax = 5200;

// An optional member that is true or not there, so that one survey has one form.
Result<bool> load_flag(const json::Value& value, std::string_view key) {
    const auto member = value.find(key);
    if (!member) return false;
    TACIT_TRY(const bool yes, member->as_boolean());
    if (!yes) return member->malformed("\"" + std::string(key) + "\" is true or not there", "Remove it");
    return true;
}

Result<std::vector<std::string>> load_options(const json::Value& value) {
    TACIT_TRY(const json::Value options, value.at("options"));
    return load_codes(options, 2);
}

Result<std::uint16_t> load_max(const json::Value& value, std::size_t most) {
    TACIT_TRY(const std::int64_t max, value.integer("max", 1, static_cast<std::int64_t>(most)));
    return static_cast<std::uint16_t>(max);
}

Result<Single> load_single(const json::Value& value) {
    TACIT_CHECK(value.only({"id", "section", "kind", "ask_if", "options", "ends", "weeks_upto"}));
    Single single;
    TACIT_TRY(single.options, load_options(value));
    if (const auto ends = value.find("ends")) {
        TACIT_TRY(single.ends, load_codes(*ends, 1));
        for (const std::string& code : single.ends)
            if (find_code(single.options, code))
                return ends->refused("\"" + code + "\" is an option too",
                                     "An answer that ends the survey is never sent: keep it in \"ends\" only");
    }
    if (const auto weeks = value.find("weeks_upto")) {
        TACIT_TRY(const std::vector<json::Value> items, weeks->items());
        if (items.size() + 1 != single.options.size())
            return weeks->malformed("\"weeks_upto\" has " + std::to_string(items.size()) + " numbers for " +
                                        std::to_string(single.options.size()) + " options",
                                    "Give one for every option but the last, which takes the rest");
        for (const json::Value& item : items) {
            const std::int64_t least = single.weeks_upto.empty() ? 0 : std::int64_t{single.weeks_upto.back()} + 1;
            TACIT_TRY(const std::int64_t upto, item.as_integer(least, kWeeksMax));
            single.weeks_upto.push_back(static_cast<std::uint32_t>(upto));
        }
    }
    return single;
}

Result<Multiple> load_multiple(const json::Value& value) {
    TACIT_CHECK(value.only({"id", "section", "kind", "ask_if", "options", "exclusive", "max", "may_be_empty"}));
    Multiple multiple;
    TACIT_TRY(multiple.options, load_options(value));
    if (const auto exclusive = value.find("exclusive")) {
        TACIT_TRY(const std::vector<json::Value> items, exclusive->items());
        TACIT_TRY(multiple.exclusive, load_codes(*exclusive, 1));
        for (std::size_t i = 0; i < items.size(); ++i)
            if (!find_code(multiple.options, multiple.exclusive[i]))
                return items[i].malformed("there is no option \"" + multiple.exclusive[i] + "\"",
                                          suggest(multiple.exclusive[i], multiple.options));
    }
    TACIT_TRY(multiple.max, load_max(value, multiple.options.size()));
    TACIT_TRY(multiple.may_be_empty, load_flag(value, "may_be_empty"));
    return multiple;
}

Result<Grid> load_grid(const json::Value& value, const Survey& survey, const std::vector<std::string>& ids) {
    TACIT_CHECK(value.only({"id", "section", "kind", "ask_if", "rows", "rows_from", "options", "max", "may_be_empty"}));
    Grid grid;
    const auto rows = value.find("rows");
    const auto rows_from = value.find("rows_from");
    if (rows.has_value() == rows_from.has_value())
        return value.malformed("a grid has either \"rows\" or \"rows_from\"",
                               "Give its own rows, or the earlier question whose marked options are its rows");
    if (rows) {
        TACIT_TRY(grid.rows, load_codes(*rows, 1));
    } else {
        TACIT_TRY(const std::string id, rows_from->as_text());
        const auto source = find_question(survey, id);
        if (!source && find_code(ids, id))
            return rows_from->refused("\"" + id + "\" comes later", "The rows come from an earlier question");
        if (!source) return rows_from->malformed("no question is called \"" + id + "\"", suggest(id, ids));
        const auto* multiple = std::get_if<Multiple>(&survey.questions[*source].kind);
        if (!multiple) return rows_from->refused("\"" + id + "\" is not a multiple question", "Give \"rows\" instead");
        grid.rows_from = *source;
        grid.rows = multiple->options;
    }
    TACIT_TRY(grid.options, load_options(value));
    TACIT_TRY(grid.max, load_max(value, grid.rows.size()));
    TACIT_TRY(grid.may_be_empty, load_flag(value, "may_be_empty"));
    return grid;
}

Result<Score> load_score(const json::Value& value) {
    if (const auto ask_if = value.find("ask_if"))
        return ask_if->refused("a score has no ask_if", "Ask it of everybody: who does not answer is counted so");
    TACIT_CHECK(value.only({"id", "section", "kind", "instrument", "ethics"}));
    TACIT_TRY(const json::Value member, value.at("instrument"));
    TACIT_TRY(const std::string name, member.as_text());
    const instruments::Instrument* found = instruments::find_instrument(name);
    if (!found) {
        std::vector<std::string> names;
        for (const instruments::Id id : instruments::all_ids()) names.emplace_back(instruments::instrument(id).name);
        return member.malformed("no instrument is called \"" + name + "\"", suggest(name, names));
    }
    Score score{found->id, {}};
    const auto ethics = value.find("ethics");
    if (score.instrument == instruments::Id::phq9 && !ethics)
        return member.refused("PHQ-9 asks about thoughts of being better off dead, and nobody could follow up",
                              "Use phq8, or give \"ethics\": the reference of the board that approved asking this");
    if (ethics) {
        if (score.instrument != instruments::Id::phq9)
            return ethics->malformed("only phq9 has an ethics reference", "Remove it");
        TACIT_TRY(score.ethics, ethics->as_text());
        if (score.ethics.empty()) return ethics->malformed("the reference is empty", "Give it, or use phq8");
    }
    return score;
}

json::Node codes_node(const std::vector<std::string>& codes) {
    json::Node node = json::Node::array();
    for (const std::string& code : codes) node.push(code);
    return node;
}

struct KindWriter {
    const Survey& survey;
    json::Node& node;

    void operator()(const Single& single) const {
        node.set("kind", "single").set("options", codes_node(single.options));
        if (!single.ends.empty()) node.set("ends", codes_node(single.ends));
        if (single.weeks_upto.empty()) return;
        json::Node weeks = json::Node::array();
        for (const std::uint32_t upto : single.weeks_upto) weeks.push(upto);
        node.set("weeks_upto", std::move(weeks));
    }
    void operator()(const Multiple& multiple) const {
        node.set("kind", "multiple").set("options", codes_node(multiple.options)).set("max", multiple.max);
        if (!multiple.exclusive.empty()) node.set("exclusive", codes_node(multiple.exclusive));
        if (multiple.may_be_empty) node.set("may_be_empty", true);
    }
    void operator()(const Grid& grid) const {
        node.set("kind", "grid");
        if (grid.rows_from) node.set("rows_from", survey.questions[*grid.rows_from].id);
        if (!grid.rows_from) node.set("rows", codes_node(grid.rows));
        node.set("options", codes_node(grid.options)).set("max", grid.max);
        if (grid.may_be_empty) node.set("may_be_empty", true);
    }
    void operator()(const Score& score) const {
        node.set("kind", "score").set("instrument", instruments::instrument(score.instrument).name);
        if (!score.ethics.empty()) node.set("ethics", score.ethics);
    }
};

}  // namespace

Result<Question> load_question(const json::Value& value, const Survey& survey, const std::vector<std::string>& ids) {
    Question question;
    TACIT_TRY(question.id, value.text("id"));
    if (const auto section = value.find("section")) {
        TACIT_TRY(question.section, load_code(*section));
    }
    TACIT_TRY(const json::Value kind_member, value.at("kind"));
    TACIT_TRY(const std::string kind, kind_member.as_text());
    if (kind == "single") {
        TACIT_TRY(question.kind, load_single(value));
    } else if (kind == "multiple") {
        TACIT_TRY(question.kind, load_multiple(value));
    } else if (kind == "grid") {
        TACIT_TRY(question.kind, load_grid(value, survey, ids));
    } else if (kind == "score") {
        TACIT_TRY(question.kind, load_score(value));
    } else {
        return kind_member.malformed("\"" + kind + "\" is not a kind of question",
                                     "The kinds are single, multiple, grid and score; free text is never asked");
    }
    if (const auto ask_if = value.find("ask_if")) {
        TACIT_TRY(question.ask_if, load_rule(*ask_if, survey, ids, survey.questions.size()));
    }
    return question;
}

json::Node question_node(const Survey& survey, const Question& question) {
    json::Node node = json::Node::object({{"id", question.id}});
    if (!question.section.empty()) node.set("section", question.section);
    std::visit(KindWriter{survey, node}, question.kind);
    if (question.ask_if) node.set("ask_if", rule_node(survey, *question.ask_if));
    return node;
}

}  // namespace tacit::survey
