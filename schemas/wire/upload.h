// Messages of the upload interaction (draft-ietf-ppm-dap-18, "Uploading Reports").
//
// A message lists its fields once. Encoding, decoding and the fuzz targets all go through that list, so a layout cannot
// be right in one direction and wrong in the other.
#pragma once
#include <vector>

#include "schemas/wire/extension.h"
#include "schemas/wire/task.h"
#include "schemas/wire/types.h"

namespace tacit::wire {

// The part of a report that both aggregators and the network may see.
struct ReportMetadata {
    ReportId report_id;  // 16 random bytes; also the VDAF nonce
    Time time = 0;
    std::vector<Extension> public_extensions;

    static auto fields(auto& self, auto&& io) { return io(self.report_id, self.time, list16(self.public_extensions)); }
    bool operator==(const ReportMetadata&) const = default;
};

// One respondent's report. Its size depends on the task alone, never on the answers.
struct Report {
    ReportMetadata report_metadata;
    Bytes public_share;
    HpkeCiphertext leader_encrypted_input_share;
    HpkeCiphertext helper_encrypted_input_share;

    static auto fields(auto& self, auto&& io) {
        return io(self.report_metadata, list32(self.public_share), self.leader_encrypted_input_share,
                  self.helper_encrypted_input_share);
    }
    bool operator==(const Report&) const = default;
};

// What is inside an encrypted input share. Decoded copies hold a secret: `payload` is wiped by whoever decoded it.
struct PlaintextInputShare {
    std::vector<Extension> private_extensions;
    Bytes payload;

    static auto fields(auto& self, auto&& io) { return io(list16(self.private_extensions), list32(self.payload, 1)); }
    bool operator==(const PlaintextInputShare&) const = default;
};

// The associated data of an input share's encryption: it ties the share to this very task, time and public share.
struct InputShareAad {
    TaskId task_id;
    TaskConfiguration task_configuration;
    ReportMetadata report_metadata;
    Bytes public_share;

    static auto fields(auto& self, auto&& io) {
        return io(self.task_id, self.task_configuration, self.report_metadata, list32(self.public_share));
    }
    bool operator==(const InputShareAad&) const = default;
};

struct UploadRequest {
    std::vector<Report> reports;

    static auto fields(auto& self, auto&& io) { return io(rest(self.reports)); }
    bool operator==(const UploadRequest&) const = default;
};

struct ReportUploadStatus {
    ReportId id;
    ReportError error = ReportError::report_dropped;

    static auto fields(auto& self, auto&& io) { return io(self.id, self.error); }
    bool operator==(const ReportUploadStatus&) const = default;
};

// Only the reports that failed, in request order; no failure at all is an empty body.
struct UploadErrors {
    std::vector<ReportUploadStatus> status;

    static auto fields(auto& self, auto&& io) { return io(rest(self.status)); }
    bool operator==(const UploadErrors&) const = default;
};

}  // namespace tacit::wire
