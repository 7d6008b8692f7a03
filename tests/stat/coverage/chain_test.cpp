// The whole chain, briefly: simulated people, exact totals, the noise of both aggregators, analysis. The long run is
// tacit-coverage. Seeds are fixed; the bounds leave room for the few runs.
#include <gtest/gtest.h>

#include <cmath>

#include "client/simulate/rehearse.h"
#include "schemas/release/stats/gls.h"
#include "tests/stat/coverage/setting.h"
#include "tests/support/seeded_random.h"

namespace tacit::test {
namespace {

constexpr std::size_t kPeople = 20'000;
constexpr std::size_t kRespondents = 1000;
constexpr std::size_t kRuns = 250;

using release::FigureKind;
using Summary = std::map<FigureKind, release::KindSummary>;

class Chain : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        setting_ = new Setting(setting_of("core", *simulate::bundled_population("default")));
        pool_ = new simulate::Pool(setting_->survey, setting_->compiled, setting_->people, kPeople, 20261121);
    }
    static void TearDownTestSuite() {
        delete pool_;
        delete setting_;
    }
    static Summary run(std::size_t runs, const simulate::AddNoise& noise) {
        const auto rehearsal =
            simulate::rehearse(setting_->survey, setting_->compiled, *pool_, {kRespondents, runs, 1, {}}, noise);
        EXPECT_TRUE(rehearsal) << to_text(rehearsal.error());
        return rehearsal->summary();
    }

    static inline const Setting* setting_ = nullptr;
    static inline const simulate::Pool* pool_ = nullptr;
    SeededRandom leader_{1}, helper_{2};
};

TEST_F(Chain, IntervalsHoldTheTruth) {
    const Summary summary = run(kRuns, simulate::BothNoises(setting_->compiled, leader_, helper_));

    for (const FigureKind kind : {FigureKind::share, FigureKind::group_share}) {
        ASSERT_TRUE(summary.contains(kind)) << words(kind);
        EXPECT_GE(summary.at(kind).held, 0.94) << words(kind);
        EXPECT_LE(summary.at(kind).held, 0.96) << words(kind);
    }
    // Few figures that hang together, and one mean: 5 standard errors of 250 runs.
    EXPECT_NEAR(summary.at(FigureKind::difference).held, 0.95, 0.069);
    EXPECT_NEAR(summary.at(FigureKind::mean).held, 0.95, 0.069);
    for (const FigureKind kind : {FigureKind::small_share, FigureKind::true_zero})
        EXPECT_GE(summary.at(kind).held, 0.94) << words(kind);
}

TEST_F(Chain, NoticesAnAggregatorWithoutNoise) {
    std::map<std::uint32_t, dp::GaussianTable> samplers;
    const Summary summary = run(60, [&](std::span<std::int64_t> totals) {
        for (const survey::CompiledTable& table : setting_->compiled.tables) {
            const auto& sampler = samplers.try_emplace(table.sigma_squared, table.sigma_squared).first->second;
            for (std::int64_t& total : totals.subspan(table.first_cell, table.cell_count))
                total += sampler.sample(leader_);
        }
    });

    EXPECT_GT(summary.at(FigureKind::share).held, 0.97);
}

TEST_F(Chain, NoticesMoreNoiseThanIsDeclared) {
    survey::Compiled other = setting_->compiled;
    for (survey::CompiledTable& table : other.tables) table.sigma_squared *= 2;

    const Summary summary = run(60, simulate::BothNoises(other, leader_, helper_));

    EXPECT_LT(summary.at(FigureKind::share).held, 0.92);
    EXPECT_LT(summary.at(FigureKind::group_share).held, 0.94);
}

// T14: the mean of 10,000 adjusted replicates is within 5 standard errors of the truth in every cell; where totals
// below zero are clamped before, cells that hold nobody drift away.
TEST_F(Chain, AdjustingIsUnbiasedAndClampingIsNot) {
    const release::Adjustment adjustment(setting_->survey, setting_->compiled);
    simulate::Generator generator(3, 0);
    const std::vector<std::int64_t> truth = pool_->sample(kRespondents, generator);
    constexpr std::size_t kReplicates = 10'000;
    std::vector<double> plain(truth.size()), clamped(truth.size());
    std::vector<double> variance(truth.size());
    for (const survey::CompiledTable& table : setting_->compiled.tables)
        for (std::size_t i = 0; i < table.cell_count; ++i) variance[table.first_cell + i] = 2.0 * table.sigma_squared;
    SeededRandom random(4);
    for (std::size_t replicate = 0; replicate < kReplicates; ++replicate) {
        std::vector<std::int64_t> noisy = truth;
        // Any noise of mean zero and this variance will do: the sum of twelve even ones is quick.
        for (std::size_t cell = 0; cell < noisy.size(); ++cell) {
            double sum = -6;
            for (const std::uint8_t byte : random.array<12>()) sum += (byte + 0.5) / 256;
            noisy[cell] += std::llround(std::sqrt(variance[cell]) * sum);
        }
        const auto adjusted = adjustment.apply(noisy);
        for (std::int64_t& total : noisy) total = std::max<std::int64_t>(0, total);
        const auto from_clamped = adjustment.apply(noisy);
        for (std::size_t cell = 0; cell < truth.size(); ++cell) {
            plain[cell] += (adjusted[cell] - static_cast<double>(truth[cell])) / kReplicates;
            clamped[cell] += (from_clamped[cell] - static_cast<double>(truth[cell])) / kReplicates;
        }
    }
    double worst = 0;
    double worst_clamped = 0;
    for (std::size_t cell = 0; cell < truth.size(); ++cell) {
        const double error = std::sqrt(adjustment.covariance(cell, cell) / kReplicates);
        worst = std::max(worst, std::abs(plain[cell]) / error);
        worst_clamped = std::max(worst_clamped, std::abs(clamped[cell]) / error);
    }
    EXPECT_LT(worst, 5);
    EXPECT_GT(worst_clamped, 20);
}

}  // namespace
}  // namespace tacit::test
