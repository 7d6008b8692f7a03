// tacit survey check: what is wrong with a survey file, or what it would publish and how exactly.
#include <cmath>
#include <cstdio>
#include <iostream>

#include "client/native/cmd_common.h"
#include "client/native/files.h"
#include "crypto/dp/epsilon.h"
#include "crypto/dp/profile.h"
#include "crypto/vdaf/prio3_questionnaire.h"
#include "schemas/survey/load.h"
#include "schemas/task/entry.h"

namespace tacit::native {
namespace {

struct SurveyOptions {
    std::string file;
};

constexpr double kDelta = 1e-6;

std::string rounded(double value, int digits) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

void print_tables(const survey::Compiled& compiled) {
    std::size_t width = 5;
    for (const survey::CompiledTable& table : compiled.tables) width = std::max(width, table.id.size());
    std::printf("%-*s  %-6s  %6s  %7s  %6s  %9s  %s\n", static_cast<int>(width), "table", "kind", "cells", "delta2",
                "weight", "sigma2", "sd published");
    for (const survey::CompiledTable& table : compiled.tables) {
        const std::string kind(survey::to_text(table.kind));
        std::printf("%-*s  %-6s  %6zu  %7llu  %6u  %9u  %s\n", static_cast<int>(width), table.id.c_str(), kind.c_str(),
                    table.cell_count, static_cast<unsigned long long>(table.delta_squared), table.weight,
                    table.sigma_squared, rounded(std::sqrt(2.0 * table.sigma_squared), 1).c_str());
    }
    std::fflush(stdout);
}

// Bytes of what a device uploads for one person, with the ciphertexts' own additions left out.
Result<std::size_t> share_size(const survey::Compiled& compiled) {
    TACIT_TRY(const auto vdaf, vdaf::make_prio3_questionnaire(compiled.config));
    return vdaf.public_share_size() + vdaf.input_share_size(0) + vdaf.input_share_size(1);
}

Result<void> print(const survey::SurveyFile& file, const survey::Compiled& compiled) {
    const survey::Survey& survey = file.survey;
    TACIT_TRY(const task::Cost cost, task::cost_of(compiled, compiled.default_min_batch_size));
    TACIT_TRY(const std::size_t size, share_size(compiled));
    std::cout << file.texts.languages.front().title << '\n'
              << "survey " << survey.id << ", version " << survey.version << ", " << survey.questions.size()
              << " questions, languages:";
    for (const survey::Language& language : file.texts.languages) std::cout << ' ' << language.tag;
    std::cout << "\nsha256 of the definition: " << to_hex(survey::definition_hash(survey)) << "\n\n";
    print_tables(compiled);
    std::cout << '\n'
              << compiled.output_size << " cells in " << compiled.tables.size() << " tables; a report is about "
              << (size + 512) / 1024 << " KiB, whatever is answered\n"
              << "profile " << dp::to_text(survey.profile) << ": rho " << dp::to_text(compiled.rho)
              << " against one server (" << dp::to_text(cost.rho_this_server) << " spent), "
              << dp::to_text(cost.rho_both_honest) << " against readers\n"
              << "epsilon " << rounded(dp::epsilon_upper(cost.rho_this_server, kDelta), 2)
              << " at delta 1e-6; a guess between "
              << "two answer sheets is right at most " << rounded(100 * dp::guess_upper(cost.rho_this_server), 1)
              << " times in 100 (a coin: 50)\n"
              << "minimum batch size: " << compiled.default_min_batch_size << " reports, unless the task sets more\n"
              << "sigma2 is the variance of the noise that each server adds; sd published is of both together\n";
    return {};
}

int check(const SurveyOptions& options) {
    const auto text = read_file(options.file);
    if (!text) return report_failure(text.error(), true);
    const auto file = survey::load_file(as_text(*text));
    if (!file) {
        const int code = report_failure(file.error(), true);
        std::cerr << "tacit: " << options.file << " was not accepted.\n";
        return code;
    }
    const auto compiled = survey::compile(file->survey);
    if (!compiled) return report_failure(compiled.error(), true);
    const auto printed = print(*file, *compiled);
    return printed ? kDone : report_failure(printed.error(), true);
}

}  // namespace

void add_survey(programs::Command app) {
    programs::Command group = app.add_command("survey", "Look at a survey file, or exchange it with other tools");
    group.require_command();
    auto options = std::make_shared<SurveyOptions>();
    programs::Command command = group.add_command("check", "Say what is wrong with a survey, or what it would publish");
    command.add_option("FILE", options->file, "The survey file").required();
    command.runs([options] { return check(*options); });
    add_survey_exchange(group);
}

}  // namespace tacit::native
