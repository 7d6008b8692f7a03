// A release as a person reads it in a terminal.
#pragma once
#include <string>

#include "collector/publisher/release.h"

namespace tacit::publisher {

// Tables with titles and labels of the wording in this language, else codes.
std::string summary(const Release& release, std::string_view language);

}  // namespace tacit::publisher
