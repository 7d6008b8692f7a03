#include "crypto/circuits/bounded_sum.h"

namespace tacit::circuits {

BoundedSum::BoundedSum(std::uint64_t max) : max_(max), range_(max), gadget_({Field(), -Field::one(), Field::one()}) {}

Result<BoundedSum> BoundedSum::make(std::uint64_t max) {
    if (max == 0 || max >> 63 != 0) return fail(Fault::refused, "a sum needs a largest value from 1 to 2^63 - 1");
    return BoundedSum(max);
}

Result<SecretVector<BoundedSum::Field>> BoundedSum::encode(std::uint64_t measurement) const {
    if (measurement > max_) return fail(Fault::malformed, "the value is above the largest that may be summed");
    SecretVector<Field> encoded(range_.digits());
    range_.encode(measurement, encoded);
    return encoded;
}

void BoundedSum::evaluate(std::span<const Field> measurement, std::span<const Field>, Field,
                          flp::GadgetCalls<Gadget>& calls, std::span<Field> out) const {
    for (std::size_t i = 0; i < measurement.size(); ++i) {
        calls.inputs()[0] = measurement[i];
        out[i] = calls.call();
    }
}

}  // namespace tacit::circuits
