#include "crypto/dp/profile.h"

#include <gtest/gtest.h>

namespace tacit::dp {
namespace {

TEST(PrivacyProfile, HasThreeNamesAndBudgets) {
    EXPECT_EQ(to_text(rho_of(profile_from_text("strict").value())), "1/32");
    EXPECT_EQ(to_text(rho_of(profile_from_text("standard").value())), "1/8");
    EXPECT_EQ(to_text(rho_of(profile_from_text("wide").value())), "1/2");
    for (const Profile profile : kProfiles) EXPECT_EQ(profile_from_text(to_text(profile)).value(), profile);
}

TEST(PrivacyProfile, RefusesAnyOtherName) {
    for (const char* const name : {"", "none", "off", "Standard", "standard ", "1/8"})
        EXPECT_FALSE(profile_from_text(name));
}

}  // namespace
}  // namespace tacit::dp
