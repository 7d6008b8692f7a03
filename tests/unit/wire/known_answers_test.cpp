// Bytes and sizes written out by hand from the draft's structures, so that encoder and decoder cannot be wrong
// together.
#include <gtest/gtest.h>

#include "tests/unit/wire/samples.h"

namespace tacit::wire {
namespace {

TEST(KnownAnswer, TaskConfiguration) {
    const TaskConfiguration task{.task_info = {0xAA, 0xBB},
                                 .leader_aggregator_endpoint = "https://l/",
                                 .helper_aggregator_endpoint = "https://h/",
                                 .time_precision = 86'400,
                                 .min_batch_size = 100,
                                 .batch_mode = BatchMode::time_interval,
                                 .batch_config = {},
                                 .vdaf_type = 0xFFFF5401,
                                 .vdaf_configuration = {1, 2, 3},
                                 .extensions = {{kTaskInterval, encode(Interval{20'000, 31}).value()}}};

    EXPECT_EQ(to_hex(encode(task).value()),
              "02"
              "aabb"
              "000a"
              "68747470733a2f2f6c2f"
              "000a"
              "68747470733a2f2f682f"
              "0000000000015180"
              "0000000000000064"
              "01"
              "0000"
              "ffff5401"
              "0003"
              "010203"
              "0014"
              "0001"
              "0010"
              "0000000000004e20"
              "000000000000001f");
}

TEST(KnownAnswer, TaskIdIsTheHashOverTheHashedLabelAndTheConfiguration) {
    TaskConfiguration task = samples::of<TaskConfiguration>()[1];

    // sha256(sha256("dap-taskprov task id") || 0101 0001 61 0001 62 ...), by Python's hashlib.
    EXPECT_EQ(to_hex(derive_task_id(task)->bytes), "2ec9cbb4e13e0743766255c7d87010dffad929cf8e092ee2b6c455c3f44f0cb4");
    task.min_batch_size += 1;
    EXPECT_NE(to_hex(derive_task_id(task)->bytes), "2ec9cbb4e13e0743766255c7d87010dffad929cf8e092ee2b6c455c3f44f0cb4");
}

TEST(KnownAnswer, UploadErrorsTakeSeventeenBytesForEachReport) {
    const UploadErrors errors{{{samples::id<ReportId>(0), ReportError::outdated_config}}};

    EXPECT_EQ(to_hex(encode(errors).value()),
              "000102030405060708090a0b0c0d0e0f"
              "0b");
}

TEST(KnownAnswer, VerifyRespOfEachType) {
    const auto id = samples::id<ReportId>(0);
    const std::string id_hex = "000102030405060708090a0b0c0d0e0f";

    EXPECT_EQ(to_hex(encode(VerifyResp::continued(id, {7, 8})).value()), id_hex +
                                                                             "00"
                                                                             "00000002"
                                                                             "0708");
    EXPECT_EQ(to_hex(encode(VerifyResp::finished(id)).value()), id_hex + "01");
    EXPECT_EQ(to_hex(encode(VerifyResp::rejected(id, ReportError::report_replayed)).value()), id_hex +
                                                                                                  "02"
                                                                                                  "02");
}

TEST(KnownAnswer, AggregateShareRequest) {
    const AggregateShareReq request{{Query::of({2, 3}), {}, {}}, BatchSelector::of({2, 1}), 5, {0xFF}};
    const std::string rest(62, '0');

    EXPECT_EQ(to_hex(encode(request).value()),
              "01"
              "0010"
              "0000000000000002"
              "0000000000000003"
              "00000000"
              "0000"
              "01"
              "0010"
              "0000000000000002"
              "0000000000000001"
              "0000000000000005"
              "ff" +
                  rest);
}

TEST(KnownAnswer, HpkeConfigListHasALengthBeforeItsItems) {
    const HpkeConfigList list{{{4, 0x20, 1, 3, {0xEE}}}};

    EXPECT_EQ(to_hex(encode(list).value()),
              "000a"
              "04"
              "0020"
              "0001"
              "0003"
              "0001"
              "ee");
}

// Sizes for a circuit with joint randomness, no extensions, X25519 (32 bytes) and a 16-byte tag; LS is the leader's
// share.
TEST(KnownAnswer, SizesOfTheMessagesThatEveryReportPays) {
    constexpr std::size_t kLeaderShare = 7056, kHelperShare = 64, kVerifierShare = 448;
    const auto sealed = [](std::size_t share) {
        const Bytes plaintext = encode(PlaintextInputShare{{}, Bytes(share)}).value();
        return HpkeCiphertext{1, Bytes(32), Bytes(plaintext.size() + 16)};
    };
    const ReportMetadata metadata{samples::id<ReportId>(0), 20'000, {}};
    const Bytes public_share(64);

    const std::size_t report =
        encode(Report{metadata, public_share, sealed(kLeaderShare), sealed(kHelperShare)})->size();
    const std::size_t init =
        encode(VerifyInit{{metadata, public_share, sealed(kHelperShare)}, Bytes(5 + kVerifierShare)})->size();
    const std::size_t response = encode(VerifyResp::continued(metadata.report_id, Bytes(5 + 32)))->size();

    EXPECT_EQ(encode(metadata)->size(), 26u);
    EXPECT_EQ(report, 26u + 68 + (61 + kLeaderShare) + (61 + 64));
    EXPECT_EQ(report, 7336u);
    EXPECT_EQ(init, 26u + 68 + 125 + 4 + 5 + kVerifierShare);
    EXPECT_EQ(init, 676u);
    EXPECT_EQ(response, 58u);
}

}  // namespace
}  // namespace tacit::wire
