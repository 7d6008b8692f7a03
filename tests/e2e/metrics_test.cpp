// What /metrics of both servers say of a few reports on their way: what is stored, what waits, and what became of each.
// All labels are names from the program's own lists.
#include <sstream>

#include "tests/e2e/attack.h"

namespace tacit::test {
namespace {

using Who = Deployment::Who;

class TheMetrics : public Attack {
protected:
    std::int64_t at(Who who, const std::string& name) { return metric(metrics_text(deployment, who), name); }
    bool becomes(Who who, const std::string& name, std::int64_t value) {
        const bool became = wait_until([&] { return at(who, name) == value; });
        EXPECT_TRUE(became) << name << " is " << at(who, name) << " and not " << value;
        return became;
    }
    Deployment deployment{{.noise = false, .min_batch_size = 50}};
};

TEST_F(TheMetrics, TellWhatBecameOfEveryReport) {
    deployment.start_both();
    const Visitor visitor(deployment);
    EXPECT_EQ(at(Who::leader, "tacit_reports_pending"), 0);
    deployment.stop(Who::helper);
    std::vector<wire::Report> reports;
    for (const std::string& line : lines_of(small_answers(6, 21).lines)) reports.push_back(visitor.make(line).report);
    reports.back().helper_encrypted_input_share.payload[3] ^= 1;
    for (int twice = 0; twice < 2; ++twice) ASSERT_EQ(visitor.post(reports).status, 200);

    EXPECT_EQ(at(Who::leader, "tacit_reports_stored_total"), 6) << "each once";
    EXPECT_TRUE(becomes(Who::leader, "tacit_aggregation_jobs_pending", 1));
    EXPECT_EQ(at(Who::leader, "tacit_reports_pending"), 6);

    deployment.start(Who::helper);
    EXPECT_TRUE(becomes(Who::leader, "tacit_reports_pending", 0));
    EXPECT_EQ(at(Who::leader, "tacit_aggregation_jobs_pending"), 0);
    for (const Who who : {Who::leader, Who::helper}) {
        EXPECT_TRUE(becomes(who, "tacit_reports_aggregated_total", 5));
        EXPECT_TRUE(becomes(who, "tacit_aggregation_jobs_finished_total", 1));
        EXPECT_THAT(metrics_text(deployment, who),
                    ::testing::HasSubstr("\ntacit_reports_rejected_total{reason=\"hpke_decrypt_error\"} 1\n"));
        EXPECT_GT(at(who, "tacit_verify_job_seconds_count"), 0);
    }
}

TEST_F(TheMetrics, HaveLabelsFromTheProgramsOwnListsOnly) {
    deployment.start_both();
    const Visitor visitor(deployment);
    answer(visitor, small_answers(5, 22));
    http_get(deployment.url(Who::leader) + "nowhere?needle");
    visitor.post(Bytes{1, 2, 3});

    for (const Who who : {Who::leader, Who::helper}) {
        std::istringstream lines(metrics_text(deployment, who));
        for (std::string line; std::getline(lines, line);) {
            if (line.starts_with("#")) continue;
            EXPECT_THAT(line, ::testing::MatchesRegex(
                                  "tacit_[a-z_]+([{][a-z]+=\"[0-9a-zA-Z_.+-]+\"(,[a-z]+=\"[0-9a-z]+\")?[}])? "
                                  "-?[0-9.e+-]+"));
        }
    }
}

}  // namespace
}  // namespace tacit::test
