#include "crypto/xof/xof.h"

#include <gtest/gtest.h>

#include "crypto/field/vector.h"
#include "tests/support/seeded_random.h"

namespace tacit::xof {
namespace {

Bytes turboshake(ByteView message, std::uint8_t domain, std::size_t size) {
    TurboShake128 sponge;
    sponge.absorb(message);
    sponge.finish(domain);
    Bytes out(size);
    sponge.squeeze(out);
    return out;
}

// Elements of one byte below 200: small enough to see rejections, which for the real fields never happen in a lifetime.
struct Below200 {
    static constexpr std::size_t kEncodedSize = 1;
    std::uint8_t value = 0;
    static bool decode(const std::uint8_t* in, Below200& out) {
        out.value = *in;
        return *in < 200;
    }
};

}  // namespace

// RFC 9861 section 5.
TEST(TurboShake128, GivesTheAnswersOfItsStandard) {
    EXPECT_EQ(to_hex(turboshake({}, 0x1f, 64)),
              "1e415f1c5983aff2169217277d17bb538cd945a397ddec541f1ce41af2c1b74c"
              "3e8ccae2a4dae56c84a04c2385c03c15e8193bdf58737363321691c05462c8df");
}

TEST(TurboShake128, DoesNotDependOnHowItsInputAndOutputAreCut) {
    test::SeededRandom random(1);
    for (const std::size_t size : {0u, 1u, 7u, 8u, 167u, 168u, 169u, 335u, 336u, 337u, 1000u}) {
        Bytes message(size);
        random.fill(message);
        const Bytes whole = turboshake(message, 1, 500);

        for (const std::size_t step : {1u, 3u, 8u, 13u, 168u}) {
            TurboShake128 sponge;
            for (std::size_t i = 0; i < size; i += step)
                sponge.absorb(ByteView(message).subspan(i, std::min(step, size - i)));
            sponge.finish(1);
            Bytes out(500);
            for (std::size_t i = 0; i < out.size(); i += step)
                sponge.squeeze(std::span(out).subspan(i, std::min(step, out.size() - i)));
            EXPECT_EQ(out, whole) << size << " in steps of " << step;
        }
    }
}

TEST(Xof, SeparatesSeedTagAndBinder) {
    const Bytes seed(32, 1);
    const auto output = [&](ByteView tag, ByteView binder) {
        XofTurboShake128 stream(seed, {tag});
        stream.bind(binder);
        Bytes out(32);
        stream.next(out);
        return out;
    };
    const Bytes a{1, 2}, b{3}, all{1, 2, 3};
    EXPECT_NE(output(a, b), output(all, {}));
    EXPECT_NE(output(a, b), output({}, all));
    EXPECT_EQ(output(a, b), output(a, b));
}

TEST(Xof, JoinsThePartsOfATag) {
    const Bytes seed(32, 1), a{1, 2}, b{3}, all{1, 2, 3};
    XofTurboShake128 parts(seed, {a, b});
    XofTurboShake128 whole(seed, {all});
    Bytes from_parts(32), from_whole(32);

    parts.next(from_parts);
    whole.next(from_whole);

    EXPECT_EQ(from_parts, from_whole);
}

TEST(Xof, GivesFieldElementsThatAreTheBytesOfItsStream) {
    const Bytes seed(32, 1);
    for (const std::size_t count : {1u, 20u, 21u, 22u, 42u, 43u, 100u}) {
        Bytes bytes(count * 16);
        std::vector<field::Field128> elements(count);
        XofTurboShake128(seed, {}).next(bytes);
        XofTurboShake128(seed, {}).next_vector(std::span(elements));

        Bytes encoded(bytes.size());
        field::encode<field::Field128>(elements, encoded);
        EXPECT_EQ(encoded, bytes) << count;
    }
}

TEST(Xof, SkipsWhatIsNotBelowTheModulus) {
    const Bytes seed(32, 1);
    Bytes bytes(3000);
    XofTurboShake128(seed, {}).next(bytes);
    std::erase_if(bytes, [](std::uint8_t byte) { return byte >= 200; });
    ASSERT_GT(bytes.size(), 2000u);

    std::vector<Below200> elements(2000);
    XofTurboShake128(seed, {}).next_vector(std::span(elements));

    for (std::size_t i = 0; i < elements.size(); ++i) EXPECT_EQ(elements[i].value, bytes[i]) << i;
}

}  // namespace tacit::xof
