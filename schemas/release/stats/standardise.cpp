#include "schemas/release/stats/standardise.h"

#include <algorithm>

#include "schemas/release/stats/bases.h"
#include "schemas/release/stats/tables.h"

namespace tacit::release {
namespace {

class Strata {
public:
    Strata(const survey::Survey& survey, const survey::CompiledTable& table, const Estimates& estimates)
        : survey_(survey),
          table_(table),
          estimates_(estimates),
          rows_(missing_levels(survey, table.axes[0])),
          strata_(missing_levels(survey, table.axes[1])),
          columns_(missing_levels(survey, table.axes[2])) {}

    bool measurable() const { return !columns_.mixed; }

    Weighting own_mix() const {
        Weighting mix{table_.id, {}};
        double all = 0;
        for (std::size_t s = 0; s < strata_.level.size(); ++s) {
            if (strata_.level[s]) continue;
            Amount people;
            for (std::size_t r = 0; r < rows_.level.size(); ++r)
                if (!rows_.level[r]) people.add(base(r, s));
            const double count = std::max(0.0, estimates_.value(people));
            mix.weights.emplace_back(table_.axes[1].codes[s], count);
            all += count;
        }
        for (auto& [code, weight] : mix.weights) weight = all > 0 ? weight / all : 0;
        return mix;
    }

    std::vector<Standardised> rows(const Weighting& mix) const {
        std::vector<Standardised> result;
        for (std::size_t r = 0; r < rows_.level.size(); ++r)
            for (std::size_t c = 0; c < columns_.level.size(); ++c)
                if (!rows_.level[r] && !columns_.level[c]) result.push_back(one(mix, r, c));
        return result;
    }

private:
    std::size_t row(std::size_t r, std::size_t s) const { return r * strata_.level.size() + s; }
    Amount base(std::size_t r, std::size_t s) const { return *row_amount(survey_, table_, row(r, s), true); }

    Standardised one(const Weighting& mix, std::size_t r, std::size_t c) const {
        Standardised result{table_.id, table_.axes[0].codes[r], table_.axes[2].codes[c], {}, {}};
        std::vector<ShareOf> shares;
        std::vector<double> weights;
        ShareOf crude;
        for (std::size_t s = 0; s < strata_.level.size(); ++s) {
            const auto weight = std::find_if(mix.weights.begin(), mix.weights.end(),
                                             [&](const auto& entry) { return entry.first == table_.axes[1].codes[s]; });
            if (weight == mix.weights.end() || !(weight->second > 0)) continue;
            const Amount cell = Amount::cell(table_.first_cell + row(r, s) * columns_.level.size() + c);
            shares.push_back({cell, base(r, s)});
            weights.push_back(weight->second);
            crude.num.add(cell);
            crude.den.add(shares.back().den);
        }
        result.status = Status::withheld;
        result.reason = Reason::base_too_small;
        if (shares.empty()) return result;
        const std::array one_share{crude};
        const std::array whole{1.0};
        result.crude = weighted_sum(estimates_, one_share, whole);
        result.standardised = weighted_sum(estimates_, shares, weights);
        if (!result.standardised) return result;
        result.status = Status::estimated;
        result.reason = Reason::combined;
        if (kZ95 * result.standardised->error > kImprecise * result.standardised->value) {
            result.status = Status::unreliable;
            result.reason = Reason::imprecise;
        }
        return result;
    }

    const survey::Survey& survey_;
    const survey::CompiledTable& table_;
    const Estimates& estimates_;
    Missing rows_, strata_, columns_;
};

}  // namespace

Standard standardise(const survey::Survey& survey, const survey::Compiled& compiled, const Estimates& estimates,
                     const Options& options) {
    Standard standard;
    for (const survey::CompiledTable& table : compiled.tables) {
        if (table.kind != survey::TableKind::cross || table.axes.size() != 3 || !table.sums_to_reports) continue;
        const Strata strata(survey, table, estimates);
        if (!strata.measurable()) continue;
        const auto given = std::find_if(options.reference.begin(), options.reference.end(),
                                        [&](const Weighting& weighting) { return weighting.table == table.id; });
        standard.weightings.push_back(given != options.reference.end() ? *given : strata.own_mix());
        const auto rows = strata.rows(standard.weightings.back());
        standard.rows.insert(standard.rows.end(), rows.begin(), rows.end());
    }
    return standard;
}

}  // namespace tacit::release
