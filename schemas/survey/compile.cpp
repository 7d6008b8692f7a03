#include "schemas/survey/compile.h"

#include <algorithm>

#include "crypto/base/check.h"
#include "crypto/dp/sensitivity.h"
#include "crypto/dp/zcdp.h"
#include "schemas/survey/place.h"

namespace tacit::survey {
namespace {

constexpr std::uint64_t kMinBatchSize = 100;

// The middle of a score's range, from which sums are counted so that the noise they need is small.
std::int32_t centre(const Score& score) { return instruments::instrument(score.instrument).max_total() / 2; }

class Compiler {
public:
    explicit Compiler(const Survey& survey)
        : survey_(survey), question_blocks_(survey.questions.size()), derived_blocks_(survey.derived.size()) {}

    Result<Compiled> run() {
        TACIT_CHECK(add_inputs());
        add_groups();
        add_sums();
        TACIT_CHECK(add_crosses());
        TACIT_CHECK(release());
        out_.config.chunk_length = circuits::best_chunk_length(circuits::product_count(out_.config));
        if (auto checked = circuits::check(out_.config); !checked)
            return fail(Fault::refused, "the survey is too large: " + checked.error().what, "/tables",
                        "Remove tables, or group their factors");
        TACIT_CHECK(add_noise());
        name_cells();
        return std::move(out_);
    }

private:
    using Block = circuits::Block;

    // The block below a question or derived item.
    std::uint16_t input_block(const Source& source) const {
        TACIT_ASSERT(source.kind != Source::Kind::group);
        return (source.kind == Source::Kind::question ? question_blocks_ : derived_blocks_)[source.index].value();
    }
    Source base(const Source& source) const {
        return source.kind == Source::Kind::group ? survey_.groups[source.index].of : source;
    }
    std::uint16_t append(Block block) {
        out_.config.blocks.push_back(std::move(block));
        return static_cast<std::uint16_t>(out_.config.blocks.size() - 1);
    }
    // Blocks that follow from others exist once; inputs never come here, for two questions may look alike.
    std::uint16_t append_once(Block block) {
        const auto& blocks = out_.config.blocks;
        const auto found = std::find(blocks.begin(), blocks.end(), block);
        return found == blocks.end() ? append(std::move(block)) : static_cast<std::uint16_t>(found - blocks.begin());
    }

    Result<void> add_inputs() {
        std::vector<bool> questions(survey_.questions.size()), derived(survey_.derived.size());
        for (const Table& table : survey_.tables)
            for (const Source& factor : table.of) {
                const Source of = base(factor);
                (of.kind == Source::Kind::question ? questions : derived)[of.index] = true;
            }
        for (std::size_t i = 0; i < questions.size(); ++i) {
            if (!questions[i]) continue;
            const Question& question = survey_.questions[i];
            const std::size_t cells = cell_count(question);
            if (cells > circuits::kCellsPerBlockMax)
                return fail(Fault::refused, "the question has " + std::to_string(cells) + " cells, 8192 at most",
                            place("questions", i), "Use fewer rows or options");
            const auto k = static_cast<std::uint16_t>(cells);
            const bool many =
                std::holds_alternative<Multiple>(question.kind) || std::holds_alternative<Grid>(question.kind);
            question_blocks_[i] = many ? append(circuits::Multi{k, marks_max(question)}) : append(circuits::Choice{k});
            out_.inputs.push_back({Source::Kind::question, i});
        }
        for (std::size_t i = 0; i < derived.size(); ++i) {
            if (!derived[i]) continue;
            const Source source{Source::Kind::derived, i};
            derived_blocks_[i] = append(circuits::Choice{static_cast<std::uint16_t>(cell_count(survey_, source))});
            out_.inputs.push_back(source);
        }
        return {};
    }

    void add_groups() {
        group_blocks_.resize(survey_.groups.size());
        for (const Table& table : survey_.tables)
            for (const Source& factor : table.of) {
                if (factor.kind != Source::Kind::group) continue;
                const Group& group = survey_.groups[factor.index];
                circuits::Group block{input_block(group.of), {}};
                for (const Level& level : group.levels) block.groups.push_back(level.cells);
                group_blocks_[factor.index] = append_once(std::move(block));
            }
    }

    void add_sums() {
        table_blocks_.resize(survey_.tables.size());
        for (std::size_t i = 0; i < survey_.tables.size(); ++i) {
            const Table& table = survey_.tables[i];
            if (table.kind != TableKind::sum) continue;
            const Question& question = survey_.questions[table.of.front().index];
            const std::int32_t middle = centre(std::get<Score>(question.kind));
            circuits::Sum block{input_block(table.of.front()), {}};
            for (std::size_t total = 0; total < answer_cells(question); ++total)
                block.values.push_back(static_cast<std::int32_t>(total) - middle);
            block.values.push_back(0);  // no answer
            table_blocks_[i] = append_once(std::move(block));
        }
    }

    std::uint16_t factor_block(const Source& factor) const {
        return factor.kind == Source::Kind::group ? group_blocks_[factor.index] : input_block(factor);
    }

