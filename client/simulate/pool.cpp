#include "client/simulate/pool.h"

#include "crypto/base/check.h"
#include "schemas/survey/measure.h"

namespace tacit::simulate {

Pool::Pool(const survey::Survey& survey, const survey::Compiled& compiled, const People& people, std::size_t size,
           std::uint64_t seed)
    : cells_(compiled.output_size) {
    TACIT_ASSERT(size > 0 && cells_ <= 0xFFFF);
    for (std::size_t person = 0; person < size; ++person) {
        const auto measurement = survey::measure(survey, compiled, people.answers(survey, seed, person));
        TACIT_ASSERT(measurement.has_value());
        for (const survey::Moved& moved : survey::disclosure(compiled, *measurement))
            moves_.push_back({static_cast<std::uint16_t>(compiled.tables[moved.table].first_cell + moved.cell),
                              static_cast<std::int16_t>(moved.by)});
        ends_.push_back(moves_.size());
    }
}

void Pool::add(std::size_t person, std::span<std::int64_t> totals) const {
    for (std::size_t i = person == 0 ? 0 : ends_[person - 1]; i < ends_[person]; ++i)
        totals[moves_[i].cell] += moves_[i].by;
}

std::vector<std::int64_t> Pool::totals() const {
    std::vector<std::int64_t> totals(cells_);
    for (std::size_t person = 0; person < size(); ++person) add(person, totals);
    return totals;
}

std::vector<std::int64_t> Pool::sample(std::size_t n, Generator& generator) const {
    std::vector<std::int64_t> totals(cells_);
    // The remainder's bias is below 2^-40 for every population that fits into memory.
    for (std::size_t i = 0; i < n; ++i) add(static_cast<std::size_t>(generator.next() % size()), totals);
    return totals;
}

}  // namespace tacit::simulate
