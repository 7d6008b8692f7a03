#include "schemas/wire/types.h"

#include <gtest/gtest.h>

#include <limits>

namespace tacit::wire {
namespace {

constexpr Time kLast = std::numeric_limits<Time>::max();

TEST(Interval, IsHalfOpen) {
    EXPECT_FALSE(covers({10, 5}, 9));
    EXPECT_TRUE(covers({10, 5}, 10));
    EXPECT_TRUE(covers({10, 5}, 14));
    EXPECT_FALSE(covers({10, 5}, 15));
    EXPECT_FALSE(covers({10, 0}, 10));
}

TEST(Interval, OverlapsOnlyWhereAUnitIsInBoth) {
    EXPECT_TRUE(overlap({10, 5}, {14, 1}));
    EXPECT_TRUE(overlap({10, 5}, {0, 100}));
    EXPECT_FALSE(overlap({10, 5}, {15, 5}));
    EXPECT_FALSE(overlap({10, 5}, {12, 0}));
}

TEST(Interval, IsWithinAnotherIncludingItself) {
    EXPECT_TRUE(within({10, 5}, {10, 5}));
    EXPECT_FALSE(within({10, 6}, {10, 5}));
    EXPECT_FALSE(within({9, 2}, {10, 5}));
}

TEST(Interval, ThatEndsBeyondTimeCoversNothing) {
    EXPECT_EQ(end({kLast, 0}), kLast);
    EXPECT_FALSE(end({kLast, 1}));
    EXPECT_FALSE(covers({kLast - 1, 2}, kLast - 1));
    EXPECT_FALSE(overlap({kLast, 1}, {0, kLast}));
    EXPECT_FALSE(within({kLast, 1}, {0, kLast}));
}

TEST(Ids, ReadTheirTextFormOfTheRightLengthOnly) {
    TaskId id;
    id.bytes[0] = 0xFB;
    const std::string text = to_text(id);

    EXPECT_EQ(text, "-wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    EXPECT_EQ(id_from_text<TaskId>(text).value(), id);
    EXPECT_FALSE(id_from_text<TaskId>(text + "="));
    EXPECT_FALSE(id_from_text<TaskId>(text.substr(1)));
    EXPECT_FALSE(id_from_text<ReportId>(text));
}

TEST(Names, EveryKnownReportErrorHasItsOwn) {
    for (int code = 1; code <= 11; ++code) {
        const auto error = static_cast<ReportError>(code);
        EXPECT_TRUE(known(error));
        for (int other = 1; other < code; ++other) EXPECT_NE(name(error), name(static_cast<ReportError>(other)));
    }
    EXPECT_FALSE(known(static_cast<ReportError>(0)));
    EXPECT_FALSE(known(static_cast<ReportError>(12)));
}

}  // namespace
}  // namespace tacit::wire
