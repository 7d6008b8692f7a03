#include <CLI/CLI.hpp>

#include "collector/cmd.h"
#include "collector/publisher/folder.h"
#include "collector/publisher/summary.h"
#include "collector/publisher/text.h"
#include "collector/publishing.h"

namespace tacit::collector {
namespace {

struct Options {
    std::string task;
    std::string out;
    std::string language = "en";
};

Result<void> publish_one(const ops::Config& config, const Options& options, Publishing& publishing,
                         const publisher::CollectionFile& file) {
    const StoredTask& stored = publishing.task();
    TACIT_TRY(const publisher::Opened opened,
              publisher::open_shares(stored.task, stored.terms, publishing.keys().publisher->pair, file));
    const std::filesystem::path folder =
        options.out.empty() ? publisher::release_folder(config.releases, stored.task, stored.terms.id, file.interval)
                            : std::filesystem::absolute(options.out);
    std::error_code ignored;
    if (std::filesystem::exists(folder, ignored)) {  // what was published stays as it was
        say("Published before: " + folder.string());
        return {};
    }
    TACIT_TRY(const publisher::Gathered gathered, publisher::gather(publishing.contact(), opened));
    const publisher::Release release{stored.task, stored.terms, opened, gathered,
                                     std::chrono::floor<std::chrono::days>(publishing.now())};
    TACIT_TRY(const publisher::Files files, publisher::release_files(release, publishing.keys().signing));
    TACIT_CHECK(publisher::write_release(folder, files));
    say(publisher::summary(release, options.language));
    say("The release is in " + folder.string() +
        "\n  anyone can check it there with: sha256sum -c SHA256SUMS && minisign -Vm SHA256SUMS -p publisher.pub");
    return {};
}

Result<void> publish(const ops::Config& config, const Options& options) {
    TACIT_TRY(const auto publishing, Publishing::open(config, options.task));
    TACIT_TRY(const auto files, publisher::load_all(config.releases, publishing->task().terms.id));
    bool any = false;
    for (const publisher::CollectionFile& file : files) {
        if (file.response.empty()) continue;
        if (any && !options.out.empty())
            return fail(Fault::refused, "several batches are collected, and --out names one folder", {},
                        "leave --out away: each batch gets its own folder below " + config.releases.string());
        TACIT_CHECK(publish_one(config, options, *publishing, file));
        any = true;
    }
    if (!any)
        return fail(Fault::refused, "nothing of this task is collected yet", {},
                    "collect first: tacit-collector collect");
    return {};
}

}  // namespace

void add_publish(CLI::App& app, Cli& cli) {
    const auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("publish", "publisher: write the release of what is collected, and print it");
    command->add_option("task", options->task, "task id or its beginning (default: the only task)");
    command->add_option("--out", options->out, "the folder to make (default: below the releases folder)");
    command->add_option("--language", options->language, "of the summary")->capture_default_str();
    command->callback([options, &cli] {
        cli.run = [options, &cli] {
            return with_config(cli, [&](const ops::Config& config) { return finish(publish(config, *options)); });
        };
    });
}

}  // namespace tacit::collector
