// Reports that no honest client makes, sent to the real programs: each is refused for its reason and no total moves.
#include <thread>
#include "schemas/wire/media_type.h"
#include "schemas/wire/problem.h"

#include "tests/e2e/attack.h"

namespace tacit::test {
namespace {

using field::Field64;
using ::testing::HasSubstr;
using wire::ReportError;
using Who = Deployment::Who;

// Where the cells of tests/e2e/small.json lie in an encoded measurement: mood, helped with the two digits of its
// weight, again, mood x again.
constexpr std::size_t kMood = 0, kHelped = 4, kWeight = 9, kAgain = 11, kCross = 15, kCells = 31;
constexpr const char* kHonest = R"({"mood": "high", "again": "no", "helped": ["talk", "rest"]})";

class ForgedReport : public Attack {
protected:
    Deployment deployment{{.noise = false, .min_batch_size = 50}};
};

TEST_F(ForgedReport, IsRefusedForItsReasonAndMovesNoTotal) {
    deployment.start_both();
    const Visitor visitor(deployment);
    const auto honest = visitor.encode(kHonest);
    ASSERT_EQ(honest.size(), kCells);
    for (const std::size_t one : {kMood + 2, kHelped + 1, kHelped + 2, kWeight + 1, kAgain + 1, kCross + 2 * 4 + 1})
        ASSERT_EQ(honest[one], Field64::one()) << one;

    struct Forgery {
        std::string what;
        std::function<void(SecretVector<Field64>&)> spoil;
    };
    const std::vector<Forgery> forgeries{
        {"two options", [](auto& cells) { cells[kMood] = Field64::one(); }},
        {"no option", [](auto& cells) { cells[kMood + 2] = Field64(); }},
        {"weight 2", [](auto& cells) { cells[kMood + 2] = Field64::from_u64(2); }},
        {"a negative vote beside one too many",
         [](auto& cells) {
             cells[kMood] = -Field64::one();
             cells[kMood + 1] = Field64::one();
         }},
        {"a mark of weight 2", [](auto& cells) { cells[kHelped + 1] = Field64::from_u64(2); }},
        {"three marks of two", [](auto& cells) { cells[kHelped] = Field64::one(); }},
        {"a forged cell of the cross table", [](auto& cells) { cells[kCross] = Field64::one(); }},
        {"an emptied cell of the cross table", [](auto& cells) { cells[kCross + 2 * 4 + 1] = Field64(); }},
        {"a moved cell of the cross table", [](auto& cells) { std::swap(cells[kCross], cells[kCross + 2 * 4 + 1]); }}};
    const SmallAnswers people = small_answers(60, 11);
    answer(visitor, people);
    for (const Forgery& forgery : forgeries) {
        auto cells = honest;
        forgery.spoil(cells);
        const HttpReply reply = visitor.post({visitor.make(cells, visitor.today()).report});
        EXPECT_EQ(reply.status, 200) << forgery.what;  // it is sealed: nobody can see it yet
        EXPECT_EQ(reply.body, "") << forgery.what;
    }
    const auto invalid = static_cast<std::int64_t>(forgeries.size());
    EXPECT_TRUE(
        wait_until([&] { return rejected(deployment, Who::leader, ReportError::vdaf_verify_error) >= invalid; }));
    EXPECT_EQ(rejected(deployment, Who::leader, ReportError::vdaf_verify_error), invalid);

    // Bound to another task.json, and with the ciphertexts of somebody else.
    wire::TaskConfiguration other = visitor.configuration();
    other.task_info[0] ^= 1;
    wire::Report swapped_for_leader = visitor.make(kHonest).report;
    wire::Report swapped_for_helper = visitor.make(kHonest).report;
    wire::Report exchanged = visitor.make(kHonest).report;
    const wire::Report somebody = visitor.make(kHonest).report;
    swapped_for_leader.leader_encrypted_input_share = somebody.leader_encrypted_input_share;
    swapped_for_helper.helper_encrypted_input_share = somebody.helper_encrypted_input_share;
    std::swap(exchanged.leader_encrypted_input_share.payload, exchanged.helper_encrypted_input_share.payload);
    const wire::Report elsewhere = visitor.make(honest, visitor.today(), other).report;
    EXPECT_EQ(visitor.post({elsewhere, swapped_for_leader, swapped_for_helper, exchanged}).body, "");
    EXPECT_TRUE(wait_until([&] { return rejected(deployment, Who::leader, ReportError::hpke_decrypt_error) >= 4; }));
    EXPECT_EQ(rejected(deployment, Who::leader, ReportError::hpke_decrypt_error), 4);
    EXPECT_EQ(rejected(deployment, Who::helper, ReportError::hpke_decrypt_error), 1) << "the leader cannot see it";

    EXPECT_EQ(metric(metrics_text(deployment, Who::leader), "tacit_reports_rejected_total"), invalid + 4);
    const std::string status = deployment.collector(Who::leader, {"status"}).output;
    EXPECT_THAT(status, HasSubstr("vdaf_verify_error: under 10"));
    EXPECT_THAT(status, HasSubstr("hpke_decrypt_error: under 10"));

    expect_success(deployment.collector(Who::publisher, {"collect", "--close"}));
    expect_success(deployment.collector(Who::publisher, {"publish", "--out", deployment.file("release").string()}));
    EXPECT_EQ(read_cells(read_file(deployment.file("release") / "data/noisy_raw.csv")), people.totals);
}

TEST_F(ForgedReport, IsRefusedAtUploadWhereItCanBeSeen) {
    deployment.start_both();
    const Visitor visitor(deployment);
    const SmallAnswers people = small_answers(60, 12);
    answer(visitor, people);

    EXPECT_EQ(only_error(visitor.post({visitor.make(kHonest, visitor.today() + 1).report})),
              ReportError::report_too_early);
    EXPECT_EQ(only_error(visitor.post({visitor.make(kHonest, visitor.today() - 1).report})),
              ReportError::report_dropped);
    wire::Report unknown_key = visitor.make(kHonest).report;
    unknown_key.leader_encrypted_input_share.config_id ^= 0x80;
    EXPECT_EQ(only_error(visitor.post({unknown_key})), ReportError::outdated_config);

    const auto problem_of = [](const HttpReply& reply) {
        const auto problem = wire::parse_problem(reply.body);
        return problem ? problem->type : wire::ProblemType::about_blank;
    };
    Bytes body = upload_request({visitor.make(kHonest).report});
    for (const std::size_t size : {body.size() - 1, body.size() / 2, std::size_t{1}}) {
        const HttpReply reply = visitor.post(Bytes(body.begin(), body.begin() + static_cast<std::ptrdiff_t>(size)));
        EXPECT_EQ(reply.status, 400) << size;
        EXPECT_EQ(problem_of(reply), wire::ProblemType::invalidMessage) << size;
    }
    body.push_back(0);
    EXPECT_EQ(problem_of(visitor.post(body)), wire::ProblemType::invalidMessage);
    body.pop_back();

    wire::TaskId elsewhere = visitor.believed().terms.id;
    elsewhere.bytes[0] ^= 1;
    for (const std::string& task : {wire::to_text(elsewhere), std::string("short")}) {
        const HttpReply unknown =
            http_send("POST", deployment.url(Who::leader) + "tasks/" + task + "/reports", std::string(as_text(body)),
                      {{}, {{"Content-Type", wire::text(wire::MediaType::upload_req)}}});
        EXPECT_EQ(unknown.status, 404);
        EXPECT_EQ(problem_of(unknown), wire::ProblemType::unrecognizedTask);
    }
    // The helper takes no uploads.
    const HttpReply at_helper =
        http_send("POST", deployment.url(Who::helper) + "tasks/" + deployment.task_id() + "/reports",
                  std::string(as_text(body)), {{}, {{"Content-Type", wire::text(wire::MediaType::upload_req)}}});
    EXPECT_EQ(problem_of(at_helper), wire::ProblemType::unrecognizedTask);

    EXPECT_TRUE(wait_until([&] { return aggregated(deployment) == 60; }));
    expect_success(deployment.collector(Who::publisher, {"collect", "--close"}));
    expect_success(deployment.collector(Who::publisher, {"publish", "--out", deployment.file("release").string()}));
    EXPECT_EQ(read_cells(read_file(deployment.file("release") / "data/noisy_raw.csv")), people.totals);
}

TEST_F(ForgedReport, AReplayedOneCountsOnce) {
    deployment.start_both();
    const Visitor visitor(deployment);
    SmallAnswers people = small_answers(60, 13);
    answer(visitor, people);
    const wire::Report report = visitor.make(kHonest).report;
    ++people.totals[{"mood", "high", ""}];
    ++people.totals[{"mood_again", "high", "no"}];
    ++people.totals[{"helped", "talk", ""}];
    ++people.totals[{"helped", "rest", ""}];

    EXPECT_EQ(visitor.post({report}).body, "");
    EXPECT_EQ(visitor.post({report}).body, "") << "stored is stored: the same answer";
    EXPECT_EQ(visitor.post({report, report, report}).body, "");
    EXPECT_TRUE(wait_until([&] { return aggregated(deployment) == 61; }));
    EXPECT_EQ(visitor.post({report}).body, "");
    // The same id under other ciphertexts is the same report.
    wire::Report disguised = visitor.make(kHonest).report;
    disguised.report_metadata.report_id = report.report_metadata.report_id;
    EXPECT_EQ(visitor.post({disguised}).body, "");
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    EXPECT_EQ(aggregated(deployment), 61);

    restart(deployment, 1);
    EXPECT_EQ(visitor.post({report}).body, "");
    expect_success(deployment.collector(Who::publisher, {"collect"}, days_later(1)));
    expect_success(
        deployment.collector(Who::publisher, {"publish", "--out", deployment.file("release").string()}, days_later(1)));
    EXPECT_EQ(read_cells(read_file(deployment.file("release") / "data/noisy_raw.csv")), people.totals);

    EXPECT_EQ(only_error(visitor.post({report})), ReportError::report_replayed);
    EXPECT_EQ(only_error(visitor.post({visitor.make(kHonest).report})), ReportError::report_replayed)
        << "its day is collected: a client cannot be told more";
}

}  // namespace
}  // namespace tacit::test
