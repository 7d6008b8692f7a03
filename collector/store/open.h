// From a path to a store: the one place that knows which engines there are.
#pragma once
#include <filesystem>
#include <memory>

#include "collector/ops/metrics.h"
#include "collector/store/store.h"

namespace tacit::store {

struct Options {
    ops::Metrics* metrics = nullptr;  // counts and times transactions; outlives the store
    std::uint64_t size_max = 0;       // of the database file in bytes; beyond it the disk counts as full. 0: no limit
};

// Opens the collector's database, or makes it, readable by its owner alone. Fails with Fault::unavailable where another
// process has it open, Fault::refused where it is not a database of this program or of a newer version of it.
Result<std::unique_ptr<Store>> open(const std::filesystem::path& file, const Options& options = {});

// Opens an existing database to look at it, also while a collector has it open. Every write() fails.
Result<std::unique_ptr<Store>> open_read_only(const std::filesystem::path& file);

}  // namespace tacit::store
