// The words of the public page, one set for each language that the page speaks; {name} stands for a value. The words of
// the survey itself come from the survey.
#pragma once
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "schemas/release/stats/results.h"

namespace tacit::release {

struct PublicWords {
    std::string_view tag, name;  // "es", "Español"
    std::string_view file;       // "results.es.html"
    std::string_view thousands;  // between the digits of a large number
    std::array<std::string_view, 12> months;
    std::string_view date;  // {day} {month} {year}

    std::string_view kind, took_part, on_one_day, nobody, synthetic, trial, corrected;
    std::string_view bars, line, full_bar, pale, none, ranking_head, ranking;
    std::string_view people, hardly, of_all, of_asked, of_answered, to, too_few, masked, not_measurable, not_published;
    std::string_view small_rows, left_out, as_table, head_group, head_answer, head_share, head_low, head_high,
        head_people;
    std::string_view noise_head, noise_why, noise_size, noise_small, noise_guess;
    std::string_view more, more_tables, mean, mean_people;
    std::string_view limits_head, limit_advice, limit_chosen, limit_felt, limit_sum;
    std::string_view take_head, take_report, take_cells, take_json, take_codebook, take_readme, take_sums, take_credit;
    std::string_view hard;
};
const PublicWords& english_words();
const PublicWords& spanish_words();

// With every {name} replaced. A name without a value stays.
std::string filled(std::string_view text, std::initializer_list<std::pair<std::string_view, std::string>> values);

}  // namespace tacit::release
