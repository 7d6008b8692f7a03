#include "client/simulate/people.h"

#include "client/simulate/respond.h"

namespace tacit::simulate {

Result<People> People::load(std::string_view json_text, const survey::Survey& survey) {
    TACIT_TRY(const json::Document document, json::Document::parse(json_text));
    const auto format = document.root().text("format");
    if (format && *format == "tacit-model-1") {
        TACIT_TRY(Model model, load_model(document.root(), survey));
        return People(std::move(model));
    }
    TACIT_TRY(Population population, load_population(json_text));
    return People(std::move(population));
}

const std::string& People::name() const {
    return std::visit([](const auto& who) -> const std::string& { return who.name; }, who_);
}

survey::Answers People::answers(const survey::Survey& survey, std::uint64_t seed, std::uint64_t index) const {
    if (const auto* population = std::get_if<Population>(&who_))
        return simulated_answers(survey, *population, seed, index);
    const auto& model = std::get<Model>(who_);
    Generator generator(seed, index);
    const Person person = draw_person(survey, model, generator);
    return respond(survey, model.habits, person, generator);
}

}  // namespace tacit::simulate
