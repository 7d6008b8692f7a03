#include "tests/unit/dp/questionnaires.h"

#include <bit>

namespace tacit::test {

using circuits::Block;
using circuits::Choice;
using circuits::Cross;
using circuits::Group;
using circuits::Multi;
using circuits::QuestionnaireConfig;
using circuits::Sum;

namespace {

// Every content that an honest client may give a choice or multi; nothing for the other blocks, which follow from
// these.
std::vector<Cells> contents(const Block& block) {
    std::vector<Cells> all;
    if (const auto* const choice = std::get_if<Choice>(&block)) {
        for (std::size_t option = 0; option < choice->k; ++option) {
            all.emplace_back(choice->k).at(option) = 1;
        }
    } else if (const auto* const multi = std::get_if<Multi>(&block)) {
        for (std::uint32_t ticks = 0; ticks < 1u << multi->k; ++ticks) {
            if (std::popcount(ticks) > multi->max) continue;
            Cells& cells = all.emplace_back(multi->k);
            for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = ticks >> i & 1;
        }
    }
    return all;
}

// The cells of a block that follows from earlier ones, as the definition of the blocks says.
Cells derived(const Block& block, const std::vector<Cells>& earlier) {
    if (const auto* const group = std::get_if<Group>(&block)) {
        Cells cells;
        for (const auto& members : group->groups) {
            cells.push_back(0);
            for (const std::uint16_t member : members) cells.back() += earlier[group->of][member];
        }
        return cells;
    }
    if (const auto* const cross = std::get_if<Cross>(&block)) {
        Cells cells;
        for (const std::int64_t left : earlier[cross->left])
            for (const std::int64_t right : earlier[cross->right]) cells.push_back(left * right);
        return cells;
    }
    const auto& sum = std::get<Sum>(block);
    Cells cells(1);
    for (std::size_t m = 0; m < sum.values.size(); ++m) cells[0] += sum.values[m] * earlier[sum.of][m];
    return cells;
}

}  // namespace

QuestionnaireConfig config_of(std::vector<Block> blocks) {
    QuestionnaireConfig config;
    config.chunk_length = 1;
    config.blocks = std::move(blocks);
    return config;
}

std::vector<std::vector<Cells>> all_questionnaires(const QuestionnaireConfig& config) {
    std::vector<std::vector<Cells>> all = {{}};
    for (const Block& block : config.blocks) {
        const std::vector<Cells> choices = contents(block);
        std::vector<std::vector<Cells>> longer;
        for (const auto& start : all) {
            if (choices.empty()) {
                longer.push_back(start);
                longer.back().push_back(derived(block, start));
            }
            for (const Cells& cells : choices) {
                longer.push_back(start);
                longer.back().push_back(cells);
            }
        }
        all = std::move(longer);
    }
    return all;
}

}  // namespace tacit::test
