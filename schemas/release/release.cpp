#include "schemas/release/release.h"

#include "crypto/base/check.h"
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

Result<std::vector<std::vector<std::int64_t>>> totals_by_batch(const Release& release) {
    std::vector<std::vector<std::int64_t>> all;
    for (const BatchShares& batch : release.batches) {
        TACIT_TRY(std::vector<std::int64_t> totals, noisy_totals(batch, release.terms.compiled.output_size));
        all.push_back(std::move(totals));
    }
    return all;
}

std::vector<std::int64_t> added_up(const std::vector<std::vector<std::int64_t>>& batches) {
    std::vector<std::int64_t> sum = batches.front();
    for (std::size_t batch = 1; batch < batches.size(); ++batch) {
        for (std::size_t cell = 0; cell < sum.size(); ++cell) sum[cell] += batches[batch][cell];
    }
    return sum;
}

Result<Results> results_of(const Release& release) {
    const survey::Compiled& compiled = release.terms.compiled;
    Options options;
    if (!release.analysis.empty()) {
        TACIT_TRY(options, load_options(release.analysis, compiled));
    }
    TACIT_TRY(auto totals, totals_by_batch(release));
    std::vector<Batch> batches;
    for (std::size_t i = 0; i < totals.size(); ++i) {
        const wire::Interval& interval = release.batches[i].interval;
        const auto seconds = [&](wire::Time unit) {
            return static_cast<std::uint64_t>(task::seconds(release.task, unit));
        };
        batches.push_back(
            {std::move(totals[i]), seconds(interval.start), seconds(interval.start + interval.duration)});
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
