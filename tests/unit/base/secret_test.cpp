#include "crypto/base/secret.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <type_traits>

#include "tests/unit/base/heap_watch.h"

namespace tacit {
namespace {

using test::HeapWatch;

// Fills with the mark, out of the optimiser's sight.
void mark(MutableByteView bytes) {
    std::fill(bytes.begin(), bytes.end(), HeapWatch::kMark);
    __asm__ volatile("" : : "r"(bytes.data()) : "memory");
}

TEST(SecretMemory, IsWipedWhenFreed) {
    const HeapWatch seen = HeapWatch::during([] {
        SecretBytes secret(64);
        mark(secret.mutable_view());
    });

    EXPECT_GE(seen.blocks, 1u);
    EXPECT_EQ(seen.marks, 0u);
}

TEST(SecretMemory, IsWipedInTheOldBlockWhenAVectorGrows) {
    const HeapWatch seen = HeapWatch::during([] {
        SecretVector<std::uint8_t> secret;
        for (int i = 0; i < 1000; ++i) {
            secret.push_back(HeapWatch::kMark);
            mark(secret);
        }
    });

    EXPECT_GE(seen.blocks, 10u);  // it grew about that often
    EXPECT_EQ(seen.marks, 0u);
}

TEST(SecretMemory, IsWipedWhenAssignedOverAndWhenMovedFrom) {
    const HeapWatch seen = HeapWatch::during([] {
        SecretBytes first(32);
        mark(first.mutable_view());
        SecretBytes second = first.clone();
        first = SecretBytes(8);
        first = std::move(second);
        first.resize(5000);
    });

    EXPECT_GE(seen.blocks, 4u);
    EXPECT_EQ(seen.marks, 0u);
}

// The control: the same watch does find what an ordinary vector leaves behind.
TEST(SecretMemory, OrdinaryVectorsLeaveTheirBytesBehind) {
    const HeapWatch seen = HeapWatch::during([] {
        Bytes bytes(64);
        mark(bytes);
    });

    EXPECT_GE(seen.marks, 64u);
}

TEST(SecretMemory, CannotBeCopiedByAccident) {
    EXPECT_FALSE(std::is_copy_constructible_v<SecretBytes>);
    EXPECT_FALSE(std::is_copy_assignable_v<SecretBytes>);
    EXPECT_FALSE((std::is_convertible_v<SecretBytes, ByteView>));
    EXPECT_FALSE((std::is_convertible_v<SecretBytes, Bytes>));
}

TEST(ConstantTimeComparison, AgreesWithOrdinaryEquality) {
    const Bytes bytes = {1, 2, 3, 4};
    EXPECT_TRUE(equal_ct(bytes, Bytes{1, 2, 3, 4}));
    EXPECT_TRUE(equal_ct({}, {}));
    EXPECT_FALSE(equal_ct(bytes, ByteView(bytes).first(3)));
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        Bytes other = bytes;
        other[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
        EXPECT_FALSE(equal_ct(bytes, other)) << bit;
    }
}

}  // namespace
}  // namespace tacit
