// The exact output distribution of the rejection sampler, by enumeration of its decision tree: every coin is followed
// to both sides and the weights of the paths are added up. Each step is enumerated once and its distribution takes its
// place in the step above, so the trees stay small. What is cut off weighs less than 1e-17 in each tree.
#include "crypto/dp/gaussian_exact.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "tests/support/seeded_random.h"

namespace tacit::dp {
namespace {

using Real = long double;
using Distribution = std::map<std::int64_t, Real>;  // what comes out, and how likely

constexpr Real kCutOff = 1e-20L;

// Runs a piece of work once for every path of its choices.
class Tree {
public:
    // Which of the alternatives is taken on this path. Paths that weigh too little are not followed.
    std::size_t choose(std::span<const Real> weights) {
        if (depth_ == path_.size()) {
            for (std::size_t other = 1; other < weights.size(); ++other) {
                if (weight_ * weights[other] < kCutOff) continue;
                waiting_.push_back(path_);
                waiting_.back().push_back(other);
            }
            path_.push_back(0);
        }
        const std::size_t taken = path_[depth_++];
        weight_ *= weights[taken];
        return taken;
    }

    bool coin(Real probability) { return choose(std::array{1 - probability, probability}) == 1; }

    // The distribution of what `work` returns; nothing returned is a rejection, after which the product tries again, so
    // the rest is scaled up.
    Distribution run(const std::function<std::optional<std::int64_t>()>& work) {
        Distribution all;
        Real accepted = 0;
        waiting_ = {{}};
        while (!waiting_.empty()) {
            path_ = waiting_.back();
            waiting_.pop_back();
            depth_ = 0;
            weight_ = 1;
            const auto result = work();
            if (!result || weight_ < kCutOff) continue;
            all[*result] += weight_;
            accepted += weight_;
        }
        for (auto& [value, weight] : all) weight /= accepted;
        return all;
    }

private:
    std::vector<std::vector<std::size_t>> waiting_;
    std::vector<std::size_t> path_;
    std::size_t depth_ = 0;
    Real weight_ = 1;
};

enum class Mistake { none, coin_off_by_one, zero_twice };

// The product's steps, each over the enumerated distribution of the step below it.
class EnumeratedSteps {
public:
    explicit EnumeratedSteps(Mistake mistake = Mistake::none) : mistake_(mistake) {}

    // How likely exp_minus_unit(a, b) is true; every coin is followed.
    Real exp_minus_unit(std::uint64_t a, std::uint64_t b) {
        struct Step : ExactSteps<Step> {
            Tree tree;
            bool off_by_one = false;
            bool coin(std::uint64_t x, std::uint64_t n) {
                const std::uint64_t sides = off_by_one ? std::min(x + 1, n) : x;
                return tree.coin(static_cast<Real>(sides) / static_cast<Real>(n));
            }
        };
        const auto [known, is_new] = unit_.try_emplace({a, b}, 0);
        if (is_new) {
            Step step;
            step.off_by_one = mistake_ == Mistake::coin_off_by_one;
            known->second = step.tree.run([&] { return step.exp_minus_unit(a, b); })[1];
        }
        return known->second;
    }

    Real exp_minus(std::uint64_t a, std::uint64_t b) {
        struct Step : ExactSteps<Step> {
            EnumeratedSteps& steps;
            Tree tree;
            explicit Step(EnumeratedSteps& below) : steps(below) {}
            bool exp_minus_unit(std::uint64_t x, std::uint64_t y) { return tree.coin(steps.exp_minus_unit(x, y)); }
        };
        const auto [known, is_new] = exp_.try_emplace({a, b}, 0);
        if (is_new) {
            Step step(*this);
            known->second = step.tree.run([&] { return step.exp_minus(a, b); })[1];
        }
        return known->second;
    }

    Distribution laplace(std::uint64_t t) {
        struct Step : ExactSteps<Step> {
            EnumeratedSteps& steps;
            Tree tree;
            explicit Step(EnumeratedSteps& below) : steps(below) {}
            bool exp_minus(std::uint64_t a, std::uint64_t b) { return tree.coin(steps.exp_minus(a, b)); }
            bool coin(std::uint64_t a, std::uint64_t n) {
                return tree.coin(static_cast<Real>(a) / static_cast<Real>(n));
            }
            std::uint64_t below(std::uint64_t n) { return tree.choose(std::vector<Real>(n, 1 / static_cast<Real>(n))); }
        } step(*this);
        Distribution all = step.tree.run([&] { return step.laplace_try(t); });
        if (mistake_ == Mistake::zero_twice) all[0] *= 2;  // what accepting "minus zero" too would give
        return scaled(all);
    }

