// tacit-coverage: the long run of the coverage measurement, as a table on standard output.
//
// Usage: tacit-coverage SURVEY POPULATION N RUNS [PEOPLE [SEED [details]]]
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "schemas/survey/load.h"
#include "tests/stat/coverage/coverage.h"

namespace {

using namespace tacit;

void print(const test::Coverage& coverage) {
    std::printf("n = %zu, %zu runs\n%-17s %8s %10s %8s   %s\n", coverage.n, coverage.runs, "kind", "figures",
                "intervals", "held", "least and most of a figure");
    for (const auto& [kind, summary] : coverage.summary())
        std::printf("%-17s %8zu %10zu %7.2f%%   %.2f%% (%s)  %.2f%% (%s)\n", test::to_text(kind), summary.figures,
                    summary.intervals, 100 * summary.held, 100 * summary.least, summary.least_name.c_str(),
                    100 * summary.most, summary.most_name.c_str());
}

void print_figures(const test::Coverage& coverage) {
    for (const test::Covered& figure : coverage.figures) {
        if (figure.published == 0) continue;
        const auto published = static_cast<double>(figure.published);
        std::printf("%-17s truth %8.4f people %7.1f published %6.3f held %6.2f%% bias %8.4f width %7.4f  %s\n",
                    test::to_text(figure.kind), figure.truth, figure.people,
                    published / static_cast<double>(coverage.runs), 100 * static_cast<double>(figure.held) / published,
                    figure.error / published, figure.width / published, figure.name.c_str());
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
    const auto population = simulate::load_population(*name);
    if (!compiled || !population) return 2;
    const auto number = [&](int at, std::uint64_t otherwise) {
        return argc > at ? std::strtoull(argv[at], nullptr, 10) : otherwise;
    };
    const test::PopulationPool pool(file->survey, *compiled, *population, number(5, 2'000'000), number(6, 1));
    const auto coverage =
        test::measure_coverage(file->survey, *compiled, pool, number(3, 1000), number(4, 1000), number(6, 1));
    print(coverage);
    if (argc > 7) print_figures(coverage);
    return 0;
}
