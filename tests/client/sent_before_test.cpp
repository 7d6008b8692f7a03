#include "client/native/sent_before.h"

#include <gtest/gtest.h>

#include "schemas/survey/load.h"
#include "tests/client/trial.h"
#include "tests/support/temp_folder.h"

namespace tacit::native {
namespace {

class SentBeforeTest : public testing::Test {
protected:
    AnswersFile read(std::string_view text) const { return read_answers(trial_.survey(), trial_.terms.compiled, text); }
    SentBefore look(std::string_view text) const { return sent_before(spool_, task_, text, read(text)); }
    // As a run does that goes through: every line under the name that it has by now.
    void send(std::string_view text) {
        const AnswersFile file = read(text);
        const SentBefore before = sent_before(spool_, task_, text, file);
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            const std::string name = spool_.name_of_line(task_, before.files[i], file.lines[i].number);
            ASSERT_TRUE(spool_.settle(task_, name, Spool::State::sent, {}));
        }
    }

    const test::Trial trial_;
    test::SeededRandom random_{1};
    test::TempFolder folder_;
    Spool spool_ = std::move(Spool::open(random_, folder_ / "spool").value());
    const wire::TaskId task_ = trial_.terms.id;
};

constexpr std::string_view kOne = R"({"age_band":"a18"})", kTwo = R"({"age_band":"a30"})",
                           kThree = R"({"state":"never"})";

std::string lines(std::initializer_list<std::string_view> each, std::string_view end = "\n") {
    std::string text;
    for (const std::string_view line : each) text += std::string(line) + std::string(end);
    return text;
}

TEST_F(SentBeforeTest, KnowsNothingOfAFirstFileAndAllOfOneThatWasSent) {
    EXPECT_EQ(look(lines({kOne, kTwo})).first_new, 0u);
    send(lines({kOne, kTwo}));
    EXPECT_EQ(look(lines({kOne, kTwo})).first_new, 2u);
}

TEST_F(SentBeforeTest, FindsTheLinesOfAnEarlierVersionHoweverItEnded) {
    const std::string whole = lines({kOne, kTwo});
    const std::string without_line_end = whole.substr(0, whole.size() - 1);
    for (const std::string& earlier : {whole, without_line_end, whole + "\n\n", lines({kOne, kTwo}, "\r\n")}) {
        test::TempFolder folder;
        Spool spool = std::move(Spool::open(random_, folder / "spool").value());
        const AnswersFile sent = read(earlier);
        for (const AnswersLine& line : sent.lines)
            ASSERT_TRUE(spool.settle(task_, spool.name_of_line(task_, sent.hash, line.number), Spool::State::sent, {}));
        std::string now = earlier;
        if (!now.ends_with('\n')) now += '\n';
        now += std::string(kThree) + '\n';

        const SentBefore before = sent_before(spool, task_, now, read(now));

        EXPECT_EQ(before.first_new, 2u) << earlier;
        EXPECT_EQ(before.files, (std::vector<Sha256>{sent.hash, sent.hash, read(now).hash})) << earlier;
    }
}

TEST_F(SentBeforeTest, FollowsAFileThatGrewSeveralTimes) {
    send(lines({kOne}));
    send(lines({kOne, kTwo}));
    EXPECT_EQ(look(lines({kOne, kTwo})).first_new, 2u) << "the run that sent the second line can be repeated";

    const SentBefore before = look(lines({kOne, kTwo, kThree}));

    EXPECT_EQ(before.first_new, 2u);
    EXPECT_EQ(before.files[0], sha256(as_bytes(lines({kOne}))));
    EXPECT_EQ(before.files[1], sha256(as_bytes(lines({kOne, kTwo}))));
}

TEST_F(SentBeforeTest, TakesAChangedLineForAnotherFile) {
    send(lines({kOne, kTwo}));
    EXPECT_EQ(look(lines({kThree, kTwo, kOne})).first_new, 0u);
}

TEST_F(SentBeforeTest, GoesOnWithAnEarlierVersionThatWasInterrupted) {
    const std::string earlier = lines({kOne, kTwo});
    const std::string first = spool_.name_of_line(task_, read(earlier).hash, 1);
    ASSERT_TRUE(spool_.put(task_, first, as_bytes("sealed"), false));

    const SentBefore before = look(lines({kOne, kTwo, kThree}));

    EXPECT_EQ(before.first_new, 2u) << "its second line belongs to the run that was interrupted";
    EXPECT_EQ(before.files[1], read(earlier).hash);
}

}  // namespace
}  // namespace tacit::native
