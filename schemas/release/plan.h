// What a survey can say with so many answers, before the first one comes: the analysis of a release, made of the totals
// that are expected, and what other weights or fewer tables would change (dp.md sections 1.4 and 2).
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "schemas/json/node.h"
#include "schemas/survey/compile.h"
#include "schemas/survey/load.h"

namespace tacit::release {

// A row of a table whose shares are of the people in it.
struct PlannedRow {
    std::string code;
    double people = 0;              // expected
    double people_needed = 0;       // 4 standard deviations of the noise in their number
    double chance = 0;              // that the row is published
    std::uint64_t respondents = 0;  // from which it is in nine of ten releases; 0 where nobody is expected in it
    double half_width = 0;          // of the widest 95 % interval in the row; 0 where it is not published
};

struct PlannedTable {
    std::string id, title;
    survey::TableKind kind = survey::TableKind::margin;
    std::uint32_t weight = 1;
    double noise_sd = 0;           // of a published number
    double half_width = 0;         // of the widest 95 % interval of a share of everybody who answered; of a mean
    std::size_t readable = 0;      // shares that are not flagged as very imprecise
    std::size_t shares = 0;        // of how many
    std::vector<PlannedRow> rows;  // of a cross or grid, without those of missing answers
    bool useful = false;           // some row, share or mean of it says something
    std::uint64_t respondents_for_5_points = 0;  // from which a share of one half is within 5 points
    // Noise of the other tables without this one, and of this one and the others with twice its weight, as factors.
    double others_without = 1, own_with_twice = 1, others_with_twice = 1;
};

struct Detectable {
    std::string table, column, row, other;
    double difference = 0;  // found in eight of ten releases
};

struct Plan {
    std::string title, id, version;
    std::uint64_t expect = 0;
    std::uint64_t min_batch_size = 0;
    double n_sd = 0;  // of the published number of respondents
    double guess_operator = 0, guess_reader = 0;
    std::vector<PlannedTable> tables;
    std::optional<Detectable> detectable;  // between the two largest comparable rows of the heaviest cross
    bool useful = false;                   // some table says something, and the servers release so few answers
    std::vector<std::string> advice;       // what to change, most important first
};

// `shares` are the expected totals of one respondent, one per released cell.
Result<Plan> plan(const survey::SurveyFile& file, const survey::Compiled& compiled, std::span<const double> shares,
                  std::uint64_t expect);

// For a terminal; `population` says whose shares these are.
std::string to_text(const Plan& plan, std::string_view population);
// Numbers are integers: half-widths and chances in thousandths, people and noise in tenths.
json::Node plan_node(const Plan& plan);

}  // namespace tacit::release
