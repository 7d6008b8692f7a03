#include <fstream>
#include <iterator>

#include "crypto/base/check.h"
#include "schemas/survey/answers.h"
#include "schemas/survey/compile.h"
#include "schemas/survey/load.h"
#include "schemas/survey/measure.h"
#include "tests/fuzz/targets.h"

namespace tacit::fuzz {
namespace {

struct Core {
    survey::Survey survey;
    survey::Compiled compiled;
};
const Core& core() {
    static const Core loaded = [] {
        std::ifstream file(TACIT_SURVEYS "/core.json");
        const std::string text(std::istreambuf_iterator<char>(file), {});
        survey::SurveyFile survey = survey::load_file(text).value();
        survey::Compiled compiled = survey::compile(survey.survey).value();
        return Core{std::move(survey.survey), std::move(compiled)};
    }();
    return loaded;
}

}  // namespace

void answers(ByteView input) {
    const auto answers = survey::load_answers(core().survey, as_text(input));
    if (!answers) return;
    const std::string written = json::canonical(survey::answers_node(core().survey, *answers));
    const auto again = survey::load_answers(core().survey, written);
    TACIT_ASSERT(again.has_value());
    TACIT_ASSERT(json::canonical(survey::answers_node(core().survey, *again)) == written);
    const auto measurement = survey::measure(core().survey, core().compiled, *answers);
    TACIT_ASSERT(measurement.has_value());
    TACIT_ASSERT(survey::released_cells(core().compiled.config, *measurement).size() == core().compiled.output_size);
}

}  // namespace tacit::fuzz
