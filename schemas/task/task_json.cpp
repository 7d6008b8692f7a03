#include "schemas/task/task_json.h"

#include "crypto/vdaf/prio3_questionnaire.h"
#include "schemas/survey/load.h"
#include "schemas/task/task_parts.h"

namespace tacit::task {
namespace {

constexpr std::string_view kFormat = "tacit-task-1";

Result<Draft> load_common(const json::Value& value) {
    TACIT_TRY(const json::Value format, value.at("format"));
    TACIT_TRY(const std::string format_text, format.as_text());
    if (format_text != kFormat)
        return format.malformed("not the format of this version", "Expected \"" + std::string(kFormat) + "\".");
    Draft draft;
    TACIT_TRY(const json::Value definition, value.at("definition"));
    TACIT_TRY(draft.definition, survey::load_definition(definition));
    TACIT_TRY(const json::Value leader, value.at("leader"));
    TACIT_TRY(draft.leader, load_party(leader));
    TACIT_TRY(const json::Value publisher, value.at("publisher"));
    TACIT_TRY(draft.publisher, load_publisher(publisher));
    TACIT_CHECK(load_times(value, draft));
    TACIT_TRY(const std::int64_t minimum,
              value.integer("min_batch_size", survey::kMinBatchSizeFloor, json::kIntegerMax));
    draft.min_batch_size = static_cast<std::uint64_t>(minimum);
    TACIT_TRY(draft.admission, load_admission(value));
    if (const auto analysis = value.find("analysis")) {
        TACIT_TRY(draft.analysis, json::load_named_file(*analysis));
    }
    return draft;
}

// Two servers of one owner would be no split of trust, and a client would refuse them anyway.
Result<void> check_parted(const Task& task, const json::Value& value) {
    TACIT_TRY(const json::Value helper, value.at("helper"));
    TACIT_TRY(const Url leader_url, parse_url(task.leader.url));
    TACIT_TRY(const Url helper_url, parse_url(task.helper.url));
    if (same_machine(leader_url, helper_url) && !(leader_url.loopback() && helper_url.loopback()))
        return helper.at("url")->refused("leader and helper have the same host",
                                         "The helper has to be run by another organisation, on a host of its own.");
    if (task.leader.url == task.helper.url) return helper.at("url")->refused("leader and helper have the same address");
    if (task.leader.signing_key == task.helper.signing_key)
        return helper.at("signing_key")
            ->refused("leader and helper have the same key",
                      "Each organisation makes its own with `tacit-collector init`.");
    return {};
}

// What was read is what will be hashed, served and compared.
Result<void> check_kept(const json::Node& kept, const json::Value& value) {
    if (json::canonical(kept) != value.canonical())
        return value.malformed("a part of this file means nothing to this version",
                               "Compare it with a file that this version wrote.");
    return {};
}

json::Node common_node(const Draft& draft) {
    json::Node node = json::Node::object({{"format", kFormat},
                                          {"definition", survey::definition_node(draft.definition)},
                                          {"leader", to_node(draft.leader)},
                                          {"publisher", to_node(draft.publisher)},
                                          {"opens", draft.opens},
                                          {"closes", draft.closes},
                                          {"time_precision", draft.time_precision},
                                          {"min_batch_size", draft.min_batch_size},
                                          {"admission", to_text(draft.admission)}});
    if (draft.analysis) node.set("analysis", json::to_node(*draft.analysis));
    return node;
}

}  // namespace

Task complete(Draft draft, Party helper) { return Task{std::move(draft), std::move(helper)}; }

Result<Task> load_task(std::string_view json_text) {
    TACIT_TRY(const json::Document document, json::Document::parse(json_text));
    return load_task(document.root());
}

Result<Task> load_task(const json::Value& value) {
    TACIT_CHECK(value.only({"format", "definition", "leader", "helper", "publisher", "opens", "closes",
                            "time_precision", "min_batch_size", "admission", "analysis"}));
    TACIT_TRY(Draft draft, load_common(value));
    TACIT_TRY(const json::Value helper_value, value.at("helper"));
    TACIT_TRY(Party helper, load_party(helper_value));
    Task task = complete(std::move(draft), std::move(helper));
    TACIT_CHECK(check_parted(task, value));
    TACIT_CHECK(check_kept(to_node(task), value));
    return task;
}

Result<Draft> load_draft(const json::Value& value) {
    TACIT_CHECK(value.only({"format", "definition", "leader", "publisher", "opens", "closes", "time_precision",
                            "min_batch_size", "admission", "analysis"}));
    TACIT_TRY(Draft draft, load_common(value));
    TACIT_CHECK(check_kept(to_node(draft), value));
    return draft;
}

Result<void> check(const Task& task) {
    const json::Document document = json::Document::from(to_node(task));
    TACIT_CHECK(load_task(document.root()));
    return {};
}

Result<void> check_supported(const Draft& draft) {
    switch (draft.admission) {
        case Admission::open: return {};
        case Admission::invitation: break;
    }
    return fail(Fault::refused, "admission by invitation is not supported by this version", "/admission",
                "Use \"open\".");
}

json::Node to_node(const Draft& draft) { return common_node(draft); }

json::Node to_node(const Task& task) {
    json::Node node = common_node(task);
    node.set("helper", to_node(task.helper));
    return node;
}

std::string canonical(const Task& task) { return json::canonical(to_node(task)); }

Sha256 task_info(const Task& task) { return sha256(as_bytes(canonical(task))); }

Result<Terms> terms(const Task& task) {
    Terms terms;
    TACIT_TRY(terms.compiled, survey::compile(task.definition));
    TACIT_TRY(Bytes vdaf_configuration, circuits::encode_config(terms.compiled.config));
    TACIT_TRY(Bytes task_interval, encode(interval(task)));
    terms.configuration = {
        .task_info = to_bytes(task_info(task)),
        .leader_aggregator_endpoint = task.leader.url,
        .helper_aggregator_endpoint = task.helper.url,
        .time_precision = task.time_precision,
        .min_batch_size = task.min_batch_size,
        .batch_mode = wire::BatchMode::time_interval,
        .batch_config = {},
        .vdaf_type = vdaf::kPrio3Questionnaire,
        .vdaf_configuration = std::move(vdaf_configuration),
        .extensions = {{wire::kTaskInterval, std::move(task_interval)}},
    };
    TACIT_TRY(terms.id, wire::derive_task_id(terms.configuration));
    return terms;
}

Result<wire::TaskConfiguration> task_configuration(const Task& task) {
    TACIT_TRY(Terms all, terms(task));
    return std::move(all.configuration);
}

Result<wire::TaskId> task_id(const Task& task) {
    TACIT_TRY(const Terms all, terms(task));
    return all.id;
}

wire::Time units(const Draft& draft, std::int64_t unix_seconds) {
    return unix_seconds < 0 ? 0 : static_cast<std::uint64_t>(unix_seconds) / draft.time_precision;
}

wire::Interval interval(const Draft& draft) {
    const wire::Time start = units(draft, draft.opens);
    return {start, units(draft, draft.closes) - start};
}

std::int64_t seconds(const Draft& draft, wire::Time unit) {
    return static_cast<std::int64_t>(unit * draft.time_precision);
}

}  // namespace tacit::task
