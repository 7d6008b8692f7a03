#include "schemas/survey/texts.h"

namespace tacit::survey {
namespace {

std::string_view primary(std::string_view tag) { return tag.substr(0, tag.find('-')); }

}  // namespace

const Language* Texts::find(std::string_view tag) const {
    for (const Language& language : languages)
        if (language.tag == tag) return &language;
    for (const Language& language : languages)
        if (primary(language.tag) == primary(tag)) return &language;
    return nullptr;
}

const Language& Texts::best(std::string_view tag) const {
    const Language* found = find(tag);
    return found != nullptr ? *found : languages.front();
}

}  // namespace tacit::survey
