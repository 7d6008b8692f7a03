#include "schemas/release/stats/share.h"

#include <cmath>

namespace tacit::release {

Share withheld(Base base, Reason reason) {
    Share share;
    share.base = base;
    share.status = Status::withheld;
    share.reason = reason;
    return share;
}

Share share_of(const Estimates& estimates, Base base, const Amount& amount, const std::optional<Amount>& of,
               bool combined) {
    if (!of) return withheld(base, Reason::not_measurable);
    const Fraction fraction = estimates.fraction(amount, *of);
    const auto found = share_interval(fraction);
    Share share = withheld(base, Reason::base_too_small);
    share.base_size = fraction.den;
    if (!found) return share;
    share.estimate = Estimate{found->value, std::sqrt(share_variance(fraction)), found->interval};
    share.status = combined ? Status::estimated : Status::normal;
    share.reason = combined ? Reason::combined : Reason::none;
    if (found->at_edge) {
        share.status = Status::unreliable;
        share.reason = Reason::edge_of_range;
    } else if ((found->interval.high - found->interval.low) / 2 > kImprecise * found->value) {
        share.status = Status::unreliable;
        share.reason = Reason::imprecise;
    }
    return share;
}

}  // namespace tacit::release
