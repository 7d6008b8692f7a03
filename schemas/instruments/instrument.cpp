#include "schemas/instruments/instrument.h"

#include <algorithm>
#include <array>

#include "crypto/base/check.h"
#include "schemas/instruments/instruments_data.h"

namespace tacit::instruments {

std::uint16_t Instrument::max_total() const {
    std::uint8_t most = 0;
    for (const Step& step : steps) most = std::max(most, step.points);
    return static_cast<std::uint16_t>(most * items.size());
}

const Instrument& instrument(Id id) {
    switch (id) {
        case Id::phq2: return kPhq2;
        case Id::phq8: return kPhq8;
        case Id::phq9: return kPhq9;
        case Id::gad7: return kGad7;
    }
    TACIT_ASSERT(false);
}

std::span<const Id> all_ids() {
    static constexpr std::array kIds{Id::phq2, Id::phq8, Id::phq9, Id::gad7};
    return kIds;
}

const Instrument* find_instrument(std::string_view name) {
    for (const Id id : all_ids())
        if (instrument(id).name == name) return &instrument(id);
    return nullptr;
}

std::string_view in_language(const Wording& wording, std::string_view language) {
    const std::string_view primary = language.substr(0, language.find('-'));
    if (primary == "en") return wording.en;
    if (primary == "es") return wording.es;
    return {};
}

std::optional<std::uint16_t> total(const Instrument& instrument, std::span<const std::optional<std::uint8_t>> items) {
    if (items.size() != instrument.items.size()) return std::nullopt;
    unsigned sum = 0;
    for (const auto& item : items) {
        if (!item || *item >= instrument.steps.size()) return std::nullopt;
        sum += instrument.steps[*item].points;
    }
    return static_cast<std::uint16_t>(sum);
}

const Band& band(const Instrument& instrument, std::uint16_t total) {
    TACIT_ASSERT(total <= instrument.max_total());
    const auto above = std::upper_bound(instrument.bands.begin(), instrument.bands.end(), total,
                                        [](std::uint16_t value, const Band& next) { return value < next.from; });
    return *std::prev(above);
}

std::string_view loinc_notice() {
    return "This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief Institute, "
           "Inc. and the LOINC Committee and is available at no cost "
           "under the license at http://loinc.org/license. LOINC® is a registered United States trademark of "
           "Regenstrief Institute, Inc.";
}

}  // namespace tacit::instruments
