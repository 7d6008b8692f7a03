#include "schemas/release/format/methods.h"

#include <algorithm>

#include "schemas/release/analysis.h"
#include "schemas/release/text.h"
#include "schemas/task/ledger.h"

namespace tacit::release {
namespace {

// The entries of both ledgers, the leader's first. The release holds ledgers that were verified when it was made;
// whoever does not believe that runs verify().
std::vector<task::Entry> entries(const Release& release) {
    std::vector<task::Entry> all;
    for (std::string_view text : {std::string_view(release.leader_ledger), std::string_view(release.helper_ledger)}) {
        while (!text.empty()) {
            const std::size_t size = std::min(text.find('\n'), text.size());
            if (auto entry = task::parse_entry(text.substr(0, size))) all.push_back(*std::move(entry));
            text.remove_prefix(std::min(size + 1, text.size()));
        }
    }
    return all;
}

std::string_view words(task::Incident::Kind kind) {
    switch (kind) {
        case task::Incident::Kind::restored_backup:
            return "a backup was restored; batches that could have been released twice were refused for ever";
        case task::Incident::Kind::different_ledger: return "the other organisation knew another ledger";
        case task::Incident::Kind::key_exposed: return "a key was exposed";
        case task::Incident::Kind::other: return "an incident without a kind of its own";
    }
    return "";
}

std::string_view words(task::BatchRefused::Reason reason) {
    switch (reason) {
        case task::BatchRefused::Reason::too_small: return "too few reports";
        case task::BatchRefused::Reason::corrupt: return "the two sides did not agree on its reports";
        case task::BatchRefused::Reason::discarded: return "the operators gave it up";
        case task::BatchRefused::Reason::restored: return "a backup was restored";
    }
    return "";
}

}  // namespace

std::string title(const Content& content) {
    return (content.release.synthetic ? "SYNTHETIC: " : "") + content.words().title + " " +
           answered_days(content.release);
}

std::string description(const Content& content) {
    const task::Task& task = content.release.task;
    return "The answers of " + about(content.results.n) + " to the survey '" + content.words().title +
           "', as totals with noise. No answer sheet was ever readable by " + task.leader.name + " or " +
           task.helper.name + " alone." + (content.release.synthetic ? " " + std::string(kSynthetic) : "");
}

std::vector<std::string> methods(const Content& content) {
    const task::Task& task = content.release.task;
    std::vector<std::string> says;
    says.push_back(
        "Every respondent's device turned the answered questionnaire into counters, split them into two secret shares "
        "with a proof that they were well formed (Prio3, DAP), and sent them in one report of constant size.");
    says.push_back(
        task.leader.name + " and " + task.helper.name +
        " checked the proofs together, added the shares up, and each added discrete Gaussian noise of its own to its "
        "half before handing it out. The published counts are the two halves added up: unbiased whole numbers, "
        "sometimes below zero.");
    says.push_back(
        "Which tables could ever be computed was fixed before the first answer and shown to everybody who answered. "
        "No other table can be computed, by anybody, later.");
    if (content.release.batches.size() > 1)
        says.push_back("This release adds up " + std::to_string(content.release.batches.size()) +
                       " batches. Each questionnaire is in one of them; the noise of the batches adds up.");
    says.push_back(
        "The tables of choices count the same people. They were made to agree by generalised least squares, weighted "
        "by the variance of their noise (count_est); this is linear and unbiased, and its covariance is exact.");
    says.push_back(
        "About " + with_commas(content.results.n) +
        " questionnaires came. The number is an estimate from the noisy tables, rounded to 10; the exact number is not "
        "published and is in no formula.");
    says.push_back(
        "Shares of everybody have Wilson intervals widened by the noise; shares inside a group have Fieller intervals, "
        "because numerator and base are both noisy. All are 95 % intervals for sampling and noise together. A share "
        "whose base is below 4 standard deviations of its own noise is not published (status Q); one whose half "
        "interval is more than half of its value is marked as of low reliability (status U).");
    if (!content.results.comparisons.empty())
        says.push_back(
            "Differences of two rows have normal intervals, and ratios such intervals on the logarithmic scale, from "
            "the variances of both shares less the noise that they have in common. A ratio is published where both "
            "shares are at least 3 of their standard errors. P-values are given for declared comparisons only, "
            "corrected after Holm.");
    if (std::any_of(content.results.tables.begin(), content.results.tables.end(),
                    [](const Table& table) { return table.mean.has_value(); }))
        says.push_back(
            "Means of scores come from a published sum, counted from the middle of the scale, and from the table with "
            "the score's bands.");
    if (!content.results.rates.empty())
        says.push_back(
            "Response, remission and reliable change are computed only from scores that were measured at both times, "
            "each with its bases.");
    if (!content.results.standardised.empty())
        says.push_back(
            "Tables of three factors are also given as if every row had the same mix of the second factor (direct "
            "standardisation). That evens out differences between the published levels of this factor and nothing "
            "else. People of one level still differ: where that bears both on how they were treated and on how they "
            "fare, a part of the confounding stays, the more of it the wider the levels are.");
    if (content.results.mask_below)
        says.push_back("Counts below " + std::to_string(*content.results.mask_below) +
                       " are masked on top of the noise, by the publisher's rule for small numbers. The noise, not the "
                       "mask, is what protects people.");
    says.push_back(analysis_words(content.release));
    says.push_back(
        "No cell was left out or merged after the fact, and nothing was rounded or clipped before it was added up.");
    return says;
}

std::string no_ranking() {
    return "Treatments stand in the order of the questionnaire and are not ranked. People chose their treatments, or "
           "were given them for reasons that also bear on how they fare: the more severely ill get other treatments "
           "than the mildly ill, those who stopped answer less often than those who were helped, and time alone helps "
           "many. A ranking would read as advice, and these numbers cannot give it.";
}

std::vector<std::string> cautions() {
    return {
        "Those who answered chose to. They are not a sample of anybody, and no interval covers that.",
        no_ranking(),
        "Many numbers were looked at: of twenty 95 % intervals one misses by chance. Only comparisons that were "
        "declared before the first answer are confirmatory.",
        "Do not add up rounded or clipped numbers; add up count_noisy or count_est and their variances. To add "
        "releases up, add the noisy counts of batches that are not in both.",
        "Never run an ordinary chi-square test on noisy tables; use the bootstrap of the helper scripts.",
        "Empty fields are never zero: obs_status and reason say why they are empty.",
    };
}

wire::Interval answered_in(const Release& release) {
    wire::Interval whole = period(release.batches);
    for (const task::Entry& entry : entries(release)) {
        const auto* closed = std::get_if<task::TaskClosed>(&entry.event);
        if (closed != nullptr && wire::covers(whole, closed->closed)) whole.duration = closed->closed + 1 - whole.start;
    }
    return whole;
}

std::string answered_days(const Release& release) {
    const wire::Interval whole = answered_in(release);
    const std::string from = moment_text(begin_of(release.task, whole.start));
    const std::string end = moment_text(begin_of(release.task, *wire::end(whole)));
    const bool ends_with_a_day = end == day_text(begin_of(release.task, *wire::end(whole)));
    const std::string to = ends_with_a_day ? last_day(release) : end;
    return from == to ? from : from + " to " + to;
}

std::string last_day(const Release& release) {
    return day_text(begin_of(release.task, *wire::end(answered_in(release))) - std::chrono::seconds(1));
}

std::optional<std::string> served_since(const Release& release, std::uint32_t n) {
    std::optional<wire::Time> since;
    for (const task::Entry& entry : entries(release)) {
        const auto* served = std::get_if<task::TextsServed>(&entry.event);
        if (served != nullptr && served->n == n) since = std::max(since.value_or(0), entry.time);
    }
    if (!since) return std::nullopt;
    return day_text(begin_of(release.task, *since));
}

std::vector<std::string> incidents(const Release& release) {
    std::vector<std::string> all;
    for (const task::Entry& entry : entries(release)) {
        const std::string when =
            "The " + std::string(wire::name(entry.role)) + ", " + day_text(begin_of(release.task, entry.time)) + ": ";
        if (const auto* incident = std::get_if<task::Incident>(&entry.event))
            all.push_back(when + std::string(words(incident->kind)));
        if (const auto* refused = std::get_if<task::BatchRefused>(&entry.event))
            all.push_back(when + "the batch " + interval_text(release.task, refused->batch) +
                          (refused->reason == task::BatchRefused::Reason::too_small ? " was not handed out then: "
                                                                                    : " was refused for ever: ") +
                          std::string(words(refused->reason)));
    }
    return all;
}

}  // namespace tacit::release
