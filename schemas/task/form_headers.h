// The response headers of the form: what a browser is told to forbid the page, whoever changed it, and how somebody who
// fetches the page judges what a server sent. Content Security Policy Level 3, Trusted Types, Permissions Policy, Fetch
// (Cross-Origin-Resource-Policy), HTML (Cross-Origin-Opener-Policy), RFC 6797.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacit::task {

using Headers = std::vector<std::pair<std::string, std::string>>;

// "https://a.example:8443" of an address that parse_url() accepts.
std::string origin_of(std::string_view url);

// What the page may load and whom it may ask: this server, and by their origins the other aggregators and the
// publishers of its tasks.
std::string form_policy(std::span<const std::string> other_origins);
// All of them but those of caching and content; the same for every file. HSTS only where the page is served over https.
Headers form_headers(std::span<const std::string> other_origins, bool https);
std::string_view form_media_type(std::string_view path);

// What is laxer in this answer than above, each in a sentence; nothing where it is as strict. Names of headers in any
// case.
std::vector<std::string> lax_form_headers(const Headers& answer, bool https);
// Whether a policy forbids everything that form_policy() forbids. connect-src may name any single origins.
std::vector<std::string> lax_form_policy(std::string_view policy);

}  // namespace tacit::task
