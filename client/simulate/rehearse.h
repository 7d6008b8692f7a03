// A survey that is tried out many times before it begins: people from a pool, exact totals, noise, analysis.
#pragma once
#include <functional>
#include <memory>

#include "client/simulate/pool.h"
#include "crypto/dp/gaussian_table.h"
#include "schemas/release/rehearsal.h"
#include "schemas/release/stats/analyse.h"

namespace tacit::simulate {

// What both aggregators add to the totals of one batch, each with a generator of its own.
class BothNoises {
public:
    BothNoises(const survey::Compiled& compiled, Random& leader, Random& helper);
    void operator()(std::span<std::int64_t> totals) const;

private:
    struct Block {
        std::size_t first, cells;
        std::shared_ptr<const dp::GaussianTable> sampler;
    };
    Random& leader_;
    Random& helper_;
    std::vector<Block> blocks_;
};

struct Trials {
    std::size_t respondents = 0;
    std::size_t runs = 0;
    std::uint64_t seed = 0;  // of who is drawn
    release::Options options;
};
using AddNoise = std::function<void(std::span<std::int64_t>)>;
// The options' test of independence is left out.
Result<release::Rehearsal> rehearse(const survey::Survey& survey, const survey::Compiled& compiled, const Pool& pool,
                                    const Trials& trials, const AddNoise& add_noise);

}  // namespace tacit::simulate
