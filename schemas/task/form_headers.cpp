#include "schemas/task/form_headers.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "schemas/task/url.h"

namespace tacit::task {
namespace {

using Sources = std::vector<std::string>;
using Directives = std::map<std::string, Sources, std::less<>>;

constexpr std::string_view kPolicyName = "Content-Security-Policy";
constexpr std::string_view kBeforeOrigins =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src "
    "'self'";
constexpr std::string_view kAfterOrigins =
    "; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types tacit-sw";

// Without these a page can be opened in a frame, or send what was typed: default-src does not stand in for them.
constexpr std::array<std::string_view, 6> kWithoutDefault = {
    "default-src", "base-uri", "form-action", "frame-ancestors", "require-trusted-types-for", "trusted-types"};
// What may be added because it only forbids.
constexpr std::array<std::string_view, 3> kOnlyForbid = {"upgrade-insecure-requests", "block-all-mixed-content",
                                                         "sandbox"};

// What browsers let a page do unless it is told not to; of the names, those that every Chromium knows.
constexpr std::array<std::string_view, 24> kFeatures = {"accelerometer",
                                                        "autoplay",
                                                        "camera",
                                                        "display-capture",
                                                        "encrypted-media",
                                                        "fullscreen",
                                                        "gamepad",
                                                        "geolocation",
                                                        "gyroscope",
                                                        "hid",
                                                        "idle-detection",
                                                        "local-fonts",
                                                        "magnetometer",
                                                        "microphone",
                                                        "midi",
                                                        "payment",
                                                        "picture-in-picture",
                                                        "publickey-credentials-get",
                                                        "screen-wake-lock",
                                                        "serial",
                                                        "storage-access",
                                                        "sync-xhr",
                                                        "usb",
                                                        "xr-spatial-tracking"};

// With these a server asks the browser to tell others about the visit.
constexpr std::array<std::string_view, 6> kNeverSent = {"Set-Cookie",          "NEL",     "Report-To",
                                                        "Reporting-Endpoints", "Refresh", "Link"};

template <class List>
bool contains(const List& list, std::string_view item) {
    return std::find(list.begin(), list.end(), item) != list.end();
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& letter : out) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return out;
}

// The words between spaces.
Sources words(std::string_view text) {
    Sources list;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = text.find_first_not_of(" \t", at);
        if (begin == std::string_view::npos) break;
        const std::size_t end = std::min(text.find_first_of(" \t", begin), text.size());
        list.emplace_back(text.substr(begin, end - begin));
        at = end;
    }
    return list;
}

// As a browser reads a policy; a directive that stands there twice is a fault, because browsers take the first.
Directives directives_of(std::string_view policy, std::vector<std::string>& faults) {
    Directives directives;
    for (std::size_t begin = 0; begin <= policy.size();) {
        const std::size_t end = std::min(policy.find(';', begin), policy.size());
        Sources list = words(policy.substr(begin, end - begin));
        begin = end + 1;
        if (list.empty()) continue;
        const std::string name = lower(list.front());
        list.erase(list.begin());
        if (!directives.emplace(name, std::move(list)).second)
            faults.push_back(std::string(kPolicyName) + " has " + name + " twice");
    }
    return directives;
}

std::string quoted(std::string_view word) { return std::string(word.substr(0, 60)); }

// One origin, not a pattern of them.
bool is_origin(std::string_view source) { return parse_url(std::string(source) + "/").has_value(); }

void check_sources(const std::string& name, const Sources& given, const Sources& wanted,
                   std::vector<std::string>& faults) {
    for (const std::string& source : given) {
        if (lower(source) == "'none'" || contains(wanted, source)) continue;
        if (name == "connect-src" && is_origin(source)) continue;
        faults.push_back(std::string(kPolicyName) + " allows " + name + " " + quoted(source));
    }
}

const std::string* value_of(const Headers& headers, std::string_view name, std::vector<std::string>& faults) {
    const std::string* found = nullptr;
    for (const auto& [key, value] : headers) {
        if (lower(key) != lower(name)) continue;
        if (found != nullptr) faults.push_back(std::string(name) + " is sent twice");
        found = &value;
    }
    return found;
}

void check_features(std::string_view policy, std::vector<std::string>& faults) {
    Sources denied;
    for (std::size_t begin = 0; begin <= policy.size();) {
        const std::size_t end = std::min(policy.find(',', begin), policy.size());
        const Sources entry = words(policy.substr(begin, end - begin));
        if (entry.size() == 1 && entry.front().ends_with("=()"))
            denied.push_back(entry.front().substr(0, entry.front().size() - 3));
        begin = end + 1;
    }
    for (const std::string_view feature : kFeatures) {
        if (!contains(denied, feature)) faults.push_back("Permissions-Policy does not deny " + std::string(feature));
    }
}

