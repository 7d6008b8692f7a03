// tacit submit: sends a file of answers, each line one person, each counted once however often the command is run.
#include <iostream>

#include "client/native/answers_file.h"
#include "client/native/cmd_common.h"
#include "client/native/files.h"
#include "client/native/progress.h"
#include "client/native/sender.h"
#include "client/native/sent_before.h"
#include "crypto/hpke/aes_gcm.h"

namespace tacit::native {
namespace {

constexpr std::size_t kBadLinesShown = 20;

struct SubmitOptions {
    NetworkOptions network;
    SpoolOptions spool;
    std::string answers;
    bool appended = false;
    bool other_people = false;
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
                  << " we cannot tell whether they counted (the server has seen them before, or has collected "
                     "their day already, so also when the survey was just closed). They are not sent again, so that "
                     "nobody counts twice.\n";
    if (counts.refused > 0)
        std::cout << counts.refused
                  << " were refused by the server and do not count: the survey had ended, or its operator "
                     "can say why.\n";
}

std::string people(std::size_t count) { return std::to_string(count) + (count == 1 ? " person" : " people"); }

std::string reports(std::size_t count) { return std::to_string(count) + (count == 1 ? " report" : " reports"); }

// The hash by which each line goes, or why nobody may be sent yet: what was counted twice can never be found again.
Result<std::vector<Sha256>> whom_to_send(const SubmitOptions& options, const Spool& spool, const wire::TaskId& task,
                                         std::string_view text, const AnswersFile& file) {
    SentBefore before = sent_before(spool, task, text, file);
    const std::size_t fresh = file.lines.size() - before.first_new;
    if (fresh == 0) return std::move(before.files);
    if (options.other_people) return std::vector<Sha256>(file.lines.size(), file.hash);
    if (before.first_new > 0) {
        if (options.appended) return std::move(before.files);
        return fail(Fault::refused,
                    "nothing was sent: the first " + people(before.first_new) +
                        " of this file went to this survey before, when the file ended after line " +
                        std::to_string(file.lines[before.first_new - 1].number) +
                        ". Sent as a new file they would count twice, and nobody could notice or take it back",
                    options.answers,
                    "To send only the " + people(fresh) +
                        " after them, add --appended. Only if all of them are others whose answers happen to begin "
                        "in the same way, add --other-people");
    }
    if (options.appended)
        return fail(Fault::refused, "nothing was sent: this file does not begin with one that went to this survey",
                    options.answers,
                    "If lines of the earlier file were changed or sorted, give the new people in a file of their own, "
                    "with --other-people. Give the same --spool as then");
    if (const std::size_t others = spool.count(task); others > 0)
        return fail(Fault::refused,
                    "nothing was sent: " + reports(others) +
                        " went from here to this survey before, from other files or by hand. Anybody who is among them "
                        "and in this file too would count twice, and nobody could notice or take it back",
                    options.answers,
                    "If everybody in this file is new, add --other-people. If it is a corrected copy of a file that "
                    "was sent, do not send it: what was sent cannot be changed");
    return std::move(before.files);
}

Result<Counts> send_all(Sender& sender, const AnswersFile& file, Spool& spool, const std::vector<Sha256>& files) {
    const wire::TaskId& task = sender.believed().terms.id;
    Counts counts;
    ProgressBar progress("Sending", file.lines.size());
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
        const AnswersLine& line = file.lines[i];
        TACIT_TRY(const auto delivery,
                  sender.deliver(spool, spool.name_of_line(task, files[i], line.number), &line.measurement));
        count(delivery, counts);
        progress.show(i + 1);
    }
    return counts;
}

int report_bad_lines(const AnswersFile& file) {
    const std::size_t shown = std::min(file.bad.size(), kBadLinesShown);
    for (std::size_t i = 0; i < shown; ++i) std::cerr << "tacit: " << to_text(file.bad[i]) << '\n';
    if (shown < file.bad.size()) std::cerr << "tacit: … and " << file.bad.size() - shown << " more lines like these.\n";
    std::cerr << "tacit: " << file.bad.size() << (file.bad.size() == 1 ? " line is" : " lines are")
              << " wrong, so nothing was sent. "
              << (file.lines.empty() ? "No line is an answer to this survey: is this the right file?\n"
                                     : "Correct them and run the command again.\n");
    return kBadFile;
}

int run(const SubmitOptions& options) {
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
    if (!file.bad.empty()) return report_bad_lines(file);
    if (file.lines.empty())
        return report_failure({Fault::malformed, "there are no answers in the file", options.answers,
                               "Give one JSON object a line, one line a person."},
                              true);

    auto sender = Sender::make({random, clock, hpke::aes_128_gcm(), transport}, *address, std::move(*believed));
    if (!sender) return report_failure(sender.error());
    const auto folder = options.spool.path();
    if (!folder) return report_failure(folder.error());
    auto spool = Spool::open(random, *folder);
    if (!spool) return report_failure(spool.error());
    const auto files = whom_to_send(options, *spool, sender->believed().terms.id, *text, file);
    if (!files) return report_failure(files.error(), true);
    const wire::TaskId& task = sender->believed().terms.id;
    const auto first = spool->find(task, spool->name_of_line(task, files->front(), file.lines.front().number));
    if (first && first->state == Spool::State::absent)  // what is on its way is brought to an end in any case
        if (const auto open = still_counts(transport, sender->believed(), clock); !open)
            return report_failure(open.error());
    const auto counts = send_all(*sender, file, *spool, *files);
    if (!counts) {
        const int code = report_failure(counts.error());
        if (code == kLater)
            std::cerr << "tacit: Run the same command again to go on; what was sent is not sent twice.\n";
        return code;
    }
    print(*counts);
    return counts->refused > 0 ? kRefused : kDone;
}

}  // namespace

void add_submit(programs::Command app) {
    auto options = std::make_shared<SubmitOptions>();
    programs::Command command = app.add_command("submit", "Send answers from a file, one JSON object a line");
    options->network.add_to(command);
    command.add_option("--answers", options->answers, "The file, or - for standard input").required().type_name("FILE");
    const programs::Option appended = command.add_flag(
        "--appended", options->appended, "Lines were added at the end of a file that was sent: send only those");
    command
        .add_flag("--other-people", options->other_people, "Nobody in this file was in what went to this survey before")
        .excludes(appended);
    options->spool.add_to(command);
    command.footer(
        "All lines are checked first; if any is wrong, none is sent. A run that was interrupted is finished by\n"
        "running it again: nothing is counted twice as long as the file and the spool stay the same. A file that\n"
        "is not the one sent before is asked about: the last two flags are the answers.");
    command.runs([options] { return run(*options); });
}

}  // namespace tacit::native
