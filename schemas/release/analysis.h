// The analysis of a release. A file can be registered before the first answer: task.json names it by its hash, and
// every report is bound to task.json. Here is what a publisher may give, and what a release may say of it.
//
// A file whose name ends in .json is a declaration (tacit-analysis-1), which the figures follow. Any other is a script:
// it is published as it is, and nothing here runs it.
#pragma once
#include "schemas/release/release.h"

namespace tacit::release {

inline constexpr std::string_view kAnalysisFolder = "analysis/";
inline constexpr std::size_t kAnalysisSizeMax = std::size_t{1} << 20;  // bytes

// What task.json registers.
json::NamedFile named(const AnalysisFile& file);
// Refuses a name or size that no release can have, and a declaration that does not fit the survey.
Result<Options> load_analysis(const AnalysisFile& file, const survey::Compiled& compiled);

// Refuses another file than the registered one, where the task registered one.
Result<void> check_analysis(const Release& release);

// "registered before the first answer", or that it was not: of the analysis that is included.
std::string_view registered_words(const Release& release);
// Whether there is an analysis, and whether it was registered before the first answer: for people, ...
std::string analysis_words(const Release& release);
// ... and for programs.
Result<json::Node> analysis_node(const Release& release);

}  // namespace tacit::release
