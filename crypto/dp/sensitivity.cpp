#include "crypto/dp/sensitivity.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tacit::dp {
namespace {

using circuits::Choice;
using circuits::Cross;
using circuits::Group;
using circuits::Multi;
using circuits::Sum;

constexpr std::uint64_t kOnesMax = std::uint64_t{1} << 31;  // keeps 2·m·m' within 64 bits

// What is known of a block: at most how many of its cells one questionnaire sets to 1, where its cells are 0 or 1 at
// all, and how far it can move.
struct Moves {
    std::optional<std::uint64_t> ones;
    std::uint64_t delta_squared = 0;
};

tl::unexpected<Error> refuse(std::string what) {
    return fail(Fault::refused, "the sensitivity of a block is not known: " + std::move(what));
}

// One overload for each kind of block; `earlier` holds the blocks before it.
class Derivation {
public:
    Derivation(const std::vector<circuits::Block>& blocks, const std::vector<Moves>& earlier)
        : blocks_(blocks), earlier_(earlier) {}

    Result<Moves> operator()(const Choice&) const { return Moves{.ones = 1, .delta_squared = 2}; }

    Result<Moves> operator()(const Multi& multi) const {
        if (multi.max == 0 || multi.max > multi.k) return refuse("a multi allows none, or more than it has");
        return Moves{.ones = multi.max,
                     .delta_squared = std::min<std::uint64_t>(multi.k, 2 * std::uint64_t{multi.max})};
    }

    // Disjoint groups of a block with a single 1 hold a single 1, or none. Of a multi they may hold more than one in a
    // cell, and where they overlap one 1 counts twice: 2 would then be too little.
    Result<Moves> operator()(const Group& group) const {
        const Choice* const choice = choice_at(group.of);
        if (choice == nullptr) return refuse("a group stands over something other than a choice");
        std::vector<bool> taken(choice->k);
        for (const auto& cells : group.groups) {
            for (const std::uint16_t cell : cells) {
                if (cell >= choice->k) return refuse("a group lists a cell that is not there");
                if (taken[cell]) return refuse("groups overlap");
                taken[cell] = true;
            }
        }
        return Moves{.ones = 1, .delta_squared = 2};
    }

    // The cells before and after hold at most m·m' ones each, so they differ in at most twice as many.
    Result<Moves> operator()(const Cross& cross) const {
        for (const std::uint16_t factor : {cross.left, cross.right}) {
            if (factor >= earlier_.size()) return refuse("a cross names a later block");
            if (!earlier_[factor].ones) return refuse("a cross has a sum as a factor");
        }
        const std::uint64_t left = *earlier_[cross.left].ones;
        const std::uint64_t right = *earlier_[cross.right].ones;
        if (left > kOnesMax / right) return refuse("a cross can hold too many ones");
        return Moves{.ones = left * right, .delta_squared = 2 * left * right};
    }

    Result<Moves> operator()(const Sum& sum) const {
        const Choice* const choice = choice_at(sum.of);
        if (choice == nullptr) return refuse("a sum stands over something other than a choice");
        if (sum.values.empty() || sum.values.size() != choice->k)
            return refuse("a sum has not one value for each cell");
        const auto [low, high] = std::minmax_element(sum.values.begin(), sum.values.end());
        const auto reach = static_cast<std::uint64_t>(std::int64_t{*high} - *low);
        return Moves{.ones = std::nullopt, .delta_squared = reach * reach};  // below 2^64: reach is below 2^32
    }

private:
    const Choice* choice_at(std::uint16_t block) const {
        return block < earlier_.size() ? std::get_if<Choice>(&blocks_[block]) : nullptr;
    }

    const std::vector<circuits::Block>& blocks_;
    const std::vector<Moves>& earlier_;
};

}  // namespace

Result<std::uint64_t> delta_squared(const circuits::QuestionnaireConfig& config, std::size_t block) {
    if (block >= config.blocks.size()) return refuse("there is no such block");
    std::vector<Moves> moves;
    for (std::size_t i = 0; i <= block; ++i) {
        TACIT_TRY(const Moves next, std::visit(Derivation(config.blocks, moves), config.blocks[i]));
        moves.push_back(next);
    }
    return moves.back().delta_squared;
}

}  // namespace tacit::dp
