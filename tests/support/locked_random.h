// A Random that several threads may share. What each of them gets depends on who comes first.
#pragma once
#include <mutex>

#include "crypto/base/random.h"

namespace tacit::test {

class LockedRandom final : public Random {
public:
    explicit LockedRandom(Random& random) : random_(random) {}
    void fill(MutableByteView out) override {
        const std::scoped_lock lock(mutex_);
        random_.fill(out);
    }

private:
    std::mutex mutex_;
    Random& random_;
};

}  // namespace tacit::test
