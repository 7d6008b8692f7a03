#include "tests/unit/vdaf/questionnaire_samples.h"

#include <algorithm>

namespace tacit::test {
namespace {

using namespace circuits;
using field::Field64;

std::size_t bit_length(std::size_t value) {
    std::size_t bits = 0;
    for (; value > 0; value /= 2) ++bits;
    return bits;
}

Block random_block(Random& random, const QuestionnaireConfig& config) {
    const auto earlier = [&] { return static_cast<std::uint16_t>(below(random, config.blocks.size())); };
    const auto k = static_cast<std::uint16_t>(1 + below(random, 5));
    switch (config.blocks.empty() ? below(random, 2) : below(random, 5)) {
        case 0: return Choice{k};
        case 1: return Multi{k, static_cast<std::uint16_t>(1 + below(random, k))};
        case 2: {
            Group group{earlier(), std::vector<std::vector<std::uint16_t>>(1 + below(random, 3))};
            for (std::uint16_t cell = 0; cell < cell_count(config, group.of); ++cell)
                if (below(random, 5) > 0) group.groups[below(random, group.groups.size())].push_back(cell);
            return group;
        }
        case 3: return Cross{earlier(), earlier()};
        default: {
            Sum sum{earlier(), {}};
            for (std::size_t cell = 0; cell < cell_count(config, sum.of); ++cell)
                sum.values.push_back(static_cast<std::int32_t>(below(random, 200)) - 100);
            return sum;
        }
    }
}

// Every block's cells, as plain integers.
std::vector<std::vector<std::int64_t>> expected_cells(const QuestionnaireConfig& config,
                                                      const Measurement& measurement) {
    std::vector<std::vector<std::int64_t>> cells;
    std::size_t used = 0;
    for (const Block& block : config.blocks) {
        std::vector<std::int64_t>& own = cells.emplace_back(cell_count(config, cells.size()));
        if (std::holds_alternative<Choice>(block)) {
            own[std::get<std::uint16_t>(measurement[used++])] = 1;
        } else if (std::holds_alternative<Multi>(block)) {
            for (const auto mark : std::get<std::vector<std::uint16_t>>(measurement[used++])) own[mark] = 1;
        } else if (const auto* group = std::get_if<Group>(&block)) {
            for (std::size_t g = 0; g < own.size(); ++g)
                for (const auto cell : group->groups[g]) own[g] += cells[group->of][cell];
        } else if (const auto* cross = std::get_if<Cross>(&block)) {
            std::size_t at = 0;
            for (const auto left : cells[cross->left])
                for (const auto right : cells[cross->right]) own[at++] = left * right;
        } else if (const auto* sum = std::get_if<Sum>(&block)) {
            for (std::size_t m = 0; m < sum->values.size(); ++m) own[0] += sum->values[m] * cells[sum->of][m];
        }
    }
    return cells;
}

}  // namespace

std::size_t below(Random& random, std::size_t bound) {
    const auto bytes = random.array<4>();
    return (std::size_t{bytes[0]} | std::size_t{bytes[1]} << 8 | std::size_t{bytes[2]} << 16) % bound;
}

field::Field64 random_element(Random& random) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : random.array<8>()) value = value << 8 | byte;
    return Field64::from_u64(value);
}

QuestionnaireConfig random_config(Random& random) {
    QuestionnaireConfig config;
    config.chunk_length = static_cast<std::uint32_t>(1 + below(random, 6));
    const std::size_t blocks = 1 + below(random, 8);
    while (config.blocks.size() < blocks) {
        config.blocks.push_back(random_block(random, config));
        if (cell_count(config, config.blocks.size() - 1) > 60) config.blocks.pop_back();
    }
    for (std::uint16_t block = 0; block < blocks; ++block)
        if (block + 1u == blocks || below(random, 2) == 0) config.release.push_back(block);
    std::reverse(config.release.begin(), config.release.end());
    return config;
}

Measurement random_measurement(Random& random, const QuestionnaireConfig& config) {
    Measurement measurement;
    for (const Block& block : config.blocks) {
        if (const auto* choice = std::get_if<Choice>(&block)) {
            measurement.emplace_back(static_cast<std::uint16_t>(below(random, choice->k)));
        } else if (const auto* multi = std::get_if<Multi>(&block)) {
            std::vector<std::uint16_t> marks;
            for (std::uint16_t option = 0; option < multi->k; ++option)
                if (marks.size() < multi->max && below(random, 2) == 0) marks.push_back(option);
            measurement.emplace_back(std::move(marks));
        }
    }
    return measurement;
}

bool is_valid_report(const QuestionnaireConfig& config, const std::vector<Field64>& elements) {
    std::vector<std::vector<Field64>> cells;
    std::size_t used = 0;
    bool valid = true;
    const auto take = [&](std::size_t count) {
        const std::vector<Field64> taken(elements.begin() + static_cast<std::ptrdiff_t>(used),
                                         elements.begin() + static_cast<std::ptrdiff_t>(used + count));
        used += count;
        return taken;
    };
    const auto ones = [&](const std::vector<Field64>& bits) {
        std::size_t count = 0;
        for (const Field64 bit : bits) {
            valid &= bit.value() <= 1;
            count += bit.value() == 1;
        }
        return count;
    };
    for (const Block& block : config.blocks) {
        const std::size_t count = cell_count(config, cells.size());
        if (std::holds_alternative<Choice>(block)) {
            cells.push_back(take(count));
            valid &= ones(cells.back()) == 1;
        } else if (const auto* multi = std::get_if<Multi>(&block)) {
            cells.push_back(take(count));
            const std::size_t marks = ones(cells.back());
            valid &= marks <= multi->max;
            if (multi->max < multi->k) {
                const std::size_t bits = bit_length(multi->max);
                const std::vector<Field64> digits = take(bits);
                ones(digits);
                std::size_t weight = 0;
                for (std::size_t i = 0; i + 1 < bits; ++i) weight += (digits[i].value() == 1) * (std::size_t{1} << i);
                weight += (digits[bits - 1].value() == 1) * (multi->max - ((std::size_t{1} << (bits - 1)) - 1));
                valid &= weight == marks;
            }
        } else if (const auto* group = std::get_if<Group>(&block)) {
            std::vector<Field64> own(count);
            for (std::size_t g = 0; g < count; ++g)
                for (const auto cell : group->groups[g]) own[g] += cells[group->of][cell];
            cells.push_back(std::move(own));
        } else if (const auto* cross = std::get_if<Cross>(&block)) {
            cells.push_back(take(count));
            std::size_t at = 0;
            for (const Field64 left : cells[cross->left])
                for (const Field64 right : cells[cross->right]) valid &= cells.back()[at++] == left * right;
        } else if (const auto* sum = std::get_if<Sum>(&block)) {
            Field64 total;
            for (std::size_t m = 0; m < sum->values.size(); ++m)
                total += Field64::from_i64(sum->values[m]) * cells[sum->of][m];
            cells.push_back({total});
        }
    }
    return valid && used == elements.size();
}

std::vector<std::int64_t> expected_output(const QuestionnaireConfig& config, const Measurement& measurement) {
    const auto cells = expected_cells(config, measurement);
    std::vector<std::int64_t> output;
    for (const auto block : config.release) output.insert(output.end(), cells[block].begin(), cells[block].end());
    return output;
}

}  // namespace tacit::test
