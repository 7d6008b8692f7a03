#include "crypto/seal/passphrase.h"

#include <gtest/gtest.h>

#include "tests/support/seeded_random.h"

namespace tacit::seal {
namespace {

class Passphrase : public testing::Test {
protected:
    Bytes seal(ByteView plaintext) { return seal_with_passphrase(random_, passphrase_, plaintext).value(); }

    test::SeededRandom random_{1};
    const ByteView passphrase_ = as_bytes("correct horse battery staple");
};

TEST_F(Passphrase, OpensWhatItSealedAlsoEmptyAndInSeveralPieces) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{65'536}, std::size_t{150'001}}) {
        Bytes plaintext(size, 3);
        if (size > 0) plaintext.back() = 4;

        const auto opened = open_with_passphrase(passphrase_, seal(plaintext));

        ASSERT_TRUE(opened) << to_text(opened.error());
        EXPECT_TRUE(equal(opened->view(), plaintext)) << size;
    }
}

TEST_F(Passphrase, HoldsNothingOfTheContentInPlainText) {
    const Bytes sealed = seal(as_bytes("went for a walk"));

    EXPECT_EQ(as_text(sealed).find("walk"), std::string_view::npos);
    EXPECT_NE(sealed, seal(as_bytes("went for a walk")));
}

TEST_F(Passphrase, RefusesAnotherPassphraseAndAChangedFile) {
    Bytes sealed = seal(as_bytes("journal"));

    EXPECT_EQ(open_with_passphrase(as_bytes("correct horse"), sealed).error().fault, Fault::refused);
    for (const std::size_t at : {std::size_t{20}, std::size_t{40}, sealed.size() - 1}) {
        sealed[at] ^= 1;
        EXPECT_EQ(open_with_passphrase(passphrase_, sealed).error().fault, Fault::refused) << at;
        sealed[at] ^= 1;
    }
    EXPECT_TRUE(open_with_passphrase(passphrase_, sealed));
}

TEST_F(Passphrase, RefusesAFileThatWasCutBetweenTwoPiecesOrGrew) {
    const Bytes sealed = seal(Bytes(65'536 + 10, 1));
    const std::size_t last_piece = 10 + 17;

    EXPECT_FALSE(open_with_passphrase(passphrase_, ByteView(sealed).first(sealed.size() - last_piece)));
    Bytes longer = sealed;
    longer.resize(longer.size() + 65'536, 0);
    EXPECT_FALSE(open_with_passphrase(passphrase_, longer));
}

TEST_F(Passphrase, SaysWhereAFileIsOfAnotherKind) {
    const auto opened = open_with_passphrase(passphrase_, as_bytes("%PDF-1.7"));

    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, Fault::malformed);
    EXPECT_FALSE(opened.error().remedy.empty());
}

}  // namespace
}  // namespace tacit::seal
