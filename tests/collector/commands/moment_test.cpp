#include "collector/moment.h"

#include <gtest/gtest.h>

namespace tacit::collector {
namespace {

using namespace std::chrono;

constexpr sys_seconds kNow = sys_days(2026y / 3 / 5) + 7h + 3min;

TEST(Moment, ReadsDaysAndMinutesInUtc) {
    EXPECT_EQ(parse_moment("2026-03-01", kNow).value(), sys_days(2026y / 3 / 1));
    EXPECT_EQ(parse_moment("2026-03-01T05:30", kNow).value(), sys_days(2026y / 3 / 1) + 5h + 30min);
    EXPECT_EQ(parse_moment("2026-03-01 05:30Z", kNow).value(), sys_days(2026y / 3 / 1) + 5h + 30min);
    EXPECT_EQ(parse_moment("today", kNow).value(), sys_days(2026y / 3 / 5));
}

TEST(Moment, RefusesWhatIsNoDay) {
    for (const char* text : {"", "2026", "2026-13-01", "2026-02-30", "01.03.2026", "2026-03-01T24:00", "2026-03-01x",
                             "2026-03-01T05:60", "-026-03-01", "2026-3-1"})
        EXPECT_FALSE(parse_moment(text, kNow)) << text;
}

}  // namespace
}  // namespace tacit::collector
