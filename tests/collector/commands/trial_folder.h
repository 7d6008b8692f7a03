// The folders of two organisations and a publisher, with keys, as init makes them.
#pragma once
#include "collector/pairing.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temp_folder.h"

namespace tacit::collector::test {

class TrialFolder {
public:
    TrialFolder();

    const ops::Config& leader() const { return leader_; }
    const ops::Config& helper() const { return helper_; }
    const ops::Config& publisher() const { return publisher_; }
    Random& random() { return random_; }

    // Two weeks of the core survey, with the publisher's card.
    OfferTerms terms() const;
    task::Offer offer() const { return make_offer(leader_, terms()).value(); }

private:
    ops::Config make(const std::string& role, int port);

    tacit::test::SeededRandom random_{1};
    tacit::test::TempFolder folder_;
    ops::Config leader_, helper_, publisher_;
};

}  // namespace tacit::collector::test
