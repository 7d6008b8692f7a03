#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include "collector/http/server.h"
#include "tests/support/certificate.h"
#include "tests/support/raw_client.h"
#include "tests/support/temp_folder.h"

namespace tacit::http {
namespace {

// A TLS client that can do what no HTTP library does.
class TlsClient {
public:
    explicit TlsClient(int port, int version_max = TLS1_3_VERSION) : context_(SSL_CTX_new(TLS_client_method())) {
        SSL_CTX_set_max_proto_version(context_, version_max);
        bio_ = BIO_new_ssl_connect(context_);
        BIO_set_conn_hostname(bio_, ("127.0.0.1:" + std::to_string(port)).c_str());
        BIO_get_ssl(bio_, &tls_);
        connected_ = BIO_do_connect(bio_) == 1;
    }
    ~TlsClient() {
        BIO_free_all(bio_);
        SSL_CTX_free(context_);
    }
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;

    bool connected() const { return connected_; }
    void send(const std::string& bytes) { BIO_write(bio_, bytes.data(), static_cast<int>(bytes.size())); }
    // All until the next end like this.
    std::string receive_until(const std::string& end) {
        std::size_t at = std::string::npos;
        char buffer[4096];
        while ((at = waiting_.find(end)) == std::string::npos) {
            const int size = BIO_read(bio_, buffer, sizeof buffer);
            if (size <= 0) return {};
            waiting_.append(buffer, static_cast<std::size_t>(size));
        }
        const std::string text = waiting_.substr(0, at + end.size());
        waiting_.erase(0, text.size());
        return text;
    }
    bool has_ticket() const { return SSL_SESSION_has_ticket(SSL_get_session(tls_)) == 1; }
    bool renegotiates() { return SSL_renegotiate(tls_) == 1 && SSL_do_handshake(tls_) == 1; }

private:
    SSL_CTX* context_;
    BIO* bio_ = nullptr;
    SSL* tls_ = nullptr;
    bool connected_ = false;
    std::string waiting_;
};

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

TEST_F(HttpsServer, AnswersRequestsThatCameInOneRecord) {
    auto server = Server::start({"127.0.0.1", 0, folder_ / "cert", folder_ / "key"}, router_, metrics_);
    TlsClient client((*server)->port());
    ASSERT_TRUE(client.connected());
    const std::string one = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\nabc";

    client.send(one + one + one);

    for (int i = 0; i < 3; ++i) EXPECT_THAT(client.receive_until("abc"), testing::EndsWith("abc"));
}

TEST_F(HttpsServer, NeitherShakesHandsAgainNorRemembersAVisitor) {
    auto server = Server::start({"127.0.0.1", 0, folder_ / "cert", folder_ / "key"}, router_, metrics_);
    TlsClient client((*server)->port(), TLS1_2_VERSION);
    ASSERT_TRUE(client.connected());
    EXPECT_FALSE(client.has_ticket());
    EXPECT_FALSE(client.renegotiates());
    EXPECT_FALSE(TlsClient((*server)->port()).has_ticket());
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
