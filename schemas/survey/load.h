// Reads survey files and refuses what would publish something else than its author meant. Every error names the place
// (JSON Pointer) and what to do about it, for somebody who writes surveys and not programs.
#pragma once
#include "schemas/json/node.h"
#include "schemas/json/reader.h"
#include "schemas/survey/survey.h"
#include "schemas/survey/texts.h"

namespace tacit::survey {

// The definition: the file without `texts`. Checks everything of design.md section 4, compiling included.
Result<Survey> load_definition(const json::Value& value);
// The value of `texts`: one object per language, each with a label for every code.
Result<Texts> load_texts(const json::Value& value, const Survey& survey);

struct SurveyFile {
    Survey survey;
    Texts texts;
};
Result<SurveyFile> load_file(std::string_view json_text);

// Back to JSON: canonical() of these has the bytes of canonical() of what was loaded.
json::Node definition_node(const Survey& survey);
json::Node texts_node(const Survey& survey, const Texts& texts);
// SHA-256 of the RFC 8785 form of the definition.
Sha256 definition_hash(const Survey& survey);

}  // namespace tacit::survey
