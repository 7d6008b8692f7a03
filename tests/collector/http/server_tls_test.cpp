#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include "collector/http/server.h"
#include "tests/support/certificate.h"
#include "tests/support/raw_client.h"
#include "tests/support/temp_folder.h"

namespace tacit::http {
namespace {

class HttpsServer : public testing::Test {
protected:
    HttpsServer() {
        test::write_certificate(folder_ / "cert", folder_ / "key");
        router_.add({Resource::close, Method::post, "/echo", {}, 1 << 20, false, [](const Request& request) {
                         return answer("text/plain", request.body);
                     }});
    }
    const test::TempFolder folder_;
    Router router_;
    ops::Metrics metrics_;
};

TEST_F(HttpsServer, AnswersOverTlsWithItsCertificate) {
    auto server = Server::start({"127.0.0.1", 0, folder_ / "cert", folder_ / "key"}, router_, metrics_);
    ASSERT_TRUE(server);
    httplib::SSLClient client("127.0.0.1", (*server)->port());
    client.set_ca_cert_path((folder_ / "cert").string());
    client.enable_server_certificate_verification(true);

    for (const std::size_t size : {0u, 10u, 1u << 20}) {
        const auto response = client.Post("/echo", std::string(size, 'a'), "application/json");
        ASSERT_TRUE(response) << to_string(response.error());
        EXPECT_EQ(response->status, 200);
        EXPECT_EQ(response->body.size(), size);
    }
}

TEST_F(HttpsServer, GoesOnAfterClientsThatDoNotSpeakTls) {
    auto server = Server::start({"127.0.0.1", 0, folder_ / "cert", folder_ / "key"}, router_, metrics_);
    for (int i = 0; i < 3; ++i) {
        test::RawClient plain((*server)->port());
        plain.send("GET / HTTP/1.1\r\n\r\n");
        EXPECT_THAT(plain.receive(), testing::Not(testing::HasSubstr("HTTP/1.1")));
    }
    httplib::SSLClient client("127.0.0.1", (*server)->port());
    client.enable_server_certificate_verification(false);

    EXPECT_TRUE(client.Post("/echo", "x", "application/json"));
}

TEST_F(HttpsServer, RefusesACertificateThatDoesNotBelongToTheKey) {
    test::write_certificate(folder_ / "other", folder_ / "other-key");

    const auto started = Server::start({"127.0.0.1", 0, folder_ / "cert", folder_ / "other-key"}, router_, metrics_);

    ASSERT_FALSE(started);
    EXPECT_THAT(to_text(started.error()), testing::HasSubstr("belong together"));
}

}  // namespace
}  // namespace tacit::http
