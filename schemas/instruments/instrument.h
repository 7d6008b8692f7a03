// A published questionnaire as data: items word for word, answers with their points, LOINC codes, severity bands.
//
// Only instruments that may be reproduced without permission are here (PHQ-2, PHQ-8, PHQ-9, GAD-7). Wording and codes
// are facts checked by tests: public copies with wrong codes, weights or words are common.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tacit::instruments {

enum class Id : std::uint8_t { phq2, phq8, phq9, gad7 };

struct Wording {
    std::string_view en;
    std::string_view es;  // US version of the publisher's sheet; empty where it is not at hand
};

struct Item {
    std::string_view loinc;
    Wording text;
};

// One step of the answer scale and what it adds to the total.
struct Step {
    std::string_view loinc;
    std::uint8_t points;
    Wording text;
};

// Totals from `from` up to the next band's start.
struct Band {
    std::string_view code;
    std::uint8_t from;
};

struct Instrument {
    Id id;
    std::string_view name;         // as a survey file spells it: "phq8"
    std::string_view title;        // "PHQ-8"
    std::string_view panel_loinc;  // empty where none was verified (PHQ-8)
    std::string_view total_loinc;
    Wording stem;
    std::span<const Item> items;
    std::span<const Step> steps;
    std::span<const Band> bands;
    std::uint8_t case_from;  // the usual cut-off for "probably a case"

    std::uint16_t max_total() const;
};

const Instrument& instrument(Id id);
std::span<const Id> all_ids();
const Instrument* find_instrument(std::string_view name);  // null where there is none of that name

// The wording in a language (BCP 47, only its primary subtag counts); empty where this library does not have it.
std::string_view in_language(const Wording& wording, std::string_view language);

// The total, only when every item is answered: a blank is never 0.
std::optional<std::uint16_t> total(const Instrument& instrument, std::span<const std::optional<std::uint8_t>> items);

// The severity band that a total lies in. Precondition: total <= max_total().
const Band& band(const Instrument& instrument, std::uint16_t total);

// The PHQ difficulty item: not scored, and its LOINC answer codes are not in order.
struct Difficulty {
    std::string_view loinc;
    Wording text;
    std::span<const Step> steps;
};
const Difficulty& phq_difficulty();

// Notices that must be shown where these items or codes are.
std::string_view phq_credit();
std::string_view loinc_notice();

}  // namespace tacit::instruments
