// The server against clients that do not behave. Times are short so that the tests are.
#include "collector/http/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "tests/support/raw_client.h"

namespace tacit::http {
namespace {

using std::chrono::milliseconds;
using test::RawClient;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kMessage = "Content-Type: application/ppm-dap;message=upload-req\r\n";

class HttpServer : public testing::Test {
protected:
    HttpServer() {
        router_.add({Resource::reports, Method::post, "/tasks/{task}/reports", wire::MediaType::upload_req, 64 * 1024,
                     true, [](const Request& request) {
                         return answer("text/plain", as_bytes(std::to_string(request.body.size())));
                     }});
        router_.add({Resource::livez, Method::get, "/livez", {}, 0, false, [](const Request&) {
                         return answer("text/plain", as_bytes("alive"));
                     }});
        router_.add({Resource::readyz, Method::get, "/slow", {}, 0, false, [this](const Request&) {
                         entered_.count_down();
                         release_.wait();
                         return answer("text/plain", as_bytes("done"));
                     }});
    }
    void start(Limits limits = {}) {
        auto started = Server::start({"127.0.0.1", 0, {}, {}}, router_, metrics_, limits);
        ASSERT_TRUE(started) << to_text(started.error());
        server_ = std::move(*started);
    }
    std::string ask(std::string_view request) {
        RawClient client(server_->port());
        EXPECT_TRUE(client.send(request));
        return client.receive();
    }
    bool alive() { return ask("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").find("\r\n\r\nalive") != std::string::npos; }

