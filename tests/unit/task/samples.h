// Keys and small values that the tests of this folder share.
#pragma once
#include <algorithm>
#include <string>

#include "schemas/task/task_json.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/task/pinned_task.h"

namespace tacit::task::test {

inline sign::SecretKey key_of(std::uint8_t fill) { return sign::SecretKey::from_seed(Bytes(32, fill)).value(); }

inline wire::TaskId some_task(std::uint8_t fill = 0x11) {
    wire::TaskId id;
    id.bytes.fill(fill);
    return id;
}

inline Sha256 some_hash(std::uint8_t fill) {
    Sha256 hash;
    hash.fill(fill);
    return hash;
}

inline Task pinned_task() { return load_task(kPinnedTask).value(); }

// The text with its first `from` replaced; a `from` that is not there fails the test by not changing anything.
inline std::string with(std::string_view text, std::string_view from, std::string_view to) {
    std::string changed(text);
    if (const std::size_t at = changed.find(from); at != std::string::npos) changed.replace(at, from.size(), to);
    return changed;
}

}  // namespace tacit::task::test
