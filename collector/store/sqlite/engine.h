// The SQLite engine: one connection that writes, a few that read, all of one process.
//
// Writers wait for each other on a mutex and never for readers (write-ahead log). A lock file beside the database keeps
// other processes out: two collectors on one database would each believe that they hold its ledger.
#pragma once
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "collector/store/open.h"
#include "collector/store/sqlite/connection.h"

namespace tacit::store::sqlite {

// Holds the lock file as long as it lives; the kernel releases it however the process ends.
class LockFile {
public:
    static Result<LockFile> take(const std::filesystem::path& database);
    LockFile(LockFile&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    LockFile& operator=(LockFile&&) = delete;
    ~LockFile();

private:
    explicit LockFile(int fd) : fd_(fd) {}
    int fd_;
};

class Engine final : public Store {
public:
    static Result<std::unique_ptr<Store>> open(const std::filesystem::path& file, const Options& options);
    static Result<std::unique_ptr<Store>> open_read_only(const std::filesystem::path& file);
    ~Engine() override;

    Result<void> checkpoint() override;
    Result<void> backup(const std::filesystem::path& to) override;

protected:
    Result<void> run_write(std::string_view name, const std::function<Result<void>(Tx&)>& body) override;
    Result<void> run_read(std::string_view name, const std::function<Result<void>(Reader&)>& body) override;

private:
    Engine(std::filesystem::path file, std::optional<LockFile> lock, std::unique_ptr<Connection> writer,
           ops::Metrics* metrics)
        : file_(std::move(file)), lock_(std::move(lock)), metrics_(metrics), writer_(std::move(writer)) {}

    // Both throw SQLite::Exception.
    std::unique_ptr<Connection> take_reader();
    void give_back(std::unique_ptr<Connection> reader);
    class Borrowed;

    const std::filesystem::path file_;
    const std::optional<LockFile> lock_;
    ops::Metrics* const metrics_;

    std::mutex writer_mutex_;
    std::atomic<std::thread::id> writer_thread_;  // who is in a write transaction; finds a body that opens another
    std::unique_ptr<Connection> writer_;          // guarded by writer_mutex_; null: read only

    std::mutex readers_mutex_;
    std::condition_variable reader_free_;
    std::vector<std::unique_ptr<Connection>> idle_readers_;  // guarded by readers_mutex_
    std::size_t reader_count_ = 0;                           // guarded by readers_mutex_
};

}  // namespace tacit::store::sqlite
