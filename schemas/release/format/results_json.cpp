#include "schemas/release/format/results_json.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "schemas/json/node.h"
#include "schemas/release/format/methods.h"
#include "schemas/release/labels.h"
#include "schemas/release/text.h"

namespace tacit::release {
namespace {

using json::Node;
using survey::Source;

std::int64_t thousandths(double value) { return std::llround(value * 1000); }
std::int64_t of_share(double share) { return thousandths(std::clamp(share, 0.0, 1.0)); }
Node people(double count) { return std::llround(std::max(0.0, count)); }

bool is_no_answer(std::string_view code) {
    return code == survey::kNoAnswer || code == survey::kNotAsked || code == survey::kMissing;
}

// A factor of a table, or what a group of one stands on: what a reader can say of themselves.
struct Factors {
    const Content& content;
    std::vector<survey::Axis> list;

    void add(const survey::Axis& axis) {
        const bool known = std::any_of(list.begin(), list.end(), [&](const auto& one) { return one.id == axis.id; });
        if (!known) list.push_back(axis);
    }
    void add(const Source& source) {
        survey::Axis axis;
        axis.id = survey::id_of(content.survey(), source);
        axis.source = axis.base = source;
        for (std::size_t cell = 0; cell < survey::cell_count(content.survey(), source); ++cell)
            axis.codes.push_back(survey::cell_code(content.survey(), source, cell));
        add(axis);
    }
};

bool is_score(const survey::Survey& survey, const Source& source) {
    return source.kind == Source::Kind::question &&
           std::holds_alternative<survey::Score>(survey.questions[source.index].kind);
}

Factors factors_of(const Content& content) {
    Factors factors{content, {}};
    for (const survey::CompiledTable& table : content.compiled().tables) {
        if (table.kind == survey::TableKind::sum) continue;
        for (const survey::Axis& axis : table.axes) {
            factors.add(axis);
            if (axis.source.kind == Source::Kind::group && !is_score(content.survey(), axis.base))
                factors.add(axis.base);
        }
    }
    return factors;
}

Node factor_node(const survey::Survey& survey, const survey::Axis& axis) {
    Node codes = Node::array(), cells = Node::array(), missing = Node::array();
    for (const std::string& code : axis.codes) codes.push(code);
    const survey::Group* group = axis.source.kind == Source::Kind::group ? &survey.groups[axis.source.index] : nullptr;
    for (std::size_t level = 0; level < axis.codes.size(); ++level) {
        bool is_missing = is_no_answer(axis.codes[level]);
        if (group != nullptr && level < group->levels.size()) {
            Node list = Node::array();
            for (const std::uint16_t cell : group->levels[level].cells) {
                list.push(cell);
                is_missing = is_missing || is_no_answer(survey::cell_code(survey, group->of, cell));
            }
            cells.push(std::move(list));
        }
        if (is_missing) missing.push(level);
    }
    Node node = Node::object({{"id", axis.id}, {"codes", std::move(codes)}, {"missing", std::move(missing)}});
    if (group != nullptr) {
        node.set("of", survey::id_of(survey, group->of));
        node.set("cells", std::move(cells));
    }
    return node;
}

Node cell_node(const Cell& cell) {
    const Share* share = main_share(cell);
    const bool has = share != nullptr && share->estimate.has_value();
    Node node = Node::array();
    node.push(cell.status == Status::withheld ? Node() : people(cell.count));
    node.push(has ? Node(of_share(share->estimate->value)) : Node());
    node.push(has ? Node(of_share(share->estimate->interval.low)) : Node());
    node.push(has ? Node(of_share(share->estimate->interval.high)) : Node());
    node.push(std::string(1, code(share == nullptr ? cell.status : share->status)));
    node.push(code(share == nullptr ? cell.reason : share->reason));
    return node;
}

Node table_node(const Content& content, const Table& table) {
    const survey::CompiledTable& compiled = content.compiled().tables[table.table];
    Node node = Node::object({{"id", table.id}, {"kind", survey::to_text(table.kind)}});
    Node axes = Node::array();
    for (const survey::Axis& axis : compiled.axes) axes.push(axis.id);
    node.set("of", std::move(axes));
    if (table.kind == survey::TableKind::sum) {
        node.set("most", compiled.cell_max - compiled.cell_min);
        if (!table.mean || !table.mean->mean) return node;
        const Estimate& mean = *table.mean->mean;
        node.set("people", people(table.mean->answered));
        Node value = Node::array();
        const auto most = static_cast<double>(compiled.cell_max - compiled.cell_min);
        for (const double each : {mean.value, mean.interval.low, mean.interval.high})
            value.push(thousandths(std::clamp(each, 0.0, most)));
        node.set("mean", std::move(value));
        return node;
    }
    Node cells = Node::array(), rows = Node::array();
    for (const Cell& cell : table.cells) cells.push(cell_node(cell));
    for (const Line& row : table.rows) rows.push(row.status == Status::withheld ? Node() : people(row.count));
    node.set("cells", std::move(cells));
    if (table.kind == survey::TableKind::cross) node.set("rows", std::move(rows));
    return node;
}

Node words_node(const Content& content, const Factors& factors, const survey::Language& words) {
    Node titles = Node::object();
    for (const survey::Axis& axis : factors.list) {
        Node levels = Node::array();
        for (std::size_t level = 0; level < axis.codes.size(); ++level)
            levels.push(level_label(words, content.survey(), axis, level));
        titles.set(axis.id,
                   Node::object({{"title", axis_label(words, content.survey(), axis)}, {"levels", std::move(levels)}}));
    }
    Node tables = Node::object();
    for (const Table& table : content.results.tables) {
        const survey::TableText& text = words.tables[table.table];
        tables.set(table.id, Node::object({{"title", text.title}, {"base", text.base}}));
    }
    return Node::object({{"title", words.title}, {"factors", std::move(titles)}, {"tables", std::move(tables)}});
}

}  // namespace

std::string results_json(const Content& content) {
    const Release& release = content.release;
    const wire::Interval whole = answered_in(release);
    const Factors factors = factors_of(content);
    Node list = Node::array(), tables = Node::array(), languages = Node::object();
    for (const survey::Axis& axis : factors.list) list.push(factor_node(content.survey(), axis));
    for (const Table& table : content.results.tables) tables.push(table_node(content, table));
    for (const survey::Language& words : content.texts.languages)
        languages.set(words.tag, words_node(content, factors, words));
    Node node = Node::object({{"format", "tacit-results-1"},
                              {"release", content.id},
                              {"version", release.edition.version},
                              {"made", day_text(release.edition.made)},
                              {"task_id", wire::to_text(release.terms.id)},
                              {"from", day_text(begin_of(release.task, whole.start))},
                              {"to", last_day(release)},
                              {"people", content.results.n},
                              {"key", content.results.tables[key_table(content)].id},
                              {"factors", std::move(list)},
                              {"tables", std::move(tables)},
                              {"texts", std::move(languages)}});
    if (release.synthetic) node.set("synthetic", kSynthetic);
    return json::canonical(node);
}

}  // namespace tacit::release
