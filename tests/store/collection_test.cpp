#include "tests/store/store_test.h"

namespace tacit::test {
namespace {

using store::BatchState;
using store::CollectionState;

class Collecting : public StoreTest {
protected:
    std::optional<store::Batch> batch_at(wire::Time time) {
        return read([&](store::Reader& reader) { return reader.batch_at(task_, time); });
    }
    void put_batch(wire::Interval interval, BatchState state) {
        write([&](store::Tx& tx) { return tx.put_batch(task_, {interval, state}); });
    }
};
TACIT_EVERY_ENGINE(Collecting);

TEST_P(Collecting, ABatchCoversItsIntervalHalfOpen) {
    put_batch({20, 5}, BatchState::closing);

    EXPECT_FALSE(batch_at(19));
    ASSERT_TRUE(batch_at(20));
    ASSERT_TRUE(batch_at(24));
    EXPECT_FALSE(batch_at(25));
    EXPECT_EQ(batch_at(22)->interval, (wire::Interval{20, 5}));
    EXPECT_EQ(batch_at(22)->state, BatchState::closing);
}

TEST_P(Collecting, ABatchChangesItsStateAndMayGo) {
    put_batch({20, 5}, BatchState::closing);
    put_batch({30, 5}, BatchState::refused);

    put_batch({20, 5}, BatchState::collected);
    EXPECT_EQ(batch_at(20)->state, BatchState::collected);
    write([&](store::Tx& tx) { return tx.delete_batch(task_, {20, 5}); });

    EXPECT_FALSE(batch_at(20));
    EXPECT_EQ(read([&](store::Reader& reader) { return reader.batches(task_); }).size(), 1u);
    EXPECT_FALSE(store_->write("test", [&](store::Tx& tx) { return tx.delete_batch(task_, {20, 5}); }));
}

TEST_P(Collecting, ACollectionComesBackAsItWasPutLast) {
    store::Collection collection;
    collection.id = id_of<wire::CollectionJobId>(1);
    collection.interval = {20, 5};
    collection.request = blob(1);
    store::Collection other = collection;
    other.id = id_of<wire::CollectionJobId>(2);
    write([&](store::Tx& tx) -> Result<void> {
        TACIT_CHECK(tx.put_collection(task_, collection));
        return tx.put_collection(task_, other);
    });
    collection.state = CollectionState::failed;
    collection.response = blob(2);
    collection.aggregate_share_request = blob(3);
    collection.problem = "batchMismatch";
    write([&](store::Tx& tx) { return tx.put_collection(task_, collection); });

    const auto one = read([&](store::Reader& reader) { return reader.collection(task_, collection.id); });

    ASSERT_TRUE(one);
    EXPECT_EQ(one->interval, (wire::Interval{20, 5}));
    EXPECT_EQ(one->state, CollectionState::failed);
    EXPECT_EQ(one->request, blob(1));
    EXPECT_EQ(one->response, blob(2));
    EXPECT_EQ(one->aggregate_share_request, blob(3));
    EXPECT_EQ(one->problem, "batchMismatch");
    EXPECT_FALSE(
        read([&](store::Reader& reader) { return reader.collection(task_, id_of<wire::CollectionJobId>(3)); }));
}

TEST_P(Collecting, TheUnfinishedCollectionsAreListedInTheOrderInWhichTheyCame) {
    const auto put = [&](std::uint8_t number, CollectionState state) {
        store::Collection collection;
        collection.id = id_of<wire::CollectionJobId>(number);
        collection.interval = {20, 5};
        collection.state = state;
        write([&](store::Tx& tx) { return tx.put_collection(task_, collection); });
    };
    const auto listed = [&] {
        std::vector<wire::CollectionJobId> ids;
        for (const auto& one : read([&](store::Reader& reader) { return reader.unfinished_collections(task_); }))
            ids.push_back(one.id);
        return ids;
    };
    put(1, CollectionState::draining);
    put(2, CollectionState::ready);
    put(3, CollectionState::collected);
    put(4, CollectionState::failed);
    put(5, CollectionState::deleted);
    put(6, CollectionState::draining);
    put(1, CollectionState::asking);

    const auto id = [](std::uint8_t number) { return id_of<wire::CollectionJobId>(number); };
    EXPECT_EQ(listed(), (std::vector{id(1), id(3), id(6)})) << "a changed collection keeps its place";
    put(1, CollectionState::ready);
    EXPECT_EQ(listed(), (std::vector{id(3), id(6)}));
}

TEST_P(Collecting, AnAggregateShareIsKeptUntilItIsDeleted) {
    const store::AggregateShareAnswer answer{id_of<wire::AggregateShareId>(1), {20, 5}, sha256(as_bytes("r")), blob(8)};
    write([&](store::Tx& tx) { return tx.put_aggregate_share(task_, answer); });

    const auto found = read([&](store::Reader& reader) { return reader.aggregate_share(task_, answer.id); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->interval, answer.interval);
    EXPECT_EQ(found->request_hash, answer.request_hash);
    EXPECT_EQ(found->response, answer.response);
    write([&](store::Tx& tx) { return tx.delete_aggregate_share(task_, answer.id); });
    EXPECT_FALSE(read([&](store::Reader& reader) { return reader.aggregate_share(task_, answer.id); }));
}

TEST_P(Collecting, AForgottenIntervalLeavesNothingAndTouchesNothingElse) {
    const auto fill = [&](std::uint8_t base, wire::Time time) {
        insert(base, time);
        insert(static_cast<std::uint8_t>(base + 1), time);
        write([&](store::Tx& tx) -> Result<void> {
            TACIT_TRY(const auto reports, tx.ready_reports(task_, time, 1));
            TACIT_CHECK(tx.insert_leader_job(task_, time, blob(base), {reports.at(0).sequence}));
            TACIT_CHECK(tx.remember_report(task_, time, report_id(static_cast<std::uint8_t>(base + 2))));
            TACIT_CHECK(tx.put_bucket(task_, {time, 1, {}, blob(base)}));
            const Bytes seed{base};
            return tx.insert_helper_job(task_,
                                        {id_of<wire::AggregationJobId>(base), sha256(seed), time, time, blob(base)});
        });
    };
    fill(10, 20);
    fill(20, 24);
    fill(30, 25);

    write([&](store::Tx& tx) { return tx.forget_interval(task_, {20, 5}); });

    for (const int id : {10, 11, 12, 20, 21, 22}) EXPECT_FALSE(known(static_cast<std::uint8_t>(id)));
    for (const int id : {30, 31, 32}) EXPECT_TRUE(known(static_cast<std::uint8_t>(id)));
    EXPECT_EQ(read([&](store::Reader& reader) { return reader.pending_count(task_, {0, 100}); }), 2u);
    EXPECT_EQ(read([&](store::Reader& reader) { return reader.leader_jobs(task_); }).size(), 1u);
    EXPECT_EQ(read([&](store::Reader& reader) { return reader.buckets(task_, {0, 100}); }).size(), 1u);
    const auto helper_job = [&](std::uint8_t base) {
        return read(
            [&](store::Reader& reader) { return reader.helper_job(task_, id_of<wire::AggregationJobId>(base)); });
    };
    EXPECT_FALSE(helper_job(10));
    EXPECT_FALSE(helper_job(20));
    EXPECT_TRUE(helper_job(30));
}

TEST_P(Collecting, AHelperAnswerGoesWithTheFirstOfItsReports) {
    write([&](store::Tx& tx) {
        return tx.insert_helper_job(task_, {id_of<wire::AggregationJobId>(1), {}, 18, 22, blob(1)});
    });

    write([&](store::Tx& tx) { return tx.forget_interval(task_, {22, 5}); });

    EXPECT_FALSE(
        read([&](store::Reader& reader) { return reader.helper_job(task_, id_of<wire::AggregationJobId>(1)); }));
}

}  // namespace
}  // namespace tacit::test
