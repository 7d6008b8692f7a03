#include "crypto/dp/profile.h"

#include "crypto/base/check.h"

namespace tacit::dp {

std::string_view to_text(Profile profile) {
    switch (profile) {
        case Profile::strict: return "strict";
        case Profile::standard: return "standard";
        case Profile::wide: return "wide";
    }
    TACIT_ASSERT(false);
}

Result<Profile> profile_from_text(std::string_view name) {
    for (const Profile profile : kProfiles)
        if (to_text(profile) == name) return profile;
    return fail(Fault::malformed, "there is no such privacy profile", {}, "Use strict, standard or wide.");
}

Rational rho_of(Profile profile) {
    switch (profile) {
        case Profile::strict: return *Rational::make(1, 32);
        case Profile::standard: return *Rational::make(1, 8);
        case Profile::wide: return *Rational::make(1, 2);
    }
    TACIT_ASSERT(false);
}

}  // namespace tacit::dp
