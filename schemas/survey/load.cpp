#include "schemas/survey/load.h"

#include <algorithm>

#include "schemas/survey/compile.h"
#include "schemas/survey/load_parts.h"

namespace tacit::survey {
namespace {

constexpr std::size_t kNameSizeMax = 64;
constexpr std::size_t kItemsMax = 500;  // questions, derived items, groups or tables

// The survey's own id and version: as a code, and dots and hyphens, so that it can stand in a file name.
Result<std::string> load_name(const json::Value& value, std::string_view key) {
    TACIT_TRY(const json::Value member, value.at(key));
    TACIT_TRY(std::string name, member.as_text());
    const bool plain = std::all_of(name.begin(), name.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_' || letter == '-' ||
               letter == '.';
    });
    if (name.empty() || name.size() > kNameSizeMax || !plain || name.front() == '.' || name.front() == '-')
        return member.malformed("this is not a name",
                                "Use small letters, digits, _, - and dots, at most 64 characters");
    return name;
}

// Adds the ids of one array to what is taken already: questions, derived items and groups share one set of names.
Result<std::vector<std::string>> load_ids(const std::vector<json::Value>& items, std::vector<std::string>& taken) {
    std::vector<std::string> ids;
    for (const json::Value& item : items) {
        TACIT_TRY(const json::Value member, item.at("id"));
        TACIT_TRY(std::string id, load_code(member));
        if (id == "journal")
            return member.malformed("\"journal\" is taken by the journal's entry in answer files", "Choose another id");
        if (find_code(taken, id)) return member.malformed("the id \"" + id + "\" is there twice", "Rename one");
        taken.push_back(id);
        ids.push_back(std::move(id));
    }
    return ids;
}

Result<dp::Profile> load_profile(const json::Value& value) {
    TACIT_TRY(const json::Value member, value.at("profile"));
    TACIT_TRY(const std::string name, member.as_text());
    const auto profile = dp::profile_from_text(name);
    if (!profile)
        return member.malformed("no profile is called \"" + name + "\"", "Use \"strict\", \"standard\" or \"wide\"");
    return *profile;
}

// Reads one array of the file. A JSON Pointer counts from 0, so errors also say the id.
template <class Item, class Load>
Result<void> load_each(std::vector<Item>& to, const std::vector<json::Value>& values, const char* what, Load load) {
    for (const json::Value& value : values) {
        auto item = load(value);
        if (!item) {
            Error error = item.error();
            error.what = std::string(what) + " \"" + value.text("id").value_or("") + "\": " + error.what;
            return tl::make_unexpected(std::move(error));
        }
        to.push_back(*std::move(item));
    }
    return {};
}

Result<Survey> load_members(const json::Value& value) {
    Survey survey;
    TACIT_TRY(survey.id, load_name(value, "id"));
    TACIT_TRY(survey.version, load_name(value, "version"));
    TACIT_TRY(survey.profile, load_profile(value));
    TACIT_TRY(const std::vector<json::Value> questions, value.array("questions"));
    TACIT_TRY(const std::vector<json::Value> derived, value.array("derived"));
    TACIT_TRY(const std::vector<json::Value> groups, value.array("groups"));
    TACIT_TRY(const std::vector<json::Value> tables, value.array("tables"));
    if (questions.empty()) return value.malformed("a survey without questions", "Ask at least one");
    for (const auto& [name, list] :
         {std::pair{"questions", &questions}, {"derived items", &derived}, {"groups", &groups}, {"tables", &tables}})
        if (list->size() > kItemsMax)
            return value.malformed("the survey has more than " + std::to_string(kItemsMax) + " " + name,
                                   "Split it into several surveys");
    if (tables.empty())
        return value.malformed("a survey without tables publishes nothing", "Declare at least one table");

    std::vector<std::string> taken;
    TACIT_TRY(const std::vector<std::string> ids, load_ids(questions, taken));
    TACIT_CHECK(load_ids(derived, taken));
    TACIT_CHECK(load_ids(groups, taken));
    std::vector<std::string> table_ids;
    TACIT_CHECK(load_ids(tables, table_ids));

    TACIT_CHECK(load_each(survey.questions, questions, "question",
                          [&](const json::Value& item) { return load_question(item, survey, ids); }));
    TACIT_CHECK(load_each(survey.derived, derived, "derived item",
                          [&](const json::Value& item) { return load_derived(item, survey, ids); }));
    TACIT_CHECK(
        load_each(survey.groups, groups, "group", [&](const json::Value& item) { return load_group(item, survey); }));
    TACIT_CHECK(
        load_each(survey.tables, tables, "table", [&](const json::Value& item) { return load_table(item, survey); }));
    return survey;
}

// Errors of the whole survey name places from its root; in a task.json that root lies deeper.
Result<Survey> load_survey(const json::Value& value) {
    TACIT_TRY(Survey survey, load_members(value));
    auto checked = check_whole(survey);
    if (checked)
        if (const auto compiled = compile(survey); !compiled) checked = tl::make_unexpected(compiled.error());
    if (!checked) {
        Error error = checked.error();
        error.where = value.pointer() + error.where;
        return tl::make_unexpected(std::move(error));
    }
    return survey;
}

// Another file taken for a survey: to name its first member would help nobody.
Result<void> check_is_survey(const json::Value& root) {
    if (root.find("resourceType"))
        return root.malformed("this is a FHIR resource, not a survey file",
                              "Make a survey of a Questionnaire: tacit survey import FILE");
    if (!root.find("questions"))
        return root.malformed(
            "this is not a survey file: it has no \"questions\"",
            "schemas/surveys/core.json is one, and schemas/survey/survey.schema.json says what stands in it");
    return {};
}

}  // namespace

