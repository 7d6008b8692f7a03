// From a measurement to the bytes of one upload (draft-ietf-ppm-dap-18, "Uploading Reports"): shares, proofs, two
// seals.
//
// All randomness of a report is drawn here, from the Random& that is passed in. The size of the bytes depends on the
// task alone. A Reporter is immutable: any number of threads may use one, each with a thread-safe Random.
#pragma once
#include "crypto/base/random.h"
#include "crypto/hpke/aead.h"
#include "crypto/vdaf/prio3_questionnaire.h"
#include "schemas/wire/hpke_config.h"
#include "schemas/wire/task.h"
#include "schemas/wire/upload.h"

namespace tacit::client {

// How to seal for one aggregator: one of its configurations and the AEAD that goes with it.
struct SealingKey {
    wire::HpkeConfig config;
    const hpke::Aead* aead = nullptr;  // a constant, see crypto/hpke
};

// The configuration that this client takes from a list: the first with ChaCha20-Poly1305, else the first with `aes`,
// which is null where there is no AES-128-GCM (a browser). Refused where none fits.
Result<SealingKey> choose_sealing_key(const wire::HpkeConfigList& list, const hpke::Aead* aes);

struct SealingKeys {
    SealingKey leader, helper;
};

class Reporter {
public:
    // Fails where the configuration names another VDAF than Prio3Questionnaire.
    static Result<Reporter> make(const wire::TaskId& task_id, wire::TaskConfiguration configuration, SealingKeys keys);

    // One report. `time` is in units of the task's time precision.
    Result<wire::Report> report(Random& random, const circuits::Measurement& measurement, wire::Time time) const;
    // The body of the upload that carries one report.
    Result<Bytes> upload_request(Random& random, const circuits::Measurement& measurement, wire::Time time) const;
    // Its size, the same for every measurement.
    Result<std::size_t> upload_size() const;

private:
    Reporter(const wire::TaskId& task_id, wire::TaskConfiguration configuration, SealingKeys keys,
             vdaf::Prio3Questionnaire vdaf);

    wire::TaskId task_id_;
    wire::TaskConfiguration configuration_;
    SealingKeys keys_;
    vdaf::Prio3Questionnaire vdaf_;
};

// What the leader's answer to an upload of one report means for whoever sent it.
enum class Outcome {
    stored,       // it counts, unless the aggregators refuse it later
    outdated,     // never stored: may be built again, with fresh keys, once
    unknown,      // cannot be told whether it counted; never sent again
    too_early,    // this device's clock runs ahead; the same bytes may be sent later
    not_started,  // as too_early: the survey has not opened
    closed,       // the survey has ended
    refused,      // the leader will not take this report
};
// `body` is empty or an UploadErrors. Fails where it is neither, or is about other reports.
Result<Outcome> read_upload_answer(ByteView body, ByteView request);

}  // namespace tacit::client
