// Against two servers on this machine that the test steers.
#include "client/native/sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/hpke/aes_gcm.h"
#include "schemas/survey/measure.h"
#include "tests/client/servers.h"
#include "tests/support/fixed_clock.h"
#include "tests/support/temp_folder.h"

namespace tacit::native {
namespace {

using test::Servers;

class SenderTest : public testing::Test {
protected:
    Sender make_sender() {
        const auto address = parse_task_address(servers_.task_url()).value();
        auto sender = Sender::make({random_, clock_, hpke::aes_128_gcm(), transport_, std::chrono::milliseconds(1)},
                                   address, visit(transport_, address).value());
        EXPECT_TRUE(sender);
        return std::move(*sender);
    }
    Spool open_spool() { return std::move(Spool::open(random_, folder_ / "spool").value()); }
    circuits::Measurement measurement() {
        const auto& trial = servers_.trial();
        return survey::measure(trial.survey(), trial.terms.compiled, survey::Answers(trial.survey())).value();
    }

    Servers servers_;
    test::SeededRandom random_{3};
    test::FixedClock clock_{std::chrono::sys_days{std::chrono::year{2027} / 3 / 1}};
    Transport transport_{{}};
    test::TempFolder folder_;
};

TEST_F(SenderTest, SendsAReportThatBothAggregatorsAccept) {
    Spool spool = open_spool();
    const auto what = measurement();

    const auto delivery = make_sender().deliver(spool, "entry", &what);

    ASSERT_TRUE(delivery) << to_text(delivery.error());
    EXPECT_EQ(delivery->state, Spool::State::sent);
    ASSERT_EQ(servers_.received().size(), 1u);
    EXPECT_TRUE(servers_.trial().count(servers_.received()[0]));
}

TEST_F(SenderTest, DoesNotSendTwiceWhatWasSent) {
    Spool spool = open_spool();
    const auto what = measurement();
    Sender sender = make_sender();
    ASSERT_TRUE(sender.deliver(spool, "entry", &what));

    const auto again = sender.deliver(spool, "entry", &what);

    EXPECT_TRUE(again->earlier);
    EXPECT_EQ(again->day, "2027-03-01");
    EXPECT_EQ(servers_.received().size(), 1u);
}

TEST_F(SenderTest, SendsTheSameBytesAgainAfterACrashBetweenSendingAndNoting) {
    const auto what = measurement();
    {
        Spool spool = open_spool();
        servers_.then(Servers::Upload::store_and_hang_up);
        for (int i = 0; i < 3; ++i) servers_.then(Servers::Upload::unavailable);
        EXPECT_FALSE(make_sender().deliver(spool, "entry", &what)) << "stored, but the answer never came";
    }

    Spool spool = open_spool();
    const auto delivery = make_sender().deliver(spool, "entry", &what);

    EXPECT_EQ(delivery->state, Spool::State::sent);
    EXPECT_EQ(servers_.stored(), 1u) << "a second report id would be a second person";
    const auto received = servers_.received();
    for (const Bytes& body : received) EXPECT_EQ(body, received[0]);
}

TEST_F(SenderTest, SealsAgainWithFreshKeysOnceAfterOutdatedConfig) {
    Spool spool = open_spool();
    const auto what = measurement();
    servers_.then(Servers::Upload::outdated);

    const auto delivery = make_sender().deliver(spool, "entry", &what);

    ASSERT_TRUE(delivery) << to_text(delivery.error());
    EXPECT_EQ(delivery->state, Spool::State::sent);
    ASSERT_EQ(servers_.received().size(), 2u);
    EXPECT_NE(servers_.received()[0], servers_.received()[1]);
    EXPECT_TRUE(servers_.trial().count(servers_.received()[1])) << "sealed to the new keys";
}

TEST_F(SenderTest, GivesUpAfterTheSecondOutdatedConfigAndForgetsTheBytes) {
    Spool spool = open_spool();
    const auto what = measurement();
    servers_.then(Servers::Upload::outdated);
    servers_.then(Servers::Upload::outdated);

    const auto delivery = make_sender().deliver(spool, "entry", &what);

    EXPECT_FALSE(delivery);
    EXPECT_EQ(servers_.received().size(), 2u);
    EXPECT_EQ(spool.find(servers_.trial().terms.id, "entry")->state, Spool::State::absent);
}

TEST_F(SenderTest, NeverSendsAgainWhatTheServerCannotTellAbout) {
    Spool spool = open_spool();
    const auto what = measurement();
    servers_.then(Servers::Upload::replayed);
    Sender sender = make_sender();

    EXPECT_EQ(sender.deliver(spool, "entry", &what)->state, Spool::State::unknown);
    EXPECT_TRUE(sender.deliver(spool, "entry", &what)->earlier);

    EXPECT_EQ(servers_.received().size(), 1u);
}

TEST_F(SenderTest, TellsNothingAboutTheProgramOrTheDevice) {
    Spool spool = open_spool();
    const auto what = measurement();
    ASSERT_TRUE(make_sender().deliver(spool, "entry", &what));

    EXPECT_EQ(servers_.user_agents(), std::set<std::string>{"tacit"});
}

TEST_F(SenderTest, SealsNothingBeforeTheSurveyOpensOrAfterItCloses) {
    Spool spool = open_spool();
    const auto what = measurement();
    Sender sender = make_sender();

    clock_.set(std::chrono::sys_seconds(std::chrono::seconds(servers_.trial().task.opens - 1)));
    EXPECT_THAT(to_text(sender.deliver(spool, "entry", &what).error()), testing::HasSubstr("opens on"));
    clock_.set(std::chrono::sys_seconds(std::chrono::seconds(servers_.trial().task.closes)));
    EXPECT_THAT(to_text(sender.deliver(spool, "entry", &what).error()), testing::HasSubstr("closed on"));

    EXPECT_TRUE(servers_.received().empty());
    EXPECT_EQ(spool.count(servers_.trial().terms.id), 0u);
}

TEST_F(SenderTest, SendsFromTheAddressThatItWasGiven) {
    Transport::Options options;
    options.source_address = "127.4.5.6";
    Transport transport(options);
    const auto what = measurement();
    const Bytes request = servers_.trial().reporter().upload_request(random_, what, 20'000).value();

    ASSERT_TRUE(upload(transport, servers_.trial().task, servers_.trial().terms.id, request));

    EXPECT_EQ(servers_.addresses(), std::set<std::string>{"127.4.5.6"});
}

TEST(Transport, SaysInWordsThatNobodyAnswers) {
    Transport transport({});

    const auto response = transport.get("http://127.0.0.1:1/");

    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().fault, Fault::unavailable);
    EXPECT_THAT(to_text(response.error()), testing::HasSubstr("no connection to http://127.0.0.1:1"));
}

TEST(Visit, SaysThatTheServerDoesNotKnowTheTask) {
    Servers servers;
    Transport transport({});
    TaskAddress address = parse_task_address(servers.task_url()).value();
    address.task_id.bytes[5] ^= 1;

    const auto visited = visit(transport, address);

    ASSERT_FALSE(visited);
    EXPECT_THAT(to_text(visited.error()), testing::HasSubstr("does not know"));
}

TEST(Visit, FindsTheTaskOfAFormsAddress) {
    Servers servers;
    Transport transport({});
    const auto& trial = servers.trial();
    const auto address = parse_task_address(trial.task.leader.url + "form/#" + wire::to_text(trial.terms.id)).value();

    EXPECT_TRUE(visit(transport, address));
}

}  // namespace
}  // namespace tacit::native
