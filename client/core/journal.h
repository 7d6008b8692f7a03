// The journal that a person keeps on the device: weekly PHQ-9 answers, small wins, treatments begun, and what to bring
// to the next appointment. The JSON form "tacit-journal-1" is what is sealed at rest and what an exported file holds.
//
// Words, days and the ninth item are in no type that a report is made from: what a report takes is survey::Journal, and
// only journal_facts.h makes one.
#pragma once
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "schemas/json/reader.h"

namespace tacit::client {

using Day = std::chrono::sys_days;
std::optional<Day> parse_day(std::string_view text);  // YYYY-MM-DD, from 1990 to 2199
std::string day_text(Day day);

struct Journal {
    struct Treatment {
        std::string code;  // an option of the bundled surveys' recent_tx
        Day start;
        bool operator==(const Treatment&) const = default;
    };
    struct Entry {
        Day day;
        std::optional<std::array<std::optional<std::uint8_t>, 9>> phq9;  // steps 0 to 3; nothing where it was left out
        std::vector<std::string> wins;                                   // codes
        std::string words;                                               // a win in one's own words
        bool operator==(const Entry&) const = default;
    };
    struct Medicine {
        std::string name;    // own words
        std::string helped;  // a code, or empty
        bool operator==(const Medicine&) const = default;
    };

    std::vector<Treatment> treatments;   // ascending by start, one a code
    std::vector<Entry> entries;          // ascending by day, one a day
    std::vector<Medicine> medicines;     // in the person's order, each name once
    std::vector<std::string> questions;  // codes of what to ask a clinic
    std::string question_words;
    bool shows_chart = false;
    bool operator==(const Journal&) const = default;
};

// Refuses what it would otherwise drop: an unknown member, a day twice, a step beyond 3. Order is put right.
// Messages name the place and hold no words and no answers of the journal.
Result<Journal> load_journal(std::string_view text);
json::Node journal_node(const Journal& journal);

// Everything of both, nothing twice. Where both have a day's answers or say how a medicine helped, those of `kept`
// stay.
Journal merge(Journal kept, const Journal& brought);

}  // namespace tacit::client
