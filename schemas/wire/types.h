// The basic types of DAP (draft-ietf-ppm-dap-18, "Basic Type Definitions") that the messages are made of. Names and
// spellings are the draft's. Bytes that depend on a VDAF's parameters stay opaque here.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crypto/base/bytes.h"
#include "crypto/base/codec.h"

namespace tacit::wire {

// Ids are types of their own without conversions between them; in URLs and JSON they are unpadded base64url.
struct TaskId {
    std::array<std::uint8_t, 32> bytes{};
    auto operator<=>(const TaskId&) const = default;
};
struct ReportId {
    std::array<std::uint8_t, 16> bytes{};
    auto operator<=>(const ReportId&) const = default;
};
struct BatchId {
    std::array<std::uint8_t, 32> bytes{};
    auto operator<=>(const BatchId&) const = default;
};
// Resource ids, chosen by the server that creates the resource; only the length of ours is fixed.
struct AggregationJobId {
    std::array<std::uint8_t, 16> bytes{};
    auto operator<=>(const AggregationJobId&) const = default;
};
struct CollectionJobId {
    std::array<std::uint8_t, 16> bytes{};
    auto operator<=>(const CollectionJobId&) const = default;
};
struct AggregateShareId {
    std::array<std::uint8_t, 16> bytes{};
    auto operator<=>(const AggregateShareId&) const = default;
};

template <ByteId Id>
std::string to_text(const Id& id) {
    return to_base64url(id.bytes);
}
template <ByteId Id>
Result<Id> id_from_text(std::string_view text) {
    TACIT_TRY(const auto bytes, array_from_base64url<sizeof(Id)>(text));
    return Id{bytes};
}

using TimePrecision = std::uint64_t;  // seconds
using Time = std::uint64_t;           // units of the task's time_precision since 1970
using Duration = std::uint64_t;       // units of the task's time_precision

// Half open: [start, start + duration).
struct Interval {
    Time start = 0;
    Duration duration = 0;

    static auto fields(auto& self, auto&& io) { return io(self.start, self.duration); }
    auto operator<=>(const Interval&) const = default;
};
// The first unit after the interval, or nothing where it would not fit.
std::optional<Time> end(const Interval& interval);
// An interval whose end does not fit covers nothing and is inside nothing.
bool covers(const Interval& interval, Time time);
bool overlap(const Interval& a, const Interval& b);
bool within(const Interval& inner, const Interval& outer);

enum class Role : std::uint8_t { collector = 0, client = 1, leader = 2, helper = 3 };
bool known(Role role);
std::string_view name(Role role);

// Why one report was not accepted. reserved(0) is never sent and does not decode.
enum class ReportError : std::uint8_t {
    batch_collected = 1,
    report_replayed = 2,
    report_dropped = 3,
    hpke_unknown_config_id = 4,
    hpke_decrypt_error = 5,
    vdaf_verify_error = 6,
    task_expired = 7,
    invalid_message = 8,
    report_too_early = 9,
    task_not_started = 10,
    outdated_config = 11,
};
bool known(ReportError error);
std::string_view name(ReportError error);

enum class BatchMode : std::uint8_t { time_interval = 1, leader_selected = 2 };
bool known(BatchMode mode);

using HpkeConfigId = std::uint8_t;

struct HpkeCiphertext {
    HpkeConfigId config_id = 0;
    Bytes enc;
    Bytes payload;

    static auto fields(auto& self, auto&& io) {
        return io(self.config_id, list16(self.enc, 1), list32(self.payload, 1));
    }
    bool operator==(const HpkeCiphertext&) const = default;
};

}  // namespace tacit::wire
