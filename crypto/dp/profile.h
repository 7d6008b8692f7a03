// The three named budgets. A survey names one; nothing else can set ρ.
#pragma once
#include <array>
#include <string_view>

#include "crypto/dp/rational.h"

namespace tacit::dp {

enum class Profile { strict, standard, wide };
inline constexpr std::array kProfiles = {Profile::strict, Profile::standard, Profile::wide};

std::string_view to_text(Profile profile);
Result<Profile> profile_from_text(std::string_view name);
// ρ of one server's noise alone: strict 1/32, standard 1/8, wide 1/2.
Rational rho_of(Profile profile);

}  // namespace tacit::dp
