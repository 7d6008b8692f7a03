// Noise of different cells, servers and batches has nothing in common.
//
// The correlation of N independent pairs is about normal with standard deviation 1/√N; |r| > 6/√N has probability 2e-9.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <thread>

#include "crypto/dp/noise.h"
#include "tests/support/seeded_random.h"

namespace tacit::dp {
namespace {

using field::Field64;
using test::SeededRandom;

constexpr std::size_t kCells = 100'000;
const double kBound = 6 / std::sqrt(static_cast<double>(kCells));

std::vector<double> noise_of(Noise& noise, std::uint32_t variance, std::size_t cells = kCells) {
    std::vector<Field64> share(cells, Field64::from_u64(1u << 20));
    noise.add(share, variance);
    std::vector<double> values;
    for (const Field64 cell : share) values.push_back(static_cast<double>(cell.value()) - (1u << 20));
    return values;
}

std::vector<double> noise_from(Random& random, std::uint32_t variance, std::size_t cells = kCells) {
    DiscreteGaussianNoise noise(random);
    return noise_of(noise, variance, cells);
}

double correlation(std::span<const double> a, std::span<const double> b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        ab += a[i] * b[i];
        aa += a[i] * a[i];
        bb += b[i] * b[i];
    }
    return ab / std::sqrt(aa * bb);
}

TEST(NoiseIndependence, OfNeighbouringCells) {
    SeededRandom random(1);
    const std::vector<double> noise = noise_from(random, 22);
    const std::span<const double> cells(noise);
    std::vector<double> squares;
    for (const double value : noise) squares.push_back(value * value - 22);

    for (const std::size_t distance : {1u, 2u, 3u, 5u, 28u})
        EXPECT_LE(std::abs(correlation(cells, cells.subspan(distance))), 1.01 * kBound) << distance;
    EXPECT_LE(std::abs(correlation(squares, std::span<const double>(squares).subspan(1))), 1.01 * kBound);
}

TEST(NoiseIndependence, OfSignAndSize) {
    SeededRandom random(2);
    std::vector<double> signs;
    std::vector<double> sizes;
    for (const double value : noise_from(random, 22)) {
        signs.push_back(value < 0 ? -1.0 : value > 0 ? 1.0 : 0.0);
        sizes.push_back(std::abs(value) - std::sqrt(22 * 2 / 3.14159265));
    }

    EXPECT_LE(std::abs(correlation(signs, sizes)), kBound);
}

TEST(NoiseIndependence, OfTwoServers) {
    SeededRandom of_leader(3);
    SeededRandom of_helper(4);

    EXPECT_LE(std::abs(correlation(noise_from(of_leader, 22), noise_from(of_helper, 22))), kBound);
}

TEST(NoiseIndependence, OfTwoBatchesOfOneServer) {
    SeededRandom random(5);
    DiscreteGaussianNoise noise(random);
    const std::vector<double> first = noise_of(noise, 22);
    const std::vector<double> second = noise_of(noise, 22);

    EXPECT_LE(std::abs(correlation(first, second)), kBound);
}

// With the generator of the product: one source asked twice, and another one.
TEST(NoiseIndependence, OfTheSystemsGenerator) {
    SystemRandom one;
    SystemRandom other;
    const std::vector<double> first = noise_from(one, 64, 1000);

    EXPECT_NE(first, noise_from(one, 64, 1000));
    EXPECT_NE(first, noise_from(other, 64, 1000));
}

TEST(NoiseIndependence, OfTwoThreads) {
    SystemRandom shared;
    std::vector<double> noise[2];
    {
        std::jthread one([&] { noise[0] = noise_from(shared, 64, 1000); });
        std::jthread other([&] { noise[1] = noise_from(shared, 64, 1000); });
    }

    EXPECT_NE(noise[0], noise[1]);
}

// A process that was forked has its parent's memory, the state of a generator included.
TEST(NoiseIndependence, OfTwoProcesses) {
    SystemRandom random;
    noise_from(random, 64, 10);  // the generator has begun
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const std::vector<double> noise = noise_from(random, 64, 100);
        const std::size_t size = noise.size() * sizeof(double);
        _exit(write(ends[1], noise.data(), size) == static_cast<ssize_t>(size) ? 0 : 1);
    }
    const std::vector<double> own = noise_from(random, 64, 100);
    std::vector<double> of_child(own.size());
    const ssize_t got = read(ends[0], of_child.data(), of_child.size() * sizeof(double));
    int status = -1;
    waitpid(child, &status, 0);
    close(ends[0]);
    close(ends[1]);

    ASSERT_EQ(status, 0);
    ASSERT_EQ(got, static_cast<ssize_t>(of_child.size() * sizeof(double)));
    EXPECT_NE(of_child, own);
    EXPECT_NE(of_child, std::vector<double>(own.size()));
}

// The controls: two servers with one seed, and a vector of noise used twice.
TEST(NoiseIndependence, OfOneSeedInTwoServersIsSeenToBeMissing) {
    SeededRandom of_leader(6);
    SeededRandom of_helper(6);
    const std::vector<double> noise = noise_from(of_leader, 22);
    std::vector<double> shifted(noise.begin() + 1, noise.end());
    shifted.push_back(noise.front());

    EXPECT_GT(correlation(noise, noise_from(of_helper, 22)), kBound);
    EXPECT_GT(correlation(std::span<const double>(noise).subspan(1), shifted), kBound);
}

}  // namespace
}  // namespace tacit::dp
