// The network between the two aggregators of a test: HTTP semantics without sockets, and every way in which a message can
// fail to arrive once.
#pragma once
#include <functional>
#include <mutex>
#include <vector>

#include "collector/peer/transport.h"
#include "tests/protocol/aggregator.h"

namespace tacit::test {

class Network final : public peer::Transport {
public:
    enum class Fate {
        delivered,
        request_lost,   // never arrives
        answer_lost,    // arrives and is handled, the answer does not come back
        doubled,        // arrives twice; the second answer comes back
        busy,           // 503 before anything is done
    };

    Network(Aggregator& leader, Aggregator& helper) : leader_(leader), helper_(helper) {}

    Result<peer::Answer> send(const peer::Call& call) override;

    // Decides what happens to each message; none set: all are delivered. Set it before threads run.
    std::function<Fate(const peer::Call&)> fate;
    // Sees and may change every answer on its way back.
    std::function<void(const peer::Call&, peer::Answer&)> tamper;
    // Delivers once more every POST that was ever sent, in another order, and throws the answers away.
    void deliver_old_messages_again();
    std::size_t sent(std::string_view part_of_url) const;
    // The bodies that were posted to URLs that contain this.
    std::vector<Bytes> bodies(std::string_view part_of_url) const;

private:
    peer::Answer handle(const peer::Call& call);
    peer::Answer handle_at(Aggregator& aggregator, std::string_view path, const peer::Call& call);

    Aggregator& leader_;
    Aggregator& helper_;
    mutable std::mutex mutex_;
    std::vector<peer::Call> log_;
};

}  // namespace tacit::test
