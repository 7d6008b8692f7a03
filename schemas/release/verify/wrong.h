// How a check of a release fails.
#pragma once
#include <string>

#include "crypto/base/result.h"

namespace tacit::release {

inline tl::unexpected<Error> wrong(std::string what) { return fail(Fault::corrupt, std::move(what)); }

}  // namespace tacit::release
