#include "collector/publisher/gather.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/collector/publisher/sample_batch.h"
#include "tests/unit/task/samples.h"

namespace tacit::publisher {
namespace {

using test::SampleBatch;
using testing::HasSubstr;

class LedgerCheck : public testing::Test {
protected:
    Result<void> check(const std::string& ledger, const wire::Interval& batch, const Bytes& share) const {
        return check_ledger(ledger, {sample_.terms.id, wire::Role::leader, sample_.task.leader.signing_key}, batch,
                            share);
    }
    SampleBatch sample_;
    const Bytes share_{1, 2, 3};
    const std::string ledger_ = sample_.ledger(wire::Role::leader, share_);
};

TEST_F(LedgerCheck, FindsTheShareThatWasHandedOut) { EXPECT_TRUE(check(ledger_, sample_.batch, share_)); }

TEST_F(LedgerCheck, RefusesAShareThatTheLedgerDoesNotName) {
    const auto checked = check(ledger_, sample_.batch, {1, 2, 4});

    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().fault, Fault::corrupt);
    EXPECT_THAT(checked.error().what, HasSubstr("another share"));
}

TEST_F(LedgerCheck, RefusesABatchThatTheLedgerDoesNotName) {
    EXPECT_FALSE(check(ledger_, {sample_.batch.start, 2}, share_));
    EXPECT_FALSE(check("", sample_.batch, share_));
}

TEST_F(LedgerCheck, RefusesALedgerThatSomebodyElseSigned) {
    EXPECT_FALSE(check(sample_.ledger(wire::Role::helper, share_), sample_.batch, share_));
    std::string changed = ledger_;
    changed[changed.find("\"test\"") + 1] = 'T';
    EXPECT_FALSE(check(changed, sample_.batch, share_));
}

}  // namespace
}  // namespace tacit::publisher
