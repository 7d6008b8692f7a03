// tacit-coverage: how often the intervals of a release hold what they are about, over the whole chain, in a long run.
//
// Usage: tacit-coverage SURVEY POPULATION N RUNS [PEOPLE [SEED [details]]]; SURVEY is the name of a bundled one. The
// exit code is 1 where a kind of figure is held less or more often than it should be: 94 to 96 of 100 for shares, group
// shares, means and differences; at least 94 for small shares and true zeros. Rows that are published in fewer than
// half of the runs are reported apart and decide nothing.
//
// Every run draws its respondents, with replacement, from the same PEOPLE (2,000,000 unless given), who are the
// population: the truth is their analysis without noise, so that the draws are independent and the pool adds no bias at
// all, however small it is. That its shares differ from the model's by up to 0.035 points (one standard deviation of a
// half) is of no account: any population is as good.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "client/simulate/rehearse.h"
#include "tests/stat/coverage/setting.h"
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

bool as_promised(const release::Rehearsal& rehearsal) {
    using release::FigureKind;
    bool kept = true;
    for (const auto& [kind, summary] : rehearsal.summary()) {
        const bool both_sides = kind == FigureKind::share || kind == FigureKind::group_share ||
                                kind == FigureKind::mean || kind == FigureKind::difference;
        const bool one_side = kind == FigureKind::small_share || kind == FigureKind::true_zero;
        if (((both_sides || one_side) && summary.held < 0.94) || (both_sides && summary.held > 0.96)) {
            std::printf("not as promised: %s\n", std::string(words(kind)).c_str());
            kept = false;
        }
    }
    return kept;
}

}  // namespace

int main(int argc, char** argv) {
    const auto name = argc < 5 ? std::nullopt : simulate::bundled_population(argv[2]);
    if (!name) {
        std::fputs("usage: tacit-coverage SURVEY POPULATION N RUNS [PEOPLE [SEED [details]]]\n", stderr);
        return 2;
    }
    const auto number = [&](int at, std::uint64_t otherwise) {
        return argc > at ? std::strtoull(argv[at], nullptr, 10) : otherwise;
    };
    const std::uint64_t seed = number(6, 1);
    const test::Setting setting = test::setting_of(argv[1], *name);
    const simulate::Pool pool(setting.survey, setting.compiled, setting.people, number(5, 2'000'000), seed);
    test::SeededRandom leader(2 * seed);
    test::SeededRandom helper(2 * seed + 1);
    const simulate::Trials trials{number(3, 1000), number(4, 1000), seed, {}};
    const auto rehearsal = simulate::rehearse(setting.survey, setting.compiled, pool, trials,
                                              simulate::BothNoises(setting.compiled, leader, helper));
    if (!rehearsal) return 1;
    std::printf("%s, %s: %zu runs of %zu respondents, drawn from %zu people\n", argv[1], argv[2], trials.runs,
                trials.respondents, pool.size());
    print(*rehearsal);
    if (argc > 7) print_figures(*rehearsal);
    return as_promised(*rehearsal) ? 0 : 1;
}
