#include "schemas/release/stats/results.h"

namespace tacit::release {

char code(Status status) {
    switch (status) {
        case Status::normal: return 'A';
        case Status::estimated: return 'E';
        case Status::unreliable: return 'U';
        case Status::withheld: return 'Q';
    }
    return 'Q';
}

std::string_view code(Reason reason) {
    switch (reason) {
        case Reason::none: return "";
        case Reason::edge_of_range: return "edge_of_range";
        case Reason::imprecise: return "imprecise";
        case Reason::base_too_small: return "base_too_small";
        case Reason::masked: return "masked";
        case Reason::not_measurable: return "not_measurable";
        case Reason::combined: return "combined";
    }
    return "";
}

std::string_view words(Reason reason) {
    switch (reason) {
        case Reason::none: return "";
        case Reason::edge_of_range:
            return "The noise put this outside of what it can be; the interval is the one of the edge.";
        case Reason::imprecise: return "Very imprecise: half of the interval is more than half of the value.";
        case Reason::base_too_small: return "Too few people in the base: it is not clearly above the noise.";
        case Reason::masked: return "Masked by the publisher's rule for small numbers.";
        case Reason::not_measurable: return "Not measurable: no published table holds what is needed.";
        case Reason::combined: return "Computed from several published cells.";
    }
    return "";
}

std::string_view code(Base base) {
    switch (base) {
        case Base::all: return "all";
        case Base::asked: return "asked";
        case Base::answered: return "answered";
        case Base::row: return "row";
        case Base::row_answered: return "row_answered";
    }
    return "";
}

std::string_view words(Base base) {
    switch (base) {
        case Base::all: return "of everybody who sent a questionnaire";
        case Base::asked: return "of those who were asked";
        case Base::answered: return "of those who answered the question";
        case Base::row: return "of everybody in the row";
        case Base::row_answered: return "of those in the row who answered the question";
    }
    return "";
}

std::string_view words_of_rate_base(std::string_view base) {
    if (base == "measured_start") return "of those with a measured start high enough for this rate and a score now";
    if (base == "measured") return "of those with a measured start and a score now";
    if (base == "all") return "of everybody who sent a questionnaire";
    return "";
}

}  // namespace tacit::release
