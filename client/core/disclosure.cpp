#include "client/core/disclosure.h"

#include <algorithm>
#include <cmath>

#include "client/core/host.h"
#include "crypto/dp/epsilon.h"

namespace tacit::client {
namespace {

constexpr double kDelta = 1e-6;

Operator operator_of(const task::Party& party) { return {party.name, party.contact, host_of(party.url)}; }

unsigned in_thousand(double share) { return static_cast<unsigned>(std::lround(share * 1000)); }

}  // namespace

Result<Disclosure> disclose(const Believed& believed, const survey::Language& language,
                            const circuits::Measurement& measurement) {
    const survey::Survey& survey = believed.task.definition;
    const survey::Compiled& compiled = believed.terms.compiled;
    Disclosure out;
    for (const survey::Moved& moved : survey::disclosure(compiled, measurement)) {
        survey::CellLabels labels = survey::cell_labels(survey, compiled, language, moved.table, moved.cell);
        out.counters.push_back({std::move(labels.table), std::move(labels.levels), moved.by});
    }
    out.counter_count = compiled.output_size;
    for (const survey::TableText& table : language.tables) out.tables.push_back(table.title);
    out.leader = operator_of(believed.task.leader);
    out.helper = operator_of(believed.task.helper);
    out.publisher = believed.task.publisher.name;
    out.min_batch_size = believed.task.min_batch_size;
    out.closes = believed.task.closes;
    for (const survey::CompiledTable& table : compiled.tables) {
        if (table.kind == survey::TableKind::sum) continue;
        const double noise = std::sqrt(2.0 * table.sigma_squared);  // both servers add their own
        out.noise_min = out.noise_min == 0 ? noise : std::min(out.noise_min, noise);
        out.noise_max = std::max(out.noise_max, noise);
    }
    TACIT_TRY(const dp::Rational two, dp::Rational::make(2, 1));
    TACIT_TRY(const dp::Rational half, compiled.rho.over(two));
    out.guess_operator = in_thousand(dp::guess_upper(compiled.rho));
    out.guess_reader = in_thousand(dp::guess_upper(half));
    out.epsilon = dp::epsilon_upper(compiled.rho, kDelta);
    return out;
}

}  // namespace tacit::client
