#include "schemas/release/format/bar.h"

#include <algorithm>
#include <cmath>

#include "schemas/release/text.h"

namespace tacit::release {
namespace {

constexpr double kWidth = 100;  // of the picture's own coordinates; the page stretches it

double clipped(double share) { return std::clamp(share, 0.0, 1.0); }
std::string at(double share, double scale) { return fixed(std::min(1.0, clipped(share) / scale) * kWidth, 2); }
std::string percent(double share) { return fixed(clipped(share) * 100, 0); }

}  // namespace

double scale_end(const std::vector<const Share*>& shares) {
    double most = 0;
    for (const Share* share : shares) {
        if (share != nullptr && share->estimate) most = std::max(most, clipped(share->estimate->interval.high));
    }
    return std::max(0.25, std::ceil(most * 4) / 4);
}

std::string bar(const Share* share, double scale) {
    std::string svg =
        "<svg class=\"bar\" viewBox=\"0 0 100 16\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        "<rect class=\"ground\" width=\"100\" height=\"16\"/>";
    for (const int quarter : {25, 50, 75}) svg += "<path class=\"grid\" d=\"M" + std::to_string(quarter) + " 0V16\"/>";
    if (share == nullptr || !share->estimate) return svg + "<path class=\"none\" d=\"M0 16L100 0\"/></svg>";
    const Estimate& estimate = *share->estimate;
    const std::string doubtful = share->status == Status::unreliable ? " doubtful" : "";
    const std::string low = at(estimate.interval.low, scale);
    const std::string high = at(estimate.interval.high, scale);
    svg += "<rect class=\"fill" + doubtful + "\" y=\"3\" width=\"" + at(estimate.value, scale) + "\" height=\"10\"/>";
    svg += "<path class=\"whisker" + doubtful + "\" d=\"M" + low + " 8H" + high + "M" + low + " 4.5V11.5M" + high +
           " 4.5V11.5\"/>";
    return svg + "</svg>";
}

std::string axis(double scale) {
    return "<span class=\"axis\" aria-hidden=\"true\"><span>0</span><span>" + fixed(scale * 50, scale < 0.5 ? 1 : 0) +
           "</span><span>" + fixed(scale * 100, 0) + " %</span></span>";
}

std::string share_words(const Share* share) {
    if (share == nullptr) return "<span class=\"why\">no share of a base</span>";
    if (!share->estimate) return "<span class=\"why\">" + short_reason(share->reason) + "</span>";
    const Estimate& estimate = *share->estimate;
    std::string text = "<b>" + percent(estimate.value) + " %</b> <span class=\"ci\">" + percent(estimate.interval.low) +
                       "–" + percent(estimate.interval.high) + "</span>";
    if (share->status == Status::unreliable)
        text = "<span class=\"doubtful\" title=\"" + html(words(share->reason)) + "\">" + text + " ≈</span>";
    return text;
}

std::string short_reason(Reason reason) {
    switch (reason) {
        case Reason::base_too_small: return "too few people";
        case Reason::masked: return "masked";
        case Reason::not_measurable: return "not measurable";
        default: return "not published";
    }
}

}  // namespace tacit::release
