#include "schemas/wire/hpke_config.h"

#include <bitset>

namespace tacit::wire {

Result<HpkeConfigList> decode_hpke_config_list(ByteView bytes) {
    TACIT_TRY(HpkeConfigList list, decode<HpkeConfigList>(bytes));
    std::bitset<256> used;
    for (const HpkeConfig& config : list.configs) {
        if (used[config.id])
            return fail(Fault::malformed, "the HPKE configuration id " + std::to_string(config.id) + " stands twice");
        used[config.id] = true;
    }
    return list;
}

}  // namespace tacit::wire
