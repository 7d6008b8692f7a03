// The circuit of Prio3SumVec (VDAF draft, section "Prio3SumVec"): a vector of integers in [0, max], over Field128 as
// standardised or over Field64 with several proofs.
#pragma once
#include <cstdint>
#include <span>

#include "crypto/base/result.h"
#include "crypto/base/secret.h"
#include "crypto/circuits/range_encoding.h"
#include "crypto/field/field128.h"
#include "crypto/field/field64.h"
#include "crypto/flp/circuit.h"
#include "crypto/flp/gadget.h"

namespace tacit::circuits {

// The largest number of field elements that the standard circuits accept, so that sizes stay far from overflow.
inline constexpr std::size_t kElementsMax = std::size_t{1} << 24;

template <class F>
class SumVec {
public:
    using Field = F;
    using Gadget = flp::ParallelSum<flp::Mul<Field>>;

    // Fails unless length, max and chunk_length are positive and max < 2^63.
    static Result<SumVec> make(std::size_t length, std::uint64_t max, std::size_t chunk_length);

    Result<SecretVector<Field>> encode(std::span<const std::uint64_t> measurement) const;

    const Gadget& gadget() const { return gadget_; }
    std::size_t gadget_calls() const { return calls_; }
    std::size_t measurement_length() const { return length_ * range_.digits(); }
    std::size_t joint_rand_length() const { return calls_; }
    std::size_t eval_output_length() const { return 1; }
    std::size_t output_length() const { return length_; }
    void evaluate(std::span<const Field> measurement, std::span<const Field> joint_rand, Field one,
                  flp::GadgetCalls<Gadget>& calls, std::span<Field> out) const;
    void truncate(std::span<const Field> measurement, std::span<Field> out) const;

private:
    SumVec(std::size_t length, std::uint64_t max, std::size_t chunk_length);

    std::size_t length_;
    std::uint64_t max_;
    std::size_t chunk_length_;
    RangeEncoding<Field> range_;
    std::size_t calls_;
    Gadget gadget_;
};

extern template class SumVec<field::Field64>;
extern template class SumVec<field::Field128>;

}  // namespace tacit::circuits
