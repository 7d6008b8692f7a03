#include "client/simulate/comparison.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "schemas/json/reader.h"
#include "schemas/release/shares.h"
#include "schemas/survey/decode.h"
#include "schemas/task/task_json.h"

namespace tacit::simulate {
namespace {

Result<ComparedTable> compare_table(const survey::TableResult& table, std::size_t batches, const json::Value& truth) {
    TACIT_TRY(const std::string id, truth.text("id"));
    TACIT_TRY(const std::vector<json::Value> cells, truth.array("cells"));
    if (id != table.id || cells.size() != table.cells.size())
        return fail(Fault::refused, "the truth is of another survey: it has other tables", truth.pointer(),
                    "Use the file that `tacit simulate --truth` wrote for this task.");
    ComparedTable compared{id, std::sqrt(2.0 * table.sigma_squared * static_cast<double>(batches)), {}};
    for (std::size_t i = 0; i < cells.size(); ++i) {
        constexpr std::int64_t kLimit = std::int64_t{1} << 53;
        TACIT_TRY(const std::int64_t total, cells[i].integer("total", -kLimit, kLimit));
        const auto distance = static_cast<double>(table.cells[i].total - total);
        compared.cells.push_back({table.cells[i].name, total, table.cells[i].total, distance / compared.noise_sd});
    }
    return compared;
}

std::string row(const char* format, auto... values) {
    char line[256];
    const int size = std::snprintf(line, sizeof line, format, values...);
    return std::string(line, static_cast<std::size_t>(std::clamp(size, 0, static_cast<int>(sizeof line) - 1)));
}

std::string short_name(const survey::CellName& name) {
    std::string text = name.column.empty() ? name.row : name.row + " / " + name.column;
    if (text.empty()) text = "sum";
    return text.substr(0, 44);  // codes are ASCII
}

}  // namespace

Result<Comparison> compare(std::string_view shares_json, std::string_view task_json, std::string_view truth_json) {
    TACIT_TRY(const json::Document truth, json::Document::parse(truth_json));
    TACIT_TRY(const task::Task task, task::load_task(task_json));
    TACIT_TRY(const task::Terms terms, task::terms(task));
    TACIT_TRY(const auto batches, release::load_shares(shares_json, terms.id));
    TACIT_TRY(const auto totals, release::totals_by_batch(batches, terms.compiled.output_size));
    TACIT_TRY(const auto tables, survey::decode(terms.compiled, release::added_up(totals)));
    TACIT_TRY(const std::vector<json::Value> exact, truth.root().array("tables"));
    if (exact.size() != tables.size())
        return fail(Fault::refused, "the truth is of another survey: it has another number of tables", "/tables",
                    "Use the file that `tacit simulate --truth` wrote for this task.");

    Comparison comparison;
    TACIT_TRY(const std::int64_t reports, truth.root().integer("reports", 0, std::int64_t{1} << 53));
    comparison.reports = static_cast<std::uint64_t>(reports);
    double squares = 0;
    std::size_t count = 0;
    for (std::size_t i = 0; i < tables.size(); ++i) {
        TACIT_TRY(ComparedTable table, compare_table(tables[i], batches.size(), exact[i]));
        for (const ComparedCell& cell : table.cells) {
            squares += cell.error * cell.error;
            comparison.largest = std::max(comparison.largest, std::abs(cell.error));
        }
        count += table.cells.size();
        comparison.tables.push_back(std::move(table));
    }
    comparison.root_mean_square = std::sqrt(squares / static_cast<double>(std::max<std::size_t>(count, 1)));
    return comparison;
}

std::string to_text(const Comparison& comparison) {
    std::string text;
    for (const ComparedTable& table : comparison.tables) {
        text += row("\n%s (noise sd of a cell %.1f)\n", table.id.c_str(), table.noise_sd);
        text += row("    %-44s %9s %9s %13s\n", "", "true", "published", "error in sds");
        for (const ComparedCell& cell : table.cells)
            text += row("    %-44s %9lld %9lld %+13.2f\n", short_name(cell.name).c_str(),
                        static_cast<long long>(cell.truth), static_cast<long long>(cell.published), cell.error);
    }
    text += row(
        "\n%llu simulated answer sheets. Over all cells the error is %.2f noise sds (root mean square; 1 is what was "
        "declared), %.2f at most.\n",
        static_cast<unsigned long long>(comparison.reports), comparison.root_mean_square, comparison.largest);
    return text;
}

}  // namespace tacit::simulate
