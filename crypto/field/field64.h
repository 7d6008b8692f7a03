// Field64 of the VDAF draft, section "Finite Field Implementations": integers modulo p = 2^64 - 2^32 + 1.
//
// A value is always the canonical residue, in [0, p). No function branches on a value. Written e below: 2^32 - 1, so
// that 2^64 = e and 2^96 = -1 modulo p.
#pragma once
#include <cstddef>
#include <cstdint>

#include "crypto/base/u128.h"
#include "crypto/field/mask.h"

namespace tacit::field {

class Field64 {
public:
    static constexpr std::uint64_t kModulus = 0xffffffff00000001;
    static constexpr std::size_t kEncodedSize = 8;
    static constexpr unsigned kRootsLog = 32;  // there are 2^32 roots of unity whose number is a power of two

    class Products;

    constexpr Field64() = default;
    // The residue of any 64-bit integer.
    static Field64 from_u64(std::uint64_t value) { return Field64(reduce_once(value)); }
    // The residue of a signed integer: -v is p - v.
    static Field64 from_i64(std::int64_t value) {
        const auto bits = static_cast<std::uint64_t>(value);
        return from_u64(bits) - Field64(kEpsilon & mask_if(value < 0));  // bits = value + 2^64 where value is negative
    }
    static Field64 one() { return Field64(1); }
    // A primitive 2^log_n-th root of unity; log_n <= kRootsLog.
    static Field64 root_of_unity(unsigned log_n);

    std::uint64_t value() const { return value_; }

    friend Field64 operator+(Field64 a, Field64 b) {
        // a - (p - b): it borrows exactly if a + b < p, and then p is added back.
        const std::uint64_t minus_b = kModulus - b.value_;
        return Field64(subtract(a.value_, minus_b));
    }
    friend Field64 operator-(Field64 a, Field64 b) { return Field64(subtract(a.value_, b.value_)); }
    friend Field64 operator*(Field64 a, Field64 b) { return Field64(reduce(static_cast<u128>(a.value_) * b.value_)); }
    Field64 operator-() const { return Field64() - *this; }
    Field64& operator+=(Field64 b) { return *this = *this + b; }
    Field64& operator-=(Field64 b) { return *this = *this - b; }
    Field64& operator*=(Field64 b) { return *this = *this * b; }
    // For public values and for the final decision only.
    friend bool operator==(Field64 a, Field64 b) { return a.value_ == b.value_; }

    // a^exponent; time depends on the exponent.
    Field64 power(std::uint64_t exponent) const;
    // 1/a, and 0 for 0.
    Field64 inverse() const { return power(kModulus - 2); }

    void encode(std::uint8_t* out) const {
        for (std::size_t i = 0; i < kEncodedSize; ++i) out[i] = static_cast<std::uint8_t>(value_ >> (8 * i));
    }
    // Reads kEncodedSize bytes into `out`; false where they are not the encoding of a residue.
    [[nodiscard]] static bool decode(const std::uint8_t* in, Field64& out) {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < kEncodedSize; ++i) value |= static_cast<std::uint64_t>(in[i]) << (8 * i);
        out.value_ = value;
        return value < kModulus;
    }

private:
    static constexpr std::uint64_t kEpsilon = 0xffffffff;

    explicit constexpr Field64(std::uint64_t canonical) : value_(canonical) {}

    // a - b modulo p for a < p and b <= p.
    static std::uint64_t subtract(std::uint64_t a, std::uint64_t b) {
        std::uint64_t difference = 0;
        const bool borrow = __builtin_sub_overflow(a, b, &difference);
        return difference - (kEpsilon & mask_if(borrow));  // + p is - e modulo 2^64
    }
    // Any 64-bit value to its residue: p > 2^63, so one subtraction suffices.
    static std::uint64_t reduce_once(std::uint64_t value) {
        std::uint64_t difference = 0;
        const bool borrow = __builtin_sub_overflow(value, kModulus, &difference);
        return difference + (kModulus & mask_if(borrow));
    }
    // Any 128-bit value to its residue.
    static std::uint64_t reduce(u128 product) {
        const auto low = static_cast<std::uint64_t>(product);
        const auto high = static_cast<std::uint64_t>(product >> 64);
        // product = low + 2^64 (high mod 2^32) + 2^96 (high / 2^32) = low + e (high mod 2^32) - high / 2^32
        std::uint64_t sum = 0;
        const bool borrow = __builtin_sub_overflow(low, high >> 32, &sum);
        sum -= kEpsilon & mask_if(borrow);  // after a borrow sum >= 2^64 - e > e: cannot borrow again
        const std::uint64_t middle = (high & kEpsilon) * kEpsilon;  // <= e^2 = 2^64 - 2^33 + 1
        const bool carry = __builtin_add_overflow(sum, middle, &sum);
        sum += kEpsilon & mask_if(carry);  // after a carry sum <= 2^64 - 2^33: cannot carry again
        return reduce_once(sum);
    }

    std::uint64_t value_ = 0;
};

// A sum of products that is reduced once, at the end.
class Field64::Products {
public:
    void add(Field64 a, Field64 b) {
        const u128 product = static_cast<u128>(a.value_) * b.value_;
        low_ += product;
        carries_ += one_if(low_ < product);
    }
    // Exact for fewer than 2^31 products.
    Field64 sum() const {
        return Field64(reduce(low_)) - Field64(carries_ << 32);  // 2^128 = -2^32 modulo p; carries < 2^31
    }

private:
    u128 low_ = 0;
    std::uint64_t carries_ = 0;
};

}  // namespace tacit::field
