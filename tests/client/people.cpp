#include "tests/client/people.h"

#include <algorithm>
#include <array>

namespace tacit::test {
namespace {

constexpr std::array<const char*, simulate::kChanges> kChanges{"remission", "response", "partial", "little", "worse"};
constexpr std::array<const char*, 5> kBands{"min", "mild", "mod", "modsev", "sev"};

std::size_t band(int total) { return static_cast<std::size_t>(std::min(total / 5, 4)); }

std::string code_of(const simulate::Person& person, const char* question) {
    const auto& codes = person.says.at(question).codes;
    return codes.empty() ? "" : codes[0];
}

const std::array<std::pair<const char*, std::vector<std::string>>, 7> kGroups{{
    {"medicine", {"antidepressant", "addon_med"}},
    {"rapid", {"ketamine", "psychedelic"}},
    {"device", {"tms", "ect", "vns"}},
    {"talk", {"cbt", "ipt", "dbt", "other_talk", "peer"}},
    {"program", {"day_program", "inpatient", "residential", "women_prog", "teen_prog"}},
    {"lifestyle", {"exercise", "diet", "mindfulness", "sleep", "social"}},
    {"none", {""}},
}};

bool contains(const std::vector<std::string>& list, const std::string& code) {
    return std::find(list.begin(), list.end(), code) != list.end();
}

// Everything that is averaged; each name is looked up once, because hundreds of thousands of people are added.
class Survey {
public:
    explicit Survey(Averages& all) : all_(all) {
        for (int i = 0; i <= 5; ++i) not_helped_[at(i)] = &all["not helped " + std::to_string(i)];
        for (int i = 0; i <= 3; ++i)
            remission_[at(i)] = &all["remission after " + std::to_string(i) + " that had not helped"];
        for (int i = 0; i < 7; ++i) pgi_[at(i)] = &all["pgi p" + std::to_string(i + 1)];
        for (std::size_t i = 0; i < kChanges.size(); ++i) change_[i] = &all[std::string("change ") + kChanges[i]];
        for (std::size_t i = 0; i < kBands.size(); ++i) {
            for (std::size_t j = 0; j < kBands.size(); ++j)
                start_now_[i][j] = &all[std::string("start ") + kBands[i] + ", now " + kBands[j]];
        }
        for (std::size_t i = 0; i < kGroups.size(); ++i) {
            const std::string group = kGroups[i].first;
            recent_[i] = &all["recent " + group];
            better_[i] = &all["better after " + group];
            // Hardly anybody so ill was given nothing.
            if (group != "none") severe_[i] = &all["better after " + group + ", start 20 or more"];
        }
        for (const char* code : {"antidepressant", "exercise", "other_talk", "social", "cbt", "mindfulness", "sleep",
                                 "diet", "peer", "inpatient", "ect", "vns"})
            tried_.emplace_back(code, &all[std::string("tried ") + code]);
        for (const char* code : {"low_mood", "hopeless", "energy", "sleep", "interest", "focus", "appetite"})
            symptoms_.emplace_back(code, &all[std::string("symptom ") + code]);
    }

    void add(const simulate::Person& person) {
        if (person.trials > 0) two_not_helped_.add(person.not_helped >= 2);
        two_trials_.add(person.trials >= 2);
        for (int i = 0; i <= 5; ++i) not_helped_[at(i)]->add(person.not_helped == i);
        for (std::size_t i = 0; i < kChanges.size(); ++i) change_[i]->add(static_cast<std::size_t>(person.change) == i);
        if (person.start >= 5 && person.not_helped_before <= 3)
            remission_[at(person.not_helped_before)]->add(person.change == simulate::Change::remission);
        if (person.start >= 10) {
            case_start_.add(person.start);
            case_now_.add(person.now);
            case_still_.add(person.now >= 10);
            case_dropped_.add(person.start - person.now >= 6);
        }
        const std::string pgi = code_of(person, "pgi");
        for (int i = 0; i < 7; ++i) pgi_[at(i)]->add(pgi.size() == 2 && pgi[1] == '1' + i);
        for (std::size_t i = 0; i < kBands.size(); ++i) {
            for (std::size_t j = 0; j < kBands.size(); ++j)
                start_now_[i][j]->add(band(person.start) == i && band(person.now) == j);
        }
        for (std::size_t i = 0; i < kGroups.size(); ++i) {
            const bool mine = contains(kGroups[i].second, person.recent);
            recent_[i]->add(mine);
            if (mine) better_[i]->add(pgi == "p1" || pgi == "p2");
            if (mine && person.start >= 20 && severe_[i] != nullptr) severe_[i]->add(pgi == "p1" || pgi == "p2");
        }
        const auto& tried = person.says.at("tx_used").codes;
        for (const auto& [code, average] : tried_) average->add(contains(tried, code));
        const auto& symptoms = person.says.at("worst_symptoms").codes;
        for (const auto& [code, average] : symptoms_) average->add(contains(symptoms, code));
    }

private:
    static std::size_t at(int index) { return static_cast<std::size_t>(index); }

    Averages& all_;
    Average& two_not_helped_ = all_["two or more not helped, of those with a trial"];
    Average& two_trials_ = all_["two or more trials"];
    Average& case_start_ = all_["start of cases"];
    Average& case_now_ = all_["now of cases"];
    Average& case_still_ = all_["cases still 10 or more"];
    Average& case_dropped_ = all_["cases that dropped 6 or more"];
    std::array<Average*, 6> not_helped_{};
    std::array<Average*, 4> remission_{};
    std::array<Average*, 7> pgi_{};
    std::array<Average*, kChanges.size()> change_{};
    std::array<std::array<Average*, kBands.size()>, kBands.size()> start_now_{};
    std::array<Average*, kGroups.size()> recent_{}, better_{}, severe_{};
    std::vector<std::pair<std::string, Average*>> tried_, symptoms_;
};

}  // namespace

Averages averages_of(const simulate::Population& population, std::uint64_t seed, std::uint64_t people) {
    Averages all;
    Survey survey(all);
    for (std::uint64_t i = 0; i < people; ++i) {
        simulate::Generator generator(seed, i);
        const simulate::Person person = simulate::draw_person(population, generator);
        if (code_of(person, "state") != "never") survey.add(person);
    }
    return all;
}

}  // namespace tacit::test
