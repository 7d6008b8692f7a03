// tacit simulate: made-up people answer a survey, to try out a task or to see what its tables would say.
#include <atomic>
#include <iostream>
#include <mutex>
#include <thread>

#include "client/native/cmd_common.h"
#include "client/native/files.h"
#include "client/native/loopback_range.h"
#include "client/native/people_option.h"
#include "client/native/progress.h"
#include "client/native/sender.h"
#include "client/simulate/respond.h"
#include "client/simulate/truth.h"
#include "crypto/hpke/aes_gcm.h"
#include "schemas/survey/load.h"
#include "schemas/survey/measure.h"

namespace tacit::native {
namespace {

struct SimulateOptions {
    NetworkOptions network;
    std::string survey_file;
    std::uint64_t respondents = 0;
    std::uint64_t seed = 0;
    PeopleOption people;
    std::string out;
    std::string truth;
    std::string source_addresses;
    unsigned connections = 4;
};

Result<void> write_truth(const std::string& path, const SimulateOptions& options, const survey::Survey& survey,
                         const survey::Compiled& compiled, const simulate::Truth& truth) {
    json::Node node = simulate::truth_node(compiled, truth);
    node.set("survey", survey.id);
    node.set("version", survey.version);
    node.set("population", options.people.name());
    node.set("seed", std::to_string(options.seed));  // as text: a seed has 64 bits, a number in JSON 53
    return write_output(path, json::pretty(node));
}

// Writes the answers and what their exact totals are, and sends nothing.
Result<void> write_answers(const SimulateOptions& options, const survey::Survey& survey,
                           const survey::Compiled& compiled, const simulate::People& people) {
    simulate::Truth truth(compiled);
    std::string lines;
    ProgressBar progress("Simulating", options.respondents);
    for (std::uint64_t i = 0; i < options.respondents; ++i) {
        const survey::Answers answers = people.answers(survey, options.seed, i);
        TACIT_TRY(const circuits::Measurement measurement, survey::measure(survey, compiled, answers));
        truth.add(compiled, measurement);
        lines += json::canonical(survey::answers_node(survey, answers)) + '\n';
        progress.show(i + 1);
    }
    TACIT_CHECK(write_output(options.out, lines));
    const std::string truth_path = options.truth.empty() ? options.out + ".truth.json" : options.truth;
    TACIT_CHECK(write_truth(truth_path, options, survey, compiled, truth));
    std::cout << "Wrote " << options.respondents << " lines of answers to " << options.out
              << " and their exact totals to " << truth_path << ". Nothing was sent.\n";
    return {};
}

// Several connections share the respondents; the first failure stops all of them.
class Crowd {
public:
    Crowd(const SimulateOptions& options, const client::Believed& believed, const simulate::People& people,
          const client::Reporter& reporter, Random& random, const Clock& clock)
        : options_(options),
          believed_(believed),
          people_(people),
          reporter_(reporter),
          random_(random),
          clock_(clock),
          truth_(believed.terms.compiled),
          progress_("Sending", options.respondents) {}

    Result<simulate::Truth> send() {
        if (!options_.source_addresses.empty()) {
            TACIT_TRY(const auto range, LoopbackRange::parse(options_.source_addresses, options_.respondents));
            range_ = range;
        }
        {
            std::vector<std::jthread> workers;
            for (unsigned i = 0; i < options_.connections; ++i) workers.emplace_back([this] { work(); });
        }
        if (failure_) return tl::make_unexpected(*failure_);
        return std::move(truth_);
    }

private:
    void work() {
        Transport shared(options_.network.transport());
        for (std::uint64_t i = next_++; i < options_.respondents && !stop_; i = next_++) {
            Transport::Options own = options_.network.transport();
            if (range_) own.source_address = range_->address(i);
            Transport alone(own);
            const auto sent = send_one(range_ ? alone : shared, i);
            const std::lock_guard lock(mutex_);
            if (!sent) {
                if (!failure_) failure_ = sent.error();
                stop_ = true;
            } else {
                truth_.add(believed_.terms.compiled, *sent);
                progress_.show(truth_.reports());
            }
        }
    }

    Result<circuits::Measurement> send_one(Transport& transport, std::uint64_t index) {
        const survey::Survey& survey = believed_.task.definition;
        const survey::Answers answers = people_.answers(survey, options_.seed, index);
        TACIT_TRY(circuits::Measurement measurement, survey::measure(survey, believed_.terms.compiled, answers));
        TACIT_TRY(const wire::Time time, report_time(believed_.task, clock_));
        TACIT_TRY(const Bytes request, reporter_.upload_request(random_, measurement, time));
        TACIT_TRY(const auto outcome, upload(transport, believed_.task, believed_.terms.id, request));
        if (outcome != client::Outcome::stored)
            return fail(Fault::refused, "the server did not store the report of a simulated respondent", {},
                        "Look at the server's log; the totals of this run are not complete.");
        return measurement;
    }

