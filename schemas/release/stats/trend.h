// One figure per batch, and its change: batches hold different questionnaires and have noise of their own, so variances
// add.
#pragma once
#include <span>

#include "schemas/release/stats/results.h"

namespace tacit::release {

// `batches` are the tables of each batch alone, in order of time. Nothing of a single batch. A share is that of the
// base closest to the question: of the row's answers, of the row, of the answers, of everybody.
std::vector<Trend> trends(std::span<const std::vector<Table>> batches);

// Last minus first of the points that have a value.
std::optional<Estimate> change_over(std::span<const Share> points);
// Per batch, by least squares with the inverse variances as weights; from three points on.
std::optional<Estimate> slope_over(std::span<const Share> points);

}  // namespace tacit::release
