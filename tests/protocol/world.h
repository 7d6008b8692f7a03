// A task with its leader, its helper, its publisher and its clients, all in one test.
#pragma once
#include <map>

#include "tests/protocol/aggregator.h"
#include "tests/protocol/client.h"
#include "tests/protocol/crash.h"
#include "tests/support/fixed_clock.h"
#include "tests/support/locked_random.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temp_folder.h"

namespace tacit::test {

// The task asks for one of `cells` options, one of two sides, and up to three of five marks. It publishes each, and side by
// mark. The last option of every question is "no answer".
inline constexpr std::uint16_t kCells = 128;
inline constexpr std::uint64_t kMinBatchSize = 50;
// The task runs from kFirst for kDays units of one day; the clock stands in the middle of kToday.
inline constexpr wire::Time kFirst = 20'000;
inline constexpr wire::Interval kFirstDay{kFirst, 1};
inline constexpr wire::Duration kDays = 10;
inline constexpr wire::Time kToday = kFirst + 4;

class World {
public:
    explicit World(std::uint64_t seed = 1);
    // With another survey: the RFC 8785 form, or any other, of its definition.
    World(std::uint64_t seed, std::string_view definition);

    void set_today(wire::Time day);
    void start(Aggregator& aggregator) { aggregator.start(task_json, verify_key_); }
    // Drops everything that is not on disk and starts again.
    void restart(Aggregator& aggregator);

    Client client();
    // Uploads and expects that every report is taken.
    void upload(std::vector<wire::Report> reports);
    // `count` reports on this day, each in a cell of its own from `first_cell` on; counted in `expected`.
    void upload_unique(std::uint16_t count, wire::Time day, std::uint16_t first_cell = 0);
    // Makes and finishes jobs until nothing is ready.
    void aggregate();
    // One job of that bucket, built and answered but not absorbed.
    struct Answered {
        protocol::OpenJob job;
        Bytes answer;
    };
    std::optional<Answered> answered_job(wire::Time bucket);

    // The publisher's request, and the way of it to a ready answer; every step is expected to succeed.
    Bytes collection_request(const wire::Interval& interval) const;
    Bytes collect(const wire::Interval& interval);
    // Both sides know each other's ledger head.
    void exchange_heads();

    // Opens a CollectionJobResp as the publisher does.
    struct Collected {
        wire::CollectionJobResp response;
        std::vector<std::int64_t> totals;
    };
    Result<Collected> open(ByteView response, ByteView request) const;
    // Of the first table: how often each option was counted.
    std::vector<std::int64_t> cells(ByteView response, const wire::Interval& interval) const;

    SeededRandom seeded;
    LockedRandom random;
    FixedClock clock;
    protocol::Serial serial;
    TempFolder folder;
    Aggregator leader;
    Aggregator helper;
    hpke::KeyPair publisher;
    std::string task_json;
    std::map<std::uint16_t, std::int64_t> expected;  // reports that were taken, by cell
    std::vector<std::int64_t> expected_cells() const;

private:
    std::array<std::uint8_t, 32> verify_key_;
};

inline std::chrono::sys_seconds start_of(wire::Time day) {
    return std::chrono::sys_seconds(std::chrono::seconds(day * 86'400));
}

}  // namespace tacit::test
