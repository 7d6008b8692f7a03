// Aggregate shares of Prio3Questionnaire as the collector and the publisher handle them: added, encoded, decoded.
#pragma once
#include <cstdint>
#include <span>

#include "crypto/base/bytes.h"
#include "crypto/base/secret.h"
#include "crypto/field/field64.h"

namespace tacit::vdaf {

// Both have the same size.
void add(std::span<field::Field64> to, std::span<const field::Field64> more);

SecretBytes encode_share(std::span<const field::Field64> share);
// Exactly `count` elements, each below the modulus.
Result<SecretVector<field::Field64>> decode_share(ByteView bytes, std::size_t count);

// The total that a sum of shares stands for: residues above p/2 are negative (sums of negative values, and noise).
std::int64_t signed_total(field::Field64 total);

}  // namespace tacit::vdaf
