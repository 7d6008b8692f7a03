#include "collector/http/coding.h"

namespace tacit::http {
namespace {

using form::Content;
using form::Encoding;

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Whether a comma-separated list has an entry that `fits`.
template <class Fits>
bool any_in_list(std::string_view list, Fits fits) {
    for (std::size_t begin = 0; begin < list.size();) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        if (fits(trimmed(list.substr(begin, end - begin)))) return true;
        begin = end + 1;
    }
    return false;
}

// RFC 9110 section 12.5.3; a weight of zero forbids.
bool accepts(std::string_view accept_encoding, std::string_view coding) {
    return any_in_list(accept_encoding, [&](std::string_view entry) {
        const std::size_t parameter = std::min(entry.find(';'), entry.size());
        if (trimmed(entry.substr(0, parameter)) != coding) return false;
        const std::size_t equals = entry.find('=', parameter);
        if (equals == std::string_view::npos) return true;
        return entry.substr(equals + 1).find_first_of("123456789") != std::string_view::npos;
    });
}

Encoding choose(const Content& content, std::string_view accept_encoding) {
    if (!content.brotli.empty() && accepts(accept_encoding, name(Encoding::brotli))) return Encoding::brotli;
    if (!content.gzip.empty() && accepts(accept_encoding, name(Encoding::gzip))) return Encoding::gzip;
    return Encoding::identity;
}

const std::string& bytes_in(const Content& content, Encoding encoding) {
    switch (encoding) {
        case Encoding::identity: break;
        case Encoding::gzip: return content.gzip;
        case Encoding::brotli: return content.brotli;
    }
    return content.plain;
}

// RFC 9110 section 13.1.2.
bool has_already(std::string_view if_none_match, std::string_view etag) {
    return any_in_list(if_none_match, [&](std::string_view entry) {
        if (entry.starts_with("W/")) entry.remove_prefix(2);
        return entry == "*" || entry == etag;
    });
}

}  // namespace

Response in_best_coding(const Request& request, std::string_view media_type, const Content& content) {
    const Encoding encoding = choose(content, request.accept_encoding);
    const std::string etag = '"' + content.hash + '-' + std::string(name(encoding)) + '"';
    Response response;
    if (has_already(request.if_none_match, etag)) {
        response.status = 304;
    } else {
        response = answer(std::string(media_type), as_bytes(bytes_in(content, encoding)));
        if (encoding != Encoding::identity) response.with("Content-Encoding", std::string(name(encoding)));
    }
    return response.with("ETag", etag).with("Vary", "Accept-Encoding");
}

}  // namespace tacit::http
