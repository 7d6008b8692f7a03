// tacit-coverage: how often the intervals of a release hold what they are about, over the whole chain, in a long run.
//
// Usage: tacit-coverage SURVEY POPULATION N RUNS [PEOPLE [SEED [details]]]
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "client/simulate/rehearse.h"
#include "schemas/survey/load.h"
#include "tests/support/seeded_random.h"

namespace {

using namespace tacit;

void print(const release::Rehearsal& rehearsal) {
    std::printf("%-17s %8s %10s %8s   %s\n", "kind", "figures", "intervals", "held", "least and most of a figure");
    for (const auto& [kind, summary] : rehearsal.summary())
        std::printf("%-17s %8zu %10zu %7.2f%%   %.2f%% (%s)  %.2f%% (%s)\n", std::string(words(kind)).c_str(),
                    summary.figures, summary.intervals, 100 * summary.held, 100 * summary.least,
                    summary.least_name.c_str(), 100 * summary.most, summary.most_name.c_str());
}

void print_figures(const release::Rehearsal& rehearsal) {
    for (const release::Figure& figure : rehearsal.figures()) {
        if (figure.published == 0) continue;
        const auto published = static_cast<double>(figure.published);
        std::printf("%-17s truth %8.4f people %7.1f published %6.3f held %6.2f%% bias %8.4f width %7.4f  %s\n",
                    std::string(words(figure.kind)).c_str(), figure.truth, figure.people,
                    published / static_cast<double>(rehearsal.runs()),
                    100 * static_cast<double>(figure.held) / published, figure.off / published,
                    figure.width / published, figure.name.c_str());
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 5) {
        std::fputs("usage: tacit-coverage SURVEY POPULATION N RUNS [PEOPLE [SEED [details]]]\n", stderr);
        return 2;
    }
    std::ifstream in(argv[1]);
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    const auto file = survey::load_file(text);
    const auto name = simulate::bundled_population(argv[2]);
    if (!file || !name) {
        std::fputs("tacit-coverage: the survey cannot be read, or the population is not a bundled one\n", stderr);
        return 2;
    }
    const auto compiled = survey::compile(file->survey);
    const auto people = simulate::People::load(*name, file->survey);
    if (!compiled || !people) return 2;
    const auto number = [&](int at, std::uint64_t otherwise) {
        return argc > at ? std::strtoull(argv[at], nullptr, 10) : otherwise;
    };
    const std::uint64_t seed = number(6, 1);
    const simulate::Pool pool(file->survey, *compiled, *people, number(5, 2'000'000), seed);
    test::SeededRandom leader(2 * seed);
    test::SeededRandom helper(2 * seed + 1);
    const simulate::Trials trials{number(3, 1000), number(4, 1000), seed, {}};
    const auto rehearsal =
        simulate::rehearse(file->survey, *compiled, pool, trials, simulate::BothNoises(*compiled, leader, helper));
    if (!rehearsal) return 1;
    std::printf("%s, %s: %zu runs of %zu respondents, drawn from %zu people\n", file->survey.id.c_str(), argv[2],
                trials.runs, trials.respondents, pool.size());
    print(*rehearsal);
    if (argc > 7) print_figures(*rehearsal);
    return 0;
}
