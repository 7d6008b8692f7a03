#include "client/wasm/block.h"

namespace tacit::wasm {

TACIT_EXPORT(take) Block* tacit_take(std::uint32_t size) { return take(size); }
TACIT_EXPORT(give_back) void tacit_give_back(Block* block) { give_back(block); }

}  // namespace tacit::wasm
