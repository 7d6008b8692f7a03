#include "schemas/release/stats/masking.h"

namespace tacit::release {

void mask(Table& table, std::int64_t threshold) {
    if (table.kind == survey::TableKind::sum) return;
    for (Cell& cell : table.cells) {
        if (cell.noisy >= threshold) continue;
        cell.status = Status::withheld;
        cell.reason = Reason::masked;
        for (Share& share : cell.shares) {
            share.estimate.reset();
            share.status = Status::withheld;
            share.reason = Reason::masked;
        }
    }
}

}  // namespace tacit::release
