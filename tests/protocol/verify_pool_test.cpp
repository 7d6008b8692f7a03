#include "collector/work/verify_pool.h"

#include <gtest/gtest.h>

#include <numeric>

namespace tacit::work {
namespace {

TEST(VerifyPool, CallsEachIndexExactlyOnce) {
    for (const unsigned width : {1u, 2u, 5u}) {
        VerifyPool pool(width);
        for (const std::size_t count : {0u, 1u, 2u, 100u}) {
            std::vector<int> calls(count);
            pool.each(count, [&](std::size_t i) { ++calls[i]; });
            EXPECT_EQ(calls, std::vector<int>(count, 1));
        }
    }
}

TEST(VerifyPool, ServesManyCallersAtOnce) {
    VerifyPool pool(3);
    std::vector<std::uint64_t> sums(4);
    {
        std::vector<std::jthread> callers;
        for (std::size_t c = 0; c < sums.size(); ++c) {
            callers.emplace_back([&, c] {
                for (int round = 0; round < 50; ++round) {
                    std::vector<std::uint64_t> slots(20);
                    pool.each(slots.size(), [&](std::size_t i) { slots[i] = i; });
                    sums[c] += std::accumulate(slots.begin(), slots.end(), std::uint64_t{0});
                }
            });
        }
    }
    for (const std::uint64_t sum : sums) EXPECT_EQ(sum, 50u * 190);
}

TEST(VerifyPool, MayBeUsedFromInsideItself) {
    VerifyPool pool(2);
    std::vector<int> calls(16);
    pool.each(4, [&](std::size_t i) { pool.each(4, [&](std::size_t j) { ++calls[4 * i + j]; }); });
    EXPECT_EQ(calls, std::vector<int>(16, 1));
}

}  // namespace
}  // namespace tacit::work
