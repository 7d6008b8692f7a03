#include "collector/store/sqlite/connection.h"

#include <sqlite3.h>

#include <algorithm>

namespace tacit::store::sqlite {
namespace {

constexpr const char* kDamaged = "the database is damaged";
constexpr const char* kRestore =
    "stop the collector, restore the latest backup, then run tacit-collector restore --refuse-batches for each task";

}  // namespace

Error to_error(const SQLite::Exception& exception) {
    const int code = exception.getErrorCode();
    int extended = exception.getExtendedErrorCode();
    if (extended < 0) extended = code;
    const std::string number = " (SQLite code " + std::to_string(extended) + ")";
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {Fault::unavailable, "another process holds the database" + number, {}, "end that process, or wait"};
        case SQLITE_FULL:
            return {Fault::unavailable, "the disk of the database is full" + number, {}, "free some space on it"};
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_CANTOPEN:
            return {Fault::unavailable,
                    "the database cannot be opened for writing" + number,
                    {},
                    "look at the owner and the permissions of its file and folder"};
        case SQLITE_IOERR:
            return {Fault::unavailable,
                    "the disk of the database cannot be read or written" + number,
                    {},
                    "make room on it if it is full (df), else look for errors of this disk in the system's log"};
        case SQLITE_NOMEM: return {Fault::unavailable, "the memory is full" + number, {}, {}};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return {Fault::corrupt, kDamaged + number, {}, kRestore};
        default: return {Fault::internal, "the database refused a statement" + number, {}, {}};
    }
}

bool is_busy(const SQLite::Exception& exception) {
    const int code = exception.getErrorCode() & 0xff;
    return code == SQLITE_BUSY || code == SQLITE_LOCKED;
}

Query::~Query() {
    statement_.tryReset();
    try {
        statement_.clearBindings();
    } catch (const SQLite::Exception&) {  // cannot fail on a reset statement, and could not be told if it did
    }
}

void Query::bind(ByteView bytes) {
    static constexpr std::uint8_t kNothing = 0;  // a null pointer would bind NULL, not an empty blob
    statement_.bindNoCopy(next_++, bytes.empty() ? &kNothing : bytes.data(), static_cast<int>(bytes.size()));
}

void Query::bind(std::string_view text) { statement_.bind(next_++, std::string(text)); }

void Query::bind(const std::optional<std::string>& text) {
    if (text) {
        bind(std::string_view(*text));
    } else {
        statement_.bind(next_++);
    }
}

Bytes Query::bytes(int column) const {
    const SQLite::Column value = statement_.getColumn(column);
    const auto* data = static_cast<const std::uint8_t*>(value.getBlob());
    return Bytes(data, data + value.getBytes());
}

std::string Query::text(int column) const {
    const SQLite::Column value = statement_.getColumn(column);
    const char* data = value.getText("");
    return std::string(data, static_cast<std::size_t>(value.getBytes()));
}

std::optional<std::string> Query::optional_text(int column) const {
    if (null(column)) return std::nullopt;
    return text(column);
}

void Query::copy(int column, MutableByteView to) const {
    const SQLite::Column value = statement_.getColumn(column);
    const auto* data = static_cast<const std::uint8_t*>(value.getBlob());
    if (static_cast<std::size_t>(value.getBytes()) != to.size())
        throw SQLite::Exception("a column has the wrong size", SQLITE_CORRUPT);
    std::copy_n(data, to.size(), to.begin());
}

Connection::Connection(const std::filesystem::path& file, Mode mode)
    : database_(file.string(),
                mode == Mode::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
                                    : SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
                static_cast<int>(kBusyTimeout.count())) {
    // Sorting and statement journals stay in memory: temporary files would keep what was deleted.
    database_.exec("PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
    if (mode == Mode::read) return;
    // The page size and auto_vacuum only take effect before the first table. FULL: an acknowledged commit survives a
    // power cut. secure_delete ON, not FAST: freed pages are overwritten too.
    database_.exec(
        "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;"
        "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864");
}

Query Connection::query(const char* sql) {
    auto found = statements_.find(sql);
    if (found == statements_.end()) found = statements_.emplace(sql, SQLite::Statement(database_, sql)).first;
    return Query(found->second);
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(database_.getHandle()) == 0; }

void Connection::roll_back() noexcept {
    if (in_transaction()) database_.tryExec("ROLLBACK");
}

}  // namespace tacit::store::sqlite
