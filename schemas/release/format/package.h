// datapackage.json: a Frictionless Data Package (version 2) of the release, with the schema of every table; its member
// `tacit` says what the numbers are, how they came about and what they promise (design.md section 5).
#pragma once
#include "schemas/release/format/table_file.h"

namespace tacit::release {

// `files` are the others of the release; their sizes and hashes go in.
Result<std::string> datapackage_json(const Content& content, const std::vector<TableFile>& tables, const Files& files);

}  // namespace tacit::release
