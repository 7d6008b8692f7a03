// Against servers that answer what no collector would.
#include "client/native/transport.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/raw_server.h"

namespace tacit::native {
namespace {

using test::RawServer;

TEST(Transport, RefusesAnAnswerWhoseLinesAreTooLongOrTooMany) {
    for (const auto& [answer, endlessly] : test::kEndlessLines) {
        const RawServer server(answer, endlessly);
        Transport transport({});

        const auto response = transport.get(server.url());

        ASSERT_FALSE(response) << answer.substr(0, 80);
        EXPECT_EQ(response.error().fault, Fault::refused) << answer.substr(0, 80);
        EXPECT_THAT(to_text(response.error()), testing::HasSubstr("127.0.0.1"));
    }
}

TEST(Transport, RefusesABodyWithoutEnd) {
    const RawServer server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                           "10000\r\n" + std::string(0x10000, 'a') + "\r\n");
    Transport transport({});

    const auto response = transport.get(server.url());

    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().fault, Fault::refused);
}

TEST(Transport, ReadsAnAnswerInChunksWithLongLines) {
    const RawServer server("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 " + std::string(4'000, 'a') +
                           "\r\nA: " + std::string(4'000, 'b') +
                           "\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n");
    Transport transport({});

    const auto response = transport.get(server.url());

    ASSERT_TRUE(response) << to_text(response.error());
    EXPECT_EQ(as_text(response->body), "abc");
}

TEST(Transport, RefusesWhatIsNoAddressOfAServer) {
    Transport transport({});

    for (const char* url : {"ftp://a.example/", "http:///x", "http://127.0.0.1:x/", "http://127.0.0.1:70000/"}) {
        const auto response = transport.get(url);

        ASSERT_FALSE(response) << url;
        EXPECT_EQ(response.error().fault, Fault::refused) << url;
    }
}

}  // namespace
}  // namespace tacit::native
