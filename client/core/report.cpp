#include "client/core/report.h"

#include "crypto/base/check.h"
#include "crypto/hpke/hpke.h"
#include "schemas/wire/labels.h"

namespace tacit::client {
namespace {

bool suits(const wire::HpkeConfig& config, std::uint16_t aead_id) {
    return config.kem_id == hpke::kKemX25519HkdfSha256 && config.kdf_id == hpke::kKdfHkdfSha256 &&
           config.aead_id == aead_id && config.public_key.size() == hpke::kKeySize;
}

const wire::HpkeConfig* first_with(const wire::HpkeConfigList& list, std::uint16_t aead_id) {
    for (const wire::HpkeConfig& config : list.configs) {
        if (suits(config, aead_id)) return &config;
    }
    return nullptr;
}

Outcome outcome_of(wire::ReportError error) {
    switch (error) {
        case wire::ReportError::outdated_config: return Outcome::outdated;
        case wire::ReportError::report_replayed:
        case wire::ReportError::batch_collected: return Outcome::unknown;
        case wire::ReportError::report_too_early: return Outcome::too_early;
        case wire::ReportError::task_not_started: return Outcome::not_started;
        case wire::ReportError::task_expired: return Outcome::closed;
        case wire::ReportError::report_dropped:
        case wire::ReportError::hpke_unknown_config_id:
        case wire::ReportError::hpke_decrypt_error:
        case wire::ReportError::vdaf_verify_error:
        case wire::ReportError::invalid_message: return Outcome::refused;
    }
    TACIT_ASSERT(false);
}

}  // namespace

Result<SealingKey> choose_sealing_key(const wire::HpkeConfigList& list, const hpke::Aead* aes) {
    if (const auto* config = first_with(list, hpke::kAeadChaCha20Poly1305))
        return SealingKey{*config, &hpke::chacha20_poly1305()};
    if (aes != nullptr) {
        if (const auto* config = first_with(list, aes->id())) return SealingKey{*config, aes};
    }
    return fail(Fault::refused, "the server offers no key that this program can encrypt to", {},
                "Its operator has to offer X25519 with ChaCha20-Poly1305.");
}

Reporter::Reporter(const wire::TaskId& task_id, wire::TaskConfiguration configuration, SealingKeys keys,
                   vdaf::Prio3Questionnaire vdaf)
    : task_id_(task_id), configuration_(std::move(configuration)), keys_(std::move(keys)), vdaf_(std::move(vdaf)) {}

Result<Reporter> Reporter::make(const wire::TaskId& task_id, wire::TaskConfiguration configuration, SealingKeys keys) {
    if (configuration.vdaf_type != vdaf::kPrio3Questionnaire)
        return fail(Fault::refused, "this task does not count questionnaires", "vdaf_type",
                    "Another program made it; this one cannot answer it.");
    TACIT_TRY(auto config, circuits::decode_config(configuration.vdaf_configuration));
    TACIT_TRY(auto vdaf, vdaf::make_prio3_questionnaire(std::move(config)));
    return Reporter(task_id, std::move(configuration), std::move(keys), std::move(vdaf));
}

Result<wire::Report> Reporter::report(Random& random, const circuits::Measurement& measurement, wire::Time time) const {
    TACIT_TRY(const auto encoded, vdaf_.circuit().encode(measurement));
    wire::Report report;
    random.fill(report.report_metadata.report_id.bytes);
    report.report_metadata.time = time;
    SecretBytes rand(vdaf_.rand_size());
    random.fill(rand.mutable_view());
    TACIT_TRY(auto sharded,
              vdaf_.shard(wire::vdaf_context(task_id_), encoded, report.report_metadata.report_id.bytes, rand.view()));
    report.public_share = std::move(sharded.public_share);

    const wire::InputShareAad binding{task_id_, configuration_, report.report_metadata, report.public_share};
    TACIT_TRY(const Bytes aad, encode(binding));
    const auto seal_for = [&](wire::Role role, const SealingKey& key,
                              const SecretBytes& share) -> Result<wire::HpkeCiphertext> {
        wire::PlaintextInputShare opened{{}, to_bytes(share.view())};
        TACIT_TRY(Bytes plaintext, encode(opened));
        auto sealed =
            hpke::seal(random, *key.aead, key.config.public_key, wire::input_share_info(role), aad, plaintext);
        wipe(opened.payload);
        wipe(plaintext);
        if (!sealed) return tl::make_unexpected(std::move(sealed).error());
        return wire::HpkeCiphertext{key.config.id, std::move(sealed->enc), std::move(sealed->ciphertext)};
    };
    TACIT_TRY(report.leader_encrypted_input_share, seal_for(wire::Role::leader, keys_.leader, sharded.input_shares[0]));
    TACIT_TRY(report.helper_encrypted_input_share, seal_for(wire::Role::helper, keys_.helper, sharded.input_shares[1]));
    return report;
}

Result<Bytes> Reporter::upload_request(Random& random, const circuits::Measurement& measurement,
                                       wire::Time time) const {
    wire::UploadRequest request;
    TACIT_TRY(wire::Report one, report(random, measurement, time));
    request.reports.push_back(std::move(one));
    return encode(request);
}

Result<std::size_t> Reporter::upload_size() const {
    wire::Report blank;
    blank.public_share.resize(vdaf_.public_share_size());
    const auto sealed = [&](std::uint8_t aggregator) -> Result<wire::HpkeCiphertext> {
        TACIT_TRY(const Bytes plaintext,
                  encode(wire::PlaintextInputShare{{}, Bytes(vdaf_.input_share_size(aggregator))}));
        return wire::HpkeCiphertext{0, Bytes(hpke::kKeySize), Bytes(plaintext.size() + hpke::Aead::kTagSize)};
    };
    TACIT_TRY(blank.leader_encrypted_input_share, sealed(0));
    TACIT_TRY(blank.helper_encrypted_input_share, sealed(1));
    TACIT_TRY(const Bytes bytes, encode(blank));
    return bytes.size();
}

Result<Outcome> read_upload_answer(ByteView body, ByteView request) {
    if (body.empty()) return Outcome::stored;
    TACIT_TRY(const auto errors, decode<wire::UploadErrors>(body));
    TACIT_TRY(const auto sent, decode<wire::UploadRequest>(request));
    if (errors.status.size() != 1 || sent.reports.size() != 1 ||
        errors.status[0].id != sent.reports[0].report_metadata.report_id)
        return fail(Fault::corrupt, "the server answered about another report than the one it was sent");
    return outcome_of(errors.status[0].error);
}

}  // namespace tacit::client
