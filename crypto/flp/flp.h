// The fully linear proof of section "Fully Linear Proofs" of the VDAF draft (BBCGGI19, Theorem 4.3): prove, query,
// decide. Polynomials are held by their values at roots of unity (the Lagrange basis); the proof too.
//
// With C gadget calls, P = the power of two at or above 1 + C: a proof is one seed per wire, then the values of the
// gadget polynomial at the first M = degree * (P - 1) + 1 of the N-th roots of unity, N the power of two at or above M.
#pragma once
#include <bit>
#include <cstddef>
#include <span>

#include "crypto/base/secret.h"
#include "crypto/field/lagrange.h"
#include "crypto/field/roots_of_unity.h"
#include "crypto/flp/circuit.h"

namespace tacit::flp {

// Immutable, so any number of threads may share one. Spans have exactly the lengths that the functions below tell.
template <Circuit C>
class Flp {
public:
    using Field = typename C::Field;

    explicit Flp(C circuit);

    const C& circuit() const { return circuit_; }
    std::size_t prove_rand_length() const { return arity(); }
    std::size_t query_rand_length() const {
        return 1 + (circuit_.eval_output_length() > 1 ? circuit_.eval_output_length() : 0);
    }
    std::size_t proof_length() const { return arity() + gadget_basis_.size(); }
    std::size_t verifier_length() const { return 1 + arity() + 1; }

    void prove(std::span<const Field> measurement, std::span<const Field> prove_rand, std::span<const Field> joint_rand,
               std::span<Field> proof) const;

    // `one` is the inverse of the number of shares. False where the query randomness is unusable: probability P / |F|.
    [[nodiscard]] bool query(std::span<const Field> measurement, std::span<const Field> proof,
                             std::span<const Field> query_rand, std::span<const Field> joint_rand, Field one,
                             std::span<Field> verifier) const;

    // Of the sum of all verifier shares.
    [[nodiscard]] bool decide(std::span<const Field> verifier) const;

private:
    std::size_t arity() const { return circuit_.gadget().arity(); }
    std::size_t calls() const { return circuit_.gadget_calls(); }
    static std::size_t gadget_poly_length(const C& circuit, std::size_t wire_poly_length) {
        return circuit.gadget().degree() * (wire_poly_length - 1) + 1;
    }

    C circuit_;
    field::RootsOfUnity<Field> wire_roots_;     // the P-th
    field::RootsOfUnity<Field> gadget_roots_;   // the N-th
    field::LagrangeBasis<Field> wire_basis_;    // over all P
    field::LagrangeBasis<Field> gadget_basis_;  // over M of the N
};

template <Circuit C>
Flp<C>::Flp(C circuit)
    : circuit_(std::move(circuit)),
      wire_roots_(std::bit_ceil(1 + calls())),
      gadget_roots_(std::bit_ceil(gadget_poly_length(circuit_, wire_roots_.size()))),
      wire_basis_(wire_roots_, wire_roots_.size()),
      gadget_basis_(gadget_roots_, gadget_poly_length(circuit_, wire_roots_.size())) {
    // So that the proof itself holds the output of every call: true for degrees one and two.
    TACIT_ASSERT(calls() * (gadget_roots_.size() / wire_roots_.size()) < gadget_basis_.size());
}

template <Circuit C>
void Flp<C>::prove(std::span<const Field> measurement, std::span<const Field> prove_rand,
                   std::span<const Field> joint_rand, std::span<Field> proof) const {
    TACIT_ASSERT(prove_rand.size() == prove_rand_length() && proof.size() == proof_length());
    SecretVector<Field> wires(arity() * calls());
    SecretVector<Field> output(circuit_.eval_output_length());
    GadgetCalls<typename C::Gadget> gadget_calls(circuit_.gadget(), wires);
    circuit_.evaluate(measurement, joint_rand, Field::one(), gadget_calls, output);

    // Each wire's polynomial is the seed at the root's power 0 and the input of call k at power k + 1. Extend each from
    // the P-th to the N-th roots; row i of `extended` then holds all wires at power i.
    SecretVector<Field> extended(arity() * gadget_roots_.size());
    SecretVector<Field> wire(gadget_roots_.size());
    for (std::size_t j = 0; j < arity(); ++j) {
        std::fill(wire.begin(), wire.end(), Field());
        wire[0] = prove_rand[j];
        for (std::size_t k = 0; k < calls(); ++k) wire[k + 1] = wires[k * arity() + j];
        wire_roots_.inverse_ntt(std::span(wire).first(wire_roots_.size()));
        gadget_roots_.ntt(wire);
        for (std::size_t i = 0; i < wire.size(); ++i) extended[i * arity() + j] = wire[i];
    }

    std::copy(prove_rand.begin(), prove_rand.end(), proof.begin());
    const std::span<Field> gadget_poly = proof.subspan(arity());
    for (std::size_t i = 0; i < gadget_poly.size(); ++i)
        gadget_poly[i] = circuit_.gadget().evaluate(std::span<const Field>(extended).subspan(i * arity(), arity()));
}

template <Circuit C>
bool Flp<C>::query(std::span<const Field> measurement, std::span<const Field> proof, std::span<const Field> query_rand,
                   std::span<const Field> joint_rand, Field one, std::span<Field> verifier) const {
    TACIT_ASSERT(proof.size() == proof_length() && query_rand.size() == query_rand_length());
    TACIT_ASSERT(verifier.size() == verifier_length());
    const std::span<const Field> seeds = proof.first(arity());
    const std::span<const Field> gadget_poly = proof.subspan(arity());
    const Field t = query_rand.back();
    // At a P-th root of unity the verifier would be the gadget's inputs themselves. t is not secret.
    if (t.power(wire_roots_.size()) == Field::one()) return false;

    SecretVector<Field> wires(arity() * calls());
    SecretVector<Field> output(circuit_.eval_output_length());
    GadgetCalls<typename C::Gadget> gadget_calls(circuit_.gadget(), wires, gadget_poly,
                                                 gadget_roots_.size() / wire_roots_.size());
    circuit_.evaluate(measurement, joint_rand, one, gadget_calls, output);
    verifier[0] = output.size() == 1 ? output[0] : field::dot<Field>(output, query_rand);

    SecretVector<Field> basis(gadget_basis_.size());
    const std::span<Field> wire_basis = std::span(basis).first(wire_basis_.size());
    wire_basis_.at(t, wire_basis);
    for (std::size_t j = 0; j < arity(); ++j) {
        typename Field::Products value;
        value.add(seeds[j], wire_basis[0]);
        for (std::size_t k = 0; k < calls(); ++k) value.add(wires[k * arity() + j], wire_basis[k + 1]);
        verifier[1 + j] = value.sum();
    }
    gadget_basis_.at(t, basis);
    verifier.back() = field::dot<Field>(gadget_poly, basis);
    return true;
}

template <Circuit C>
bool Flp<C>::decide(std::span<const Field> verifier) const {
    TACIT_ASSERT(verifier.size() == verifier_length());
    const Field gadget_output = circuit_.gadget().evaluate(verifier.subspan(1, arity()));
    return verifier[0] == Field() && verifier.back() == gadget_output;
}

}  // namespace tacit::flp
