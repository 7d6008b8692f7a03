#include "crypto/base/bytes.h"

#include <gtest/gtest.h>

#include "tests/support/seeded_random.h"

namespace tacit {
namespace {

using test::SeededRandom;

TEST(Hex, GivesRandomBytesBack) {
    SeededRandom random(1);
    for (std::size_t size = 0; size < 100; ++size) {
        Bytes bytes(size);
        random.fill(bytes);
        EXPECT_EQ(from_hex(to_hex(bytes)).value(), bytes);
    }
}

TEST(Hex, WritesLowerCaseAndReadsBoth) {
    EXPECT_EQ(to_hex(Bytes{0x00, 0x0f, 0xab}), "000fab");
    EXPECT_EQ(from_hex("000FaB").value(), (Bytes{0x00, 0x0f, 0xab}));
}

TEST(Hex, RefusesOddLengthsAndOtherLetters) {
    for (const char* const text : {"0", "000", "0g", "g0", " 00", "0x00", "00 ", "\xc3\xa9"})
        EXPECT_FALSE(from_hex(text)) << text;
}

TEST(Base64Url, GivesRandomBytesBack) {
    SeededRandom random(2);
    for (std::size_t size = 0; size < 200; ++size) {
        Bytes bytes(size);
        random.fill(bytes);
        EXPECT_EQ(from_base64url(to_base64url(bytes)).value(), bytes);
    }
}

// RFC 4648, section 10, and the two letters in which the alphabets differ.
TEST(Base64Url, ReproducesTheExamplesOfItsStandardWithoutPadding) {
    EXPECT_EQ(to_base64url(as_bytes("")), "");
    EXPECT_EQ(to_base64url(as_bytes("f")), "Zg");
    EXPECT_EQ(to_base64url(as_bytes("fo")), "Zm8");
    EXPECT_EQ(to_base64url(as_bytes("foobar")), "Zm9vYmFy");
    EXPECT_EQ(to_base64url(Bytes{0xfb, 0xff}), "-_8");
}

TEST(Base64Url, RefusesEverySpellingButOne) {
    for (const char* const text :
         {"Zg==", "Zm8=", "Zg=", "=", "Z", "Zm9vY", "Zm 8", "Zm8\n", "+_8", "-/8", "Zm9v\r\nYmFy"})
        EXPECT_FALSE(from_base64url(text)) << text;
    EXPECT_FALSE(from_base64url(std::string_view("Zg\0", 3)));
    // "Zg" is 0x66; the spellings with other trailing bits would be the same byte.
    for (const char* const text : {"Zh", "Zi", "Zo", "Zv", "Zm9", "Zm-"}) EXPECT_FALSE(from_base64url(text)) << text;
}

TEST(Base64Url, EveryAcceptedTextIsTheOneThatIsWritten) {
    constexpr std::string_view kLetters = "AQZagz059-_=+/ ";
    SeededRandom random(3);
    std::size_t accepted = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        const auto draw = random.array<7>();
        for (std::size_t i = 0; i < draw[6] % 7u && i < 6; ++i) text += kLetters[draw[i] % kLetters.size()];
        if (const auto bytes = from_base64url(text)) {
            EXPECT_EQ(to_base64url(*bytes), text);
            ++accepted;
        }
    }
    EXPECT_GT(accepted, 1000u);
}

TEST(Base64Url, AnArrayNeedsItsExactSize) {
    EXPECT_TRUE(array_from_base64url<6>("Zm9vYmFy"));
    EXPECT_FALSE(array_from_base64url<5>("Zm9vYmFy"));
    EXPECT_FALSE(array_from_base64url<7>("Zm9vYmFy"));
    EXPECT_FALSE(array_from_base64url<6>("Zm9vYmF"));
}

// FIPS 180-4's example "abc".
TEST(Sha256Hash, ReproducesTheExampleOfItsStandard) {
    EXPECT_EQ(to_hex(sha256(as_bytes("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(sha256({})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace tacit
