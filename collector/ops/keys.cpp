#include "collector/ops/keys.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/ops/files.h"
#include "schemas/json/node.h"
#include "schemas/json/reader.h"

namespace tacit::ops {
namespace {

constexpr std::string_view kFormat = "tacit-keys-1";

json::Node secret_text(const SecretBytes& bytes) { return to_base64url(bytes.view()); }
json::Node token_text(const SecretBytes& token) { return as_text(token.view()); }

Result<SecretBytes> read_secret(const json::Value& object, std::string_view key, std::size_t size) {
    TACIT_TRY(const std::string text, object.text(key));
    const auto bytes = from_base64url(text);
    if (!bytes || bytes->size() != size)
        return object.malformed("'" + std::string(key) + "' is not " + std::to_string(size) + " bytes of base64url");
    return SecretBytes(*bytes);
}

Result<SecretBytes> read_token(const json::Value& object, std::string_view key) {
    if (!object.find(key)) return SecretBytes();
    TACIT_TRY(const std::string text, object.text(key));
    return SecretBytes(as_bytes(text));
}

Result<wire::Role> read_role(const json::Value& object) {
    TACIT_TRY(const std::string text, object.text("role"));
    for (const wire::Role role : {wire::Role::leader, wire::Role::helper, wire::Role::collector})
        if (text == wire::name(role)) return role;
    return object.malformed("unknown role");
}

Result<TaskKeys> read_task(const json::Value& object) {
    TACIT_CHECK(object.only({"task", "role", "verify_key", "peer_token", "publisher_token"}));
    TaskKeys keys;
    TACIT_TRY(const std::string id, object.text("task"));
    TACIT_TRY(keys.task, wire::id_from_text<wire::TaskId>(id));
    TACIT_TRY(keys.role, read_role(object));
    if (object.find("verify_key")) {
        TACIT_TRY(keys.verify_key, read_secret(object, "verify_key", 32));
    }
    TACIT_TRY(keys.peer_token, read_token(object, "peer_token"));
    TACIT_TRY(keys.publisher_token, read_token(object, "publisher_token"));
    return keys;
}

json::Node task_node(const TaskKeys& keys) {
    json::Node node = json::Node::object({{"task", wire::to_text(keys.task)}, {"role", wire::name(keys.role)}});
    if (!keys.verify_key.empty()) node.set("verify_key", secret_text(keys.verify_key));
    if (!keys.peer_token.empty()) node.set("peer_token", token_text(keys.peer_token));
    if (!keys.publisher_token.empty()) node.set("publisher_token", token_text(keys.publisher_token));
    return node;
}

Result<PublisherKey> read_publisher(const json::Value& object) {
    TACIT_CHECK(object.only({"id", "secret_key"}));
    PublisherKey key;
    TACIT_TRY(const std::int64_t id, object.integer("id", 0, 255));
    key.id = static_cast<wire::HpkeConfigId>(id);
    TACIT_TRY(const SecretBytes secret, read_secret(object, "secret_key", hpke::kKeySize));
    TACIT_TRY(key.pair, hpke::key_pair_from_secret(secret.view()));
    return key;
}

Result<KeyFile> parse_keys(std::string_view text) {
    TACIT_TRY(const json::Document document, json::Document::parse(text));
    const json::Value root = document.root();
    TACIT_CHECK(root.only({"format", "warning", "signing_seed", "storage_key", "hpke", "hpke_since_day", "publisher",
                           "publisher_token", "tasks"}));
    TACIT_TRY(const std::string format, root.text("format"));
    if (format != kFormat) return root.refused("this is not a key file of this version");
    TACIT_TRY(const SecretBytes seed, read_secret(root, "signing_seed", sign::SecretKey::kSeedSize));
    TACIT_TRY(sign::SecretKey signing, sign::SecretKey::from_seed(seed.view()));
    KeyFile keys{std::move(signing), {}, {}, {}, {}, {}, {}};
    TACIT_TRY(keys.storage_key, read_secret(root, "storage_key", 32));
    if (const auto ring = root.find("hpke")) keys.hpke_ring = SecretBytes(as_bytes(ring->canonical()));
    TACIT_TRY(const std::int64_t since, root.integer("hpke_since_day", 0, 1'000'000));
    keys.hpke_since = std::chrono::sys_days(std::chrono::days(since));
    if (const auto publisher = root.find("publisher")) {
        TACIT_TRY(keys.publisher, read_publisher(*publisher));
    }
    TACIT_TRY(keys.publisher_token, read_token(root, "publisher_token"));
    TACIT_TRY(const auto tasks, root.array("tasks"));
    for (const json::Value& task : tasks) {
        TACIT_TRY(TaskKeys read, read_task(task));
        keys.put(std::move(read));
    }
    return keys;
}

Result<json::Node> to_node(const KeyFile& keys) {
    json::Node node = json::Node::object(
        {{"format", kFormat},
         {"warning", "Secret. Keep one copy offline, give it to nobody: without it open surveys cannot be collected."},
         {"signing_seed", to_base64url(keys.signing.seed())},
         {"storage_key", secret_text(keys.storage_key)},
         {"hpke_since_day", keys.hpke_since.time_since_epoch().count()}});
    if (!keys.hpke_ring.empty()) {
        TACIT_TRY(const json::Document ring, json::Document::parse(as_text(keys.hpke_ring.view())));
        node.set("hpke", ring.root().node());
    }
    if (keys.publisher)
        node.set("publisher", json::Node::object({{"id", keys.publisher->id},
                                                  {"secret_key", secret_text(keys.publisher->pair.secret_key)}}));
    if (!keys.publisher_token.empty()) node.set("publisher_token", token_text(keys.publisher_token));
    json::Node tasks = json::Node::array();
    for (const TaskKeys& task : keys.tasks) tasks.push(task_node(task));
    node.set("tasks", std::move(tasks));
    return node;
}

Result<void> check_private(const std::filesystem::path& path) {
    struct stat info {};
    if (stat(path.c_str(), &info) != 0)
        return fail(Fault::unavailable, "there is no key file", path.string(),
                    "restore it from your offline copy; only a new collector gets one from: tacit-collector init");
    if ((info.st_mode & 077) != 0)
        return fail(Fault::refused, "others can read the key file", path.string(),
                    "chmod 600 " + path.string() + "; if others may have read it, pair its tasks anew");
    return {};
}

}  // namespace

wire::HpkeConfig PublisherKey::config() const {
    return {id, hpke::kKemX25519HkdfSha256, hpke::kKdfHkdfSha256, hpke::kAeadChaCha20Poly1305,
            to_bytes(pair.public_key)};
}

const TaskKeys* KeyFile::find(const wire::TaskId& task, wire::Role role) const {
    for (const TaskKeys& keys : tasks)
        if (keys.task == task && keys.role == role) return &keys;
    return nullptr;
}

void KeyFile::put(TaskKeys keys) {
    for (TaskKeys& known : tasks) {
        if (known.task != keys.task || known.role != keys.role) continue;
        known = std::move(keys);
        return;
    }
    tasks.push_back(std::move(keys));
}

SecretBytes generate_token(Random& random) {
    SecretBytes bytes(32);
    random.fill(bytes.mutable_view());
    return SecretBytes(as_bytes(to_base64url(bytes.view())));
}

Result<KeyFile> load_keys(const std::filesystem::path& path) {
    TACIT_CHECK(check_private(path));
    TACIT_TRY(std::string text, read_file(path));
    auto keys = parse_keys(text);
    wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
    if (!keys) {
        Error error = std::move(keys).error();
        error.where = path.string() + (error.where.empty() ? "" : "#" + error.where);
        if (error.remedy.empty()) error.remedy = "restore the key file from your offline copy";
        return tl::make_unexpected(std::move(error));
    }
    return keys;
}

Result<void> save_keys(const std::filesystem::path& path, const KeyFile& keys) {
    TACIT_TRY(const json::Node node, to_node(keys));
    std::string text = json::pretty(node);
    auto written = write_file(path, as_bytes(text), Access::owner);
    wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
    return written;
}

Result<KeyFileLock> KeyFileLock::acquire(const std::filesystem::path& path) {
    const std::string name = path.string() + ".lock";
    const int fd = open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return fail(Fault::unavailable, "the key file cannot be locked", name);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        return fail(Fault::unavailable, "another command is changing the key file", path.string(),
                    "wait until it has finished and try again");
    }
    return KeyFileLock(fd);
}

KeyFileLock::~KeyFileLock() {
    if (fd_ >= 0) close(fd_);
}

}  // namespace tacit::ops
