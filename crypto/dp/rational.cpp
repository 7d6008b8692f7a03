#include "crypto/dp/rational.h"

#include <limits>
#include <numeric>
#include <optional>

#include "crypto/base/u128.h"

namespace tacit::dp {
namespace {

constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();

tl::unexpected<Error> too_large() { return fail(Fault::refused, "a fraction needs more than 64 bits"); }

u128 gcd(u128 a, u128 b) {
    while (b != 0) {
        const u128 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

Result<Rational> reduced(u128 numerator, u128 denominator) {
    const u128 common = gcd(numerator, denominator);
    numerator /= common;
    denominator /= common;
    if (numerator > kMax || denominator > kMax) return too_large();
    return Rational::make(static_cast<std::uint64_t>(numerator), static_cast<std::uint64_t>(denominator));
}

// Plain decimal digits; nothing for any other spelling.
std::optional<std::uint64_t> number(std::string_view text) {
    if (text.empty() || (text.size() > 1 && text[0] == '0')) return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        const std::uint64_t digit = static_cast<std::uint64_t>(c - '0');
        if (value > (kMax - digit) / 10) return std::nullopt;
        value = value * 10 + digit;
    }
    return value;
}

}  // namespace

Result<Rational> Rational::make(std::uint64_t numerator, std::uint64_t denominator) {
    if (denominator == 0) return fail(Fault::malformed, "a fraction has the denominator 0");
    const std::uint64_t common = std::gcd(numerator, denominator);
    return Rational(numerator / common, denominator / common);
}

Result<Rational> Rational::from_text(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto numerator = number(text.substr(0, slash));
    const auto denominator =
        slash == std::string_view::npos ? std::optional<std::uint64_t>(1) : number(text.substr(slash + 1));
    if (!numerator || !denominator || *denominator == 0) return fail(Fault::malformed, "not a fraction such as 1/8");
    TACIT_TRY(const Rational rational, make(*numerator, *denominator));
    if (to_text(rational) != text) return fail(Fault::malformed, "a fraction is not in lowest terms");
    return rational;
}

Result<Rational> Rational::plus(const Rational& other) const {
    // Over the least common denominator: both products below stay under 2^128, and only their sum may not.
    const std::uint64_t common = std::gcd(denominator_, other.denominator_);
    const u128 left = u128{numerator_} * (other.denominator_ / common);
    const u128 right = u128{other.numerator_} * (denominator_ / common);
    const u128 sum = left + right;
    if (sum < left) return too_large();
    return reduced(sum, u128{denominator_} * (other.denominator_ / common));
}

Result<Rational> Rational::minus(const Rational& other) const {
    const std::uint64_t common = std::gcd(denominator_, other.denominator_);
    const u128 left = u128{numerator_} * (other.denominator_ / common);
    const u128 right = u128{other.numerator_} * (denominator_ / common);
    if (left < right) return fail(Fault::refused, "a difference of fractions is negative");
    return reduced(left - right, u128{denominator_} * (other.denominator_ / common));
}

Result<Rational> Rational::times(const Rational& other) const {
    return reduced(u128{numerator_} * other.numerator_, u128{denominator_} * other.denominator_);
}

Result<Rational> Rational::over(const Rational& other) const {
    if (other.numerator_ == 0) return fail(Fault::refused, "a fraction is divided by zero");
    return reduced(u128{numerator_} * other.denominator_, u128{denominator_} * other.numerator_);
}

std::strong_ordering Rational::operator<=>(const Rational& other) const {
    return u128{numerator_} * other.denominator_ <=> u128{other.numerator_} * denominator_;
}

std::string to_text(const Rational& rational) {
    std::string text = std::to_string(rational.numerator());
    if (rational.denominator() != 1) text.append("/").append(std::to_string(rational.denominator()));
    return text;
}

}  // namespace tacit::dp
