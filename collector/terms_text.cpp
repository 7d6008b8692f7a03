#include "collector/terms_text.h"

#include <algorithm>
#include <cmath>

#include "crypto/dp/epsilon.h"
#include "schemas/release/text.h"

namespace tacit::collector {
namespace {

std::string party_line(const std::string& role, const task::Party& party) {
    return "  " + role + party.name + ", " + party.contact + ", " + party.url + "\n";
}

std::string padded(std::string text, std::size_t size) {
    if (text.size() < size) text.append(size - text.size(), ' ');
    return text;
}

}  // namespace

std::string analysis_line(const task::Draft& draft) {
    if (!draft.analysis) return {};
    return "  registered analysis: " + draft.analysis->name + ", SHA-256 " + to_hex(draft.analysis->sha256) + "\n";
}

std::string terms_text(const task::Draft& draft, const survey::Compiled& compiled, const task::Party* helper) {
    const auto moment = [](std::int64_t seconds) {
        return release::moment_text(std::chrono::sys_seconds(std::chrono::seconds(seconds)));
    };
    std::string text = "Survey " + draft.definition.id + ", version " + draft.definition.version + ", " +
                       std::to_string(draft.definition.questions.size()) + " questions\n";
    text += party_line("leader:    ", draft.leader);
    text += helper != nullptr ? party_line("helper:    ", *helper) : "  helper:    whoever accepts\n";
    text += party_line("publisher: ", draft.publisher);
    text += "  open from " + moment(draft.opens) + " until " + moment(draft.closes) + " (UTC, the end not included)\n";
    text += "  times are kept to " + std::to_string(draft.time_precision / 3600) + " hours\n";
    text += "  nothing is published of fewer than " + std::to_string(draft.min_batch_size) + " answer sheets\n";
    text += analysis_line(draft);
    if (draft.analysis)
        text +=
            "    no release can call another file registered; to read it, ask the leader for it and compare with "
            "sha256sum\n";
    text += "  budget " + std::string(dp::to_text(draft.definition.profile)) + ": rho = " + dp::to_text(compiled.rho) +
            "; who knows one organisation's noise guesses between two answer sheets right at most " +
            release::fixed(dp::guess_upper(compiled.rho) * 100, 1) + " in 100 times\n";
    std::size_t width = 5;
    for (const survey::CompiledTable& table : compiled.tables) width = std::max(width, table.id.size());
    text += "  " + padded("table", width) + "  cells  noise of each organisation   in a published number\n";
    for (const survey::CompiledTable& table : compiled.tables)
        text += "  " + padded(table.id, width) + "  " + padded(std::to_string(table.cell_count), 5) + "  variance " +
                padded(std::to_string(table.sigma_squared), 18) + "  ± " +
                release::fixed(1.96 * std::sqrt(2.0 * table.sigma_squared), 0) + "\n";
    return text;
}

std::string fingerprint_text(const wire::TaskId& id) {
    const std::string text = wire::to_text(id);
    std::string grouped;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0 && i % 4 == 0) grouped += ' ';
        grouped += text[i];
    }
    return grouped;
}

std::string argument_text(const wire::TaskId& id) {
    const std::string text = wire::to_text(id).substr(0, 8);
    return text.front() == '-' ? "-- " + text : text;
}

}  // namespace tacit::collector
