#include "collector/work/verify_pool.h"

#include <algorithm>

namespace tacit::work {

VerifyPool::VerifyPool(unsigned width) {
    if (width == 0) width = std::max(1u, std::thread::hardware_concurrency());
    for (unsigned i = 1; i < width; ++i) threads_.emplace_back([this](const std::stop_token& stop) { run(stop); });
}

void VerifyPool::work_on(Batch& batch) {
    for (std::size_t i = batch.next++; i < batch.count; i = batch.next++) batch.body(i);
}

void VerifyPool::each(std::size_t count, const std::function<void(std::size_t)>& body) {
    if (count == 0) return;
    Batch batch{body, count};
    if (count > 1 && !threads_.empty()) {
        {
            const std::scoped_lock lock(mutex_);
            batches_.push_back(&batch);
        }
        work_.notify_all();
    }
    work_on(batch);
    // Once the batch is off the list nobody enters it; who is inside finishes the call at hand.
    std::unique_lock lock(mutex_);
    std::erase(batches_, &batch);
    left_.wait(lock, [&] { return batch.helpers == 0; });
}

void VerifyPool::run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (work_.wait(lock, stop, [this] { return !batches_.empty(); })) {
        Batch& batch = *batches_.front();
        ++batch.helpers;
        lock.unlock();
        work_on(batch);
        lock.lock();
        std::erase(batches_, &batch);
        --batch.helpers;
        left_.notify_all();
    }
}

}  // namespace tacit::work
