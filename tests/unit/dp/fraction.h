#pragma once
#include "crypto/dp/rational.h"

namespace tacit::dp {

inline Rational fraction(std::uint64_t numerator, std::uint64_t denominator) {
    return Rational::make(numerator, denominator).value();
}

}  // namespace tacit::dp
