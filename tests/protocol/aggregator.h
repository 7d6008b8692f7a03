// One aggregator of a test: a real store and a real ledger file in a folder, and the protocol above them.
//
// What a key file would hold lives as long as this object; everything else is made anew by start(), and stop() drops it
// without a word of farewell, as a crash does.
#pragma once
#include <filesystem>
#include <memory>
#include <optional>

#include "collector/protocol/aggregate_share.h"
#include "collector/protocol/close.h"
#include "collector/protocol/collection.h"
#include "collector/protocol/helper_job.h"
#include "collector/protocol/leader_job.h"
#include "collector/protocol/ledger_book.h"
#include "collector/protocol/upload.h"
#include "collector/store/store.h"
#include "tests/support/fixed_clock.h"
#include "tests/support/no_noise.h"

namespace tacit::test {

// What a step of a test gives that is expected to succeed; the test program ends where it does not.
inline std::string words(const Error& error) { return to_text(error); }
inline std::string words(const wire::Problem& problem) {
    return std::string(wire::token(problem.type)) + ' ' + std::to_string(problem.status) + ' ' + problem.detail;
}
template <class T, class E>
T must(Result<T, E> result) {
    if (!result) std::fprintf(stderr, "unexpected failure: %s\n", words(result.error()).c_str());
    TACIT_ASSERT(result.has_value());
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

class Aggregator {
public:
    Aggregator(std::filesystem::path folder, wire::Role role, const Clock& clock, Random& random,
               protocol::Parallel& parallel);

    void start(const std::string& task_json, ByteView verify_key);
    void stop();

    // Of the task that was started last.
    const protocol::Task& task() const { return *task_; }
    const protocol::TaskPtr& task_ptr() const { return task_; }
    protocol::Parts parts();
    store::Store& store() { return *store_; }
    protocol::LedgerBook& ledger() { return *ledger_; }
    const protocol::TaskRegistry& tasks() const { return *tasks_; }
    sign::PublicKey signing_key() const { return signing_key_->public_key(); }
    const protocol::Keys& keys() const { return keys_; }
    protocol::Keys& keys() { return keys_; }

    protocol::LeaderJobs leader_jobs() { return protocol::LeaderJobs(parts()); }
    protocol::HelperJobs helper_jobs() { return protocol::HelperJobs(parts()); }
    protocol::Collections collections() { return protocol::Collections(parts()); }
    protocol::AggregateShares aggregate_shares() { return protocol::AggregateShares(parts()); }
    protocol::TaskClosing closing() { return protocol::TaskClosing(parts()); }
    Result<wire::UploadErrors, wire::Problem> upload(ByteView request);

    // Looking into the store.
    std::uint64_t pending(const wire::Interval& interval);
    std::uint64_t report_count(const wire::Interval& interval);  // in buckets
    std::uint64_t rejected(wire::ReportError reason);
    std::optional<std::string> stopped();
    std::optional<store::BatchState> batch_state(wire::Time time);

    dp::Noise* noise = &no_noise_;

private:
    // Commits at once, on the caller's thread.
    class PlainWriter final : public protocol::ReportWriter {
    public:
        explicit PlainWriter(store::Store& store) : store_(store) {}
        Result<std::vector<protocol::Refusal>> append(std::vector<protocol::NewReport> reports) override;

    private:
        store::Store& store_;
    };

    std::filesystem::path folder_;
    wire::Role role_;
    const Clock& clock_;
    Random& random_;
    protocol::Parallel& parallel_;
    NoNoise no_noise_;
    SecretBytes storage_key_;
    std::shared_ptr<const sign::SecretKey> signing_key_;
    protocol::Keys keys_;

    std::unique_ptr<store::Store> store_;
    std::optional<protocol::LedgerBook> ledger_;
    std::optional<PlainWriter> writer_;
    std::optional<protocol::TaskRegistry> tasks_;
    protocol::TaskPtr task_;
};

}  // namespace tacit::test
