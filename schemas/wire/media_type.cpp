#include "schemas/wire/media_type.h"

#include <algorithm>

namespace tacit::wire {
namespace {

constexpr std::string_view kType = "application/ppm-dap";

std::string_view message(MediaType type) {
    switch (type) {
        case MediaType::hpke_config_list: return "hpke-config-list";
        case MediaType::upload_req: return "upload-req";
        case MediaType::upload_errors: return "upload-errors";
        case MediaType::aggregation_job_init_req: return "aggregation-job-init-req";
        case MediaType::aggregation_job_continue_req: return "aggregation-job-continue-req";
        case MediaType::aggregation_job_resp: return "aggregation-job-resp";
        case MediaType::collection_job_req: return "collection-job-req";
        case MediaType::collection_job_resp: return "collection-job-resp";
        case MediaType::aggregate_share_req: return "aggregate-share-req";
        case MediaType::aggregate_share: return "aggregate-share";
    }
    return {};
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool same_letters(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}
std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}
// Takes the text before the next ';' off the front.
std::string_view next_part(std::string_view& text) {
    const std::size_t size = std::min(text.find(';'), text.size());
    const std::string_view part = text.substr(0, size);
    text.remove_prefix(std::min(size + 1, text.size()));
    return trimmed(part);
}

}  // namespace

std::string text(MediaType type) { return std::string(kType) + ";message=" + std::string(message(type)); }

bool matches(std::string_view content_type, MediaType type) {
    if (!same_letters(next_part(content_type), kType)) return false;
    bool found = false;
    while (!content_type.empty()) {
        const std::string_view parameter = next_part(content_type);
        const std::size_t equals = parameter.find('=');
        if (equals == std::string_view::npos || !same_letters(parameter.substr(0, equals), "message")) continue;
        std::string_view value = parameter.substr(equals + 1);
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
        if (found || !same_letters(value, message(type))) return false;
        found = true;
    }
    return found;
}

}  // namespace tacit::wire
