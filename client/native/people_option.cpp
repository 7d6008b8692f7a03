#include "client/native/people_option.h"

#include "client/native/files.h"

namespace tacit::native {

void PeopleOption::add_to(programs::Command app) {
    const programs::Option named =
        app.add_option("--population", population, "default, confounded, or a population file")
            .show_default()
            .type_name("NAME");
    app.add_option("--model", model, "Your own people: shares per question (tacit-model-1, see docs/FORMATS.md)")
        .type_name("FILE")
        .excludes(named);
}

Result<simulate::People> PeopleOption::load(const survey::Survey& survey) const {
    if (model.empty()) {
        if (const auto bundled = simulate::bundled_population(population))
            return simulate::People::load(*bundled, survey);
    }
    TACIT_TRY(const Bytes bytes, read_file(name()));
    return simulate::People::load(as_text(bytes), survey);
}

}  // namespace tacit::native
