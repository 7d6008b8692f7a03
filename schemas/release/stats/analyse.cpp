#include "schemas/release/stats/analyse.h"

#include "schemas/release/stats/compare.h"
#include "schemas/release/stats/independence.h"
#include "schemas/release/stats/masking.h"
#include "schemas/release/stats/rates.h"
#include "schemas/release/stats/standardise.h"
#include "schemas/release/stats/tables.h"
#include "schemas/release/stats/trend.h"

namespace tacit::release {
namespace {

std::vector<Table> described(const survey::Survey& survey, const survey::Compiled& compiled,
                             const Adjustment& adjustment, const Estimates& estimates, std::size_t batches) {
    std::vector<Table> tables;
    for (std::size_t t = 0; t < compiled.tables.size(); ++t) {
        tables.push_back(describe(survey, compiled, estimates, t, batches));
        tables.back().adjusted = adjustment.takes_part(compiled.tables[t].first_cell);
    }
    return tables;
}

// Changes stay those of all points: what is masked is not missing at random.
void mask_points(std::vector<Trend>& of, std::vector<std::vector<Table>>& batches, std::int64_t threshold) {
    for (std::vector<Table>& batch : batches)
        for (Table& table : batch) mask(table, threshold);
    std::vector<Trend> masked = trends(batches);
    for (std::size_t i = 0; i < of.size(); ++i) of[i].points = std::move(masked[i].points);
}

}  // namespace

Result<Results> analyse(const survey::Survey& survey, const survey::Compiled& compiled, std::span<const Batch> batches,
                        const Options& options) {
    return analyse(survey, compiled, Adjustment(survey, compiled), batches, options);
}

Result<Results> analyse(const survey::Survey& survey, const survey::Compiled& compiled, const Adjustment& adjustment,
                        std::span<const Batch> batches, const Options& options) {
    if (options.primary.size() > kPrimaryMax)
        return fail(Fault::refused, "more than five primary contrasts are declared", "/primary");
    TACIT_TRY(const auto noisy, noisy_tables(compiled, batches));
    std::vector<std::int64_t> sums;
    for (const NoisyTable& table : noisy) sums.insert(sums.end(), table.sums.begin(), table.sums.end());
    const Estimates estimates(adjustment, sums, batches.size());

    Results results;
    results.n = estimates.n();
    results.n_sd = estimates.n_sd();
    results.batches = batches.size();
    results.mask_below = options.mask_below;
    results.tables = described(survey, compiled, adjustment, estimates, batches.size());
    for (std::size_t t = 0; t < noisy.size(); ++t)
        results.tables[t].independence = independence_of(survey, compiled.tables[t], noisy[t].sums, noisy[t].variance,
                                                         options.bootstrap_replicates, options.bootstrap_seed + t);
    results.comparisons = comparisons(survey, compiled, estimates, options);
    results.rates = rates(survey, compiled, estimates);
    Standard standard = standardise(survey, compiled, estimates, options);
    results.weightings = std::move(standard.weightings);
    results.standardised = std::move(standard.rows);
    if (batches.size() > 1) {
        std::vector<std::vector<Table>> alone;
        for (const Batch& batch : batches)
            alone.push_back(described(survey, compiled, adjustment, Estimates(adjustment, batch.totals, 1), 1));
        results.trends = trends(alone);
        if (options.mask_below) mask_points(results.trends, alone, *options.mask_below);
    }
    if (options.mask_below)
        for (Table& table : results.tables) mask(table, *options.mask_below);
    results.equations = adjustment.equations();
    return results;
}

}  // namespace tacit::release
