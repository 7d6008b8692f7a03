#include "tests/stat/coverage/coverage.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "crypto/base/check.h"
#include "crypto/dp/gaussian_table.h"

namespace tacit::test {
namespace {

constexpr double kPeopleMin = 15;

// Every figure of an analysis in a fixed order of keys; `see` gets key, kind and figure, a null figure where withheld.
struct Figure {
    Kind kind;
    double base = 0;  // of a share
    const release::Estimate* estimate = nullptr;
};
template <class See>
void each_figure(const release::Results& results, See&& see) {
    const auto share = [&](Kind kind, std::string key, const release::Share& s) {
        see(key + " of " + std::string(release::code(s.base)),
            Figure{kind, s.base_size, s.estimate ? &*s.estimate : nullptr});
    };
    const auto optional = [](const std::optional<release::Estimate>& estimate) {
        return estimate ? &*estimate : nullptr;
    };
    for (const release::Table& table : results.tables) {
        for (const release::Cell& cell : table.cells)
            for (const release::Share& s : cell.shares) {
                const bool row = s.base == release::Base::row || s.base == release::Base::row_answered;
                share(row ? Kind::group_share : Kind::share, table.id + ' ' + cell.name.row + '/' + cell.name.column,
                      s);
            }
        for (const release::Line& line : table.rows)
            for (const release::Share& s : line.shares) share(Kind::share, table.id + " row " + line.code, s);
        for (const release::Line& line : table.columns)
            for (const release::Share& s : line.shares) share(Kind::share, table.id + " column " + line.code, s);
        if (table.mean) see(table.id, Figure{Kind::mean, 0, optional(table.mean->mean)});
    }
    for (const release::Comparison& c : results.comparisons) {
        const std::string key = c.table + ' ' + c.row + '-' + c.other + ' ' + c.column;
        see(key, Figure{Kind::difference, 0, optional(c.difference)});
        see(key + " ratio", Figure{Kind::ratio, 0, optional(c.ratio)});
    }
    for (const release::Standardised& s : results.standardised) {
        const std::string key = s.table + ' ' + s.row + ' ' + s.column;
        see(key + " standardised", Figure{Kind::standardised, 0, optional(s.standardised)});
        see(key + " crude", Figure{Kind::group_share, 0, optional(s.crude)});
    }
    for (const release::Rate& rate : results.rates)
        for (const auto& of : rate.bases) share(Kind::rate, rate.id + ' ' + of.base, of.share);
}

// Both aggregators, each with its own stream; one table for each σ².
class Noise {
public:
    Noise(const survey::Compiled& compiled, std::uint64_t seed, Fault fault)
        : leader_(2 * seed), helper_(2 * seed + 1), fault_(fault) {
        for (const survey::CompiledTable& table : compiled.tables) {
            const std::uint32_t variance = table.sigma_squared * (fault == Fault::twice_the_noise ? 2 : 1);
            auto& sampler = samplers_[variance];
            if (!sampler) sampler = std::make_unique<dp::GaussianTable>(variance);
            blocks_.push_back({table.first_cell, table.cell_count, sampler.get()});
        }
    }

