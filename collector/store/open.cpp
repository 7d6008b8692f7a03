#include "collector/store/open.h"

#include "collector/store/sqlite/engine.h"

namespace tacit::store {

Result<std::unique_ptr<Store>> open(const std::filesystem::path& file, const Options& options) {
    return sqlite::Engine::open(file, options);
}

Result<std::unique_ptr<Store>> open_read_only(const std::filesystem::path& file) {
    return sqlite::Engine::open_read_only(file);
}

}  // namespace tacit::store
