#include "collector/protocol/noised_share.h"

#include "collector/protocol/software.h"
#include "crypto/vdaf/aggregate.h"
#include "schemas/wire/labels.h"

namespace tacit::protocol {
namespace {

void add_noise(const Parts& parts, const Task& task, std::span<field::Field64> share) {
    const auto& release = task.compiled.config.release;
    TACIT_ASSERT(release.size() == task.compiled.sigma_squared.size());
    std::size_t first = 0;
    for (std::size_t i = 0; i < release.size(); ++i) {
        const std::size_t count = circuits::cell_count(task.compiled.config, release[i]);
        parts.noise.add(share.subspan(first, count), task.compiled.sigma_squared[i]);
        first += count;
    }
    TACIT_ASSERT(first == share.size());
}

}  // namespace

Result<NoisedShare> make_noised_share(const Parts& parts, const Task& task, std::span<const store::Bucket> buckets,
                                      const wire::CollectionJobReq& request) {
    TACIT_TRY(SecretVector<field::Field64> share, aggregate_share(parts, task, buckets));
    add_noise(parts, task, share);
    const SecretBytes noised = vdaf::encode_share(share);

    Encoder aad;
    TACIT_CHECK(aad(task.id, rest(task.configuration_bytes), request));  // the layout of wire::AggregateShareAad
    const wire::HpkeConfig& publisher = task.terms.publisher.hpke_config;
    const hpke::Aead* aead = find_aead(publisher.aead_id);
    if (aead == nullptr) return fail(Fault::internal, "the publisher's AEAD is unknown");
    TACIT_TRY(hpke::Sealed sealed, hpke::seal(parts.random, *aead, publisher.public_key,
                                              wire::aggregate_share_info(task.role), aad.take(), noised.view()));
    return NoisedShare{{publisher.id, std::move(sealed.enc), std::move(sealed.ciphertext)}, sha256(noised.view())};
}

task::BatchCollected batch_collected(const Task& task, const wire::Interval& batch, const NoisedShare& share) {
    return {batch, task.cost, share.hash, std::string(kSoftware)};
}

}  // namespace tacit::protocol
