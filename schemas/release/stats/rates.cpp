#include "schemas/release/stats/rates.h"

#include <algorithm>
#include <array>

#include "schemas/release/stats/bases.h"
#include "schemas/release/stats/share.h"

namespace tacit::release {
namespace {

using Codes = std::vector<std::string_view>;

struct Definition {
    std::string_view id, words;
    Codes levels;
};

struct Scale {
    Codes eligible;           // whose start was high enough for the rate
    std::string_view others;  // measured, but with a lower start
    std::vector<Definition> rates;
};

Scale scale_of(instruments::ChangeScale scale) {
    if (scale == instruments::ChangeScale::response)
        return {{"remission", "response", "partial", "little", "worse"},
                "below_start",
                {{"remission", "From a start of at least 5 to a score below 5", {"remission"}},
                 {"response_or_remission",
                  "From a start of at least 5 to at most half of it, or below 5",
                  {"remission", "response"}},
                 {"worse", "From a start of at least 5 to at least 5 points more", {"worse"}}}};
    return {{"rel_recovery", "recovery_only", "rel_improve_only", "no_rel_change", "rel_worse"},
            "below_case_at_start",
            {{"recovery", "From a start of at least 10 to a score below 10", {"rel_recovery", "recovery_only"}},
             {"reliable_improvement",
              "From a start of at least 10 to at least 6 points less",
              {"rel_recovery", "rel_improve_only"}},
             {"reliable_recovery",
              "From a start of at least 10 to a score below 10 and at least 6 points less",
              {"rel_recovery"}},
             {"reliable_worsening", "From a start of at least 10 to at least 6 points more", {"rel_worse"}}}};
}

struct Place {
    const survey::CompiledTable* table = nullptr;
    std::size_t axis = 0;
};
Place most_precise(const survey::Compiled& compiled, std::size_t derived) {
    Place best;
    const survey::Source source{survey::Source::Kind::derived, derived};
    double least = 0;
    for (const survey::CompiledTable& table : compiled.tables) {
        if (!table.sums_to_reports) continue;
        for (std::size_t axis = 0; axis < table.axes.size(); ++axis) {
            if (!(table.axes[axis].source == source)) continue;
            const double noise = static_cast<double>(table.cell_count) * table.sigma_squared;
            if (best.table == nullptr || noise < least) best = {&table, axis};
            least = best.table == &table ? noise : least;
        }
    }
    return best;
}

Amount amount_of(const Place& place, const Codes& codes) {
    Amount amount;
    const auto& levels = place.table->axes[place.axis].codes;
    for (std::size_t cell = 0; cell < place.table->cell_count; ++cell) {
        const std::string& code = levels[level_of(*place.table, cell, place.axis)];
        if (std::find(codes.begin(), codes.end(), code) != codes.end()) amount.add(place.table->first_cell + cell);
    }
    return amount;
}

}  // namespace

std::vector<Rate> rates(const survey::Survey& survey, const survey::Compiled& compiled, const Estimates& estimates) {
    std::vector<Rate> result;
    for (std::size_t i = 0; i < survey.derived.size(); ++i) {
        const auto* change = std::get_if<survey::Change>(&survey.derived[i].kind);
        if (change == nullptr) continue;
        const Place place = most_precise(compiled, i);
        if (place.table == nullptr) continue;
        const Scale scale = scale_of(change->scale);
        Codes measured = scale.eligible;
        measured.push_back(scale.others);
        const Amount eligible = amount_of(place, scale.eligible);
        const Amount with_start = amount_of(place, measured);
        for (const Definition& definition : scale.rates) {
            const Amount amount = amount_of(place, definition.levels);
            Rate rate{place.table->id, std::string(definition.id), std::string(definition.words), {}};
            rate.bases = {{"measured_start", share_of(estimates, Base::answered, amount, eligible, true)},
                          {"measured", share_of(estimates, Base::answered, amount, with_start, true)},
                          {"all", share_of(estimates, Base::all, amount, Amount::all(), true)}};
            result.push_back(std::move(rate));
        }
    }
    return result;
}

}  // namespace tacit::release