    void add_to(std::vector<std::int64_t>& totals) {
        for (const Block& block : blocks_)
            for (std::size_t cell = block.first; cell < block.first + block.cells; ++cell) {
                totals[cell] += block.sampler->sample(leader_);
                if (fault_ != Fault::one_server_silent) totals[cell] += block.sampler->sample(helper_);
            }
    }

private:
    struct Block {
        std::size_t first, cells;
        const dp::GaussianTable* sampler;
    };
    SeededRandom leader_, helper_;
    Fault fault_;
    std::map<std::uint32_t, std::unique_ptr<dp::GaussianTable>> samplers_;
    std::vector<Block> blocks_;
};

release::Results analysed(const survey::Survey& survey, const survey::Compiled& compiled,
                          const release::Adjustment& adjustment, std::vector<std::int64_t> totals) {
    release::Options options;
    options.bootstrap_replicates = 0;
    const std::vector<release::Batch> batch{{std::move(totals), 0, 0}};
    auto results = release::analyse(survey, compiled, adjustment, batch, options);
    TACIT_ASSERT(results.has_value());
    return *std::move(results);
}

Kind final_kind(const Covered& figure, std::size_t runs) {
    if (2 * figure.published < runs) return Kind::rarely_published;
    if (figure.kind != Kind::share && figure.kind != Kind::group_share) return figure.kind;
    if (figure.truth == 0) return Kind::true_zero;
    return figure.people < kPeopleMin ? Kind::small_share : figure.kind;
}

}  // namespace

const char* to_text(Kind kind) {
    switch (kind) {
        case Kind::share: return "shares";
        case Kind::group_share: return "group shares";
        case Kind::small_share: return "small shares";
        case Kind::true_zero: return "true zeros";
        case Kind::mean: return "means";
        case Kind::difference: return "differences";
        case Kind::ratio: return "risk ratios";
        case Kind::standardised: return "standardised";
        case Kind::rate: return "measured rates";
        case Kind::rarely_published: return "rarely published";
    }
    return "";
}

Coverage measure_coverage(const survey::Survey& survey, const survey::Compiled& compiled, const PopulationPool& pool,
                          std::size_t n, std::size_t runs, std::uint64_t seed, Fault fault) {
    const release::Adjustment adjustment(survey, compiled);
    Coverage coverage{n, runs, {}};
    std::map<std::string, std::size_t, std::less<>> place;
    const double scale = static_cast<double>(n) / static_cast<double>(pool.people());
    each_figure(analysed(survey, compiled, adjustment, pool.totals()), [&](std::string key, const Figure& figure) {
        if (figure.estimate == nullptr) return;
        // What is adjusted is a fraction of exact numbers; its zero is one up to rounding.
        const double value = std::abs(figure.estimate->value) < 1e-9 ? 0 : figure.estimate->value;
        Covered covered{figure.kind, key, value, 0, 0, 0, 0, 0};
        covered.people = std::min(value, 1 - value) * figure.base * scale;
        if (place.emplace(std::move(key), coverage.figures.size()).second) coverage.figures.push_back(covered);
    });

    Noise noise(compiled, seed, fault);
    SeededRandom random(~seed);
    for (std::size_t run = 0; run < runs; ++run) {
        std::vector<std::int64_t> totals = pool.sample(n, random);
        noise.add_to(totals);
        each_figure(analysed(survey, compiled, adjustment, std::move(totals)),
                    [&](const std::string& key, const Figure& figure) {
                        const auto found = place.find(key);
                        if (figure.estimate == nullptr || found == place.end()) return;
                        Covered& covered = coverage.figures[found->second];
                        const release::Interval& interval = figure.estimate->interval;
                        ++covered.published;
                        covered.held += interval.low <= covered.truth && covered.truth <= interval.high;
                        covered.error += figure.estimate->value - covered.truth;
                        covered.width += interval.high - interval.low;
                    });
    }
    for (Covered& figure : coverage.figures) figure.kind = final_kind(figure, runs);
    return coverage;
}

std::map<Kind, Coverage::Summary> Coverage::summary() const {
    std::map<Kind, Summary> result;
    for (const Covered& figure : figures) {
        if (figure.published == 0) continue;
        Summary& summary = result[figure.kind];
        ++summary.figures;
        summary.intervals += figure.published;
        summary.held += static_cast<double>(figure.held);
        if (10 * figure.published < runs) continue;
        const double held = static_cast<double>(figure.held) / static_cast<double>(figure.published);
        if (held < summary.least) {
            summary.least = held;
            summary.least_name = figure.name;
        }
        if (held > summary.most) {
            summary.most = held;
            summary.most_name = figure.name;
        }
    }
    for (auto& [kind, summary] : result) summary.held /= static_cast<double>(summary.intervals);
    return result;
}

}  // namespace tacit::test
