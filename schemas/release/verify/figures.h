// What is published, held against what this program writes for the same shares. `computed` are the files of
// format/files.h; each check fails with what is wrong, in words for readers.
#pragma once
#include <string>
#include <vector>

#include "crypto/base/result.h"
#include "schemas/release/release.h"

namespace tacit::release {

Result<void> check_sums(const Files& files, const Files& computed);         // data/noisy_raw.csv
Result<void> check_figures(const Files& files, const Files& computed);      // all other tables, results.json
Result<void> check_description(const Files& files, const Files& computed);  // datapackage.json, survey.json

// Files that this program would write otherwise, and those that it would not write at all.
struct Unlike {
    std::vector<std::string> rewritten, foreign;
};
Unlike unlike(const Files& files, const Files& computed);

}  // namespace tacit::release
