// Judges a form as a server hands it out: whether it is the one that both organisations signed, file by file, and
// whether the headers are as strict as they have to be. Used by `tacit form verify` and by the helper's own look at the
// leader's page. No I/O: the caller fetches.
#pragma once
#include <functional>
#include <optional>

#include "schemas/task/entry.h"
#include "schemas/task/form_headers.h"
#include "schemas/task/form_manifest.h"
#include "schemas/task/task_json.h"

namespace tacit::task {

struct FormAnswer {
    int status = 0;
    Headers headers;
    std::string body;  // with its Content-Encoding undone
};
// Gets a file of the form; `path` is relative to the form's address, and empty for the address itself. A failure that
// is Fault::unavailable ends the check.
using FormFetch = std::function<Result<FormAnswer>(std::string_view path)>;

struct FormFinding {
    FormOutcome outcome = FormOutcome::as_signed;
    struct Manifest {
        std::string version;
        std::uint64_t serial = 0;
        Sha256 sha256{};
    };
    std::optional<Manifest> manifest;  // of the form.json that was served, where it could be read
    std::vector<std::string> faults;   // in sentences for a person, without a full stop
    std::size_t file_count = 0;        // of the list, that were fetched and compared
};

// `https`: whether the form's address is one.
FormFinding check_form(const FormFetch& fetch, const Task& task, bool https);

}  // namespace tacit::task
