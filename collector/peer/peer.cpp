#include "collector/peer/peer.h"

#include <algorithm>

namespace tacit::peer {
namespace {

bool not_now(int status) { return status >= 500 || status == 408 || status == 425 || status == 429; }

wire::Problem problem_of(const Answer& answer) {
    wire::Problem problem;
    if (answer.media_type.starts_with(wire::kProblemMediaType)) {
        if (auto parsed = wire::parse_problem(as_text(answer.body))) problem = std::move(*parsed);
    }
    problem.status = answer.status;
    return problem;
}

Reply judge(Answer answer, Method method) {
    if (not_now(answer.status))
        return Unavailable{{Fault::unavailable,
                            "the server answers " + std::to_string(answer.status),
                            {},
                            "ask its operator if this goes on"},
                           answer.retry_after};
    if (answer.status < 200 || answer.status >= 300) return Refused{problem_of(answer)};
    if (answer.body.empty() && method != Method::del) return Later{std::move(answer.location), answer.retry_after};
    return Answered{std::move(answer.body), std::move(answer.media_type), std::move(answer.location),
                    std::move(answer.ledger_head)};
}

}  // namespace

std::string_view name(Outcome outcome) {
    switch (outcome) {
        case Outcome::answered: return "answered";
        case Outcome::later: return "later";
        case Outcome::refused: return "refused";
        case Outcome::unavailable: return "unavailable";
    }
    return "unavailable";
}

Outcome outcome(const Reply& reply) {
    struct Visitor {
        Outcome operator()(const Answered&) const { return Outcome::answered; }
        Outcome operator()(const Later&) const { return Outcome::later; }
        Outcome operator()(const Refused&) const { return Outcome::refused; }
        Outcome operator()(const Unavailable&) const { return Outcome::unavailable; }
    };
    return std::visit(Visitor{}, reply);
}

Reply attempt(Transport& transport, const Call& call, ops::Metrics* metrics) {
    const auto begun = std::chrono::steady_clock::now();
    auto answer = transport.send(call);
    Reply reply =
        answer ? judge(std::move(*answer), call.method) : Reply(Unavailable{std::move(answer).error(), std::nullopt});
    if (metrics != nullptr) {
        metrics->add(ops::Counter::peer_attempts, outcome(reply));
        metrics->observe(ops::Timer::peer_attempt, std::chrono::steady_clock::now() - begun);
    }
    return reply;
}

std::chrono::milliseconds Backoff::next(std::optional<std::chrono::seconds> asked) {
    const auto base = next_;
    next_ = std::min(next_ * 2, cap_);
    const std::int64_t part = base.count() / 4 * random_.array<1>()[0] / 255;
    return std::max<std::chrono::milliseconds>(base + std::chrono::milliseconds(part),
                                               asked.value_or(std::chrono::seconds(0)));
}

Result<Reply> until_answered(Transport& transport, Call call, Backoff backoff, const Pause& pause,
                             const Waiting& waiting, ops::Metrics* metrics) {
    while (true) {
        Reply reply = attempt(transport, call, metrics);
        std::optional<std::chrono::seconds> asked;
        if (auto* later = std::get_if<Later>(&reply)) {
            asked = later->retry_after;
            if (!later->location.empty()) {
                call.method = Method::get;
                call.url = later->location;
                call.body.clear();
                call.media_type.clear();
            }
        } else if (const auto* unavailable = std::get_if<Unavailable>(&reply)) {
            asked = unavailable->retry_after;
        } else {
            return reply;
        }
        if (waiting) waiting(reply);
        if (!pause(backoff.next(asked)))
            return fail(Fault::unavailable, "stopped before the answer came", {}, "run the same command again");
    }
}

}  // namespace tacit::peer
