// write_sample OUT SURVEY PEOPLE [BATCHES]: writes the release of a survey that simulated people answered, for the
// tests of the programs that come with a release, and to look at.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "client/simulate/respond.h"
#include "client/simulate/truth.h"
#include "schemas/release/manifest.h"
#include "schemas/survey/measure.h"
#include "tests/release/sample_release.h"

int main(int argc, char** argv) {
    using namespace tacit;
    if (argc < 4) return 2;
    std::ifstream file(argv[2]);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const survey::SurveyFile loaded = survey::load_file(text).value();
    const task::Task task = release::test::task_of(loaded.survey);
    const task::Terms terms = task::terms(task).value();
    const auto population = simulate::load_population(*simulate::bundled_population("default")).value();
    const std::uint64_t people = std::strtoull(argv[3], nullptr, 10);
    const std::uint64_t batches = argc > 4 ? std::strtoull(argv[4], nullptr, 10) : 1;
    std::vector<std::vector<std::int64_t>> exact;
    std::uint64_t next = 0;
    for (std::uint64_t batch = 0; batch < batches; ++batch) {
        simulate::Truth truth(terms.compiled);
        for (std::uint64_t i = 0; i < people; ++i) {
            const survey::Answers answers = simulate::simulated_answers(loaded.survey, population, 1, next++);
            truth.add(terms.compiled, survey::measure(loaded.survey, terms.compiled, answers).value());
        }
        exact.push_back(truth.totals());
    }
    const auto files =
        release::signed_files(release::test::release_of(task, loaded.texts, exact, 7), release::test::publisher_key());
    if (!files) {
        std::fprintf(stderr, "%s\n", to_text(files.error()).c_str());
        return 1;
    }
    for (const auto& [name, content] : *files) {
        const std::filesystem::path path = std::filesystem::path(argv[1]) / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << content;
    }
    return 0;
}
