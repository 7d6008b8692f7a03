// One SQLite connection with its prepared statements, and SQLite's failures in our words. Private to this engine: it
// throws SQLite::Exception, and whoever uses it catches (engine.cpp, transaction.h, open.cpp).
#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <unordered_map>

#include "crypto/base/bytes.h"
#include "crypto/base/codec.h"

namespace tacit::store::sqlite {

// SQLite's failure as an Error. Keeps the extended code and never the library's own text, which can quote data.
Error to_error(const SQLite::Exception& exception);
bool is_busy(const SQLite::Exception& exception);

// One run of a prepared statement: bind, step, read columns. Forgets what was bound when it goes, so that no blob stays
// in SQLite's memory; what is bound must live as long as this object.
class Query {
public:
    explicit Query(SQLite::Statement& statement) : statement_(statement) {}
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    // Binds the parameters ?1, ?2, … in order.
    template <class... Values>
    Query& with(const Values&... values) {
        (bind(values), ...);
        return *this;
    }
    bool step() { return statement_.executeStep(); }  // true: there is a row
    int run() { return statement_.exec(); }           // for statements without rows; how many rows changed

    bool null(int column) const { return statement_.isColumnNull(column); }
    std::int64_t integer(int column) const { return statement_.getColumn(column).getInt64(); }
    std::uint64_t count(int column) const { return static_cast<std::uint64_t>(integer(column)); }
    Bytes bytes(int column) const;
    std::string text(int column) const;
    std::optional<std::string> optional_text(int column) const;
    template <class Array>
    Array array(int column) const {
        Array array{};
        copy(column, array);
        return array;
    }
    template <ByteId Id>
    Id id(int column) const {
        Id id;
        copy(column, id.bytes);
        return id;
    }

private:
    void bind(std::int64_t value) { statement_.bind(next_++, value); }
    void bind(int value) { statement_.bind(next_++, value); }
    void bind(ByteView bytes);
    void bind(std::string_view text);
    void bind(const std::optional<std::string>& text);
    void copy(int column, MutableByteView to) const;  // throws where the size differs: the database is damaged

    SQLite::Statement& statement_;
    int next_ = 1;
};

// For another process that holds a lock (a person with a database tool).
inline constexpr std::chrono::milliseconds kBusyTimeout{1000};

class Connection {
public:
    enum class Mode { write, read };
    Connection(const std::filesystem::path& file, Mode mode);

    // `sql` is a named constant: statements are found again by its address and prepared once.
    Query query(const char* sql);
    void execute(const char* sql) { database_.exec(sql); }
    std::int64_t pragma(const char* sql) { return database_.execAndGet(sql).getInt64(); }
    std::int64_t last_row() const { return database_.getLastInsertRowid(); }
    // How long a statement waits for somebody else's lock; kBusyTimeout where nothing else was said.
    void set_busy_timeout(std::chrono::milliseconds timeout) {
        database_.setBusyTimeout(static_cast<int>(timeout.count()));
    }
    bool in_transaction() const;
    void roll_back() noexcept;  // nothing happens where none is open

private:
    SQLite::Database database_;
    std::unordered_map<const char*, SQLite::Statement> statements_;
};

}  // namespace tacit::store::sqlite
