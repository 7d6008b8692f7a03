// The published JSON Schema and the loader must not drift apart. RapidJSON's validator speaks draft 4.
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>

#include "tests/unit/survey/sample.h"

namespace tacit::survey {
namespace {

rapidjson::SchemaDocument published_schema() {
    rapidjson::Document schema;
    schema.Parse(test::read_schemas_file("survey/survey.schema.json").c_str());
    EXPECT_FALSE(schema.HasParseError());
    return rapidjson::SchemaDocument(schema);
}

// The place where the schema objects, or "" where it does not.
std::string schema_error(const std::string& text) {
    static const rapidjson::SchemaDocument schema = published_schema();
    rapidjson::Document document;
    document.Parse(text.c_str());
    EXPECT_FALSE(document.HasParseError());
    rapidjson::SchemaValidator validator(schema);
    if (document.Accept(validator)) return "";
    rapidjson::StringBuffer where;
    validator.GetInvalidDocumentPointer().StringifyUriFragment(where);
    return std::string(where.GetString()) + ": " + validator.GetInvalidSchemaKeyword();
}

TEST(Schema, AcceptsTheBundledSurveysAndTheSmallOne) {
    EXPECT_EQ(schema_error(test::read_schemas_file("surveys/core.json")), "");
    EXPECT_EQ(schema_error(test::read_schemas_file("surveys/full.json")), "");
    EXPECT_EQ(schema_error(test::small_survey_text()), "");
}

TEST(Schema, RefusesOfTheBrokenSurveysThoseThatASchemaCanSee) {
    for (const test::Broken& broken : test::broken_surveys()) {
        if (!broken.schema_sees) continue;
        const std::string error = schema_error(test::edited(test::small_survey_text(), broken.from, broken.to));
        EXPECT_NE(error, "") << broken.name << " passed the schema";
    }
}

TEST(Schema, NamesEveryInstrumentAndProfileThatTheLoaderKnows) {
    const std::string schema = test::read_schemas_file("survey/survey.schema.json");

    for (const instruments::Id id : instruments::all_ids())
        EXPECT_NE(schema.find('"' + std::string(instruments::instrument(id).name) + '"'), std::string::npos);
    for (const dp::Profile profile : dp::kProfiles)
        EXPECT_NE(schema.find('"' + std::string(dp::to_text(profile)) + '"'), std::string::npos);
}

}  // namespace
}  // namespace tacit::survey
