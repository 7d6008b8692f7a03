// One or more samples of every message, with every optional part filled and every kind of item present: what the typed
// tests cut and bend, and what the fuzz targets start from.
#pragma once
#include <numeric>

#include "schemas/wire/all.h"

namespace tacit::wire::samples {

inline Bytes counting(std::size_t size, std::uint8_t first) {
    Bytes bytes(size);
    std::iota(bytes.begin(), bytes.end(), first);
    return bytes;
}
template <ByteId Id>
Id id(std::uint8_t first) {
    Id result;
    std::iota(result.bytes.begin(), result.bytes.end(), first);
    return result;
}

template <class M>
std::vector<M> of();

template <class E>
std::vector<E> extensions() {
    return {{1, counting(3, 0x61)}, {0xFF01, {}}};
}

template <>
inline std::vector<Interval> of() {
    return {{20'000, 7}, {~std::uint64_t{0}, ~std::uint64_t{0}}};
}
template <>
inline std::vector<HpkeCiphertext> of() {
    return {{7, counting(32, 1), counting(20, 0x40)}, {0, {1}, {2}}};
}
template <>
inline std::vector<Extension> of() {
    return extensions<Extension>();
}
template <>
inline std::vector<TaskExtension> of() {
    return extensions<TaskExtension>();
}
template <>
inline std::vector<AggregationJobExtension> of() {
    return extensions<AggregationJobExtension>();
}
template <>
inline std::vector<CollectionJobExtension> of() {
    return extensions<CollectionJobExtension>();
}
template <>
inline std::vector<HpkeConfig> of() {
    return {{1, 0x0020, 1, 3, counting(32, 0x80)}, {2, 0xBEEF, 9, 9, {1}}};
}
template <>
inline std::vector<HpkeConfigList> of() {
    return {{of<HpkeConfig>()}, {{of<HpkeConfig>()[1]}}};
}
template <>
inline std::vector<TaskConfiguration> of() {
    return {{.task_info = counting(32, 0),
             .leader_aggregator_endpoint = "https://leader.example/",
             .helper_aggregator_endpoint = "https://helper.example/dap/",
             .time_precision = 86'400,
             .min_batch_size = 100,
             .batch_mode = BatchMode::time_interval,
             .batch_config = {},
             .vdaf_type = 0xFFFF5401,
             .vdaf_configuration = counting(9, 3),
             .extensions = {{kTaskInterval, encode(Interval{20'000, 31}).value()}}},
            {.task_info = {1},
             .leader_aggregator_endpoint = "a",
             .helper_aggregator_endpoint = "b",
             .time_precision = 1,
             .min_batch_size = 1,
             .batch_mode = BatchMode::leader_selected,
             .batch_config = {5},
             .vdaf_type = 1,
             .vdaf_configuration = {},
             .extensions = {}}};
}
template <>
inline std::vector<ReportMetadata> of() {
    return {{id<ReportId>(0xA0), 20'001, extensions<Extension>()}, {id<ReportId>(1), 0, {}}};
}
template <>
inline std::vector<Report> of() {
    const auto metadata = of<ReportMetadata>();
    const auto sealed = of<HpkeCiphertext>();
    return {{metadata[0], counting(64, 0), sealed[0], sealed[1]}, {metadata[1], {}, sealed[1], sealed[1]}};
}
template <>
inline std::vector<PlaintextInputShare> of() {
    return {{extensions<Extension>(), counting(40, 9)}, {{}, {0}}};
}
template <>
inline std::vector<InputShareAad> of() {
    return {{id<TaskId>(0x10), of<TaskConfiguration>()[0], of<ReportMetadata>()[0], counting(64, 0)}};
}
template <>
inline std::vector<ReportUploadStatus> of() {
    return {{id<ReportId>(0xA0), ReportError::outdated_config}, {id<ReportId>(1), ReportError::batch_collected}};
}
template <>
inline std::vector<UploadRequest> of() {
    return {{of<Report>()}};
}
template <>
inline std::vector<UploadErrors> of() {
    return {{of<ReportUploadStatus>()}};
}
template <>
inline std::vector<ReportShare> of() {
    return {{of<ReportMetadata>()[0], counting(64, 0), of<HpkeCiphertext>()[0]},
            {of<ReportMetadata>()[1], {}, of<HpkeCiphertext>()[1]}};
}
template <>
inline std::vector<VerifyInit> of() {
    return {{of<ReportShare>()[0], counting(50, 1)}, {of<ReportShare>()[1], {0}}};
}
template <>
inline std::vector<AggregationJobInitReq> of() {
    return {{3, {}, {}, of<VerifyInit>()}, {0, {1}, extensions<AggregationJobExtension>(), {of<VerifyInit>()[1]}}};
}
template <>
inline std::vector<VerifyResp> of() {
    return {VerifyResp::continued(id<ReportId>(0xA0), counting(37, 2)), VerifyResp::finished(id<ReportId>(1)),
            VerifyResp::rejected(id<ReportId>(2), ReportError::vdaf_verify_error)};
}
template <>
inline std::vector<AggregationJobResp> of() {
    return {{of<VerifyResp>()}};
}
template <>
inline std::vector<VerifyContinue> of() {
    return {{id<ReportId>(0xA0), counting(5, 5)}, {id<ReportId>(1), {0}}};
}
template <>
inline std::vector<AggregationJobContinueReq> of() {
    return {{1, of<VerifyContinue>()}};
}
template <>
inline std::vector<Query> of() {
    return {Query::of({20'000, 7}), {BatchMode::leader_selected, {}}};
}
template <>
inline std::vector<BatchSelector> of() {
    return {BatchSelector::of({20'000, 7}), {BatchMode::leader_selected, counting(32, 0x33)}};
}
template <>
inline std::vector<CollectionJobReq> of() {
    return {{of<Query>()[0], {}, {}}, {of<Query>()[1], {1, 2}, extensions<CollectionJobExtension>()}};
}
template <>
inline std::vector<CollectionJobResp> of() {
    return {{123, {20'001, 5}, of<HpkeCiphertext>()[0], of<HpkeCiphertext>()[1]}};
}
template <>
inline std::vector<AggregateShareReq> of() {
    return {{of<CollectionJobReq>()[0], of<BatchSelector>()[0], 123, sha256({})},
            {of<CollectionJobReq>()[1], of<BatchSelector>()[1], 0, {}}};
}
template <>
inline std::vector<AggregateShare> of() {
    return {{of<HpkeCiphertext>()[0]}};
}
template <>
inline std::vector<AggregateShareAad> of() {
    return {{id<TaskId>(0x10), of<TaskConfiguration>()[0], of<CollectionJobReq>()[0]}};
}

}  // namespace tacit::wire::samples
