// A clock that stands where the test puts it.
#pragma once
#include "crypto/base/clock.h"

namespace tacit::test {

class FixedClock final : public Clock {
public:
    explicit FixedClock(std::chrono::sys_seconds now) : now_(now) {}
    std::chrono::sys_seconds now() const override { return now_; }
    void set(std::chrono::sys_seconds now) { now_ = now; }

private:
    std::chrono::sys_seconds now_;
};

}  // namespace tacit::test
