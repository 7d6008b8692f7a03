// Messages of the collection interaction (draft-ietf-ppm-dap-18, "Collecting Results"): publisher to leader, leader to
// helper, and both aggregate shares back. (DAP calls our publisher the Collector.)
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "schemas/wire/extension.h"
#include "schemas/wire/task.h"
#include "schemas/wire/types.h"

namespace tacit::wire {

// Which reports are asked for. Mode time_interval: config is an Interval; leader_selected: empty.
struct Query {
    BatchMode batch_mode = BatchMode::time_interval;
    Bytes config;

    static auto fields(auto& self, auto&& io) { return io(self.batch_mode, list16(self.config)); }
    static Query of(const Interval& interval);
    bool operator==(const Query&) const = default;
};

// Which batch a share is asked for. Mode time_interval: config is an Interval inside the query's; leader_selected:
// BatchId.
struct BatchSelector {
    BatchMode batch_mode = BatchMode::time_interval;
    Bytes config;

    static auto fields(auto& self, auto&& io) { return io(self.batch_mode, list16(self.config)); }
    static BatchSelector of(const Interval& interval);
    bool operator==(const BatchSelector&) const = default;
};

// The interval of a time_interval query or selector. Fails for the other mode, for bytes that are no Interval, for an
// empty interval and for one whose end does not fit.
Result<Interval> interval_of(const Query& query);
Result<Interval> interval_of(const BatchSelector& selector);

// Every message of this file has exactly one encoding, so encoding a decoded request gives the bytes as received, which
// is what AggregateShareAad needs.
struct CollectionJobReq {
    Query query;
    Bytes agg_param;
    std::vector<CollectionJobExtension> extensions;

    static auto fields(auto& self, auto&& io) {
        return io(self.query, list32(self.agg_param), list16(self.extensions));
    }
    bool operator==(const CollectionJobReq&) const = default;
};

struct CollectionJobResp {
    std::uint64_t report_count = 0;
    Interval interval;  // the smallest that covers the included reports
    HpkeCiphertext leader_encrypted_agg_share;
    HpkeCiphertext helper_encrypted_agg_share;

    static auto fields(auto& self, auto&& io) {
        return io(self.report_count, self.interval, self.leader_encrypted_agg_share, self.helper_encrypted_agg_share);
    }
    bool operator==(const CollectionJobResp&) const = default;
};

struct AggregateShareReq {
    CollectionJobReq collection_job_req;
    BatchSelector batch_selector;
    std::uint64_t report_count = 0;
    std::array<std::uint8_t, 32> checksum{};  // XOR of SHA-256(report_id) over the batch

    static auto fields(auto& self, auto&& io) {
        return io(self.collection_job_req, self.batch_selector, self.report_count, self.checksum);
    }
    bool operator==(const AggregateShareReq&) const = default;
};

struct AggregateShare {
    HpkeCiphertext encrypted_aggregate_share;

    static auto fields(auto& self, auto&& io) { return io(self.encrypted_aggregate_share); }
    bool operator==(const AggregateShare&) const = default;
};

// The associated data of an aggregate share's encryption.
struct AggregateShareAad {
    TaskId task_id;
    TaskConfiguration task_configuration;
    CollectionJobReq collection_job_req;

    static auto fields(auto& self, auto&& io) {
        return io(self.task_id, self.task_configuration, self.collection_job_req);
    }
    bool operator==(const AggregateShareAad&) const = default;
};

}  // namespace tacit::wire
