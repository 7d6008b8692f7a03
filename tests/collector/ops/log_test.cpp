#include "collector/ops/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace tacit::ops {
namespace {

static_assert(Loggable<wire::TaskId> && Loggable<wire::ReportError> && Loggable<int> && Loggable<std::chrono::seconds>);
static_assert(!Loggable<wire::AggregationJobId> && !Loggable<std::vector<int>> && !Loggable<char>);

std::string logged(Event event, std::initializer_list<Field> fields) {
    testing::internal::CaptureStderr();
    log(event, fields);
    flush_log();
    return testing::internal::GetCapturedStderr();
}

TEST(Log, WritesOneLineWithTheEventAndItsFields) {
    const std::string line = logged(
        Event::request_refused, {wire::TaskId{{1}}, {"reason", wire::ReportError::vdaf_verify_error}, {"reports", 12}});

    EXPECT_THAT(line, testing::MatchesRegex("[0-9T:Z-]+ warning request_refused task=AQ[A]+ reason=vdaf_verify_error "
                                            "reports=12\n"));
}

TEST(Log, DropsWhatIsBelowTheLevel) {
    set_log_level(Level::error);
    const std::string line = logged(Event::started, {});
    set_log_level(Level::info);

    EXPECT_EQ(line, "");
}

TEST(Log, NamesEveryEventDifferently) {
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(Event::form_unreachable); ++i)
        EXPECT_TRUE(names.insert(name(static_cast<Event>(i))).second) << name(static_cast<Event>(i));
    EXPECT_FALSE(names.contains("unknown"));
}

}  // namespace
}  // namespace tacit::ops
