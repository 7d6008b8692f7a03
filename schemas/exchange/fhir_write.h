// Writes a survey as a FHIR R4 Questionnaire (JSON). What FHIR cannot carry (tables, weights, groups, the noise, grids
// as such, answers that end the survey) is in the notes, each with the question that it belongs to.
#pragma once
#include "schemas/exchange/note.h"
#include "schemas/survey/load.h"

namespace tacit::exchange {

Exported write_fhir(const survey::SurveyFile& file);

}  // namespace tacit::exchange
