#include "crypto/circuits/questionnaire_config.h"

#include <algorithm>
#include <bit>
#include <string>

#include "crypto/base/codec.h"

namespace tacit::circuits {
namespace {

template <class... Visitors>
struct Overload : Visitors... {
    using Visitors::operator()...;
};
template <class... Visitors>
Overload(Visitors...) -> Overload<Visitors...>;

enum class BlockType : std::uint8_t { choice = 1, multi = 2, group = 3, cross = 4, sum = 5 };
bool known(BlockType type) { return type >= BlockType::choice && type <= BlockType::sum; }

// The bytes of each kind of block after its type, as messages for the codec.
struct ChoiceBytes {
    Choice block;
    static auto fields(auto& self, auto&& io) { return io(self.block.k); }
};
struct MultiBytes {
    Multi block;
    static auto fields(auto& self, auto&& io) { return io(self.block.k, self.block.max); }
};
struct GroupCells {
    std::vector<std::uint16_t> cells;
    static auto fields(auto& self, auto&& io) { return io(list16(self.cells)); }
};
struct GroupBytes {
    std::uint16_t of = 0;
    std::vector<GroupCells> groups;
    static auto fields(auto& self, auto&& io) { return io(self.of, list16(self.groups)); }
};
struct CrossBytes {
    Cross block;
    static auto fields(auto& self, auto&& io) { return io(self.block.left, self.block.right); }
};
struct SumBytes {
    std::uint16_t of = 0;
    std::vector<std::uint32_t> values;  // two's complement
    static auto fields(auto& self, auto&& io) { return io(self.of, list16(self.values)); }
};

// A block with its type in front. The type decides the layout, so the two directions differ.
struct TypedBlock {
    Block block;

    static Result<void> fields(const TypedBlock& self, Encoder& io) {
        return std::visit(Overload{
                              [&](const Choice& choice) { return io(BlockType::choice, ChoiceBytes{choice}); },
                              [&](const Multi& multi) { return io(BlockType::multi, MultiBytes{multi}); },
                              [&](const Group& group) {
                                  GroupBytes bytes{group.of, {}};
                                  for (const auto& cells : group.groups) bytes.groups.push_back({cells});
                                  return io(BlockType::group, bytes);
                              },
                              [&](const Cross& cross) { return io(BlockType::cross, CrossBytes{cross}); },
                              [&](const Sum& sum) {
                                  return io(BlockType::sum, SumBytes{sum.of, {sum.values.begin(), sum.values.end()}});
                              },
                          },
                          self.block);
    }

