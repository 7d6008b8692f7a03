// Prio3 end to end, and its refusals: wrong sizes, other keys, nonces, contexts, tampered shares.
#include "crypto/vdaf/prio3.h"

#include <gtest/gtest.h>

#include "crypto/vdaf/aggregate.h"
#include "crypto/vdaf/prio3_questionnaire.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/vdaf/questionnaire_samples.h"

namespace tacit::vdaf {
namespace {

using test::SeededRandom;

const Bytes kContext{1, 2, 3};

Bytes random_bytes(Random& random, std::size_t size) {
    Bytes bytes(size);
    random.fill(bytes);
    return bytes;
}

// One report as its aggregators see it.
struct Report {
    Bytes nonce, public_share;
    std::vector<Bytes> input_shares;
};

template <class Vdaf>
Report shard(const Vdaf& vdaf, std::span<const typename Vdaf::Field> encoded, Random& random) {
    Report report{random_bytes(random, Vdaf::kNonceSize), {}, {}};
    auto sharded = vdaf.shard(kContext, encoded, report.nonce, random_bytes(random, vdaf.rand_size()));
    EXPECT_TRUE(sharded.has_value());
    report.public_share = sharded->public_share;
    for (const SecretBytes& share : sharded->input_shares) report.input_shares.push_back(to_bytes(share.view()));
    return report;
}

// Output shares of all aggregators, or the first refusal.
template <class Vdaf>
Result<std::vector<SecretVector<typename Vdaf::Field>>> verify(const Vdaf& vdaf, const Bytes& key,
                                                               const Report& report) {
    std::vector<typename Vdaf::Verifying> all;
    for (std::uint8_t id = 0; id < vdaf.shares(); ++id) {
        TACIT_TRY(auto verifying,
                  vdaf.verify_init(key, kContext, id, report.nonce, report.public_share, report.input_shares[id]));
        all.push_back(std::move(verifying));
    }
    std::vector<ByteView> shares;
    for (const auto& verifying : all) shares.emplace_back(verifying.verifier_share);
    TACIT_TRY(const Bytes message, vdaf.verifier_shares_to_message(kContext, shares));
    std::vector<SecretVector<typename Vdaf::Field>> out_shares;
    for (auto& verifying : all) {
        TACIT_TRY(auto out_share, vdaf.verify_next(std::move(verifying.state), message));
        out_shares.push_back(std::move(out_share));
    }
    return out_shares;
}

circuits::QuestionnaireConfig small_config() {
    return {2, 3, {circuits::Choice{3}, circuits::Multi{4, 2}, circuits::Cross{0, 1}}, {2, 0}};
}

class Prio3Reports : public testing::Test {
protected:
    Report honest_report() {
        const auto encoded = vdaf_.circuit().encode({std::uint16_t{1}, std::vector<std::uint16_t>{0, 3}});
        return shard(vdaf_, std::span<const field::Field64>(*encoded), random_);
    }

