#include "collector/publisher/estimate.h"

#include <algorithm>
#include <cmath>

namespace tacit::publisher {

double noise_sd(std::uint32_t sigma_squared) { return std::sqrt(2.0 * sigma_squared); }

NoiseInterval noise_interval(std::int64_t count, std::uint32_t sigma_squared) {
    const double reach = 1.96 * noise_sd(sigma_squared);
    return {static_cast<double>(count) - reach, static_cast<double>(count) + reach};
}

std::int64_t reports_about(const std::vector<survey::TableResult>& tables) {
    double weighted = 0;
    double weights = 0;
    for (const survey::TableResult& table : tables) {
        if (!table.sums_to_reports) continue;
        double total = 0;
        for (const survey::CellTotal& cell : table.cells) total += static_cast<double>(cell.total);
        const double weight = 1.0 / (2.0 * table.sigma_squared * static_cast<double>(table.cells.size()));
        weighted += weight * total;
        weights += weight;
    }
    if (weights == 0) return 0;
    return std::max<std::int64_t>(0, std::llround(weighted / weights / 10.0) * 10);
}

}  // namespace tacit::publisher
