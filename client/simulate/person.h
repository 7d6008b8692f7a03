// One simulated person: what is true of them, and what they would say to each question.
#pragma once
#include <array>
#include <map>
#include <string>
#include <vector>

#include "client/simulate/population.h"

namespace tacit::simulate {

using PhqItems = std::array<std::uint8_t, 8>;

// What a person would say: codes to choose or mark, a row and an option each for a grid, items of a score.
struct Says {
    std::vector<std::string> codes;
    std::vector<std::pair<std::string, std::string>> rows;
    std::vector<std::uint8_t> items;
};

struct Person {
    int trials = 0;             // antidepressants taken long enough, at most 5
    int not_helped = 0;         // how many of all of them had not helped
    int not_helped_before = 0;  // before the treatment that was started most recently
    int start = 0, now = 0;     // PHQ-8 totals
    Change change = Change::little;
    std::string recent;  // treatment started most recently; empty where there was none
    std::uint32_t weeks = 0;
    PhqItems start_items{}, now_items{};
    bool keeps_journal = false;
    std::map<std::string, Says, std::less<>> says;  // by question id
};

Person draw_person(const Population& population, Generator& generator);

// Which level a change between two totals is, whatever it was drawn as. Below a start of 5 only worse and little exist.
Change change_of(int start, int now);

// Eight items of 0 to 3 that add up to `total`, at most 24.
PhqItems draw_items(const Scores& scores, int total, Generator& generator);

}  // namespace tacit::simulate
