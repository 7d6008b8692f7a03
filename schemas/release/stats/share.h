// One published share: a number of people of a base, its interval, and what a reader has to know about it.
#pragma once
#include "schemas/release/stats/estimates.h"
#include "schemas/release/stats/results.h"

namespace tacit::release {

// Nothing as `of` means that no published table holds the base. `combined`: from cells of several tables or rows.
Share share_of(const Estimates& estimates, Base base, const Amount& amount, const std::optional<Amount>& of,
               bool combined = false);
Share withheld(Base base, Reason reason);

}  // namespace tacit::release
