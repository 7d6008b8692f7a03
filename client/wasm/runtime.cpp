// The parts of the run time that this module has in a version of its own. Every freed object of the library is wiped,
// so that answers and keys do not stay behind in the memory of the page.
#include <malloc.h>
#include <wasi/api.h>

#include <cstdint>
#include <cstdlib>
#include <new>

#include "crypto/base/check.h"
#include "crypto/base/secret.h"

void* operator new(std::size_t size) {
    void* const memory = std::malloc(size == 0 ? 1 : size);
    TACIT_ASSERT(memory != nullptr);
    return memory;
}
void* operator new[](std::size_t size) { return ::operator new(size); }

void operator delete(void* memory) noexcept {
    if (memory == nullptr) return;
    tacit::wipe({static_cast<std::uint8_t*>(memory), malloc_usable_size(memory)});
    std::free(memory);
}
void operator delete[](void* memory) noexcept { ::operator delete(memory); }
void operator delete(void* memory, std::size_t) noexcept { ::operator delete(memory); }
void operator delete[](void* memory, std::size_t) noexcept { ::operator delete(memory); }

// libsodium draws through these. Those of the C library stretch one seed; here every byte comes from the browser.
extern "C" {
void arc4random_buf(void* buffer, std::size_t size) {
    TACIT_ASSERT(__wasi_random_get(static_cast<std::uint8_t*>(buffer), size) == 0);
}
std::uint32_t arc4random() {
    std::uint32_t number;
    arc4random_buf(&number, sizeof number);
    return number;
}
}

// What is left out of libsodium, see cmake/wasm/Dependencies.cmake.
extern "C" void tacit_never_called(void*, const unsigned char*) { std::abort(); }

// Debian's compiler runtime for this target is built with stack protection, which its C library does not have.
extern "C" {
std::uintptr_t __stack_chk_guard = 0x74616369;  // NOLINT(bugprone-reserved-identifier): the name is the compiler's
[[noreturn]] void __stack_chk_fail() { std::abort(); }
}
