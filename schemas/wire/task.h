// What the parties of a task agreed on (draft-ietf-ppm-dap-18, "Task Configuration"). Its bytes are part of what every
// report's encryption authenticates, so equality of configurations is equality of these bytes.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "schemas/wire/extension.h"
#include "schemas/wire/types.h"

namespace tacit::wire {

struct TaskConfiguration {
    Bytes task_info;
    std::string leader_aggregator_endpoint;  // URLs byte for byte, never normalised
    std::string helper_aggregator_endpoint;
    TimePrecision time_precision = 0;
    std::uint64_t min_batch_size = 0;
    BatchMode batch_mode = BatchMode::time_interval;
    Bytes batch_config;  // empty for both standard modes
    std::uint32_t vdaf_type = 0;
    Bytes vdaf_configuration;
    std::vector<TaskExtension> extensions;

    static auto fields(auto& self, auto&& io) {
        return io(list8(self.task_info, 1), list16(self.leader_aggregator_endpoint, 1),
                  list16(self.helper_aggregator_endpoint, 1), self.time_precision, self.min_batch_size, self.batch_mode,
                  list16(self.batch_config), self.vdaf_type, list16(self.vdaf_configuration), list16(self.extensions));
    }
    bool operator==(const TaskConfiguration&) const = default;
};

// The id that commits to the configuration: SHA-256(SHA-256("dap-taskprov task id") || TaskConfiguration), the
// derivation of draft-ietf-ppm-dap-taskprov. Fails where the configuration cannot be encoded.
Result<TaskId> derive_task_id(const TaskConfiguration& configuration);

}  // namespace tacit::wire
