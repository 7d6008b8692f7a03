// README.md, CITATION.cff and LICENSE of a release.
#include "schemas/release/analysis.h"
#include "schemas/release/format/documents.h"
#include "schemas/release/format/methods.h"
#include "schemas/release/text.h"

namespace tacit::release {
namespace {

std::string bullets(const std::vector<std::string>& sentences) {
    std::string text;
    for (const std::string& sentence : sentences) text += "- " + sentence + "\n";
    return text;
}

std::string file_rows(const std::vector<TableFile>& tables) {
    std::string text;
    for (const TableFile& table : tables) text += "| `" + table.path + "` | " + table.about + " |\n";
    return text;
}

constexpr std::string_view kOtherFiles =
    "| `index.html` | the report: charts with intervals, methods, what is not protected; one file, works offline and "
    "prints |\n"
    "| `results.html` | the page to look at and to pass on: bars, what the noise means, downloads; `results.es.html` is "
    "the same in Spanish where the survey has it |\n"
    "| `results.json` | shares, intervals and labels in all languages for pages that draw them |\n"
    "| `datapackage.json` | what every column means (Frictionless Data Package 2), and the block `tacit`: privacy, "
    "batches, quality |\n"
    "| `survey.json` | the survey as it was asked, with all wording; `tacit survey check survey.json` reads it |\n"
    "| `task.json`, `texts/` | what both organisations and every respondent agreed on, byte for byte, and each version "
    "of the wording with both signatures |\n"
    "| `ledger/` | each organisation's signed, chained record of what it did |\n"
    "| `shares.json` | both organisations' noised shares: their sum is `data/noisy_raw.csv` |\n"
    "| `CHERRIES.md`, `STROBE.md` | reporting checklists, filled in as far as the method allows |\n"
    "| `tools/` | a verifier without dependencies, and helpers for R and Python |\n"
    "| `SHA256SUMS`, `SHA256SUMS.minisig`, `publisher.pub` | hashes of all files, signed by the publisher |\n";

constexpr std::string_view kLoading =
    "```r\n"
    "cells <- read.csv(\"data/cells.csv\")      # R; tools/tacit.R has charts, contrasts and tests\n"
    "```\n"
    "```python\n"
    "cells = pandas.read_csv(\"data/cells.csv\")  # Python; tools/tacit.py has the same\n"
    "```\n\n"
    "In a spreadsheet, open `data/cells.csv`: commas, dots as decimal marks, UTF-8. Empty means missing, and "
    "`obs_status` says why: A normal, E estimated from several numbers, U low reliability, Q withheld or not "
    "measurable.\n\n"
    "Any other contrast with its interval follows from `count_noisy` and `data/variances.csv`, and a better one from "
    "`data/design_matrix.csv`, which says which cells must agree; the description of that file has the formulas.\n";

constexpr std::string_view kChecking =
    "    tacit verify .                  # everything, with a verdict in words\n"
    "    python3 tools/verify.py .       # counts and noise, by an independent program without dependencies\n"
    "    sha256sum -c SHA256SUMS && minisign -Vm SHA256SUMS -p publisher.pub\n\n"
    "A key inside a folder proves only that the folder is of one piece. Compare `publisher.pub`, and the signing keys "
    "in "
    "`task.json`, with what the organisations publish elsewhere.\n";

std::string yaml(std::string_view text) {
    std::string quoted = "\"";
    for (const char letter : text)
        quoted += letter == '"' || letter == '\\' ? std::string("\\") + letter : std::string(1, letter);
    return quoted + "\"";
}

}  // namespace

std::string readme_md(const Content& content, const std::vector<TableFile>& tables) {
    const Release& release = content.release;
    std::string text = "# " + title(content) + "\n\n";
    if (release.synthetic) text += "**" + std::string(kSynthetic) + "**\n\n";
    text += description(content) + "\n\n";
    text += "Release `" + content.id + "`, version " + std::to_string(release.edition.version) + ", made " +
            day_text(release.edition.made) + " by " + release.task.publisher.name + " (" +
            release.task.publisher.contact + ").";
    if (!release.edition.correction.empty()) text += " **Corrected in this version:** " + release.edition.correction;
    text += "\n\n## Files\n\n| file | what it is |\n|---|---|\n" + file_rows(tables) + std::string(kOtherFiles);
    if (release.analysis)
        text += "| `" + std::string(kAnalysisFolder) + release.analysis->name + "` | the analysis, " +
                std::string(registered_words(release)) + " |\n";
    text += "\n## Loading\n\n" + std::string(kLoading);
    text += "\n## Checking\n\n" + std::string(kChecking);
    text += "\n## What was protected\n\n" + bullets(content.says.protects);
    text += "\nNot protected:\n\n" + bullets(content.says.not_protected);
    text += "\n## Methods\n\n" + bullets(methods(content));
    text += "\n## Cautions\n\n" + bullets(cautions());
    const auto happened = incidents(release);
    text += "\n## Incidents in the ledgers\n\n" + (happened.empty() ? std::string("None.\n") : bullets(happened));
    return text;
}

std::string citation_cff(const Content& content) {
    const Release& release = content.release;
    return "cff-version: 1.2.0\nmessage: \"If you use these numbers, please cite them as below.\"\ntype: "
           "dataset\ntitle: " +
           yaml(title(content)) + "\nversion: \"" + std::to_string(release.edition.version) + "\"\ndate-released: \"" +
           day_text(release.edition.made) + "\"\nlicense: CC-BY-4.0\nurl: " +
           yaml(release.task.publisher.url + "releases/" + content.id + "/v" + std::to_string(release.edition.version) +
                "/") +
           "\nauthors:\n  - name: " + yaml(release.task.publisher.name) +
           "\n  - name: " + yaml(release.task.helper.name) + "\nabstract: " + yaml(description(content)) + "\n";
}

std::string license_text(const Content& content) {
    std::string text =
        "The tables, texts and charts of this release are licensed under the Creative Commons Attribution 4.0 "
        "International\nlicence (CC BY 4.0): https://creativecommons.org/licenses/by/4.0/legalcode\n\n"
        "You may share and adapt them, for any purpose, if you give credit (CITATION.cff), link the licence, and say "
        "whether\nyou changed anything. Without warranty of any kind.\n\n"
        "The programs in tools/ are under the Apache License 2.0: https://www.apache.org/licenses/LICENSE-2.0\n\n"
        "Questionnaires keep the terms of their owners:\n";
    for (const std::string& notice : content.words().notices) text += "\n" + notice + "\n";
    return text;
}

}  // namespace tacit::release
