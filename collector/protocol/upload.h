// The leader's side of an upload (draft-ietf-ppm-dap-18, "Uploading Reports"), in the order of checks that makes
// answers dependable: outdated_config is only said of a report that was never stored, so that a client may build it
// anew.
#pragma once
#include <optional>
#include <vector>

#include "collector/protocol/keys.h"
#include "collector/protocol/tasks.h"
#include "collector/store/store.h"
#include "crypto/base/clock.h"
#include "schemas/wire/problem.h"
#include "schemas/wire/upload.h"

namespace tacit::protocol {

// A report on its way into the store.
struct NewReport {
    store::TaskKey task;
    wire::ReportId id;
    wire::Time time = 0;
    Bytes report;  // the encoded wire::Report
};

// What a report may not be stored for; nothing where it is stored now or was before.
using Refusal = std::optional<wire::ReportError>;

// Looks a report up: whether it is known, and if not, whether its bucket and its task still take reports.
struct Standing {
    bool known = false;
    Refusal refusal;
};
Result<Standing> standing(store::Reader& reader, store::TaskKey task, const wire::ReportId& id, wire::Time time);

// Stores a report in a transaction that may hold many, unless it is known or refused; says what it found.
Result<Standing> store_report(store::Tx& tx, const NewReport& report);

// Makes reports durable, many at a time. Thread-safe.
class ReportWriter {
public:
    virtual ~ReportWriter() = default;
    // Returns when the commit that holds all of these is on disk: one entry per report, in order. Fails as a whole with
    // Fault::unavailable (disk, overload, stopping); the same reports may be brought again then, whatever became of
    // them.
    virtual Result<std::vector<Refusal>> append(std::vector<NewReport> reports) = 0;
};

// Thread-safe: holds references to thread-safe parts and no state.
class Upload {
public:
    Upload(store::Store& store, const Clock& clock, const Keys& keys, const TaskRegistry& tasks, ReportWriter& writer)
        : store_(store), clock_(clock), keys_(keys), tasks_(tasks), writer_(writer) {}

    // Stores the acceptable reports of an UploadRequest and returns the others with DAP's reason, in request order.
    // Once this returns a value, every report not named in it is on disk. A failure of ours is an unavailable Problem:
    // the same request may be repeated.
    Result<wire::UploadErrors, wire::Problem> accept(const wire::TaskId& id, ByteView request) const;

private:
    store::Store& store_;
    const Clock& clock_;
    const Keys& keys_;
    const TaskRegistry& tasks_;
    ReportWriter& writer_;
};

}  // namespace tacit::protocol
