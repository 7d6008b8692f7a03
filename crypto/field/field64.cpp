#include "crypto/field/field64.h"

#include "crypto/base/check.h"

namespace tacit::field {

Field64 Field64::root_of_unity(unsigned log_n) {
    TACIT_ASSERT(log_n <= kRootsLog);
    Field64 root(0x185629dcda58878c);  // 7^(2^32 - 1), of order 2^32
    for (unsigned i = log_n; i < kRootsLog; ++i) root *= root;
    return root;
}

Field64 Field64::power(std::uint64_t exponent) const {
    Field64 result = one();
    for (unsigned bit = 64; bit-- > 0;) {
        result *= result;
        if ((exponent >> bit & 1) != 0) result *= *this;
    }
    return result;
}

}  // namespace tacit::field
