// The circuit of Prio3Sum (VDAF draft, section "Prio3Sum"): an integer in [0, max], as digits that are zero or one.
#pragma once
#include <cstdint>
#include <span>

#include "crypto/base/result.h"
#include "crypto/base/secret.h"
#include "crypto/circuits/range_encoding.h"
#include "crypto/field/field64.h"
#include "crypto/flp/circuit.h"
#include "crypto/flp/gadget.h"

namespace tacit::circuits {

class BoundedSum {
public:
    using Field = field::Field64;
    using Gadget = flp::PolyEval<Field>;  // x^2 - x

    // Fails unless 0 < max < 2^63.
    static Result<BoundedSum> make(std::uint64_t max);

    Result<SecretVector<Field>> encode(std::uint64_t measurement) const;

    const Gadget& gadget() const { return gadget_; }
    std::size_t gadget_calls() const { return range_.digits(); }
    std::size_t measurement_length() const { return range_.digits(); }
    std::size_t joint_rand_length() const { return 0; }
    std::size_t eval_output_length() const { return range_.digits(); }
    std::size_t output_length() const { return 1; }
    void evaluate(std::span<const Field> measurement, std::span<const Field> joint_rand, Field one,
                  flp::GadgetCalls<Gadget>& calls, std::span<Field> out) const;
    void truncate(std::span<const Field> measurement, std::span<Field> out) const {
        out[0] = range_.decode(measurement);
    }

private:
    explicit BoundedSum(std::uint64_t max);

    std::uint64_t max_;
    RangeEncoding<Field> range_;
    Gadget gadget_;
};

}  // namespace tacit::circuits
