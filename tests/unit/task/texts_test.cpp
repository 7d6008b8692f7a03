#include "schemas/task/texts.h"

#include <gtest/gtest.h>

#include "schemas/survey/load.h"
#include "tests/unit/task/sample_texts.h"
#include "tests/unit/task/samples.h"

namespace tacit::task {
namespace {

using test::key_of;
using test::some_task;

class TextsTest : public ::testing::Test {
protected:
    const Task task_ = test::pinned_task();
    const std::string document_ =
        texts_document(some_task(), 1, task_.definition, test::sample_texts(task_.definition));
};

TEST_F(TextsTest, DocumentReadsBackWithItsNumberAndTask) {
    const auto read = load_texts_document(document_, task_.definition);

    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(read->n, 1u);
    EXPECT_EQ(read->task, some_task());
    EXPECT_EQ(texts_document(read->task, read->n, task_.definition, read->texts), document_);
    EXPECT_TRUE(document_.starts_with("{\"n\":1,\"task_id\":\"ERER")) << document_;
}

TEST_F(TextsTest, DocumentIsRefusedInAnyOtherSpelling) {
    EXPECT_FALSE(load_texts_document(document_ + " ", task_.definition));
    EXPECT_FALSE(load_texts_document(test::with(document_, "\"n\":1", "\"n\":0"), task_.definition));
}

TEST_F(TextsTest, SignatureIsOfTheseBytesByThisKey) {
    const sign::SecretKey key = key_of(3);
    const std::string signature = sign_texts(document_, key);

    EXPECT_TRUE(verify_texts(document_, signature, key.public_key()));
    EXPECT_FALSE(verify_texts(document_ + " ", signature, key.public_key()));
    EXPECT_FALSE(verify_texts(document_, signature, key_of(4).public_key()));
    EXPECT_FALSE(verify_texts(document_, signature.substr(1), key.public_key()));
}

TEST(TextsList, ReadsBackAscendingNumbersOnly) {
    const TextsList list{some_task(), {1, 2, 7}};

    EXPECT_EQ(load_texts_list(to_text(list)).value(), list);
    EXPECT_EQ(load_texts_list(to_text(TextsList{some_task(), {}})).value().numbers.size(), 0u);
    EXPECT_FALSE(load_texts_list(to_text(TextsList{some_task(), {2, 2}})));
    EXPECT_FALSE(load_texts_list(to_text(TextsList{some_task(), {2, 1}})));
    EXPECT_FALSE(load_texts_list(to_text(TextsList{some_task(), {0}})));
}

}  // namespace
}  // namespace tacit::task
