#include "client/simulate/person.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "crypto/base/check.h"

namespace tacit::simulate {
namespace {

constexpr int kTotalMax = 24;
constexpr int kCaseStart = 5;  // below it there is nothing to respond from
constexpr std::string_view kAntidepressant = "antidepressant";
constexpr std::uint32_t kLongEnoughWeeks = 6;

const Shares* find(const std::vector<std::pair<std::string, Shares>>& rows, std::string_view name) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& entry) { return entry.first == name; });
    return row == rows.end() ? nullptr : &row->second;
}

std::string first_code(const Person& person, std::string_view question) {
    const auto said = person.says.find(question);
    return said == person.says.end() || said->second.codes.empty() ? std::string() : said->second.codes[0];
}

// A normal variable rounded to a whole score and kept in 0 to 24 (drawn again outside), as integer weights: exact in
// what matters, so the same seed gives the same people on every machine.
int draw_start(const Scores& scores, int not_helped, Generator& generator) {
    const double mean = (scores.mean + scores.per_not_helped * std::min(not_helped, scores.not_helped_max)) / 1000.0;
    const auto below = [&](double x) { return 0.5 * std::erfc((mean - x) * 1000.0 / scores.sd / std::sqrt(2.0)); };
    std::array<std::uint32_t, kTotalMax + 1> weights{};
    for (int score = 0; score <= kTotalMax; ++score)
        weights[static_cast<std::size_t>(score)] =
            static_cast<std::uint32_t>(std::lround((below(score + 0.5) - below(score - 0.5)) * 1e6));
    return static_cast<int>(generator.pick(weights));
}

// A share of the start score between the two ends, rounded to the nearest point.
int part_of(int start, std::pair<std::int32_t, std::int32_t> range, Generator& generator) {
    return (start * generator.between(range.first, range.second) + 500) / 1000;
}

int draw_now(const Scores& scores, int start, Change change, Generator& generator) {
    switch (change) {
        case Change::remission: return generator.between(0, kCaseStart - 1);
        case Change::response: return generator.between(kCaseStart, std::max(kCaseStart, start / 2));
        case Change::partial: return std::max(kCaseStart, part_of(start, scores.partial, generator));
        case Change::little: return std::clamp(part_of(start, scores.little, generator), kCaseStart, kTotalMax);
        case Change::worse:
            return std::min(kTotalMax, start + generator.between(scores.worse.first, scores.worse.second));
    }
    TACIT_ASSERT(false);
}

void draw_medicines(const Medicines& medicines, Generator& generator, Person& person, bool& last_helped) {
    last_helped = false;
    if (!generator.chance(medicines.any_trial)) return;
    for (const Thousandths responds : medicines.responds) {
        ++person.trials;
        last_helped = generator.chance(responds);
        if (!last_helped) ++person.not_helped;
        if (!generator.chance(last_helped ? medicines.next_after_response : medicines.next_after_none)) return;
    }
}

bool within(int value, std::pair<std::int32_t, std::int32_t> range) {
    return value >= range.first && value <= range.second;
}

Change draw_change(const Population& population, const Person& person, bool treated, Generator& generator) {
    if (!treated) return static_cast<Change>(generator.pick(population.untreated));
    for (const ChangeRow& row : population.change) {
        if (within(person.not_helped_before, row.not_helped) && within(person.start, row.start))
            return static_cast<Change>(generator.pick(row.shares));
    }
    return Change::little;
}

std::string band(int total) {
    constexpr const char* kBands[] = {"min", "mild", "mod", "modsev", "sev"};
    return kBands[std::min(total / 5, 4)];
}

std::string change_name(Change change) {
    constexpr const char* kNames[kChanges] = {"remission", "response", "partial", "little", "worse"};
    return kNames[static_cast<std::size_t>(change)];
}

