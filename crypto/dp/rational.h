// A non-negative fraction of two 64-bit integers in lowest terms. Comparisons are exact; arithmetic is exact or fails.
// Budgets are compared and added as these, never as floating-point numbers.
#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "crypto/base/result.h"

namespace tacit::dp {

class Rational {
public:
    Rational() = default;  // zero
    // Fails where the denominator is zero.
    static Result<Rational> make(std::uint64_t numerator, std::uint64_t denominator);
    // "1/8" or "2": decimal digits without signs, spaces or leading zeros, in lowest terms, as to_text() writes them.
    static Result<Rational> from_text(std::string_view text);

    std::uint64_t numerator() const { return numerator_; }
    std::uint64_t denominator() const { return denominator_; }

    // Fail (Fault::refused) where the result does not fit in 64 bits; minus() also where it would be negative, over()
    // where the divisor is zero.
    Result<Rational> plus(const Rational& other) const;
    Result<Rational> minus(const Rational& other) const;
    Result<Rational> times(const Rational& other) const;
    Result<Rational> over(const Rational& other) const;

    bool operator==(const Rational&) const = default;
    std::strong_ordering operator<=>(const Rational& other) const;

private:
    Rational(std::uint64_t numerator, std::uint64_t denominator) : numerator_(numerator), denominator_(denominator) {}

    std::uint64_t numerator_ = 0;
    std::uint64_t denominator_ = 1;
};

// "1/8"; without "/1" where the denominator is 1.
std::string to_text(const Rational& rational);

}  // namespace tacit::dp
