#include "collector/cmd.h"
#include "collector/ops/files.h"
#include "collector/ops/keys.h"
#include "collector/party_card.h"
#include "collector/protocol/keys.h"
#include "collector/seams.h"

namespace tacit::collector {
namespace {

namespace fs = std::filesystem;

struct InitOptions {
    std::string folder = ".";
    std::string name, contact, url, listen = "127.0.0.1:8080", metrics;
    std::vector<std::string> roles;
    std::string tls_certificate, tls_key, tls_ca;
};

// A TOML basic string.
std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') out += '\\';
        out += static_cast<unsigned char>(letter) < 0x20 ? ' ' : letter;
    }
    return out + "\"";
}

std::string role_list(const std::vector<std::string>& roles) {
    std::string list;
    for (const std::string& role : roles) list += (list.empty() ? "" : ", ") + quoted(role);
    return "[" + list + "]";
}

std::string optional_line(const std::string& key, const std::string& value, const std::string& example) {
    return value.empty() ? "# " + key + " = " + quoted(example) + "\n" : key + " = " + quoted(value) + "\n";
}

std::string config_text(const InitOptions& options, bool publisher) {
    const auto absolute = [](const std::string& path) { return path.empty() ? path : fs::absolute(path).string(); };
    return "# Configuration of one Tacit collector. Paths are relative to this file.\n"
           "# After a change: restart `tacit-collector serve`. Errors name the line.\n\n"
           "[organisation]\n"
           "# Respondents see both; they become part of every task and cannot be changed for a running one.\n"
           "name = " +
           quoted(options.name) + "\ncontact = " + quoted(options.contact) +
           "\n\n"
           "[server]\n"
           "# What this collector may be in a task: leader (takes the uploads), helper, publisher (gets the totals).\n"
           "roles = " +
           role_list(options.roles) +
           "\n"
           "# The address under which others reach this collector; ends in \"/\". https, or http on this machine "
           "only.\n"
           "public_url = " +
           quoted(options.url) +
           "\n"
           "# Where to listen. Without a certificate: loopback only, behind a proxy that speaks HTTPS.\n"
           "listen = " +
           quoted(options.listen) + "\n" +
           optional_line("tls_certificate", absolute(options.tls_certificate), "/etc/tacit/fullchain.pem") +
           optional_line("tls_key", absolute(options.tls_key), "/etc/tacit/privkey.pem") +
           "# Certificates to trust in the other organisation's server, instead of the system's.\n" +
           optional_line("tls_ca", absolute(options.tls_ca), "/etc/tacit/ca.pem") +
           "# Threads that verify reports; 0 is one per core.\n"
           "workers = 0\n"
           "# A helper looks at the form that the leader serves, at random moments this many seconds apart on "
           "average.\n"
           "# form_check_seconds = 43200\n\n"
           "[state]\n"
           "# Back up keys.json once, offline. Back up nothing else by snapshot: a collector that is put back to an "
           "earlier\n"
           "# state refuses to collect until a person has run `tacit-collector restore`.\n"
           "database = \"collector.db\"\nkeys = \"keys.json\"\nledgers = \"ledgers\"\ntasks = \"tasks\"\n" +
           (publisher ? "releases = \"releases\"\n" : "# releases = \"releases\"\n") + "# form = \"form\"\n" +
           "\n[metrics]\n"
           "# Prometheus text at /metrics; loopback only.\n" +
           optional_line("listen", options.metrics, "127.0.0.1:9100") +
           "\n[log]\n# debug, info, warning or error\nlevel = \"info\"\n";
}