// The number of a band of "weeks", as whole weeks: the upper ends are those of survey.md section 2.
std::uint32_t weeks_within(std::size_t band_index, Generator& generator) {
    constexpr std::array<std::int32_t, 8> kFrom{0, 2, 5, 9, 13, 27, 53, 157};
    return static_cast<std::uint32_t>(generator.between(kFrom[band_index], kFrom[band_index + 1] - 1));
}

std::vector<const Treatment*> draw_tried(const Population& population, const Person& person, Generator& generator) {
    std::vector<const Treatment*> tried;
    const std::string gender = first_code(person, "gender");
    const std::string age = first_code(person, "age_band");
    for (const Treatment& treatment : population.treatments) {
        Thousandths probability = treatment.tried;
        if (treatment.code == kAntidepressant)
            probability = person.trials > 0 ? 1000 : population.no_antidepressant_yet;
        if (person.not_helped >= 2)
            probability = std::min<Thousandths>(950, probability * treatment.times_if_two_not_helped / 1000);
        if (treatment.code == kAntidepressant && person.trials > 0) probability = 1000;
        const bool possible = (treatment.only.empty() || treatment.only == gender || treatment.only == age) &&
                              person.start >= treatment.start_from && (!treatment.needs_trial || person.trials > 0);
        if (generator.chance(probability) && possible) tried.push_back(&treatment);
    }
    return tried;
}

const Treatment* draw_recent(const std::vector<const Treatment*>& tried, Generator& generator) {
    std::vector<std::uint32_t> weights;
    for (const Treatment* treatment : tried) weights.push_back(treatment->recent_weight);
    if (std::accumulate(weights.begin(), weights.end(), 0u) == 0) return nullptr;
    return tried[generator.pick(weights)];
}

// Nobody has noticed a change later than they have been treated; no change at all is twice as likely without
// improvement.
std::string draw_first_change(const Population& population, const Treatment& treatment, const Person& person,
                              Generator& generator) {
    const Shares* row = find(population.first_change, treatment.timing);
    if (row == nullptr) return {};
    constexpr std::array<std::uint32_t, 7> kWeeks{0, 0, 1, 3, 5, 9, 13};  // by when at least so many have passed
    std::vector<std::uint32_t> weights;
    for (const auto& [code, share] : *row) weights.push_back(share);
    if (person.change == Change::little || person.change == Change::worse) weights.back() *= 2;
    const std::size_t band_index = generator.pick(weights);
    const bool too_late = band_index < kWeeks.size() && kWeeks[band_index] > person.weeks;
    return (too_late ? row->back() : (*row)[band_index]).first;
}

void draw_help(const Population& population, const std::vector<const Treatment*>& tried, Generator& generator,
               Person& person) {
    Says& used = person.says["tx_used"];
    Says& help = person.says["tx_help"];
    for (const Treatment* treatment : tried) {
        const bool just_begun = treatment->code == person.recent && person.weeks < 2;
        used.codes.push_back(treatment->code);
        const bool too_soon = generator.chance(just_begun ? population.too_soon_under_two_weeks : population.too_soon);
        const std::string& how = pick(treatment->help, generator);
        help.rows.emplace_back(treatment->code, too_soon ? "early" : how);
    }
}

void draw_marks(const Marks& list, Generator& generator, Person& person) {
    Says& says = person.says[list.question];
    const bool any = generator.chance(list.any);
    for (const auto& option : list.options) {
        const auto& [code, share] = option;
        const Thousandths times = list.times.empty() ? 1000 : list.times[static_cast<std::size_t>(person.change)];
        const bool drawn = generator.chance(std::min<Thousandths>(950, share * times / 1000));
        const auto only = std::find_if(list.only.begin(), list.only.end(),
                                       [&](const auto& entry) { return entry.first == option.first; });
        const bool possible = only == list.only.end() || only->second == first_code(person, "gender");
        if (any && drawn && possible) says.codes.push_back(code);
    }
    if (says.codes.empty() && !list.none.empty()) says.codes.push_back(list.none);
}

std::string what_it_depends_on(const Person& person, std::string_view by) {
    if (by == "change") return change_name(person.change);
    if (by == "now_band") return band(person.now);
    if (by == "start_band") return band(person.start);
    if (by == "recent") return person.recent;
    return first_code(person, by);
}

