#include "crypto/base/check.h"
#include "schemas/survey/compile.h"
#include "schemas/survey/load.h"
#include "tests/fuzz/targets.h"

namespace tacit::fuzz {

void survey(ByteView input) {
    const auto file = survey::load_file(as_text(input));
    if (!file) return;
    const json::Node definition = survey::definition_node(file->survey);
    const json::Node texts = survey::texts_node(file->survey, file->texts);

    const json::Document document = json::Document::from(definition);
    const auto again = survey::load_definition(document.root());
    TACIT_ASSERT(again.has_value());
    TACIT_ASSERT(json::canonical(survey::definition_node(*again)) == json::canonical(definition));
    const json::Document texts_document = json::Document::from(texts);
    const auto texts_again = survey::load_texts(texts_document.root(), *again);
    TACIT_ASSERT(texts_again.has_value());
    TACIT_ASSERT(json::canonical(survey::texts_node(*again, *texts_again)) == json::canonical(texts));

    const auto compiled = survey::compile(*again);
    TACIT_ASSERT(compiled.has_value());
    TACIT_ASSERT(circuits::check(compiled->config).has_value());
    TACIT_ASSERT(compiled->output_size == circuits::output_size(compiled->config));
}

}  // namespace tacit::fuzz
