#include "collector/protocol/report_check.h"

#include "schemas/wire/extension.h"
#include "schemas/wire/labels.h"

namespace tacit::protocol {

Bytes input_share_aad(const Task& task, const wire::ReportMetadata& metadata, const Bytes& public_share) {
    // The layout of wire::InputShareAad; the configuration is encoded once a task and not once a report.
    Encoder aad;
    const Result<void> encoded = aad(task.id, rest(task.configuration_bytes), metadata, list32(public_share));
    TACIT_ASSERT(encoded.has_value());  // the parts were decoded from the same layout
    return aad.take();
}

Result<OpenedShare, wire::ReportError> open_input_share(const Task& task, const KeyRing& keys, wire::Time latest,
                                                        const wire::ReportMetadata& metadata, const Bytes& public_share,
                                                        const wire::HpkeCiphertext& ciphertext) {
    using wire::ReportError;
    const auto reject = [](ReportError error) { return tl::unexpected<ReportError>(error); };

    const Result<SecretBytes> plaintext = keys.open(ciphertext, wire::input_share_info(task.role),
                                                    input_share_aad(task, metadata, public_share));
    if (!plaintext) return reject(ReportError::hpke_decrypt_error);
    Result<wire::PlaintextInputShare> share = decode<wire::PlaintextInputShare>(plaintext->view());
    if (!share) return reject(ReportError::invalid_message);
    OpenedShare opened(*std::move(share));
    if (metadata.time > latest) return reject(ReportError::report_too_early);
    if (metadata.time < task.interval.start) return reject(ReportError::task_not_started);
    if (!task.covers(metadata.time)) return reject(ReportError::task_expired);
    if (!wire::valid_report_extensions(metadata.public_extensions, opened.private_extensions(), {}, {}))
        return reject(ReportError::invalid_message);
    return opened;
}

wire::ReportError verify_error(const Error& error) {
    return error.fault == Fault::malformed ? wire::ReportError::invalid_message : wire::ReportError::vdaf_verify_error;
}

}  // namespace tacit::protocol
