#include "schemas/wire/problem.h"

#include <gtest/gtest.h>

namespace tacit::wire {
namespace {

TEST(Problem, IsWrittenWithTheUrnAndTheTaskOfTheDraft) {
    const Problem problem{ProblemType::batchOverlap, "that week was collected", 400, TaskId{}, {}};

    EXPECT_EQ(json::canonical(to_node(problem)),
              "{\"detail\":\"that week was collected\",\"status\":400,"
              "\"taskid\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
              "\"title\":\"A part of this batch was collected before.\","
              "\"type\":\"urn:ietf:params:ppm:dap:error:batchOverlap\"}");
}

TEST(Problem, OfEveryTypeReadsBackAsItself) {
    for (int i = 0; i <= static_cast<int>(ProblemType::invalidExtension); ++i) {
        const auto type = static_cast<ProblemType>(i);
        Problem problem{type, "d", 404, TaskId{}, {}};
        if (type == ProblemType::unsupportedExtension) problem.unsupported_extensions = {1, 0xFF01};

        const auto parsed = parse_problem(json::pretty(to_node(problem)));

        ASSERT_TRUE(parsed) << to_text(parsed.error());
        EXPECT_EQ(*parsed, problem) << urn(type);
        EXPECT_FALSE(title(type).empty());
    }
}

TEST(Problem, OfAStrangerCountsAsBlankAndKeepsWhatCanBeRead) {
    const auto parsed = parse_problem(R"({"type":"https://example.org/x","status":503,"extra":{"a":[1]}})");

    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->type, ProblemType::about_blank);
    EXPECT_EQ(parsed->status, 503);
    EXPECT_EQ(parse_problem(R"({"type":"urn:ietf:params:ppm:dap:error:new"})")->type, ProblemType::about_blank);
    EXPECT_FALSE(parse_problem("[]"));
    EXPECT_FALSE(parse_problem(R"({"taskid":"x"})"));
}

}  // namespace
}  // namespace tacit::wire