std::string count_code(int count, const char* letter) { return letter + std::to_string(std::min(count, 5)); }

}  // namespace

Change change_of(int start, int now) {
    if (start >= kCaseStart && now < kCaseStart) return Change::remission;
    if (start >= kCaseStart && 2 * now <= start) return Change::response;
    if (start >= kCaseStart && 4 * now <= 3 * start) return Change::partial;
    return now >= start + 5 ? Change::worse : Change::little;
}

PhqItems draw_items(const Scores& scores, int total, Generator& generator) {
    PhqItems items{};
    for (int placed = 0; placed < total; ++placed) {
        std::array<std::uint32_t, 8> weights{};
        for (std::size_t i = 0; i < items.size(); ++i) weights[i] = scores.item_weights[i] * (3u - items[i]);
        ++items[generator.pick(weights)];
    }
    return items;
}

Person draw_person(const Population& population, Generator& generator) {
    Person person;
    for (const auto& [question, shares] : population.alone) person.says[question].codes = {pick(shares, generator)};
    const bool treated = first_code(person, "state") != "never";

    bool last_helped = false;
    if (treated) draw_medicines(population.medicines, generator, person, last_helped);
    person.start = draw_start(population.scores, person.not_helped, generator);
    const auto tried = treated ? draw_tried(population, person, generator) : std::vector<const Treatment*>{};
    const Treatment* recent = draw_recent(tried, generator);
    if (recent != nullptr) person.recent = recent->code;

    for (const Given& given : population.given) {
        if (given.by != "state") continue;  // the others need the course of the treatment and come below
        person.says[given.question];        // an entry without a code: the person has nothing to say to it
        if (const Shares* row = find(given.rows, first_code(person, "state"))) {
            const std::string& code = pick(*row, generator);
            person.says[given.question].codes = {code};
            if (given.question == "weeks") {
                const auto at =
                    std::find_if(row->begin(), row->end(), [&](const auto& entry) { return entry.first == code; });
                person.weeks = weeks_within(static_cast<std::size_t>(at - row->begin()), generator);
            }
        }
    }
    // The most recent antidepressant is among the trials once it was taken long enough; what it did is not "before" it.
    const bool counted = person.recent == kAntidepressant && person.trials > 0 && person.weeks >= kLongEnoughWeeks;
    person.not_helped_before = person.not_helped - (counted && !last_helped ? 1 : 0);

    person.change = draw_change(population, person, treated, generator);
    if (person.start <= population.scores.response_from &&
        (person.change == Change::response || person.change == Change::partial))
        person.change = Change::little;
    person.now = draw_now(population.scores, person.start, person.change, generator);
    person.change = change_of(person.start, person.now);
    person.start_items = draw_items(population.scores, person.start, generator);
    person.now_items = draw_items(population.scores, person.now, generator);
    const bool keeps_one = generator.chance(population.journal);
    person.keeps_journal = keeps_one && recent != nullptr && first_code(person, "state") != "waiting";

    for (const Given& given : population.given) {
        if (given.by == "state") continue;
        person.says[given.question];
        if (const Shares* row = find(given.rows, what_it_depends_on(person, given.by)))
            person.says[given.question].codes = {pick(*row, generator)};
    }
    for (const Marks& list : population.marks) draw_marks(list, generator, person);
    draw_help(population, tried, generator, person);
    person.says["ad_trials"].codes = {count_code(person.trials, "n")};
    person.says["not_helped_before"].codes = {count_code(person.not_helped_before, "f")};
    Says& recent_says = person.says["recent_tx"];  // an entry without a code: the person has nothing to say to it
    Says& change_says = person.says["first_change"];
    if (recent != nullptr) {
        recent_says.codes = {recent->code};
        change_says.codes = {draw_first_change(population, *recent, person, generator)};
    }
    return person;
}

}  // namespace tacit::simulate
