// Evaluation of polynomials that are given by their values at roots of unity ("Lagrange basis"), in linear time.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "crypto/base/check.h"
#include "crypto/base/secret.h"
#include "crypto/field/roots_of_unity.h"

namespace tacit::field {

// Polynomials of degree below `count`, given by their values at the first `count` of the roots.
template <class F>
class LagrangeBasis {
public:
    LagrangeBasis(const RootsOfUnity<F>& roots, std::size_t count) : nodes_(count), weights_(count) {
        TACIT_ASSERT(count > 0 && count <= roots.size());
        for (std::size_t i = 0; i < count; ++i) {
            nodes_[i] = roots[i];
            // 1 over the product of x_i - x_k, k != i. Over all n roots it is x_i / n; the roots left out come off
            // again.
            F weight = roots[i] * roots.inverse_size();
            for (std::size_t k = count; k < roots.size(); ++k) weight *= roots[i] - roots[k];
            weights_[i] = weight;
        }
    }

    std::size_t size() const { return nodes_.size(); }

    // out[i] = the value at t of the polynomial that is 1 at node i and 0 at the other nodes, so that a polynomial's
    // value at t is the dot product with its values at the nodes. No division: t may be a node.
    void at(F t, std::span<F> out) const {
        TACIT_ASSERT(out.size() == size());
        F before = F::one();  // the product of t - x_k over k < i
        for (std::size_t i = 0; i < size(); ++i) {
            out[i] = before * weights_[i];
            before *= t - nodes_[i];
        }
        F after = F::one();  // the product over k > i
        for (std::size_t i = size(); i-- > 0;) {
            out[i] *= after;
            after *= t - nodes_[i];
        }
    }

private:
    std::vector<F> nodes_;
    std::vector<F> weights_;
};

}  // namespace tacit::field
