#include "tests/protocol/world.h"

#include <gtest/gtest.h>

#include "crypto/vdaf/aggregate.h"
#include "schemas/json/node.h"
#include "schemas/json/reader.h"
#include "schemas/wire/labels.h"

namespace tacit::test {
namespace {

json::Node codes(const std::string& prefix, std::size_t count) {
    json::Node array = json::Node::array();
    for (std::size_t i = 0; i < count; ++i) array.push(prefix + std::to_string(i));
    return array;
}

std::string small_definition() {
    json::Node questions = json::Node::array();
    questions.push(json::Node::object({{"id", "cell"}, {"kind", "single"}, {"options", codes("c", kCells - 1)}}));
    questions.push(json::Node::object({{"id", "side"}, {"kind", "single"}, {"options", codes("s", 2)}}));
    questions.push(json::Node::object({{"id", "marks"}, {"kind", "multiple"}, {"options", codes("m", 5)}, {"max", 3}}));
    const auto table = [](const char* id, const char* kind, json::Node of) {
        return json::Node::object({{"id", id}, {"kind", kind}, {"of", std::move(of)}});
    };
    json::Node tables = json::Node::array();
    tables.push(table("cells", "margin", json::Node::array({"cell"})));
    tables.push(table("sides", "margin", json::Node::array({"side"})));
    tables.push(table("marked", "margin", json::Node::array({"marks"})));
    tables.push(table("marked_by_side", "cross", json::Node::array({"side", "marks"})));
    return json::canonical(json::Node::object({{"id", "protocol"},
                                               {"version", "1"},
                                               {"profile", "wide"},
                                               {"questions", std::move(questions)},
                                               {"derived", json::Node::array()},
                                               {"groups", json::Node::array()},
                                               {"tables", std::move(tables)}}));
}

json::Node party(const char* name, const char* url, const sign::PublicKey& key) {
    return json::Node::object(
        {{"name", name}, {"contact", "a@example.org"}, {"url", url}, {"signing_key", to_base64url(key.bytes)}});
}

}  // namespace

World::World(std::uint64_t seed) : World(seed, small_definition()) {}

World::World(std::uint64_t seed, std::string_view definition)
    : seeded(seed),
      random(seeded),
      clock(start_of(kToday) + std::chrono::hours(12)),
      leader(folder / "leader", wire::Role::leader, clock, random, serial),
      helper(folder / "helper", wire::Role::helper, clock, random, serial),
      publisher(hpke::generate_key_pair(random)),
      verify_key_(random.array<32>()) {
    const wire::HpkeConfig config{9, hpke::kKemX25519HkdfSha256, hpke::kKdfHkdfSha256, hpke::kAeadChaCha20Poly1305,
                                  to_bytes(publisher.public_key)};
    json::Node publisher_node =
        party("Publisher", "https://publisher.example/", sign::SecretKey::generate(random).public_key());
    publisher_node.set("hpke_config", to_base64url(encode(config).value()));
    task_json = json::canonical(json::Node::object({{"format", "tacit-task-1"},
                                                    {"definition", must(json::Document::parse(definition)).root().node()},
                                                    {"leader", party("A", "https://leader.example/", leader.signing_key())},
                                                    {"helper", party("B", "https://helper.example/", helper.signing_key())},
                                                    {"publisher", std::move(publisher_node)},
                                                    {"opens", kFirst * 86'400},
                                                    {"closes", (kFirst + kDays) * 86'400},
                                                    {"time_precision", 86'400},
                                                    {"min_batch_size", kMinBatchSize},
                                                    {"admission", "open"}}));
    leader.start(task_json, verify_key_);
    helper.start(task_json, verify_key_);
    must(leader.task().peer_keys->learn(helper.keys().now()->list()));
}

void World::set_today(wire::Time day) { clock.set(start_of(day) + std::chrono::hours(12)); }

void World::restart(Aggregator& aggregator) {
    aggregator.stop();
    aggregator.start(task_json, verify_key_);
}

Client World::client() { return Client(leader.task(), leader.keys().now()->list(), helper.keys().now()->list(), random); }

void World::upload(std::vector<wire::Report> reports) {
    const auto errors = leader.upload(upload_request(std::move(reports)));
    ASSERT_TRUE(errors) << errors.error().detail;
    EXPECT_TRUE(errors->status.empty());
}

void World::upload_unique(std::uint16_t count, wire::Time day, std::uint16_t first_cell) {
    Client respondent = client();
    std::vector<wire::Report> reports;
    for (std::uint16_t i = 0; i < count; ++i) {
        const auto cell = static_cast<std::uint16_t>(first_cell + i);
        reports.push_back(respondent.report({cell, 1, {0, 2}}, day));
        ++expected[cell];
    }
    upload(std::move(reports));
}

std::optional<World::Answered> World::answered_job(wire::Time bucket) {
    auto built = must(leader.leader_jobs().build(leader.task(), bucket));
    if (!built.job) return std::nullopt;
    auto answer = must(helper.helper_jobs().accept(helper.task(), built.job->job.request));
    return Answered{*std::move(built.job), std::move(answer.response)};
}

void World::aggregate() {
    const auto ready = [&] {
        return must(leader.store().read(
            "test", [&](store::Reader& reader) { return reader.ready_buckets(leader.task().key, 1); }));
    };
    for (auto buckets = ready(); !buckets.empty(); buckets = ready()) {
        if (const auto answered = answered_job(buckets.front().first))
            must(leader.leader_jobs().absorb(leader.task(), answered->job, answered->answer));
    }
}

Bytes World::collection_request(const wire::Interval& interval) const {
    return encode(wire::CollectionJobReq{wire::Query::of(interval), {}, {}}).value();
}

void World::exchange_heads() {
    for (int round = 0; round < 2; ++round) {
        const std::string answer = must(helper.ledger().answer(helper.task(), must(leader.ledger().message(leader.task()))));
        if (must(leader.ledger().absorb(leader.task(), answer))) return;
    }
    ADD_FAILURE() << "two exchanges did not bring the heads over";
}

Bytes World::collect(const wire::Interval& interval) {
    using Step = protocol::Collections::Step;
    const auto collections = leader.collections();
    const auto created = collections.create(leader.task(), collection_request(interval));
    if (!created) {
        ADD_FAILURE() << wire::token(created.error().type) << ": " << created.error().detail;
        return {};
    }
    aggregate();
    for (auto progress = must(collections.step(leader.task(), created->id)); progress.step != Step::done;
         progress = must(collections.step(leader.task(), created->id))) {
        if (progress.step == Step::ask) {
            const auto share = must(helper.aggregate_shares().accept(
                helper.task(), progress.aggregate_share_request, must(leader.ledger().header(leader.task()))));
            must(leader.ledger().check_header(leader.task(), share.ledger_head));
            must(collections.absorb(leader.task(), created->id, share.response));
        } else if (progress.step == Step::tell) {
            exchange_heads();
            must(collections.deliverable(leader.task(), created->id));
        } else {
            ADD_FAILURE() << "reports are left over";
            return {};
        }
    }
    const auto ready = collections.poll(leader.task(), created->id);
    if (!ready) {
        ADD_FAILURE() << wire::token(ready.error().type) << ": " << ready.error().detail;
        return {};
    }
    return ready->response.value();
}

Result<World::Collected> World::open(ByteView response, ByteView request) const {
    Collected collected;
    TACIT_TRY(collected.response, decode<wire::CollectionJobResp>(response));
    TACIT_TRY(auto asked, decode<wire::CollectionJobReq>(request));
    TACIT_TRY(const Bytes aad,
              encode(wire::AggregateShareAad{leader.task().id, leader.task().configuration, std::move(asked)}));
    const auto open_share = [&](wire::Role role, const wire::HpkeCiphertext& share) {
        return hpke::open(hpke::chacha20_poly1305(), publisher, share.enc, wire::aggregate_share_info(role), aad,
                          share.payload);
    };
    TACIT_TRY(const SecretBytes leaders,
              open_share(wire::Role::leader, collected.response.leader_encrypted_agg_share));
    TACIT_TRY(const SecretBytes helpers,
              open_share(wire::Role::helper, collected.response.helper_encrypted_agg_share));
    const std::array<ByteView, 2> shares{leaders.view(), helpers.view()};
    TACIT_TRY(const auto totals, leader.task().vdaf.unshard(shares));
    for (const field::Field64 total : totals) collected.totals.push_back(vdaf::signed_total(total));
    return collected;
}

std::vector<std::int64_t> World::cells(ByteView response, const wire::Interval& interval) const {
    const auto collected = open(response, collection_request(interval));
    if (!collected) {
        ADD_FAILURE() << to_text(collected.error());
        return {};
    }
    return {collected->totals.begin(), collected->totals.begin() + kCells};
}

std::vector<std::int64_t> World::expected_cells() const {
    std::vector<std::int64_t> all(kCells);
    for (const auto& [cell, count] : expected) all[cell] = count;
    return all;
}

}  // namespace tacit::test
