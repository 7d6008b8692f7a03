// Refusals and failures as answers (RFC 9457), in one place.
#pragma once
#include "collector/http/message.h"
#include "crypto/base/result.h"
#include "schemas/wire/problem.h"

namespace tacit::http {

Response answer(const wire::Problem& problem);
// A failure of ours: 503 with Retry-After where the same request may succeed later, else 500. Its text stays here.
Response answer(const Error& error);
// A refusal that HTTP itself has words for.
Response refusal(int status, std::string detail);

}  // namespace tacit::http
