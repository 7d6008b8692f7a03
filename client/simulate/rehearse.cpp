#include "client/simulate/rehearse.h"

#include <map>

namespace tacit::simulate {

BothNoises::BothNoises(const survey::Compiled& compiled, Random& leader, Random& helper)
    : leader_(leader), helper_(helper) {
    std::map<std::uint32_t, std::shared_ptr<const dp::GaussianTable>> samplers;
    for (const survey::CompiledTable& table : compiled.tables) {
        auto& sampler = samplers[table.sigma_squared];
        if (!sampler) sampler = std::make_shared<const dp::GaussianTable>(table.sigma_squared);
        blocks_.push_back({table.first_cell, table.cell_count, sampler});
    }
}

void BothNoises::operator()(std::span<std::int64_t> totals) const {
    for (const Block& block : blocks_)
        for (std::size_t cell = block.first; cell < block.first + block.cells; ++cell)
            totals[cell] += block.sampler->sample(leader_) + block.sampler->sample(helper_);
}

Result<release::Rehearsal> rehearse(const survey::Survey& survey, const survey::Compiled& compiled, const Pool& pool,
                                    const Trials& trials, const AddNoise& add_noise) {
    const release::Adjustment adjustment(survey, compiled);
    release::Options options = trials.options;
    options.bootstrap_replicates = 0;
    std::vector<release::Batch> batch{{pool.totals(), 0, 0}};
    TACIT_TRY(const release::Results truth, release::analyse(survey, compiled, adjustment, batch, options));
    release::Rehearsal rehearsal(truth, static_cast<double>(trials.respondents) / static_cast<double>(pool.size()));
    Generator generator(trials.seed, ~std::uint64_t{0});
    for (std::size_t i = 0; i < trials.runs; ++i) {
        batch[0].totals = pool.sample(trials.respondents, generator);
        add_noise(batch[0].totals);
        TACIT_TRY(const release::Results results, release::analyse(survey, compiled, adjustment, batch, options));
        rehearsal.add(results);
    }
    return rehearsal;
}

}  // namespace tacit::simulate
