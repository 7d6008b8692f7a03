// results.json: the release for a page that draws it (FORMATS.md), small enough to be fetched whole by everybody, so
// that nobody has to ask for the cells of their own situation. Shares and means are whole thousandths.
#pragma once
#include "schemas/release/format/content.h"

namespace tacit::release {

std::string results_json(const Content& content);

}  // namespace tacit::release
