// Known answers of the VDAF draft and of Prio3Questionnaire, replayed from files.
#include <gtest/gtest.h>

#include <iostream>
#include <map>

#include "tests/vectors/folder.h"
#include "tests/vectors/vdaf_driver.h"

namespace tacit::test {
namespace {

void replay_folder(const std::filesystem::path& folder) {
    const auto files = vector_files(folder);
    EXPECT_FALSE(files.empty()) << "no known answers in " << folder;

    std::map<std::string_view, std::size_t> files_of;
    for (const auto& path : files) {
        const auto family = vector_family(path.filename().string());
        if (!family || family->user != VectorUser::vdaf_test) continue;
        ++files_of[family->name];

        const Replayed replayed = replay_vdaf_vector(family->name, read_vector_file(path));
        std::cout << family->name << ": " << path.filename().string() << ", " << replayed.operations << " operations\n";
        for (const std::string& complaint : replayed.complaints) ADD_FAILURE() << path << ": " << complaint;
    }
    for (const VectorFamily& family : vector_families()) {
        if (family.user == VectorUser::vdaf_test && !files_of.contains(family.name))
            std::cout << family.name << ": no file in " << folder << '\n';
    }
}

// The text of one typed-in file, for tests that damage it.
std::string typed_in(const char* name) { return read_vector_file(typed_in_vector_folder() / name); }

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

}  // namespace

TEST(VdafVectors, AreAllReproduced) { replay_folder(vector_folder()); }

TEST(VdafVectors, TypedIntoTheTreeAreAllReproduced) { replay_folder(typed_in_vector_folder()); }

TEST(VdafVectors, TypedIntoTheTreeCoverEveryFamilyAndARefusal) {
    std::map<std::string_view, std::size_t> files_of;
    bool refusal = false;
    for (const auto& path : vector_files(typed_in_vector_folder())) {
        if (const auto family = vector_family(path.filename().string())) ++files_of[family->name];
        refusal |= path.filename().string().find("_bad_") != std::string::npos;
    }

    for (const VectorFamily& family : vector_families()) {
        if (family.user != VectorUser::vdaf_test) continue;
        EXPECT_GT(files_of[family.name], 0u) << family.name;
    }
    EXPECT_TRUE(refusal);
}

TEST(VectorInventory, KnowsTheFamilyOfEveryFile) {
    const auto files = vector_files(vector_folder());

    EXPECT_FALSE(files.empty()) << "no known answers in " << vector_folder();
    for (const auto& path : files) {
        const auto family = vector_family(path.filename().string());
        EXPECT_TRUE(family.has_value()) << "no known family begins the name of " << path;
        if (family && family->user == VectorUser::not_yet_used)
            std::cout << family->name << ": " << path.filename().string() << ", known, not yet used\n";
    }
}

TEST(VectorInventory, TakesTheLongestFamilyNameThatAFileNameBeginsWith) {
    EXPECT_EQ(vector_family("Prio3SumVecWithMultiproof_0.json")->name, "Prio3SumVecWithMultiproof");
    EXPECT_EQ(vector_family("Prio3SumVec_0.json")->name, "Prio3SumVec");
    EXPECT_EQ(vector_family("Prio3Sum_0.json")->name, "Prio3Sum");
    EXPECT_FALSE(vector_family("Prio2Sum_0.json").has_value());
}

TEST(VdafVectorDriver, ComplainsAboutADifferentAnswer) {
    const std::string file = typed_in("Prio3Count_0.json");

    EXPECT_TRUE(replay_vdaf_vector("Prio3Count", file).complaints.empty());
    EXPECT_FALSE(
        replay_vdaf_vector("Prio3Count", replaced(file, "\"agg_result\": 1", "\"agg_result\": 2")).complaints.empty());
    EXPECT_FALSE(replay_vdaf_vector("Prio3Count", replaced(file, "\"measurement\": 1", "\"measurement\": 0"))
                     .complaints.empty());
    EXPECT_FALSE(replay_vdaf_vector("Prio3Count", replaced(file, "unshard", "unshare")).complaints.empty());
}

TEST(VdafVectorDriver, ComplainsWhenWhatMustFailSucceedsAndTheOtherWayRound) {
    const std::string good = typed_in("Prio3Count_0.json");
    const std::string bad = typed_in("Prio3Count_bad_meas_share.json");

    EXPECT_FALSE(
        replay_vdaf_vector("Prio3Count", replaced(good, "\"success\": true", "\"success\": false")).complaints.empty());
    EXPECT_TRUE(replay_vdaf_vector("Prio3Count", bad).complaints.empty());
    EXPECT_FALSE(
        replay_vdaf_vector("Prio3Count", replaced(bad, "\"success\": false", "\"success\": true")).complaints.empty());
}

TEST(VdafVectorDriver, ComplainsAboutAFileWithoutOperations) {
    EXPECT_FALSE(replay_vdaf_vector("Prio3Count", "{}").complaints.empty());
    EXPECT_FALSE(replay_vdaf_vector("Prio3Count", "not JSON").complaints.empty());
    EXPECT_FALSE(
        replay_vdaf_vector("Prio3Count", R"({"ctx":"","verify_key":"","agg_param":"","shares":2,"operations":[]})")
            .complaints.empty());
}

}  // namespace tacit::test
