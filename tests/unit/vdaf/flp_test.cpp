// The proof system on its own: honest proofs are accepted, shares of them too, anything changed is refused.
#include "crypto/flp/flp.h"

#include <gtest/gtest.h>

#include "crypto/circuits/bounded_sum.h"
#include "crypto/circuits/questionnaire.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/vdaf/questionnaire_samples.h"

namespace tacit::flp {
namespace {

using field::Field64;
using test::SeededRandom;
using Elements = std::vector<Field64>;

Elements random_elements(Random& random, std::size_t count) {
    Elements elements(count);
    for (Field64& element : elements) element = test::random_element(random);
    return elements;
}

// Splits `whole` into `shares` random parts.
std::vector<Elements> split(Random& random, const Elements& whole, std::size_t shares) {
    std::vector<Elements> parts{whole};
    while (parts.size() < shares) {
        parts.push_back(random_elements(random, whole.size()));
        field::subtract<Field64>(parts[0], parts.back());
    }
    return parts;
}

// Queries every share with the same randomness and decides on the sum.
template <class C>
bool decides_for(const Flp<C>& flp, Random& random, const Elements& measurement, const Elements& proof,
                 const Elements& joint_rand, std::size_t shares) {
    const Elements query_rand = random_elements(random, flp.query_rand_length());
    const std::vector<Elements> measurements = split(random, measurement, shares);
    const std::vector<Elements> proofs = split(random, proof, shares);
    Elements sum(flp.verifier_length());
    for (std::size_t i = 0; i < shares; ++i) {
        Elements verifier(flp.verifier_length());
        EXPECT_TRUE(flp.query(measurements[i], proofs[i], query_rand, joint_rand, Field64::from_u64(shares).inverse(),
                              verifier));
        field::add<Field64>(sum, verifier);
    }
    return flp.decide(sum);
}

template <class C>
Elements prove(const Flp<C>& flp, Random& random, const Elements& measurement, const Elements& joint_rand) {
    Elements proof(flp.proof_length());
    flp.prove(measurement, random_elements(random, flp.prove_rand_length()), joint_rand, proof);
    return proof;
}

}  // namespace

TEST(Flp, AcceptsHonestProofsOfQuestionnairesFromAnyNumberOfShares) {
    SeededRandom random(1);
    for (std::size_t i = 0; i < 100; ++i) {
        const auto config = test::random_config(random);
        const Flp flp(*circuits::Questionnaire::make(config));
        const auto encoded = flp.circuit().encode(test::random_measurement(random, config));
        const Elements measurement(encoded->begin(), encoded->end());
        const Elements joint_rand = random_elements(random, 2);

        const Elements proof = prove(flp, random, measurement, joint_rand);

        EXPECT_TRUE(decides_for(flp, random, measurement, proof, joint_rand, 1 + i % 5));
    }
}

TEST(Flp, RefusesAChangeOfAnyElementOfTheProof) {
    SeededRandom random(2);
    const circuits::QuestionnaireConfig config{
        2, 3, {circuits::Choice{3}, circuits::Multi{4, 2}, circuits::Cross{0, 1}}, {0}};
    const Flp flp(*circuits::Questionnaire::make(config));
    const auto encoded = flp.circuit().encode(test::random_measurement(random, config));
    const Elements measurement(encoded->begin(), encoded->end());
    const Elements joint_rand = random_elements(random, 2);
    const Elements proof = prove(flp, random, measurement, joint_rand);
    ASSERT_TRUE(decides_for(flp, random, measurement, proof, joint_rand, 2));

    for (std::size_t i = 0; i < proof.size(); ++i) {
        Elements changed = proof;
        changed[i] += Field64::one();
        EXPECT_FALSE(decides_for(flp, random, measurement, changed, joint_rand, 2)) << i;
    }
    for (std::size_t i = 0; i < measurement.size(); ++i) {
        Elements changed = measurement;
        changed[i] += Field64::one();
        EXPECT_FALSE(decides_for(flp, random, changed, proof, joint_rand, 2)) << i;
        EXPECT_FALSE(decides_for(flp, random, changed, prove(flp, random, changed, joint_rand), joint_rand, 2)) << i;
    }
}

TEST(Flp, RefusesAProofMadeForOtherJointRandomness) {
    SeededRandom random(3);
    const circuits::QuestionnaireConfig config{
        1, 3, {circuits::Choice{3}, circuits::Choice{2}, circuits::Cross{0, 1}}, {0}};
    const Flp flp(*circuits::Questionnaire::make(config));
    const auto encoded = flp.circuit().encode(test::random_measurement(random, config));
    const Elements measurement(encoded->begin(), encoded->end());
    const Elements proof = prove(flp, random, measurement, random_elements(random, 2));

    EXPECT_FALSE(decides_for(flp, random, measurement, proof, random_elements(random, 2), 2));
}

TEST(Flp, ReducesManyOutputsWithRandomWeights) {
    SeededRandom random(4);
    const Flp flp(*circuits::BoundedSum::make(255));
    Elements measurement(8);
    const Elements good = prove(flp, random, measurement, {});
    EXPECT_TRUE(decides_for(flp, random, measurement, good, {}, 3));

    measurement[2] = Field64::from_u64(2);  // 2^2 - 2 = 2
    measurement[5] = -Field64::one();       // 1 + 1 = 2: two outputs that no fixed signs may cancel
    EXPECT_FALSE(decides_for(flp, random, measurement, prove(flp, random, measurement, {}), {}, 3));
}

TEST(Flp, DoesNotAnswerAtARootOfUnity) {
    SeededRandom random(5);
    const Flp flp(*circuits::BoundedSum::make(255));  // 8 calls, so P = 16
    Elements verifier(flp.verifier_length());
    Elements query_rand = random_elements(random, flp.query_rand_length());
    const Elements measurement(8);
    const Elements proof = prove(flp, random, measurement, {});

    query_rand.back() = Field64::root_of_unity(4);
    EXPECT_FALSE(flp.query(measurement, proof, query_rand, {}, Field64::one(), verifier));
    query_rand.back() = Field64::root_of_unity(5);
    EXPECT_TRUE(flp.query(measurement, proof, query_rand, {}, Field64::one(), verifier));
}

}  // namespace tacit::flp
