#include "crypto/base/check.h"
#include "crypto/circuits/questionnaire_config.h"
#include "crypto/dp/sensitivity.h"
#include "tests/fuzz/targets.h"

namespace tacit::fuzz {

void questionnaire(ByteView input) {
    const auto config = circuits::decode_config(input);
    if (!config) return;
    TACIT_ASSERT(equal(circuits::encode_config(*config).value(), input));
    TACIT_ASSERT(circuits::output_size(*config) > 0);
    TACIT_ASSERT(circuits::best_chunk_length(circuits::product_count(*config)) > 0);
    for (const std::uint16_t block : config->release) {
        const auto delta_squared = dp::delta_squared(*config, block);
        TACIT_ASSERT(!delta_squared || *delta_squared > 0);
    }
}

}  // namespace tacit::fuzz
