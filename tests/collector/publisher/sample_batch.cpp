#include "tests/collector/publisher/sample_batch.h"

#include "crypto/vdaf/aggregate.h"
#include "schemas/wire/labels.h"
#include "tests/unit/task/samples.h"

namespace tacit::publisher::test {
namespace {

wire::HpkeCiphertext seal_share(Random& random, const SampleBatch& of, wire::Role sender, ByteView aad,
                                const SecretVector<field::Field64>& share) {
    const SecretBytes bytes = vdaf::encode_share(share);
    auto sealed = hpke::seal(random, hpke::chacha20_poly1305(), of.publisher_key.public_key,
                             wire::aggregate_share_info(sender), aad, bytes.view());
    return {of.task.publisher.hpke_config.id, std::move(sealed->enc), std::move(sealed->ciphertext)};
}

}  // namespace

SampleBatch::SampleBatch() : publisher_key(hpke::generate_key_pair(random)), task(task::test::pinned_task()) {
    task.leader.signing_key = task::test::key_of(1).public_key();
    task.helper.signing_key = task::test::key_of(2).public_key();
    task.publisher.hpke_config.public_key = to_bytes(publisher_key.public_key);
    terms = task::terms(task).value();
    batch = {task::interval(task).start, 3};
}

CollectionFile SampleBatch::answered(const std::vector<std::int64_t>& totals, std::uint64_t report_count) {
    CollectionFile file = new_collection(terms.id, batch).value();
    const Bytes aad = encode(wire::AggregateShareAad{terms.id, terms.configuration,
                                                     decode<wire::CollectionJobReq>(file.request).value()})
                          .value();
    SecretVector<field::Field64> leader;
    SecretVector<field::Field64> helper;
    for (const std::int64_t total : totals) {
        std::uint64_t mask = 0;
        for (const std::uint8_t byte : random.array<7>()) mask = mask << 8 | byte;
        leader.push_back(field::Field64::from_u64(mask));
        helper.push_back(field::Field64::from_i64(total) - leader.back());
    }
    wire::CollectionJobResp response;
    response.report_count = report_count;
    response.interval = batch;
    response.leader_encrypted_agg_share = seal_share(random, *this, wire::Role::leader, aad, leader);
    response.helper_encrypted_agg_share = seal_share(random, *this, wire::Role::helper, aad, helper);
    file.response = encode(response).value();
    return file;
}

std::string SampleBatch::ledger(wire::Role role, ByteView noised_share) const {
    const sign::SecretKey key = task::test::key_of(role == wire::Role::leader ? 1 : 2);
    const task::Cost cost = task::cost_of(terms.compiled, task.min_batch_size).value();
    task::Entry created{1, {}, role, terms.id, batch.start, task::TaskCreated{cost, "test"}};
    const std::string first = task::sign_entry(created, key);
    task::Entry collected{
        2,        sha256(as_bytes(first)), role,
        terms.id, batch.start + 3,         task::BatchCollected{batch, cost, sha256(noised_share), "test"}};
    return first + "\n" + task::sign_entry(collected, key) + "\n";
}

std::vector<std::int64_t> SampleBatch::plain_totals() const {
    std::vector<std::int64_t> totals;
    for (std::size_t i = 0; i < terms.compiled.output_size; ++i)
        totals.push_back(static_cast<std::int64_t>(i + 1) * (i % 2 == 0 ? 1 : -1));
    return totals;
}

}  // namespace tacit::publisher::test
