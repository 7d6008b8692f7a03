#include "tests/stat/coverage/population_pool.h"

#include "crypto/base/check.h"
#include "schemas/survey/measure.h"

namespace tacit::test {

PopulationPool::PopulationPool(const survey::Survey& survey, const survey::Compiled& compiled,
                               const simulate::Population& population, std::size_t people, std::uint64_t seed)
    : cells_(compiled.output_size) {
    TACIT_ASSERT(cells_ <= 0xFFFF);
    for (std::size_t person = 0; person < people; ++person) {
        const auto measurement =
            survey::measure(survey, compiled, simulate::simulated_answers(survey, population, seed, person));
        TACIT_ASSERT(measurement.has_value());
        for (const survey::Moved& moved : survey::disclosure(compiled, *measurement))
            moves_.push_back({static_cast<std::uint16_t>(compiled.tables[moved.table].first_cell + moved.cell),
                              static_cast<std::int16_t>(moved.by)});
        ends_.push_back(static_cast<std::uint32_t>(moves_.size()));
    }
}

void PopulationPool::add(std::size_t person, std::span<std::int64_t> totals) const {
    for (std::size_t i = person == 0 ? 0 : ends_[person - 1]; i < ends_[person]; ++i)
        totals[moves_[i].cell] += moves_[i].by;
}

std::vector<std::int64_t> PopulationPool::totals() const {
    std::vector<std::int64_t> totals(cells_);
    for (std::size_t person = 0; person < people(); ++person) add(person, totals);
    return totals;
}

std::vector<std::int64_t> PopulationPool::sample(std::size_t n, Random& random) const {
    std::vector<std::int64_t> totals(cells_);
    for (std::size_t i = 0; i < n; ++i) {
        const auto bytes = random.array<8>();
        std::uint64_t number = 0;
        for (const std::uint8_t byte : bytes) number = number << 8 | byte;
        add(static_cast<std::size_t>(number % people()), totals);  // the remainder's bias is below 2^-40
    }
    return totals;
}

}  // namespace tacit::test
