#include "collector/cmd.h"
#include "collector/ops/files.h"
#include "collector/publisher/folder.h"
#include "collector/publisher/gather.h"
#include "collector/publisher/open_shares.h"
#include "collector/publisher/summary.h"
#include "collector/publishing.h"
#include "schemas/release/analysis.h"
#include "schemas/release/manifest.h"

namespace tacit::collector {
namespace {

struct PublishOptions {
    std::string task;
    std::string out;
    std::string language;  // empty: the survey's first
    std::string correct;   // what is corrected; makes a new version
    std::string analysis;  // a file
};

// Everything that was collected of the task so far. The exact numbers of reports stay here.
Result<std::vector<publisher::Opened>> open_all(const ops::Config& config, Publishing& publishing) {
    const StoredTask& stored = publishing.task();
    TACIT_TRY(const auto files, publisher::load_all(config.releases, stored.terms.id));
    std::vector<publisher::Opened> batches;
    for (const publisher::CollectionFile& file : files) {
        if (file.response.empty()) continue;
        TACIT_TRY(publisher::Opened opened,
                  publisher::open_shares(stored.task, stored.terms, publishing.keys().publisher->pair, file));
        batches.push_back(std::move(opened));
    }
    if (batches.empty())
        return fail(Fault::refused, "nothing of this task is collected yet", {},
                    "collect first: tacit-collector collect");
    return batches;
}

release::Release release_of(Publishing& publishing, const std::vector<publisher::Opened>& batches) {
    release::Release release;
    release.task = publishing.task().task;
    release.terms = publishing.task().terms;
    for (const publisher::Opened& batch : batches)
        release.batches.push_back({batch.asked, batch.leader_share, batch.helper_share});
    release.edition.made = std::chrono::floor<std::chrono::days>(publishing.now());
    return release;
}

// Where it goes; sets the version. Nothing where it was published before.
Result<std::optional<std::filesystem::path>> place(const ops::Config& config, const PublishOptions& options,
                                                   release::Release& release) {
    release.edition.correction = options.correct;
    const std::string id = release::release_id(release);
    const auto newest = publisher::newest_version(config.releases, id);
    if (!options.correct.empty()) {
        if (!newest)
            return fail(Fault::refused, "there is no release of this period to correct", {},
                        "publish it first, without --correct");
        release.edition.version = *newest + 1;
    }
    if (options.correct.empty() && options.out.empty()) release.edition.version = newest.value_or(1);
    std::filesystem::path folder = options.out.empty()
                                       ? publisher::version_folder(config.releases, id, release.edition.version)
                                       : std::filesystem::absolute(options.out);
    std::error_code ignored;
    if (std::filesystem::exists(folder, ignored)) {
        if (!publisher::holds_release(folder, id))
            return fail(Fault::refused, "this folder is there already, and does not hold this release", folder.string(),
                        "give --out a folder that is not there yet");
        // What was published stays as it was.
        say("Published before: " + folder.string() +
            "\n  to correct it, publish a new version: tacit-collector publish --correct \"what was wrong\"");
        return std::nullopt;
    }
    return folder;
}

// Its bytes were registered; the name that the file has by now does not matter.
Result<release::AnalysisFile> read_analysis(const std::filesystem::path& path, const task::Task& task) {
    TACIT_TRY(std::string content, ops::read_file(path));
    release::AnalysisFile file{path.filename().string(), std::move(content)};
    if (task.analysis && release::named(file).sha256 == task.analysis->sha256) file.name = task.analysis->name;
    return file;
}

Result<void> check_language(const release::Release& release, const std::string& language) {
    TACIT_TRY(const survey::Texts texts, release::newest_texts(release));
    if (language.empty() || texts.find(language) != nullptr) return {};
    std::string tags;
    for (const survey::Language& one : texts.languages) tags += (tags.empty() ? "" : ", ") + one.tag;
    return fail(Fault::refused, "this survey has no wording in the language '" + language + "'",
                "--language " + language, "it has: " + tags);
}

Result<void> publish(const ops::Config& config, const PublishOptions& options) {
    TACIT_TRY(const auto publishing, Publishing::open(config, options.task));
    TACIT_TRY(const std::vector<publisher::Opened> batches, open_all(config, *publishing));
    release::Release release = release_of(*publishing, batches);
    if (!options.analysis.empty()) {
        TACIT_TRY(release.analysis, read_analysis(options.analysis, release.task));
        TACIT_CHECK(release::check_analysis(release));
    }
    TACIT_TRY(const auto folder, place(config, options, release));
    if (!folder) return {};
    TACIT_TRY(publisher::Gathered gathered, publisher::gather(publishing->contact(), batches));
    release.leader_ledger = std::move(gathered.leader_ledger);
    release.helper_ledger = std::move(gathered.helper_ledger);
    release.wordings = std::move(gathered.wordings);
    TACIT_CHECK(check_language(release, options.language));
    TACIT_TRY(const release::Files files, release::signed_files(release, publishing->keys().signing));
    TACIT_CHECK(publisher::write_release(*folder, files));
    TACIT_TRY(const std::string text, publisher::summary(release, options.language));
    say(text);
    say(release::analysis_words(release));
    if (release.task.analysis && !release.analysis)
        say("  to include it: tacit-collector publish --correct \"the analysis was not included\" --analysis FILE");
    say("The release is in " + folder->string() +
        "\n  look at it: results.html, and index.html for all of it; anyone can check it: tacit verify " +
        folder->string());
    return {};
}

}  // namespace

void add_publish(programs::Command app, const std::string& config_file) {
    const auto options = std::make_shared<PublishOptions>();
    programs::Command command =
        app.add_command("publish", "publisher: write one release of everything that is collected so far, and print it");
    command.add_option("task", options->task, "task id or its beginning (default: the only task)");
    command.add_option("--out", options->out, "the folder to make (default: below the releases folder)");
    command.add_option("--language", options->language, "of the summary (default: the survey's first)");
    command.add_option("--correct", options->correct,
                       "publish a new version of a release that is out, with what was wrong in one line");
    command
        .add_option("--analysis", options->analysis,
                    "the analysis, to include it; the release says whether it was registered before the first answer")
        .type_name("FILE");
    command.runs([options, &config_file] {
        return with_config(config_file, [&](const ops::Config& config) { return finish(publish(config, *options)); });
    });
}

}  // namespace tacit::collector
