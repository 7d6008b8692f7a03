// How the protocol code spends the cores: work is split by report, results go to slots by index, no locks.
//
// This folder starts no threads; work/verify_pool.h implements the interface with them.
#pragma once
#include <cstddef>
#include <functional>

namespace tacit::protocol {

class Parallel {
public:
    virtual ~Parallel() = default;
    // Calls body(0) … body(count - 1), in any order and possibly at the same time, and returns when all have returned.
    virtual void each(std::size_t count, const std::function<void(std::size_t)>& body) = 0;
};

class Serial final : public Parallel {
public:
    void each(std::size_t count, const std::function<void(std::size_t)>& body) override {
        for (std::size_t i = 0; i < count; ++i) body(i);
    }
};

}  // namespace tacit::protocol
