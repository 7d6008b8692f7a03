#include "crypto/base/check.h"
#include "schemas/task/url.h"
#include "schemas/wire/hpke_config.h"
#include "schemas/wire/media_type.h"
#include "schemas/wire/problem.h"
#include "tests/fuzz/targets.h"

namespace tacit::fuzz {
namespace {

void try_media_type(std::string_view text) {
    int matching = 0;
    for (int i = 0; i <= static_cast<int>(wire::MediaType::aggregate_share); ++i)
        matching += wire::matches(text, static_cast<wire::MediaType>(i)) ? 1 : 0;
    TACIT_ASSERT(matching <= 1);
}

void try_problem(std::string_view text) {
    const auto problem = wire::parse_problem(text);
    if (!problem) return;
    const auto again = wire::parse_problem(json::canonical(wire::to_node(*problem)));
    TACIT_ASSERT(again.has_value() && *again == *problem);
}

void try_url(std::string_view text) {
    const auto url = task::parse_url(text);
    if (!url) return;
    TACIT_ASSERT(url->https || url->loopback());
    TACIT_ASSERT(text.ends_with(url->path) && text.find(url->host) != std::string_view::npos);
    TACIT_ASSERT(task::same_machine(*url, *url));
}

void try_key_list(ByteView bytes) {
    const auto list = wire::decode_hpke_config_list(bytes);
    TACIT_ASSERT(!list || !list->configs.empty());
}

}  // namespace

void http(ByteView input) {
    const auto [which, bytes] = select(input);
    switch (which) {
        case 0: return try_media_type(as_text(bytes));
        case 1: return try_problem(as_text(bytes));
        case 2: return try_url(as_text(bytes));
        case 3: return try_key_list(bytes);
        default: return;
    }
}

}  // namespace tacit::fuzz
