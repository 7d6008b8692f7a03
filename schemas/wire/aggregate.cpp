#include "schemas/wire/aggregate.h"

namespace tacit::wire {

bool known(VerifyRespType type) {
    switch (type) {
        case VerifyRespType::continue_:
        case VerifyRespType::finish:
        case VerifyRespType::reject: return true;
    }
    return false;
}

}  // namespace tacit::wire
