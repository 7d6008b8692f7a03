#include "schemas/release/format/package.h"

#include "schemas/release/analysis.h"
#include "schemas/release/format/methods.h"
#include "schemas/release/text.h"
#include "schemas/survey/load.h"
#include "schemas/task/fields.h"
#include "schemas/task/ledger.h"

namespace tacit::release {
namespace {

using json::Node;

Node text_list(const std::vector<std::string>& texts) {
    Node list = Node::array();
    for (const std::string& text : texts) list.push(text);
    return list;
}

Node party_node(const task::Party& party) {
    return Node::object({{"name", party.name}, {"contact", party.contact}, {"url", party.url}});
}

std::string_view type_name(Type type) {
    switch (type) {
        case Type::text: return "string";
        case Type::integer: return "integer";
        case Type::number: return "number";
        case Type::flag: return "boolean";
        case Type::day: return "date";
    }
    return "string";
}

Node field_node(const Column& column) {
    Node field = Node::object({{"name", column.name}, {"type", type_name(column.type)}, {"description", column.about}});
    Node constraints = Node::object();
    if (column.required) constraints.set("required", true);
    if (!column.categories.empty()) {
        constraints.set("enum", text_list(column.categories));
        field.set("categories", text_list(column.categories));
    }
    if (!constraints.members()->empty()) field.set("constraints", std::move(constraints));
    return field;
}

std::string resource_name(std::string_view path) {
    std::string name;
    for (const char letter : path.substr(0, path.rfind('.')))
        name += letter == '/' ? '-' : static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
    return name.starts_with("data-") ? name.substr(5) : name;
}

Node resource_node(std::string_view path, const std::string& content) {
    return Node::object({{"name", resource_name(path)},
                         {"path", path},
                         {"bytes", content.size()},
                         {"hash", "sha256:" + to_hex(sha256(as_bytes(content)))}});
}

Node table_resource(const TableFile& table, const std::string& csv) {
    Node resource = resource_node(table.path, csv);
    resource.set("type", "table");
    resource.set("title", table.title);
    resource.set("description", table.about);
    resource.set("format", "csv");
    resource.set("mediatype", "text/csv");
    resource.set("encoding", "utf-8");
    Node fields = Node::array();
    for (const Column& column : table.columns) fields.push(field_node(column));
    Node schema = Node::object({{"$schema", "https://datapackage.org/profiles/2.0/tableschema.json"},
                                {"fields", std::move(fields)},
                                {"missingValues", text_list({""})}});
    if (!table.primary_key.empty()) schema.set("primaryKey", text_list(table.primary_key));
    resource.set("schema", std::move(schema));
    return resource;
}

Node batches_node(const Release& release) {
    Node list = Node::array();
    for (const BatchShares& batch : release.batches) {
        Node node = task::to_node(batch.interval);
        node.set("from", moment_text(begin_of(release.task, batch.interval.start)));
        node.set("to", moment_text(begin_of(release.task, *wire::end(batch.interval))));
        list.push(std::move(node));
    }
    return list;
}

Result<Node> texts_node(const Release& release) {
    Node list = Node::array();
    for (const Wording& wording : release.wordings) {
        Node node = Node::object({{"n", wording.n},
                                  {"path", "texts/" + std::to_string(wording.n) + ".json"},
                                  {"sha256", to_hex(sha256(as_bytes(wording.document)))}});
        TACIT_TRY(const task::NumberedTexts texts,
                  task::load_texts_document(wording.document, release.task.definition));
        std::vector<std::string> languages;
        for (const survey::Language& language : texts.texts.languages) languages.push_back(language.tag);
        node.set("languages", text_list(languages));
        if (const auto served = served_since(release, wording.n)) node.set("served_since", *served);
        list.push(std::move(node));
    }
    return list;
}

// What a reader needs beside the numbers: how many figures are doubtful, and why.
Node quality_node(const Content& content) {
    std::int64_t unreliable = 0;
    std::int64_t withheld = 0;
    std::int64_t cells = 0;
    for (const Table& table : content.results.tables) {
        for (const Cell& cell : table.cells) {
            ++cells;
            const Share* share = main_share(cell);
            if (share == nullptr) continue;
            if (share->status == Status::unreliable) ++unreliable;
            if (share->status == Status::withheld) ++withheld;
        }
    }
    Node node = Node::object({{"cells", cells},
                              {"shares_of_low_reliability", unreliable},
                              {"shares_withheld", withheld},
                              {"incidents", text_list(incidents(content.release))}});
    if (content.results.mask_below) node.set("counts_masked_below", *content.results.mask_below);
    return node;
}

Result<Node> tacit_node(const Content& content) {
    const Release& release = content.release;
    const task::Task& task = release.task;
    TACIT_TRY(Node privacy, privacy_node(task, release.terms));
    TACIT_TRY(Node texts, texts_node(release));
    TACIT_TRY(Node analysis, analysis_node(release));
    TACIT_TRY(const Bytes configuration, encode(release.terms.configuration));
    Node node = Node::object(
        {{"format", "tacit-release-2"},
         {"release", content.id},
         {"version", release.edition.version},
         {"made", day_text(release.edition.made)},
         {"task_id", wire::to_text(release.terms.id)},
         {"task_configuration", to_base64url(configuration)},
         {"survey", Node::object({{"id", task.definition.id},
                                  {"version", task.definition.version},
                                  {"title", content.words().title},
                                  {"definition_sha256", to_hex(survey::definition_hash(task.definition))}})},
         {"leader", party_node(task.leader)},
         {"helper", party_node(task.helper)},
         {"publisher", party_node(task.publisher)},
         {"time_precision_seconds", task.time_precision},
         {"batches", batches_node(release)},
         {"reports_about", content.results.n},
         {"sample", "self-selected: people who found the survey and chose to answer; no response rate can be measured"},
         {"texts", std::move(texts)},
         {"privacy", std::move(privacy)},
         {"analysis", std::move(analysis)},
         {"methods", text_list(methods(content))},
         {"quality", quality_node(content)},
         {"caution", text_list(cautions())}});
    if (!release.edition.correction.empty()) node.set("correction", release.edition.correction);
    if (release.synthetic) node.set("synthetic", std::string(kSynthetic));
    return node;
}

}  // namespace

Result<std::string> datapackage_json(const Content& content, const std::vector<TableFile>& tables, const Files& files) {
    const Release& release = content.release;
    Node resources = Node::array();
    for (const TableFile& table : tables) resources.push(table_resource(table, files.at(table.path)));
    std::string name = content.id;
    for (char& letter : name) letter = static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
    TACIT_TRY(Node tacit, tacit_node(content));
    Node contributors = Node::array();
    contributors.push(Node::object({{"title", release.task.publisher.name},
                                    {"path", release.task.publisher.url},
                                    {"roles", text_list({"publisher"})}}));
    contributors.push(Node::object({{"title", release.task.helper.name},
                                    {"path", release.task.helper.url},
                                    {"roles", text_list({"holder of the other share"})}}));
    Node licenses = Node::array();
    licenses.push(Node::object({{"name", "CC-BY-4.0"},
                                {"path", "https://creativecommons.org/licenses/by/4.0/"},
                                {"title", "Creative Commons Attribution 4.0 International"}}));
    return json::pretty(Node::object({{"$schema", "https://datapackage.org/profiles/2.0/datapackage.json"},
                                      {"name", std::move(name)},
                                      {"id", "urn:tacit:" + content.id},
                                      {"title", title(content)},
                                      {"description", description(content)},
                                      {"version", std::to_string(release.edition.version) + ".0.0"},
                                      {"created", day_text(release.edition.made) + "T00:00:00Z"},
                                      {"keywords", text_list({"survey", "aggregate statistics", "differential privacy",
                                                              release.task.definition.id})},
                                      {"contributors", std::move(contributors)},
                                      {"licenses", std::move(licenses)},
                                      {"resources", std::move(resources)},
                                      {"tacit", std::move(tacit)}}));
}

}  // namespace tacit::release
