#include "crypto/vdaf/aggregate.h"

#include "crypto/field/vector.h"

namespace tacit::vdaf {

using field::Field64;

void add(std::span<Field64> to, std::span<const Field64> more) { field::add(to, more); }

SecretBytes encode_share(std::span<const Field64> share) {
    SecretBytes bytes(share.size() * Field64::kEncodedSize);
    field::encode(share, bytes.mutable_view());
    return bytes;
}

Result<SecretVector<Field64>> decode_share(ByteView bytes, std::size_t count) {
    return field::decode<Field64>(bytes, count);
}

std::int64_t signed_total(Field64 total) {
    constexpr std::uint64_t kHalf = Field64::kModulus / 2;  // below 2^63, so both casts are exact
    const std::uint64_t value = total.value();
    return value <= kHalf ? static_cast<std::int64_t>(value) : -static_cast<std::int64_t>(Field64::kModulus - value);
}

}  // namespace tacit::vdaf