    const SimulateOptions& options_;
    const client::Believed& believed_;
    const simulate::People& people_;
    const client::Reporter& reporter_;
    Random& random_;  // the system's, which is thread-safe
    const Clock& clock_;
    std::optional<LoopbackRange> range_;
    std::atomic<std::uint64_t> next_{0};
    std::atomic<bool> stop_{false};
    std::mutex mutex_;  // of the rest
    std::optional<Error> failure_;
    simulate::Truth truth_;
    ProgressBar progress_;
};

int simulate_file(const SimulateOptions& options) {
    const auto text = read_file(options.survey_file);
    if (!text) return report_failure(text.error(), true);
    const auto file = survey::load_file(as_text(*text));
    if (!file) return report_failure(file.error(), true);
    const auto compiled = survey::compile(file->survey);
    if (!compiled) return report_failure(compiled.error(), true);
    const auto people = options.people.load(file->survey);
    if (!people) return report_failure(people.error(), true);
    const auto written = write_answers(options, file->survey, *compiled, *people);
    return written ? kDone : report_failure(written.error(), true);
}

int run(const SimulateOptions& options) {
    if (!options.survey_file.empty()) {
        if (options.out.empty())
            return report_failure({Fault::refused, "a survey file can be simulated, but not sent", options.survey_file,
                                   "Add --out FILE, or give the TASK_URL of a running task instead."},
                                  true);
        return simulate_file(options);
    }
    SystemRandom random;
    const SystemClock clock;
    Transport transport(options.network.transport());
    const auto address = parse_task_address(options.network.address);
    if (!address) return report_failure(address.error());
    const auto believed = visit(transport, *address);
    if (!believed) return report_failure(believed.error());
    const auto people = options.people.load(believed->task.definition);
    if (!people) return report_failure(people.error(), true);
    if (!options.out.empty()) {
        const auto written = write_answers(options, believed->task.definition, believed->terms.compiled, *people);
        return written ? kDone : report_failure(written.error(), true);
    }
    const auto reporter = reporter_for(*believed, hpke::aes_128_gcm());
    if (!reporter) return report_failure(reporter.error());
    const auto truth = Crowd(options, *believed, *people, *reporter, random, clock).send();
    if (!truth) return report_failure(truth.error());
    if (!options.truth.empty()) {
        const auto written =
            write_truth(options.truth, options, believed->task.definition, believed->terms.compiled, *truth);
        if (!written) return report_failure(written.error(), true);
    }
    std::cout << "Sent the answers of " << truth->reports() << " simulated people.\n";
    return kDone;
}

}  // namespace

void add_simulate(programs::Command app) {
    auto options = std::make_shared<SimulateOptions>();
    programs::Command command = app.add_command("simulate", "Let made-up people answer a survey");
    const programs::Option address =
        command.add_option("TASK_URL", options->network.address, "The address of a task that is being tried out");
    const programs::Option survey =
        command.add_option("--survey", options->survey_file, "Instead of a task: a survey file (with --out)")
            .type_name("FILE");
    address.excludes(survey);
    command.add_option("--respondents", options->respondents, "How many people answer")
        .required()
        .between(1, 10'000'000);
    command.add_option("--seed", options->seed, "The same seed gives the same people with the same answers").required();
    options->people.add_to(command);
    command
        .add_option("--out", options->out,
                    "Write the answers (JSON Lines) here and their exact totals to FILE.truth.json; send nothing")
        .type_name("FILE");
    command.add_option("--truth", options->truth, "Write the exact totals here").type_name("FILE");
    command.add_option("--connections", options->connections, "How many people send at the same time")
        .show_default()
        .between(1, 64);
    command
        .add_option(
            "--source-addresses", options->source_addresses,
            "Let respondent i send from the address i + 256 after the start of this range, such as 127.0.0.0/8: "
            "for tests of what a server records")
        .type_name("RANGE");
    options->network.add_certificates_to(command);
    command.footer(
        "Do not send made-up answers to a survey that real people answer: nobody could take them out again.");
    command.runs([options] {
        if (!options->network.address.empty() || !options->survey_file.empty()) return run(*options);
        std::cerr << "TASK_URL or --survey is required\nRun with --help for more information.\n";
        return int{kUsage};
    });
}

}  // namespace tacit::native
