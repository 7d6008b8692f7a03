// Bearer tokens between the aggregators and of the publisher.
#pragma once
#include <string>
#include <string_view>

#include "crypto/base/secret.h"

namespace tacit::http {

// The token in an Authorization header (RFC 6750), or nothing where it is of another kind.
std::string bearer_token(std::string_view authorization);

// In constant time. An expected token that is empty fits nothing: who has no token lets nobody in.
bool token_fits(std::string_view given, const SecretBytes& expected);

}  // namespace tacit::http
