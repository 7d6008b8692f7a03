#include "schemas/release/analysis.h"

namespace tacit::release {
namespace {

// The name and hash that the release has to speak of.
std::optional<json::NamedFile> subject(const Release& release) {
    if (release.task.analysis) return release.task.analysis;
    if (release.analysis) return named(*release.analysis);
    return std::nullopt;
}

std::string with_hash(const json::NamedFile& file) { return file.name + " (SHA-256 " + to_hex(file.sha256) + ")"; }

}  // namespace

json::NamedFile named(const AnalysisFile& file) { return {file.name, sha256(as_bytes(file.content))}; }

Result<Options> load_analysis(const AnalysisFile& file, const survey::Compiled& compiled) {
    if (!json::is_file_name(file.name))
        return fail(Fault::refused,
                    "an analysis is named by 1 to " + std::to_string(json::kFileNameSizeMax) +
                        " letters, digits, '.', '-' and '_', with no '.' at the beginning",
                    file.name, "Rename the file.");
    if (file.content.size() > kAnalysisSizeMax)
        return fail(Fault::refused, "an analysis has at most " + std::to_string(kAnalysisSizeMax) + " bytes", file.name,
                    "Leave data and results out of it.");
    if (!file.name.ends_with(".json")) return Options{};
    auto options = load_options(file.content, compiled);
    if (!options) {
        std::string& where = options.error().where;
        where = file.name + (where.empty() ? "" : (where.starts_with("/") ? "#" : ", ") + where);
    }
    return options;
}

Result<void> check_analysis(const Release& release) {
    if (!release.analysis) return {};
    TACIT_CHECK(load_analysis(*release.analysis, release.terms.compiled));
    const json::NamedFile given = named(*release.analysis);
    const auto& registered = release.task.analysis;
    if (registered && given != *registered)
        return fail(Fault::refused,
                    with_hash(given) + " is not the analysis that was registered before the first answer, " +
                        with_hash(*registered),
                    std::string(kAnalysisFolder) + given.name,
                    "Give the file as it was registered, byte for byte, or none.");
    return {};
}

std::string_view registered_words(const Release& release) {
    return release.task.analysis ? "registered before the first answer" : "not registered before the first answer";
}

std::string analysis_words(const Release& release) {
    const auto file = subject(release);
    if (!file) return "No analysis was registered before the first answer.";
    const bool registered = release.task.analysis.has_value();
    const std::string place = std::string(kAnalysisFolder) + file->name;
    std::string text = "The analysis " + with_hash(*file);
    if (registered) {
        text +=
            " was registered before the first answer: task.json, to which every report is bound, names its hash. It "
            "is ";
        text += release.analysis ? "included as " + place + "." : "not included in this release.";
    } else {
        text += " is included as " + place +
                ". It was not registered before the first answer: nothing shows that it was written before the numbers "
                "were known.";
    }
    if (!release.analysis) return text;
    if (const auto options = load_analysis(*release.analysis, release.terms.compiled); options && options->script)
        text += " It names the script " + with_hash(*options->script) +
                (registered ? ", which was registered with it." : ".");
    return text;
}

Result<json::Node> analysis_node(const Release& release) {
    const auto file = subject(release);
    json::Node node = file ? json::to_node(*file) : json::Node::object();
    node.set("registered_before_the_first_answer", release.task.analysis.has_value());
    if (!release.analysis) return node;
    node.set("path", std::string(kAnalysisFolder) + file->name);
    TACIT_TRY(const Options options, load_analysis(*release.analysis, release.terms.compiled));
    if (options.script) node.set("script", json::to_node(*options.script));
    return node;
}

}  // namespace tacit::release
