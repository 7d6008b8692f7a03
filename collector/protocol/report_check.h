// What both aggregators check of a report before the VDAF sees it (draft-ietf-ppm-dap-18, "Input Share Validation").
#pragma once
#include "collector/protocol/keys.h"
#include "collector/protocol/tasks.h"
#include "crypto/base/secret.h"
#include "schemas/wire/upload.h"

namespace tacit::protocol {

// What a client encrypted for one aggregator, opened: wiped when it goes.
class OpenedShare {
public:
    explicit OpenedShare(wire::PlaintextInputShare share) : share_(std::move(share)) {}
    OpenedShare(OpenedShare&&) = default;
    OpenedShare& operator=(OpenedShare&&) = delete;
    ~OpenedShare() { wipe(share_.payload); }
    ByteView payload() const { return share_.payload; }
    const std::vector<wire::Extension>& private_extensions() const { return share_.private_extensions; }

private:
    wire::PlaintextInputShare share_;
};

// The associated data of this report's encryption.
Bytes input_share_aad(const Task& task, const wire::ReportMetadata& metadata, const Bytes& public_share);

// Opens and validates the share that `ciphertext` holds for this aggregator. `latest` is the last unit that a report may
// carry now. The order of the checks is the draft's.
Result<OpenedShare, wire::ReportError> open_input_share(const Task& task, const KeyRing& keys, wire::Time latest,
                                                        const wire::ReportMetadata& metadata, const Bytes& public_share,
                                                        const wire::HpkeCiphertext& ciphertext);

// What a report that the VDAF refused is told: invalid_message where it cannot be read, else vdaf_verify_error.
wire::ReportError verify_error(const Error& error);

}  // namespace tacit::protocol
