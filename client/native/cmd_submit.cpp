// tacit submit: sends a file of answers, each line one person, each counted once however often the command is run.
#include <iostream>

#include "client/native/answers_file.h"
#include "client/native/cmd_common.h"
#include "client/native/files.h"
#include "client/native/progress.h"
#include "client/native/sender.h"
#include "crypto/hpke/aes_gcm.h"

namespace tacit::native {
namespace {

struct Options {
    NetworkOptions network;
    SpoolOptions spool;
    std::string answers;
};

struct Counts {
    std::uint64_t sent = 0, earlier = 0, unknown = 0, refused = 0;
};

void count(const Sender::Delivery& delivery, Counts& counts) {
    switch (delivery.state) {
        case Spool::State::sent: ++(delivery.earlier ? counts.earlier : counts.sent); break;
        case Spool::State::unknown: ++counts.unknown; break;
        case Spool::State::refused: ++counts.refused; break;
        case Spool::State::absent:
        case Spool::State::waiting: break;
    }
}

void print(const Counts& counts) {
    std::cout << "Sent " << counts.sent << '.';
    if (counts.earlier > 0) std::cout << ' ' << counts.earlier << " had been sent by an earlier run.";
    std::cout << '\n';
    if (counts.unknown > 0)
        std::cout << "Of " << counts.unknown
                  << " we cannot tell whether they counted (the server has seen them, or their "
                     "day was already counted). They are not sent again, so that nobody counts twice.\n";
    if (counts.refused > 0)
        std::cout << counts.refused
                  << " were refused by the server and do not count: the survey had ended, or its operator "
                     "can say why.\n";
}

Result<Counts> send_all(const Options& options, Sender& sender, const AnswersFile& file, Random& random) {
    TACIT_TRY(const auto folder, options.spool.path());
    TACIT_TRY(Spool spool, Spool::open(random, folder));
    const wire::TaskId& task = sender.believed().terms.id;
    const bool known_file =
        !file.lines.empty() &&
        spool.find(task, spool.name_of_line(task, file.hash, file.lines[0].number))->state != Spool::State::absent;
    if (const std::size_t before = spool.count(task); before > 0 && !known_file)
        std::cerr << "tacit: note: reports went to this survey before from other files or by hand (" << before
                  << "). Anybody who is also in this file counts twice.\n";
    Counts counts;
    ProgressBar progress("Sending", file.lines.size());
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
        const AnswersLine& line = file.lines[i];
        TACIT_TRY(const auto delivery,
                  sender.deliver(spool, spool.name_of_line(task, file.hash, line.number), &line.measurement));
        count(delivery, counts);
        progress.show(i + 1);
    }
    return counts;
}

int run(const Options& options) {
    SystemRandom random;
    const SystemClock clock;
    Transport transport(options.network.transport());
    const auto address = parse_task_address(options.network.address);
    if (!address) return report_failure(address.error());
    auto text = read_input(options.answers);
    if (!text) return report_failure(text.error(), true);
    auto believed = visit(transport, *address);
    if (!believed) return report_failure(believed.error());

    const AnswersFile file = read_answers(believed->task.definition, believed->terms.compiled, *text);
    if (!file.bad.empty()) {
        for (const BadLine& line : file.bad) std::cerr << "tacit: " << to_text(line) << '\n';
        std::cerr << "tacit: " << file.bad.size() << (file.bad.size() == 1 ? " line is" : " lines are")
                  << " wrong, so nothing was sent. "
                  << (file.lines.empty() ? "No line is an answer to this survey: is this the right file?\n"
                                         : "Correct them and run the command again.\n");
        return kBadFile;
    }
    if (file.lines.empty())
        return report_failure({Fault::malformed, "there are no answers in the file", options.answers,
                               "Give one JSON object a line, one line a person."},
                              true);

    auto sender = Sender::make({random, clock, hpke::aes_128_gcm(), transport}, *address, std::move(*believed));
    if (!sender) return report_failure(sender.error());
    const auto counts = send_all(options, *sender, file, random);
    if (!counts) {
        const int code = report_failure(counts.error());
        std::cerr << "tacit: Run the same command again to go on; what was sent is not sent twice.\n";
        return code;
    }
    print(*counts);
    return counts->refused > 0 ? kRefused : kDone;
}

}  // namespace

void add_submit(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("submit", "Send answers from a file, one JSON object a line");
    options->network.add_to(*command);
    command->add_option("--answers", options->answers, "The file, or - for standard input")
        ->required()
        ->type_name("FILE");
    options->spool.add_to(*command);
    command->footer(
        "All lines are checked first; if any is wrong, none is sent. A run that was interrupted is finished by\n"
        "running it again: nothing is counted twice as long as the file and the spool stay the same.");
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace tacit::native
