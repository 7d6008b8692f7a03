// The helper's side of collection (draft-ietf-ppm-dap-18, "Obtaining Aggregate Shares").
//
// The first request for a batch draws this aggregator's noise and marks the batch collected, in one transaction; the same
// request gets the stored bytes ever after. Thread-safe: references to thread-safe parts and no state.
#pragma once
#include <string>
#include <string_view>

#include "collector/protocol/parts.h"
#include "collector/protocol/tasks.h"
#include "schemas/wire/collect.h"
#include "schemas/wire/problem.h"

namespace tacit::protocol {

class AggregateShares {
public:
    explicit AggregateShares(const Parts& parts) : parts_(parts) {}

    struct Answer {
        wire::AggregateShareId id;
        Bytes response;           // the encoded AggregateShare
        std::string ledger_head;  // the value of the response's Tacit-Ledger-Head header
    };
    // `ledger_head` is the value of the request's Tacit-Ledger-Head header, checked before anything else.
    Result<Answer, wire::Problem> accept(const Task& task, ByteView request, std::string_view ledger_head) const;
    Result<Answer, wire::Problem> poll(const Task& task, const wire::AggregateShareId& id) const;
    // Drops the stored answer; the batch stays collected.
    Result<void, wire::Problem> remove(const Task& task, const wire::AggregateShareId& id) const;

private:
    Parts parts_;
};

}  // namespace tacit::protocol
