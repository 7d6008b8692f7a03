#include "client/native/spool.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>

#include "client/native/files.h"

namespace tacit::native {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKeySize = 32;
// The first line of an entry; the request follows where there is one.
constexpr std::string_view kWaiting = "waiting\n";
constexpr std::string_view kRebuilt = "waiting, built twice\n";
constexpr std::string_view kSent = "sent ";
constexpr std::string_view kUnknown = "unknown ";
constexpr std::string_view kRefused = "refused ";
constexpr std::string_view kErase = ".erase";  // extension of a name under which bytes wait to be erased

std::string day_text(std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text;
}

std::string_view word_of(Spool::State state) {
    switch (state) {
        case Spool::State::sent: return kSent;
        case Spool::State::unknown: return kUnknown;
        case Spool::State::refused: return kRefused;
        case Spool::State::absent:
        case Spool::State::waiting: break;
    }
    TACIT_ASSERT(false);
}

Result<Spool::Entry> parse(const fs::path& path, ByteView bytes) {
    const std::string_view text = as_text(bytes);
    Spool::Entry entry;
    for (const bool rebuilt : {false, true}) {
        const std::string_view first = rebuilt ? kRebuilt : kWaiting;
        if (!text.starts_with(first)) continue;
        entry.state = Spool::State::waiting;
        entry.rebuilt = rebuilt;
        entry.request = to_bytes(bytes.subspan(first.size()));
        return entry;
    }
    for (const Spool::State state : {Spool::State::sent, Spool::State::unknown, Spool::State::refused}) {
        const std::string_view word = word_of(state);
        if (!text.starts_with(word) || !text.ends_with('\n')) continue;
        entry.state = state;
        entry.day = std::string(text.substr(word.size(), text.size() - word.size() - 1));
        return entry;
    }
    return fail(Fault::corrupt, "this entry of the spool cannot be read", path.string(),
                "Nobody can tell whether its report was sent. If it was not, remove the file.");
}

Result<SecretBytes> key_in(Random& random, const fs::path& path) {
    std::error_code error;
    if (!fs::exists(path, error)) {
        SecretBytes fresh(kKeySize);
        random.fill(fresh.mutable_view());
        TACIT_CHECK(write_file(path, fresh.view()));
        return fresh;
    }
    TACIT_TRY(Bytes bytes, read_file(path));
    SecretBytes key(bytes);
    wipe(bytes);
    if (key.size() != kKeySize)
        return fail(Fault::corrupt, "the key of the spool is damaged", path.string(),
                    "Without it nobody can tell what was sent. Restore it, or start with an empty --spool folder.");
    return key;
}

Result<void> erase(const fs::path& path) {
    TACIT_CHECK(overwrite(path));
    std::error_code error;
    fs::remove(path, error);
    if (error) return fail(Fault::unavailable, "removing a file of the spool failed", path.string());
    return {};
}

// What a crash left half done: bytes to be erased, and files that never got their name. A name whose file still has
// another is that of an entry that was not replaced yet: the entry keeps its bytes.
Result<void> clear_leftovers(const fs::path& folder) {
    std::error_code error;
    std::vector<fs::path> leftovers;
    for (fs::recursive_directory_iterator file(folder, error), end; !error && file != end; file.increment(error)) {
        if (file->path().extension() == kErase || file->path().extension() == ".new") leftovers.push_back(file->path());
    }
    for (const fs::path& path : leftovers) {
        if (fs::hard_link_count(path, error) > 1) {
            fs::remove(path, error);
        } else {
            TACIT_CHECK(erase(path));
        }
    }
    return {};
}

}  // namespace

Result<fs::path> Spool::default_folder() {
    if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/')
        return fs::path(state) / "tacit";
    if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
        return fs::path(home) / ".local" / "state" / "tacit";
    return fail(Fault::refused, "no place to note what was sent: neither XDG_STATE_HOME nor HOME is set", {},
                "Give a folder with --spool.");
}

