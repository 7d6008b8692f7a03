// The configuration of one collector: one TOML file, read and checked completely at start. Unknown keys are errors (a
// misspelt one would otherwise be ignored without a word), and all errors are reported together, each with its line.
#pragma once
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "collector/ops/event.h"
#include "crypto/base/result.h"

namespace tacit::ops {

struct Listen {
    std::string host;  // an IP address
    int port = 0;      // 0 lets the system choose, for tests
};
bool is_loopback(std::string_view host);  // of an IP address, or "localhost"

struct Roles {
    bool leader = false;
    bool helper = false;
    bool publisher = false;
};

struct Config {
    std::filesystem::path file;

    std::string organisation_name;
    std::string organisation_contact;

    Roles roles;
    std::string public_url;  // https (http for loopback only), ends in "/"
    Listen listen;
    std::filesystem::path tls_certificate;  // both or none; none needs a loopback address
    std::filesystem::path tls_key;
    std::filesystem::path tls_ca;  // certificates to trust in peers instead of the system's
    unsigned workers = 0;          // threads that verify reports; 0: one per core

    std::filesystem::path database;
    std::filesystem::path keys;
    std::filesystem::path ledgers;   // folder: one ledger file per task
    std::filesystem::path tasks;     // folder: one folder per task
    std::filesystem::path releases;  // folder: what the publisher writes
    std::filesystem::path form;      // folder: the installed form; "form" beside the file where it is not given
    std::chrono::seconds form_check_mean{std::chrono::hours(12)};  // between looks at the leader's form; 0: none

    bool has_metrics = false;
    Listen metrics_listen;
    Level log_level = Level::info;
};

// Paths in the file are relative to the file's folder.
Result<Config, std::vector<Error>> load_config(const std::filesystem::path& file);
// The same for text that is not in a file yet; `file` only names it.
Result<Config, std::vector<Error>> parse_config(std::string_view text, const std::filesystem::path& file);

}  // namespace tacit::ops
