// The circuit of Prio3Count (VDAF draft, section "Prio3Count"): the measurement is zero or one.
#pragma once
#include <cstdint>
#include <span>

#include "crypto/base/result.h"
#include "crypto/base/secret.h"
#include "crypto/field/field64.h"
#include "crypto/flp/circuit.h"
#include "crypto/flp/gadget.h"

namespace tacit::circuits {

class Count {
public:
    using Field = field::Field64;
    using Gadget = flp::Mul<Field>;

    Result<SecretVector<Field>> encode(std::uint64_t measurement) const;

    const Gadget& gadget() const { return gadget_; }
    std::size_t gadget_calls() const { return 1; }
    std::size_t measurement_length() const { return 1; }
    std::size_t joint_rand_length() const { return 0; }
    std::size_t eval_output_length() const { return 1; }
    std::size_t output_length() const { return 1; }
    void evaluate(std::span<const Field> measurement, std::span<const Field> joint_rand, Field one,
                  flp::GadgetCalls<Gadget>& calls, std::span<Field> out) const;
    void truncate(std::span<const Field> measurement, std::span<Field> out) const { out[0] = measurement[0]; }

private:
    Gadget gadget_;
};

}  // namespace tacit::circuits
