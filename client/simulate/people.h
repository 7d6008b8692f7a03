// Whoever is simulated: one of the populations, or a researcher's own model.
#pragma once
#include "client/simulate/model.h"
#include "schemas/survey/answers.h"

namespace tacit::simulate {

class People {
public:
    // A file of format tacit-population-1 or tacit-model-1; the latter is checked against the survey.
    static Result<People> load(std::string_view json_text, const survey::Survey& survey);

    const std::string& name() const;
    // Number `index` (from 0) of the simulation with this seed. The survey is the one of load().
    survey::Answers answers(const survey::Survey& survey, std::uint64_t seed, std::uint64_t index) const;

private:
    explicit People(std::variant<Population, Model> who) : who_(std::move(who)) {}
    std::variant<Population, Model> who_;
};

}  // namespace tacit::simulate
