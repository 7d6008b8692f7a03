// What has to hold for every message in schemas/wire/all.h.
#include <gtest/gtest.h>

#include "tests/unit/wire/samples.h"

namespace tacit::wire {
namespace {

template <class List>
struct AsTypes;
template <class... M>
struct AsTypes<MessageList<M...>> {
    using Types = ::testing::Types<M...>;
};

template <class M>
class EveryMessage : public ::testing::Test {};
TYPED_TEST_SUITE(EveryMessage, AsTypes<ClosedMessages>::Types);

TYPED_TEST(EveryMessage, DecodesWhatItEncodes) {
    for (const TypeParam& sample : samples::of<TypeParam>()) {
        const Bytes bytes = encode(sample).value();
        const auto decoded = decode<TypeParam>(bytes);

        ASSERT_TRUE(decoded) << to_text(decoded.error());
        EXPECT_EQ(*decoded, sample);
        EXPECT_EQ(encode(*decoded).value(), bytes);
    }
}

TYPED_TEST(EveryMessage, RejectsEveryTruncationAndATrailingByte) {
    for (const TypeParam& sample : samples::of<TypeParam>()) {
        Bytes bytes = encode(sample).value();
        for (std::size_t size = 0; size < bytes.size(); ++size)
            EXPECT_FALSE(decode<TypeParam>(ByteView(bytes).first(size))) << "accepted the first " << size << " bytes";
        bytes.push_back(0);
        EXPECT_FALSE(decode<TypeParam>(bytes));
    }
}

TYPED_TEST(EveryMessage, HasNoSecondEncodingAmongItsNeighbours) {
    // A decoder that skipped or normalised anything would read some changed byte string as the same value.
    for (const TypeParam& sample : samples::of<TypeParam>()) {
        const Bytes bytes = encode(sample).value();
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            for (const int flip : {0x01, 0x80}) {
                Bytes changed = bytes;
                changed[i] = static_cast<std::uint8_t>(changed[i] ^ flip);
                if (const auto decoded = decode<TypeParam>(changed)) {
                    EXPECT_EQ(encode(*decoded).value(), changed) << "byte " << i;
                }
            }
        }
    }
}

template <class M>
class EveryOpenEndedMessage : public ::testing::Test {
protected:
    // The same message with its last item removed `count` times; its encoding is where a cut is allowed.
    static std::vector<std::size_t> allowed_sizes(const M& sample) {
        std::vector<std::size_t> sizes;
        for (M shorter = sample; !items(shorter).empty();) {
            items(shorter).pop_back();
            sizes.push_back(encode(shorter).value().size());
        }
        return sizes;
    }
    static auto& items(UploadRequest& m) { return m.reports; }
    static auto& items(UploadErrors& m) { return m.status; }
    static auto& items(AggregationJobInitReq& m) { return m.verify_inits; }
    static auto& items(AggregationJobResp& m) { return m.verify_resps; }
    static auto& items(AggregationJobContinueReq& m) { return m.verify_continues; }
};
TYPED_TEST_SUITE(EveryOpenEndedMessage, AsTypes<OpenEndedMessages>::Types);

TYPED_TEST(EveryOpenEndedMessage, DecodesWhatItEncodes) {
    for (const TypeParam& sample : samples::of<TypeParam>()) {
        const Bytes bytes = encode(sample).value();
        const auto decoded = decode<TypeParam>(bytes);

        ASSERT_TRUE(decoded) << to_text(decoded.error());
        EXPECT_EQ(*decoded, sample);
        EXPECT_EQ(encode(*decoded).value(), bytes);
    }
}

TYPED_TEST(EveryOpenEndedMessage, RejectsATrailingByteAndEveryTruncationInsideAnItem) {
    for (const TypeParam& sample : samples::of<TypeParam>()) {
        const auto allowed = this->allowed_sizes(sample);
        Bytes bytes = encode(sample).value();
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            const bool between_items = std::find(allowed.begin(), allowed.end(), size) != allowed.end();
            EXPECT_EQ(decode<TypeParam>(ByteView(bytes).first(size)).has_value(), between_items) << size << " bytes";
        }
        bytes.push_back(0);
        EXPECT_FALSE(decode<TypeParam>(bytes));
    }
}

// ---- fields that may not be empty ----

// Encoding and decoding must both refuse; the bytes are made by a twin of the message without the lower bound.
template <class M>
void expect_refused(const M& empty, ByteView bytes) {
    EXPECT_FALSE(encode(empty));
    EXPECT_FALSE(decode<M>(bytes));
}

TEST(EmptyField, IsRefusedInAnHpkeCiphertext) {
    expect_refused(HpkeCiphertext{1, {}, {9}}, Bytes{1, 0, 0, 0, 0, 0, 1, 9});
    expect_refused(HpkeCiphertext{1, {9}, {}}, Bytes{1, 0, 1, 9, 0, 0, 0, 0});
}

TEST(EmptyField, IsRefusedInAnHpkeConfigAndItsList) {
    expect_refused(HpkeConfig{1, 0x20, 1, 3, {}}, Bytes{1, 0, 0x20, 0, 1, 0, 3, 0, 0});
    expect_refused(HpkeConfigList{}, Bytes{0, 0});
}

TEST(EmptyField, IsRefusedInATaskConfiguration) {
    for (const int field : {0, 1, 2}) {
        TaskConfiguration task = samples::of<TaskConfiguration>()[1];
        Bytes bytes = encode(task).value();  // 01 01 | 00 01 'a' | 00 01 'b' | ...
        const std::ptrdiff_t at = 3 * field;
        if (field == 0) {
            task.task_info.clear();
            bytes[0] = 0;
            bytes.erase(bytes.begin() + 1);
        } else {
            (field == 1 ? task.leader_aggregator_endpoint : task.helper_aggregator_endpoint).clear();
            bytes[static_cast<std::size_t>(at)] = 0;
            bytes.erase(bytes.begin() + at + 1);
        }
        expect_refused(task, bytes);
    }
}

TEST(EmptyField, IsRefusedAsAPayload) {
    Bytes share{0, 0, 0, 0, 0, 0};
    expect_refused(PlaintextInputShare{}, share);

    VerifyInit init = samples::of<VerifyInit>()[1];
    Bytes bytes = encode(init).value();
    bytes.pop_back();
    bytes.back() = 0;
    init.payload.clear();
    expect_refused(init, bytes);

    Bytes continued(16 + 1 + 4);
    expect_refused(VerifyResp::continued({}, {}), continued);
    expect_refused(VerifyContinue{}, Bytes(16 + 4));
}

TEST(UnknownCode, IsRefusedWhereverAnEnumerationStands) {
    Bytes status = encode(samples::of<ReportUploadStatus>()[0]).value();
    Bytes query = encode(samples::of<Query>()[0]).value();
    Bytes response = encode(samples::of<VerifyResp>()[1]).value();
    for (int code = 0; code < 256; ++code) {
        status.back() = query.front() = response.back() = static_cast<std::uint8_t>(code);
        EXPECT_EQ(decode<ReportUploadStatus>(status).has_value(), code >= 1 && code <= 11) << code;
        EXPECT_EQ(decode<Query>(query).has_value(), code == 1 || code == 2) << code;
        EXPECT_EQ(decode<VerifyResp>(response).has_value(), code == 1) << code;  // 0 and 2 want more bytes
    }
}

}  // namespace
}  // namespace tacit::wire
