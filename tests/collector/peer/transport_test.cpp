#include "collector/peer/transport.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collector/http/server.h"
#include "tests/support/certificate.h"
#include "tests/support/raw_server.h"
#include "tests/support/temp_folder.h"

namespace tacit::peer {
namespace {

TEST(Resolve, KeepsToTheServerThatWasAsked) {
    const std::string url = "https://b.example:8443/x/jobs";

    EXPECT_EQ(resolve(url, "/x/jobs/1"), "https://b.example:8443/x/jobs/1");
    EXPECT_EQ(resolve(url, "1"), "https://b.example:8443/x/1");
    EXPECT_EQ(resolve(url, "https://b.example:8443/y"), "https://b.example:8443/y");
    EXPECT_EQ(resolve(url, "https://b.example/y"), std::nullopt);
    EXPECT_EQ(resolve(url, "https://evil.example/y"), std::nullopt);
    EXPECT_EQ(resolve(url, "//evil.example/y"), std::nullopt);
    EXPECT_EQ(resolve(url, ""), std::nullopt);
}

class HttpTransport : public testing::Test {
protected:
    HttpTransport() {
        test::write_certificate(folder_ / "cert", folder_ / "key");
        router_.add({http::Resource::close,
                     http::Method::post,
                     "/x/echo",
                     {},
                     1 << 16,
                     false,
                     [](const http::Request& request) {
                         http::Response response = http::answer("text/plain", request.body, 201);
                         response.with("Location", "/x/echo/1").with("Retry-After", "7");
                         response.with("Tacit-Ledger-Head", request.ledger_head + "+" + request.bearer);
                         return response;
                     }});
        router_.add({http::Resource::livez, http::Method::get, "/away", {}, 0, false, [](const http::Request&) {
                         return http::Response{302, {}, {}, {{"Location", "https://evil.example/"}}};
                     }});
        router_.add({http::Resource::livez, http::Method::get, "/long", {}, 0, false, [](const http::Request&) {
                         return http::Response{204, {}, {}, {{"X-Long", std::string(300'000, 'a')}}};
                     }});
    }
    std::string start(bool tls) {
        auto started = tls ? http::Server::start({"127.0.0.1", 0, folder_ / "cert", folder_ / "key"}, router_, metrics_)
                           : http::Server::start({"127.0.0.1", 0, {}, {}}, router_, metrics_);
        EXPECT_TRUE(started);
        server_ = std::move(*started);
        return (tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(server_->port());
    }
    const test::TempFolder folder_;
    http::Router router_;
    ops::Metrics metrics_;
    std::unique_ptr<http::Server> server_;
};

TEST_F(HttpTransport, CarriesTheRequestAndTheAnswer) {
    const std::string server = start(true);
    const SecretBytes token(as_bytes("token"));
    Call call{Method::post, server + "/x/echo", "application/json", {1, 2}, &token, "head"};

    const auto answer = http_transport(folder_ / "cert")->send(call);

    ASSERT_TRUE(answer) << to_text(answer.error());
    EXPECT_EQ(answer->status, 201);
    EXPECT_EQ(answer->body, (Bytes{1, 2}));
    EXPECT_EQ(answer->location, server + "/x/echo/1");
    EXPECT_EQ(answer->retry_after, std::chrono::seconds(7));
    EXPECT_EQ(answer->ledger_head, "head+token");
}

TEST_F(HttpTransport, RefusesACertificateThatNobodyItTrustsHasSigned) {
    const std::string server = start(true);

    const auto answer = http_transport()->send({Method::post, server + "/x/echo", "application/json", {1}});

    ASSERT_FALSE(answer);
    EXPECT_THAT(answer.error().what, testing::HasSubstr("certificate"));
}

TEST_F(HttpTransport, RefusesAnAnswerLargerThanAllowed) {
    const std::string server = start(false);
    Call call{Method::post, server + "/x/echo", "application/json", Bytes(1000)};
    call.answer_size_max = 999;

    const auto answer = http_transport()->send(call);

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().fault, Fault::refused);
}

TEST_F(HttpTransport, CarriesABodyOfManyRecords) {
    const std::string server = start(true);
    const Call call{Method::post, server + "/x/echo", "application/json", Bytes(60'000, 7)};

    const auto answer = http_transport(folder_ / "cert")->send(call);

    ASSERT_TRUE(answer) << to_text(answer.error());
    EXPECT_EQ(answer->body, call.body);
}

TEST_F(HttpTransport, RefusesAnAnswerWhoseLinesAreTooLongOrTooMany) {
    for (const auto& [answer, endlessly] : test::kEndlessLines) {
        const test::RawServer server(answer, endlessly);

        const auto got = http_transport()->send({Method::get, server.url()});

        ASSERT_FALSE(got) << answer.substr(0, 80);
        EXPECT_EQ(got.error().fault, Fault::refused) << answer.substr(0, 80);
        EXPECT_THAT(to_text(got.error()), testing::HasSubstr("127.0.0.1"));
    }
    const auto encrypted = http_transport(folder_ / "cert")->send({Method::get, start(true) + "/long"});
    ASSERT_FALSE(encrypted);
    EXPECT_EQ(encrypted.error().fault, Fault::refused);
}

TEST_F(HttpTransport, RefusesABodyWithoutEnd) {
    const test::RawServer server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                                 "10000\r\n" + std::string(0x10000, 'a') + "\r\n");

    const auto got = http_transport()->send({Method::get, server.url()});

    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().fault, Fault::refused);
}

TEST_F(HttpTransport, GivesUpAnAnswerThatDripsIn) {
    for (const char* head : {"HTTP/1.1 200 OK\r\nA: ", "HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n"}) {
        const test::RawServer server(head, "a", std::chrono::milliseconds(50));
        Call call{Method::get, server.url()};
        call.patience = std::chrono::seconds(1);

        const auto begun = std::chrono::steady_clock::now();
        const auto got = http_transport()->send(call);

        ASSERT_FALSE(got);
        EXPECT_EQ(got.error().fault, Fault::unavailable) << "it is asked again";
        EXPECT_THAT(to_text(got.error()), testing::HasSubstr("too slowly"));
        EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(60));
    }
}

TEST_F(HttpTransport, GivesUpAHandshakeThatDripsIn) {
    const std::string record("\x16\x03\x03\x40\x00\x02", 6);  // a handshake of 16,384 bytes, and its first
    const test::RawServer server(record, "a", std::chrono::milliseconds(50), test::RawServer::Begin::at_once);
    Call call{Method::get, server.url("https")};
    call.patience = std::chrono::seconds(1);

    const auto got = http_transport()->send(call);

    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().fault, Fault::unavailable);
    EXPECT_THAT(to_text(got.error()), testing::HasSubstr("too slowly"));
}

TEST_F(HttpTransport, HangsUpWhenTheProgramStops) {
    const test::RawServer server("HTTP/1.1 200 OK\r\nA: ", "a", std::chrono::milliseconds(50));
    const auto transport = http_transport();
    std::jthread stop([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        transport->hang_up();
    });

    const auto cut_off = transport->send({Method::get, server.url()});
    const auto later = transport->send({Method::get, start(false) + "/livez"});

    for (const auto& got : {cut_off, later}) {
        ASSERT_FALSE(got);
        EXPECT_THAT(to_text(got.error()), testing::HasSubstr("stops"));
    }
}

TEST_F(HttpTransport, FollowsNoRedirect) {
    const auto answer = http_transport()->send({Method::get, start(false) + "/away"});

    ASSERT_TRUE(answer) << to_text(answer.error());
    EXPECT_EQ(answer->status, 302);
    EXPECT_EQ(answer->location, "");
}

TEST_F(HttpTransport, NamesTheServerItCannotReach) {
    const std::string server = start(false);
    server_.reset();

    const auto answer = http_transport()->send({Method::get, server + "/livez"});

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().fault, Fault::unavailable);
    EXPECT_THAT(answer.error().what, testing::HasSubstr(server));
}

TEST_F(HttpTransport, SpeaksPlainHttpToThisMachineOnly) {
    EXPECT_FALSE(http_transport()->send({Method::get, "http://b.example/x"}));
}

}  // namespace
}  // namespace tacit::peer
