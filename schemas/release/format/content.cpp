#include "schemas/release/format/content.h"

#include <algorithm>
#include <array>

#include "schemas/release/analysis.h"

namespace tacit::release {

Result<Content> content_of(const Release& release) {
    TACIT_CHECK(check_analysis(release));
    const survey::Compiled& compiled = release.terms.compiled;
    Content content{release, release_id(release), {}, {}, {}, {}, {}};
    TACIT_TRY(content.totals, totals_by_batch(release.batches, compiled.output_size));
    TACIT_TRY(content.results, results_of(release));
    TACIT_TRY(content.texts, newest_texts(release));
    TACIT_TRY(content.says, guarantee(release.task, release.terms));
    TACIT_TRY(content.cost, task::cost_of(compiled, release.task.min_batch_size));
    return content;
}

const Share* main_share(const Cell& cell) {
    constexpr std::array kOfAnswers{Base::row_answered, Base::answered, Base::row, Base::all};
    constexpr std::array kOfMissing{Base::row, Base::all};
    const auto first = [&](auto& bases) -> const Share* {
        for (const Base base : bases) {
            for (const Share& share : cell.shares) {
                if (share.base == base) return &share;
            }
        }
        return nullptr;
    };
    return cell.missing ? first(kOfMissing) : first(kOfAnswers);
}

bool has_shares(const Table& table, std::size_t row) {
    const auto first = table.cells.begin() + static_cast<std::ptrdiff_t>(row * table.columns.size());
    return std::any_of(first, first + static_cast<std::ptrdiff_t>(table.columns.size()), [](const Cell& cell) {
        const Share* share = cell.missing ? nullptr : main_share(cell);
        return share != nullptr && share->estimate;
    });
}

std::size_t key_table(const Content& content) {
    std::size_t best = 0;
    for (std::size_t i = 0; i < content.compiled().tables.size(); ++i) {
        const auto rank = [&](std::size_t at) {
            const survey::CompiledTable& table = content.compiled().tables[at];
            return std::pair(table.kind == survey::TableKind::cross, table.weight);
        };
        if (rank(i) > rank(best)) best = i;
    }
    return best;
}

std::string with_commas(std::int64_t number) {
    std::string digits = std::to_string(number < 0 ? -number : number);
    for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
    return (number < 0 ? "-" : "") + digits;
}

std::string about(std::int64_t people) {
    return people <= 0 ? "hardly any people" : "about " + with_commas(people) + " people";
}

}  // namespace tacit::release
