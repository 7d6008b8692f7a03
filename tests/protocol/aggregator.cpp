#include "tests/protocol/aggregator.h"

#include <gtest/gtest.h>

#include "collector/store/open.h"

namespace tacit::test {
namespace {

SecretBytes random_secret(Random& random) { return SecretBytes(random.array<32>()); }

}  // namespace

Aggregator::Aggregator(std::filesystem::path folder, wire::Role role, const Clock& clock, Random& random,
                       protocol::Parallel& parallel)
    : folder_(std::move(folder)),
      role_(role),
      clock_(clock),
      random_(random),
      parallel_(parallel),
      storage_key_(random_secret(random)),
      signing_key_(std::make_shared<const sign::SecretKey>(sign::SecretKey::generate(random))),
      keys_(protocol::KeyRing::generate(random)) {
    std::filesystem::create_directories(folder_);
}

void Aggregator::start(const std::string& task_json, ByteView verify_key) {
    store_ = must(store::open(folder_ / "store.sqlite"));
    ledger_.emplace(*store_, clock_, folder_ / "ledgers");
    writer_.emplace(*store_);
    protocol::TaskSecrets secrets{SecretBytes(verify_key), SecretBytes(as_bytes("peer")), SecretBytes(as_bytes("publisher"))};
    task_ = must(protocol::open_task(*store_, task_json, role_, std::move(secrets), signing_key_));
    tasks_.emplace().add(task_);
    must(ledger_->open(*task_));
}

void Aggregator::stop() {
    task_.reset();
    tasks_.reset();
    writer_.reset();
    ledger_.reset();
    store_.reset();
}

protocol::Parts Aggregator::parts() {
    return {*store_, clock_, random_, *noise, keys_, storage_key_, parallel_, *ledger_};
}

Result<wire::UploadErrors, wire::Problem> Aggregator::upload(ByteView request) {
    return protocol::Upload(*store_, clock_, keys_, *tasks_, *writer_).accept(task_->id, request);
}

Result<std::vector<protocol::Refusal>> Aggregator::PlainWriter::append(std::vector<protocol::NewReport> reports) {
    return store_.write("test: append", [&](store::Tx& tx) -> Result<std::vector<protocol::Refusal>> {
        std::vector<protocol::Refusal> refusals;
        for (const protocol::NewReport& report : reports) {
            TACIT_TRY(const protocol::Standing found, protocol::store_report(tx, report));
            refusals.push_back(found.refusal);
        }
        return refusals;
    });
}

std::uint64_t Aggregator::pending(const wire::Interval& interval) {
    return must(store_->read("test", [&](store::Reader& reader) { return reader.pending_count(task_->key, interval); }));
}

std::uint64_t Aggregator::report_count(const wire::Interval& interval) {
    const auto buckets =
        must(store_->read("test", [&](store::Reader& reader) { return reader.buckets(task_->key, interval); }));
    std::uint64_t count = 0;
    for (const store::Bucket& bucket : buckets) count += bucket.report_count;
    return count;
}

std::uint64_t Aggregator::rejected(wire::ReportError reason) {
    for (const auto& [error, count] :
         must(store_->read("test", [&](store::Reader& reader) { return reader.rejected(task_->key); }))) {
        if (error == reason) return count;
    }
    return 0;
}

std::optional<std::string> Aggregator::stopped() {
    return must(store_->read("test", [&](store::Reader& reader) { return reader.task_state(task_->key); })).stopped;
}

std::optional<store::BatchState> Aggregator::batch_state(wire::Time time) {
    const auto batch =
        must(store_->read("test", [&](store::Reader& reader) { return reader.batch_at(task_->key, time); }));
    if (!batch) return std::nullopt;
    return batch->state;
}

}  // namespace tacit::test
