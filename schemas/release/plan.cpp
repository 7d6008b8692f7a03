#include "schemas/release/plan.h"

#include <algorithm>
#include <cmath>

#include "crypto/dp/zcdp.h"
#include "schemas/release/stats/analyse.h"
#include "schemas/release/stats/compare.h"

namespace tacit::release {
namespace {

constexpr double kPowerReach = 1.959963984540054 + 0.8416212335729143;  // 5 % false, 80 % found
constexpr double kNineOfTen = 1.2815515655446004;
constexpr std::uint64_t kRespondentsMax = 100'000'000;
constexpr double kMeanUseful = 0.1;  // half-width of a mean, as part of the score's range

double normal_below(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

// Of the number of people in a row among n, with noise, and how far above what it needs it is expected.
double chance_of(double people, double needed, double n) {
    const double noise = needed / kBaseInNoiseSds;
    const double sd = std::sqrt(noise * noise + people * std::max(0.0, 1 - people / n));
    return sd > 0 ? normal_below((people - needed) / sd) : 0;
}

std::uint64_t respondents_for_row(double share, double needed) {
    if (!(share > 0)) return 0;
    std::uint64_t low = 1;
    std::uint64_t high = kRespondentsMax;
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        const auto n = static_cast<double>(middle);
        const bool enough = chance_of(n * share, needed, n) >= normal_below(kNineOfTen);
        (enough ? high : low) = enough ? middle : middle + 1;
    }
    return low;
}

// z²·(p(1 − p)/n + v/n²) = w² at p = 1/2.
std::uint64_t respondents_for_width(double variance, double width) {
    const double a = width * width / (kZ95 * kZ95);
    return static_cast<std::uint64_t>(std::ceil((0.25 + std::sqrt(0.0625 + 4 * a * variance)) / (2 * a)));
}

double half(const Interval& interval) { return (interval.high - interval.low) / 2; }

class Planner {
public:
    Planner(const survey::SurveyFile& file, const survey::Compiled& compiled, std::span<const double> shares,
            std::uint64_t expect)
        : file_(file), compiled_(compiled), shares_(shares), n_(static_cast<double>(expect)) {
        plan_.title = file.texts.languages.front().title;
        plan_.id = file.survey.id;
        plan_.version = file.survey.version;
        plan_.expect = expect;
        plan_.min_batch_size = compiled.default_min_batch_size;
        for (const survey::CompiledTable& table : compiled.tables)
            blocks_.push_back({table.delta_squared, table.weight});
    }

    Result<Plan> run() {
        TACIT_TRY(const dp::Rational spent, dp::rho_spent(blocks_, compiled_.sigma_squared));
        TACIT_TRY(const dp::Rational two, dp::Rational::make(2, 1));
        TACIT_TRY(const dp::Rational halved, spent.over(two));
        plan_.guess_operator = dp::guess_upper(spent);
        plan_.guess_reader = dp::guess_upper(halved);
        Batch expected;
        for (const double share : shares_) expected.totals.push_back(std::llround(n_ * share));
        Options options;
        options.bootstrap_replicates = 0;
        const std::vector<Batch> batches{std::move(expected)};
        TACIT_TRY(const Results results, analyse(file_.survey, compiled_, batches, options));
        plan_.n_sd = results.n_sd;
        for (const Table& table : results.tables) plan_.tables.push_back(planned(table));
        plan_.detectable = detectable(results);
        plan_.useful = plan_.expect >= plan_.min_batch_size &&
                       std::any_of(plan_.tables.begin(), plan_.tables.end(), [](const auto& t) { return t.useful; });
        advise();
        return std::move(plan_);
    }

private:
    PlannedTable planned(const Table& from) const {
        const survey::CompiledTable& compiled = compiled_.tables[from.table];
        PlannedTable table;
        table.id = from.id;
        table.title = file_.texts.languages.front().tables[from.table].title;
        table.kind = from.kind;
        table.weight = compiled.weight;
        table.noise_sd = from.noise_sd;
        if (from.kind == survey::TableKind::sum) {
            mean(from, table);
        } else {
            for (const Line& line : from.rows)
                if (!line.missing) table.rows.push_back(row(from, line));
            for (const Cell& cell : from.cells)
                if (!cell.missing) count_share(cell, table);
            table.useful = from.rows.empty()
                               ? table.readable > 0
                               : std::any_of(table.rows.begin(), table.rows.end(),
                                             [](const PlannedRow& planned_row) { return planned_row.chance >= 0.5; });
            table.respondents_for_5_points = respondents_for_width(from.noise_sd * from.noise_sd, 0.05);
        }
        weigh(from.table, table);
        return table;
    }

    void mean(const Table& from, PlannedTable& table) const {
        const survey::CompiledTable& compiled = compiled_.tables[from.table];
        if (!from.mean->mean) return;
        table.half_width = half(from.mean->mean->interval);
        table.useful = table.half_width <= kMeanUseful * static_cast<double>(compiled.cell_max - compiled.cell_min);
    }

    // The share that a reader looks at: of a row where there are rows, else of those who answered.
    static void count_share(const Cell& cell, PlannedTable& table) {
        for (const Share& share : cell.shares)
            if (share.base == Base::answered && share.estimate)
                table.half_width = std::max(table.half_width, half(share.estimate->interval));
        if (cell.shares.empty()) return;
        const Share& share = cell.shares.back();
        ++table.shares;
        table.readable += share.status == Status::normal || share.status == Status::estimated;
    }

