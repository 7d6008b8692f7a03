// Looks at every block that a piece of work gives back to the heap. Replaces the global operators new and delete of the
// program it is linked into; they are in a file of their own so that no compiler sees through them.
#pragma once
#include <cstddef>
#include <cstdint>

namespace tacit::test {

struct HeapWatch {
    static constexpr std::uint8_t kMark = 0xa7;

    std::size_t blocks = 0;  // given back
    std::size_t marks = 0;   // bytes of the mark that they still held

    template <class Work>
    static HeapWatch during(Work work) {
        start();
        work();
        return stop();
    }

private:
    static void start();
    static HeapWatch stop();
};

}  // namespace tacit::test
