// Every storage engine, for the tests that each of them passes. A new engine adds a row.
#pragma once
#include <gtest/gtest.h>

#include "collector/store/open.h"

namespace tacit::test {

struct EngineRow {
    const char* name;
    Result<std::unique_ptr<store::Store>> (*open)(const std::filesystem::path& path, const store::Options& options);
};

inline const EngineRow kEngines[] = {
    {"Sqlite", &store::open},
};

inline std::string engine_name(const testing::TestParamInfo<EngineRow>& info) { return info.param.name; }

}  // namespace tacit::test
