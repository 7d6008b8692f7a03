#include "client/core/journal_facts.h"

#include <algorithm>

#include "schemas/instruments/instrument.h"

namespace tacit::client {
namespace {

using instruments::EightItemScore;

constexpr std::ptrdiff_t kCommonItems = 8;  // of PHQ-8 and PHQ-9

std::optional<EightItemScore> score_of(const Journal::Entry& entry) {
    if (!entry.phq9) return std::nullopt;
    return EightItemScore::of(std::span<const std::optional<std::uint8_t>>(*entry.phq9));
}

std::string_view band_of(EightItemScore score) {
    return instruments::band(instruments::instrument(instruments::Id::phq8), static_cast<std::uint16_t>(score.value()))
        .code;
}

json::Node score_node(const Journal::Entry* entry) {
    if (!entry) return {};
    const auto score = score_of(*entry);
    return json::Node::object(
        {{"day", day_text(entry->day)}, {"score", score->value()}, {"band", std::string(band_of(*score))}});
}

const Journal::Entry* latest_score(const Journal& journal, Day today) {
    const Journal::Entry* latest = nullptr;
    for (const auto& entry : journal.entries)
        if (entry.day <= today && score_of(entry)) latest = &entry;
    return latest;
}

json::Node change_node(const Journal::Entry* start, const Journal::Entry* latest) {
    if (!start || !latest || latest->day - start->day < kChangeApart) return {};
    const EightItemScore before = *score_of(*start), after = *score_of(*latest);
    const auto level = [&](instruments::ChangeScale scale) {
        return std::string(instruments::change_levels(scale)[instruments::change_level(scale, before, after)]);
    };
    return json::Node::object({{"points", after.value() - before.value()},
                               {"response", level(instruments::ChangeScale::response)},
                               {"reliable", level(instruments::ChangeScale::reliable)}});
}

json::Node wins_node(const Journal& journal, Day today) {
    std::vector<std::pair<std::string, int>> counts;
    for (const auto& entry : journal.entries) {
        if (entry.day > today || today - entry.day >= kWinsWindow) continue;
        for (const std::string& win : entry.wins) {
            const auto same = std::find_if(counts.begin(), counts.end(), [&](const auto& c) { return c.first == win; });
            if (same == counts.end()) {
                counts.emplace_back(win, 1);
            } else {
                ++same->second;
            }
        }
    }
    std::stable_sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    json::Node node = json::Node::array();
    for (const auto& [code, count] : counts) node.push(json::Node::object({{"code", code}, {"count", count}}));
    return node;
}

std::uint32_t weeks_since(Day start, Day today) { return static_cast<std::uint32_t>((today - start) / kWeek); }

}  // namespace

const Journal::Treatment* recent_treatment(const Journal& journal, Day today) {
    const Journal::Treatment* recent = nullptr;
    for (const auto& treatment : journal.treatments)
        if (treatment.start <= today) recent = &treatment;
    return recent;
}

const Journal::Entry* start_entry(const Journal& journal, Day today) {
    const Journal::Treatment* treatment = recent_treatment(journal, today);
    if (!treatment) return nullptr;
    const Journal::Entry* nearest = nullptr;
    const auto distance = [&](const Journal::Entry& entry) {
        return entry.day < treatment->start ? treatment->start - entry.day : entry.day - treatment->start;
    };
    for (const auto& entry : journal.entries) {
        const bool inside = entry.day >= treatment->start - kStartWindowBefore &&
                            entry.day <= treatment->start + kStartWindowAfter && entry.day <= today;
        if (!inside || !score_of(entry)) continue;
        if (!nearest || distance(entry) < distance(*nearest)) nearest = &entry;  // entries ascend: a tie stays before
    }
    return nearest;
}

survey::Journal survey_journal(const Journal& journal, Day today) {
    survey::Journal taken;
    const Journal::Treatment* treatment = recent_treatment(journal, today);
    if (!treatment) return taken;
    taken.weeks = weeks_since(treatment->start, today);
    if (const Journal::Entry* start = start_entry(journal, today)) {
        auto& items = taken.start.emplace();
        for (std::size_t i = 0; i < items.size(); ++i) items[i] = *(*start->phq9)[i];
    }
    return taken;
}

json::Node survey_journal_node(const survey::Journal& journal) {
    json::Node start;
    if (journal.start) {
        start = json::Node::array();
        for (const std::uint8_t step : *journal.start) start.push(step);
    }
    return json::Node::object(
        {{"start", std::move(start)}, {"weeks", journal.weeks ? json::Node(*journal.weeks) : json::Node()}});
}

json::Node facts_node(const Journal& journal, Day today) {
    json::Node entries = json::Node::array();
    for (const auto& entry : journal.entries) {
        const auto score = score_of(entry);
        const auto answered = entry.phq9 ? std::count_if(entry.phq9->begin(), entry.phq9->begin() + kCommonItems,
                                                         [](const auto& step) { return step.has_value(); })
                                         : 0;
        entries.push(json::Node::object({{"day", day_text(entry.day)},
                                         {"score", score ? json::Node(score->value()) : json::Node()},
                                         {"band", score ? json::Node(std::string(band_of(*score))) : json::Node()},
                                         {"answered", answered}}));
    }
    json::Node treatment;
    if (const auto* recent = recent_treatment(journal, today))
        treatment = json::Node::object(
            {{"code", recent->code}, {"start", day_text(recent->start)}, {"weeks", weeks_since(recent->start, today)}});
    const Journal::Entry* start = start_entry(journal, today);
    const Journal::Entry* latest = latest_score(journal, today);
    return json::Node::object({{"entries", std::move(entries)},
                               {"treatment", std::move(treatment)},
                               {"start", score_node(start)},
                               {"latest", score_node(latest)},
                               {"change", change_node(start, latest)},
                               {"wins", wins_node(journal, today)},
                               {"next", day_text(latest ? std::max(today, latest->day + kWeek) : today)}});
}

}  // namespace tacit::client
