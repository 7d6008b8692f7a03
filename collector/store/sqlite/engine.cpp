#include "collector/store/sqlite/engine.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <system_error>

#include "collector/ops/failpoint.h"
#include "collector/store/sqlite/migrate.h"
#include "collector/store/sqlite/transaction.h"
#include "crypto/base/check.h"

namespace tacit::store::sqlite {
namespace {

constexpr std::size_t kReadersMax = 8;
constexpr int kAttemptsMax = 3;  // each waits for the busy time-out first
// For readers to end. Uploads wait meanwhile, and whoever deleted something asks again.
constexpr std::chrono::milliseconds kCheckpointPatience{20};

// Free pages are given back to the file system once they are many, not at every checkpoint: the queue of reports grows
// and shrinks all day.
constexpr std::int64_t kFreePagesKept = 4096;

constexpr const char* kSizeOfPage = "PRAGMA page_size";
constexpr const char* kFreePages = "PRAGMA freelist_count";
constexpr const char* kCheckpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
constexpr const char* kCopy = "VACUUM INTO ?1";

// Runs code that talks to SQLite. Nothing that is thrown in it gets out.
template <class Body>
Result<void> guarded(Body&& body) {
    try {
        return body();
    } catch (const SQLite::Exception& exception) {
        return tl::make_unexpected(to_error(exception));
    } catch (const std::bad_alloc&) {
        return fail(Fault::unavailable, "the memory is full");
    }
}

tl::unexpected<Error> file_failure(std::string_view what, const std::filesystem::path& path) {
    return fail(Fault::unavailable, std::string(what) + ": " + std::generic_category().message(errno), path.string(),
                "look at the owner and the permissions of its folder, and at the space on this disk");
}

// SQLite makes its other files with the permissions of this one.
Result<void> make_private_file(const std::filesystem::path& path, int flags) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | flags, 0600);
    if (fd < 0) return file_failure("the database cannot be opened", path);
    const bool is_private = fchmod(fd, 0600) == 0;
    close(fd);
    if (!is_private) return file_failure("the database cannot be made private", path);
    return {};
}

Error named(Error error, const std::filesystem::path& file) {
    if (error.where.empty()) error.where = file.string();
    return error;
}

class Impatience {
public:
    explicit Impatience(Connection& connection) : connection_(connection) {
        connection_.set_busy_timeout(kCheckpointPatience);
    }
    ~Impatience() { connection_.set_busy_timeout(kBusyTimeout); }
    Impatience(const Impatience&) = delete;
    Impatience& operator=(const Impatience&) = delete;

private:
    Connection& connection_;
};

// Ends the transaction of a connection, however its body ended.
class RollBack {
public:
    explicit RollBack(Connection& connection) : connection_(connection) {}
    ~RollBack() { connection_.roll_back(); }
    RollBack(const RollBack&) = delete;
    RollBack& operator=(const RollBack&) = delete;

private:
    Connection& connection_;
};

enum class Ending { committed, failed, busy };

// One attempt of a write transaction. What went wrong is in `result`.
Ending attempt_write(Connection& connection, const std::function<Result<void>(Tx&)>& body, Result<void>& result) {
    const RollBack at_end(connection);
    Transaction tx(connection);
    try {
        connection.execute("BEGIN IMMEDIATE");
        result = body(tx);
        if (tx.failure()) result = tl::make_unexpected(*tx.failure());
        if (!result) return tx.was_busy() ? Ending::busy : Ending::failed;
        TACIT_FAILPOINT("store.before_commit");
        connection.execute("COMMIT");
    } catch (const SQLite::Exception& exception) {
        result = tl::make_unexpected(to_error(exception));
        return is_busy(exception) ? Ending::busy : Ending::failed;
    } catch (const std::bad_alloc&) {
        result = fail(Fault::unavailable, "the memory is full");
        return Ending::failed;
    }
    TACIT_FAILPOINT("store.after_commit");
    return Ending::committed;
}

}  // namespace

Result<LockFile> LockFile::take(const std::filesystem::path& database) {
    const std::filesystem::path path = database.string() + ".lock";
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return file_failure("the database's lock file cannot be opened", path);
    LockFile lock(fd);
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) return lock;
    if (errno != EWOULDBLOCK) return file_failure("the database cannot be locked", path);
    return fail(Fault::unavailable, "another process has this database open", database.string(),
                "stop the tacit-collector that serves it, then repeat the command");
}

LockFile::~LockFile() {
    if (fd_ >= 0) close(fd_);
}

