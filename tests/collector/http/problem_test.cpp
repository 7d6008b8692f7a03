#include "collector/http/problem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tacit::http {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ProblemAnswer, NamesTheTypeAndTheTask) {
    const Response response =
        answer(wire::Problem{wire::ProblemType::unrecognizedTask, {}, 404, wire::TaskId{{1}}, {}});

    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.media_type, "application/problem+json");
    EXPECT_THAT(response.body, HasSubstr("urn:ietf:params:ppm:dap:error:unrecognizedTask"));
    EXPECT_THAT(response.body, HasSubstr(R"("taskid":"AQ)"));
}

TEST(ProblemAnswer, KeepsTheTextOfOurOwnFailuresToItself) {
    const Response response = answer(Error{Fault::corrupt, "the file /srv/x is damaged", "/srv/x", "restore it"});

    EXPECT_EQ(response.status, 500);
    EXPECT_THAT(response.body, Not(HasSubstr("/srv")));
}

TEST(ProblemAnswer, SaysWhenToComeAgainWhereItMayHelp) {
    const Response response = answer(Error{Fault::unavailable, "busy", {}, {}});

    EXPECT_EQ(response.status, 503);
    EXPECT_THAT(response.headers, testing::Contains(testing::Pair("Retry-After", "5")));
}

}  // namespace
}  // namespace tacit::http
