// What the attacks have in common: a deployment without noise or with it, whose clocks can be moved, and a look into
// its databases.
#pragma once
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/evidence.h"
#include "tests/e2e/small_answers.h"
#include "tests/e2e/visitor.h"

namespace tacit::test {

inline std::map<std::string, std::string> days_later(int days) {
    return {{"TACIT_TEST_CLOCK_OFFSET", std::to_string(days * 86'400)}};
}

inline std::int64_t number_in(const std::filesystem::path& database, const std::string& sql) {
    SQLite::Database db(database.string(), SQLite::OPEN_READONLY, 5000);
    return db.execAndGet(sql).getInt64();
}

class Attack : public ::testing::Test {
protected:
    using Who = Deployment::Who;

    static std::filesystem::path database(Deployment& deployment, Who who) {
        return deployment.folder(who) / "collector.db";
    }
    // How many reports a server refused for good, for this reason.
    static std::int64_t rejected(Deployment& deployment, Who who, wire::ReportError reason) {
        return number_in(database(deployment, who), "SELECT coalesce(sum(count), 0) FROM rejected WHERE reason = " +
                                                        std::to_string(static_cast<int>(reason)));
    }
    static std::int64_t aggregated(Deployment& deployment) {
        return number_in(database(deployment, Who::leader), "SELECT coalesce(sum(report_count), 0) FROM bucket");
    }
    static void restart(Deployment& deployment, int days) {
        for (const Who who : {Who::helper, Who::leader}) deployment.stop(who);
        for (const Who who : {Who::helper, Who::leader}) deployment.start(who, days_later(days));
    }
    // Honest people of small_answers, in one request, on the day that is so much later.
    static void answer(const Visitor& visitor, const SmallAnswers& answers, int days = 0) {
        std::vector<wire::Report> reports;
        for (const std::string& line : lines_of(answers.lines))
            reports.push_back(visitor.make(line, visitor.today() + static_cast<wire::Time>(days)).report);
        const HttpReply reply = visitor.post(reports);
        ASSERT_EQ(reply.status, 200) << reply.body;
        ASSERT_EQ(reply.body, "");
    }
};

}  // namespace tacit::test
