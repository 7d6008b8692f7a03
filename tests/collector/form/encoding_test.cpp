#include "collector/form/encoding.h"

#include <gtest/gtest.h>

namespace tacit::form {
namespace {

class ContentCoding : public testing::TestWithParam<Encoding> {
protected:
    static std::string encoded(const std::string& content) { return encode(GetParam(), content).value(); }
    static Result<std::string> decoded(const std::string& bytes, std::size_t size_max = 1 << 20) {
        return decode(GetParam(), bytes, size_max);
    }
};

TEST_P(ContentCoding, GivesBackWhatWentIn) {
    std::string content;
    for (int i = 0; i < 3000; ++i) {
        if (i % 500 < 3) {
            EXPECT_EQ(decoded(encoded(content)).value(), content) << content.size();
        }
        content += static_cast<char>(i * i % 251);
    }
}

TEST_P(ContentCoding, MakesTheSameBytesEachTime) {
    const std::string content(5000, 'x');
    EXPECT_EQ(encoded(content), encoded(content));
    EXPECT_LT(encoded(content).size(), 100u);
}

TEST_P(ContentCoding, RefusesWhatIsCutOffOrLonger) {
    const std::string bytes = encoded(std::string(5000, 'x'));
    EXPECT_FALSE(decoded(bytes.substr(0, bytes.size() - 1)));
    EXPECT_FALSE(decoded(bytes + "x"));
    EXPECT_FALSE(decoded(""));
}

TEST_P(ContentCoding, NeverGivesMoreThanIsAllowed) {
    const std::string bytes = encoded(std::string(5000, 'x'));
    EXPECT_TRUE(decoded(bytes, 5000));
    EXPECT_FALSE(decoded(bytes, 4999));
    EXPECT_FALSE(decoded(bytes, 0));
}

TEST(Encoding, KeepsACompressedFormOnlyWhereItIsSmaller) {
    const std::string long_text(5000, 'a');
    const Content long_content = compressed(long_text).value();
    EXPECT_EQ(decode(Encoding::gzip, long_content.gzip, long_text.size()).value(), long_text);
    EXPECT_EQ(decode(Encoding::brotli, long_content.brotli, long_text.size()).value(), long_text);

    const Content short_content = compressed("a").value();
    EXPECT_EQ(short_content.plain, "a");
    EXPECT_TRUE(short_content.gzip.empty() && short_content.brotli.empty());
    EXPECT_NE(short_content.hash, long_content.hash);
}

INSTANTIATE_TEST_SUITE_P(Form, ContentCoding, testing::Values(Encoding::gzip, Encoding::brotli),
                         [](const auto& each) { return std::string(name(each.param)); });

}  // namespace
}  // namespace tacit::form
