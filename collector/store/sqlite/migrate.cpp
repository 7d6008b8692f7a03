#include "collector/store/sqlite/migrate.h"

#include <array>

namespace tacit::store::sqlite {
namespace {

// "Tact", in the file's header: tells our database from anybody else's.
constexpr std::int64_t kApplicationId = 0x54616374;

// Blobs that are large and never change have a table of their own, so that a change of state rewrites a small row only.
// Random ids are keys of an index, never of a table with large rows. AUTOINCREMENT where a number is held in memory
// across transactions and must not come to mean another row.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE task (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    role INTEGER NOT NULL,
    close_document TEXT,
    stopped TEXT,
    peer_head TEXT,
    lost_head TEXT,
    UNIQUE (id, role)
) STRICT;

CREATE TABLE report (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    task INTEGER NOT NULL,
    time INTEGER NOT NULL,
    job INTEGER,
    place INTEGER,
    id BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX report_by_id ON report (task, id);
CREATE INDEX report_ready ON report (task, time) WHERE job IS NULL;
CREATE INDEX report_in_job ON report (job, place) WHERE job IS NOT NULL;
CREATE TABLE report_body (
    sequence INTEGER PRIMARY KEY,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE leader_job (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    task INTEGER NOT NULL,
    time INTEGER NOT NULL,
    location TEXT
) STRICT;
CREATE INDEX leader_job_by_time ON leader_job (task, time);
CREATE TABLE leader_job_request (
    number INTEGER PRIMARY KEY,
    request BLOB NOT NULL
) STRICT;

CREATE TABLE remembered (
    task INTEGER NOT NULL,
    id BLOB NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (task, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX remembered_by_time ON remembered (task, time);

CREATE TABLE rejected (
    task INTEGER NOT NULL,
    reason INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (task, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE bucket (
    number INTEGER PRIMARY KEY,
    task INTEGER NOT NULL,
    time INTEGER NOT NULL,
    report_count INTEGER NOT NULL,
    checksum BLOB NOT NULL,
    share BLOB NOT NULL,
    UNIQUE (task, time)
) STRICT;

CREATE TABLE helper_job (
    number INTEGER PRIMARY KEY,
    task INTEGER NOT NULL,
    id BLOB NOT NULL,
    request_hash BLOB NOT NULL,
    first_time INTEGER NOT NULL,
    last_time INTEGER NOT NULL,
    response BLOB NOT NULL,
    UNIQUE (task, id),
    UNIQUE (task, request_hash)
) STRICT;
CREATE INDEX helper_job_by_time ON helper_job (task, first_time);

CREATE TABLE batch (
    task INTEGER NOT NULL,
    start INTEGER NOT NULL,
    finish INTEGER NOT NULL,
    state INTEGER NOT NULL,
    PRIMARY KEY (task, start)
) STRICT, WITHOUT ROWID;

CREATE TABLE collection (
    number INTEGER PRIMARY KEY,
    task INTEGER NOT NULL,
    id BLOB NOT NULL,
    start INTEGER NOT NULL,
    finish INTEGER NOT NULL,
    state INTEGER NOT NULL,
    problem TEXT NOT NULL,
    request BLOB NOT NULL,
    aggregate_share_request BLOB NOT NULL,
    response BLOB NOT NULL,
    UNIQUE (task, id)
) STRICT;

CREATE TABLE aggregate_share (
    number INTEGER PRIMARY KEY,
    task INTEGER NOT NULL,
    id BLOB NOT NULL,
    start INTEGER NOT NULL,
    finish INTEGER NOT NULL,
    request_hash BLOB NOT NULL,
    response BLOB NOT NULL,
    UNIQUE (task, id)
) STRICT;

CREATE TABLE ledger (
    task INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (task, seq)
) STRICT, WITHOUT ROWID;
)sql";

// Step n leads from version n to version n + 1. A published step never changes; a new version appends one.
constexpr std::array kSteps{kVersion1};

std::int64_t version_of(Connection& connection) { return connection.pragma("PRAGMA user_version"); }

bool is_empty(Connection& connection) { return connection.pragma("SELECT count(*) FROM sqlite_schema") == 0; }

}  // namespace

std::int64_t schema_version() { return static_cast<std::int64_t>(kSteps.size()); }

Result<void> check_version(Connection& connection) {
    if (!is_empty(connection) && connection.pragma("PRAGMA application_id") != kApplicationId)
        return fail(Fault::refused, "this is the database of another program", {},
                    "correct the path of the database in the configuration");
    if (const std::int64_t version = version_of(connection); version > schema_version())
        return fail(Fault::refused,
                    "the database has version " + std::to_string(version) + ", and this program knows versions up to " +
                        std::to_string(schema_version()),
                    {}, "install the version of tacit-collector that last used it, or a newer one");
    return {};
}

Result<void> migrate(Connection& connection) {
    TACIT_CHECK(check_version(connection));
    const std::int64_t version = version_of(connection);
    if (version == schema_version()) return {};
    connection.execute("BEGIN IMMEDIATE");
    for (std::size_t step = static_cast<std::size_t>(version); step < kSteps.size(); ++step)
        connection.execute(kSteps[step]);
    connection.execute(("PRAGMA application_id = " + std::to_string(kApplicationId)).c_str());
    connection.execute(("PRAGMA user_version = " + std::to_string(schema_version())).c_str());
    connection.execute("COMMIT");
    return {};
}

}  // namespace tacit::store::sqlite
