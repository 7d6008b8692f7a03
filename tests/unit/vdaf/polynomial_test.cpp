// Transforms and Lagrange bases against the definitions.
#include <gtest/gtest.h>

#include <vector>

#include "crypto/field/lagrange.h"
#include "crypto/field/roots_of_unity.h"
#include "tests/support/seeded_random.h"

namespace tacit::field {
namespace {

template <class F>
std::vector<F> random_elements(std::uint64_t seed, std::size_t count) {
    test::SeededRandom random(seed);
    std::vector<F> elements(count);
    for (F& element : elements) element = F::from_u64(random.array<1>()[0]) * F::from_u64(0x123456789abcdef) + F::one();
    return elements;
}

template <class F>
F evaluate(const std::vector<F>& coefficients, F x) {
    F value;
    for (std::size_t i = coefficients.size(); i-- > 0;) value = value * x + coefficients[i];
    return value;
}

}  // namespace

template <class F>
class Polynomials : public testing::Test {};
using BothFields = testing::Types<Field64, Field128>;
TYPED_TEST_SUITE(Polynomials, BothFields);

TYPED_TEST(Polynomials, AreTransformedToTheirValuesAtTheRoots) {
    using F = TypeParam;
    for (std::size_t n = 1; n <= 64; n *= 2) {
        const RootsOfUnity<F> roots(n);
        const std::vector<F> coefficients = random_elements<F>(n, n);

        std::vector<F> values = coefficients;
        roots.ntt(values);

        for (std::size_t i = 0; i < n; ++i) EXPECT_EQ(values[i], evaluate(coefficients, roots[i])) << n << ' ' << i;
        roots.inverse_ntt(values);
        EXPECT_EQ(values, coefficients) << n;
    }
}

TYPED_TEST(Polynomials, AreEvaluatedFromTheirFirstValuesAtTheRoots) {
    using F = TypeParam;
    const RootsOfUnity<F> roots(16);
    for (std::size_t count = 1; count <= 16; ++count) {
        const std::vector<F> coefficients = random_elements<F>(count, count);
        std::vector<F> values(count);
        for (std::size_t i = 0; i < count; ++i) values[i] = evaluate(coefficients, roots[i]);
        const LagrangeBasis<F> basis(roots, count);

        for (const F t : {F(), F::from_u64(12345), roots[0], roots[15]}) {  // also at nodes and at the roots left out
            std::vector<F> at_t(count);
            basis.at(t, at_t);
            EXPECT_EQ(dot<F>(values, at_t), evaluate(coefficients, t)) << count;
        }
    }
}

}  // namespace tacit::field
