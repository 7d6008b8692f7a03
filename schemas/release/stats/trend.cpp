#include "schemas/release/stats/trend.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tacit::release {
namespace {

const Share* closest(const Cell& cell) {
    for (const Base base : {Base::row_answered, Base::row, Base::answered, Base::all})
        for (const Share& share : cell.shares)
            if (share.base == base) return &share;
    return nullptr;
}

Share of_mean(const Mean& mean) {
    Share share;
    share.base = Base::answered;
    share.base_size = mean.answered;
    share.estimate = mean.mean;
    share.status = mean.status;
    share.reason = mean.reason;
    return share;
}

void finish(Trend trend, std::vector<Trend>& result) {
    trend.change = change_over(trend.points);
    trend.slope = slope_over(trend.points);
    result.push_back(std::move(trend));
}

Estimate with_error(double value, double variance) {
    const double error = std::sqrt(variance);
    return {value, error, {value - kZ95 * error, value + kZ95 * error}};
}

}  // namespace

std::optional<Estimate> change_over(std::span<const Share> points) {
    const Share* first = nullptr;
    const Share* last = nullptr;
    for (const Share& point : points) {
        if (!point.estimate) continue;
        if (first == nullptr) first = &point;
        last = &point;
    }
    if (first == last) return std::nullopt;
    return with_error(last->estimate->value - first->estimate->value,
                      first->estimate->error * first->estimate->error + last->estimate->error * last->estimate->error);
}

std::optional<Estimate> slope_over(std::span<const Share> points) {
    double weights = 0, x = 0, y = 0;
    std::size_t used = 0;
    const auto weight = [](const Share& point) {
        return point.estimate && point.estimate->error > 0 ? 1 / (point.estimate->error * point.estimate->error) : 0;
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double w = weight(points[i]);
        if (w == 0) continue;
        ++used;
        weights += w;
        x += w * static_cast<double>(i);
        y += w * points[i].estimate->value;
    }
    if (used < 3) return std::nullopt;
    x /= weights;
    y /= weights;
    double xx = 0, xy = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double w = weight(points[i]);
        if (w == 0) continue;
        const double from_mean = static_cast<double>(i) - x;
        xx += w * from_mean * from_mean;
        xy += w * from_mean * (points[i].estimate->value - y);
    }
    return with_error(xy / xx, 1 / xx);
}

std::vector<Trend> trends(std::span<const std::vector<Table>> batches) {
    std::vector<Trend> result;
    if (batches.size() < 2) return result;
    for (std::size_t t = 0; t < batches.front().size(); ++t) {
        const Table& table = batches.front()[t];
        if (table.mean) {
            Trend trend{table.id, {}, {}, {}, {}, {}};
            for (const auto& batch : batches) trend.points.push_back(of_mean(*batch[t].mean));
            finish(std::move(trend), result);
            continue;
        }
        for (std::size_t cell = 0; cell < table.cells.size(); ++cell) {
            if (table.cells[cell].missing || closest(table.cells[cell]) == nullptr) continue;
            Trend trend{table.id, table.cells[cell].name.row, table.cells[cell].name.column, {}, {}, {}};
            for (const auto& batch : batches) trend.points.push_back(*closest(batch[t].cells[cell]));
            finish(std::move(trend), result);
        }
    }
    return result;
}

}  // namespace tacit::release
