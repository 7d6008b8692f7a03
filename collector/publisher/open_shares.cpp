#include "collector/publisher/open_shares.h"

#include <cmath>

#include "crypto/vdaf/aggregate.h"
#include "schemas/wire/labels.h"

namespace tacit::publisher {
namespace {

// So many standard deviations of the noise of both aggregators do not happen.
constexpr double kNoiseSds = 40;

Result<SecretBytes> open_one(const hpke::KeyPair& key, wire::Role sender, const wire::HpkeConfig& config, ByteView aad,
                             const wire::HpkeCiphertext& sealed) {
    const std::string who(wire::name(sender));
    if (sealed.config_id != config.id)
        return fail(Fault::refused, "the share of the " + who + " is encrypted to another key than this publisher's",
                    {}, "use the key file that the task was paired with");
    auto opened =
        hpke::open(hpke::chacha20_poly1305(), key, sealed.enc, wire::aggregate_share_info(sender), aad, sealed.payload);
    if (!opened)
        return fail(Fault::refused,
                    "the share of the " + who + " does not open with this publisher's key for this request", {},
                    "use the key file that the task was paired with; if you did, the " + who +
                        " answered for another task or request: tell its operator");
    return opened;
}

Result<SecretVector<field::Field64>> decode_one(const SecretBytes& share, std::size_t size, wire::Role sender) {
    auto decoded = vdaf::decode_share(share.view(), size);
    if (!decoded)
        return fail(Fault::corrupt, "the share of the " + std::string(wire::name(sender)) + " has the wrong form", {},
                    "ask its operator which version runs there");
    return decoded;
}

}  // namespace

Result<void> check_plausible(const survey::Compiled& compiled, std::uint64_t report_count,
                             const std::vector<std::int64_t>& totals) {
    for (const survey::CompiledTable& table : compiled.tables) {
        const double slack = kNoiseSds * std::sqrt(2.0 * table.sigma_squared);
        const double count = static_cast<double>(report_count);
        const double least = count * static_cast<double>(table.cell_min) - slack;
        const double most = count * static_cast<double>(table.cell_max) + slack;
        for (std::size_t cell = 0; cell < table.cell_count; ++cell) {
            const auto total = static_cast<double>(totals[table.first_cell + cell]);
            if (total < least || total > most)
                return fail(
                    Fault::corrupt,
                    "a total of the table '" + table.id + "' is outside what the reports and the noise can explain", {},
                    "do not publish this batch; both operators compare their logs and ledgers, the shares do not fit");
        }
    }
    return {};
}

Result<Opened> open_shares(const task::Task& task, const task::Terms& terms, const hpke::KeyPair& key,
                           const CollectionFile& file) {
    TACIT_TRY(const wire::CollectionJobResp response, decode<wire::CollectionJobResp>(file.response));
    TACIT_TRY(wire::CollectionJobReq request, decode<wire::CollectionJobReq>(file.request));
    TACIT_TRY(const Bytes aad, encode(wire::AggregateShareAad{terms.id, terms.configuration, std::move(request)}));
    const wire::HpkeConfig& config = task.publisher.hpke_config;
    TACIT_TRY(const SecretBytes leader_share,
              open_one(key, wire::Role::leader, config, aad, response.leader_encrypted_agg_share));
    TACIT_TRY(const SecretBytes helper_share,
              open_one(key, wire::Role::helper, config, aad, response.helper_encrypted_agg_share));
    const std::size_t size = terms.compiled.output_size;
    TACIT_TRY(SecretVector<field::Field64> sum, decode_one(leader_share, size, wire::Role::leader));
    TACIT_TRY(const SecretVector<field::Field64> more, decode_one(helper_share, size, wire::Role::helper));
    vdaf::add(sum, more);

    Opened opened{
        file.interval, response.report_count, to_bytes(leader_share.view()), to_bytes(helper_share.view()), {}, {}};
    for (const field::Field64 total : sum) opened.totals.push_back(vdaf::signed_total(total));
    TACIT_CHECK(check_plausible(terms.compiled, response.report_count, opened.totals));
    TACIT_TRY(opened.tables, survey::decode(terms.compiled, opened.totals));
    return opened;
}

}  // namespace tacit::publisher
