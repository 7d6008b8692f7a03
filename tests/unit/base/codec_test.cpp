#include "crypto/base/codec.h"

#include <gtest/gtest.h>

#include "tests/support/seeded_random.h"

namespace tacit {
namespace {

using test::SeededRandom;

enum class Colour : std::uint8_t { red = 1, blue = 7 };
bool known(Colour colour) { return colour == Colour::red || colour == Colour::blue; }

struct Id {
    std::array<std::uint8_t, 4> bytes{};
    bool operator==(const Id&) const = default;
};

struct Inner {
    std::uint16_t number = 0;
    Bytes body;
    static auto fields(auto& self, auto&& io) { return io(self.number, list8(self.body)); }
    bool operator==(const Inner&) const = default;
};

// One field of every kind.
struct Outer {
    std::uint8_t small = 0;
    std::uint64_t large = 0;
    std::array<std::uint8_t, 3> array{};
    Id id;
    Colour colour = Colour::red;
    Inner inner;
    std::vector<Inner> list;
    std::string text;
    Bytes blob;
    static auto fields(auto& self, auto&& io) {
        return io(self.small, self.large, self.array, self.id, self.colour, self.inner, list16(self.list),
                  list8(self.text, 1), list32(self.blob));
    }
    bool operator==(const Outer&) const = default;
};

struct OpenEnded {
    std::uint8_t first = 0;
    std::vector<Inner> items;
    static auto fields(auto& self, auto&& io) { return io(self.first, rest(self.items)); }
    bool operator==(const OpenEnded&) const = default;
};

Outer sample() {
    return {.small = 1,
            .large = 0x0203040506070809,
            .array = {10, 11, 12},
            .id = {{13, 14, 15, 16}},
            .colour = Colour::blue,
            .inner = {.number = 0x1112, .body = {0xaa, 0xbb}},
            .list = {{.number = 1, .body = {}}, {.number = 2, .body = {0xcc}}},
            .text = "hi",
            .blob = {0xdd}};
}

TEST(Codec, WritesFieldsInOrderAndBigEndian) {
    EXPECT_EQ(to_hex(encode(sample()).value()),
              "01"
              "0203040506070809"
              "0a0b0c"
              "0d0e0f10"
              "07"
              "111202aabb"
              "0007"
              "000100"
              "000201cc"
              "026869"
              "00000001dd");
}

TEST(Codec, ReadsWhatItWrote) {
    EXPECT_EQ(decode<Outer>(encode(sample()).value()).value(), sample());
    const OpenEnded open_ended{.first = 5, .items = sample().list};
    EXPECT_EQ(decode<OpenEnded>(encode(open_ended).value()).value(), open_ended);
}

TEST(Codec, RefusesEveryTruncationAndATrailingByte) {
    Bytes bytes = encode(sample()).value();
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(decode<Outer>(ByteView(bytes).first(size))) << "accepted the first " << size << " bytes";
    bytes.push_back(0);
    EXPECT_FALSE(decode<Outer>(bytes));
}

TEST(Codec, AnOpenEndedListIsRefusedInsideAnItemOnly) {
    const Bytes bytes = encode(OpenEnded{.first = 5, .items = sample().list}).value();
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
        const bool between_items = size == 1 || size == 4 || size == 8;
        EXPECT_EQ(decode<OpenEnded>(ByteView(bytes).first(size)).has_value(), between_items) << size;
    }
}

// Whatever is accepted has exactly one encoding: the bytes it came from.
TEST(Codec, AcceptedBytesAreTheEncodingOfWhatWasRead) {
    SeededRandom random(1);
    const Bytes valid = encode(sample()).value();
    std::size_t accepted = 0;
    for (int round = 0; round < 20'000; ++round) {
        Bytes bytes = valid;
        const auto draw = random.array<4>();
        bytes[draw[0] % bytes.size()] = draw[1];
        if (draw[2] % 4 == 0) bytes.resize(draw[3] % (bytes.size() + 1));
        if (const auto message = decode<Outer>(bytes)) {
            EXPECT_EQ(encode(*message).value(), bytes);
            ++accepted;
        }
    }
    EXPECT_GT(accepted, 1000u);
}

TEST(Codec, RefusesUnknownEnumerators) {
    Bytes bytes = encode(sample()).value();
    ASSERT_EQ(bytes[16], 7);

    for (const int code : {0, 2, 6, 8, 255}) {
        bytes[16] = static_cast<std::uint8_t>(code);
        const auto message = decode<Outer>(bytes);
        ASSERT_FALSE(message) << code;
        EXPECT_EQ(message.error().where, "byte 16");
    }
}

TEST(Codec, RefusesAListShorterThanItMayBe) {
    Outer outer = sample();
    outer.text.clear();

    EXPECT_FALSE(encode(outer));
    Bytes bytes = encode(sample()).value();
    const std::size_t at = bytes.size() - 8;  // the prefix of `text`
    ASSERT_EQ(bytes[at], 2);
    bytes[at] = 0;
    bytes.erase(bytes.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                bytes.begin() + static_cast<std::ptrdiff_t>(at) + 3);
    EXPECT_FALSE(decode<Outer>(bytes));
}

TEST(Codec, RefusesToWriteAListLongerThanItsPrefixCanSay) {
    EXPECT_TRUE(encode(Inner{.number = 0, .body = Bytes(255)}));
    EXPECT_FALSE(encode(Inner{.number = 0, .body = Bytes(256)}));
}

// A prefix that promises 4 GiB must fail before anything of that size is allocated.
TEST(Codec, RefusesAPrefixBeyondTheMessage) {
    Bytes bytes = encode(sample()).value();
    for (std::size_t i = bytes.size() - 5; i < bytes.size() - 1; ++i) bytes[i] = 0xff;

    EXPECT_FALSE(decode<Outer>(bytes));
}

TEST(Codec, VerbatimKeepsTheBytesItCameFrom) {
    const Bytes bytes = encode(sample()).value();

    const auto verbatim = Verbatim<Outer>::from(bytes);

    ASSERT_TRUE(verbatim);
    EXPECT_EQ(verbatim->value, sample());
    EXPECT_EQ(verbatim->bytes, bytes);
    EXPECT_FALSE(Verbatim<Outer>::from(Bytes{1, 2}));
}

}  // namespace
}  // namespace tacit