    static Result<void> fields(TypedBlock& self, Decoder& io) {
        BlockType type{};
        TACIT_CHECK(io(type));
        switch (type) {
            case BlockType::choice: {
                ChoiceBytes bytes;
                TACIT_CHECK(io(bytes));
                self.block = bytes.block;
                return {};
            }
            case BlockType::multi: {
                MultiBytes bytes;
                TACIT_CHECK(io(bytes));
                self.block = bytes.block;
                return {};
            }
            case BlockType::group: {
                GroupBytes bytes;
                TACIT_CHECK(io(bytes));
                Group group{bytes.of, {}};
                for (auto& cells : bytes.groups) group.groups.push_back(std::move(cells.cells));
                self.block = std::move(group);
                return {};
            }
            case BlockType::cross: {
                CrossBytes bytes;
                TACIT_CHECK(io(bytes));
                self.block = bytes.block;
                return {};
            }
            case BlockType::sum: {
                SumBytes bytes;
                TACIT_CHECK(io(bytes));
                Sum sum{bytes.of, {}};
                for (const std::uint32_t value : bytes.values) sum.values.push_back(static_cast<std::int32_t>(value));
                self.block = std::move(sum);
                return {};
            }
        }
        return fail(Fault::internal, "a block type was known and had no layout");
    }
};

struct ConfigBytes {
    std::uint32_t chunk_length = 0;
    std::uint8_t proofs = 0;
    std::vector<TypedBlock> blocks;
    std::vector<std::uint16_t> release;
    static auto fields(auto& self, auto&& io) {
        return io(self.chunk_length, self.proofs, list16(self.blocks), list16(self.release));
    }
};

std::string block_path(std::size_t block) { return "blocks/" + std::to_string(block); }

Result<void> check_group(const Group& group, std::size_t factor_cells, const std::string& path) {
    if (group.groups.empty()) return fail(Fault::refused, "a group block needs at least one group", path);
    std::vector<bool> taken(factor_cells);
    for (std::size_t g = 0; g < group.groups.size(); ++g) {
        for (const std::uint16_t cell : group.groups[g]) {
            const std::string where = path + "/groups/" + std::to_string(g);
            if (cell >= factor_cells) return fail(Fault::refused, "the grouped block has no such cell", where);
            if (taken[cell]) return fail(Fault::refused, "a cell is listed twice: groups are disjoint", where);
            taken[cell] = true;
        }
    }
    return {};
}

// The number of cells of one block whose rules hold; `cells` are those of the blocks before it.
Result<std::size_t> check_block(const Block& block, const std::vector<std::size_t>& cells, const std::string& path) {
    const auto is_earlier = [&](std::uint16_t of) { return of < cells.size(); };
    const auto forward = [&] { return fail(Fault::refused, "a block names earlier blocks only", path); };
    using Count = Result<std::size_t>;
    return std::visit(Overload{
                          [&](const Choice& choice) -> Count {
                              if (choice.k == 0)
                                  return fail(Fault::refused, "a choice needs at least one option", path);
                              return std::size_t{choice.k};
                          },
                          [&](const Multi& multi) -> Count {
                              if (multi.max == 0 || multi.max > multi.k)
                                  return fail(Fault::refused,
                                              "a multi allows at least one mark and at most all of them", path);
                              return std::size_t{multi.k};
                          },
                          [&](const Group& group) -> Count {
                              if (!is_earlier(group.of)) return forward();
                              TACIT_CHECK(check_group(group, cells[group.of], path));
                              return group.groups.size();
                          },
                          [&](const Cross& cross) -> Count {
                              if (!is_earlier(cross.left) || !is_earlier(cross.right)) return forward();
                              return cells[cross.left] * cells[cross.right];
                          },
                          [&](const Sum& sum) -> Count {
                              if (!is_earlier(sum.of)) return forward();
                              if (sum.values.size() != cells[sum.of])
                                  return fail(Fault::refused, "a sum needs one value for each cell", path + "/values");
                              return std::size_t{1};
                          },
                      },
                      block);
}

std::size_t new_elements(const Block& block, std::size_t cells) {
    return std::visit(Overload{
                          [&](const Choice&) { return cells; },
                          [&](const Multi& multi) {
                              return cells +
                                     (multi.max < multi.k ? static_cast<std::size_t>(std::bit_width(multi.max)) : 0);
                          },
                          [&](const Group&) { return std::size_t{0}; },
                          [&](const Cross&) { return cells; },
                          [&](const Sum&) { return std::size_t{0}; },
                      },
                      block);
}

}  // namespace

Result<void> check(const QuestionnaireConfig& config) {
    if (config.chunk_length == 0 || config.chunk_length > kChunkLengthMax)
        return fail(Fault::refused, "the chunk length is from 1 to " + std::to_string(kChunkLengthMax), "chunk_length");
    if (config.proofs != kProofs)
        return fail(Fault::refused, "a questionnaire has " + std::to_string(kProofs) + " proofs", "proofs");
    if (config.blocks.empty()) return fail(Fault::refused, "a questionnaire needs at least one block", "blocks");

    std::vector<std::size_t> cells;
    std::size_t elements = 0;
    for (std::size_t i = 0; i < config.blocks.size(); ++i) {
        TACIT_TRY(const std::size_t count, check_block(config.blocks[i], cells, block_path(i)));
        if (count > kCellsPerBlockMax)
            return fail(
                Fault::refused, "the block has " + std::to_string(count) + " cells", block_path(i) + "/cells",
                "A block may have up to " + std::to_string(kCellsPerBlockMax) + ": use fewer or coarser levels");
        cells.push_back(count);
        elements += new_elements(config.blocks[i], count);
        if (elements > kMeasurementElementsMax)
            return fail(Fault::refused, "the report is too long", block_path(i),
                        "A report may have up to " + std::to_string(kMeasurementElementsMax) + " elements");
    }

    if (config.release.empty()) return fail(Fault::refused, "no block is released", "release");
    std::vector<bool> released(config.blocks.size());
    for (std::size_t i = 0; i < config.release.size(); ++i) {
        const std::string path = "release/" + std::to_string(i);
        if (config.release[i] >= released.size()) return fail(Fault::refused, "there is no such block", path);
        if (released[config.release[i]]) return fail(Fault::refused, "a block is released twice", path);
        released[config.release[i]] = true;
    }
    return {};
}

Result<Bytes> encode_config(const QuestionnaireConfig& config) {
    TACIT_CHECK(check(config));
    ConfigBytes bytes{config.chunk_length, config.proofs, {}, config.release};
    for (const Block& block : config.blocks) bytes.blocks.push_back({block});
    return encode(bytes);
}

Result<QuestionnaireConfig> decode_config(ByteView bytes) {
    TACIT_TRY(ConfigBytes decoded, decode<ConfigBytes>(bytes));
    QuestionnaireConfig config{decoded.chunk_length, decoded.proofs, {}, std::move(decoded.release)};
    for (TypedBlock& block : decoded.blocks) config.blocks.push_back(std::move(block.block));
    TACIT_CHECK(check(config));
    return config;
}

std::vector<std::size_t> cell_counts(const QuestionnaireConfig& config) {
    std::vector<std::size_t> cells;
    for (const Block& block : config.blocks) {
        cells.push_back(std::visit(Overload{
                                       [](const Choice& choice) { return std::size_t{choice.k}; },
                                       [](const Multi& multi) { return std::size_t{multi.k}; },
                                       [](const Group& group) { return group.groups.size(); },
                                       [&](const Cross& cross) { return cells[cross.left] * cells[cross.right]; },
                                       [](const Sum&) { return std::size_t{1}; },
                                   },
                                   block));
    }
    return cells;
}

std::size_t cell_count(const QuestionnaireConfig& config, std::size_t block) { return cell_counts(config)[block]; }

std::size_t output_size(const QuestionnaireConfig& config) {
    const std::vector<std::size_t> cells = cell_counts(config);
    std::size_t size = 0;
    for (const std::uint16_t block : config.release) size += cells[block];
    return size;
}

std::size_t product_count(const QuestionnaireConfig& config) {
    std::size_t products = 0;
    for (const Block& block : config.blocks) {
        products += std::visit(Overload{
                                   [](const Choice&) { return std::size_t{1}; },
                                   [](const Multi& multi) { return new_elements(multi, multi.k); },
                                   [](const Group&) { return std::size_t{0}; },
                                   [](const Cross&) { return std::size_t{1}; },
                                   [](const Sum&) { return std::size_t{0}; },
                               },
                               block);
    }
    return products;
}

std::uint32_t best_chunk_length(std::size_t products) {
    std::size_t best = 1;
    std::size_t best_length = static_cast<std::size_t>(-1);
    for (std::size_t c = 1; c <= std::max<std::size_t>(products, 1); ++c) {
        const std::size_t wire_poly_length = std::bit_ceil(1 + (products + c - 1) / c);
        const std::size_t proof_length = 2 * c + 2 * (wire_poly_length - 1) + 1;
        if (proof_length < best_length) {
            best = c;
            best_length = proof_length;
        }
    }
    return static_cast<std::uint32_t>(best);
}

}  // namespace tacit::circuits
