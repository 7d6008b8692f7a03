// Field128 of the VDAF draft, section "Finite Field Implementations": integers modulo p = 2^128 - 28 * 2^64 + 1.
//
// A value is always the canonical residue, in [0, p). No function branches on a value. 2^128 = 28 * 2^64 - 1 modulo p.
#pragma once
#include <cstddef>
#include <cstdint>

#include "crypto/base/u128.h"
#include "crypto/field/mask.h"

namespace tacit::field {

class Field128 {
public:
    static constexpr u128 kModulus = (static_cast<u128>(0xffffffffffffffe4) << 64) + 1;
    static constexpr std::size_t kEncodedSize = 16;
    static constexpr unsigned kRootsLog = 66;  // there are 2^66 roots of unity whose number is a power of two

    class Products;

    constexpr Field128() = default;
    static Field128 from_u64(std::uint64_t value) { return Field128(value); }
    static Field128 from_u128(u128 value) { return Field128(reduce_once(value, 0)); }
    static Field128 one() { return Field128(1); }
    // A primitive 2^log_n-th root of unity; log_n <= kRootsLog.
    static Field128 root_of_unity(unsigned log_n);

    u128 value() const { return value_; }

    friend Field128 operator+(Field128 a, Field128 b) {
        // a - (p - b): it borrows exactly if a + b < p, and then p is added back.
        return Field128(subtract(a.value_, kModulus - b.value_));
    }
    friend Field128 operator-(Field128 a, Field128 b) { return Field128(subtract(a.value_, b.value_)); }
    friend Field128 operator*(Field128 a, Field128 b);
    Field128 operator-() const { return Field128() - *this; }
    Field128& operator+=(Field128 b) { return *this = *this + b; }
    Field128& operator-=(Field128 b) { return *this = *this - b; }
    Field128& operator*=(Field128 b) { return *this = *this * b; }
    // For public values and for the final decision only.
    friend bool operator==(Field128 a, Field128 b) { return a.value_ == b.value_; }

    // a^exponent; time depends on the exponent.
    Field128 power(u128 exponent) const;
    // 1/a, and 0 for 0.
    Field128 inverse() const { return power(kModulus - 2); }

    void encode(std::uint8_t* out) const {
        for (std::size_t i = 0; i < kEncodedSize; ++i) out[i] = static_cast<std::uint8_t>(value_ >> (8 * i));
    }
    // Reads kEncodedSize bytes into `out`; false where they are not the encoding of a residue.
    [[nodiscard]] static bool decode(const std::uint8_t* in, Field128& out) {
        u128 value = 0;
        for (std::size_t i = 0; i < kEncodedSize; ++i) value |= static_cast<u128>(in[i]) << (8 * i);
        out.value_ = value;
        return value < kModulus;
    }

private:
    explicit constexpr Field128(u128 canonical) : value_(canonical) {}

    static u128 mask128_if(bool bit) {
        const std::uint64_t mask = mask_if(bit);
        return static_cast<u128>(mask) << 64 | mask;
    }
    // a - b modulo p for a < p and b <= p.
    static u128 subtract(u128 a, u128 b) {
        u128 difference = 0;
        const bool borrow = __builtin_sub_overflow(a, b, &difference);
        return difference + (kModulus & mask128_if(borrow));
    }
    // low + 2^128 high to its residue, for a sum below 2p.
    static u128 reduce_once(u128 low, std::uint64_t high) {
        u128 difference = 0;
        const bool borrow = __builtin_sub_overflow(low, kModulus, &difference);
        // Smaller than p exactly if the subtraction borrowed and there is no 2^128 to borrow from.
        return difference + (kModulus & mask128_if(borrow & (high == 0)));
    }

    u128 value_ = 0;
};

inline Field128 operator*(Field128 a, Field128 b) {
    const auto a0 = static_cast<std::uint64_t>(a.value_);
    const auto a1 = static_cast<std::uint64_t>(a.value_ >> 64);
    const auto b0 = static_cast<std::uint64_t>(b.value_);
    const auto b1 = static_cast<std::uint64_t>(b.value_ >> 64);

    // The product as low + 2^128 high. middle is at most 2(2^64-1) + (2^64-1)^2, below 2^128.
    const u128 low_product = static_cast<u128>(a0) * b0;
    const u128 middle = static_cast<u128>(a0) * b1 + static_cast<std::uint64_t>(low_product >> 64);
    const u128 middle2 = static_cast<u128>(a1) * b0 + static_cast<std::uint64_t>(middle);
    const u128 high = static_cast<u128>(a1) * b1 + static_cast<std::uint64_t>(middle >> 64) +
                      static_cast<std::uint64_t>(middle2 >> 64);
    u128 low = static_cast<u128>(static_cast<std::uint64_t>(middle2)) << 64 | static_cast<std::uint64_t>(low_product);

    // First fold: low + high (28 * 2^64 - 1), which is below 2^128 + 28 * 2^192. Never negative: 28 * 2^64 high >=
    // high.
    constexpr std::uint64_t kFold = 28;
    const u128 scaled0 = static_cast<u128>(static_cast<std::uint64_t>(high)) * kFold;
    const u128 scaled1 = static_cast<u128>(static_cast<std::uint64_t>(high >> 64)) * kFold + (scaled0 >> 64);
    // 28 * high = scaled1 * 2^64 + low half of scaled0; times 2^64, its part at and above 2^128 is scaled1.
    u128 carry = scaled1;  // below 28 * 2^64
    carry += one_if(__builtin_add_overflow(low, scaled0 << 64, &low));
    carry -= one_if(__builtin_sub_overflow(low, high, &low));

    // Second fold: low + carry (28 * 2^64 - 1), carry <= 28 * 2^64, so 28 * carry < 2^74 and what is above 2^128 <
    // 2^10.
    const u128 scaled = carry * kFold;
    auto above = static_cast<std::uint64_t>(scaled >> 64);
    above += one_if(__builtin_add_overflow(low, scaled << 64, &low));
    above -= one_if(__builtin_sub_overflow(low, carry, &low));

    // Third fold: low + above (28 * 2^64 - 1) < 2^128 + 2^79 < 2p.
    std::uint64_t last = one_if(__builtin_add_overflow(low, static_cast<u128>(above * kFold) << 64, &low));
    last -= one_if(__builtin_sub_overflow(low, static_cast<u128>(above), &low));
    return Field128(Field128::reduce_once(low, last));
}

// A sum of products; reduced at each step, the same interface as Field64's.
class Field128::Products {
public:
    void add(Field128 a, Field128 b) { sum_ += a * b; }
    Field128 sum() const { return sum_; }

private:
    Field128 sum_;
};

}  // namespace tacit::field
