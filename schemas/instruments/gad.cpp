// GAD-7. Its items have LOINC codes of their own; public copies that give them codes of the PHQ are wrong. The Spanish
// sheet was not at hand, so a survey in Spanish has to bring the official wording itself.
#include <array>

#include "schemas/instruments/instruments_data.h"

namespace tacit::instruments {
namespace {

constexpr std::array<Item, 7> kItems{{
    {"69725-0", {"Feeling nervous, anxious or on edge", ""}},
    {"68509-9", {"Not being able to stop or control worrying", ""}},
    {"69733-4", {"Worrying too much about different things", ""}},
    {"69734-2", {"Trouble relaxing", ""}},
    {"69735-9", {"Being so restless that it is hard to sit still", ""}},
    {"69689-8", {"Becoming easily annoyed or irritable", ""}},
    {"69736-7", {"Feeling afraid as if something awful might happen", ""}},
}};

constexpr std::array<Band, 4> kSeverity{{{"min", 0}, {"mild", 5}, {"mod", 10}, {"sev", 15}}};

// The PHQ's scale (LL358-3) in English only, for the same reason as the items.
constexpr std::array<Step, 4> kFrequency{{
    {"LA6568-5", 0, {"Not at all", ""}},
    {"LA6569-3", 1, {"Several days", ""}},
    {"LA6570-1", 2, {"More than half the days", ""}},
    {"LA6571-9", 3, {"Nearly every day", ""}},
}};

}  // namespace

constinit const Instrument kGad7{
    Id::gad7,  "gad7",     "GAD-7",
    "69737-5", "70274-6",  {"Over the last 2 weeks, how often have you been bothered by the following problems?", ""},
    kItems,    kFrequency, kSeverity,
    10};

}  // namespace tacit::instruments
