// A release as a person reads it in a terminal.
#pragma once
#include <string>

#include "schemas/release/release.h"

namespace tacit::publisher {

// Tables with titles and labels of the wording in this language.
Result<std::string> summary(const release::Release& release, std::string_view language);

}  // namespace tacit::publisher
