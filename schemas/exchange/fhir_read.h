// Makes a survey of a FHIR R4 Questionnaire (JSON): group, display, choice, boolean and integer items, enableWhen,
// ordinal weights and LOINC codes of the PHQ and GAD-7, translations. What a survey cannot say is a note; what would
// mean something else without it is an error.
#pragma once
#include <string_view>

#include "schemas/exchange/draft.h"

namespace tacit::exchange {

Result<Imported> read_fhir(std::string_view json, const ImportOptions& options);

}  // namespace tacit::exchange
