#include "collector/ops/config.h"

#include <arpa/inet.h>
#include <toml++/toml.h>

#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <sstream>

namespace tacit::ops {
namespace {

// One collector's file while it is read: every get() checks one key and notes it as known.
class Reading {
public:
    Reading(const toml::table& root, const std::filesystem::path& file) : root_(root), file_(file) {}

    std::optional<std::string> text(const char* section, const char* key, bool required) {
        const toml::node* node = find(section, key, required);
        if (node == nullptr) return std::nullopt;
        const auto value = node->value_exact<std::string>();
        if (!value)
            wrong(*node, section, key, "must be a text in quotes");
        else if (value->empty())
            wrong(*node, section, key, "must not be empty");
        else
            return value;
        return std::nullopt;
    }
    std::optional<std::int64_t> integer(const char* section, const char* key, std::int64_t min, std::int64_t max) {
        const toml::node* node = find(section, key, false);
        if (node == nullptr) return std::nullopt;
        const auto value = node->value_exact<std::int64_t>();
        if (value && *value >= min && *value <= max) return value;
        wrong(*node, section, key, "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
        return std::nullopt;
    }
    std::vector<std::string> texts(const char* section, const char* key) {
        std::vector<std::string> list;
        const toml::node* node = find(section, key, true);
        if (node == nullptr) return list;
        const toml::array* array = node->as_array();
        if (array == nullptr || array->empty()) {
            wrong(*node, section, key, "must be a list of texts, like [\"leader\"]");
            return list;
        }
        for (const toml::node& item : *array) {
            if (const auto value = item.value_exact<std::string>())
                list.push_back(*value);
            else
                wrong(item, section, key, "must be a list of texts, like [\"leader\"]");
        }
        return list;
    }
    std::optional<std::filesystem::path> path(const char* section, const char* key, bool required) {
        const auto value = text(section, key, required);
        if (!value) return std::nullopt;
        return (file_.parent_path() / *value).lexically_normal();
    }

    void error(std::string what, const char* section, const char* key, std::string remedy) {
        const toml::node* node = lookup(section, key);
        errors_.push_back(Error{Fault::malformed, std::move(what), place(node), std::move(remedy)});
    }
    // What is in the file and was not asked for.
    void refuse_unknown() {
        for (const auto& [section, content] : root_) {
            const auto known = known_.find(std::string(section.str()));
            const toml::table* table = content.as_table();
            if (known == known_.end() || table == nullptr) {
                errors_.push_back(Error{Fault::malformed, "unknown setting '" + std::string(section.str()) + "'",
                                        place(section.source()), "the sections are " + names(known_)});
                continue;
            }
            for (const auto& [key, value] : *table) {
                if (known->second.contains(std::string(key.str()))) continue;
                errors_.push_back(Error{Fault::malformed,
                                        "unknown setting '" + std::string(key.str()) + "' in [" + known->first + "]",
                                        place(key.source()), "the settings here are " + names(known->second)});
            }
        }
    }
    std::vector<Error> take_errors() { return std::move(errors_); }
    bool has_errors() const { return !errors_.empty(); }

private:
    const toml::node* lookup(const char* section, const char* key) const {
        const toml::table* table = root_[section].as_table();
        if (table == nullptr) return nullptr;
        const toml::node* node = table->get(key);
        return node != nullptr ? node : table;
    }
    const toml::node* find(const char* section, const char* key, bool required) {
        known_[section][key] = true;
        const toml::table* table = root_[section].as_table();
        const toml::node* node = table == nullptr ? nullptr : table->get(key);
        if (node == nullptr && required)
            errors_.push_back(Error{Fault::malformed, "the setting '" + std::string(key) + "' is missing", place(table),
                                    "add it to the section [" + std::string(section) + "]"});
        return node;
    }
    void wrong(const toml::node& node, const char* section, const char* key, std::string rule) {
        errors_.push_back(Error{
            Fault::malformed, "'" + std::string(key) + "' in [" + section + "] " + std::move(rule), place(&node), {}});
    }
    std::string place(const toml::node* node) const { return node == nullptr ? file_.string() : place(node->source()); }
    std::string place(const toml::source_region& region) const {
        return file_.string() + ":" + std::to_string(region.begin.line);
    }
    template <class Map>
    static std::string names(const Map& map) {
        std::string list;
        for (const auto& [name, unused] : map) list += (list.empty() ? "" : ", ") + name;
        return list;
    }

    const toml::table& root_;
    const std::filesystem::path& file_;
    std::map<std::string, std::map<std::string, bool>> known_;
    std::vector<Error> errors_;
};

bool is_address(const std::string& host) {
    in_addr four{};
    in6_addr six{};
    return inet_pton(AF_INET, host.c_str(), &four) == 1 || inet_pton(AF_INET6, host.c_str(), &six) == 1;
}

// "127.0.0.1:8080" or "[::1]:8080".
std::optional<Listen> read_listen(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos || colon + 1 == text.size() || text.size() - colon > 6) return std::nullopt;
    Listen listen;
    listen.host = text.substr(0, colon);
    if (listen.host.size() > 2 && listen.host.front() == '[' && listen.host.back() == ']')
        listen.host = listen.host.substr(1, listen.host.size() - 2);
    for (const char digit : std::string_view(text).substr(colon + 1)) {
        if (digit < '0' || digit > '9') return std::nullopt;
        listen.port = listen.port * 10 + (digit - '0');
    }
    if (listen.port > 65535 || !is_address(listen.host)) return std::nullopt;
    return listen;
}

void read_listen_setting(Reading& in, const char* section, bool required, Listen& to) {
    const auto text = in.text(section, "listen", required);
    if (!text) return;
    if (const auto listen = read_listen(*text))
        to = *listen;
    else
        in.error("'" + *text + "' is not an address to listen on", section, "listen",
                 "write an IP address and a port, like \"127.0.0.1:8080\" or \"[::]:8443\"");
}

// The host of a URL, without port and brackets.
std::string host_of(std::string_view url) {
    std::string_view rest = url.substr(url.find("://") + 3);
    rest = rest.substr(0, rest.find('/'));
    if (!rest.empty() && rest.front() == '[') return std::string(rest.substr(1, rest.find(']') - 1));
    return std::string(rest.substr(0, rest.find(':')));
}

void read_url(Reading& in, Config& config) {
    const auto url = in.text("server", "public_url", true);
    if (!url) return;
    config.public_url = *url;
    const bool secure = url->starts_with("https://");
    if (!secure && !url->starts_with("http://"))
        return in.error("public_url is not a web address", "server", "public_url", "write https://HOST/");
    if (host_of(*url).empty() || url->find_first_of(" ?#\"\\") != std::string::npos)
        return in.error("public_url is not a web address", "server", "public_url",
                        "write https://HOST/ without query or fragment");
    if (!secure && !is_loopback(host_of(*url)))
        return in.error("public_url is plain http for a host that is not this machine", "server", "public_url",
                        "use https; plain http is for trials on one machine only");
    if (!url->ends_with("/"))
        in.error("public_url does not end in '/'", "server", "public_url",
                 "write \"" + *url + "/\": the address enters the task byte for byte");
}

void read_roles(Reading& in, Config& config) {
    for (const std::string& role : in.texts("server", "roles")) {
        if (role == "leader")
            config.roles.leader = true;
        else if (role == "helper")
            config.roles.helper = true;
        else if (role == "publisher")
            config.roles.publisher = true;
        else
            in.error("there is no role '" + role + "'", "server", "roles", "use leader, helper, publisher");
    }
}

void read_level(Reading& in, Config& config) {
    const std::string text = in.text("log", "level", false).value_or("info");
    if (text == "debug")
        config.log_level = Level::debug;
    else if (text == "info")
        config.log_level = Level::info;
    else if (text == "warning")
        config.log_level = Level::warning;
    else if (text == "error")
        config.log_level = Level::error;
    else
        in.error("there is no log level '" + text + "'", "log", "level", "use debug, info, warning or error");
}

void read_all(Reading& in, Config& config) {
    config.organisation_name = in.text("organisation", "name", true).value_or("");
    config.organisation_contact = in.text("organisation", "contact", true).value_or("");
    read_url(in, config);
    read_roles(in, config);
    read_listen_setting(in, "server", true, config.listen);
    config.tls_certificate = in.path("server", "tls_certificate", false).value_or("");
    config.tls_key = in.path("server", "tls_key", false).value_or("");
    config.tls_ca = in.path("server", "tls_ca", false).value_or("");
    config.workers = static_cast<unsigned>(in.integer("server", "workers", 0, 1024).value_or(0));
    if (const auto seconds = in.integer("server", "form_check_seconds", 0, 31 * 86'400))
        config.form_check_mean = std::chrono::seconds(*seconds);
    config.database = in.path("state", "database", true).value_or("");
    config.keys = in.path("state", "keys", true).value_or("");
    config.ledgers = in.path("state", "ledgers", true).value_or("");
    config.tasks = in.path("state", "tasks", true).value_or("");
    config.releases = in.path("state", "releases", config.roles.publisher).value_or("");
    config.form = in.path("state", "form", false).value_or((config.file.parent_path() / "form").lexically_normal());
    read_listen_setting(in, "metrics", false, config.metrics_listen);
    config.has_metrics = !config.metrics_listen.host.empty();
    read_level(in, config);
}

void check_together(Reading& in, const Config& config) {
    if (config.tls_certificate.empty() != config.tls_key.empty())
        in.error("tls_certificate and tls_key belong together", "server",
                 config.tls_certificate.empty() ? "tls_key" : "tls_certificate", "set both or none");
    if (config.tls_certificate.empty() && !config.listen.host.empty() && !is_loopback(config.listen.host))
        in.error("plain HTTP is served on loopback addresses only", "server", "listen",
                 "set tls_certificate and tls_key, or listen on 127.0.0.1 behind a proxy that speaks HTTPS");
    if (config.has_metrics && !is_loopback(config.metrics_listen.host))
        in.error("metrics are served on loopback addresses only", "metrics", "listen",
                 "listen on 127.0.0.1 and let your monitoring fetch them there");
}

}  // namespace

bool is_loopback(std::string_view host) {
    if (host == "localhost" || host == "::1") return true;
    in_addr address{};
    return inet_pton(AF_INET, std::string(host).c_str(), &address) == 1 && (ntohl(address.s_addr) >> 24) == 127;
}

Result<Config, std::vector<Error>> parse_config(std::string_view text, const std::filesystem::path& file) {
    toml::table root;
    try {
        root = toml::parse(text, file.string());
    } catch (const toml::parse_error& error) {
        return tl::make_unexpected(std::vector{
            Error{Fault::malformed, std::string(error.description()),
                  file.string() + ":" + std::to_string(error.source().begin.line),
                  "compare this line with the file that init makes: texts stand in double quotes, numbers do not"}});
    }
    Reading in(root, file);
    Config config;
    config.file = file;
    read_all(in, config);
    check_together(in, config);
    in.refuse_unknown();
    if (in.has_errors()) return tl::make_unexpected(in.take_errors());
    return config;
}

Result<Config, std::vector<Error>> load_config(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in || !text)
        return tl::make_unexpected(
            std::vector{Error{Fault::unavailable, "the configuration cannot be read", file.string(),
                              "say with --config where it is; tacit-collector init makes a new one"}});
    return parse_config(text.str(), file);
}

}  // namespace tacit::ops
