// Memory that is wiped before it is given back, and the comparison that does not tell how far it got.
#pragma once
#include <sodium.h>

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <utility>
#include <vector>

#include "crypto/base/bytes.h"
#include "crypto/base/check.h"

namespace tacit {

// Wipes every block when it is freed, also the old one when a vector grows.
template <class T>
class WipingAllocator {
public:
    using value_type = T;
    WipingAllocator() = default;
    template <class U>
    WipingAllocator(const WipingAllocator<U>&) {}  // NOLINT(google-explicit-constructor): the standard's own form

    T* allocate(std::size_t count) {
        TACIT_ASSERT(count <= static_cast<std::size_t>(-1) / sizeof(T));
        return static_cast<T*>(::operator new(count * sizeof(T)));
    }
    void deallocate(T* block, std::size_t count) {
        sodium_memzero(block, count * sizeof(T));
        ::operator delete(block);
    }
    bool operator==(const WipingAllocator&) const { return true; }
};

// A vector of secret values: never printed, copied only where the code says so.
template <class T>
using SecretVector = std::vector<T, WipingAllocator<T>>;

// Secret bytes: moves, is wiped when freed, and is copied only by clone().
class SecretBytes {
public:
    SecretBytes() = default;
    explicit SecretBytes(std::size_t size) : bytes_(size) {}
    explicit SecretBytes(ByteView bytes) : bytes_(bytes.begin(), bytes.end()) {}
    SecretBytes(SecretBytes&&) = default;
    SecretBytes& operator=(SecretBytes&&) = default;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;

    SecretBytes clone() const { return SecretBytes(view()); }
    ByteView view() const { return bytes_; }
    MutableByteView mutable_view() { return bytes_; }
    std::uint8_t* data() { return bytes_.data(); }
    const std::uint8_t* data() const { return bytes_.data(); }
    std::size_t size() const { return bytes_.size(); }
    bool empty() const { return bytes_.empty(); }
    void resize(std::size_t size) { bytes_.resize(size); }
    void append(ByteView more) { bytes_.insert(bytes_.end(), more.begin(), more.end()); }
    void push_back(std::uint8_t byte) { bytes_.push_back(byte); }

private:
    SecretVector<std::uint8_t> bytes_;
};

// Equality in time that depends on the sizes only.
inline bool equal_ct(ByteView a, ByteView b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

// Wipes memory that is not in a wiping container.
inline void wipe(MutableByteView bytes) { sodium_memzero(bytes.data(), bytes.size()); }

}  // namespace tacit