Result<Spool> Spool::open(Random& random, const fs::path& folder) {
    TACIT_CHECK(private_folder(folder));
    const fs::path lock_path = folder / "lock";
    const int lock = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0)
        return fail(Fault::unavailable, std::string("opening the spool failed: ") + std::strerror(errno),
                    lock_path.string());
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock);
        return fail(Fault::unavailable, "another tacit is sending from this spool", folder.string(),
                    "Wait until it has ended, or give another folder with --spool.");
    }
    auto key = key_in(random, folder / "key");
    if (!key) {
        ::close(lock);
        return tl::make_unexpected(std::move(key).error());
    }
    Spool spool(folder, std::move(*key), lock);
    TACIT_CHECK(clear_leftovers(folder));
    return spool;
}

Spool::Spool(Spool&& other) noexcept
    : folder_(std::move(other.folder_)), key_(std::move(other.key_)), lock_(std::exchange(other.lock_, -1)) {}

Spool::~Spool() {
    if (lock_ >= 0) ::close(lock_);
}

std::string Spool::keyed_name(ByteView what) const {
    std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES> mac;
    static_assert(crypto_auth_hmacsha256_KEYBYTES == kKeySize);
    crypto_auth_hmacsha256(mac.data(), what.data(), what.size(), key_.data());
    return to_hex(mac);
}

std::string Spool::name_of_line(const wire::TaskId& task, const Sha256& file, std::uint64_t line) const {
    Bytes what = to_bytes(task.bytes);
    append(what, file);
    for (int shift = 56; shift >= 0; shift -= 8) what.push_back(static_cast<std::uint8_t>(line >> shift));
    return keyed_name(what);
}

std::string Spool::name_of_device(const wire::TaskId& task) const {
    Bytes what = to_bytes(task.bytes);
    append(what, as_bytes("filled in"));
    return keyed_name(what);
}

fs::path Spool::folder_of(const wire::TaskId& task) const { return folder_ / keyed_name(task.bytes); }

Result<Spool::Entry> Spool::find(const wire::TaskId& task, const std::string& name) const {
    const fs::path path = folder_of(task) / name;
    std::error_code error;
    if (!fs::exists(path, error)) return Entry{};
    TACIT_TRY(const Bytes bytes, read_file(path));
    return parse(path, bytes);
}

Result<void> Spool::put(const wire::TaskId& task, const std::string& name, ByteView request, bool rebuilt) {
    Bytes bytes = to_bytes(as_bytes(rebuilt ? kRebuilt : kWaiting));
    append(bytes, request);
    return replace(task, name, bytes);
}

Result<void> Spool::settle(const wire::TaskId& task, const std::string& name, State state, std::chrono::sys_days day) {
    return replace(task, name, as_bytes(std::string(word_of(state)) + day_text(day) + "\n"));
}

Result<void> Spool::forget(const wire::TaskId& task, const std::string& name) {
    const fs::path path = folder_of(task) / name;
    const fs::path old = path.string() + std::string(kErase);
    std::error_code error;
    fs::rename(path, old, error);
    if (error) return fail(Fault::unavailable, "removing an entry of the spool failed", path.string());
    return erase(old);
}

// The new content is on disk before the old bytes go; a crash in between leaves them under a name that open() clears.
Result<void> Spool::replace(const wire::TaskId& task, const std::string& name, ByteView bytes) {
    TACIT_CHECK(private_folder(folder_of(task)));
    const fs::path path = folder_of(task) / name;
    const fs::path old = path.string() + std::string(kErase);
    std::error_code error;
    fs::remove(old, error);
    fs::create_hard_link(path, old, error);
    const bool had_one = !error;
    TACIT_CHECK(write_file(path, bytes));
    if (!had_one) return {};
    return erase(old);
}

std::size_t Spool::count(const wire::TaskId& task) const {
    std::error_code error;
    std::size_t entries = 0;
    for (fs::directory_iterator file(folder_of(task), error), end; !error && file != end; file.increment(error)) {
        if (!file->path().has_extension()) ++entries;
    }
    return entries;
}

}  // namespace tacit::native
