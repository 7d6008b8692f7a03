// The circuit of Prio3MultihotCountVec (VDAF draft, section "Prio3MultihotCountVec"): `length` entries that are zero or
// one, at most `max_weight` of them one.
#pragma once
#include <span>
#include <vector>

#include "crypto/base/result.h"
#include "crypto/base/secret.h"
#include "crypto/circuits/range_encoding.h"
#include "crypto/field/field128.h"
#include "crypto/flp/circuit.h"
#include "crypto/flp/gadget.h"

namespace tacit::circuits {

class MultihotCountVec {
public:
    using Field = field::Field128;
    using Gadget = flp::ParallelSum<flp::Mul<Field>>;

    // Fails unless all are positive and max_weight <= length.
    static Result<MultihotCountVec> make(std::size_t length, std::size_t max_weight, std::size_t chunk_length);

    Result<SecretVector<Field>> encode(const std::vector<bool>& measurement) const;

    const Gadget& gadget() const { return gadget_; }
    std::size_t gadget_calls() const { return calls_; }
    std::size_t measurement_length() const { return length_ + weight_.digits(); }
    std::size_t joint_rand_length() const { return calls_; }
    std::size_t eval_output_length() const { return 2; }
    std::size_t output_length() const { return length_; }
    void evaluate(std::span<const Field> measurement, std::span<const Field> joint_rand, Field one,
                  flp::GadgetCalls<Gadget>& calls, std::span<Field> out) const;
    void truncate(std::span<const Field> measurement, std::span<Field> out) const;

private:
    MultihotCountVec(std::size_t length, std::size_t max_weight, std::size_t chunk_length);

    std::size_t length_;
    std::size_t max_weight_;
    std::size_t chunk_length_;
    RangeEncoding<Field> weight_;
    std::size_t calls_;
    Gadget gadget_;
};

}  // namespace tacit::circuits
