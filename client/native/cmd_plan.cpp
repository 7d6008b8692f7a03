// tacit plan: what a survey could say with so many answers, before anybody is asked.
#include <iostream>

#include "client/native/files.h"
#include "client/native/people_option.h"
#include "client/simulate/truth.h"
#include "schemas/release/plan.h"
#include "schemas/survey/measure.h"

namespace tacit::native {
namespace {

constexpr std::uint64_t kPeople = 20'000;  // simulated, to know how large rows are
constexpr std::uint64_t kSeed = 1;

struct PlanOptions {
    std::string survey;
    std::uint64_t expect = 0;
    PeopleOption people;
    bool json = false;
};

Result<std::vector<double>> expected_shares(const survey::Survey& survey, const survey::Compiled& compiled,
                                            const PeopleOption& option) {
    TACIT_TRY(const auto people, option.load(survey));
    simulate::Truth truth(compiled);
    for (std::uint64_t i = 0; i < kPeople; ++i) {
        TACIT_TRY(const auto measurement, survey::measure(survey, compiled, people.answers(survey, kSeed, i)));
        truth.add(compiled, measurement);
    }
    std::vector<double> shares;
    for (const std::int64_t total : truth.totals())
        shares.push_back(static_cast<double>(total) / static_cast<double>(kPeople));
    return shares;
}

Result<release::Plan> make_plan(const PlanOptions& options) {
    TACIT_TRY(const Bytes text, read_file(options.survey));
    TACIT_TRY(const auto file, survey::load_file(as_text(text)));
    TACIT_TRY(const auto compiled, survey::compile(file.survey));
    TACIT_TRY(const auto shares, expected_shares(file.survey, compiled, options.people));
    return release::plan(file, compiled, shares, options.expect);
}

int run(const PlanOptions& options) {
    const auto plan = make_plan(options);
    if (!plan) return report_failure(plan.error(), true);
    if (options.json) {
        std::cout << json::pretty(release::plan_node(*plan));
    } else {
        std::cout << release::to_text(*plan, options.people.name());
    }
    return plan->useful ? kDone : kLeft;
}

}  // namespace

void add_plan(programs::Command app) {
    auto options = std::make_shared<PlanOptions>();
    programs::Command command = app.add_command("plan", "Say what a survey could tell with so many answers");
    command.add_option("SURVEY", options->survey, "The survey file").required();
    command.add_option("--expect", options->expect, "How many people you expect to answer")
        .required()
        .between(1, 10'000'000);
    options->people.add_to(command);
    command.add_flag("--json", options->json, "For programs: integers, with the unit in each name");
    command.footer(
        "Exit codes: 0 some table will say something; 1 refused, none would; 2 wrong command line; 3 wrong file.");
    command.runs([options] { return run(*options); });
}

}  // namespace tacit::native