    Result<void> add_crosses() {
        for (std::size_t i = 0; i < survey_.tables.size(); ++i) {
            const Table& table = survey_.tables[i];
            if (table.kind != TableKind::cross) continue;
            std::size_t cells = 1;
            for (const Source& factor : table.of) cells *= cell_count(survey_, factor);
            if (cells > circuits::kCellsPerBlockMax)
                return fail(Fault::refused, "the table has " + std::to_string(cells) + " cells, 8192 at most",
                            place("tables", i), "Group its factors into fewer levels");
            std::uint16_t block = factor_block(table.of.front());
            for (std::size_t factor = 1; factor < table.of.size(); ++factor)
                block = append_once(circuits::Cross{block, factor_block(table.of[factor])});
            table_blocks_[i] = block;
        }
        return {};
    }

    Result<void> release() {
        auto& released = out_.config.release;
        for (std::size_t i = 0; i < survey_.tables.size(); ++i) {
            const Table& table = survey_.tables[i];
            if (table.kind == TableKind::margin) table_blocks_[i] = factor_block(table.of.front());
            const auto earlier = std::find(released.begin(), released.end(), table_blocks_[i]);
            if (earlier != released.end()) {
                const auto index = static_cast<std::size_t>(earlier - released.begin());
                return fail(Fault::refused, "this publishes the same cells as \"" + survey_.tables[index].id + '"',
                            place("tables", i), "Remove one: the second would cost accuracy and tell nothing new");
            }
            released.push_back(table_blocks_[i]);
        }
        return {};
    }

    Result<void> add_noise() {
        std::vector<dp::NoisyBlock> noisy;
        for (std::size_t i = 0; i < survey_.tables.size(); ++i) {
            TACIT_TRY(const std::uint64_t delta_squared, dp::delta_squared(out_.config, table_blocks_[i]));
            noisy.push_back({delta_squared, survey_.tables[i].effective_weight()});
        }
        out_.rho = dp::rho_of(survey_.profile);
        auto sigma = dp::sigma_squared(noisy, out_.rho);
        if (!sigma) {
            Error error = sigma.error();
            error.where = "/tables/" + error.where;
            return tl::make_unexpected(std::move(error));
        }
        out_.sigma_squared = *std::move(sigma);
        const auto least = *std::min_element(out_.sigma_squared.begin(), out_.sigma_squared.end());
        out_.default_min_batch_size = std::max(kMinBatchSize, 2 * std::uint64_t{least});
        for (std::size_t i = 0; i < survey_.tables.size(); ++i) {
            CompiledTable table;
            table.delta_squared = noisy[i].delta_squared;
            table.weight = noisy[i].weight;
            table.sigma_squared = out_.sigma_squared[i];
            out_.tables.push_back(std::move(table));
        }
        return {};
    }

    Axis axis(const Source& source) const {
        Axis axis;
        axis.id = id_of(survey_, source);
        axis.source = source;
        axis.base = base(source);
        for (std::size_t cell = 0; cell < cell_count(survey_, source); ++cell)
            axis.codes.push_back(cell_code(survey_, source, cell));
        if (source.kind == Source::Kind::question) axis.marks = marks_max(survey_.questions[source.index]);
        axis.one_each = marks_exactly_one(survey_, source);
        return axis;
    }

    void name_cells() {
        for (std::size_t i = 0; i < survey_.tables.size(); ++i) {
            CompiledTable& table = out_.tables[i];
            table.id = survey_.tables[i].id;
            table.kind = survey_.tables[i].kind;
            table.block = table_blocks_[i];
            table.first_cell = out_.output_size;
            table.cell_count = circuits::cell_count(out_.config, table.block);
            out_.output_size += table.cell_count;
            table.sums_to_reports = table.kind != TableKind::sum;
            for (const Source& factor : survey_.tables[i].of) {
                table.axes.push_back(axis(factor));
                table.sums_to_reports = table.sums_to_reports && table.axes.back().one_each;
            }
            if (table.kind != TableKind::sum) continue;
            const auto& values = std::get<circuits::Sum>(out_.config.blocks[table.block]).values;
            table.cell_min = *std::min_element(values.begin(), values.end());
            table.cell_max = *std::max_element(values.begin(), values.end());
        }
    }

    const Survey& survey_;
    Compiled out_;
    std::vector<std::optional<std::uint16_t>> question_blocks_, derived_blocks_;
    std::vector<std::uint16_t> group_blocks_, table_blocks_;
};

}  // namespace

Result<Compiled> compile(const Survey& survey) { return Compiler(survey).run(); }

CellName cell_name(const CompiledTable& table, std::size_t cell) {
    TACIT_ASSERT(cell < table.cell_count);
    if (table.kind == TableKind::sum) return {"sum", ""};
    if (table.kind == TableKind::margin) {
        const std::string& code = table.axes.front().codes[cell];
        const std::size_t slash = code.find('/');
        if (slash == std::string::npos) return {code, ""};
        return {code.substr(0, slash), code.substr(slash + 1)};
    }
    const std::size_t columns = table.axes.back().codes.size();
    CellName name{"", table.axes.back().codes[cell % columns]};
    std::size_t row = cell / columns;
    for (std::size_t i = table.axes.size() - 1; i-- > 0;) {
        const auto& codes = table.axes[i].codes;
        name.row = codes[row % codes.size()] + (name.row.empty() ? "" : "/" + name.row);
        row /= codes.size();
    }
    return name;
}

}  // namespace tacit::survey
