#include "schemas/wire/collect.h"

#include <gtest/gtest.h>

#include <limits>

namespace tacit::wire {
namespace {

TEST(IntervalOfAQuery, IsTheOneItWasMadeFrom) {
    EXPECT_EQ(interval_of(Query::of({20'000, 7})).value(), (Interval{20'000, 7}));
    EXPECT_EQ(interval_of(BatchSelector::of({20'000, 7})).value(), (Interval{20'000, 7}));
}

TEST(IntervalOfAQuery, FailsForAnotherModeAnEmptyIntervalAndOneBeyondTime) {
    constexpr Time kLast = std::numeric_limits<Time>::max();

    EXPECT_FALSE(interval_of(Query{BatchMode::leader_selected, Query::of({1, 1}).config}));
    EXPECT_FALSE(interval_of(Query{BatchMode::time_interval, {}}));
    EXPECT_FALSE(interval_of(Query{BatchMode::time_interval, Bytes(17)}));
    EXPECT_FALSE(interval_of(Query::of({1, 0})));
    EXPECT_FALSE(interval_of(Query::of({kLast, 1})));
}

}  // namespace
}  // namespace tacit::wire
