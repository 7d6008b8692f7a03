// T13: how often the intervals hold the truth, at the grid points of dp.md section 4.3, counted exactly: over every
// number of people and every noise, with its probability. No random numbers, so no margin for them either.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "schemas/release/stats/interval.h"

namespace tacit::release {
namespace {

// Probabilities of first, first + 1, …
struct Distribution {
    int first = 0;
    std::vector<double> p;
};

Distribution binomial(int n, double share) {
    Distribution result{0, std::vector<double>(static_cast<std::size_t>(n) + 1)};
    for (int k = 0; k <= n; ++k)
        result.p[static_cast<std::size_t>(k)] =
            std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) + k * std::log(share) +
                     (n - k) * std::log1p(-share));
    return result;
}

Distribution convolved(const Distribution& a, const Distribution& b) {
    Distribution result{a.first + b.first, std::vector<double>(a.p.size() + b.p.size() - 1)};
    for (std::size_t i = 0; i < a.p.size(); ++i) {
        if (a.p[i] < 1e-14) continue;
        for (std::size_t j = 0; j < b.p.size(); ++j) result.p[i + j] += a.p[i] * b.p[j];
    }
    return result;
}

// Both aggregators' noise.
Distribution noise(int sigma_squared) {
    const int reach = static_cast<int>(7 * std::sqrt(sigma_squared)) + 2;
    Distribution one{-reach, {}};
    double sum = 0;
    for (int x = -reach; x <= reach; ++x) one.p.push_back(std::exp(-0.5 * x * x / sigma_squared));
    for (const double p : one.p) sum += p;
    for (double& p : one.p) p /= sum;
    return convolved(one, one);
}

using MakeInterval = std::function<std::optional<Interval>(double y)>;
double coverage(int n, int sigma_squared, double share, const MakeInterval& make) {
    const Distribution measured = convolved(binomial(n, share), noise(sigma_squared));
    double held = 0;
    for (std::size_t i = 0; i < measured.p.size(); ++i) {
        if (measured.p[i] == 0) continue;
        const auto interval = make(measured.first + static_cast<int>(i));
        if (interval && interval->low <= share && share <= interval->high) held += measured.p[i];
    }
    return 100 * held;
}

MakeInterval aware(int n, double variance) {
    return [=](double y) -> std::optional<Interval> {
        const auto share = wilson_noisy(y, n, variance);
        return share ? std::optional(share->interval) : std::nullopt;
    };
}
// The textbook's: the noisy count as if it were exact, kept between nobody and everybody.
MakeInterval naive(int n) {
    return [=](double y) -> std::optional<Interval> {
        const auto share = wilson_noisy(std::clamp(y, 0.0, static_cast<double>(n)), n, 0);
        return share->interval;
    };
}

struct Point {
    int n, sigma_squared;
};
constexpr Point kGrid[] = {{200, 64}, {500, 64}, {500, 400}, {2000, 400}, {5000, 400}, {20000, 400}};

TEST(IntervalGrid, HoldsSharesOfFifteenPeopleIn94To96OfAHundred) {
    for (const Point& point : kGrid)
        for (const double share : {0.02, 0.1, 0.3, 0.5, 0.8}) {
            if (point.n * std::min(share, 1 - share) < 15) continue;
            const double held =
                coverage(point.n, point.sigma_squared, share, aware(point.n, 2.0 * point.sigma_squared));
            EXPECT_GE(held, 94) << point.n << ' ' << point.sigma_squared << ' ' << share;
            EXPECT_LE(held, 96) << point.n << ' ' << point.sigma_squared << ' ' << share;
        }
}

TEST(IntervalGrid, HoldsSmallSharesAndZeroInAtLeast94OfAHundred) {
    for (const Point& point : kGrid)
        for (const double share : {1e-9, 0.0005, 0.002, 0.01, 0.999}) {
            const double held =
                coverage(point.n, point.sigma_squared, share, aware(point.n, 2.0 * point.sigma_squared));
            EXPECT_GE(held, 94) << point.n << ' ' << point.sigma_squared << ' ' << share;
        }
}

// The control of T13: an interval that forgets the noise must fail the test above, and by how much is tabulated.
TEST(IntervalGrid, ShowsThatAnIntervalWithoutTheNoiseFails) {
    EXPECT_NEAR(coverage(500, 64, 0.3, naive(500)), 80.8, 1.5);
    EXPECT_NEAR(coverage(500, 400, 0.5, naive(500)), 51.8, 1.5);
    for (const double share : {0.1, 0.3, 0.5}) EXPECT_LT(coverage(500, 64, share, naive(500)), 90);
}

// Half of the variance, as after an aggregator that the analysis forgot, and twice.
TEST(IntervalGrid, ShowsThatAWrongVarianceFails) {
    EXPECT_LT(coverage(500, 400, 0.3, aware(500, 400)), 90);
    EXPECT_GT(coverage(500, 400, 0.3, aware(500, 4 * 400)), 98);
}

}  // namespace
}  // namespace tacit::release
