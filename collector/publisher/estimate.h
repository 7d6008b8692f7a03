// What the noise means for a number that people read. Floating point begins here, after the noise.
#pragma once
#include <cstdint>
#include <vector>

#include "schemas/survey/decode.h"

namespace tacit::publisher {

// The standard deviation of a published cell: both aggregators' noise.
double noise_sd(std::uint32_t sigma_squared);

struct NoiseInterval {
    double low = 0;
    double high = 0;
};
// 95 %, for the noise alone: count ± 1.96 · noise_sd. It says nothing of who answered and who did not.
NoiseInterval noise_interval(std::int64_t count, std::uint32_t sigma_squared);

// About how many reports a batch holds, rounded to 10: the inverse-variance mean of the noisy totals of the tables that
// count every report once. Never below 0. Zero where no table does.
std::int64_t reports_about(const std::vector<survey::TableResult>& tables);

}  // namespace tacit::publisher
