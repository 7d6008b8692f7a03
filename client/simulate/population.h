// Who answers, as numbers: the parameters of a simulated population, read from a data file beside this header.
//
// Every parameter stands in the file with its source, or with the word "assumed". All numbers are integers;
// probabilities, shares and multipliers are in thousandths.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/simulate/generator.h"
#include "crypto/base/result.h"
#include "schemas/json/reader.h"

namespace tacit::simulate {

// Codes and their shares, in file order: of 1000 for alternatives, each a probability of its own for lists to mark.
using Shares = std::vector<std::pair<std::string, Thousandths>>;
// One of the codes, in proportion to its share.
const std::string& pick(const Shares& shares, Generator& generator);

// How a course of treatment went, by the published cut-offs (survey.md 1.3).
enum class Change { remission, response, partial, little, worse };
inline constexpr std::size_t kChanges = 5;

struct Medicines {
    Thousandths any_trial = 0;
    std::vector<Thousandths> responds;  // at each step; as many steps as there are
    Thousandths next_after_none = 0, next_after_response = 0;
};

struct Scores {
    std::int32_t mean = 0, per_not_helped = 0, not_helped_max = 0,
                 sd = 0;                                           // of the start score, thousandths of a point
    std::vector<std::uint32_t> item_weights;                       // of the eight items, for sharing out a total
    std::int32_t response_from = 0;                                // a response or partial needs such a start
    std::pair<std::int32_t, std::int32_t> partial, little, worse;  // thousandths of the start; points for worse
};

// The levels of a change for people with so many medicines that had not helped and such a start score.
struct ChangeRow {
    std::pair<std::int32_t, std::int32_t> not_helped, start;  // both ends included
    std::vector<std::uint32_t> shares;                        // per Change
};

struct Treatment {
    std::string code, timing;  // timing: a row of first_change
    Thousandths tried = 0;
    Thousandths times_if_two_not_helped = 1000;
    std::uint32_t recent_weight = 0;  // for being the one started most recently
    std::int32_t start_from = 0;      // only people whose start score is at least this
    std::string only;                 // a gender or age code, or empty for everybody
    bool needs_trial = false;         // only after a medicine that was taken long enough
    Shares help;                      // of those for whom it is not too soon to tell
};

// A list to mark: each option by itself, `none` where no option came up.
struct Marks {
    std::string question, none;
    Shares options;
    std::vector<std::pair<std::string, std::string>> only;  // option, gender code
    std::vector<Thousandths> times;                         // per Change; empty for none
    Thousandths any = 1000;                                 // else nothing is marked but `none`
};

// An answer that depends on something else about the person: "state", "change", "now_band", "start_band".
struct Given {
    std::string question, by;
    std::vector<std::pair<std::string, Shares>> rows;
};

struct NoAnswer {
    std::vector<std::pair<std::string, Thousandths>> questions;
    Thousandths otherwise = 0, per_five_questions = 0, one_item_only = 0;
};

struct Population {
    std::string name, about;
    std::vector<std::pair<std::string, Shares>> alone;  // question, drawn without regard to anything else
    Medicines medicines;
    Scores scores;
    std::vector<ChangeRow> change;
    std::vector<std::uint32_t> untreated;  // the levels of a change of those never treated
    std::vector<Treatment> treatments;
    Thousandths no_antidepressant_yet = 0;                     // tried one, though none was taken long enough
    std::vector<std::pair<std::string, Shares>> first_change;  // per timing
    Thousandths too_soon = 0, too_soon_under_two_weeks = 0;
    std::vector<Given> given;
    std::vector<Marks> marks;
    Thousandths journal = 0;
    NoAnswer no_answer;
};

Result<Population> load_population(std::string_view json_text);

// The populations that ship with the program: "default" and "confounded". Nothing for another name.
std::optional<std::string_view> bundled_population(std::string_view name);

}  // namespace tacit::simulate