    SeededRandom random_{1};
    Prio3Questionnaire vdaf_ = *make_prio3_questionnaire(small_config());
    Bytes key_ = random_bytes(random_, Prio3Questionnaire::kVerifyKeySize);
};

}  // namespace

TEST_F(Prio3Reports, AddsUpTheAnswersOfRandomQuestionnaires) {
    for (int i = 0; i < 30; ++i) {
        const auto config = test::random_config(random_);
        const auto shares = static_cast<std::uint8_t>(2 + i % 4);
        const auto vdaf =
            *Prio3Questionnaire::make(kPrio3Questionnaire, *circuits::Questionnaire::make(config), shares, 3);
        std::vector<SecretVector<field::Field64>> agg_shares(shares, vdaf.agg_init());
        std::vector<std::int64_t> expected(vdaf.output_size());
        for (int n = 0; n < 5; ++n) {
            const auto measurement = test::random_measurement(random_, config);
            const auto encoded = vdaf.circuit().encode(measurement);
            const auto report = shard(vdaf, std::span<const field::Field64>(*encoded), random_);
            const auto out_shares = verify(vdaf, key_, report);
            ASSERT_TRUE(out_shares.has_value()) << to_text(out_shares.error());
            for (std::size_t id = 0; id < shares; ++id)
                ASSERT_TRUE(vdaf.agg_update(agg_shares[id], (*out_shares)[id]).has_value());
            const auto output = test::expected_output(config, measurement);
            for (std::size_t cell = 0; cell < output.size(); ++cell) expected[cell] += output[cell];
        }

        std::vector<Bytes> encoded_shares;
        for (const auto& share : agg_shares) encoded_shares.push_back(to_bytes(encode_share(share).view()));
        const auto total = vdaf.unshard(std::vector<ByteView>(encoded_shares.begin(), encoded_shares.end()));
        ASSERT_TRUE(total.has_value());
        std::vector<std::int64_t> totals;
        for (const auto cell : *total) totals.push_back(signed_total(cell));
        EXPECT_EQ(totals, expected);
    }
}

TEST_F(Prio3Reports, WorksWithTheLargestNumberOfShares) {
    const auto vdaf = *Prio3<circuits::Histogram>::make(4, *circuits::Histogram::make(3, 2), 255, 1);
    const auto report = shard(vdaf, std::span<const field::Field128>(*vdaf.circuit().encode(1)), random_);
    EXPECT_TRUE(verify(vdaf, key_, report).has_value());
    EXPECT_FALSE(Prio3<circuits::Count>::make(1, {}, 1, 1).has_value());
    EXPECT_FALSE(Prio3<circuits::Count>::make(1, {}, 2, 0).has_value());
}

TEST_F(Prio3Reports, RefusesADishonestMeasurement) {
    const auto honest = *vdaf_.circuit().encode({std::uint16_t{1}, std::vector<std::uint16_t>{0, 3}});
    for (std::size_t i = 0; i < honest.size(); ++i) {
        auto dishonest = honest;
        dishonest[i] += field::Field64::one();
        const auto result = verify(vdaf_, key_, shard(vdaf_, std::span<const field::Field64>(dishonest), random_));
        ASSERT_FALSE(result.has_value()) << i;
        EXPECT_EQ(result.error().fault, Fault::refused);
    }
}

TEST_F(Prio3Reports, RefusesAReportWithAnyChangedByte) {
    const Report honest = honest_report();
    ASSERT_TRUE(verify(vdaf_, key_, honest).has_value());
    const auto refuses_every_change = [&](const char* what, auto&& bytes_of) {
        for (std::size_t i = 0; i < bytes_of(honest).size(); ++i) {
            Report changed = honest;
            const_cast<Bytes&>(bytes_of(changed))[i] ^= 1;
            EXPECT_FALSE(verify(vdaf_, key_, changed).has_value()) << what << " byte " << i;
        }
    };
    refuses_every_change("nonce", [](const Report& report) -> const Bytes& { return report.nonce; });
    refuses_every_change("public share", [](const Report& report) -> const Bytes& { return report.public_share; });
    refuses_every_change("leader", [](const Report& report) -> const Bytes& { return report.input_shares[0]; });
    refuses_every_change("helper", [](const Report& report) -> const Bytes& { return report.input_shares[1]; });
}

TEST_F(Prio3Reports, RefusesWhatHasTheWrongSize) {
    const Report report = honest_report();
    const auto init = [&](ByteView key, std::uint8_t id, ByteView nonce, ByteView public_share, ByteView input_share) {
        const auto result = vdaf_.verify_init(key, kContext, id, nonce, public_share, input_share);
        EXPECT_TRUE(result || result.error().fault == Fault::malformed);
        return result.has_value();
    };
    const auto shorter = [](const Bytes& bytes) { return ByteView(bytes).first(bytes.size() - 1); };
    const auto longer = [](Bytes bytes) { return bytes.push_back(0), bytes; };
    const auto& [nonce, public_share, shares] = report;
    EXPECT_TRUE(init(key_, 0, nonce, public_share, shares[0]));
    EXPECT_FALSE(init(shorter(key_), 0, nonce, public_share, shares[0]));
    EXPECT_FALSE(init(longer(key_), 0, nonce, public_share, shares[0]));
    EXPECT_FALSE(init(key_, 0, shorter(nonce), public_share, shares[0]));
    EXPECT_FALSE(init(key_, 0, nonce, shorter(public_share), shares[0]));
    EXPECT_FALSE(init(key_, 0, nonce, longer(public_share), shares[0]));
    EXPECT_FALSE(init(key_, 0, nonce, public_share, shorter(shares[0])));
    EXPECT_FALSE(init(key_, 0, nonce, public_share, longer(shares[0])));
    EXPECT_FALSE(init(key_, 0, nonce, public_share, shares[1]));
    EXPECT_FALSE(init(key_, 1, nonce, public_share, longer(shares[1])));
    EXPECT_FALSE(init(key_, 2, nonce, public_share, shares[1]));
    EXPECT_FALSE(init(key_, 0, nonce, {}, shares[0]));

    EXPECT_FALSE(vdaf_.verify_init(key_, Bytes(65528), 0, nonce, public_share, shares[0]).has_value());
    EXPECT_FALSE(vdaf_.verifier_shares_to_message(kContext, {}).has_value());
    EXPECT_FALSE(vdaf_.verify_next({vdaf_.agg_init(), {}}, Bytes(31)).has_value());
    EXPECT_FALSE(vdaf_.verify_next({{}, {}}, Bytes(32)).has_value());
    EXPECT_FALSE(vdaf_.unshard({}).has_value());
}

TEST_F(Prio3Reports, RefusesElementsThatAreNotBelowTheModulus) {
    Report report = honest_report();
    std::fill_n(report.input_shares[0].begin(), 8, std::uint8_t{0xff});
    const auto result = vdaf_.verify_init(key_, kContext, 0, report.nonce, report.public_share, report.input_shares[0]);
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().fault, Fault::malformed);
}

