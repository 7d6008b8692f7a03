// Prio3Questionnaire: the VDAF of every task of this product. Two aggregators, three proofs over Field64.
#pragma once
#include "crypto/vdaf/prio3.h"

namespace tacit::vdaf {

using Prio3Questionnaire = Prio3<circuits::Questionnaire>;
inline constexpr std::uint32_t kPrio3Questionnaire = 0xFFFF5401;  // from the range for private use

Result<Prio3Questionnaire> make_prio3_questionnaire(circuits::QuestionnaireConfig config);

}  // namespace tacit::vdaf
