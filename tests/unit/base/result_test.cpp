#include "crypto/base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace tacit {
namespace {

Result<int> half(int number) {
    if (number % 2 != 0) return fail(Fault::refused, "an odd number", "/n", "Take an even one.");
    return number / 2;
}

Result<int> quarter(int number) {
    TACIT_TRY(const int first, half(number));
    TACIT_TRY(const int second, half(first));
    return second;
}

Result<void> check_quarter(int number) {
    TACIT_CHECK(quarter(number));
    return {};
}

TEST(ResultValue, PassesValuesUpAndFailuresUnchanged) {
    EXPECT_EQ(quarter(8).value(), 2);
    ASSERT_FALSE(quarter(6));
    EXPECT_EQ(quarter(6).error(), half(3).error());
    EXPECT_TRUE(check_quarter(8));
    EXPECT_FALSE(check_quarter(2));
}

TEST(ResultValue, CarriesWhatCanOnlyBeMoved) {
    const auto make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(5); };
    const auto pass = [&]() -> Result<std::unique_ptr<int>> {
        TACIT_TRY(auto pointer, make());
        return pointer;
    };

    EXPECT_EQ(**pass(), 5);
}

TEST(ErrorText, SaysWhatWhereAndWhatToDo) {
    EXPECT_EQ(to_text(half(1).error()), "an odd number (at /n). Take an even one.");
    EXPECT_EQ(to_text(Error{.fault = Fault::internal, .what = "no place", .where = {}, .remedy = {}}), "no place.");
}

}  // namespace
}  // namespace tacit
