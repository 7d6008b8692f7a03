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

INSTANTIATE_TEST_SUITE_P(Form, ContentCoding, testing::Values(Encoding::gzip, Encoding::brotli),
                         [](const auto& each) { return std::string(name(each.param)); });

}  // namespace
}  // namespace tacit::form
