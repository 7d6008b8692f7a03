#include "schemas/release/release.h"

#include <algorithm>
#include <cmath>

#include "crypto/base/check.h"
#include "schemas/release/analysis.h"
#include "schemas/release/text.h"
#include "schemas/task/url.h"

namespace tacit::release {

wire::Interval period(const std::vector<BatchShares>& batches) {
    TACIT_ASSERT(!batches.empty());
    const wire::Time start = batches.front().interval.start;
    return {start, *wire::end(batches.back().interval) - start};
}

std::string release_id(const Release& release) {
    const auto moment = [&](wire::Time unit) {
        std::string text = moment_text(begin_of(release.task, unit));
        for (char& letter : text) letter = letter == ' ' || letter == ':' ? '-' : letter;
        return text;
    };
    const wire::Interval whole = period(release.batches);
    return (release.synthetic ? "SYNTHETIC-" : "") + release.task.definition.id + "-" +
           wire::to_text(release.terms.id).substr(0, 8) + "-" + moment(whole.start) + "-to-" +
           moment(whole.start + whole.duration);
}

bool one_machine(const task::Task& task) {
    const auto leader = task::parse_url(task.leader.url);
    const auto helper = task::parse_url(task.helper.url);
    return !leader || !helper || task::same_machine(*leader, *helper);
}

std::int64_t reports_about(const survey::Compiled& compiled, const std::vector<std::int64_t>& totals) {
    double weighted = 0;
    double weights = 0;
    for (const survey::CompiledTable& table : compiled.tables) {
        if (!table.sums_to_reports) continue;
        double total = 0;
        for (std::size_t cell = 0; cell < table.cell_count; ++cell)
            total += static_cast<double>(totals[table.first_cell + cell]);
        const double weight = 1.0 / (table.sigma_squared * static_cast<double>(table.cell_count));
        weighted += weight * total;
        weights += weight;
    }
    if (weights == 0) return 0;
    return std::max<std::int64_t>(0, std::llround(weighted / weights / 10.0) * 10);
}

Result<Results> results_of(const Release& release) {
    const survey::Compiled& compiled = release.terms.compiled;
    Options options;
    if (release.analysis) {
        TACIT_TRY(options, load_analysis(*release.analysis, compiled));
    }
    TACIT_TRY(auto totals, totals_by_batch(release.batches, compiled.output_size));
    std::vector<Batch> batches;
    for (std::size_t i = 0; i < totals.size(); ++i) {
        const wire::Interval& interval = release.batches[i].interval;
        const auto seconds = [&](wire::Time unit) {
            return static_cast<std::uint64_t>(task::seconds(release.task, unit));
        };
        batches.push_back({std::move(totals[i]), seconds(interval.start), seconds(interval.start + interval.duration)});
    }
    return analyse(release.task.definition, compiled, batches, options);
}

Result<survey::Texts> newest_texts(const Release& release) {
    TACIT_ASSERT(!release.wordings.empty());
    TACIT_TRY(task::NumberedTexts texts,
              task::load_texts_document(release.wordings.back().document, release.task.definition));
    return std::move(texts.texts);
}

}  // namespace tacit::release
