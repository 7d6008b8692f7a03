// index.html: the release as a report that works as a single file, without scripts, on a telephone, in the dark and on
// paper. Tables hold their own charts, so a figure and its numbers cannot part; every scale begins at 0; treatments
// stand in the order of the questionnaire, never by result.
#pragma once
#include "schemas/release/format/table_file.h"

namespace tacit::release {

std::string report_html(const Content& content, const std::vector<TableFile>& tables);

// The head of a page of a release up to its style, without the end tag: it loads nothing and runs nothing.
std::string page_head(std::string_view tag, std::string_view title, std::string_view description,
                      std::string_view style);

// Of the report: a table's section, and schema.org/Dataset for search engines.
std::string report_table(const Content& content, const Table& table);
std::string json_ld(const Content& content, const std::vector<TableFile>& tables);

}  // namespace tacit::release
