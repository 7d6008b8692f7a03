#include "schemas/release/read.h"

#include <charconv>

#include "schemas/release/analysis.h"

namespace tacit::release {
namespace {

// The error with the name of the file in front of its place.
template <class T>
Result<T> in_file(std::string_view name, Result<T> result) {
    if (result) return result;
    Error error = std::move(result).error();
    error.where = std::string(name) + (error.where.empty() ? "" : ", " + error.where);
    return tl::make_unexpected(std::move(error));
}

Result<std::chrono::sys_days> load_day(const json::Value& object, std::string_view key) {
    TACIT_TRY(const json::Value value, object.at(key));
    TACIT_TRY(const std::string text, value.as_text());
    const auto part = [&](std::size_t at, std::size_t size) {
        int number = -1;
        if (text.size() == 10) std::from_chars(text.data() + at, text.data() + at + size, number);
        return number;
    };
    const std::chrono::year_month_day day{std::chrono::year(part(0, 4)),
                                          std::chrono::month(static_cast<unsigned>(part(5, 2))),
                                          std::chrono::day(static_cast<unsigned>(part(8, 2)))};
    if (!day.ok()) return value.malformed("not a day such as 2026-03-01");
    return std::chrono::sys_days(day);
}

Result<void> read_edition(std::string_view package, Release& release) {
    TACIT_TRY(const json::Document document, json::Document::parse(package));
    TACIT_TRY(const json::Value tacit, document.root().at("tacit"));
    TACIT_TRY(const std::int64_t version, tacit.integer("version", 1, 1'000'000));
    release.edition.version = static_cast<std::uint32_t>(version);
    TACIT_TRY(release.edition.made, load_day(tacit, "made"));
    if (tacit.find("correction")) {
        TACIT_TRY(release.edition.correction, tacit.text("correction"));
    }
    release.synthetic = tacit.find("synthetic").has_value();
    return {};
}

Result<std::vector<Wording>> read_wordings(const Files& files) {
    std::vector<Wording> wordings;
    for (std::uint32_t n = 1; n <= 9'999; ++n) {
        const std::string name = "texts/" + std::to_string(n);
        const auto document = files.find(name + ".json");
        if (document == files.end()) continue;
        TACIT_TRY(const std::string_view leader, text_of(files, name + ".leader.sig"));
        TACIT_TRY(const std::string_view helper, text_of(files, name + ".helper.sig"));
        wordings.push_back({n, document->second, std::string(leader), std::string(helper)});
    }
    if (wordings.empty()) return fail(Fault::malformed, "there is no wording", "texts/");
    return wordings;
}

Result<std::optional<AnalysisFile>> read_analysis(const Files& files) {
    std::optional<AnalysisFile> analysis;
    for (const auto& [name, content] : files) {
        if (!name.starts_with(kAnalysisFolder)) continue;
        if (analysis)
            return fail(Fault::malformed, "there is more than one file", std::string(kAnalysisFolder),
                        "A release has one analysis at most.");
        analysis = AnalysisFile{name.substr(kAnalysisFolder.size()), content};
    }
    return analysis;
}

}  // namespace

Result<std::string_view> text_of(const Files& files, std::string_view name) {
    const auto found = files.find(std::string(name));
    if (found == files.end()) return fail(Fault::malformed, "the file is missing", std::string(name));
    return std::string_view(found->second);
}

Result<Release> read_release(const Files& files) {
    Release release;
    TACIT_TRY(const std::string_view task, text_of(files, "task.json"));
    TACIT_TRY(release.task, in_file("task.json", task::load_task(task)));
    TACIT_TRY(release.terms, in_file("task.json", task::terms(release.task)));
    TACIT_TRY(const std::string_view shares, text_of(files, "shares.json"));
    TACIT_TRY(release.batches, in_file("shares.json", load_shares(shares, release.terms.id)));
    TACIT_TRY(const std::string_view leader, text_of(files, "ledger/leader.jsonl"));
    TACIT_TRY(const std::string_view helper, text_of(files, "ledger/helper.jsonl"));
    release.leader_ledger = leader;
    release.helper_ledger = helper;
    TACIT_TRY(release.wordings, read_wordings(files));
    TACIT_TRY(release.analysis, read_analysis(files));
    TACIT_TRY(const std::string_view package, text_of(files, "datapackage.json"));
    TACIT_CHECK(in_file("datapackage.json", read_edition(package, release)));
    return release;
}

}  // namespace tacit::release
