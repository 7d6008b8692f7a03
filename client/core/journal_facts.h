// What follows from a journal: what a survey may take from it, and what its owner is shown.
//
// The window and the categories are survey.md section 1.3 and domain.md sections 2.2 and 3.7. Every score here is that
// of the eight items that PHQ-8 and PHQ-9 share: the ninth item is in no number that this file makes.
#pragma once
#include "client/core/journal.h"
#include "schemas/instruments/change.h"
#include "schemas/survey/answers.h"

namespace tacit::client {

// The start score is the entry nearest to the day on which the treatment began, within this many days before and after;
// of two as near, the one before. PHQ asks about two weeks, so an entry up to a week later still speaks mostly of
// before.
inline constexpr std::chrono::days kStartWindowBefore{14};
inline constexpr std::chrono::days kStartWindowAfter{7};
// Two scores nearer than this ask about the same days.
inline constexpr std::chrono::days kChangeApart{14};
inline constexpr std::chrono::days kWinsWindow{28};
inline constexpr std::chrono::days kWeek{7};

// The treatment that began most recently, today included: the one that the surveys ask about. Null without one.
const Journal::Treatment* recent_treatment(const Journal& journal, Day today);
// The entry that counts as the start of recent_treatment(). Null without one.
const Journal::Entry* start_entry(const Journal& journal, Day today);

// Everything that a survey is answered from. Empty where no treatment is noted.
survey::Journal survey_journal(const Journal& journal, Day today);
json::Node survey_journal_node(const survey::Journal& journal);

// For the journal's own pages and the summary:
//   entries     [{day, score or null, band or null, answered}], a score only where all eight items are answered
//   treatment   {code, start, weeks} or null
//   start, latest   {day, score, band} or null
//   change      {points, response, reliable} or null: from start to latest, where two weeks lie between
//   wins        [{code, count}] of the last four weeks, most frequent first
//   next        the day from which a next weekly entry makes sense
json::Node facts_node(const Journal& journal, Day today);

}  // namespace tacit::client
