// The extensions of reports, tasks, aggregation jobs and collection jobs. All have one layout and one rule: types
// strictly increase within a list (draft-ietf-ppm-dap-18, "Report Extensions", "Task Configuration").
#pragma once
#include <algorithm>
#include <concepts>
#include <cstdint>
#include <span>
#include <vector>

#include "crypto/base/bytes.h"
#include "crypto/base/codec.h"

namespace tacit::wire {

// Report extensions are public (in the metadata) or private (inside each encrypted input share).
struct Extension {
    std::uint16_t extension_type = 0;
    Bytes extension_data;

    static auto fields(auto& self, auto&& io) { return io(self.extension_type, list16(self.extension_data)); }
    bool operator==(const Extension&) const = default;
};
struct TaskExtension {
    std::uint16_t extension_type = 0;
    Bytes extension_data;

    static auto fields(auto& self, auto&& io) { return io(self.extension_type, list16(self.extension_data)); }
    bool operator==(const TaskExtension&) const = default;
};
struct AggregationJobExtension {
    std::uint16_t extension_type = 0;
    Bytes extension_data;

    static auto fields(auto& self, auto&& io) { return io(self.extension_type, list16(self.extension_data)); }
    bool operator==(const AggregationJobExtension&) const = default;
};
struct CollectionJobExtension {
    std::uint16_t extension_type = 0;
    Bytes extension_data;

    static auto fields(auto& self, auto&& io) { return io(self.extension_type, list16(self.extension_data)); }
    bool operator==(const CollectionJobExtension&) const = default;
};

inline constexpr std::uint16_t kTaskInterval = 1;           // of a task; data: Interval
inline constexpr std::uint16_t kLeaderSelectedBatchId = 1;  // of an aggregation job; data: BatchId
inline constexpr std::uint16_t kInvitation = 0xFF01;        // of an input share, private; ours

template <class E>
bool strictly_increasing(const std::vector<E>& extensions) {
    return std::adjacent_find(extensions.begin(), extensions.end(), [](const E& a, const E& b) {
               return a.extension_type >= b.extension_type;
           }) == extensions.end();
}
// The types in the list that are not among `supported`, in order: what unsupportedExtension has to name.
template <class E>
std::vector<std::uint16_t> unsupported(const std::vector<E>& extensions, std::span<const std::uint16_t> supported) {
    std::vector<std::uint16_t> types;
    for (const E& extension : extensions) {
        if (std::find(supported.begin(), supported.end(), extension.extension_type) == supported.end())
            types.push_back(extension.extension_type);
    }
    return types;
}
// Whether a report's two lists may stand: both ordered, no type in both, each type supported where it stands. A report
// for which this is false gets ReportError::invalid_message.
bool valid_report_extensions(const std::vector<Extension>& public_extensions,
                             const std::vector<Extension>& private_extensions,
                             std::span<const std::uint16_t> supported_public,
                             std::span<const std::uint16_t> supported_private);

}  // namespace tacit::wire
