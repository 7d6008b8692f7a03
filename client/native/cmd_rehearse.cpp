// tacit rehearse: a survey run many times with made-up people and the real noise, before anybody is asked.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>

#include "client/native/files.h"
#include "client/native/people_option.h"
#include "client/simulate/rehearse.h"
#include "client/simulate/synthetic_release.h"
#include "crypto/base/clock.h"
#include "schemas/release/analysis.h"
#include "schemas/survey/load.h"

namespace tacit::native {
namespace {

constexpr std::size_t kPoolMin = 50'000;
constexpr std::size_t kPoolMax = 500'000;
constexpr std::size_t kNamesShown = 12;

struct RehearseOptions {
    std::string survey;
    std::size_t respondents = 0;
    std::size_t runs = 500;
    std::uint64_t seed = 1;
    PeopleOption people;
    std::string analysis;
    std::filesystem::path out;
};

std::string percent(std::size_t part, std::size_t of) {
    char text[16];
    std::snprintf(text, sizeof text, "%.1f %%",
                  of == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(of));
    return text;
}

std::string signed_points(double share) {
    char text[16];
    std::snprintf(text, sizeof text, "%+.1f", 100 * share);
    return text;
}

void print_power(const release::Rehearsal& rehearsal) {
    if (rehearsal.power().empty()) {
        std::cout << "No primary contrast is declared: name up to five in a declaration (--analysis).\n";
        return;
    }
    std::cout << "Declared contrasts (found: in the right direction, 5 %, after Holm's correction)\n";
    for (const release::Power& power : rehearsal.power())
        std::cout << "  " << power.table << ", " << power.column << ": " << power.row << " minus " << power.other
                  << ", truly " << signed_points(power.truth) << " points: found in "
                  << percent(power.found, rehearsal.runs()) << " of the runs, published in "
                  << percent(power.published, rehearsal.runs()) << '\n';
}

void print_coverage(const release::Rehearsal& rehearsal) {
    std::cout << "\nHow often the 95 % intervals held the truth\n";
    for (const auto& [kind, summary] : rehearsal.summary())
        std::printf("  %-17s %5zu figures  %5.1f %%   least %.1f %% (%s)\n", std::string(words(kind)).c_str(),
                    summary.figures, 100 * summary.held, 100 * summary.least, summary.least_name.c_str());
    std::fflush(stdout);
}

// The figures whose mean is furthest from the truth, in widths of their interval.
void print_bias(const std::vector<release::Figure>& figures) {
    double worst = 0;
    const release::Figure* of = nullptr;
    for (const release::Figure& figure : figures) {
        if (figure.kind == release::FigureKind::rarely_published || figure.width == 0) continue;
        const double bias = std::abs(figure.off) / figure.width;
        if (bias > worst) {
            worst = bias;
            of = &figure;
        }
    }
    if (of == nullptr) return;
    std::printf(
        "\nBias: the estimates are on average within %.0f %% of the width of their interval of the truth;\n"
        "  furthest off is %s\n",
        100 * worst, of->name.c_str());
    std::fflush(stdout);
}

void print_rare(const std::vector<release::Figure>& figures, std::size_t runs) {
    std::vector<const release::Figure*> rare;
    for (const release::Figure& figure : figures)
        if (2 * figure.published < runs && figure.name.ends_with(" of row")) rare.push_back(&figure);
    std::cout << '\n' << rare.size() << " shares of rows are published in fewer than half of the runs";
    for (std::size_t i = 0; i < std::min(rare.size(), kNamesShown); ++i)
        std::cout << (i == 0 ? ":\n" : "") << "  " << rare[i]->name << " (" << percent(rare[i]->published, runs)
                  << ")\n";
    std::cout << (rare.empty() ? ".\n" : rare.size() > kNamesShown ? "  and more\n" : "");
}

Result<void> write_release(const RehearseOptions& options, const survey::SurveyFile& file, const simulate::Pool& pool,
                           const std::optional<release::AnalysisFile>& analysis) {
    SystemRandom random;
    const SystemClock clock;
    simulate::Generator generator(options.seed, 0);
    TACIT_TRY(const auto files,
              simulate::synthetic_release(random, file, pool.sample(options.respondents, generator), analysis,
                                          std::chrono::floor<std::chrono::days>(clock.now())));
    for (const auto& [name, content] : files) {
        const std::filesystem::path path = options.out / name;
        std::error_code failed;
        std::filesystem::create_directories(path.parent_path(), failed);
        if (failed) return fail(Fault::unavailable, "the folder cannot be made", path.parent_path().string());
        TACIT_CHECK(write_output(path, content));
    }
    std::cout << "\nWrote a SYNTHETIC release of " << options.respondents << " made-up people to "
              << options.out.string() << ": write your analysis against it.\n";
    return {};
}

void print_registering(const RehearseOptions& options) {
    const std::string file = options.analysis.empty() ? "FILE" : options.analysis;
    std::cout
        << "\nTo register an analysis (a script, or a declaration like that of --analysis), so that everybody can "
           "see\nthat it was fixed before the first answer, give it to the offer, and keep the file as it is:\n"
           "  tacit-collector pair offer --survey "
        << options.survey << " --closes DAY --analysis " << file
        << "\nThe release then includes it and says so:\n  tacit-collector publish --analysis " << file << '\n';
}

Result<void> rehearse(const RehearseOptions& options) {
    TACIT_TRY(const Bytes text, read_file(options.survey));
    TACIT_TRY(const auto file, survey::load_file(as_text(text)));
    TACIT_TRY(const auto compiled, survey::compile(file.survey));
    TACIT_TRY(const auto people, options.people.load(file.survey));
    simulate::Trials trials{options.respondents, options.runs, options.seed, {}};
    std::optional<release::AnalysisFile> analysis;
    if (!options.analysis.empty()) {
        TACIT_TRY(const Bytes bytes, read_file(options.analysis));
        analysis = {std::filesystem::path(options.analysis).filename().string(), std::string(as_text(bytes))};
        TACIT_TRY(trials.options, release::load_analysis(*analysis, compiled));
    }
    const simulate::Pool pool(file.survey, compiled, people, std::clamp(20 * options.respondents, kPoolMin, kPoolMax),
                              options.seed);
    SystemRandom random;
    TACIT_TRY(const auto rehearsal,
              simulate::rehearse(file.survey, compiled, pool, trials, simulate::BothNoises(compiled, random, random)));
    std::cout << options.runs << " runs of " << options.respondents << " made-up people (" << people.name()
              << "), with the noise of both organisations\n\n";
    print_power(rehearsal);
    print_coverage(rehearsal);
    const auto figures = rehearsal.figures();
    print_bias(figures);
    print_rare(figures, options.runs);
    if (!options.out.empty()) TACIT_CHECK(write_release(options, file, pool, analysis));
    print_registering(options);
    return {};
}

}  // namespace

void add_rehearse(programs::Command app) {
    auto options = std::make_shared<RehearseOptions>();
    programs::Command command =
        app.add_command("rehearse", "Run a survey many times with made-up people, and see what it would find");
    command.add_option("SURVEY", options->survey, "The survey file").required();
    command.add_option("--respondents", options->respondents, "How many people answer in each run")
        .required()
        .between(1, 1'000'000);
    command.add_option("--runs", options->runs, "How many times").show_default().between(1, 1'000'000);
    command.add_option("--seed", options->seed, "Of who answers; the noise is new every time").show_default();
    options->people.add_to(command);
    command
        .add_option("--analysis", options->analysis,
                    "Your analysis: the contrasts that you declare (a .json, tacit-analysis-1), or a script")
        .type_name("FILE");
    command.add_option("--out", options->out, "Also write a release of one run, stamped SYNTHETIC, to this folder")
        .type_name("FOLDER");
    command.runs([options]() -> int {
        const auto done = rehearse(*options);
        return done ? kDone : report_failure(done.error(), true);
    });
}

}  // namespace tacit::native
