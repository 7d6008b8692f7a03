// Messages of the aggregation interaction between leader and helper (draft-ietf-ppm-dap-18, "Verifying and Aggregating
// Reports"). The payloads are ping-pong messages of the VDAF draft and stay opaque here.
#pragma once
#include <cstdint>
#include <vector>

#include "schemas/wire/extension.h"
#include "schemas/wire/types.h"
#include "schemas/wire/upload.h"

namespace tacit::wire {

struct ReportShare {
    ReportMetadata report_metadata;
    Bytes public_share;
    HpkeCiphertext encrypted_input_share;

    static auto fields(auto& self, auto&& io) {
        return io(self.report_metadata, list32(self.public_share), self.encrypted_input_share);
    }
    bool operator==(const ReportShare&) const = default;
};

struct VerifyInit {
    ReportShare report_share;
    Bytes payload;

    static auto fields(auto& self, auto&& io) { return io(self.report_share, list32(self.payload, 1)); }
    bool operator==(const VerifyInit&) const = default;
};

struct AggregationJobInitReq {
    std::uint8_t verification_key_id = 0;
    Bytes agg_param;
    std::vector<AggregationJobExtension> extensions;
    std::vector<VerifyInit> verify_inits;

    static auto fields(auto& self, auto&& io) {
        return io(self.verification_key_id, list32(self.agg_param), list16(self.extensions), rest(self.verify_inits));
    }
    bool operator==(const AggregationJobInitReq&) const = default;
};

// `continue` is a word of the language, hence the underscore.
enum class VerifyRespType : std::uint8_t { continue_ = 0, finish = 1, reject = 2 };
bool known(VerifyRespType type);

// What the helper says about one report. Only the field that belongs to the type is on the wire.
struct VerifyResp {
    ReportId report_id;
    VerifyRespType verify_resp_type = VerifyRespType::finish;
    Bytes payload;                                           // continue_
    ReportError report_error = ReportError::report_dropped;  // reject

    static Result<void> fields(auto& self, auto&& io) {
        TACIT_CHECK(io(self.report_id, self.verify_resp_type));
        switch (self.verify_resp_type) {
            case VerifyRespType::continue_: return io(list32(self.payload, 1));
            case VerifyRespType::finish: return {};
            case VerifyRespType::reject: return io(self.report_error);
        }
        return fail(Fault::malformed, "unknown type of answer to a report");
    }
    static VerifyResp continued(ReportId id, Bytes payload) {
        return {id, VerifyRespType::continue_, std::move(payload), ReportError::report_dropped};
    }
    static VerifyResp finished(ReportId id) { return {id, VerifyRespType::finish, {}, ReportError::report_dropped}; }
    static VerifyResp rejected(ReportId id, ReportError error) { return {id, VerifyRespType::reject, {}, error}; }
    bool operator==(const VerifyResp&) const = default;
};

struct AggregationJobResp {
    std::vector<VerifyResp> verify_resps;

    static auto fields(auto& self, auto&& io) { return io(rest(self.verify_resps)); }
    bool operator==(const AggregationJobResp&) const = default;
};

struct VerifyContinue {
    ReportId report_id;
    Bytes payload;

    static auto fields(auto& self, auto&& io) { return io(self.report_id, list32(self.payload, 1)); }
    bool operator==(const VerifyContinue&) const = default;
};

// Not reached by Prio3, whose helper finishes at once.
struct AggregationJobContinueReq {
    std::uint16_t step = 0;
    std::vector<VerifyContinue> verify_continues;

    static auto fields(auto& self, auto&& io) { return io(self.step, rest(self.verify_continues)); }
    bool operator==(const AggregationJobContinueReq&) const = default;
};

}  // namespace tacit::wire
