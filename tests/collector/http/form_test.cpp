// The form as a browser gets it: from a form in memory, over the real server.
#include "collector/http/form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collector/http/server.h"
#include "schemas/task/form_headers.h"
#include "tests/support/raw_client.h"

namespace tacit::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::shared_ptr<const form::Installed> some_form(const std::string& script = "start()") {
    form::Installed form;
    form.contents["index.html"] = {"<!doctype html>", "", "", "h1"};
    form.contents["app.js"] = {script, "the gzip bytes", "the brotli bytes", script};
    form.contents["chunk/journal.js"] = {"journal()", "", "", "h3"};
    form.contents["tacit.wasm"] = {"wasm", "", "", "h4"};
    form.contents["form.json"] = {"{}", "", "", "h5"};
    return std::make_shared<const form::Installed>(std::move(form));
}

class HttpForm : public testing::Test {
protected:
    void start(const std::string& public_url = "https://leader.example/") {
        add_form(router_, desk_, public_url, [this] { return others_; });
        auto started = Server::start({"127.0.0.1", 0, {}, {}}, router_, metrics_);
        ASSERT_TRUE(started) << to_text(started.error());
        server_ = std::move(*started);
    }
    std::string ask(const std::string& path, const std::string& headers = {}, const std::string& method = "GET") {
        test::RawClient client(server_->port());
        client.send(method + " " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
        return client.receive();
    }
    static std::string value_of(const std::string& answer, const std::string& name) {
        const std::size_t at = answer.find("\r\n" + name + ": ");
        if (at == std::string::npos) return {};
        const std::size_t begin = at + name.size() + 4;
        return answer.substr(begin, answer.find("\r\n", begin) - begin);
    }

    FormDesk desk_;
    Router router_;
    ops::Metrics metrics_;
    std::vector<std::string> others_ = {"https://helper.example:8443/tacit/", "https://leader.example/",
                                        "https://helper.example:8443/"};
    std::unique_ptr<Server> server_;
};

TEST_F(HttpForm, ServesThePageAndItsFilesWithTheirMediaTypes) {
    desk_.put(some_form());
    start();
    for (const auto& [path, type, body] :
         {std::array{"/tacit/form/", "text/html; charset=utf-8", "<!doctype html>"},
          std::array{"/tacit/form/index.html", "text/html; charset=utf-8", "<!doctype html>"},
          std::array{"/tacit/form/app.js", "text/javascript; charset=utf-8", "start()"},
          std::array{"/tacit/form/chunk/journal.js", "text/javascript; charset=utf-8", "journal()"},
          std::array{"/tacit/form/tacit.wasm", "application/wasm", "wasm"},
          std::array{"/tacit/form/form.json", "application/json", "{}"}}) {
        const std::string answer = ask(path);
        EXPECT_THAT(answer, StartsWith("HTTP/1.1 200")) << path;
        EXPECT_EQ(value_of(answer, "Content-Type"), type);
        EXPECT_THAT(answer, EndsWith("\r\n\r\n" + std::string(body)));
        EXPECT_EQ(value_of(answer, "Cache-Control"), "no-cache");
    }
}

TEST_F(HttpForm, SendsExactlyTheHeadersOfThePlanOnceAlsoWithRefusals) {
    desk_.put(some_form());
    start();
    for (const std::string path : {"/tacit/form/", "/tacit/form/app.js", "/tacit/form/none"}) {
        const std::string answer = ask(path);
        for (const auto& [name, value] :
             task::form_headers(std::vector<std::string>{"https://helper.example:8443"}, true)) {
            EXPECT_EQ(value_of(answer, name), value) << path;
            const std::size_t first = answer.find("\r\n" + name + ": ");
            EXPECT_EQ(answer.find("\r\n" + name + ": ", first + 1), std::string::npos) << name << " twice";
        }
        EXPECT_THAT(answer, Not(HasSubstr("Access-Control-Allow-Origin")));
        EXPECT_THAT(answer, Not(HasSubstr("Set-Cookie")));
    }
}

TEST_F(HttpForm, PinsHttpsOnlyWhereItIsServedOverHttps) {
    desk_.put(some_form());
    start("http://127.0.0.1:8080/");
    EXPECT_EQ(value_of(ask("/tacit/form/"), "Strict-Transport-Security"), "");
}

TEST_F(HttpForm, TakesUpAnotherFormAtOnce) {
    start();
    EXPECT_THAT(ask("/tacit/form/"), StartsWith("HTTP/1.1 404"));
    EXPECT_EQ(value_of(ask("/tacit/form/"), "Cache-Control"), "no-store");
    desk_.put(some_form());
    const std::string before = ask("/tacit/form/app.js");
    desk_.put(some_form("start(2)"));
    EXPECT_THAT(before, EndsWith("start()"));
    EXPECT_THAT(ask("/tacit/form/app.js"), EndsWith("start(2)"));
}

TEST_F(HttpForm, GivesTheCodingThatTheBrowserTakes) {
    desk_.put(some_form());
    start();
    const auto coding = [&](const std::string& accepted) {
        const std::string answer = ask("/tacit/form/app.js", "Accept-Encoding: " + accepted + "\r\n");
        EXPECT_EQ(value_of(answer, "Vary"), "Accept-Encoding");
        EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
        return value_of(answer, "Content-Encoding") + "|" + answer.substr(answer.find("\r\n\r\n") + 4);
    };
    EXPECT_EQ(coding("gzip, deflate, br, zstd"), "br|the brotli bytes");
    EXPECT_EQ(coding("br;q=0, gzip;q=0.5"), "gzip|the gzip bytes");
    EXPECT_EQ(coding("gzip;q=1.0"), "gzip|the gzip bytes");
    EXPECT_EQ(coding("br;q=0.000"), "|start()");
    EXPECT_EQ(coding("identity"), "|start()");
    EXPECT_EQ(coding("brr, xgzip"), "|start()");
    EXPECT_THAT(ask("/tacit/form/app.js"), EndsWith("\r\n\r\nstart()"));
    EXPECT_THAT(ask("/tacit/form/form.json", "Accept-Encoding: br\r\n"), EndsWith("\r\n\r\n{}"));
}

TEST_F(HttpForm, AnswersShortlyWhereTheBrowserHasItAlready) {
    desk_.put(some_form());
    start();
    const std::string plain = value_of(ask("/tacit/form/app.js"), "ETag");
    const std::string brotli = value_of(ask("/tacit/form/app.js", "Accept-Encoding: br\r\n"), "ETag");
    EXPECT_NE(plain, brotli);
    const auto status = [&](const std::string& tags, const std::string& more = {}) {
        return ask("/tacit/form/app.js", "If-None-Match: " + tags + "\r\n" + more).substr(9, 3);
    };
    EXPECT_EQ(status(plain), "304");
    EXPECT_EQ(status("W/" + plain), "304");
    EXPECT_EQ(status("\"a\" , " + plain + ",\"b\""), "304");
    EXPECT_EQ(status("*"), "304");
    EXPECT_EQ(status(brotli), "200");
    EXPECT_EQ(status(brotli, "Accept-Encoding: br\r\n"), "304");
    const std::string answer = ask("/tacit/form/app.js", "If-None-Match: " + plain + "\r\n");
    EXPECT_EQ(value_of(answer, "ETag"), plain);
    EXPECT_EQ(value_of(answer, "Vary"), "Accept-Encoding");
    EXPECT_NE(value_of(answer, "Content-Security-Policy"), "");
    EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
    desk_.put(some_form("start(2)"));
    EXPECT_EQ(status(plain), "200");
}

TEST_F(HttpForm, KnowsNoPathsOnlyNames) {
    desk_.put(some_form());
    start();
    for (const std::string path : {"/tacit/form/..", "/tacit/form/../form/app.js", "/tacit/form/%2e%2e/app.js",
                                   "/tacit/form/chunk/", "/tacit/form/chunk", "/tacit/form//app.js",
                                   "/tacit/form/chunk/../app.js", "/tacit/form/app.js/", "/tacit/form/chunk/a/b"})
        EXPECT_THAT(ask(path), StartsWith("HTTP/1.1 404")) << path;
    EXPECT_THAT(ask("/tacit/form/", {}, "DELETE"), StartsWith("HTTP/1.1 405"));
}

TEST_F(HttpForm, SendsWhoForgotTheSlashToThePage) {
    desk_.put(some_form());
    start("https://leader.example/a/");
    const std::string answer = ask("/a/tacit/form");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 308"));
    EXPECT_EQ(value_of(answer, "Location"), "/a/tacit/form/");
    EXPECT_THAT(ask("/a/tacit/form/"), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpForm, AnswersTheHeadAlone) {
    desk_.put(some_form());
    start();
    const std::string answer = ask("/tacit/form/", {}, "HEAD");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
    EXPECT_EQ(value_of(answer, "Content-Length"), "15");
}

TEST_F(HttpForm, HasAnAnswerForTheIconThatBrowsersAskFor) {
    start();
    EXPECT_THAT(ask("/favicon.ico"), StartsWith("HTTP/1.1 204"));
    form::Installed with_icon = *some_form();
    with_icon.contents["favicon.ico"] = {"icon", "", "", "h6"};
    desk_.put(std::make_shared<const form::Installed>(with_icon));
    EXPECT_THAT(ask("/favicon.ico"), EndsWith("\r\n\r\nicon"));
    EXPECT_EQ(value_of(ask("/favicon.ico"), "Content-Type"), "image/x-icon");
}

}  // namespace
}  // namespace tacit::http
