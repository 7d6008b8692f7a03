// Assertions that stay in release builds: a broken invariant ends the process, and recovery is the ordinary crash path.
#pragma once
#include <cstdio>
#include <cstdlib>

#ifdef __wasm__  // nobody to tell it to: the page sees the trap, and a phone need not download the texts
#define TACIT_ASSERT(condition)           \
    do {                                  \
        if (!(condition)) __builtin_trap(); \
    } while (false)
#else
// The text names only the source; values of variables never appear in it.
#define TACIT_ASSERT(condition)                                                                      \
    do {                                                                                             \
        if (!(condition)) {                                                                          \
            std::fprintf(stderr, "%s:%d: broken invariant: %s\n", __FILE__, __LINE__, #condition);   \
            std::abort();                                                                            \
        }                                                                                            \
    } while (false)
#endif
