// publisher.json: what a publisher tells organisation A about itself before a task is offered. Nothing in it is secret.
#pragma once
#include <string>

#include "collector/ops/config.h"
#include "collector/ops/keys.h"
#include "schemas/task/task_json.h"

namespace tacit::collector {

// This collector as a party of a task.
task::Party own_party(const ops::Config& config, const ops::KeyFile& keys);
// Fails where the key file has no publisher key.
Result<task::Publisher> own_publisher(const ops::Config& config, const ops::KeyFile& keys);

std::string to_text(const task::Publisher& publisher);
Result<task::Publisher> load_publisher_card(std::string_view text);

// access.json: what organisation A gives its publisher after the pairing. It holds a token: mode 0600, to nobody else.
struct Access {
    task::Task task;
    SecretBytes token;
};
std::string to_text(const Access& access);
Result<Access> load_access(std::string_view text);

}  // namespace tacit::collector
