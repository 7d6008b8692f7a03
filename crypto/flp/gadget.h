// The non-linear parts of validity circuits: section "Gadgets" of the VDAF draft. A gadget maps `arity` field elements
// to one, as a polynomial of degree `degree`; evaluate() reads exactly `arity` inputs.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "crypto/base/check.h"

namespace tacit::flp {

// x * y.
template <class F>
class Mul {
public:
    using Field = F;
    std::size_t arity() const { return 2; }
    std::size_t degree() const { return 2; }
    F evaluate(std::span<const F> inputs) const { return inputs[0] * inputs[1]; }
};

// A fixed polynomial in one variable, coefficients from the constant term up; the last one is not zero.
template <class F>
class PolyEval {
public:
    using Field = F;
    explicit PolyEval(std::vector<F> coefficients) : coefficients_(std::move(coefficients)) {
        TACIT_ASSERT(coefficients_.size() >= 2);
    }
    std::size_t arity() const { return 1; }
    std::size_t degree() const { return coefficients_.size() - 1; }
    F evaluate(std::span<const F> inputs) const {
        F value;
        for (std::size_t i = coefficients_.size(); i-- > 0;) value = value * inputs[0] + coefficients_[i];
        return value;
    }

private:
    std::vector<F> coefficients_;
};

// The sum of `count` copies of an inner gadget over consecutive inputs.
template <class Inner>
class ParallelSum {
public:
    using Field = typename Inner::Field;
    ParallelSum(Inner inner, std::size_t count) : inner_(std::move(inner)), count_(count) { TACIT_ASSERT(count > 0); }
    std::size_t arity() const { return inner_.arity() * count_; }
    std::size_t degree() const { return inner_.degree(); }
    Field evaluate(std::span<const Field> inputs) const {
        Field sum;
        for (std::size_t i = 0; i < count_; ++i) sum += inner_.evaluate(inputs.subspan(i * inner_.arity()));
        return sum;
    }

private:
    Inner inner_;
    std::size_t count_;
};

}  // namespace tacit::flp
