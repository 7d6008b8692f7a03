// Change between two measured PHQ scores, by the published cut-offs (survey.md 1.3, domain.md 2.2).
//
// Every change uses the eight items that PHQ-8 and PHQ-9 share. The score has a type of its own, made from eight
// answered items only, so that a PHQ-9 total or a recalled start cannot be passed by mistake.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tacit::instruments {

class EightItemScore {
public:
    // Nothing unless the first eight items are there and answered; a ninth is left out.
    static std::optional<EightItemScore> of(std::span<const std::optional<std::uint8_t>> items);
    static std::optional<EightItemScore> of(const std::array<std::uint8_t, 8>& items);
    int value() const { return value_; }

private:
    explicit EightItemScore(int value) : value_(value) {}
    int value_;
};

// The categories of one scale, each a cell of its own where it is published.
enum class ChangeScale : std::uint8_t { response, reliable };

enum class Response : std::uint8_t { remission, response, partial, little, worse, below_start, no_start };
enum class Reliable : std::uint8_t {
    rel_recovery,
    recovery_only,
    rel_improve_only,
    no_rel_change,
    rel_worse,
    below_case_at_start,
    no_start
};

// Needs a start of at least 5: below it there is nothing to respond from.
Response response(std::optional<EightItemScore> start, EightItemScore now);
// Needs a start of at least 10 (a case).
Reliable reliable(std::optional<EightItemScore> start, EightItemScore now);

std::span<const std::string_view> change_levels(ChangeScale scale);  // codes, in the order of the enumerations
std::string_view change_scale_name(ChangeScale scale);
std::optional<ChangeScale> find_change_scale(std::string_view name);
// The index into change_levels().
std::uint16_t change_level(ChangeScale scale, std::optional<EightItemScore> start, EightItemScore now);

}  // namespace tacit::instruments
