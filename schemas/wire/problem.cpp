#include "schemas/wire/problem.h"

#include <array>

#include "schemas/json/reader.h"

namespace tacit::wire {
namespace {

constexpr std::string_view kUrnPrefix = "urn:ietf:params:ppm:dap:error:";
constexpr std::array kTypes = {
    ProblemType::invalidMessage,       ProblemType::unrecognizedTask, ProblemType::unrecognizedAggregationJob,
    ProblemType::batchInvalid,         ProblemType::invalidBatchSize, ProblemType::invalidAggregationParameter,
    ProblemType::batchMismatch,        ProblemType::stepMismatch,     ProblemType::batchOverlap,
    ProblemType::unsupportedExtension, ProblemType::invalidExtension,
};

ProblemType type_of(std::string_view urn) {
    if (!urn.starts_with(kUrnPrefix)) return ProblemType::about_blank;
    for (const ProblemType type : kTypes) {
        if (token(type) == urn.substr(kUrnPrefix.size())) return type;
    }
    return ProblemType::about_blank;
}

}  // namespace

std::string_view token(ProblemType type) {
    switch (type) {
        case ProblemType::about_blank: return {};
        case ProblemType::invalidMessage: return "invalidMessage";
        case ProblemType::unrecognizedTask: return "unrecognizedTask";
        case ProblemType::unrecognizedAggregationJob: return "unrecognizedAggregationJob";
        case ProblemType::batchInvalid: return "batchInvalid";
        case ProblemType::invalidBatchSize: return "invalidBatchSize";
        case ProblemType::invalidAggregationParameter: return "invalidAggregationParameter";
        case ProblemType::batchMismatch: return "batchMismatch";
        case ProblemType::stepMismatch: return "stepMismatch";
        case ProblemType::batchOverlap: return "batchOverlap";
        case ProblemType::unsupportedExtension: return "unsupportedExtension";
        case ProblemType::invalidExtension: return "invalidExtension";
    }
    return {};
}

std::string urn(ProblemType type) {
    if (type == ProblemType::about_blank) return "about:blank";
    return std::string(kUrnPrefix) + std::string(token(type));
}

std::string_view title(ProblemType type) {
    switch (type) {
        case ProblemType::about_blank: return "The request was refused.";
        case ProblemType::invalidMessage: return "The message cannot be read, or one of its parts is not allowed.";
        case ProblemType::unrecognizedTask: return "The server does not know this task.";
        case ProblemType::unrecognizedAggregationJob: return "The server does not know this aggregation job.";
        case ProblemType::batchInvalid: return "The batch asked for is not one that this task can have.";
        case ProblemType::invalidBatchSize: return "The batch has fewer reports than the task's minimum.";
        case ProblemType::invalidAggregationParameter: return "The aggregation parameter does not fit the task.";
        case ProblemType::batchMismatch: return "Leader and helper disagree about which reports are in the batch.";
        case ProblemType::stepMismatch: return "Leader and helper are at different steps of the aggregation job.";
        case ProblemType::batchOverlap: return "A part of this batch was collected before.";
        case ProblemType::unsupportedExtension: return "The message has an extension that the server does not know.";
        case ProblemType::invalidExtension: return "The extensions are out of order, or one of them cannot be read.";
    }
    return {};
}

json::Node to_node(const Problem& problem) {
    json::Node node = json::Node::object({{"type", urn(problem.type)}});
    // RFC 9457 wants the title of about:blank to be the status phrase, which the HTTP layer knows.
    if (problem.type != ProblemType::about_blank) node.set("title", title(problem.type));
    node.set("status", problem.status);
    if (!problem.detail.empty()) node.set("detail", problem.detail);
    if (problem.task) node.set("taskid", to_text(*problem.task));
    if (problem.type == ProblemType::unsupportedExtension) {
        json::Node types = json::Node::array();
        for (const std::uint16_t type : problem.unsupported_extensions) types.push(type);
        node.set("unsupported_extensions", std::move(types));
    }
    return node;
}

Result<Problem> parse_problem(std::string_view text) {
    TACIT_TRY(const json::Document document, json::Document::parse(text, {.size_max = 1 << 16, .depth_max = 8}));
    const json::Value root = document.root();
    if (!root.is_object()) return root.malformed("a problem document is an object");
    Problem problem;
    if (root.find("type")) {
        TACIT_TRY(const std::string type, root.text("type"));
        problem.type = type_of(type);
    }
    if (root.find("status")) {
        TACIT_TRY(const std::int64_t status, root.integer("status", 100, 599));
        problem.status = static_cast<int>(status);
    }
    if (root.find("detail")) {
        TACIT_TRY(problem.detail, root.text("detail"));
    }
    if (root.find("taskid")) {
        TACIT_TRY(const std::string id, root.text("taskid"));
        TACIT_TRY(problem.task, id_from_text<TaskId>(id));
    }
    if (problem.type == ProblemType::unsupportedExtension && root.find("unsupported_extensions")) {
        TACIT_TRY(const auto types, root.array("unsupported_extensions"));
        for (const json::Value& type : types) {
            TACIT_TRY(const std::int64_t code, type.as_integer(0, 0xFFFF));
            problem.unsupported_extensions.push_back(static_cast<std::uint16_t>(code));
        }
    }
    return problem;
}

}  // namespace tacit::wire