TEST_F(Prio3Reports, NeedsTheSameKeyAndContextEverywhere) {
    const Report report = honest_report();
    const Bytes other_key = random_bytes(random_, 32);
    const Bytes other_context{9};
    const auto shares_with = [&](const Bytes& key, const Bytes& context) {
        return vdaf_.verify_init(key, context, 1, report.nonce, report.public_share, report.input_shares[1])
            ->verifier_share;
    };
    const Bytes leader =
        vdaf_.verify_init(key_, kContext, 0, report.nonce, report.public_share, report.input_shares[0])->verifier_share;
    const auto decides = [&](const Bytes& helper) {
        const std::array<ByteView, 2> both{ByteView(leader), ByteView(helper)};
        return vdaf_.verifier_shares_to_message(kContext, both).has_value();
    };

    EXPECT_TRUE(decides(shares_with(key_, kContext)));
    EXPECT_FALSE(decides(shares_with(other_key, kContext)));
    EXPECT_FALSE(decides(shares_with(key_, other_context)));
}

TEST_F(Prio3Reports, RefusesAMessageOfAnotherReport) {
    const Report report = honest_report();
    auto verifying = *vdaf_.verify_init(key_, kContext, 0, report.nonce, report.public_share, report.input_shares[0]);
    const auto result = vdaf_.verify_next(std::move(verifying.state), Bytes(32, 7));
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().fault, Fault::refused);
}

TEST_F(Prio3Reports, SharesOfTheSameAnswersShareNoBytes) {
    const Report a = honest_report();
    const Report b = honest_report();
    EXPECT_NE(a.input_shares[0], b.input_shares[0]);
    EXPECT_NE(a.input_shares[1], b.input_shares[1]);
    EXPECT_EQ(a.input_shares[0].size(), b.input_shares[0].size());
}

}  // namespace tacit::vdaf
