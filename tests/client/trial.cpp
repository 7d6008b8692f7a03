#include "tests/client/trial.h"

#include <fstream>
#include <iterator>

#include "crypto/hpke/aes_gcm.h"
#include "crypto/vdaf/aggregate.h"
#include "crypto/vdaf/ping_pong.h"
#include "schemas/task/peer_hpke.h"
#include "schemas/wire/labels.h"

namespace tacit::test {
namespace {

Bytes bytes_of(std::string_view text) { return to_bytes(as_bytes(text)); }

Bytes key_list(std::uint8_t id, std::uint16_t aead, const hpke::KeyPair& key) {
    const wire::HpkeConfigList list{
        {{id, hpke::kKemX25519HkdfSha256, hpke::kKdfHkdfSha256, aead, to_bytes(key.public_key)}}};
    return encode(list).value();
}

}  // namespace

std::string survey_text(const std::string& name) {
    std::ifstream file(std::string(TACIT_SURVEYS) + "/" + name + ".json");
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Trial::Trial(const TrialOptions& options)
    : leader_signing(sign::SecretKey::generate(random)),
      helper_signing(sign::SecretKey::generate(random)),
      leader_key(hpke::generate_key_pair(random)),
      helper_key(hpke::generate_key_pair(random)),
      aead(options.aead) {
    survey::SurveyFile file = survey::load_file(options.survey).value();
    const hpke::KeyPair publisher_key = hpke::generate_key_pair(random);
    task.definition = std::move(file.survey);
    task.leader = {"Clinic A", "a@a.example", options.leader_url, leader_signing.public_key()};
    task.helper = {"University B", "b@b.example", options.helper_url, helper_signing.public_key()};
    static_cast<task::Party&>(task.publisher) = {"Clinic A", "a@a.example", options.leader_url,
                                                 leader_signing.public_key()};
    task.publisher.hpke_config = {9, hpke::kKemX25519HkdfSha256, hpke::kKdfHkdfSha256, hpke::kAeadChaCha20Poly1305,
                                  to_bytes(publisher_key.public_key)};
    task.opens = options.opens;
    task.closes = options.closes;
    task.min_batch_size = 100;
    terms = task::terms(task).value();
    texts = std::move(file.texts);

    const std::string document = task::texts_document(terms.id, 1, task.definition, texts);
    for (client::Served* half : {&served.leader, &served.helper}) {
        half->task_json = bytes_of(task::canonical(task));
        half->texts_list = bytes_of(task::to_text(task::TextsList{terms.id, {1}}));
        half->texts = bytes_of(document);
    }
    served.leader.texts_signature = bytes_of(task::sign_texts(document, leader_signing));
    served.helper.texts_signature = bytes_of(task::sign_texts(document, helper_signing));
    serve_keys();
}

void Trial::serve_keys() {
    served.leader.hpke_config = key_list(config_id, aead, leader_key);
    served.helper.hpke_config = key_list(config_id, aead, helper_key);
    const auto seen = [&](wire::Role peer, ByteView list) {
        return bytes_of(task::to_text(task::PeerHpke{terms.id, peer, sha256(list), std::nullopt}));
    };
    served.leader.peer_hpke = seen(wire::Role::helper, served.helper.hpke_config);
    served.helper.peer_hpke = seen(wire::Role::leader, served.leader.hpke_config);
}

void Trial::rotate_keys() {
    ++config_id;
    leader_key = hpke::generate_key_pair(random);
    helper_key = hpke::generate_key_pair(random);
    serve_keys();
}

client::Believed Trial::believed() const { return client::believe(terms.id, served).value(); }

client::Reporter Trial::reporter() const {
    const client::Believed from = believed();
    client::SealingKeys keys{client::choose_sealing_key(from.leader_keys, &hpke::aes_128_gcm()).value(),
                             client::choose_sealing_key(from.helper_keys, &hpke::aes_128_gcm()).value()};
    return client::Reporter::make(terms.id, terms.configuration, std::move(keys)).value();
}

Result<std::vector<std::int64_t>> Trial::count(ByteView request) const {
    TACIT_TRY(const auto upload, decode<wire::UploadRequest>(request));
    if (upload.reports.size() != 1) return fail(Fault::malformed, "not one report");
    const wire::Report& report = upload.reports[0];
    TACIT_TRY(const Bytes aad,
              encode(wire::InputShareAad{terms.id, terms.configuration, report.report_metadata, report.public_share}));
    const hpke::Aead& cipher = aead == hpke::kAeadChaCha20Poly1305 ? hpke::chacha20_poly1305() : hpke::aes_128_gcm();
    const auto open = [&](const hpke::KeyPair& key, wire::Role role,
                          const wire::HpkeCiphertext& sealed) -> Result<Bytes> {
        TACIT_TRY(const SecretBytes plain,
                  hpke::open(cipher, key, sealed.enc, wire::input_share_info(role), aad, sealed.payload));
        TACIT_TRY(auto share, decode<wire::PlaintextInputShare>(plain.view()));
        if (!share.private_extensions.empty()) return fail(Fault::refused, "an extension that nobody asked for");
        return std::move(share.payload);
    };
    TACIT_TRY(const Bytes leader, open(leader_key, wire::Role::leader, report.leader_encrypted_input_share));
    TACIT_TRY(const Bytes helper, open(helper_key, wire::Role::helper, report.helper_encrypted_input_share));

    TACIT_TRY(const auto vdaf, vdaf::make_prio3_questionnaire(terms.compiled.config));
    const Bytes verify_key(32, 0x42);
    const Bytes ctx = wire::vdaf_context(terms.id);
    const ByteView nonce = report.report_metadata.report_id.bytes;
    TACIT_TRY(auto first, vdaf::leader_init(vdaf, verify_key, ctx, nonce, report.public_share, leader));
    TACIT_TRY(const auto second,
              vdaf::helper_init(vdaf, verify_key, ctx, nonce, report.public_share, helper, first.message));
    TACIT_TRY(auto shares, vdaf::leader_continued(vdaf, ctx, std::move(first.state), second.message));
    vdaf::add(shares, second.out_share);
    std::vector<std::int64_t> totals;
    for (const field::Field64 share : shares) totals.push_back(vdaf::signed_total(share));
    return totals;
}

}  // namespace tacit::test
