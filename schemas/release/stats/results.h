// Everything that a release prints as numbers, as plain values: what analyse() makes and the formats write.
//
// Nothing here is rounded for display, clipped at zero or sorted by size; the formats may round, and say so. The only
// number of people in any formula or field is n-hat, rounded to 10 (design.md section 5).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/release/stats/gls.h"
#include "schemas/release/stats/interval.h"
#include "schemas/release/stats/noisy_table.h"

namespace tacit::release {

// As SDMX CL_OBS_STATUS: A normal; E computed from several tables or by a model; U of low reliability; Q withheld or
// not measurable (no value is given).
enum class Status : std::uint8_t { normal, estimated, unreliable, withheld };
char code(Status status);

// Half an interval of more than this part of the value is status U.
inline constexpr double kImprecise = 0.5;

// Why a status is not A.
enum class Reason : std::uint8_t {
    none,
    edge_of_range,   // below or above what it can be by more than the noise explains: the interval is the edge's
    imprecise,       // half the interval is more than half of the value, or, of a difference, of its larger share
    base_too_small,  // the base is below 4 standard deviations of its noise
    masked,          // below the threshold of a masking preset
    not_measurable,  // nothing published holds the number that is needed
    combined,        // computed from several tables or by a model
};
std::string_view code(Reason reason);  // "base_too_small"
std::string_view words(Reason reason);

// Of whom a share is a share (survey.md rule 12).
enum class Base : std::uint8_t {
    all,           // n-hat
    asked,         // without those who were not asked
    answered,      // without those who were not asked or gave no answer
    row,           // everybody in the row, missing answers included
    row_answered,  // those in the row who answered the question of the columns
};
std::string_view code(Base base);
std::string_view words(Base base);

struct Estimate {
    double value = 0;
    double error = 0;  // standard error, noise and sampling; 0 where only an interval exists
    Interval interval;
};

// A share of a base, or why there is none.
struct Share {
    Base base = Base::all;
    double base_size = 0;              // estimated number of people in the base
    std::optional<Estimate> estimate;  // nothing exactly where status is Q
    Status status = Status::normal;
    Reason reason = Reason::none;
};

struct Cell {
    survey::CellName name;
    std::int64_t noisy = 0;          // as published: unbiased, may be negative; sum over the batches
    double count = 0;                // adjusted (gls.h); the same as noisy where the table takes no part
    double count_sd = 0;             // of the noise in it
    Interval count_interval;         // among those who answered: noise alone, not clipped
    Status status = Status::normal;  // of the counts
    Reason reason = Reason::none;
    bool missing = false;  // the level of its column (of a margin, its own) is that of missing answers
    std::vector<Share> shares;
};

// A row or a column of a cross or grid, or a level of a factor, taken together.
struct Line {
    std::string code;  // "medicine", of three factors "first/second" for a row
    double count = 0, count_sd = 0;
    bool missing = false;      // one of its levels is that of missing answers
    bool publishable = false;  // as a base: at least 4 standard deviations of its noise
    double needed = 0;         // count from which it would be
    Status status = Status::normal;
    Reason reason = Reason::none;
    std::vector<Share> shares;  // of all, asked, answered
};

// Of a score, from its sum table.
struct Mean {
    std::optional<Estimate> mean;  // nothing exactly where status is Q
    double sd = 0;                 // of the score among those who answered, from the bands; 0 where `sd_is_bound`
    bool sd_is_bound = false;
    double answered = 0;  // estimated number of people with a total
    Status status = Status::normal;
    Reason reason = Reason::none;
};

// Whether rows and columns of a cross go together at all (parametric bootstrap that adds the noise again; dp.md 4.5).
struct Independence {
    double statistic = 0;
    double p = 1;  // (1 + replicates at least as large) / (1 + replicates)
    unsigned replicates = 0;
};

struct Table {
    std::string id;
    std::size_t table = 0;  // index into Compiled::tables
    survey::TableKind kind = survey::TableKind::margin;
    std::uint32_t sigma_squared = 0;           // of each aggregator and batch
    double noise_sd = 0;                       // of a published cell: both aggregators, all batches
    bool adjusted = false;                     // takes part in the adjustment
    std::vector<Cell> cells;                   // in the order of release
    std::vector<Line> rows, columns;           // of a cross or grid; the last factor makes the columns
    std::optional<Mean> mean;                  // of a sum
    std::optional<Independence> independence;  // of a cross of choices
};

// Two rows of one column of a cross beside each other.
struct Comparison {
    std::string table, column, row, other;  // row minus other
    Base base = Base::row_answered;
    std::optional<Estimate> difference;  // of the shares
    std::optional<Estimate> ratio;       // nothing where too imprecise
    Status status = Status::normal;
    Reason reason = Reason::none;
    bool primary = false;             // declared by the analysis file
    std::optional<double> p, p_holm;  // of the difference, primary ones only; Holm over all declared ones
};

// Response, remission, reliable change and recovery: measured only (survey.md rule 3), each with its bases.
struct Rate {
    std::string table;       // a table with the change item as a factor
    std::string id;          // "remission", "response", "reliable_recovery", …
    std::string definition;  // in words
    struct OfBase {
        std::string base;  // "measured_start", "measured", "all": in words by words_of_rate_base()
        Share share;
    };
    std::vector<OfBase> bases;
};
std::string_view words_of_rate_base(std::string_view base);

// Shares of a three-factor table, weighted to the same mix of the second factor in every row (direct standardisation).
struct Standardised {
    std::string table, row, column;
    std::optional<Estimate> crude, standardised;  // both of those who answered, in the strata used
    Status status = Status::normal;
    Reason reason = Reason::none;
};
struct Weighting {
    std::string table;
    std::vector<std::pair<std::string, double>> weights;  // level of the second factor, share of the reference
};

// One number per batch, and what changed from the first to the last.
struct Trend {
    std::string table, row, column;  // a cell's share, or a mean (both empty names)
    std::vector<Share> points;       // one per batch, in order
    std::optional<Estimate> change;  // last minus first
    std::optional<Estimate> slope;   // per batch, weighted least squares; from three batches on
};

struct Results {
    std::int64_t n = 0;  // n-hat, rounded to 10
    double n_sd = 0;     // of its noise, rounding included
    std::size_t batches = 0;
    double level = 0.95;
    std::optional<std::int64_t> mask_below;
    std::vector<Table> tables;  // as the survey's, in order
    std::vector<Comparison> comparisons;
    std::vector<Rate> rates;
    std::vector<Standardised> standardised;
    std::vector<Weighting> weightings;
    std::vector<Trend> trends;        // of two or more batches
    std::vector<Equation> equations;  // what the adjustment imposes; with the variances every contrast follows
};

}  // namespace tacit::release