Result<std::unique_ptr<Store>> Engine::open(const std::filesystem::path& file, const Options& options) {
    TACIT_TRY(LockFile lock, LockFile::take(file));
    TACIT_CHECK(make_private_file(file, 0));
    std::unique_ptr<Connection> writer;
    const Result<void> opened = guarded([&]() -> Result<void> {
        writer = std::make_unique<Connection>(file, Connection::Mode::write);
        TACIT_CHECK(migrate(*writer));
        if (options.size_max > 0) {
            const auto pages = options.size_max / static_cast<std::uint64_t>(writer->pragma(kSizeOfPage));
            writer->execute(("PRAGMA max_page_count = " + std::to_string(pages)).c_str());
        }
        return {};
    });
    if (!opened) return tl::make_unexpected(named(opened.error(), file));
    return std::unique_ptr<Store>(new Engine(file, std::move(lock), std::move(writer), options.metrics));
}

Result<std::unique_ptr<Store>> Engine::open_read_only(const std::filesystem::path& file) {
    std::unique_ptr<Engine> engine(new Engine(file, std::nullopt, nullptr, nullptr));
    const Result<void> checked = guarded([&]() -> Result<void> {
        std::unique_ptr<Connection> reader = engine->take_reader();
        TACIT_CHECK(check_version(*reader));
        engine->give_back(std::move(reader));
        return {};
    });
    if (!checked) return tl::make_unexpected(named(checked.error(), file));
    return std::unique_ptr<Store>(std::move(engine));
}

Engine::~Engine() {
    idle_readers_.clear();
    if (writer_) (void)checkpoint();
}

Result<void> Engine::run_write(std::string_view, const std::function<Result<void>(Tx&)>& body) {
    TACIT_ASSERT(writer_thread_.load() != std::this_thread::get_id());
    if (!writer_) return fail(Fault::refused, "the database was opened for reading only", file_.string());
    const std::scoped_lock lock(writer_mutex_);
    const auto start = std::chrono::steady_clock::now();
    writer_thread_ = std::this_thread::get_id();
    Result<void> result;
    Ending ending = Ending::busy;
    for (int attempt = 1; ending == Ending::busy && attempt <= kAttemptsMax; ++attempt) {
        if (metrics_ && attempt > 1) metrics_->add(ops::Counter::transactions_rerun);
        ending = attempt_write(*writer_, body, result);
    }
    writer_thread_ = std::thread::id();
    if (metrics_) metrics_->observe(ops::Timer::transaction, std::chrono::steady_clock::now() - start);
    return result;
}

// A reader of the pool, given back when it goes.
class Engine::Borrowed {
public:
    explicit Borrowed(Engine& engine) : engine_(engine), reader_(engine.take_reader()) {}
    ~Borrowed() {
        reader_->roll_back();
        engine_.give_back(std::move(reader_));
    }
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;
    Connection& operator*() { return *reader_; }

private:
    Engine& engine_;
    std::unique_ptr<Connection> reader_;
};

Result<void> Engine::run_read(std::string_view, const std::function<Result<void>(Reader&)>& body) {
    return guarded([&]() -> Result<void> {
        Borrowed reader(*this);
        (*reader).execute("BEGIN");
        Transaction tx(*reader);
        TACIT_CHECK(body(tx));
        return {};
    });
}

std::unique_ptr<Connection> Engine::take_reader() {
    {
        std::unique_lock lock(readers_mutex_);
        reader_free_.wait(lock, [&] { return !idle_readers_.empty() || reader_count_ < kReadersMax; });
        if (!idle_readers_.empty()) {
            std::unique_ptr<Connection> reader = std::move(idle_readers_.back());
            idle_readers_.pop_back();
            return reader;
        }
        ++reader_count_;
    }
    try {
        return std::make_unique<Connection>(file_, Connection::Mode::read);
    } catch (...) {
        const std::scoped_lock lock(readers_mutex_);
        --reader_count_;
        reader_free_.notify_one();
        throw;
    }
}

void Engine::give_back(std::unique_ptr<Connection> reader) {
    const std::scoped_lock lock(readers_mutex_);
    idle_readers_.push_back(std::move(reader));
    reader_free_.notify_one();
}

Result<void> Engine::checkpoint() {
    if (!writer_) return fail(Fault::refused, "the database was opened for reading only", file_.string());
    const std::scoped_lock lock(writer_mutex_);
    return guarded([&]() -> Result<void> {
        if (writer_->pragma(kFreePages) > kFreePagesKept) writer_->execute("PRAGMA incremental_vacuum");
        const Impatience impatience(*writer_);
        if (writer_->pragma(kCheckpoint) != 0)
            return fail(Fault::unavailable, "the write-ahead log is in use and cannot be truncated now", file_.string(),
                        "end other programs that read this database");
        return {};
    });
}

Result<void> Engine::backup(const std::filesystem::path& to) {
    TACIT_CHECK(make_private_file(to, O_EXCL));
    const Result<void> copied = guarded([&]() -> Result<void> {
        Borrowed reader(*this);
        (*reader).query(kCopy).with(std::string_view(to.native())).run();
        return {};
    });
    if (!copied) {
        std::error_code ignored;
        std::filesystem::remove(to, ignored);
        return tl::make_unexpected(named(copied.error(), to));
    }
    return {};
}

}  // namespace tacit::store::sqlite
