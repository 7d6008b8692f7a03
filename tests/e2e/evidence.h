// Everything that a run of a deployment leaves on the disk and in its metrics, to be searched; and the searches for
// times, which know no needle.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "tests/e2e/deployment.h"

namespace tacit::test {

struct Exhibit {
    std::string name;  // path below the deployment's folder, or "metrics of the leader"
    std::string content;
};
using Exhibits = std::vector<Exhibit>;

// Databases with their write-ahead logs, key files, ledgers, task files, spool, releases, logs, and the metrics of the
// servers that run.
Exhibits collect_evidence(Deployment& deployment);
Exhibits files_below(const std::filesystem::path& folder, const std::filesystem::path& root);

std::string metrics_text(const Deployment& deployment, Deployment::Who who);
// The value of a metric without labels, or the sum over its labels; 0 where there is none.
std::int64_t metric(const std::string& text, const std::string& name);

// A stretch of Unix time in which everything happened.
struct Span {
    std::int64_t from = 0, to = 0;  // seconds
};
// Times inside the span that are finer than a day, in seconds to nanoseconds: decimal, as a date with a time of day, or
// as 8 bytes of either order. Each is described.
std::vector<std::string> fine_times(const std::string& content, const Span& span);
// The same for the values of every column of a database, and addresses in it as numbers or 4 bytes.
std::vector<std::string> fine_times_in_columns(const std::filesystem::path& database, const Span& span);
std::vector<std::string> addresses_in_columns(const std::filesystem::path& database);

// Every row of every table as text: what a refused request must leave as it is.
std::string dump(const std::filesystem::path& database);

}  // namespace tacit::test
