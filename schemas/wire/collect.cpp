#include "schemas/wire/collect.h"

namespace tacit::wire {
namespace {

Bytes bytes_of(const Interval& interval) {
    auto encoded = encode(interval);
    return *std::move(encoded);  // two integers always fit
}

Result<Interval> read_interval(BatchMode mode, ByteView config) {
    if (mode != BatchMode::time_interval) return fail(Fault::malformed, "not of the batch mode time_interval");
    TACIT_TRY(const Interval interval, decode<Interval>(config));
    if (interval.duration == 0) return fail(Fault::malformed, "an empty interval");
    if (!end(interval)) return fail(Fault::malformed, "an interval beyond the end of time");
    return interval;
}

}  // namespace

Query Query::of(const Interval& interval) { return {BatchMode::time_interval, bytes_of(interval)}; }

BatchSelector BatchSelector::of(const Interval& interval) { return {BatchMode::time_interval, bytes_of(interval)}; }

Result<Interval> interval_of(const Query& query) { return read_interval(query.batch_mode, query.config); }

Result<Interval> interval_of(const BatchSelector& selector) {
    return read_interval(selector.batch_mode, selector.config);
}

}  // namespace tacit::wire
