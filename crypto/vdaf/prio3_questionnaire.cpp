#include "crypto/vdaf/prio3_questionnaire.h"

namespace tacit::vdaf {

Result<Prio3Questionnaire> make_prio3_questionnaire(circuits::QuestionnaireConfig config) {
    TACIT_TRY(circuits::Questionnaire circuit, circuits::Questionnaire::make(std::move(config)));
    return Prio3Questionnaire::make(kPrio3Questionnaire, std::move(circuit), 2, circuits::kProofs);
}

}  // namespace tacit::vdaf
