// The words that README, report and data package share: title, methods, cautions, what happened to the task.
#pragma once
#include "schemas/release/format/content.h"

namespace tacit::release {

inline constexpr std::string_view kSynthetic =
    "SYNTHETIC: a rehearsal with made-up answers; nobody was asked, and nothing here is about real people.";

std::string title(const Content& content);        // "Depression treatment: how is it going? 2026-03-01 to 2026-03-07"
std::string description(const Content& content);  // two sentences

std::vector<std::string> methods(const Content& content);
// What must not be done with the numbers.
std::vector<std::string> cautions();
std::string no_ranking();

// When people could answer: of the batches, and not beyond the day on which the task was closed.
wire::Interval answered_in(const Release& release);
std::string answered_days(const Release& release);  // in words, the last day included: "2026-03-01 to 2026-03-07"
std::string last_day(const Release& release);  // the last one in it: "2026-03-07"

// From the ledgers: the first day on which both served a wording, and incidents in words.
std::optional<std::string> served_since(const Release& release, std::uint32_t n);
std::vector<std::string> incidents(const Release& release);

}  // namespace tacit::release
