#include "client/core/journal.h"

#include <gtest/gtest.h>

#include "client/core/journal_facts.h"

namespace tacit::client {
namespace {

using Items = std::array<std::optional<std::uint8_t>, 9>;

Day day(std::string_view text) { return parse_day(text).value(); }
Items all(std::uint8_t step) {
    Items items;
    items.fill(step);
    return items;
}
Journal::Entry entry(std::string_view when, std::optional<Items> phq9 = std::nullopt) {
    return {day(when), phq9, {}, {}};
}

Journal sample() {
    Journal journal;
    journal.treatments = {{"cbt", day("2026-01-10")}, {"ketamine", day("2026-03-01")}};
    journal.entries = {entry("2026-02-20", all(3)), entry("2026-03-08", all(2)), entry("2026-04-05", all(1))};
    journal.entries[1].wins = {"sleep", "rest"};
    journal.entries[1].words = "Walked to the lake – twice";
    journal.medicines = {{"Sertraline", "little"}, {"Bupropion", ""}};
    journal.questions = {"recommend", "side"};
    journal.question_words = "How long should I wait?";
    journal.shows_chart = true;
    return journal;
}

std::string text_of(const Journal& journal) { return json::canonical(journal_node(journal)); }

// The sample's JSON with one piece replaced.
std::string changed(std::string_view from, std::string_view to) {
    std::string text = text_of(sample());
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

TEST(JournalFile, ReadsWhatItWrote) {
    for (const Journal& journal : {Journal{}, sample()}) {
        const auto read = load_journal(text_of(journal));

        ASSERT_TRUE(read) << to_text(read.error());
        EXPECT_EQ(*read, journal);
    }
}

TEST(JournalFile, KeepsAMissingItemApartFromZeroAndFromALeftOutQuestionnaire) {
    Journal journal;
    journal.entries = {entry("2026-03-01", Items{}), entry("2026-03-02", all(0)), entry("2026-03-03")};

    const Journal read = load_journal(text_of(journal)).value();

    EXPECT_EQ(read.entries[0].phq9, Items{});
    EXPECT_EQ(read.entries[1].phq9, all(0));
    EXPECT_FALSE(read.entries[2].phq9);
}

TEST(JournalFile, PutsEntriesInOrder) {
    Journal journal = sample();
    std::swap(journal.entries[0], journal.entries[2]);
    std::swap(journal.treatments[0], journal.treatments[1]);

    EXPECT_EQ(load_journal(text_of(journal)).value(), sample());
}

TEST(JournalFile, NamesThePlaceOfWhatItRefuses) {
    struct Case {
        std::string_view from, to, where;
    };
    for (const Case& bad : {
             Case{"tacit-journal-1", "tacit-journal-9", ""},
             Case{"\"day\":\"2026-02-20\"", "\"day\":\"2026-02-30\"", "/entries/0/day"},
             Case{"\"day\":\"2026-02-20\"", "\"day\":\"20-02-2026\"", "/entries/0/day"},
             Case{"\"day\":\"2026-02-20\"", "\"day\":\"2026-03-08\"", "/entries/1"},
             Case{"[3,3,3,3,3,3,3,3,3]", "[3,3,3,3,3,3,3,3,4]", "/entries/0/phq9/8"},
             Case{"[3,3,3,3,3,3,3,3,3]", "[3,3,3,3,3,3,3,3]", "/entries/0/phq9"},
             Case{"\"sleep\"", "\"rest\"", "/entries/1/wins/1"},
             Case{"\"sleep\"", "\"Sl eep\"", "/entries/1/wins/0"},
             Case{"\"words\":\"\"", "\"note\":\"\"", "/entries/0/note"},
             Case{"\"code\":\"ketamine\"", "\"code\":\"cbt\"", "/treatments/1"},
             Case{"Bupropion", "Sertraline", "/medicines/1"},
             Case{"\"chart\":true", "\"chart\":1", "/settings/chart"},
         }) {
        const auto read = load_journal(changed(bad.from, bad.to));

        ASSERT_FALSE(read) << bad.to;
        EXPECT_EQ(read.error().where, bad.where) << bad.to;
        EXPECT_FALSE(read.error().what.empty());
    }
}

TEST(JournalFile, RefusesEveryMissingMemberAndEveryTruncation) {
    const std::string text = text_of(sample());
    const json::Node whole = journal_node(sample());
    for (const auto& [key, value] : *whole.members()) {
        json::Node node = journal_node(sample());
        node.erase(key);
        EXPECT_FALSE(load_journal(json::canonical(node))) << key;
    }
    for (std::size_t size = 0; size < text.size(); ++size) EXPECT_FALSE(load_journal(text.substr(0, size))) << size;
}

TEST(JournalFile, SaysNothingOfItsWordsInAMessage) {
    const auto read = load_journal(changed("Walked to the lake", std::string(5000, 'x')));

    ASSERT_FALSE(read);
    EXPECT_EQ(to_text(read.error()).find("xx"), std::string::npos);
}

TEST(JournalMerge, BringsWhatIsNewAndNothingTwice) {
    Journal brought = sample();
    brought.entries.push_back(entry("2026-04-12", all(0)));
    brought.medicines.push_back({"Mirtazapine", "none"});

    const Journal merged = merge(sample(), brought);

    EXPECT_EQ(merged, brought);
    EXPECT_EQ(merge(merged, brought), merged);
    EXPECT_EQ(merge(Journal{}, sample()).entries, sample().entries);
}

TEST(JournalMerge, KeepsTheAnswersOfThisDeviceAndAddsWinsAndWords) {
    Journal brought = sample();
    brought.entries[1].phq9 = all(0);
    brought.entries[1].wins = {"focus", "sleep"};
    brought.entries[1].words = "Called a friend";
    brought.medicines[0].helped = "lot";
    brought.medicines[1].helped = "none";

    const Journal merged = merge(sample(), brought);

    EXPECT_EQ(merged.entries[1].phq9, all(2));
    EXPECT_EQ(merged.entries[1].wins, (std::vector<std::string>{"sleep", "rest", "focus"}));
    EXPECT_EQ(merged.entries[1].words, "Walked to the lake – twice\nCalled a friend");
    EXPECT_EQ(merged.medicines[0].helped, "little");
    EXPECT_EQ(merged.medicines[1].helped, "none");
}

TEST(JournalFacts, TakeTheEntryNearestToTheTreatmentBegunMostRecently) {
    const survey::Journal taken = survey_journal(sample(), day("2026-04-12"));

    EXPECT_EQ(taken.weeks, 6u);
    ASSERT_TRUE(taken.start);  // 2026-03-08 is seven days away, 2026-02-20 nine
    EXPECT_EQ((*taken.start)[0], 2);
}

TEST(JournalFacts, PreferTheEntryBeforeWhereTwoAreAsNear) {
    Journal journal = sample();
    journal.entries[0].day = day("2026-02-22");  // seven days before; the next is seven after

    EXPECT_EQ(start_entry(journal, day("2026-04-12"))->day, day("2026-02-22"));
}

TEST(JournalFacts, HaveAStartInsideTheWindowOnly) {
    struct Case {
        std::string_view when;
        bool counts;
    };
    for (const Case& one :
         {Case{"2026-02-14", false}, Case{"2026-02-15", true}, Case{"2026-03-08", true}, Case{"2026-03-09", false}}) {
        Journal journal;
        journal.treatments = {{"tms", day("2026-03-01")}};
        journal.entries = {entry(one.when, all(1))};

        EXPECT_EQ(survey_journal(journal, day("2026-05-01")).start.has_value(), one.counts) << one.when;
    }
}

TEST(JournalFacts, NeverTakeABlankForZero) {
    Journal journal = sample();
    for (auto& each : journal.entries) (*each.phq9)[4].reset();

    EXPECT_FALSE(survey_journal(journal, day("2026-04-12")).start);
    EXPECT_TRUE(facts_node(journal, day("2026-04-12")).find("latest")->is_null());
}

TEST(JournalFacts, AreEmptyBeforeATreatmentBegins) {
    EXPECT_EQ(survey_journal(sample(), day("2026-01-09")), survey::Journal{});
    EXPECT_EQ(survey_journal(sample(), day("2026-02-28")).weeks, 7u);  // still the first
    EXPECT_EQ(survey_journal(sample(), day("2026-03-07")).weeks, 0u);
    EXPECT_EQ(survey_journal(sample(), day("2026-03-08")).weeks, 1u);
}

// Words, wins, days and the ninth item have no way into a report.
TEST(JournalFacts, GiveASurveyTheSameWhateverTheRestOfTheJournalHolds) {
    Journal other = sample();
    for (auto& each : other.entries) {
        (*each.phq9)[8] = 0;
        each.words = "other words";
        each.wins = {"people"};
    }
    other.entries.push_back(entry("2026-04-11", all(0)));
    other.medicines.clear();
    other.questions.clear();
    other.question_words.clear();
    const Day today = day("2026-04-12");

    const std::string taken = json::canonical(survey_journal_node(survey_journal(sample(), today)));

    EXPECT_EQ(taken, json::canonical(survey_journal_node(survey_journal(other, today))));
    EXPECT_EQ(taken, R"({"start":[2,2,2,2,2,2,2,2],"weeks":6})");
}

TEST(JournalFacts, AreReadByTheSurveyAsTheyAreWritten) {
    const survey::Journal taken = survey_journal(sample(), day("2026-04-12"));
    const json::Document written = json::Document::from(survey_journal_node(taken));
    const json::Document none = json::Document::from(survey_journal_node({}));

    EXPECT_EQ(survey::load_journal(written.root()).value(), taken);
    EXPECT_EQ(survey::load_journal(none.root()).value(), survey::Journal{});
}

TEST(JournalFacts, MeasureChangeOverTheEightCommonItemsAndTwoWeeks) {
    const json::Node facts = facts_node(sample(), day("2026-04-12"));

    EXPECT_EQ(json::canonical(*facts.find("start")), R"({"band":"modsev","day":"2026-03-08","score":16})");
    EXPECT_EQ(json::canonical(*facts.find("latest")), R"({"band":"mild","day":"2026-04-05","score":8})");
    EXPECT_EQ(json::canonical(*facts.find("change")),
              R"({"points":-8,"reliable":"rel_recovery","response":"response"})");
    EXPECT_TRUE(facts_node(sample(), day("2026-03-20")).find("change")->is_null());
    EXPECT_EQ(*facts.find("next")->text(), "2026-04-12");
}

TEST(JournalFacts, CountTheWinsOfFourWeeks) {
    Journal journal = sample();
    journal.entries[2].wins = {"rest"};

    EXPECT_EQ(json::canonical(*facts_node(journal, day("2026-04-04")).find("wins")),
              R"([{"code":"sleep","count":1},{"code":"rest","count":1}])");
    EXPECT_EQ(json::canonical(*facts_node(journal, day("2026-04-05")).find("wins")), R"([{"code":"rest","count":1}])");
}

TEST(JournalDay, ReadsAndWritesTheSameDay) {
    for (const std::string_view text : {"1990-01-01", "2024-02-29", "2026-12-31"}) EXPECT_EQ(day_text(day(text)), text);
    for (const std::string_view text : {"", "2026-1-01", "2026-02-29", "2026-13-01", "2026-00-10", "1989-12-31",
                                        "2200-01-01", "2026/01/01", "2026-01-0a"})
        EXPECT_FALSE(parse_day(text)) << text;
}

}  // namespace
}  // namespace tacit::client
