#include "crypto/base/check.h"
#include "schemas/survey/load_parts.h"

namespace tacit::survey {
namespace {

constexpr std::int64_t kWeightMax = 1000;

// Whatever a group or table may stand on, by its id.
std::optional<Source> find_source(const Survey& survey, std::string_view id) {
    if (const auto question = find_question(survey, id)) return Source{Source::Kind::question, *question};
    for (std::size_t i = 0; i < survey.derived.size(); ++i)
        if (survey.derived[i].id == id) return Source{Source::Kind::derived, i};
    for (std::size_t i = 0; i < survey.groups.size(); ++i)
        if (survey.groups[i].id == id) return Source{Source::Kind::group, i};
    return std::nullopt;
}

Result<Source> load_source(const json::Value& value, const Survey& survey) {
    TACIT_TRY(const std::string id, value.as_text());
    if (const auto source = find_source(survey, id)) return *source;
    std::vector<std::string> ids;
    for (const Question& question : survey.questions) ids.push_back(question.id);
    for (const Derived& derived : survey.derived) ids.push_back(derived.id);
    for (const Group& group : survey.groups) ids.push_back(group.id);
    return value.malformed("no question, derived item or group is called \"" + id + "\"", suggest(id, ids));
}

bool is_score(const Survey& survey, const Source& source) {
    return source.kind == Source::Kind::question && std::holds_alternative<Score>(survey.questions[source.index].kind);
}

std::vector<std::string> all_codes(const Survey& survey, const Source& source) {
    std::vector<std::string> codes;
    for (std::size_t cell = 0; cell < cell_count(survey, source); ++cell)
        codes.push_back(cell_code(survey, source, cell));
    return codes;
}

Result<Map> load_map(const json::Value& value, const Survey& survey, const std::vector<std::string>& ids) {
    TACIT_CHECK(value.only({"id", "kind", "levels", "cases"}));
    Map map;
    TACIT_TRY(const json::Value levels_member, value.at("levels"));
    TACIT_TRY(map.levels, load_codes(levels_member, 1));
    TACIT_TRY(const std::vector<json::Value> cases, value.array("cases"));
    std::vector<bool> reached(map.levels.size());
    for (const json::Value& item : cases) {
        TACIT_CHECK(item.only({"if", "level"}));
        TACIT_TRY(const json::Value condition, item.at("if"));
        TACIT_TRY(Rule rule, load_rule(condition, survey, ids, survey.questions.size()));
        TACIT_TRY(const json::Value level_member, item.at("level"));
        TACIT_TRY(const std::string code, level_member.as_text());
        const auto level = find_code(map.levels, code);
        if (!level) return level_member.malformed("there is no level \"" + code + "\"", suggest(code, map.levels));
        reached[*level] = true;
        map.cases.push_back({std::move(rule), static_cast<std::uint16_t>(*level)});
    }
    for (std::size_t i = 0; i < reached.size(); ++i)
        if (!reached[i])
            return levels_member.refused("no case leads to the level \"" + map.levels[i] + "\"",
                                         "Add a case for it, or remove the level; what no case takes is missing");
    return map;
}

Result<Change> load_change(const json::Value& value, const Survey& survey, const std::vector<std::string>& ids) {
    TACIT_CHECK(value.only({"id", "kind", "score", "by"}));
    TACIT_TRY(const json::Value score_member, value.at("score"));
    TACIT_TRY(const std::string id, score_member.as_text());
    const auto question = find_question(survey, id);
    if (!question) return score_member.malformed("no question is called \"" + id + "\"", suggest(id, ids));
    const auto* score = std::get_if<Score>(&survey.questions[*question].kind);
    if (!score || (score->instrument != instruments::Id::phq8 && score->instrument != instruments::Id::phq9))
        return score_member.refused("change is measured on the eight items that PHQ-8 and PHQ-9 share",
                                    "Name a score question with the instrument phq8");
    TACIT_TRY(const json::Value by_member, value.at("by"));
    TACIT_TRY(const std::string by, by_member.as_text());
    const auto scale = instruments::find_change_scale(by);
    if (!scale)
        return by_member.malformed("no scale of change is called \"" + by + "\"", "Use \"response\" or \"reliable\"");
    return Change{*question, *scale};
}

// The cell that an item of a level's list names: an integer is a total, a text is a code.
Result<std::uint16_t> load_cell(const json::Value& value, const Survey& survey, const Source& of) {
    if (value.is_integer()) {
        if (!is_score(survey, of))
            return value.malformed("a number names the total of a score, and this is none", "Give a code");
        const auto last = static_cast<std::int64_t>(answer_cells(survey.questions[of.index])) - 1;
        TACIT_TRY(const std::int64_t total, value.as_integer(0, last));
        return static_cast<std::uint16_t>(total);
    }
    TACIT_TRY(const std::string code, value.as_text());
    const std::vector<std::string> codes = all_codes(survey, of);
    const std::size_t first = is_score(survey, of) ? answer_cells(survey.questions[of.index]) : 0;
    const auto cell = find_code(codes, code);
    if (!cell || *cell < first) {
        if (code == kNotAsked)
            return value.malformed("\"" + id_of(survey, of) + "\" is asked of everybody", "Remove \"not_asked\"");
        return value.malformed(
            "\"" + id_of(survey, of) + "\" has no cell \"" + code + "\"",
            is_score(survey, of) ? "Totals are numbers; beside them there is \"no_answer\"" : suggest(code, codes));
    }
    return static_cast<std::uint16_t>(*cell);
}

// A group covers every cell, so that its tables add up to the number of reports; one level alone is a base.
Result<void> check_cover(const json::Value& value, const Survey& survey, const Group& group,
                         const std::vector<bool>& taken) {
    if (group.levels.size() == 1) return {};
    std::string left;
    for (std::size_t cell = 0; cell < taken.size(); ++cell)
        if (!taken[cell]) left += (left.empty() ? "" : ", ") + cell_code(survey, group.of, cell);
    if (left.empty()) return {};
    return value.refused("these cells are in no level: " + left,
                         "Add a last level \"missing\" with them, or put them into a level");
}

}  // namespace

Result<Derived> load_derived(const json::Value& value, const Survey& survey, const std::vector<std::string>& ids) {
    Derived derived;
    TACIT_TRY(derived.id, value.text("id"));
    TACIT_TRY(const json::Value kind_member, value.at("kind"));
    TACIT_TRY(const std::string kind, kind_member.as_text());
    if (kind == "map") {
        TACIT_TRY(derived.kind, load_map(value, survey, ids));
    } else if (kind == "change") {
        TACIT_TRY(derived.kind, load_change(value, survey, ids));
    } else {
        return kind_member.malformed("\"" + kind + "\" is not a kind of derived item", "Use \"map\" or \"change\"");
    }
    return derived;
}

Result<Group> load_group(const json::Value& value, const Survey& survey) {
    TACIT_CHECK(value.only({"id", "of", "levels"}));
    Group group;
    TACIT_TRY(group.id, value.text("id"));
    TACIT_TRY(const json::Value of, value.at("of"));
    TACIT_TRY(group.of, load_source(of, survey));
    if (group.of.kind == Source::Kind::group)
        return of.refused("a group cannot stand on a group", "Name the question or derived item, and list its cells");
    if (group.of.kind == Source::Kind::question) {
        const auto& kind = survey.questions[group.of.index].kind;
        if (std::holds_alternative<Multiple>(kind) || std::holds_alternative<Grid>(kind))
            return of.refused("a group stands on a question with one answer, not on a multiple question or a grid",
                              "One report would count twice; publish the options themselves, or a derived map");
    }
    TACIT_TRY(const std::vector<json::Value> items, value.array("levels"));
    if (items.empty()) return value.malformed("a group without levels", "Give at least one level");
    std::vector<bool> taken(cell_count(survey, group.of));
    for (const json::Value& item : items) {
        TACIT_CHECK(item.only({"code", "cells"}));
        Level level;
        TACIT_TRY(const json::Value code, item.at("code"));
        TACIT_TRY(level.code, load_code(code));
        for (const Level& earlier : group.levels)
            if (earlier.code == level.code)
                return code.malformed("the code \"" + level.code + "\" is there twice", "Rename one");
        TACIT_TRY(const std::vector<json::Value> cells, item.array("cells"));
        if (cells.empty()) return item.malformed("a level without cells stays empty", "Name at least one cell");
        for (const json::Value& cell_value : cells) {
            TACIT_TRY(const std::uint16_t cell, load_cell(cell_value, survey, group.of));
            if (taken[cell])
                return cell_value.refused("this cell is in a level already", "A cell belongs to one level only");
            taken[cell] = true;
            level.cells.push_back(cell);
        }
        group.levels.push_back(std::move(level));
    }
    TACIT_CHECK(check_cover(value, survey, group, taken));
    return group;
}

Result<Table> load_table(const json::Value& value, const Survey& survey) {
    TACIT_CHECK(value.only({"id", "kind", "of", "weight"}));
    Table table;
    TACIT_TRY(table.id, value.text("id"));
    TACIT_TRY(const json::Value kind_member, value.at("kind"));
    TACIT_TRY(const std::string kind, kind_member.as_text());
    std::optional<TableKind> known;
    for (const TableKind each : {TableKind::margin, TableKind::cross, TableKind::sum})
        if (kind == to_text(each)) known = each;
    if (!known)
        return kind_member.malformed("\"" + kind + "\" is not a kind of table", "Use \"margin\", \"cross\" or \"sum\"");
    table.kind = *known;

    TACIT_TRY(const json::Value of, value.at("of"));
    TACIT_TRY(const std::vector<json::Value> items, of.items());
    if (table.kind == TableKind::cross && (items.size() < 2 || items.size() > 3))
        return of.malformed("a cross has two or three factors", "For one factor use \"kind\": \"margin\"");
    if (table.kind != TableKind::cross && items.size() != 1)
        return of.malformed("a " + kind + " is over one item", "For two or three use \"kind\": \"cross\"");
    for (const json::Value& item : items) {
        TACIT_TRY(const Source source, load_source(item, survey));
        for (const Source& earlier : table.of)
            if (earlier == source) return item.refused("this factor is there twice", "Remove one");
        if (table.kind == TableKind::sum && !is_score(survey, source))
            return item.refused("a sum is over a score question", "Name a question of the kind \"score\"");
        if (table.kind != TableKind::sum && is_score(survey, source))
            return item.refused("single totals are not published", "Put the totals into bands with a group");
        table.of.push_back(source);
    }
    if (const auto weight = value.find("weight")) {
        TACIT_TRY(const std::int64_t number, weight->as_integer(1, kWeightMax));
        table.weight = static_cast<std::uint32_t>(number);
    }
    return table;
}

json::Node derived_node(const Survey& survey, const Derived& derived) {
    json::Node node = json::Node::object({{"id", derived.id}});
    if (const auto* change = std::get_if<Change>(&derived.kind)) {
        node.set("kind", "change").set("score", survey.questions[change->score].id);
        node.set("by", instruments::change_scale_name(change->scale));
        return node;
    }
    const Map& map = std::get<Map>(derived.kind);
    json::Node codes = json::Node::array();
    for (const std::string& level : map.levels) codes.push(level);
    json::Node cases = json::Node::array();
    for (const Map::Case& item : map.cases)
        cases.push(json::Node::object({{"if", rule_node(survey, item.rule)}, {"level", map.levels[item.level]}}));
    return std::move(node.set("kind", "map").set("levels", std::move(codes)).set("cases", std::move(cases)));
}

json::Node group_node(const Survey& survey, const Group& group) {
    const bool totals = is_score(survey, group.of);
    json::Node levels = json::Node::array();
    for (const Level& level : group.levels) {
        json::Node cells = json::Node::array();
        for (const std::uint16_t cell : level.cells) {
            if (totals && cell < answer_cells(survey.questions[group.of.index]))
                cells.push(cell);
            else
                cells.push(cell_code(survey, group.of, cell));
        }
        levels.push(json::Node::object({{"code", level.code}, {"cells", std::move(cells)}}));
    }
    return json::Node::object({{"id", group.id}, {"of", id_of(survey, group.of)}, {"levels", std::move(levels)}});
}

json::Node table_node(const Survey& survey, const Table& table) {
    json::Node of = json::Node::array();
    for (const Source& source : table.of) of.push(id_of(survey, source));
    json::Node node = json::Node::object({{"id", table.id}, {"kind", to_text(table.kind)}, {"of", std::move(of)}});
    if (table.weight) node.set("weight", *table.weight);
    return node;
}

}  // namespace tacit::survey
