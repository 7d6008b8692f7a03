// The files of a release that people read as text.
#pragma once
#include "schemas/release/format/table_file.h"

namespace tacit::release {

std::string readme_md(const Content& content, const std::vector<TableFile>& tables);
// The checklist for reports of web surveys (Eysenbach 2004) and that for observational studies (STROBE 2007), filled in
// from the task. What this method cannot measure says so; what only the publisher knows names whom to ask.
std::string cherries_md(const Content& content);
std::string strobe_md(const Content& content);
std::string citation_cff(const Content& content);
std::string license_text(const Content& content);

}  // namespace tacit::release
