#include "collector/store/rows.h"

#include "crypto/base/check.h"

namespace tacit::store {

std::string_view name(BatchState state) {
    switch (state) {
        case BatchState::closing: return "closing";
        case BatchState::collected: return "collected";
        case BatchState::corrupt: return "corrupt";
        case BatchState::refused: return "refused";
    }
    TACIT_ASSERT(false);
}

std::string_view name(CollectionState state) {
    switch (state) {
        case CollectionState::draining: return "draining";
        case CollectionState::asking: return "asking";
        case CollectionState::collected: return "collected";
        case CollectionState::ready: return "ready";
        case CollectionState::failed: return "failed";
        case CollectionState::deleted: return "deleted";
    }
    TACIT_ASSERT(false);
}

}  // namespace tacit::store
