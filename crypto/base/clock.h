// What time it is, passed in so that tests own it.
#pragma once
#include <chrono>

namespace tacit {

class Clock {
public:
    virtual ~Clock() = default;
    virtual std::chrono::sys_seconds now() const = 0;  // thread-safe
};

class SystemClock final : public Clock {
public:
    std::chrono::sys_seconds now() const override;
};

}  // namespace tacit
