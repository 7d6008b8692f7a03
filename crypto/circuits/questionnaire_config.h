// The configuration of Prio3Questionnaire: which blocks a report holds and which of them are released. Its bytes are
// the `vdaf_configuration` of a task, so both aggregators can recompute and compare them.
//
// Layout (TLS syntax): uint32 chunk_length; uint8 proofs; Block blocks<0..2^16-1>; uint16 release<0..2^16-2>. A Block
// is uint8 type and: choice (1) uint16 k; multi (2) uint16 k, max; group (3) uint16 of, Group groups<0..2^16-1> with
// Group = uint16 cells<0..2^16-2>; cross (4) uint16 left, right; sum (5) uint16 of, int32 values<0..2^16-4>.
#pragma once
#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

#include "crypto/base/bytes.h"

namespace tacit::circuits {

// One option of k: exactly one cell is 1.
struct Choice {
    std::uint16_t k = 0;
    bool operator==(const Choice&) const = default;
};
// Any of k options, at most `max` of them.
struct Multi {
    std::uint16_t k = 0;
    std::uint16_t max = 0;
    bool operator==(const Multi&) const = default;
};
// One cell per group: the sum of the cells of block `of` that the group lists. Groups are disjoint.
struct Group {
    std::uint16_t of = 0;
    std::vector<std::vector<std::uint16_t>> groups;
    bool operator==(const Group&) const = default;
};
// Every product of a cell of `left` and a cell of `right`, row-major.
struct Cross {
    std::uint16_t left = 0;
    std::uint16_t right = 0;
    bool operator==(const Cross&) const = default;
};
// One cell: the sum of values[m] times cell m of block `of`.
struct Sum {
    std::uint16_t of = 0;
    std::vector<std::int32_t> values;
    bool operator==(const Sum&) const = default;
};
using Block = std::variant<Choice, Multi, Group, Cross, Sum>;

struct QuestionnaireConfig {
    std::uint32_t chunk_length = 0;
    std::uint8_t proofs = 3;
    std::vector<Block> blocks;           // each names earlier blocks only
    std::vector<std::uint16_t> release;  // the blocks whose cells are the output, in order; each at most once
    bool operator==(const QuestionnaireConfig&) const = default;
};

// Why a configuration may be refused: these keep the soundness error of three proofs below 2^-128 with margin, and
// every size that depends on a configuration small.
inline constexpr std::uint8_t kProofs = 3;
inline constexpr std::size_t kCellsPerBlockMax = std::size_t{1} << 13;
inline constexpr std::size_t kMeasurementElementsMax = std::size_t{1} << 16;
inline constexpr std::uint32_t kChunkLengthMax = std::uint32_t{1} << 16;

// Fails with Fault::refused and a path such as "blocks/4/cells" where a rule is broken. The functions below this one
// expect a configuration that passed.
Result<void> check(const QuestionnaireConfig& config);

// Both directions check(). Decoding consumes every byte or fails.
Result<Bytes> encode_config(const QuestionnaireConfig& config);
Result<QuestionnaireConfig> decode_config(ByteView bytes);

std::vector<std::size_t> cell_counts(const QuestionnaireConfig& config);  // of every block
std::size_t cell_count(const QuestionnaireConfig& config, std::size_t block);
std::size_t output_size(const QuestionnaireConfig& config);    // cells of all released blocks
std::size_t product_count(const QuestionnaireConfig& config);  // multiplications that the circuit checks

// The c that minimises 2c + 2(p-1) + 1 with p the power of two at or above 1 + ceil(products / c); the smallest on a
// tie.
std::uint32_t best_chunk_length(std::size_t products);

}  // namespace tacit::circuits
