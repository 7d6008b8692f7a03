// What a validity circuit is (section "Validity Circuits" of the VDAF draft), and how it calls its gadget.
//
// A circuit has exactly one gadget, as all circuits of the draft and of this project do. It evaluates itself on a
// measurement or on a share of one: everything outside the gadget is affine, and `one` is that share's part of 1.
#pragma once
#include <concepts>
#include <cstddef>
#include <span>

#include "crypto/base/check.h"

namespace tacit::flp {

// The gadget calls of one evaluation. Every call's inputs are kept in one row of `wires`, for the polynomials of the
// proof.
template <class Gadget>
class GadgetCalls {
public:
    using Field = typename Gadget::Field;

    // Computes the outputs. `wires` holds arity * calls zeros.
    GadgetCalls(const Gadget& gadget, std::span<Field> wires) : gadget_(gadget), wires_(wires) {}
    // Takes the output of call k (from 0) from outputs[(k + 1) * step]: the values of a gadget polynomial.
    GadgetCalls(const Gadget& gadget, std::span<Field> wires, std::span<const Field> outputs, std::size_t step)
        : gadget_(gadget), wires_(wires), outputs_(outputs), step_(step) {}

    // The inputs of the next call, all zero, to be filled in before call().
    std::span<Field> inputs() const { return wires_.subspan(done_ * gadget_.arity(), gadget_.arity()); }
    // Makes the call and returns the gadget's output.
    Field call() {
        const std::span<const Field> row = inputs();
        ++done_;
        return outputs_.empty() ? gadget_.evaluate(row) : outputs_[done_ * step_];
    }

private:
    const Gadget& gadget_;
    std::span<Field> wires_;
    std::span<const Field> outputs_;
    std::size_t step_ = 0;
    std::size_t done_ = 0;
};

template <class C>
concept Circuit = requires(const C& circuit, std::span<const typename C::Field> in, typename C::Field one,
                           GadgetCalls<typename C::Gadget>& calls, std::span<typename C::Field> out) {
    { circuit.gadget() } -> std::convertible_to<const typename C::Gadget&>;
    { circuit.gadget_calls() } -> std::same_as<std::size_t>;
    { circuit.measurement_length() } -> std::same_as<std::size_t>;
    { circuit.joint_rand_length() } -> std::same_as<std::size_t>;
    { circuit.eval_output_length() } -> std::same_as<std::size_t>;
    { circuit.output_length() } -> std::same_as<std::size_t>;
    // evaluate(measurement, joint randomness, one, calls, out): all of `out` is zero exactly for valid measurements, up
    // to the soundness error over the joint randomness.
    { circuit.evaluate(in, in, one, calls, out) } -> std::same_as<void>;
    // truncate(measurement, out): the part that is aggregated; linear.
    { circuit.truncate(in, out) } -> std::same_as<void>;
};

}  // namespace tacit::flp
