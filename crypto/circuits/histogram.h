// The circuit of Prio3Histogram (VDAF draft, section "Prio3Histogram"): exactly one bucket of `length` is one.
#pragma once
#include <span>

#include "crypto/base/result.h"
#include "crypto/base/secret.h"
#include "crypto/field/field128.h"
#include "crypto/flp/circuit.h"
#include "crypto/flp/gadget.h"

namespace tacit::circuits {

class Histogram {
public:
    using Field = field::Field128;
    using Gadget = flp::ParallelSum<flp::Mul<Field>>;

    // Fails unless both are positive.
    static Result<Histogram> make(std::size_t length, std::size_t chunk_length);

    // `bucket` < length.
    Result<SecretVector<Field>> encode(std::size_t bucket) const;

    const Gadget& gadget() const { return gadget_; }
    std::size_t gadget_calls() const { return calls_; }
    std::size_t measurement_length() const { return length_; }
    std::size_t joint_rand_length() const { return calls_; }
    std::size_t eval_output_length() const { return 2; }
    std::size_t output_length() const { return length_; }
    void evaluate(std::span<const Field> measurement, std::span<const Field> joint_rand, Field one,
                  flp::GadgetCalls<Gadget>& calls, std::span<Field> out) const;
    void truncate(std::span<const Field> measurement, std::span<Field> out) const;

private:
    Histogram(std::size_t length, std::size_t chunk_length);

    std::size_t length_;
    std::size_t chunk_length_;
    std::size_t calls_;
    Gadget gadget_;
};

}  // namespace tacit::circuits
