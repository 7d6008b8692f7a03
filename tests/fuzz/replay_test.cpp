// Every committed input through its target, and its truncations, in ordinary builds and under the sanitizers.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/fuzz/targets.h"

namespace tacit::fuzz {
namespace {

Bytes read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return Bytes(std::istreambuf_iterator<char>(file), {});
}

class Corpus : public ::testing::TestWithParam<Target> {};

TEST_P(Corpus, BreaksNoTarget) {
    std::size_t count = 0;
    for (const auto& file :
         std::filesystem::directory_iterator(TACIT_CORPUS / std::filesystem::path(GetParam().name))) {
        const Bytes input = read_file(file.path());
        GetParam().run(input);
        // At most a hundred cuts a file: this is a smoke test, the fuzzers do the searching.
        const std::size_t step = input.size() / 100 + 1;
        for (std::size_t size = 0; size < input.size(); size += step) GetParam().run(ByteView(input).first(size));
        ++count;
    }
    EXPECT_GT(count, 0u) << "no corpus for " << GetParam().name;
}

INSTANTIATE_TEST_SUITE_P(Fuzz, Corpus, ::testing::ValuesIn(kTargets),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace tacit::fuzz
