#include "crypto/base/random.h"

#include <sodium.h>

#include "crypto/base/check.h"

namespace tacit {

SystemRandom::SystemRandom() { TACIT_ASSERT(sodium_init() >= 0); }

void SystemRandom::fill(MutableByteView out) { randombytes_buf(out.data(), out.size()); }

}  // namespace tacit
