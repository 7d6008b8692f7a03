// From noisy totals to everything that a release says (results.h). Deterministic: the same totals and options give the
// same numbers.
#pragma once
#include "schemas/json/named_file.h"
#include "schemas/release/stats/results.h"

namespace tacit::release {

// A declared difference: a column's share in one row minus that in another.
struct Contrast {
    std::string table, column, row, other;  // a row of three factors is "first/second"
    bool operator==(const Contrast&) const = default;
};
inline constexpr std::size_t kPrimaryMax = 5;

struct Options {
    std::optional<std::int64_t> mask_below;  // counts below it are masked on top of the noise; see mask_preset()
    std::vector<Contrast> primary;           // at most 5
    std::vector<Weighting> reference;        // for standardisation; a table without an entry has its own mix
    std::optional<json::NamedFile> script;   // that goes with them; not run here
    unsigned bootstrap_replicates = 999;  // 0 leaves the test of independence out
    std::uint64_t bootstrap_seed = 1;
};

// "cms" (11), "nhs" (8). Nothing for another name.
std::optional<std::int64_t> mask_preset(std::string_view name);

// {"format": "tacit-analysis-1", "mask_below": 11 or "cms", "primary": [{"table", "column", "row", "other"}],
//  "reference": [{"table", "weights": {"level": thousandths}}], "script": {"name", "sha256"}}; every member but
//  `format`
// may be left out. Names are checked against the survey.
Result<Options> load_options(std::string_view json_text, const survey::Compiled& compiled);

// Refuses no batches, totals of another length than the survey publishes, and more than five primary contrasts.
Result<Results> analyse(const survey::Survey& survey, const survey::Compiled& compiled, std::span<const Batch> batches,
                        const Options& options = {});
// With the adjustment of this survey at hand, which takes longer to make than to use.
Result<Results> analyse(const survey::Survey& survey, const survey::Compiled& compiled, const Adjustment& adjustment,
                        std::span<const Batch> batches, const Options& options);

}  // namespace tacit::release
