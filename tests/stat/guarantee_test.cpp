// The guarantee of whole surveys: every honest questionnaire of a small survey beside every other, both as the cells
// that are released with the noise that the accountant gave each block, and how well the two can be told apart. Exact:
// noise of different cells is independent, so the Rényi divergences of the cells add up, and each is computed from the
// table that makes the noise. Fails for every mistake that spends more than is said; some are made here, and seen.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "crypto/dp/sensitivity.h"
#include "crypto/dp/zcdp.h"
#include "tests/stat/noise_distribution.h"
#include "tests/unit/dp/questionnaires.h"

namespace tacit::dp {
namespace {

using circuits::Choice;
using circuits::Cross;
using circuits::Group;
using circuits::Multi;
using circuits::QuestionnaireConfig;
using circuits::Sum;
using test::Cells;
using test::probabilities;
using test::Real;
using test::renyi;

constexpr std::array kAlphas = {1.5L, 2.0L, 4.0L, 8.0L, 16.0L};
constexpr Real kRounding = 1 + 1e-9L;

struct Priced {
    QuestionnaireConfig config;
    std::vector<std::size_t> released;
    std::vector<std::uint32_t> sigma_squared;  // of each released block
    Rational rho;                              // what is said to be spent
};

// The accountant's prices at ρ = 1/8 for a survey with one table of each weight.
Priced priced(std::vector<circuits::Block> blocks, std::vector<std::size_t> released) {
    Priced result{test::config_of(std::move(blocks)), std::move(released), {}, {}};
    std::vector<NoisyBlock> noisy;
    for (const std::size_t block : result.released)
        noisy.push_back(
            {delta_squared(result.config, block).value(), 1 + static_cast<std::uint32_t>(noisy.size() % 2)});
    result.sigma_squared = sigma_squared(noisy, rho_of(Profile::standard)).value();
    result.rho = rho_spent(noisy, result.sigma_squared).value();
    return result;
}

// Of α times ρ, the part that the pair of questionnaires that is easiest to tell apart uses up; over `people`, each as
// the cells of all blocks. A cell that moves without noise uses up more than all.
Real spent(const Priced& survey, const std::vector<std::vector<Cells>>& people, Real alpha) {
    std::map<std::uint32_t, std::vector<Real>> noise;
    std::map<std::pair<std::uint32_t, std::int64_t>, Real> known;
    const auto divergence = [&](std::uint32_t variance, std::int64_t shift) {
        if (shift == 0) return Real(0);
        if (variance == 0) return std::numeric_limits<Real>::infinity();
        const auto [place, is_new] = known.try_emplace({variance, shift}, 0);
        if (is_new) {
            auto& of_cell = noise[variance];
            if (of_cell.empty()) of_cell = probabilities(GaussianTable(variance));
            place->second = renyi(of_cell, static_cast<std::size_t>(shift), alpha);
        }
        return place->second;
    };
    Real most = 0;
    for (const auto& one : people)
        for (const auto& other : people) {
            Real sum = 0;
            for (std::size_t i = 0; i < survey.released.size(); ++i) {
                const std::size_t block = survey.released[i];
                for (std::size_t cell = 0; cell < one[block].size(); ++cell)
                    sum += divergence(survey.sigma_squared[i], std::abs(one[block][cell] - other[block][cell]));
            }
            most = std::max(most, sum);
        }
    const Real rho = static_cast<Real>(survey.rho.numerator()) / static_cast<Real>(survey.rho.denominator());
    return most / (alpha * rho);
}
Real spent(const Priced& survey, Real alpha) { return spent(survey, test::all_questionnaires(survey.config), alpha); }

// Everything that a survey may publish: a choice, a multi of at most two, a group, crosses and a sum.
Priced one_of_each() {
    return priced({Choice{3}, Multi{3, 2}, Group{0, {{0}, {1, 2}}}, Cross{0, 1}, Sum{0, {-1, 0, 1}}, Cross{2, 1}},
                  {0, 1, 2, 3, 4, 5});
}
// Tables of choices only: there is a pair that moves all of them as far as they go.
Priced choices_only() {
    return priced({Choice{3}, Choice{2}, Group{0, {{0}, {1, 2}}}, Cross{0, 1}, Cross{2, 1}}, {0, 2, 3, 4});
}

TEST(Guarantee, HoldsForEveryPairOfQuestionnaires) {
    for (const Real alpha : kAlphas) {
        EXPECT_LE(spent(one_of_each(), alpha), kRounding) << alpha;
        EXPECT_LE(spent(choices_only(), alpha), kRounding) << alpha;
    }
}

TEST(Guarantee, IsUsedUpWhereEveryTableMovesAsFarAsItGoes) {
    for (const Real alpha : kAlphas) EXPECT_GE(spent(choices_only(), alpha), 1 - 1e-2L) << alpha;
}

// One choice moves two cells by one. δ at ε of exactly that, against the bound that is published.
TEST(Guarantee, IsNeverMoreThanThePublishedDelta) {
    const auto delta = [](std::uint32_t variance, Real epsilon) {
        const std::vector<Real> p = probabilities(GaussianTable(variance));
        const auto moved = [&](std::size_t i, std::ptrdiff_t by) {
            const auto at = static_cast<std::ptrdiff_t>(i) + by;
            return at < 0 || at >= static_cast<std::ptrdiff_t>(p.size()) ? 0 : p[static_cast<std::size_t>(at)];
        };
        Real sum = 0;
        for (std::size_t x = 0; x < p.size(); ++x)
            for (std::size_t y = 0; y < p.size(); ++y)
                sum += std::max<Real>(0, p[x] * p[y] - std::exp(epsilon) * moved(x, -1) * moved(y, 1));
        return sum;
    };
    for (const Real epsilon : {0.5L, 1.0L, 1.66L, 2.42L}) {
        const double published = delta_upper(Rational::make(1, 16).value(), static_cast<double>(epsilon));

        EXPECT_LE(delta(16, epsilon), published) << epsilon;
        EXPECT_GT(delta(4, epsilon), published) << "σ in place of σ² was not seen at ε = " << epsilon;
    }
}

TEST(GuaranteeFaults, HalfTheVarianceIsSeen) {
    Priced faulty = choices_only();
    for (std::uint32_t& variance : faulty.sigma_squared) variance /= 2;

    for (const Real alpha : kAlphas) EXPECT_GT(spent(faulty, alpha), kRounding) << alpha;
}

TEST(GuaranteeFaults, OneBlockWithoutNoiseIsSeen) {
    for (std::size_t block = 0; block < one_of_each().released.size(); ++block) {
        Priced faulty = one_of_each();
        faulty.sigma_squared[block] = 0;

        EXPECT_GT(spent(faulty, 2), kRounding) << block;
    }
}

// The accountant never hears of the last cross, which is published with the noise of the table before it.
TEST(GuaranteeFaults, ACrossTableForgottenInTheSensitivityIsSeen) {
    const Priced whole = choices_only();
    Priced faulty = priced(whole.config.blocks, {0, 2, 3});
    faulty.released.push_back(4);
    faulty.sigma_squared.push_back(faulty.sigma_squared.back());

    for (const Real alpha : kAlphas) EXPECT_GT(spent(faulty, alpha), kRounding) << alpha;
}

// Charged as a group of a choice would be, for 2; a respondent moves it by 18.
TEST(GuaranteeFaults, AGroupOverAMultiIsSeenAndRefused) {
    const QuestionnaireConfig config = test::config_of({Multi{6, 3}, Group{0, {{0, 1, 2}, {3, 4, 5}}}});
    const std::vector<NoisyBlock> as_of_a_choice{{2, 1}};
    const auto variances = sigma_squared(as_of_a_choice, rho_of(Profile::standard)).value();
    const Priced faulty{config, {1}, variances, rho_spent(as_of_a_choice, variances).value()};

    for (const Real alpha : {1.5L, 2.0L}) EXPECT_GT(spent(faulty, alpha), kRounding) << alpha;
    EXPECT_FALSE(delta_squared(config, 1));
}

TEST(GuaranteeFaults, MoreTicksThanTheLimitAreSeen) {
    const Priced survey = priced({Multi{6, 1}}, {0});

    EXPECT_LE(spent(survey, 2), kRounding);
    EXPECT_GT(spent(survey, test::all_questionnaires(test::config_of({Multi{6, 6}})), 2), kRounding);
}

}  // namespace
}  // namespace tacit::dp
