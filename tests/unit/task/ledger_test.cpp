#include "schemas/task/ledger.h"

#include <gtest/gtest.h>

#include "tests/unit/task/samples.h"

namespace tacit::task {
namespace {

using test::key_of;
using test::some_hash;
using test::some_task;

Cost some_cost() { return cost_of(terms(test::pinned_task())->compiled, 100).value(); }

std::vector<Event> one_of_each() {
    return {TaskCreated{some_cost(), "tacit 0.1.0"},
            TextsServed{1, some_hash(2)},
            FormChecked{"https://form.example/", FormOutcome::as_signed, "1.0", some_hash(3)},
            BatchRefused{{20'000, 7}, BatchRefused::Reason::too_small},
            BatchCollected{{20'000, 14}, some_cost(), some_hash(4), "tacit 0.1.0"},
            Incident{Incident::Kind::restored_backup},
            TaskClosed{20'020}};
}

class LedgerTest : public ::testing::Test {
protected:
    LedgerTest() {
        for (Event& event : one_of_each()) add(std::move(event));
    }
    Entry next(Event event) const {
        return {chain_.next_seq(), chain_.last_hash(), wire::Role::helper, some_task(), 20'010, std::move(event)};
    }
    void add(Event event) {
        const Entry entry = next(std::move(event));
        const std::string line = sign_entry(entry, key_);
        chain_.push(entry, line);
        lines_.push_back(line);
    }
    std::string text() const {
        std::string all;
        for (const std::string& line : lines_) all += line + "\n";
        return all;
    }
    LedgerOf whose() const { return {some_task(), wire::Role::helper, key_.public_key()}; }
    // Where and why the ledger is refused.
    std::string refusal() const {
        const auto chain = verify_chain(text(), whose());
        return chain ? "accepted" : chain.error().where + ": " + chain.error().what;
    }

    sign::SecretKey key_ = key_of(7);
    Chain chain_;
    std::vector<std::string> lines_;
};

TEST_F(LedgerTest, ReadsBackEveryEvent) {
    const auto read = verify_chain(text(), whose());

    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(read->entries, chain_.entries);
    EXPECT_EQ(read->hashes, chain_.hashes);
    ASSERT_EQ(read->entries.size(), std::variant_size_v<Event>) << "an event has no sample";
    EXPECT_EQ(read->hashes[1], sha256(as_bytes(lines_[1])));
}

TEST_F(LedgerTest, ReadsWhatAHelperSawOfAFormAlsoWhereItSawNothing) {
    const std::string long_address = "https://form.example/" + std::string(900, 'a') + "/";
    for (const FormOutcome outcome :
         {FormOutcome::as_signed, FormOutcome::differs, FormOutcome::unreachable, FormOutcome::absent}) {
        const Entry entry = next(FormChecked{long_address, outcome, "", {}});
        const auto read = verify_entry(sign_entry(entry, key_), key_.public_key());
        ASSERT_TRUE(read) << to_text(read.error());
        EXPECT_EQ(*read, entry);
    }
}

TEST_F(LedgerTest, WritesALineInCanonicalForm) {
    const std::string line = lines_[3];
    const std::string expected_start = R"({"batch":{"duration":7,"start":20000},"event":"batch_refused","prev":")" +
                                       to_hex(chain_.hashes[2]) +
                                       R"(","reason":"too_small","role":"helper","seq":4,"sig":")";

    EXPECT_EQ(line.substr(0, expected_start.size()), expected_start);
    EXPECT_TRUE(line.ends_with(R"(","task":"ERERERERERERERERERERERERERERERERERERERERERE","time":20010,"v":1})"))
        << line;
}

TEST_F(LedgerTest, TellsTheCostOfABatchAsTheAccountantComputesIt) {
    const Cost cost = some_cost();

    ASSERT_EQ(cost.blocks.size(), 4u);
    EXPECT_EQ(cost.blocks[2].table, "sleep_by_band");
    EXPECT_EQ(cost.blocks[2].cells, 9u);
    EXPECT_EQ(cost.blocks[2].delta_squared, 2u);
    // Weights 1, 1, 2, 1 share 1/8: two fifths of it is 1/20, so sigma squared is 2 / (2/20) = 20.
    EXPECT_EQ(cost.blocks[2].sigma_squared, 20u);
    EXPECT_EQ(dp::to_text(cost.blocks[2].rho), "1/20");
    EXPECT_EQ(dp::to_text(cost.rho_this_server), "1/8");
    EXPECT_EQ(dp::to_text(cost.rho_both_honest), "1/16");
}

TEST_F(LedgerTest, HoldsNoCountOfReports) {
    for (const std::string& line : lines_) {
        for (const char* word : {"report", "count", "checksum"}) EXPECT_EQ(line.find(word), std::string::npos) << word;
    }
}

TEST_F(LedgerTest, OfNoLinesIsAnEmptyChain) {
    const auto chain = verify_chain("", whose());

    ASSERT_TRUE(chain);
    EXPECT_EQ(chain->next_seq(), 1u);
    EXPECT_EQ(chain->last_hash(), Sha256{});
}

TEST_F(LedgerTest, IsRefusedWhereALineIsMissingSwappedOrRepeated) {
    auto lines = lines_;
    lines_.erase(lines_.begin() + 2);
    EXPECT_EQ(refusal(), "line 3, /seq: the number is not the one that comes next");

    lines_ = lines;
    std::swap(lines_[1], lines_[2]);
    EXPECT_EQ(refusal(), "line 2, /seq: the number is not the one that comes next");

    lines_ = lines;
    lines_.insert(lines_.begin(), lines_.front());
    EXPECT_EQ(refusal(), "line 2, /seq: the number is not the one that comes next");
}

TEST_F(LedgerTest, IsRefusedWhereAnEarlierLineWasSignedAnew) {
    Entry other = chain_.entries[1];
    other.time += 1;
    lines_[1] = sign_entry(other, key_);

    EXPECT_EQ(refusal(), "line 3, /prev: the hash is not that of the line before");
}

TEST_F(LedgerTest, IsRefusedWhereAnyByteOfALineChanged) {
    const std::string line = lines_[3];
    for (std::size_t i = 0; i < line.size(); ++i) {
        lines_[3][i] = static_cast<char>(line[i] ^ 1);
        const std::string reason = refusal();
        EXPECT_EQ(reason.substr(0, 6), "line 4") << reason << " after a change of byte " << i;
        lines_[3] = line;
    }
}

TEST_F(LedgerTest, IsRefusedUnderAnotherKeyTaskOrRole) {
    LedgerOf other = whose();
    other.signing_key = key_of(8).public_key();
    EXPECT_FALSE(verify_chain(text(), other));

    other = whose();
    other.task = some_task(0x12);
    EXPECT_EQ(verify_chain(text(), other).error().where, "line 1, /task");

    other = whose();
    other.role = wire::Role::leader;
    EXPECT_EQ(verify_chain(text(), other).error().where, "line 1, /role");
}

TEST_F(LedgerTest, IsRefusedWhereALineHasMembersThatMeanNothing) {
    json::Node line = json::Document::parse(lines_[0])->root().node();
    line.set("report_count", 123);
    lines_[0] = [&] {
        line.erase("sig");
        const auto signature = sign::sign(key_, sign::Kind::ledger, as_bytes(json::canonical(line)));
        line.set("sig", to_base64url(signature.bytes));
        return json::canonical(line);
    }();

    EXPECT_EQ(refusal(), "line 1, /report_count: an unknown member");
}

TEST_F(LedgerTest, CutInTheMiddleOfALineSaysSoAndCanBeReadUpToThere) {
    const std::string all = text();
    const std::string cut = all.substr(0, all.size() - 10);

    EXPECT_EQ(verify_chain(cut, whose()).error().where, "line 7");
    EXPECT_EQ(verify_chain(whole_lines(cut), whose())->entries.size(), 6u);
    EXPECT_EQ(whole_lines("no line at all"), "");
}

TEST_F(LedgerTest, HeadReadsBackAndIsBoundToKeyTaskAndRole) {
    const Head head = head_of(chain_, some_task(), wire::Role::helper);
    const std::string signed_head = sign_head(head, key_);

    EXPECT_EQ(head.seq, 7u);
    EXPECT_EQ(open_head(signed_head, whose()).value(), head);
    LedgerOf other = whose();
    other.task = some_task(0x12);
    EXPECT_FALSE(open_head(signed_head, other));
    other = whose();
    other.role = wire::Role::leader;
    EXPECT_FALSE(open_head(signed_head, other));
    other = whose();
    other.signing_key = key_of(8).public_key();
    EXPECT_FALSE(open_head(signed_head, other));
    EXPECT_FALSE(open_head(lines_[0], whose())) << "a line is no head";
    EXPECT_FALSE(verify_chain(signed_head + "\n", whose())) << "a head is no line";
}

TEST_F(LedgerTest, HeadTellsAGrownChainFromARolledBackAndADifferentOne) {
    const Head before = head_of(chain_, some_task(), wire::Role::helper);
    Chain rolled_back = chain_;
    rolled_back.entries.pop_back();
    rolled_back.hashes.pop_back();
    Chain different = rolled_back;
    const Entry entry{7, different.last_hash(), wire::Role::helper, some_task(), 20'011, TaskClosed{20'021}};
    different.push(entry, sign_entry(entry, key_));
    add(Incident{});

    EXPECT_EQ(compare(chain_, before), Agreement::contained);
    EXPECT_EQ(compare(rolled_back, before), Agreement::longer);
    EXPECT_EQ(compare(different, before), Agreement::different);
    EXPECT_EQ(compare(chain_, Head{some_task(), wire::Role::helper, 0, {}}), Agreement::contained);
}

}  // namespace
}  // namespace tacit::task
