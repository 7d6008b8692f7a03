// Surveys for the tests: the bundled ones, and a small one that has every kind of everything.
#pragma once
#include <string>
#include <string_view>

#include "schemas/survey/compile.h"
#include "schemas/survey/load.h"

namespace tacit::test {

std::string read_schemas_file(std::string_view path);  // below schemas/
survey::SurveyFile bundled(std::string_view name);     // "core" or "full"

std::string small_survey_text();
survey::SurveyFile small_survey();

// The text with one place changed; the place must be there exactly once.
std::string edited(std::string text, std::string_view from, std::string_view to);

// A survey file's error as "where: what. remedy", or "" where it loads.
std::string load_error(const std::string& text);

// A file that must be refused: what is changed in the small survey, where the error points, and what it says.
struct Broken {
    const char* name;
    const char* from;
    const char* to;
    const char* where;
    const char* says;         // part of what or remedy
    bool schema_sees = true;  // a schema can see it too
};
std::span<const Broken> broken_surveys();

}  // namespace tacit::test
