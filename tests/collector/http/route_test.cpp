#include "collector/http/route.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace tacit::http {
namespace {

using testing::Contains;
using testing::Pair;

Router sample() {
    Router router;
    router.add({Resource::reports, Method::post, "/tasks/{task}/reports", wire::MediaType::upload_req, 100, true,
                [](const Request& request) { return answer("text/plain", request.body); }});
    router.add(
        {Resource::task_json, Method::get, "/tacit/tasks/{task}/texts/{n}", {}, 0, false, [](const Request& request) {
             return answer("text/plain", as_bytes(request.path[0] + request.path[1]));
         }});
    router.add({Resource::close, Method::post, "/close", {}, 100, false, [](const Request&) -> Response {
                    throw std::runtime_error("secret of the request");
                }});
    return router;
}

Head upload(std::string length = "10") {
    return {Method::post, "/tasks/abc/reports", "application/ppm-dap;message=upload-req", {std::move(length)}, false,
            false};
}

int refused_with(const Head& head) {
    const Router router = sample();
    const auto admitted = router.admit(head);
    const auto* refused = std::get_if<Router::Refused>(&admitted);
    return refused == nullptr ? 0 : refused->response.status;
}

TEST(Router, GivesTheHandlerWhatStoodInThePath) {
    const Router router = sample();
    const auto admitted = router.admit({Method::get, "/tacit/tasks/abc/texts/1", {}, {}, false, false});

    ASSERT_TRUE(std::holds_alternative<Router::Match>(admitted));
    EXPECT_EQ(router.run(std::get<Router::Match>(admitted), {}).body, "abc1");
}

TEST(Router, AdmitsABodyUpToTheLimitAndNoLarger) {
    EXPECT_EQ(refused_with(upload("100")), 0);
    EXPECT_EQ(refused_with(upload("101")), 413);
}

TEST(Router, RefusesABodyOfUnknownLength) {
    Head without = upload();
    without.content_lengths.clear();
    Head chunked = upload();
    chunked.has_transfer_encoding = true;

    EXPECT_EQ(refused_with(without), 411);
    EXPECT_EQ(refused_with(chunked), 411);
}

TEST(Router, RefusesACompressedBody) {
    Head head = upload();
    head.has_content_encoding = true;

    EXPECT_EQ(refused_with(head), 415);
}

TEST(Router, RefusesAContentLengthThatAnotherServerMightReadDifferently) {
    Head twice = upload();
    twice.content_lengths.emplace_back("10");

    EXPECT_EQ(refused_with(twice), 400);
    for (const char* length : {"", "+10", "-1", "0x10", "1 0", "10000000000000000"})
        EXPECT_EQ(refused_with(upload(length)), 400);
}

TEST(Router, RefusesABodyOfAnotherMediaType) {
    Head other = upload();
    other.content_type = "application/ppm-dap;message=collection-job-req";
    Head hinted = upload();
    hinted.content_type = "application/ppm-dap; message=upload-req; version=18";

    EXPECT_EQ(refused_with(other), 415);
    EXPECT_EQ(refused_with(hinted), 0);
}

TEST(Router, NamesTheMethodsOfAnAddress) {
    const Router router = sample();
    const auto admitted = router.admit({Method::get, "/tasks/abc/reports", {}, {}, false, false});

    const auto& refused = std::get<Router::Refused>(admitted);
    EXPECT_EQ(refused.response.status, 405);
    EXPECT_THAT(refused.response.headers, Contains(Pair("Access-Control-Allow-Origin", "*"))) << "pages read refusals too";
    EXPECT_THAT(refused.response.headers, Contains(Pair("Allow", "POST")));
}

TEST(Router, RefusesPathsThatOnlyBeginOrEndLikeARoute) {
    for (const char* path :
         {"/tasks/abc/reports/x", "/tasks//reports", "/tasks/abc", "/", "", "/x/tasks/abc/reports"}) {
        Head head = upload();
        head.path = path;
        EXPECT_EQ(refused_with(head), 404) << path;
    }
    Head head = upload();
    head.path = "/" + std::string(600, 'a');
    EXPECT_EQ(refused_with(head), 414);
}

TEST(Router, TellsABrowserThatPagesOfOthersMayAskWithoutCredentials) {
    const Router router = sample();
    const auto admitted = router.admit({Method::options, "/tasks/abc/reports", {}, {}, false, false});

    const auto& headers = std::get<Router::Refused>(admitted).response.headers;
    EXPECT_THAT(headers, Contains(Pair("Access-Control-Allow-Origin", "*")));
    EXPECT_THAT(headers, Contains(Pair("Access-Control-Allow-Methods", "POST")));
    EXPECT_THAT(headers, testing::Not(Contains(Pair("Access-Control-Allow-Credentials", testing::_))));
    EXPECT_EQ(refused_with({Method::options, "/close", {}, {}, false, false}), 405);
}

TEST(Router, LetsABrowserReadRefusalsToo) {
    const Router router = sample();
    const auto admitted = router.admit(upload("101"));

    EXPECT_THAT(std::get<Router::Refused>(admitted).response.headers,
                Contains(Pair("Access-Control-Allow-Origin", "*")));
}

TEST(Router, TurnsAnExceptionIntoAnAnswerWithoutItsText) {
    const Router router = sample();
    const auto admitted = router.admit({Method::post, "/close", "application/json", {"0"}, false, false});

    const Response response = router.run(std::get<Router::Match>(admitted), {});

    EXPECT_EQ(response.status, 500);
    EXPECT_THAT(response.body, testing::Not(testing::HasSubstr("secret")));
}

}  // namespace
}  // namespace tacit::http