    Distribution gaussian(std::uint64_t sigma_squared) {
        struct Step : ExactSteps<Step> {
            EnumeratedSteps& steps;
            Tree tree;
            std::vector<std::int64_t> values;
            std::vector<Real> weights;
            explicit Step(EnumeratedSteps& below) : steps(below) {}
            std::int64_t laplace(std::uint64_t t) {
                if (values.empty())
                    for (const auto& [value, weight] : steps.laplace(t)) {
                        values.push_back(value);
                        weights.push_back(weight);
                    }
                return values[tree.choose(weights)];
            }
            bool exp_minus(std::uint64_t a, std::uint64_t b) { return tree.coin(steps.exp_minus(a, b)); }
        } step(*this);
        return step.tree.run([&] { return step.gaussian_try(sigma_squared); });
    }

private:
    static Distribution scaled(Distribution all) {
        Real total = 0;
        for (const auto& [value, weight] : all) total += weight;
        for (auto& [value, weight] : all) weight /= total;
        return all;
    }

    using Known = std::map<std::pair<std::uint64_t, std::uint64_t>, Real>;

    Mistake mistake_;
    Known unit_;
    Known exp_;
};

Distribution expected_gaussian(std::uint64_t sigma_squared) {
    Distribution all;
    Real total = 0;
    const auto reach = static_cast<std::int64_t>(12 * std::sqrt(static_cast<Real>(sigma_squared))) + 1;
    for (std::int64_t x = -reach; x <= reach; ++x)
        total += all[x] = std::exp(-static_cast<Real>(x * x) / (2 * static_cast<Real>(sigma_squared)));
    for (auto& [value, weight] : all) weight /= total;
    return all;
}

Real total_variation(Distribution a, const Distribution& b) {
    for (const auto& [value, weight] : b) a[value] -= weight;
    Real sum = 0;
    for (const auto& [value, difference] : a) sum += std::abs(difference);
    return sum / 2;
}

TEST(ExactGaussian, BernoulliStepsHaveTheirProbabilities) {
    EnumeratedSteps steps;
    for (const auto& [a, b] : {std::pair{0ul, 5ul}, {1, 1}, {1, 2}, {3, 7}, {7, 7}, {1, 1000}, {999, 1000}})
        EXPECT_NEAR(
            static_cast<double>(steps.exp_minus_unit(a, b) - std::exp(-static_cast<Real>(a) / static_cast<Real>(b))), 0,
            1e-17);
    for (const auto& [a, b] : {std::pair{2ul, 1ul}, {5, 2}, {31, 10}, {100, 7}, {40, 1}})
        EXPECT_NEAR(static_cast<double>(steps.exp_minus(a, b) - std::exp(-static_cast<Real>(a) / static_cast<Real>(b))),
                    0, 1e-17);
}

TEST(ExactGaussian, HasExactlyTheDistributionItClaims) {
    for (const std::uint64_t sigma_squared : {1u, 2u, 3u, 4u, 9u, 16u, 64u, 112u, 400u}) {
        const Real distance =
            total_variation(EnumeratedSteps().gaussian(sigma_squared), expected_gaussian(sigma_squared));

        EXPECT_LE(distance, 1e-12L) << "variance " << sigma_squared;
    }
}

// The controls: two mistakes that are easily made are far outside the bound.
TEST(ExactGaussian, EnumerationSeesACoinThatIsOffByOne) {
    for (const std::uint64_t sigma_squared : {2u, 4u})
        EXPECT_GT(total_variation(EnumeratedSteps(Mistake::coin_off_by_one).gaussian(sigma_squared),
                                  expected_gaussian(sigma_squared)),
                  0.02L);
}

TEST(ExactGaussian, EnumerationSeesAZeroThatIsReachedTwice) {
    for (const std::uint64_t sigma_squared : {2u, 4u})
        EXPECT_GT(total_variation(EnumeratedSteps(Mistake::zero_twice).gaussian(sigma_squared),
                                  expected_gaussian(sigma_squared)),
                  0.02L);
}

TEST(ExactGaussian, DrawsBelowEveryBoundUniformly) {
    test::SeededRandom random(1);
    ExactSampler sampler(random);
    for (const std::uint64_t n : {1ul, 2ul, 3ul, 7ul, 8ul, 10ul}) {
        std::vector<int> counts(n);
        for (int i = 0; i < 20'000; ++i) ++counts.at(sampler.below(n));
        // Six standard deviations of a binomial count, less than sqrt(20000 / n) each.
        for (const int count : counts)
            EXPECT_NEAR(count, 20'000 / static_cast<double>(n), 6 * std::sqrt(20'000 / static_cast<double>(n)));
    }
    for (int i = 0; i < 100; ++i) EXPECT_LT(sampler.below(~0ul), ~0ul);
}

}  // namespace
}  // namespace tacit::dp
