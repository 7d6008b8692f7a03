// tacit survey import and export: a survey as other tools write it, and back. What is lost on the way is said.
#include <iostream>
#include <map>

#include "client/native/cmd_common.h"
#include "client/native/files.h"
#include "client/native/workbook.h"
#include "schemas/exchange/fhir_read.h"
#include "schemas/exchange/fhir_write.h"
#include "schemas/exchange/xlsform_read.h"
#include "schemas/survey/load.h"

namespace tacit::native {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kPlacesShown = 3;

struct ExchangeOptions {
    std::string file, format, out, tables;
    exchange::ImportOptions import;
};

// Each sentence once, with the first places to which it applies.
void print_notes(const exchange::Notes& notes) {
    std::vector<std::pair<std::string, std::vector<std::string>>> grouped;
    for (const exchange::Note& note : notes) {
        auto same =
            std::find_if(grouped.begin(), grouped.end(), [&](const auto& one) { return one.first == note.what; });
        if (same == grouped.end()) same = grouped.insert(grouped.end(), {note.what, {}});
        if (!note.where.empty()) same->second.push_back(note.where);
    }
    for (const auto& [what, places] : grouped) {
        std::cerr << "tacit: note: " << what;
        for (std::size_t i = 0; i < std::min(places.size(), kPlacesShown); ++i)
            std::cerr << (i == 0 ? " (at " : ", ") << places[i];
        if (places.size() > kPlacesShown) std::cerr << " and " << places.size() - kPlacesShown << " more";
        std::cerr << (places.empty() ? ".\n" : ").\n");
    }
}

// Of a workbook, or of a folder with its sheets in CSV.
Result<exchange::XlsformSheets> read_sheets(const std::string& file) {
    const fs::path folder = file;
    if (!fs::is_directory(folder)) {
        TACIT_TRY(const std::string workbook, read_input(file));
        return sheets_of_workbook(as_bytes(workbook));
    }
    TACIT_TRY(const std::string survey, read_input((folder / "survey.csv").string()));
    TACIT_TRY(const std::string choices, read_input((folder / "choices.csv").string()));
    std::string settings;
    if (fs::exists(folder / "settings.csv")) {
        TACIT_TRY(settings, read_input((folder / "settings.csv").string()));
    }
    return exchange::sheets_of_csv({survey, choices, settings});
}

Result<exchange::Imported> read(const ExchangeOptions& options) {
    exchange::ImportOptions import = options.import;
    if (!options.tables.empty()) {
        TACIT_TRY(import.tables, read_input(options.tables));
    }
    if (options.format == "xlsform") {
        TACIT_TRY(exchange::XlsformSheets sheets, read_sheets(options.file));
        return exchange::read_xlsform(std::move(sheets), import);
    }
    TACIT_TRY(const std::string text, read_input(options.file));
    return exchange::read_fhir(text, import);
}

int import_survey(const ExchangeOptions& options) {
    const auto imported = read(options);
    if (!imported) {
        const int code = report_failure(imported.error(), true);
        std::cerr << "tacit: " << options.file << " was not imported, and nothing was written.\n";
        return code;
    }
    if (const auto written = write_output(options.out, json::pretty(imported->survey)); !written)
        return report_failure(written.error());
    print_notes(imported->notes);
    std::cout << "Wrote " << options.out << ", " << imported->survey.find("questions")->items()->size()
              << " questions in " << imported->survey.find("tables")->items()->size() << " tables.\n"
              << "Next: read the notes, edit the file where they say so, then: tacit survey check " << options.out
              << '\n';
    return kDone;
}

int export_survey(const ExchangeOptions& options) {
    const auto text = read_input(options.file);
    if (!text) return report_failure(text.error(), true);
    const auto file = survey::load_file(*text);
    if (!file) return report_failure(file.error(), true);
    const exchange::Exported exported = exchange::write_fhir(*file);
    if (const auto written = write_output(options.out, json::pretty(exported.file)); !written)
        return report_failure(written.error());
    print_notes(exported.notes);
    std::cout << "Wrote " << options.out << ", a FHIR R4 Questionnaire.\n";
    return kDone;
}

}  // namespace

void add_survey_exchange(programs::Command group) {
    auto options = std::make_shared<ExchangeOptions>();
    programs::Command command = group.add_command("import", "Make a survey of a FHIR R4 Questionnaire or an XLSForm");
    command
        .add_option("FILE", options->file,
                    "The Questionnaire (JSON), or the XLSForm: an .xlsx file, or a folder with its sheets in CSV")
        .required();
    command.add_option("--from", options->format, "fhir or xlsform").required().one_of({"fhir", "xlsform"});
    command.add_option("--out", options->out, "The survey file to write").required().type_name("FILE");
    command
        .add_option("--tables", options->tables,
                    "What to publish: a JSON file with derived, groups, tables and their texts (default: a table of "
                    "each question)")
        .type_name("FILE");
    const programs::Option ethics = command.add_option(
        "--ethics", options->import.ethics, "The reference of the board that approved asking item 9 of the PHQ-9");
    command.add_flag("--without-item-9", options->import.without_item_9, "Make a PHQ-8 of a PHQ-9").excludes(ethics);
    command.footer("What a survey cannot say is listed. What would mean something else without it is refused.");
    command.runs([options] { return import_survey(*options); });

    auto writing = std::make_shared<ExchangeOptions>();
    command = group.add_command("export", "Write a survey's questions as a FHIR R4 Questionnaire");
    command.add_option("FILE", writing->file, "The survey file").required();
    command.add_option("--to", writing->format, "fhir").required().one_of({"fhir"});
    command.add_option("--out", writing->out, "The file to write").required().type_name("FILE");
    command.footer("What FHIR cannot carry is listed. Never send one person's answers as a QuestionnaireResponse.");
    command.runs([writing] { return export_survey(*writing); });
}

}  // namespace tacit::native
