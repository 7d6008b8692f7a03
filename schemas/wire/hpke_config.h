// HPKE configurations as both aggregators serve them (draft-ietf-ppm-dap-18, "HPKE Configuration Request").
#pragma once
#include <cstdint>
#include <vector>

#include "schemas/wire/types.h"

namespace tacit::wire {

struct HpkeConfig {
    HpkeConfigId id = 0;
    std::uint16_t kem_id = 0;  // RFC 9180 code points; unknown ones decode, a client skips them
    std::uint16_t kdf_id = 0;
    std::uint16_t aead_id = 0;
    Bytes public_key;

    static auto fields(auto& self, auto&& io) {
        return io(self.id, self.kem_id, self.kdf_id, self.aead_id, list16(self.public_key, 1));
    }
    bool operator==(const HpkeConfig&) const = default;
};

// Most preferred first.
struct HpkeConfigList {
    std::vector<HpkeConfig> configs;

    static auto fields(auto& self, auto&& io) { return io(list16(self.configs, 10)); }
    bool operator==(const HpkeConfigList&) const = default;
};

// Decodes a list and refuses one that uses an id twice: nobody could tell then which key a ciphertext is for.
Result<HpkeConfigList> decode_hpke_config_list(ByteView bytes);

}  // namespace tacit::wire
