// What the tests of ledgers have in common: a leader and a helper, a look into their ledgers and ledger files, and a
// way to put one of them back to an earlier state.
#pragma once
#include <gmock/gmock.h>

#include <fstream>

#include "collector/protocol/ledger_book.h"
#include "tests/protocol/world.h"

namespace tacit::test {

class Ledgers : public testing::Test {
protected:
    std::filesystem::path folder(const Aggregator& of) {
        return world.folder / (&of == &world.leader ? "leader" : "helper");
    }
    std::filesystem::path file(const Aggregator& of) {
        return folder(of) / "ledgers" /
               (wire::to_text(of.task().id) + (&of == &world.leader ? ".leader.jsonl" : ".helper.jsonl"));
    }
    static std::string content(const std::filesystem::path& path) {
        std::ifstream in(path, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    }
    static void overwrite(const std::filesystem::path& path, const std::string& text) {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
    }
    std::string text(Aggregator& of) { return must(of.ledger().text(of.task())); }
    task::Chain chain(Aggregator& of) {
        return must(task::verify_chain(text(of), {of.task().id, of.task().role, of.signing_key()}));
    }
    std::vector<std::string> events(Aggregator& of) {
        std::vector<std::string> names;
        for (const task::Entry& entry : chain(of).entries) names.emplace_back(name(entry.event));
        return names;
    }
    Aggregator& other(Aggregator& of) { return &of == &world.leader ? world.helper : world.leader; }

    // A copy of what is on an aggregator's disk, and its way back.
    enum class What { database, everything };
    void take_copy(Aggregator& of) {
        of.stop();
        std::filesystem::copy(folder(of), world.folder / "copy", std::filesystem::copy_options::recursive);
        world.start(of);
    }
    void put_back(Aggregator& of, What what) {
        of.stop();
        if (what == What::everything) std::filesystem::remove_all(folder(of) / "ledgers");
        for (const char* name : {"store.sqlite", "store.sqlite-wal", "store.sqlite-shm"})
            std::filesystem::remove(folder(of) / name);
        std::filesystem::copy(world.folder / "copy", folder(of),
                              std::filesystem::copy_options::recursive | std::filesystem::copy_options::skip_existing);
        world.start(of);
        must(world.leader.task().peer_keys->learn(world.helper.keys().now()->list()));
    }
    // Both servers collect the first day after a copy of one of them was taken; then that one is put back.
    void collect_and_put_back(Aggregator& of, What what) {
        world.exchange_heads();
        world.upload_unique(60, kFirst);
        world.aggregate();
        take_copy(of);
        must(world.leader.task().peer_keys->learn(world.helper.keys().now()->list()));
        world.exchange_heads();
        world.collect(kFirstDay);
        put_back(of, what);
    }
    // One round, begun by `from`; false where it did not accept what it was answered.
    bool post_heads(Aggregator& from) {
        Aggregator& to = other(from);
        const std::string answer = must(to.ledger().answer(to.task(), must(from.ledger().message(from.task()))));
        return from.ledger().absorb(from.task(), answer).has_value();
    }
    wire::ProblemType create(const wire::Interval& interval) {
        const auto created = world.leader.collections().create(world.leader.task(), world.collection_request(interval));
        return created ? wire::ProblemType::about_blank : created.error().type;
    }
    std::optional<wire::ReportError> upload_on(wire::Time day) {
        const auto errors = must(world.leader.upload(upload_request({world.client().report({1, 1, {0}}, day)})));
        if (errors.status.empty()) return std::nullopt;
        return errors.status[0].error;
    }
    std::uint64_t rows_of_peer_head(Aggregator& of) {
        const auto state =
            must(of.store().read("test", [&](store::Reader& reader) { return reader.task_state(of.task().key); }));
        return must(task::open_head(state.peer_head.value(), protocol::peer_ledger(of.task()))).seq;
    }

    World world;
};

}  // namespace tacit::test
