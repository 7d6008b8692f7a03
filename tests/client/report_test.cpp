#include "client/core/report.h"

#include <gtest/gtest.h>

#include "client/simulate/respond.h"
#include "crypto/hpke/aes_gcm.h"
#include "schemas/survey/measure.h"
#include "tests/client/trial.h"

namespace tacit::client {
namespace {

using test::Trial;

constexpr wire::Time kToday = 20'820;

circuits::Measurement measured(const Trial& trial, std::string_view line) {
    const auto answers = survey::load_answers(trial.survey(), line);
    EXPECT_TRUE(answers) << to_text(answers.error());
    return survey::measure(trial.survey(), trial.terms.compiled, *answers).value();
}

TEST(Report, IsAcceptedByBothAggregatorsAndCountsWhatWasAnswered) {
    Trial trial;
    const auto population = simulate::load_population(*simulate::bundled_population("default")).value();
    for (std::uint64_t i = 0; i < 5; ++i) {
        const auto answers = simulate::simulated_answers(trial.survey(), population, 3, i);
        const auto measurement = survey::measure(trial.survey(), trial.terms.compiled, answers).value();

        const Bytes request = trial.reporter().upload_request(trial.random, measurement, kToday).value();
        const auto counted = trial.count(request);

        ASSERT_TRUE(counted) << to_text(counted.error());
        EXPECT_EQ(*counted, survey::released_cells(trial.terms.compiled.config, measurement));
    }
}

TEST(Report, HasOneSizeWhateverWasAnswered) {
    Trial trial;
    const Reporter reporter = trial.reporter();
    const auto size = [&](std::string_view line) {
        return reporter.upload_request(trial.random, measured(trial, line), kToday).value().size();
    };

    const std::size_t nothing = size("{}");
    EXPECT_EQ(size(R"({"age_band":"a65","wins":["sleep","rest","kind"],"phq8":[3,3,3,3,3,3,3,3]})"), nothing);
    EXPECT_EQ(size(R"({"state":"in_tx","recent_tx":"ect","weeks":"gt52","pgi":"p1","first_change":"d1"})"), nothing);
}

TEST(Report, IsTheSameBytesForTheSameRandomness) {
    Trial trial;
    const auto measurement = measured(trial, R"({"age_band":"a30"})");
    const Reporter reporter = trial.reporter();
    test::SeededRandom once(5), again(5), other(6);

    const Bytes first = reporter.upload_request(once, measurement, kToday).value();

    EXPECT_EQ(reporter.upload_request(again, measurement, kToday).value(), first);
    EXPECT_NE(reporter.upload_request(other, measurement, kToday).value(), first);
}

TEST(Report, CannotBeOpenedAfterAByteOfItsMetadataChanged) {
    Trial trial;
    Bytes request = trial.reporter().upload_request(trial.random, measured(trial, "{}"), kToday).value();
    auto upload = decode<wire::UploadRequest>(request).value();
    ++upload.reports[0].report_metadata.time;

    EXPECT_FALSE(trial.count(encode(upload).value()));
}

TEST(Report, CannotBeOpenedWithTheHalvesSwapped) {
    Trial trial;
    Bytes request = trial.reporter().upload_request(trial.random, measured(trial, "{}"), kToday).value();
    auto upload = decode<wire::UploadRequest>(request).value();
    std::swap(upload.reports[0].leader_encrypted_input_share, upload.reports[0].helper_encrypted_input_share);

    EXPECT_FALSE(trial.count(encode(upload).value()));
}

TEST(Report, IsSealedWithAes128GcmWhereNothingElseIsOffered) {
    test::TrialOptions options;
    options.aead = hpke::kAeadAes128Gcm;
    Trial trial(options);

    const Bytes request = trial.reporter().upload_request(trial.random, measured(trial, "{}"), kToday).value();

    EXPECT_TRUE(trial.count(request));
}

wire::HpkeConfig config(std::uint8_t id, std::uint16_t aead, std::size_t key_size = 32) {
    return {id, hpke::kKemX25519HkdfSha256, hpke::kKdfHkdfSha256, aead, Bytes(key_size, 3)};
}

TEST(SealingKey, PrefersChaCha20Poly1305) {
    const wire::HpkeConfigList list{{config(1, hpke::kAeadAes128Gcm), config(2, hpke::kAeadChaCha20Poly1305)}};

    EXPECT_EQ(choose_sealing_key(list, &hpke::aes_128_gcm())->config.id, 2);
}

TEST(SealingKey, SkipsWhatItDoesNotKnow) {
    wire::HpkeConfigList list{{config(1, 2), config(2, hpke::kAeadAes128Gcm, 31), config(3, hpke::kAeadAes128Gcm)}};
    list.configs[0].kem_id = 0x0010;

    EXPECT_EQ(choose_sealing_key(list, &hpke::aes_128_gcm())->config.id, 3);
    EXPECT_FALSE(choose_sealing_key(list, nullptr)) << "a browser has no AES-128-GCM";
}

TEST(UploadAnswer, SaysWhatBecameOfTheReport) {
    Trial trial;
    const Bytes request = trial.reporter().upload_request(trial.random, measured(trial, "{}"), kToday).value();
    const wire::ReportId id = decode<wire::UploadRequest>(request)->reports[0].report_metadata.report_id;
    const auto answer = [&](wire::ReportError error) {
        return read_upload_answer(encode(wire::UploadErrors{{{id, error}}}).value(), request).value();
    };

    EXPECT_EQ(read_upload_answer({}, request).value(), Outcome::stored);
    EXPECT_EQ(answer(wire::ReportError::outdated_config), Outcome::outdated);
    EXPECT_EQ(answer(wire::ReportError::report_replayed), Outcome::unknown);
    EXPECT_EQ(answer(wire::ReportError::report_too_early), Outcome::too_early);
    EXPECT_EQ(answer(wire::ReportError::hpke_unknown_config_id), Outcome::refused)
        << "only outdated_config proves that a report was never stored";
}

TEST(UploadAnswer, AboutAnotherReportIsRefused) {
    Trial trial;
    const Bytes request = trial.reporter().upload_request(trial.random, measured(trial, "{}"), kToday).value();
    const wire::UploadErrors errors{{{wire::ReportId{}, wire::ReportError::outdated_config}}};

    EXPECT_FALSE(read_upload_answer(encode(errors).value(), request));
    EXPECT_FALSE(read_upload_answer(Bytes{1, 2, 3}, request));
}

}  // namespace
}  // namespace tacit::client
