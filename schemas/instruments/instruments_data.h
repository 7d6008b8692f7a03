// The instruments themselves, one definition per family file; everybody else goes through instrument.h.
#pragma once
#include "schemas/instruments/instrument.h"

namespace tacit::instruments {

extern const Instrument kPhq2, kPhq8, kPhq9, kGad7;

}  // namespace tacit::instruments
