#include <gmock/gmock.h>

#include "tests/protocol/world.h"

namespace tacit::test {
namespace {

TEST(Task, IsTheSameAtBothAggregators) {
    World world;
    EXPECT_EQ(world.leader.task().id, world.helper.task().id);
    EXPECT_EQ(world.leader.task().configuration_bytes, world.helper.task().configuration_bytes);
    EXPECT_EQ(world.leader.task().task_json, world.helper.task().task_json);
}

TEST(Task, IsRefusedWithAnotherCollectorsKeyFile) {
    World world;
    auto stranger = std::make_shared<const sign::SecretKey>(sign::SecretKey::generate(world.random));
    protocol::TaskSecrets secrets{SecretBytes(32), SecretBytes(8), {}};

    const auto task =
        protocol::open_task(world.leader.store(), world.task_json, wire::Role::leader, std::move(secrets), stranger);

    ASSERT_FALSE(task);
    EXPECT_EQ(task.error().fault, Fault::refused);
    EXPECT_THAT(to_text(task.error()), ::testing::HasSubstr("signing key"));
}

TEST(Task, TimesAreUnitsOfItsPrecision) {
    World world;
    const auto& task = world.leader.task();
    EXPECT_EQ(task.units(start_of(kFirst)), kFirst);
    EXPECT_EQ(task.units(start_of(kFirst) - std::chrono::seconds(1)), kFirst - 1);
    EXPECT_EQ(task.latest(start_of(kFirst) - std::chrono::minutes(5)), kFirst);
    EXPECT_EQ(task.latest(start_of(kFirst) - std::chrono::minutes(5) - std::chrono::seconds(1)), kFirst - 1);
    EXPECT_TRUE(task.covers(kFirst));
    EXPECT_FALSE(task.covers(kFirst - 1));
    EXPECT_FALSE(task.covers(kFirst + kDays));
}

TEST(Task, EveryReportHasTheSizeThatTheTaskSays) {
    World world;
    Client client = world.client();
    for (const Says& says : {Says{0, 0, {}}, Says{127, 2, {0, 1, 2}}})
        EXPECT_EQ(encode(client.report(says, kFirst)).value().size(), protocol::report_size(world.leader.task()));
}

TEST(TaskRegistry, FindsATaskByItsRoleAndTheLeadersFirst) {
    World world;
    protocol::TaskRegistry registry;
    const wire::TaskId id = world.leader.task().id;
    EXPECT_EQ(registry.find(id), nullptr);
    registry.add(world.helper.task_ptr());
    EXPECT_EQ(registry.find(id, wire::Role::leader), nullptr);
    EXPECT_EQ(registry.find(id), world.helper.task_ptr());
    registry.add(world.leader.task_ptr());
    EXPECT_EQ(registry.find(id), world.leader.task_ptr());
    EXPECT_EQ(registry.find(id, wire::Role::helper), world.helper.task_ptr());
    EXPECT_EQ(registry.all().size(), 2u);
    EXPECT_EQ(registry.find(wire::TaskId{}), nullptr);
}

}  // namespace
}  // namespace tacit::test
