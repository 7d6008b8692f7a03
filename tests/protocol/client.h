// A respondent of a test: honest reports, and reports that an honest client would never make.
#pragma once
#include "collector/protocol/tasks.h"
#include "crypto/base/random.h"
#include "crypto/circuits/questionnaire.h"
#include "schemas/wire/hpke_config.h"
#include "schemas/wire/upload.h"

namespace tacit::test {

// What one respondent says: one option of each single question and a sorted list of marks.
struct Says {
    std::uint16_t cell = 0;
    std::uint16_t side = 0;
    std::vector<std::uint16_t> marks;
};

class Client {
public:
    // What a client knows of a task is public: its id, its configuration, and both HPKE lists.
    Client(const protocol::Task& task, ByteView leader_list, ByteView helper_list, Random& random);

    wire::Report report(const Says& says, wire::Time time);
    // Seals what is given here, whether or not it is a valid encoding.
    wire::Report report_of(std::span<const field::Field64> encoded, wire::Time time);
    SecretVector<field::Field64> encode(const Says& says) const;

    struct Shares {
        wire::ReportMetadata metadata;
        Bytes public_share;
        std::vector<SecretBytes> input_shares;
    };
    Shares shard(std::span<const field::Field64> encoded, wire::Time time);
    // `private_extensions` go into both input shares.
    wire::Report seal(const Shares& shares, const std::vector<wire::Extension>& private_extensions = {});
    wire::HpkeCiphertext seal_for(wire::Role role, const Shares& shares, const wire::PlaintextInputShare& share);

    // Who these are sealed for may be changed by a test.
    wire::HpkeConfig leader_config, helper_config;
    wire::TaskId task_id;
    wire::TaskConfiguration configuration;

private:
    const vdaf::Prio3Questionnaire vdaf_;
    Random& random_;
};

// The body of an upload of these reports.
Bytes upload_request(std::vector<wire::Report> reports);

}  // namespace tacit::test
