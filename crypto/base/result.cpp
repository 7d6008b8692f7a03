#include "crypto/base/result.h"

namespace tacit {

std::string to_text(const Error& error) {
    std::string text = error.what;
    if (!error.where.empty()) text += " (at " + error.where + ")";
    text += ".";
    if (!error.remedy.empty()) text += " " + error.remedy;
    return text;
}

}  // namespace tacit
