// What every part of the protocol stands on. Made once by main; all of it is thread-safe and outlives its users.
#pragma once
#include "collector/protocol/keys.h"
#include "collector/protocol/parallel.h"
#include "collector/store/store.h"
#include "crypto/base/clock.h"
#include "crypto/base/random.h"
#include "crypto/base/secret.h"
#include "crypto/dp/noise.h"

namespace tacit::protocol {

class LedgerBook;

struct Parts {
    store::Store& store;
    const Clock& clock;
    Random& random;
    dp::Noise& noise;  // what each aggregator adds to its own aggregate share
    const Keys& keys;
    const SecretBytes& storage_key;  // 32 bytes: seals the bucket aggregate shares at rest
    Parallel& parallel;
    LedgerBook& ledger;
};

}  // namespace tacit::protocol
