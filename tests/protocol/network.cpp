#include "tests/protocol/network.h"

#include <algorithm>

#include "schemas/json/node.h"

namespace tacit::test {
namespace {

peer::Answer answer_of(const wire::Problem& problem) {
    peer::Answer answer;
    answer.status = problem.status;
    answer.media_type = wire::kProblemMediaType;
    answer.body = to_bytes(as_bytes(json::canonical(wire::to_node(problem))));
    return answer;
}

peer::Answer ok(Bytes body) {
    peer::Answer answer;
    answer.status = 200;
    answer.body = std::move(body);
    return answer;
}

peer::Answer ok(std::string_view text) { return ok(to_bytes(as_bytes(text))); }

}  // namespace

Result<peer::Answer> Network::send(const peer::Call& call) {
    {
        const std::scoped_lock lock(mutex_);
        log_.push_back(call);
        log_.back().token = nullptr;
    }
    const auto away = [] { return fail(Fault::unavailable, "nobody answers"); };
    const Fate decided = fate ? fate(call) : Fate::delivered;
    switch (decided) {
        case Fate::request_lost: return away();
        case Fate::busy: return answer_of(wire::Problem(wire::ProblemType::about_blank, {}, 503));
        case Fate::answer_lost: handle(call); return away();
        case Fate::doubled: handle(call); break;
        case Fate::delivered: break;
    }
    peer::Answer answer = handle(call);
    if (tamper) tamper(call, answer);
    return answer;
}

peer::Answer Network::handle(const peer::Call& call) {
    for (Aggregator* aggregator : {&leader_, &helper_}) {
        const std::string& base = aggregator->task().self().url;
        if (call.url.starts_with(base)) return handle_at(*aggregator, std::string_view(call.url).substr(base.size()), call);
    }
    return answer_of(wire::Problem(wire::ProblemType::about_blank, "no such host", 404));
}

peer::Answer Network::handle_at(Aggregator& aggregator, std::string_view path, const peer::Call& call) {
    const protocol::Task& task = aggregator.task();
    if (path == "hpke_config") return ok(aggregator.keys().now()->list());
    if (path.ends_with("/aggregation_jobs")) {
        auto answer = aggregator.helper_jobs().accept(task, call.body);
        return answer ? ok(std::move(answer->response)) : answer_of(answer.error());
    }
    if (path.ends_with("/aggregate_shares")) {
        auto share = aggregator.aggregate_shares().accept(task, call.body, call.ledger_head);
        if (!share) return answer_of(share.error());
        peer::Answer answer = ok(std::move(share->response));
        answer.ledger_head = std::move(share->ledger_head);
        return answer;
    }
    if (path.ends_with("/ledger_head")) {
        const auto head = aggregator.ledger().answer(task, as_text(call.body));
        return head ? ok(*head) : answer_of(head.error());
    }
    if (path.ends_with("/close")) {
        const auto document = aggregator.closing().close_as_helper(task, as_text(call.body));
        return document ? ok(*document) : answer_of(document.error());
    }
    return answer_of(wire::Problem(wire::ProblemType::about_blank, "no such resource", 404));
}

void Network::deliver_old_messages_again() {
    std::vector<peer::Call> old;
    {
        const std::scoped_lock lock(mutex_);
        old = log_;
    }
    std::reverse(old.begin(), old.end());
    for (const peer::Call& call : old) {
        if (call.method == peer::Method::post) handle(call);
    }
}

std::size_t Network::sent(std::string_view part_of_url) const {
    const std::scoped_lock lock(mutex_);
    return static_cast<std::size_t>(std::count_if(log_.begin(), log_.end(), [&](const peer::Call& call) {
        return call.url.find(part_of_url) != std::string::npos;
    }));
}

std::vector<Bytes> Network::bodies(std::string_view part_of_url) const {
    const std::scoped_lock lock(mutex_);
    std::vector<Bytes> bodies;
    for (const peer::Call& call : log_) {
        if (call.url.find(part_of_url) != std::string::npos) bodies.push_back(call.body);
    }
    return bodies;
}

}  // namespace tacit::test
