#include "crypto/field/field128.h"

#include "crypto/base/check.h"

namespace tacit::field {

Field128 Field128::root_of_unity(unsigned log_n) {
    TACIT_ASSERT(log_n <= kRootsLog);
    // 7^(2^62 - 7), of order 2^66
    Field128 root(static_cast<u128>(0x6d278fbf4f60228b) << 64 | 0x1f9b2759c5109f06);
    for (unsigned i = log_n; i < kRootsLog; ++i) root *= root;
    return root;
}

Field128 Field128::power(u128 exponent) const {
    Field128 result = one();
    for (unsigned bit = 128; bit-- > 0;) {
        result *= result;
        if ((exponent >> bit & 1) != 0) result *= *this;
    }
    return result;
}

}  // namespace tacit::field
