// task.json: everything that the two aggregators, the publisher and every respondent agree on (design.md section 4).
// Its hash is the task_info of the DAP task, so nobody can change a byte of it without becoming another task.
#pragma once
#include <string>

#include "crypto/sign/signature.h"
#include "schemas/json/named_file.h"
#include "schemas/survey/compile.h"
#include "schemas/survey/survey.h"
#include "schemas/wire/hpke_config.h"
#include "schemas/wire/task.h"

namespace tacit::task {

inline constexpr std::uint64_t kTimePrecisionMin = 3'600;
inline constexpr std::uint64_t kTimePrecisionDefault = 86'400;

// Who may answer. `invitation` is understood, and refused where a task is made: see check_supported().
enum class Admission { open, invitation };

struct Party {
    std::string name;     // one line
    std::string contact;  // one line: where a respondent can write to
    std::string url;      // parse_url() accepts it
    sign::PublicKey signing_key;
    bool operator==(const Party&) const = default;
};
struct Publisher : Party {
    wire::HpkeConfig hpke_config;  // what both aggregate shares are sealed to
    bool operator==(const Publisher&) const = default;
};

// What A proposes; a Task is one with a helper.
struct Draft {
    survey::Survey definition;
    Party leader;
    Publisher publisher;
    std::int64_t opens = 0;   // Unix seconds, multiples of time_precision
    std::int64_t closes = 0;  // the first second after
    std::uint64_t time_precision = kTimePrecisionDefault;
    std::uint64_t min_batch_size = 0;
    Admission admission = Admission::open;
    std::optional<json::NamedFile> analysis;  // registered: its bytes were fixed before the first answer
};
struct Task : Draft {
    Party helper;
};
Task complete(Draft draft, Party helper);

// Reading checks everything: members, URLs, hosts, times, sizes, and that the survey compiles. Errors name the JSON
// Pointer and what to do.
Result<Task> load_task(std::string_view json_text);
Result<Task> load_task(const json::Value& value);
Result<Draft> load_draft(const json::Value& value);  // a task.json without `helper`
Result<Party> load_party(const json::Value& value);
// The same checks over values that were not read from JSON.
Result<void> check(const Task& task);
// Fails, with the remedy, for what this version cannot run.
Result<void> check_supported(const Draft& draft);

json::Node to_node(const Task& task);
json::Node to_node(const Draft& draft);
json::Node to_node(const Party& party);
// The bytes that both aggregators serve, and whose hash is task_info.
std::string canonical(const Task& task);
Sha256 task_info(const Task& task);

// What follows from a task. Both aggregators and every client compute it for themselves and take it from nobody.
struct Terms {
    survey::Compiled compiled;
    wire::TaskConfiguration configuration;
    wire::TaskId id;
};
Result<Terms> terms(const Task& task);
Result<wire::TaskConfiguration> task_configuration(const Task& task);
Result<wire::TaskId> task_id(const Task& task);

// Units of the task's time_precision. Seconds before 1970 are unit 0.
wire::Time units(const Draft& draft, std::int64_t unix_seconds);
wire::Interval interval(const Draft& draft);                // from opens to closes
std::int64_t seconds(const Draft& draft, wire::Time unit);  // where a unit begins

}  // namespace tacit::task
