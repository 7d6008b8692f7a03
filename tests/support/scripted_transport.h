// A peer that answers what a test wrote down, in order, and remembers what it was asked.
#pragma once
#include <deque>
#include <vector>

#include "collector/peer/transport.h"

namespace tacit::test {

class ScriptedTransport final : public peer::Transport {
public:
    void then(Result<peer::Answer> answer) { answers_.push_back(std::move(answer)); }

    Result<peer::Answer> send(const peer::Call& call) override {
        calls_.push_back(call);
        if (answers_.empty()) return fail(Fault::internal, "the script is over");
        Result<peer::Answer> answer = std::move(answers_.front());
        answers_.pop_front();
        return answer;
    }
    const std::vector<peer::Call>& calls() const { return calls_; }

private:
    std::deque<Result<peer::Answer>> answers_;
    std::vector<peer::Call> calls_;
};

}  // namespace tacit::test
