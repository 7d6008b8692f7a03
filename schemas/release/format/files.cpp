#include "schemas/release/format/files.h"

#include "schemas/release/analysis.h"
#include "schemas/release/format/documents.h"
#include "schemas/release/format/package.h"
#include "schemas/release/format/public_page.h"
#include "schemas/release/format/report.h"
#include "schemas/release/format/results_json.h"
#include "schemas/release/tools/tools.h"
#include "schemas/survey/load.h"

namespace tacit::release {
namespace {

void add_evidence(const Release& release, Files& files) {
    files["task.json"] = task::canonical(release.task);
    for (const Wording& wording : release.wordings) {
        const std::string name = "texts/" + std::to_string(wording.n);
        files[name + ".json"] = wording.document;
        files[name + ".leader.sig"] = wording.leader_signature;
        files[name + ".helper.sig"] = wording.helper_signature;
    }
    files["ledger/leader.jsonl"] = release.leader_ledger;
    files["ledger/helper.jsonl"] = release.helper_ledger;
    files["shares.json"] = shares_json(release.terms.id, release.batches);
    if (release.analysis) files[std::string(kAnalysisFolder) + release.analysis->name] = release.analysis->content;
}

std::string survey_json(const Content& content) {
    json::Node survey = survey::definition_node(content.survey());
    survey.set("texts", survey::texts_node(content.survey(), content.texts));
    return json::pretty(survey);
}

}  // namespace

Result<Files> content_files(const Release& release) {
    TACIT_TRY(const Content content, content_of(release));
    const std::vector<TableFile> tables = all_tables(content);
    Files files;
    for (const TableFile& table : tables) files[table.path] = to_csv(table);
    add_evidence(release, files);
    files["survey.json"] = survey_json(content);
    files["README.md"] = readme_md(content, tables);
    files["CHERRIES.md"] = cherries_md(content);
    files["STROBE.md"] = strobe_md(content);
    files["CITATION.cff"] = citation_cff(content);
    files["LICENSE"] = license_text(content);
    files["index.html"] = report_html(content, tables);
    for (auto& [name, page] : public_pages(content)) files[name] = std::move(page);
    files["results.json"] = results_json(content);
    for (const Tool& tool : tools()) files["tools/" + std::string(tool.name)] = std::string(tool.text);
    TACIT_TRY(files["datapackage.json"], datapackage_json(content, tables, files));
    return files;
}

}  // namespace tacit::release
