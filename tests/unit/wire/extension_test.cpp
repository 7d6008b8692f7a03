#include "schemas/wire/extension.h"

#include <gtest/gtest.h>

#include <array>

namespace tacit::wire {
namespace {

std::vector<Extension> of_types(std::initializer_list<std::uint16_t> types) {
    std::vector<Extension> list;
    for (const std::uint16_t type : types) list.push_back({type, {}});
    return list;
}
bool valid(std::initializer_list<std::uint16_t> in_public, std::initializer_list<std::uint16_t> in_private) {
    static constexpr std::array<std::uint16_t, 4> kPublic = {1, 2, 3, 9};
    static constexpr std::array<std::uint16_t, 4> kPrivate = {1, 2, 7, 9};
    return valid_report_extensions(of_types(in_public), of_types(in_private), kPublic, kPrivate);
}

TEST(ReportExtensions, StandWhenOrderedKnownAndInOneListOnly) {
    EXPECT_TRUE(valid({}, {}));
    EXPECT_TRUE(valid({1, 3}, {2, 7}));
    EXPECT_TRUE(valid({2}, {1, 7, 9}));
}

TEST(ReportExtensions, AreRefusedOutOfOrderOrTwice) {
    EXPECT_FALSE(valid({3, 1}, {}));
    EXPECT_FALSE(valid({}, {7, 2}));
    EXPECT_FALSE(valid({2, 2}, {}));
    EXPECT_FALSE(valid({}, {7, 7}));
}

TEST(ReportExtensions, AreRefusedWhenOneTypeIsInBothLists) {
    EXPECT_FALSE(valid({1}, {1}));
    EXPECT_FALSE(valid({1, 9}, {7, 9}));
    EXPECT_FALSE(valid({2, 3}, {1, 2}));
}

TEST(ReportExtensions, AreRefusedWhereTheirTypeIsNotSupported) {
    EXPECT_FALSE(valid({4}, {}));
    EXPECT_FALSE(valid({}, {3})) << "supported in public only";
    EXPECT_FALSE(valid({7}, {})) << "supported in private only";
}

TEST(Extensions, NamesTheUnsupportedTypesInOrder) {
    static constexpr std::array<std::uint16_t, 1> kSupported = {5};

    EXPECT_EQ(unsupported(of_types({1, 5, 0xFF00}), kSupported), (std::vector<std::uint16_t>{1, 0xFF00}));
}

}  // namespace
}  // namespace tacit::wire