Result<void> make(const InitOptions& options, const ops::Config& config, const std::string& text) {
    const fs::path folder = config.file.parent_path();
    std::error_code ignored;
    for (const fs::path& path : {config.file, config.keys}) {
        if (fs::exists(path, ignored))
            return fail(Fault::refused, "this file exists already, and nothing was changed", path.string(),
                        "choose another --folder; to begin anew, move the old files away first");
    }
    const auto random = make_random();
    ops::KeyFile keys{sign::SecretKey::generate(*random),
                      SecretBytes(32),
                      protocol::KeyRing::generate(*random).to_key_file(),
                      std::chrono::floor<std::chrono::days>(make_clock()->now()),
                      std::nullopt,
                      {},
                      {}};
    random->fill(keys.storage_key.mutable_view());
    if (config.roles.leader) keys.publisher_token = ops::generate_token(*random);
    if (config.roles.publisher) keys.publisher = ops::PublisherKey{0, hpke::generate_key_pair(*random)};

    for (const fs::path& path : {folder, config.tasks, config.ledgers}) TACIT_CHECK(ops::make_folder(path));
    if (config.roles.publisher) TACIT_CHECK(ops::make_folder(config.releases));
    TACIT_CHECK(ops::save_keys(config.keys, keys));
    if (config.roles.publisher) {
        TACIT_TRY(const task::Publisher card, own_publisher(config, keys));
        TACIT_CHECK(ops::write_file(folder / "publisher.json", as_bytes(to_text(card)), ops::Access::everyone));
    }
    // Last: with it the collector counts as made.
    TACIT_CHECK(ops::write_file(config.file, as_bytes(text), ops::Access::owner));

    say("Made " + config.file.string() + " and its keys.");
    say("  Copy " + config.keys.string() +
        " to a safe place offline, now: without it no running survey can be collected.");
    const std::string command = "tacit-collector --config " + config.file.string();
    if (config.roles.publisher && !config.roles.leader)
        say("Next: give " + (folder / "publisher.json").string() +
            " to the leader's operator (it holds nothing secret).");
    if (config.roles.leader)
        say("Next: agree with the other organisation on a survey, then\n  " + command +
            " pair offer --survey SURVEY.json --opens DAY --closes DAY" +
            (options.roles.size() > 1 ? "" : " --publisher publisher.json"));
    if (config.roles.helper) say("Next: when the leader's offer.json comes\n  " + command + " pair accept offer.json");
    say("Start the server with\n  " + command + " serve");
    return {};
}

// The flag that wrote the line of the configuration which an error names: no file is made of a wrong one.
void name_the_flag(Error& error, std::string_view text) {
    const std::size_t colon = error.where.rfind(':');
    if (colon == std::string::npos) return;
    for (long line = std::strtol(error.where.c_str() + colon + 1, nullptr, 10); line > 1; --line)
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    constexpr std::pair<std::string_view, const char*> kFlags[] = {
        {"name", "--name"},       {"contact", "--contact"}, {"roles", "--roles"},
        {"public_url", "--url"},  {"listen", "--listen"},   {"tls_certificate", "--tls-certificate"},
        {"tls_key", "--tls-key"}, {"tls_ca", "--tls-ca"},
    };
    for (const auto& [key, flag] : kFlags)
        if (text.starts_with(std::string(key) + " =")) error.where = flag;
    if (error.where == "--listen" && text.find("[metrics]") == std::string_view::npos) error.where = "--metrics";
}

int init(const InitOptions& options) {
    const fs::path file = fs::absolute(fs::path(options.folder) / "tacit-collector.toml").lexically_normal();
    const bool publisher = std::find(options.roles.begin(), options.roles.end(), "publisher") != options.roles.end();
    const std::string text = config_text(options, publisher);
    const auto config = ops::parse_config(text, file);  // the flags are checked by what will read them
    if (config) return finish(make(options, *config, text));
    std::vector<Error> errors = config.error();
    for (Error& error : errors) name_the_flag(error, text);
    return complain(errors);
}

}  // namespace

void add_init(programs::Command app) {
    const auto options = std::make_shared<InitOptions>();
    programs::Command command = app.add_command("init", "make the folder, keys and configuration of a new collector");
    command.add_option("--folder", options->folder, "where to make it").show_default();
    command.add_option("--name", options->name, "your organisation, as respondents read it").required();
    command.add_option("--contact", options->contact, "where respondents can write to").required();
    command.add_option("--url", options->url, "the address others use, like https://a.example/").required();
    command.add_option("--roles", options->roles, "leader, helper, publisher; several with commas")
        .required()
        .separated_by(',');
    command.add_option("--listen", options->listen, "address and port to listen on").show_default();
    command.add_option("--metrics", options->metrics, "loopback address and port for /metrics");
    command.add_option("--tls-certificate", options->tls_certificate, "certificate chain, PEM");
    command.add_option("--tls-key", options->tls_key, "its key, PEM");
    command.add_option("--tls-ca", options->tls_ca, "certificates to trust in peers instead of the system's, PEM");
    command.runs([options] { return init(*options); });
}

}  // namespace tacit::collector
