// Answers whose content was compressed before: in the coding that the request takes, each with an ETag of its own.
#pragma once
#include "collector/form/encoding.h"
#include "collector/http/message.h"

namespace tacit::http {

// Without Cache-Control, which is the caller's. 304 where the request names what it has.
Response in_best_coding(const Request& request, std::string_view media_type, const form::Content& content);

}  // namespace tacit::http
