#include "crypto/base/secret.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <type_traits>

namespace {

constexpr std::uint8_t kMark = 0xa7;

// Looks at every block that `delete` gives back: how many there were, and how many bytes of the mark they still held.
struct Watch {
    bool on = false;
    std::size_t blocks = 0;
    std::size_t marks = 0;
};
Watch watch;

}  // namespace

// The allocator under test calls the global operators, so these see its blocks before they are free. The size of a block is
// kept in front of it.
void* operator new(std::size_t size) {
    constexpr std::size_t kHeader = alignof(std::max_align_t);
    auto* const block = static_cast<std::uint8_t*>(std::malloc(size + kHeader));
    if (block == nullptr) std::abort();
    *reinterpret_cast<std::size_t*>(block) = size;
    return block + kHeader;
}

void operator delete(void* pointer) noexcept {
    if (pointer == nullptr) return;
    constexpr std::size_t kHeader = alignof(std::max_align_t);
    auto* const bytes = static_cast<std::uint8_t*>(pointer);
    if (watch.on) {
        const std::size_t size = *reinterpret_cast<std::size_t*>(bytes - kHeader);
        ++watch.blocks;
        watch.marks += static_cast<std::size_t>(std::count(bytes, bytes + size, kMark));
    }
    std::free(bytes - kHeader);
}

void operator delete(void* pointer, std::size_t) noexcept { operator delete(pointer); }

namespace tacit {
namespace {

// Fills with the mark, out of the optimiser's sight.
void mark(MutableByteView bytes) {
    std::fill(bytes.begin(), bytes.end(), kMark);
    __asm__ volatile("" : : "r"(bytes.data()) : "memory");
}

// What `work` gave back to the heap.
template <class Work>
Watch watched(Work work) {
    watch = {.on = true};
    work();
    const Watch seen = watch;
    watch = {};
    return seen;
}

TEST(SecretMemory, IsWipedWhenFreed) {
    const Watch seen = watched([] {
        SecretBytes secret(64);
        mark(secret.mutable_view());
    });

    EXPECT_GE(seen.blocks, 1u);
    EXPECT_EQ(seen.marks, 0u);
}

TEST(SecretMemory, IsWipedInTheOldBlockWhenAVectorGrows) {
    const Watch seen = watched([] {
        SecretVector<std::uint8_t> secret;
        for (int i = 0; i < 1000; ++i) {
            secret.push_back(kMark);
            mark(secret);
        }
    });

    EXPECT_GE(seen.blocks, 10u);  // it grew about that often
    EXPECT_EQ(seen.marks, 0u);
}

TEST(SecretMemory, IsWipedWhenAssignedOverAndWhenMovedFrom) {
    const Watch seen = watched([] {
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
    const Watch seen = watched([] {
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
