#include "schemas/json/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace tacit::json {
namespace {

// The encoding of a code point by its definition, without regard to whether it may be encoded.
std::string encoded(unsigned code) {
    const auto byte = [](unsigned value) { return static_cast<char>(value); };
    if (code < 0x80) return {byte(code)};
    if (code < 0x800) return {byte(0xC0 | code >> 6), byte(0x80 | (code & 63))};
    if (code < 0x10000) return {byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 63)), byte(0x80 | (code & 63))};
    return {byte(0xF0 | code >> 18), byte(0x80 | (code >> 12 & 63)), byte(0x80 | (code >> 6 & 63)),
            byte(0x80 | (code & 63))};
}

TEST(Utf8, AcceptsEveryCodePointButSurrogatesAndNothingBeyond) {
    for (unsigned code = 0; code < 0x120000; ++code) {
        const bool exists = code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF);
        ASSERT_EQ(is_utf8(encoded(code)), exists) << code;
    }
}

TEST(Utf8, RefusesOverlongFormsStrayBytesAndCutSequences) {
    for (const char* text : {"\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\x80", "\xBF", "\xFE", "\xFF",
                             "\xF5\x80\x80\x80", "a\xE2\x82", "\xE2\x82z", "\xC3", "\xF0\x9F\x98"})
        EXPECT_FALSE(is_utf8(text));
    EXPECT_TRUE(is_utf8(""));
}

}  // namespace
}  // namespace tacit::json
