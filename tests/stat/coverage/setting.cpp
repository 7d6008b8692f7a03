#include "tests/stat/coverage/setting.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>

#include "schemas/survey/load.h"

namespace tacit::test {
namespace {

constexpr std::size_t kPart = 20'000;
constexpr std::uint64_t kSeedOfEverybody = 20261121;  // far from the seeds of the samples

}  // namespace

Setting setting_of(const std::string& survey, std::string_view population) {
    std::ifstream in(TACIT_SCHEMAS "/surveys/" + survey + ".json");
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    survey::Survey loaded = survey::load_file(text).value().survey;
    survey::Compiled compiled = survey::compile(loaded).value();
    simulate::People people = simulate::People::load(population, loaded).value();
    return {std::move(loaded), std::move(compiled), std::move(people)};
}

std::vector<std::int64_t> totals_of(const Setting& setting, std::uint64_t seed, std::size_t people) {
    return simulate::Pool(setting.survey, setting.compiled, setting.people, people, seed).totals();
}

std::vector<std::int64_t> totals_of_everybody(const Setting& setting, std::size_t people) {
    std::vector<std::int64_t> sum(setting.compiled.output_size);
    for (std::size_t part = 0; part * kPart < people; ++part) {
        const auto totals = totals_of(setting, kSeedOfEverybody + part, kPart);
        std::transform(sum.begin(), sum.end(), totals.begin(), sum.begin(), std::plus<>());
    }
    return sum;
}

}  // namespace tacit::test