Result<Survey> load_definition(const json::Value& value) {
    TACIT_CHECK(value.only({"id", "version", "profile", "questions", "derived", "groups", "tables"}));
    return load_survey(value);
}

Result<Texts> load_texts(const json::Value& value, const Survey& survey) {
    TACIT_TRY(const auto members, value.members());
    if (members.empty()) return value.malformed("there is no language", "Add for example \"en\"");
    Texts texts;
    for (const auto& [tag, member] : members) {
        TACIT_TRY(Language language, load_language(member, survey, tag));
        texts.languages.push_back(std::move(language));
    }
    return texts;
}

Result<SurveyFile> load_file(std::string_view json_text) {
    TACIT_TRY(const json::Document document, json::Document::parse(json_text));
    const json::Value root = document.root();
    TACIT_CHECK(check_is_survey(root));
    TACIT_CHECK(root.only({"id", "version", "profile", "questions", "derived", "groups", "tables", "texts"}));
    SurveyFile file;
    TACIT_TRY(file.survey, load_survey(root));
    TACIT_TRY(const json::Value texts, root.at("texts"));
    TACIT_TRY(file.texts, load_texts(texts, file.survey));
    return file;
}

json::Node definition_node(const Survey& survey) {
    json::Node questions = json::Node::array();
    for (const Question& question : survey.questions) questions.push(question_node(survey, question));
    json::Node derived = json::Node::array();
    for (const Derived& one : survey.derived) derived.push(derived_node(survey, one));
    json::Node groups = json::Node::array();
    for (const Group& group : survey.groups) groups.push(group_node(survey, group));
    json::Node tables = json::Node::array();
    for (const Table& table : survey.tables) tables.push(table_node(survey, table));
    return json::Node::object({{"id", survey.id},
                               {"version", survey.version},
                               {"profile", dp::to_text(survey.profile)},
                               {"questions", std::move(questions)},
                               {"derived", std::move(derived)},
                               {"groups", std::move(groups)},
                               {"tables", std::move(tables)}});
}

json::Node texts_node(const Survey& survey, const Texts& texts) {
    json::Node node = json::Node::object();
    for (const Language& language : texts.languages) node.set(language.tag, language_node(survey, language));
    return node;
}

Sha256 definition_hash(const Survey& survey) { return sha256(as_bytes(json::canonical(definition_node(survey)))); }

}  // namespace tacit::survey
