#include "crypto/hpke/hkdf.h"

#include <gtest/gtest.h>

namespace tacit::hpke {
namespace {

std::string hex(const SecretBytes& bytes) { return to_hex(bytes.view()); }

// RFC 5869, appendix A.1.
TEST(Hkdf, ReproducesTheFirstTestCaseOfItsStandard) {
    const Bytes key_material(22, 0x0b);
    const Bytes salt = *from_hex("000102030405060708090a0b0c");
    const Bytes info = *from_hex("f0f1f2f3f4f5f6f7f8f9");

    const SecretBytes extracted = hkdf_extract(salt, key_material);

    EXPECT_EQ(hex(extracted), "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
    EXPECT_EQ(hex(hkdf_expand(extracted.view(), info, 42)),
              "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
}

// RFC 5869, appendix A.3: no salt, no info.
TEST(Hkdf, ReproducesTheTestCaseWithoutSaltAndInfo) {
    const Bytes key_material(22, 0x0b);

    const SecretBytes extracted = hkdf_extract({}, key_material);

    EXPECT_EQ(hex(extracted), "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04");
    EXPECT_EQ(hex(hkdf_expand(extracted.view(), {}, 42)),
              "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Hkdf, ShorterOutputIsThePrefixOfLongerOutput) {
    const SecretBytes extracted = hkdf_extract({}, Bytes(32, 7));
    const std::string longest = hex(hkdf_expand(extracted.view(), {}, 255 * kHashSize));

    for (const std::size_t size : {0u, 1u, 31u, 32u, 33u, 64u, 65u, 1000u})
        EXPECT_EQ(hex(hkdf_expand(extracted.view(), {}, size)), longest.substr(0, 2 * size));
}

}  // namespace
}  // namespace tacit::hpke
