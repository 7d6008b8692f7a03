#include "schemas/instruments/change.h"

#include <array>

#include "crypto/base/check.h"

namespace tacit::instruments {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kCommonItems = 8;
constexpr int kRemissionBelow = 5;  // MNCM; McInnes 2022
constexpr int kStartMin = 5;        // below it there is nothing to respond from
constexpr int kWorseBy = 5;         // Löwe 2004
constexpr int kCaseFrom = 10;       // Kroenke 2001
constexpr int kReliableChange = 6;  // NHS

constexpr std::array kResponseLevels{"remission"sv, "response"sv,    "partial"sv, "little"sv,
                                     "worse"sv,     "below_start"sv, "no_start"sv};
constexpr std::array kReliableLevels{"rel_recovery"sv, "recovery_only"sv,       "rel_improve_only"sv, "no_rel_change"sv,
                                     "rel_worse"sv,    "below_case_at_start"sv, "no_start"sv};

}  // namespace

std::optional<EightItemScore> EightItemScore::of(std::span<const std::optional<std::uint8_t>> items) {
    if (items.size() < kCommonItems) return std::nullopt;
    int sum = 0;
    for (const auto& item : items.first(kCommonItems)) {
        if (!item || *item > 3) return std::nullopt;
        sum += *item;
    }
    return EightItemScore(sum);
}

std::optional<EightItemScore> EightItemScore::of(const std::array<std::uint8_t, 8>& items) {
    std::array<std::optional<std::uint8_t>, 8> answered;
    for (std::size_t i = 0; i < items.size(); ++i) answered[i] = items[i];
    return of(std::span<const std::optional<std::uint8_t>>(answered));
}

Response response(std::optional<EightItemScore> start, EightItemScore now) {
    if (!start) return Response::no_start;
    const int before = start->value();
    const int after = now.value();
    if (before < kStartMin) return Response::below_start;
    if (after < kRemissionBelow) return Response::remission;
    if (2 * after <= before) return Response::response;
    if (4 * after <= 3 * before) return Response::partial;
    if (after >= before + kWorseBy) return Response::worse;
    return Response::little;
}

Reliable reliable(std::optional<EightItemScore> start, EightItemScore now) {
    if (!start) return Reliable::no_start;
    const int before = start->value();
    const int after = now.value();
    if (before < kCaseFrom) return Reliable::below_case_at_start;
    const bool improved = before - after >= kReliableChange;
    if (after < kCaseFrom) return improved ? Reliable::rel_recovery : Reliable::recovery_only;
    if (improved) return Reliable::rel_improve_only;
    return after - before >= kReliableChange ? Reliable::rel_worse : Reliable::no_rel_change;
}

std::span<const std::string_view> change_levels(ChangeScale scale) {
    switch (scale) {
        case ChangeScale::response: return kResponseLevels;
        case ChangeScale::reliable: return kReliableLevels;
    }
    TACIT_ASSERT(false);
}

std::string_view change_scale_name(ChangeScale scale) {
    switch (scale) {
        case ChangeScale::response: return "response";
        case ChangeScale::reliable: return "reliable";
    }
    TACIT_ASSERT(false);
}

std::optional<ChangeScale> find_change_scale(std::string_view name) {
    for (const ChangeScale scale : {ChangeScale::response, ChangeScale::reliable})
        if (change_scale_name(scale) == name) return scale;
    return std::nullopt;
}

std::uint16_t change_level(ChangeScale scale, std::optional<EightItemScore> start, EightItemScore now) {
    switch (scale) {
        case ChangeScale::response: return static_cast<std::uint16_t>(response(start, now));
        case ChangeScale::reliable: return static_cast<std::uint16_t>(reliable(start, now));
    }
    TACIT_ASSERT(false);
}

}  // namespace tacit::instruments
