// Who answers a survey of one's own: marginals and conditionals per question, read from a file that a researcher
// writes.
//
//     {"format": "tacit-model-1", "name": "clinic", "about": "…",
//      "answers": {
//        "arm": {"all": {"a": 500, "b": 500}},
//        "outcome": {"given": "arm", "rows": {"a": {"well": 600, "ill": 400}}, "otherwise": {"well": 450, "ill": 550}},
//        "wins": {"all": {"sleep": 300, "work": 200}},
//        "help": {"all": {"ect": {"lot": 400, "little": 600}}},
//        "phq8": {"given": "outcome", "rows": {"well": {"mean": 6000, "sd": 4000}}, "otherwise": {"mean": 14000,
//                                                                                            "sd": 5000}}},
//      "no_answer": {"questions": {"outcome": 50}, "otherwise": 20}}
//
// Thousandths everywhere: of a single question the shares of the options, which add up to 1000; of a multiple question
// the probability of each mark by itself; of a grid the shares of each row's options; of a score mean and standard
// deviation of the total. `given` names an earlier single question. A question that is not named is answered evenly.
#pragma once
#include <map>

#include "client/simulate/person.h"
#include "schemas/survey/survey.h"

namespace tacit::simulate {

// What people in one situation say to a question; which member counts follows from the question.
struct Saying {
    Shares shares;                                     // single: alternatives; multiple: each by itself
    std::vector<std::pair<std::string, Shares>> rows;  // grid
    std::int32_t mean = 0, sd = 0;                     // score
};

struct ModelAnswer {
    std::size_t question;
    std::optional<std::size_t> given;  // an earlier single question
    std::map<std::string, Saying, std::less<>> rows;
    std::optional<Saying> otherwise;  // nothing: says nothing to the question
};

struct Model {
    std::string name, about;
    std::vector<ModelAnswer> answers;  // in the order of the survey's questions
    Population habits;                 // only its no_answer counts
};

// Every name is checked against the survey.
Result<Model> load_model(const json::Value& root, const survey::Survey& survey);
// What is true of one person: `says` has an entry for every question of the model.
Person draw_person(const survey::Survey& survey, const Model& model, Generator& generator);

}  // namespace tacit::simulate