    PlannedRow row(const Table& from, const Line& line) const {
        PlannedRow planned_row;
        planned_row.code = line.code;
        planned_row.people = line.count;
        planned_row.people_needed = line.needed;
        planned_row.chance = chance_of(line.count, line.needed, n_);
        planned_row.respondents = respondents_for_row(line.count / n_, line.needed);
        for (const Cell& cell : from.cells) {
            if (cell.name.row != line.code || cell.missing || cell.shares.empty()) continue;
            const Share& share = cell.shares.back();
            if (share.estimate)
                planned_row.half_width = std::max(planned_row.half_width, half(share.estimate->interval));
        }
        return planned_row;
    }

    // σ² of every table once more, with one weight changed; nothing where that is refused.
    std::vector<std::uint32_t> sigma_with(std::size_t table, std::uint32_t weight) const {
        std::vector<dp::NoisyBlock> blocks = blocks_;
        if (weight == 0) {
            blocks.erase(blocks.begin() + static_cast<std::ptrdiff_t>(table));
        } else {
            blocks[table].weight = weight;
        }
        auto sigma = dp::sigma_squared(blocks, compiled_.rho);
        if (!sigma) return {};
        if (weight == 0) sigma->insert(sigma->begin() + static_cast<std::ptrdiff_t>(table), 0);
        return *std::move(sigma);
    }
    // The noise of the others, as the factor in the middle of them.
    double factor_of_others(std::size_t table, const std::vector<std::uint32_t>& sigma) const {
        std::vector<double> factors;
        for (std::size_t i = 0; i < sigma.size(); ++i)
            if (i != table) factors.push_back(std::sqrt(static_cast<double>(sigma[i]) / compiled_.sigma_squared[i]));
        if (factors.empty()) return 1;
        std::nth_element(factors.begin(), factors.begin() + static_cast<std::ptrdiff_t>(factors.size() / 2),
                         factors.end());
        return factors[factors.size() / 2];
    }
    void weigh(std::size_t index, PlannedTable& table) const {
        if (blocks_.size() < 2) return;
        table.others_without = factor_of_others(index, sigma_with(index, 0));
        const auto twice = sigma_with(index, 2 * table.weight);
        if (twice.empty()) return;
        table.own_with_twice = std::sqrt(static_cast<double>(twice[index]) / compiled_.sigma_squared[index]);
        table.others_with_twice = factor_of_others(index, twice);
    }

    std::optional<Detectable> detectable(const Results& results) const {
        const Table* heaviest = nullptr;
        for (const Table& table : results.tables) {
            const bool rows_of_choices = table.kind == survey::TableKind::cross && table.adjusted;
            if (rows_of_choices && (heaviest == nullptr || table.sigma_squared < heaviest->sigma_squared))
                heaviest = &table;
        }
        if (heaviest == nullptr) return std::nullopt;
        std::vector<const Line*> rows;
        for (const Line& line : heaviest->rows)
            if (!line.missing && line.publishable) rows.push_back(&line);
        std::stable_sort(rows.begin(), rows.end(), [](const Line* a, const Line* b) { return a->count > b->count; });
        // The two largest that can be compared: a row that is never asked the question of the columns cannot.
        for (std::size_t j = 1; j < rows.size(); ++j)
            for (std::size_t i = 0; i < j; ++i)
                if (auto found = detectable(results, heaviest->id, *rows[i], *rows[j])) return found;
        return std::nullopt;
    }

    static std::optional<Detectable> detectable(const Results& results, const std::string& table, const Line& row,
                                                const Line& other) {
        std::optional<Detectable> widest;
        for (const Comparison& comparison : results.comparisons) {
            const bool of_both = (comparison.row == row.code && comparison.other == other.code) ||
                                 (comparison.row == other.code && comparison.other == row.code);
            if (comparison.table != table || !of_both || !comparison.difference) continue;
            const double found = kPowerReach * comparison.difference->error;
            if (!widest || found > widest->difference)
                widest = Detectable{table, comparison.column, row.code, other.code, found};
        }
        return widest;
    }

    void advise() {
        if (plan_.expect < plan_.min_batch_size)
            plan_.advice.push_back("The servers release nothing below " + std::to_string(plan_.min_batch_size) +
                                   " answers: plan for more people, or a longer time.");
        std::uint64_t first = 0;
        std::string where;
        for (const PlannedTable& table : plan_.tables) {
            for (const PlannedRow& planned_row : table.rows)
                if (planned_row.respondents > plan_.expect && (first == 0 || planned_row.respondents < first)) {
                    first = planned_row.respondents;
                    where = planned_row.code + " of " + table.id;
                }
        }
        if (first > 0 && first < kRespondentsMax)
            plan_.advice.push_back("The next row to be published is " + where + ", from about " +
                                   std::to_string(first) + " answers.");
        const PlannedTable* dearest = nullptr;
        for (const PlannedTable& table : plan_.tables)
            if (!table.useful && (dearest == nullptr || table.weight > dearest->weight)) dearest = &table;
        if (dearest != nullptr && dearest->others_without < 0.995)
            plan_.advice.push_back("\"" + dearest->id +
                                   "\" says nothing with so few answers. Without it the others have " +
                                   std::to_string(std::lround(100 * (1 - dearest->others_without))) + " % less noise.");
    }

    const survey::SurveyFile& file_;
    const survey::Compiled& compiled_;
    std::span<const double> shares_;
    double n_;
    std::vector<dp::NoisyBlock> blocks_;
    Plan plan_;
};

}  // namespace

Result<Plan> plan(const survey::SurveyFile& file, const survey::Compiled& compiled, std::span<const double> shares,
                  std::uint64_t expect) {
    if (expect == 0) return fail(Fault::refused, "nobody is expected to answer", {}, "Expect at least one answer.");
    if (shares.size() != compiled.output_size)
        return fail(Fault::internal, "the expected shares are those of another survey");
    return Planner(file, compiled, shares, expect).run();
}

}  // namespace tacit::release