bool lasts_long(std::string_view hsts) {
    constexpr std::string_view kAge = "max-age=";
    const std::size_t at = lower(hsts).find(kAge);
    if (at == std::string::npos) return false;
    const std::string_view digits = hsts.substr(at + kAge.size());
    const std::size_t length = std::min(digits.find_first_not_of("0123456789"), digits.size());
    return length > 6 && digits.front() != '0';  // eleven days at least
}

std::string feature_policy() {
    std::string text;
    for (const std::string_view feature : kFeatures) text += (text.empty() ? "" : ", ") + std::string(feature) + "=()";
    return text;
}

}  // namespace

std::string origin_of(std::string_view url) { return std::string(url.substr(0, url.find('/', url.find("://") + 3))); }

std::string form_policy(std::span<const std::string> other_origins) {
    std::string policy(kBeforeOrigins);
    for (const std::string& origin : other_origins) policy += " " + origin;
    return policy.append(kAfterOrigins);
}

Headers form_headers(std::span<const std::string> other_origins, bool https) {
    Headers headers = {{std::string(kPolicyName), form_policy(other_origins)},
                       {"Permissions-Policy", feature_policy()},
                       {"Referrer-Policy", "no-referrer"},
                       {"X-Content-Type-Options", "nosniff"},
                       {"Cross-Origin-Opener-Policy", "same-origin"},
                       {"Cross-Origin-Resource-Policy", "same-origin"}};
    if (https) headers.emplace_back("Strict-Transport-Security", "max-age=63072000");
    return headers;
}

std::string_view form_media_type(std::string_view path) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kTypes = {{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".wasm", "application/wasm"},
        {".svg", "image/svg+xml"},
        {".ico", "image/x-icon"},
        {".png", "image/png"},
        {".webmanifest", "application/manifest+json"},
        {".txt", "text/plain; charset=utf-8"},
        {".sig", "text/plain; charset=utf-8"},
    }};
    for (const auto& [ending, type] : kTypes) {
        if (path.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

std::vector<std::string> lax_form_policy(std::string_view policy) {
    std::vector<std::string> faults, none;
    const Directives given = directives_of(policy, faults);
    const Directives wanted = directives_of(form_policy({}), none);
    for (const std::string_view name : kWithoutDefault) {
        if (!given.contains(name)) faults.push_back(std::string(kPolicyName) + " has no " + std::string(name));
    }
    for (const auto& [name, sources] : given) {
        if (contains(kOnlyForbid, name)) continue;
        const auto rule = wanted.find(name);
        if (rule == wanted.end()) {
            if (sources != Sources{"'none'"})
                faults.push_back(std::string(kPolicyName) + " has a directive " + quoted(name) + " of its own");
        } else if (name == "require-trusted-types-for") {
            if (!contains(sources, "'script'")) faults.push_back(std::string(kPolicyName) + " does not guard scripts");
        } else {
            check_sources(name, sources, rule->second, faults);
        }
    }
    return faults;
}

std::vector<std::string> lax_form_headers(const Headers& answer, bool https) {
    std::vector<std::string> faults;
    if (const std::string* policy = value_of(answer, kPolicyName, faults)) {
        const auto lax = lax_form_policy(*policy);
        faults.insert(faults.end(), lax.begin(), lax.end());
    } else {
        faults.push_back("there is no " + std::string(kPolicyName));
    }
    if (const std::string* features = value_of(answer, "Permissions-Policy", faults)) {
        check_features(*features, faults);
    } else {
        faults.push_back("there is no Permissions-Policy");
    }
    for (const auto& [name, value] : form_headers({}, false)) {
        if (name == kPolicyName || name == "Permissions-Policy") continue;
        const std::string* given = value_of(answer, name, faults);
        if (given == nullptr || lower(*given) != value) faults.push_back(name + " is not " + value);
    }
    if (https) {
        const std::string* hsts = value_of(answer, "Strict-Transport-Security", faults);
        if (hsts == nullptr || !lasts_long(*hsts)) faults.push_back("there is no lasting Strict-Transport-Security");
    }
    for (const std::string_view name : kNeverSent) {
        std::vector<std::string> ignored;
        if (value_of(answer, name, ignored) != nullptr) faults.push_back("it sends " + std::string(name));
    }
    return faults;
}

}  // namespace tacit::task
