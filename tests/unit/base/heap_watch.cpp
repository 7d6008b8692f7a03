#include "tests/unit/base/heap_watch.h"

#include <algorithm>
#include <cstdlib>
#include <new>

namespace {

// In front of every block: its size.
constexpr std::size_t kHeader = alignof(std::max_align_t);

bool watching = false;
tacit::test::HeapWatch seen;

}  // namespace

void* operator new(std::size_t size) {
    auto* const block = static_cast<std::uint8_t*>(std::malloc(size + kHeader));
    if (block == nullptr) std::abort();
    *reinterpret_cast<std::size_t*>(block) = size;
    return block + kHeader;
}

void operator delete(void* pointer) noexcept {
    if (pointer == nullptr) return;
    auto* const bytes = static_cast<std::uint8_t*>(pointer);
    if (watching) {
        const std::size_t size = *reinterpret_cast<std::size_t*>(bytes - kHeader);
        ++seen.blocks;
        seen.marks += static_cast<std::size_t>(std::count(bytes, bytes + size, tacit::test::HeapWatch::kMark));
    }
    std::free(bytes - kHeader);
}

void operator delete(void* pointer, std::size_t) noexcept { operator delete(pointer); }

namespace tacit::test {

void HeapWatch::start() {
    seen = {};
    watching = true;
}

HeapWatch HeapWatch::stop() {
    watching = false;
    return seen;
}

}  // namespace tacit::test
