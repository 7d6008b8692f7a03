// The validity circuit of Prio3Questionnaire: one report holds every answer of a questionnaire and every declared cross
// table. Field64, three proofs, joint randomness (r, w) per proof.
//
// With P(x; r) the sum of x_m r^m, the products in block order are: choice P(x; r) P(x; r) = P(x; r^2); multi v v = v
// for each cell and weight digit; cross P(a; r^c) P(b; r) = P(z; r), c the number of cells of b. Product t (from 1) has
// weight w^t. The output is the sum of the weighted differences, then one linear check for each choice (its cells sum
// to one) and each multi with max < k (its cells sum to its weight).
#pragma once
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "crypto/base/secret.h"
#include "crypto/circuits/questionnaire_config.h"
#include "crypto/field/field64.h"
#include "crypto/flp/circuit.h"
#include "crypto/flp/gadget.h"

namespace tacit::circuits {

// A choice's option index, or a multi's sorted list of indices.
using Answer = std::variant<std::uint16_t, std::vector<std::uint16_t>>;
// One answer per choice or multi block, in block order.
using Measurement = std::vector<Answer>;

// Immutable after make(), so any number of threads may share one.
class Questionnaire {
public:
    using Field = field::Field64;
    using Gadget = flp::ParallelSum<flp::Mul<Field>>;

    static Result<Questionnaire> make(QuestionnaireConfig config);
    const QuestionnaireConfig& config() const { return config_; }

    // Fails with Fault::malformed and "answers/3" where an answer does not fit its block. Which option was chosen does
    // not influence what memory is touched; how many marks a multi has does influence the time.
    Result<SecretVector<Field>> encode(const Measurement& measurement) const;

    const Gadget& gadget() const { return gadget_; }
    std::size_t gadget_calls() const { return gadget_calls_; }
    std::size_t measurement_length() const { return measurement_length_; }
    std::size_t joint_rand_length() const { return 2; }
    std::size_t eval_output_length() const { return eval_output_length_; }
    std::size_t output_length() const { return output_length_; }
    void evaluate(std::span<const Field> measurement, std::span<const Field> joint_rand, Field one,
                  flp::GadgetCalls<Gadget>& calls, std::span<Field> out) const;
    void truncate(std::span<const Field> measurement, std::span<Field> out) const;

private:
    // Where the cells of a block lie: in the measurement, or in the vector of derived cells (groups and sums).
    struct Place {
        bool derived = false;
        std::size_t offset = 0;
        std::size_t size = 0;
    };
    class Cells;
    class Products;

    explicit Questionnaire(QuestionnaireConfig config);
    SecretVector<Field> derive(std::span<const Field> measurement) const;

    QuestionnaireConfig config_;
    std::vector<Place> places_;
    std::vector<std::vector<Field>> sum_values_;  // of the sum blocks, as field elements; empty for the others
    Gadget gadget_;
    std::size_t gadget_calls_ = 0;
    std::size_t measurement_length_ = 0;
    std::size_t derived_length_ = 0;
    std::size_t eval_output_length_ = 0;
    std::size_t output_length_ = 0;
    std::size_t powers_length_ = 0;
};

}  // namespace tacit::circuits
