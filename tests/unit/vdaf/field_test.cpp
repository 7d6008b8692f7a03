// Laws of both fields, against integer arithmetic that is slow and plain.
#include <gtest/gtest.h>

#include <vector>

#include "crypto/field/vector.h"
#include "tests/support/seeded_random.h"

namespace tacit::field {
namespace {

using test::SeededRandom;

// a + b and a * b modulo m by doubling, for any m below 2^128.
u128 add_modulo(u128 a, u128 b, u128 m) { return a >= m - b ? a - (m - b) : a + b; }
u128 multiply_modulo(u128 a, u128 b, u128 m) {
    u128 product = 0;
    for (; b > 0; b >>= 1, a = add_modulo(a, a, m))
        if ((b & 1) != 0) product = add_modulo(product, a, m);
    return product;
}

template <class F>
F element(u128 value);
template <>
Field64 element<Field64>(u128 value) {
    return Field64::from_u64(static_cast<std::uint64_t>(value));
}
template <>
Field128 element<Field128>(u128 value) {
    return Field128::from_u128(value);
}

u128 random_u128(Random& random) {
    u128 value = 0;
    for (const std::uint8_t byte : random.array<16>()) value = value << 8 | byte;
    return value;
}

// Residues where carries and borrows happen, and random ones.
template <class F>
std::vector<u128> residues() {
    const u128 p = F::kModulus;
    std::vector<u128> values = {0, 1, 2, p - 1, p - 2, p / 2, p / 2 + 1};
    for (unsigned bit = 1; bit < 8 * F::kEncodedSize; ++bit) {
        const u128 power = static_cast<u128>(1) << bit;
        for (const u128 value : {power - 1, power, power + 1, p - power, p - power - 1}) values.push_back(value % p);
    }
    SeededRandom random(1);
    for (int i = 0; i < 50; ++i) values.push_back(random_u128(random) % p);
    return values;
}

}  // namespace

template <class F>
class Fields : public testing::Test {};
using BothFields = testing::Types<Field64, Field128>;
TYPED_TEST_SUITE(Fields, BothFields);

TYPED_TEST(Fields, AgreeWithIntegerArithmetic) {
    using F = TypeParam;
    const u128 p = F::kModulus;
    const std::vector<u128> values = residues<F>();

    std::size_t wrong = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (std::size_t j = 0; j < values.size(); j += 1 + i % 7) {  // all small ones, a part of the others
            const u128 a = values[i], b = values[j];
            const F x = element<F>(a), y = element<F>(b);
            wrong += (x + y).value() != add_modulo(a, b, p);
            wrong += (x - y).value() != add_modulo(a, (p - b) % p, p);
            wrong += (x * y).value() != multiply_modulo(a, b, p);
        }
    }
    EXPECT_EQ(wrong, 0u);
}

TYPED_TEST(Fields, ReduceEveryIntegerToItsResidue) {
    using F = TypeParam;
    const u128 p = F::kModulus;
    EXPECT_EQ(element<F>(p).value(), static_cast<u128>(0));
    EXPECT_EQ(element<F>(p + 1).value(), static_cast<u128>(1));
    EXPECT_EQ(element<F>(p - 1).value(), p - 1);
    const u128 largest = F::kEncodedSize == 8 ? static_cast<u128>(~std::uint64_t{0}) : ~static_cast<u128>(0);
    EXPECT_EQ(element<F>(largest).value(), largest - p);
}

TYPED_TEST(Fields, InvertEverythingButZero) {
    using F = TypeParam;
    for (const u128 value : residues<F>()) {
        const F x = element<F>(value);
        EXPECT_EQ(x * x.inverse(), value == 0 ? F() : F::one());
    }
}

TYPED_TEST(Fields, HaveRootsOfUnityOfExactlyTheirOrder) {
    using F = TypeParam;
    for (unsigned log_n = 1; log_n <= F::kRootsLog; ++log_n) {
        F root = F::root_of_unity(log_n);
        for (unsigned i = 1; i < log_n; ++i) root *= root;
        EXPECT_EQ(root, -F::one()) << log_n;
    }
    EXPECT_EQ(F::root_of_unity(0), F::one());
    // The generator that the draft names.
    const u128 cofactor = (F::kModulus - 1) >> F::kRootsLog;
    F seven = F::from_u64(7);
    EXPECT_EQ(seven.power(static_cast<decltype(seven.value())>(cofactor)), F::root_of_unity(F::kRootsLog));
}

TYPED_TEST(Fields, DecodeWhatTheyEncodeAndNothingAboveTheModulus) {
    using F = TypeParam;
    for (const u128 value : residues<F>()) {
        Bytes bytes(F::kEncodedSize);
        element<F>(value).encode(bytes.data());
        for (std::size_t i = 0; i < bytes.size(); ++i) EXPECT_EQ(bytes[i], static_cast<std::uint8_t>(value >> (8 * i)));
        F decoded;
        EXPECT_TRUE(F::decode(bytes.data(), decoded));
        EXPECT_EQ(decoded, element<F>(value));
    }
    for (const u128 above : {static_cast<u128>(0), static_cast<u128>(1), static_cast<u128>(0xfe)}) {
        Bytes bytes(F::kEncodedSize);
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<std::uint8_t>((F::kModulus + above) >> (8 * i));
        F decoded;
        EXPECT_FALSE(F::decode(bytes.data(), decoded));
        EXPECT_FALSE(decode<F>(bytes, 1));
    }
}

TYPED_TEST(Fields, AddProductsAsIfEachWereReduced) {
    using F = TypeParam;
    const std::vector<u128> values = residues<F>();
    typename F::Products products;
    F expected;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const F a = element<F>(values[i]), b = element<F>(values[values.size() - 1 - i]);
        products.add(a, b);
        expected += a * b;
        EXPECT_EQ(products.sum(), expected);
    }
    for (int i = 0; i < 1000; ++i) {  // the largest product, so that every addition carries
        products.add(-F::one(), -F::one());
        expected += F::one();
    }
    EXPECT_EQ(products.sum(), expected);
}

TYPED_TEST(Fields, FillPowersFromTheZeroth) {
    using F = TypeParam;
    const F base = F::from_u64(3);
    for (std::size_t size : {0u, 1u, 3u, 4u, 5u, 40u}) {
        std::vector<F> powers(size);
        fill_powers(base, std::span(powers));
        F expected = F::one();
        for (const F power : powers) {
            EXPECT_EQ(power, expected);
            expected *= base;
        }
    }
}

TEST(Field64, TakesNegativeIntegersToTheirAdditiveInverse) {
    for (const std::int64_t value : {std::int64_t{1}, std::int64_t{5}, std::int64_t{1} << 31, INT64_MAX}) {
        EXPECT_EQ(Field64::from_i64(value) + Field64::from_i64(-value), Field64()) << value;
        EXPECT_EQ(Field64::from_i64(value), Field64::from_u64(static_cast<std::uint64_t>(value)));
    }
    EXPECT_EQ(Field64::from_i64(-1).value(), Field64::kModulus - 1);
}

TEST(FieldVectors, AreDecodedOnlyAtTheirExactSize) {
    const Bytes bytes(24);
    EXPECT_TRUE(decode<Field64>(bytes, 3));
    EXPECT_FALSE(decode<Field64>(bytes, 2));
    EXPECT_FALSE(decode<Field64>(bytes, 4));
    EXPECT_FALSE(decode<Field64>(ByteView(bytes).first(23), 3));
}

}  // namespace tacit::field
