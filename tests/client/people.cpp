#include "tests/client/people.h"

#include <algorithm>
#include <set>

namespace tacit::test {
namespace {

constexpr std::array<const char*, simulate::kChanges> kChanges{"remission", "response", "partial", "little", "worse"};
constexpr std::array<const char*, 5> kBands{"min", "mild", "mod", "modsev", "sev"};

std::size_t band(int total) { return static_cast<std::size_t>(std::min(total / 5, 4)); }

std::string code_of(const simulate::Person& person, const char* question) {
    const auto& codes = person.says.at(question).codes;
    return codes.empty() ? "" : codes[0];
}

std::string group_of(const std::string& treatment) {
    static const std::map<std::string, std::set<std::string>> kGroups{
        {"medicine", {"antidepressant", "addon_med"}},
        {"rapid", {"ketamine", "psychedelic"}},
        {"device", {"tms", "ect", "vns"}},
        {"talk", {"cbt", "ipt", "dbt", "other_talk", "peer"}},
        {"program", {"day_program", "inpatient", "residential", "women_prog", "teen_prog"}},
        {"lifestyle", {"exercise", "diet", "mindfulness", "sleep", "social"}}};
    for (const auto& [group, members] : kGroups) {
        if (members.contains(treatment)) return group;
    }
    return "none";
}

void add_person(const simulate::Person& person, Averages& all) {
    const auto number = [](int value) { return std::to_string(value); };
    const bool remitted = person.change == simulate::Change::remission;
    const bool better = code_of(person, "pgi") == "p1" || code_of(person, "pgi") == "p2";
    if (person.trials > 0) all["two or more not helped, of those with a trial"].add(person.not_helped >= 2);
    all["two or more trials"].add(person.trials >= 2);
    for (int i = 0; i <= 5; ++i) all["not helped " + number(i)].add(person.not_helped == i);
    for (std::size_t i = 0; i < kChanges.size(); ++i)
        all[std::string("change ") + kChanges[i]].add(static_cast<std::size_t>(person.change) == i);
    if (person.start >= 5 && person.not_helped_before <= 3)
        all["remission after " + number(person.not_helped_before) + " that had not helped"].add(remitted);
    if (person.start >= 10) {
        all["start of cases"].add(person.start);
        all["now of cases"].add(person.now);
        all["cases still 10 or more"].add(person.now >= 10);
        all["cases that dropped 6 or more"].add(person.start - person.now >= 6);
    }
    for (int i = 1; i <= 7; ++i) all["pgi p" + number(i)].add(code_of(person, "pgi") == "p" + number(i));
    for (std::size_t start = 0; start < kBands.size(); ++start) {
        for (std::size_t now = 0; now < kBands.size(); ++now)
            all[std::string("start ") + kBands[start] + ", now " + kBands[now]].add(band(person.start) == start &&
                                                                                    band(person.now) == now);
    }
    for (const char* group : {"medicine", "rapid", "device", "talk", "program", "lifestyle", "none"}) {
        const bool mine = group_of(person.recent) == group;
        all[std::string("recent ") + group].add(mine);
        if (mine) all[std::string("better after ") + group].add(better);
        if (mine && person.start >= 20) all[std::string("better after ") + group + ", start 20 or more"].add(better);
    }
    const auto& tried = person.says.at("tx_used").codes;
    for (const char* code : {"antidepressant", "exercise", "other_talk", "social", "cbt", "mindfulness", "sleep",
                             "diet", "peer", "inpatient", "ect", "vns"})
        all[std::string("tried ") + code].add(std::find(tried.begin(), tried.end(), code) != tried.end());
    const auto& symptoms = person.says.at("worst_symptoms").codes;
    for (const char* code : {"low_mood", "hopeless", "energy", "sleep", "interest", "focus", "appetite"})
        all[std::string("symptom ") + code].add(std::find(symptoms.begin(), symptoms.end(), code) != symptoms.end());
}

}  // namespace

Averages averages_of(const simulate::Population& population, std::uint64_t seed, std::uint64_t people) {
    Averages all;
    for (std::uint64_t i = 0; i < people; ++i) {
        simulate::Generator generator(seed, i);
        const simulate::Person person = simulate::draw_person(population, generator);
        if (code_of(person, "state") != "never") add_person(person, all);
    }
    return all;
}

}  // namespace tacit::test
