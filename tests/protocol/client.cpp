#include "tests/protocol/client.h"

#include "collector/protocol/keys.h"
#include "schemas/wire/labels.h"

namespace tacit::test {
namespace {

wire::HpkeConfig first_of(ByteView list) { return wire::decode_hpke_config_list(list).value().configs.front(); }

}  // namespace

Client::Client(const protocol::Task& task, ByteView leader_list, ByteView helper_list, Random& random)
    : leader_config(first_of(leader_list)),
      helper_config(first_of(helper_list)),
      task_id(task.id),
      configuration(task.configuration),
      vdaf_(task.vdaf),
      random_(random) {}

SecretVector<field::Field64> Client::encode(const Says& says) const {
    return vdaf_.circuit().encode({says.cell, says.side, says.marks}).value();
}

Client::Shares Client::shard(std::span<const field::Field64> encoded, wire::Time time) {
    Shares shares;
    shares.metadata = {{random_.array<16>()}, time, {}};
    SecretBytes rand(vdaf_.rand_size());
    random_.fill(rand.mutable_view());
    auto sharded =
        vdaf_.shard(wire::vdaf_context(task_id), encoded, shares.metadata.report_id.bytes, rand.view()).value();
    shares.public_share = std::move(sharded.public_share);
    shares.input_shares = std::move(sharded.input_shares);
    return shares;
}

wire::HpkeCiphertext Client::seal_for(wire::Role role, const Shares& shares, const wire::PlaintextInputShare& share) {
    const wire::HpkeConfig& config = role == wire::Role::leader ? leader_config : helper_config;
    const Bytes aad =
        tacit::encode(wire::InputShareAad{task_id, configuration, shares.metadata, shares.public_share}).value();
    auto sealed = hpke::seal(random_, *protocol::find_aead(config.aead_id), config.public_key,
                             wire::input_share_info(role), aad, tacit::encode(share).value())
                      .value();
    return {config.id, std::move(sealed.enc), std::move(sealed.ciphertext)};
}

wire::Report Client::seal(const Shares& shares, const std::vector<wire::Extension>& private_extensions) {
    const auto plaintext = [&](std::size_t i) {
        return wire::PlaintextInputShare{private_extensions, to_bytes(shares.input_shares[i].view())};
    };
    return {shares.metadata, shares.public_share, seal_for(wire::Role::leader, shares, plaintext(0)),
            seal_for(wire::Role::helper, shares, plaintext(1))};
}

wire::Report Client::report_of(std::span<const field::Field64> encoded, wire::Time time) {
    return seal(shard(encoded, time));
}

wire::Report Client::report(const Says& says, wire::Time time) { return report_of(encode(says), time); }

Bytes upload_request(std::vector<wire::Report> reports) {
    return tacit::encode(wire::UploadRequest{std::move(reports)}).value();
}

}  // namespace tacit::test