    Router router_;
    ops::Metrics metrics_;
    std::latch entered_{1};
    std::latch release_{1};
    std::unique_ptr<Server> server_;
};

std::string post(std::string_view headers, std::string_view body) {
    return "POST /tasks/x/reports HTTP/1.1\r\nHost: x\r\n" + std::string(kMessage) + std::string(headers) + "\r\n" +
           std::string(body);
}
std::string length(std::size_t size) { return "Content-Length: " + std::to_string(size) + "\r\n"; }

TEST_F(HttpServer, AnswersSeveralRequestsOverOneConnection) {
    start();
    RawClient client(server_->port());

    for (const std::size_t size : {5u, 0u, 64u * 1024u}) {
        client.send(post(length(size), std::string(size, 'a')));
        EXPECT_THAT(client.receive(), testing::EndsWith("\r\n\r\n" + std::to_string(size)));
    }
}

TEST_F(HttpServer, AnswersRequestsThatWereSentTogether) {
    start();
    RawClient client(server_->port());
    client.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\nGET /livez HTTP/1.1\r\nHost: x\r\n\r\n");

    EXPECT_THAT(client.receive(), testing::EndsWith("alive"));
    EXPECT_THAT(client.receive(), testing::EndsWith("alive"));
}

TEST_F(HttpServer, SaysHowLongAConnectionMayBeSilent) {
    start({.keep_alive = milliseconds(3000)});
    EXPECT_THAT(ask("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"), HasSubstr("Keep-Alive: timeout=3,"));
}

TEST_F(HttpServer, RefusesALargeBodyAndEndsTheConnection) {
    start();
    RawClient client(server_->port());
    client.send(post(length(64 * 1024 + 1), std::string(64 * 1024 + 1, 'a')));

    EXPECT_THAT(client.receive(), StartsWith("HTTP/1.1 413"));
    EXPECT_TRUE(client.closes());
    EXPECT_TRUE(alive());
}

TEST_F(HttpServer, RefusesAChunkedBody) {
    start();
    EXPECT_THAT(ask(post("Transfer-Encoding: chunked\r\n", "5\r\naaaaa\r\n0\r\n\r\n")), StartsWith("HTTP/1.1 411"));
}

TEST_F(HttpServer, RefusesACompressedBody) {
    start();
    EXPECT_THAT(ask(post("Content-Encoding: gzip\r\n" + length(5), "aaaaa")), StartsWith("HTTP/1.1 415"));
}

TEST_F(HttpServer, NeverTakesAnUnreadBodyForARequest) {
    start();
    const std::string smuggled = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";
    for (const std::string& request : {"GET /livez HTTP/1.1\r\n" + length(smuggled.size()) + "\r\n" + smuggled,
                                       "GET /livez HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + smuggled,
                                       post(length(1) + length(smuggled.size()), smuggled),
                                       "POST /livez HTTP/1.1\r\n" + length(smuggled.size()) + "\r\n" + smuggled}) {
        RawClient client(server_->port());
        client.send(request);
        EXPECT_THAT(client.receive(), StartsWith("HTTP/1.1 ")) << request;
        EXPECT_TRUE(client.closes()) << request;
    }
}

TEST_F(HttpServer, RefusesWhatAProxyMayReadDifferentlyAndEndsTheConnection) {
    start();
    const std::string smuggled = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";
    for (const std::string lines :
         {"Transfer-Encoding : chunked\r\n", "X: a\r\n Transfer-Encoding: chunked\r\n", "X: a\nContent-Length: 40\r\n",
          "Content-Length: 0x28\r\n", "Content-Length: abc\r\n", "Content-Length: +0\r\n", "Content-Length: 0, 40\r\n",
          "Content-Length:\r\n", "Content-Length: 0\r\nContent-Length: 40\r\n"}) {
        for (const std::string first : {"GET /livez HTTP/1.1\r\n", "POST /tasks/x/reports HTTP/1.1\r\n"}) {
            RawClient client(server_->port());
            client.send(first + lines + "\r\n" + smuggled);
            EXPECT_THAT(client.receive(), StartsWith("HTTP/1.1 400")) << lines;
            EXPECT_TRUE(client.closes()) << lines;
        }
    }
}

TEST_F(HttpServer, RefusesGarbageAndGoesOn) {
    start();
    EXPECT_THAT(ask("\x16\x03\x01\x02garbage\r\n\r\n"), testing::AnyOf("", StartsWith("HTTP/1.1 400")));
    EXPECT_THAT(ask("GET\r\n\r\n"), testing::AnyOf("", StartsWith("HTTP/1.1 400")));
    std::string endless = "GET /livez HTTP/1.1\r\n";
    while (endless.size() < 40'000) endless += "X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n";
    EXPECT_THAT(ask(endless + "\r\n"), Not(HasSubstr("200")));
    EXPECT_TRUE(alive());
}

TEST_F(HttpServer, IgnoresRangesAndOffersNoCompression) {
    start();
    const std::string text = ask("GET /livez HTTP/1.1\r\nRange: bytes=0-1,1-2\r\nAccept-Encoding: gzip\r\n\r\n");

    EXPECT_THAT(text, StartsWith("HTTP/1.1 200"));
    EXPECT_THAT(text, testing::EndsWith("alive"));
}

TEST_F(HttpServer, EndsAConnectionThatSendsItsRequestTooSlowly) {
    start({.read_step = milliseconds(100)});
    RawClient client(server_->port());
    client.send(post(length(10), "aaa"));

    EXPECT_THAT(client.receive(), testing::AnyOf("", StartsWith("HTTP/1.1 400")));
    EXPECT_TRUE(client.closes());
}

TEST_F(HttpServer, BoundsTheTimeOfAWholeRequestThatDripsIn) {
    start({.read_step = milliseconds(1000), .request = milliseconds(400)});
    RawClient client(server_->port());
    const auto begun = std::chrono::steady_clock::now();
    client.send("GET /livez");

    while (client.send("e") && !client.closes(milliseconds(20)) &&
           std::chrono::steady_clock::now() - begun < std::chrono::seconds(60)) {
    }

    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(30));
}

TEST_F(HttpServer, EndsASilentConnection) {
    start({.first_byte = milliseconds(100)});
    RawClient client(server_->port());

    EXPECT_TRUE(client.closes());
}

TEST_F(HttpServer, AnswersWhileHundredsOfConnectionsSayNothing) {
    start({.workers = 2});
    std::vector<RawClient> silent;
    for (int i = 0; i < 400; ++i) silent.emplace_back(server_->port());
    ASSERT_TRUE(silent.back().connected());

    EXPECT_TRUE(alive());
}

TEST_F(HttpServer, AnswersWhileHundredsOfRequestsAreHalfSent) {
    start({.workers = 2, .read_step = milliseconds(60'000)});
    std::vector<RawClient> slow;
    for (int i = 0; i < 300; ++i) {
        slow.emplace_back(server_->port());
        const std::string whole = post(length(5000), std::string(5000, 'a'));
        ASSERT_TRUE(slow.back().send(std::string_view(whole).substr(0, static_cast<std::size_t>(i) * 17)));
    }

    EXPECT_TRUE(alive());
    // And each is answered once it is whole.
    const std::string whole = post(length(5000), std::string(5000, 'a'));
    for (std::size_t i : {0u, 1u, 8u, 150u, 299u}) {
        slow[i].send(std::string_view(whole).substr(std::min(whole.size(), i * 17)));
        EXPECT_THAT(slow[i].receive(), testing::EndsWith("\r\n\r\n5000")) << i;
    }
}

// Each asks for more than the network takes at once, and does not read it. A worker may still be answering when the
// test is over: the answer is its own.
TEST_F(HttpServer, AnswersWhileManyDoNotReadTheirAnswers) {
    const std::string large(8 << 20, 'a');
    router_.add({Resource::releases, Method::get, "/large", {}, 0, false, [large](const Request&) {
                     return answer("text/plain", as_bytes(large));
                 }});
    start({.workers = 2});
    std::vector<RawClient> slow;
    for (int i = 0; i < 6; ++i) {
        slow.emplace_back(server_->port());
        slow.back().send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    EXPECT_TRUE(alive());
    EXPECT_THAT(slow[5].receive(), testing::EndsWith("\r\n\r\n" + large));
}

// Visitors who stay after they were refused.
TEST_F(HttpServer, AnswersWhileManyDoNotLeave) {
    start({.workers = 1});
    std::vector<RawClient> staying;
    for (int i = 0; i < 100; ++i) {
        staying.emplace_back(server_->port());
        staying.back().send(post(length(2 << 20), "aaa"));
    }
    for (RawClient& client : staying) EXPECT_THAT(client.receive(), StartsWith("HTTP/1.1 413"));

    EXPECT_TRUE(alive());
    for (RawClient& client : staying) EXPECT_TRUE(client.closes());
}

TEST_F(HttpServer, SaysThatTheBodyMayComeWhereThatIsWaitedFor) {
    start();
    RawClient client(server_->port());
    client.send(post("Expect: 100-continue\r\n" + length(5), ""));
    EXPECT_THAT(client.receive(), StartsWith("HTTP/1.1 100"));
    client.send("aaaaa");
    EXPECT_THAT(client.receive(), testing::EndsWith("\r\n\r\n5"));
}

TEST_F(HttpServer, ReadsALargeBodyInAWorker) {
    start({.workers = 1, .body_gathered_max = 100});
    RawClient client(server_->port());
    const std::string whole = post(length(5000), std::string(5000, 'a')) + "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";
    for (std::size_t at = 0; at < whole.size(); at += 700) client.send(std::string_view(whole).substr(at, 700));

    EXPECT_THAT(client.receive(), testing::EndsWith("\r\n\r\n5000"));
    EXPECT_THAT(client.receive(), testing::EndsWith("alive"));
}

TEST_F(HttpServer, SendsSlowVisitorsAwayWhereThereIsNoMemoryForThem) {
    start({.workers = 1, .held_max = 1000});
    const std::string whole = post(length(5000), std::string(5000, 'a'));
    RawClient slow(server_->port());
    slow.send(std::string_view(whole).substr(0, 3000));
    EXPECT_TRUE(slow.closes());

    EXPECT_THAT(ask(whole), testing::EndsWith("\r\n\r\n5000")) << "not who brings all at once";
}

// A visitor who sends a byte again and again is with a worker when its time is over, and not with those who wait.
TEST_F(HttpServer, KeepsNoRoomForVisitorsWhoAreGone) {
    start({.workers = 1, .held_max = 2000, .request = milliseconds(400)});
    RawClient dripping(server_->port());
    dripping.send(post(length(5000), std::string(1300, 'a')));
    while (dripping.send("a") && !dripping.closes(milliseconds(1))) {
    }

    const std::string whole = post(length(1000), std::string(1000, 'a'));
    RawClient client(server_->port());
    client.send(std::string_view(whole).substr(0, 900));
    EXPECT_TRUE(client.silent(milliseconds(20)));
    client.send(std::string_view(whole).substr(900));
    EXPECT_THAT(client.receive(), testing::EndsWith("\r\n\r\n1000"));
}

TEST_F(HttpServer, AnswersWhileOneVisitorNeverStopsAsking) {
    start({.workers = 1});
    RawClient greedy(server_->port());
    std::string many;
    for (int i = 0; i < 1000; ++i) many += "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";
    std::latch asking{1};
    std::jthread sending([&] {
        while (greedy.send(many)) {
        }
    });
    std::jthread receiving([&] {
        greedy.receive();
        asking.count_down();
        while (!greedy.receive().empty()) {
        }
    });
    asking.wait();

    RawClient client(server_->port());
    client.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(client.receive(std::chrono::seconds(10)), testing::EndsWith("alive"));
    server_.reset();  // ends the greedy one where it is not ended yet
}

TEST_F(HttpServer, CountsItsConnectionsTogetherWithThoseOfOtherServers) {
    start();
    auto other = Server::start({"127.0.0.1", 0, {}, {}}, router_, metrics_);
    ASSERT_TRUE(other);
    const auto counted = [&](std::string_view line, milliseconds time) {
        const auto until = std::chrono::steady_clock::now() + time;
        while (metrics_.text().find(line) == std::string::npos && std::chrono::steady_clock::now() < until)
            std::this_thread::sleep_for(milliseconds(1));
        return metrics_.text().find(line) != std::string::npos;
    };
    {
        std::vector<RawClient> clients;
        for (int i = 0; i < 3; ++i) clients.emplace_back(server_->port());
        clients.emplace_back((*other)->port());
        EXPECT_TRUE(counted("tacit_connections_open 4\n", std::chrono::seconds(4)));
        EXPECT_FALSE(counted("tacit_connections_open 3\n", milliseconds(300)));
        other->reset();
        EXPECT_TRUE(counted("tacit_connections_open 3\n", milliseconds(0)));
    }
}

TEST_F(HttpServer, TurnsAwayWhatTheQueueCannotHold) {
    start({.workers = 1, .queue_max = 1});
    RawClient slow(server_->port());
    slow.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    entered_.wait();
    RawClient queued(server_->port());
    queued.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(queued.silent(milliseconds(500)));

    const std::string text = ask("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
    release_.count_down();

    EXPECT_THAT(text, StartsWith("HTTP/1.1 503"));
    EXPECT_THAT(text, HasSubstr("Retry-After"));
    EXPECT_THAT(slow.receive(), HasSubstr("done"));
    EXPECT_THAT(queued.receive(), HasSubstr("alive"));
    EXPECT_THAT(metrics_.text(), HasSubstr("tacit_http_overloaded_total 1"));
}

TEST_F(HttpServer, FinishesTheRequestUnderWayWhenItStops) {
    start();
    RawClient client(server_->port());
    client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    entered_.wait();

    std::jthread stopping([this] { server_.reset(); });
    release_.count_down();

    EXPECT_THAT(client.receive(), HasSubstr("done"));
}

TEST_F(HttpServer, SaysWhatToDoWhereThePortIsTaken) {
    start();
    const auto second = Server::start({"127.0.0.1", server_->port(), {}, {}}, router_, metrics_);

    ASSERT_FALSE(second);
    EXPECT_THAT(to_text(second.error()), HasSubstr("stop the program that uses this port"));
}

TEST_F(HttpServer, ServesPlainHttpOnLoopbackOnly) {
    const auto started = Server::start({"0.0.0.0", 0, {}, {}}, router_, metrics_);

    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().fault, Fault::refused);
}

}  // namespace
}  // namespace tacit::http
