#include "collector/task_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collector/ops/files.h"
#include "tests/collector/commands/trial_folder.h"

namespace tacit::collector {
namespace {

using testing::HasSubstr;

class TaskFolder : public testing::Test {
protected:
    test::TrialFolder trial_;
    const std::filesystem::path tasks_ = trial_.helper().tasks;
    const StoredTask task_ = accept_offer(trial_.helper(), trial_.random(), trial_.offer())->task;
};

TEST_F(TaskFolder, ReadsBackWhatWasAgreed) {
    const auto read = load_stored_task(tasks_, task_.terms.id);

    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(read->json, task_.json);
    EXPECT_EQ(read->texts, task_.texts);
}

TEST_F(TaskFolder, RefusesATaskThatWasEditedAfterwards) {
    const std::filesystem::path file = tasks_ / wire::to_text(task_.terms.id) / "task.json";
    std::string edited = task_.json;
    edited.replace(edited.find("The leader"), 10, "The Leader");
    ASSERT_TRUE(ops::write_file(file, as_bytes(edited), ops::Access::owner));

    const auto read = load_stored_task(tasks_, task_.terms.id);

    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().remedy, HasSubstr("cannot be edited after the pairing"));
    EXPECT_THAT(read.error().where, HasSubstr("task.json"));
}

TEST_F(TaskFolder, RefusesWordingThatIsNotOfThisTaskOrNotAsItWasWritten) {
    const std::filesystem::path file = tasks_ / wire::to_text(task_.terms.id) / "texts" / "1.json";
    OfferTerms other = trial_.terms();
    other.closes += 86'400;
    const Accepted another =
        accept_offer(trial_.helper(), trial_.random(), make_offer(trial_.leader(), other).value()).value();
    const std::string an_editors_last_line = *task_.texts + "\n";
    for (const std::string& wording : {an_editors_last_line, *another.task.texts}) {
        ASSERT_TRUE(ops::write_file(file, as_bytes(wording), ops::Access::owner));

        const auto read = load_stored_task(tasks_, task_.terms.id);

        ASSERT_FALSE(read);
        EXPECT_THAT(read.error().where, HasSubstr("texts/1.json"));
        EXPECT_THAT(read.error().remedy, HasSubstr("restore the file"));
    }
}

TEST_F(TaskFolder, FindsATaskByTheBeginningOfItsIdOrItsAddress) {
    const std::string id = wire::to_text(task_.terms.id);

    EXPECT_EQ(pick_task(tasks_, "").value(), task_.terms.id);
    EXPECT_EQ(pick_task(tasks_, id.substr(0, 5)).value(), task_.terms.id);
    EXPECT_EQ(pick_task(tasks_, "http://127.0.0.1:1/tacit/tasks/" + id).value(), task_.terms.id);
    EXPECT_THAT(pick_task(tasks_, "nope").error().remedy, HasSubstr(id));
}

TEST_F(TaskFolder, AsksWhichWhereSeveralFit) {
    OfferTerms other = trial_.terms();
    other.closes += 86'400;
    ASSERT_TRUE(accept_offer(trial_.helper(), trial_.random(), make_offer(trial_.leader(), other).value()));

    EXPECT_THAT(pick_task(tasks_, "").error().what, HasSubstr("several"));
}

TEST_F(TaskFolder, SaysHowToGetATaskWhereThereIsNone) {
    EXPECT_THAT(pick_task(trial_.publisher().tasks, "").error().remedy, HasSubstr("pair"));
}

}  // namespace
}  // namespace tacit::collector
