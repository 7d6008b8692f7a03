// What leaves the device and what becomes of it, as values that a terminal or a page puts into words.
//
// The counters are computed from the measurement that is sealed, not from the answers: what is shown is what is sent.
#pragma once
#include <string>
#include <vector>

#include "client/core/trust.h"
#include "schemas/survey/measure.h"

namespace tacit::client {

struct Operator {
    std::string name, contact, host;
};

// One published number that this report moves.
struct Counter {
    std::string table;                // its title
    std::vector<std::string> levels;  // labels, one per factor of the table
    std::int64_t by = 1;              // 1 except in the sum of a score
};

struct Disclosure {
    std::vector<Counter> counters;
    std::size_t counter_count = 0;    // of the whole survey: every report has this many, most of them zero
    std::vector<std::string> tables;  // titles of all tables that will be published
    Operator leader, helper;
    std::string publisher;
    std::uint64_t min_batch_size = 0;     // nothing is published about fewer people
    std::int64_t closes = 0;              // Unix seconds
    double noise_min = 0, noise_max = 0;  // standard deviation of a published count, over the tables of counts
    // Of 1000 guesses that somebody makes who knows everything but which of two answer sheets was sent: how many are
    // right at most. 500 would be blind chance. Against one operator that knows its own noise, and against everybody
    // else.
    unsigned guess_operator = 500, guess_reader = 500;
    double epsilon = 0;            // at delta 1e-6, for people who ask for it
    std::size_t request_size = 0;  // bytes; 0 where nothing was sealed yet
};

Result<Disclosure> disclose(const Believed& believed, const survey::Language& language,
                            const circuits::Measurement& measurement);

}  // namespace tacit::client
