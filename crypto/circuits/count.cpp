#include "crypto/circuits/count.h"

namespace tacit::circuits {

Result<SecretVector<Count::Field>> Count::encode(std::uint64_t measurement) const {
    if (measurement > 1) return fail(Fault::malformed, "a count is 0 or 1");
    return SecretVector<Field>{Field::from_u64(measurement)};
}

void Count::evaluate(std::span<const Field> measurement, std::span<const Field>, Field, flp::GadgetCalls<Gadget>& calls,
                     std::span<Field> out) const {
    calls.inputs()[0] = measurement[0];
    calls.inputs()[1] = measurement[0];
    out[0] = calls.call() - measurement[0];
}

}  // namespace tacit::circuits
