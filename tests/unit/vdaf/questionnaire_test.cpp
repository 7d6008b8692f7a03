// The circuit of Prio3Questionnaire accepts exactly the honest reports: exhaustively on two small questionnaires, at
// random on many others.
#include "crypto/circuits/questionnaire.h"

#include <gtest/gtest.h>

#include "crypto/vdaf/aggregate.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/vdaf/questionnaire_samples.h"

namespace tacit::circuits {
namespace {

using field::Field64;
using test::SeededRandom;
using Elements = std::vector<Field64>;

Questionnaire circuit_of(QuestionnaireConfig config) {
    auto circuit = Questionnaire::make(std::move(config));
    EXPECT_TRUE(circuit.has_value()) << to_text(circuit.error());
    return *circuit;
}

// Evaluates in the clear, with joint randomness from `random`.
bool accepts(const Questionnaire& circuit, const Elements& elements, Random& random) {
    Elements wires(circuit.gadget().arity() * circuit.gadget_calls());
    Elements out(circuit.eval_output_length());
    flp::GadgetCalls<Questionnaire::Gadget> calls(circuit.gadget(), wires);
    const Elements joint_rand{test::random_element(random), test::random_element(random)};
    circuit.evaluate(elements, joint_rand, Field64::one(), calls, out);
    return out == Elements(out.size());
}

// How many of all vectors over `alphabet` the circuit accepts; every verdict must be the oracle's.
std::size_t accepted_of_all(const QuestionnaireConfig& config, const std::vector<Field64>& alphabet) {
    const Questionnaire circuit = circuit_of(config);
    SeededRandom random(7);
    std::vector<std::size_t> letters(circuit.measurement_length());
    Elements elements(letters.size(), alphabet[0]);
    std::size_t accepted = 0;
    for (;;) {
        const bool verdict = accepts(circuit, elements, random);
        EXPECT_EQ(verdict, test::is_valid_report(config, elements));
        accepted += verdict;

        std::size_t i = 0;
        for (; i < letters.size(); ++i) {
            letters[i] = (letters[i] + 1) % alphabet.size();
            elements[i] = alphabet[letters[i]];
            if (letters[i] != 0) break;
        }
        if (i == letters.size()) return accepted;
    }
}

Elements plain(const SecretVector<Field64>& encoded) { return {encoded.begin(), encoded.end()}; }

}  // namespace

TEST(Questionnaire, AcceptsExactlyTheHonestReportsOfTwoQuestionsAndTheirTable) {
    const QuestionnaireConfig config{2, 3, {Choice{2}, Choice{2}, Cross{0, 1}}, {2}};
    const std::vector<Field64> alphabet{Field64(), Field64::one(), Field64::from_u64(2), -Field64::one()};
    EXPECT_EQ(accepted_of_all(config, alphabet), 4u);
}

TEST(Questionnaire, AcceptsExactlyTheHonestReportsOfABoundedMultiAndItsTable) {
    const QuestionnaireConfig config{3, 3, {Multi{2, 1}, Choice{2}, Cross{0, 1}}, {2}};
    const std::vector<Field64> alphabet{Field64(), Field64::one(), -Field64::one()};
    EXPECT_EQ(accepted_of_all(config, alphabet), 6u);  // nothing or one of two marks, times two options
}

TEST(Questionnaire, AcceptsEveryHonestReport) {
    SeededRandom random(1);
    for (int i = 0; i < 300; ++i) {
        const QuestionnaireConfig config = test::random_config(random);
        const Questionnaire circuit = circuit_of(config);
        const auto encoded = circuit.encode(test::random_measurement(random, config));
        ASSERT_TRUE(encoded.has_value()) << to_text(encoded.error());
        EXPECT_TRUE(test::is_valid_report(config, plain(*encoded)));
        EXPECT_TRUE(accepts(circuit, plain(*encoded), random));
    }
}

TEST(Questionnaire, AgreesWithTheOracleOnReportsThatWereChanged) {
    SeededRandom random(2);
    std::size_t refused = 0;
    for (int i = 0; i < 3000; ++i) {
        const QuestionnaireConfig config = test::random_config(random);
        const Questionnaire circuit = circuit_of(config);
        Elements elements = plain(*circuit.encode(test::random_measurement(random, config)));
        for (std::size_t changes = 1 + test::below(random, 4); changes > 0; --changes) {
            const Field64 amount =
                std::array{Field64::one(), -Field64::one(), test::random_element(random)}[changes % 3];
            elements[test::below(random, elements.size())] += amount;
        }

        const bool valid = test::is_valid_report(config, elements);
        EXPECT_EQ(accepts(circuit, elements, random), valid);
        refused += !valid;
    }
    EXPECT_GT(refused, 2000u);  // the changes do something
}

// The attack that row and column sums alone would not notice.
TEST(Questionnaire, RefusesATableWithTheRightMargins) {
    const QuestionnaireConfig config{1, 3, {Choice{3}, Choice{3}, Cross{0, 1}}, {2}};
    const Questionnaire circuit = circuit_of(config);
    SeededRandom random(3);
    Elements elements = plain(*circuit.encode({std::uint16_t{1}, std::uint16_t{2}}));
    Field64* const table = elements.data() + 6;
    const Field64 amount = Field64::from_u64(1000);

    table[0] += amount, table[1] -= amount, table[3] -= amount, table[4] += amount;

    EXPECT_FALSE(accepts(circuit, elements, random));
}

TEST(Questionnaire, TruncatesToTheReleasedBlocks) {
    SeededRandom random(4);
    for (int i = 0; i < 300; ++i) {
        const QuestionnaireConfig config = test::random_config(random);
        const Questionnaire circuit = circuit_of(config);
        const Measurement measurement = test::random_measurement(random, config);
        Elements output(circuit.output_length());
        circuit.truncate(*circuit.encode(measurement), output);

        std::vector<std::int64_t> totals;
        for (const Field64 cell : output) totals.push_back(vdaf::signed_total(cell));
        EXPECT_EQ(totals, test::expected_output(config, measurement));
    }
}

TEST(Questionnaire, RefusesAnswersThatDoNotFit) {
    const Questionnaire circuit = circuit_of({1, 3, {Choice{3}, Multi{4, 2}}, {0}});
    using Marks = std::vector<std::uint16_t>;
    const auto error_at = [&](const Measurement& measurement) {
        const auto encoded = circuit.encode(measurement);
        return encoded ? std::string("accepted") : encoded.error().where;
    };
    EXPECT_EQ(error_at({std::uint16_t{2}, Marks{0, 3}}), "accepted");
    EXPECT_EQ(error_at({std::uint16_t{2}, Marks{}}), "accepted");
    EXPECT_EQ(error_at({std::uint16_t{3}, Marks{}}), "answers/0");
    EXPECT_EQ(error_at({Marks{}, Marks{}}), "answers/0");
    EXPECT_EQ(error_at({std::uint16_t{2}, std::uint16_t{1}}), "answers/1");
    EXPECT_EQ(error_at({std::uint16_t{2}, Marks{0, 1, 2}}), "answers/1");
    EXPECT_EQ(error_at({std::uint16_t{2}, Marks{1, 0}}), "answers/1");
    EXPECT_EQ(error_at({std::uint16_t{2}, Marks{1, 1}}), "answers/1");
    EXPECT_EQ(error_at({std::uint16_t{2}, Marks{4}}), "answers/1");
    EXPECT_EQ(error_at({std::uint16_t{2}}), "answers/1");
    EXPECT_EQ(error_at({}), "answers/0");
    EXPECT_EQ(error_at({std::uint16_t{2}, Marks{}, std::uint16_t{0}}), "answers");
}

}  // namespace tacit::circuits
