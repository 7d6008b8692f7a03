#include "collector/http/auth.h"

namespace tacit::http {

std::string bearer_token(std::string_view authorization) {
    constexpr std::string_view kScheme = "bearer ";
    if (authorization.size() <= kScheme.size()) return {};
    for (std::size_t i = 0; i < kScheme.size(); ++i) {
        const char letter = authorization[i];
        if ((letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter) != kScheme[i]) return {};
    }
    return std::string(authorization.substr(kScheme.size()));
}

bool token_fits(std::string_view given, const SecretBytes& expected) {
    return !expected.empty() && equal_ct(as_bytes(given), expected.view());
}

}  // namespace tacit::http
