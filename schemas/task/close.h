// The leader's word that it takes no more reports, which it sends to the helper before the last collection (design.md
// section 6, "Collecting"). Sent twice it is the same bytes.
#pragma once
#include <string>

#include "crypto/sign/signature.h"
#include "schemas/wire/types.h"

namespace tacit::task {

struct Closing {
    wire::TaskId task;
    wire::Time closed = 0;  // the unit in which uploads ended
    bool operator==(const Closing&) const = default;
};

// Kind `close`; the key is the leader's.
std::string sign_closing(const Closing& closing, const sign::SecretKey& key);
Result<Closing> open_closing(std::string_view text, const sign::PublicKey& key);

}  // namespace tacit::task
