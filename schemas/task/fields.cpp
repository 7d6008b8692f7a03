#include "schemas/task/fields.h"

#include "schemas/json/utf8.h"

namespace tacit::task {
namespace {

// Controls of C1, line and paragraph separators, and the marks that embed, override or isolate a direction, in UTF-8.
bool is_hidden(std::string_view three) {
    if (three.starts_with('\xC2')) return three.size() > 1 && static_cast<unsigned char>(three[1]) < 0xA0;
    if (three.size() < 3 || three[0] != '\xE2') return false;
    const auto second = static_cast<unsigned char>(three[1]);
    const auto third = static_cast<unsigned char>(three[2]);
    return (second == 0x80 && (third == 0x8E || third == 0x8F || (third >= 0xA8 && third <= 0xAE))) ||
           (second == 0x81 && third >= 0xA6 && third <= 0xA9);
}

}  // namespace

bool is_plain_line(std::string_view text) {
    if (text.empty() || text.size() > kLineSizeMax || !json::is_utf8(text)) return false;
    if (text.front() == ' ' || text.back() == ' ') return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x20 || byte == 0x7F || is_hidden(text.substr(i, 3))) return false;
    }
    return true;
}

Result<std::string> load_line(const json::Value& object, std::string_view key) {
    TACIT_TRY(const json::Value value, object.at(key));
    TACIT_TRY(std::string text, value.as_text());
    if (!is_plain_line(text))
        return value.malformed("not a line of 1 to " + std::to_string(kLineSizeMax) + " bytes of plain text",
                               "Leave out line breaks, control characters and spaces at both ends.");
    return text;
}

Result<Bytes> load_base64url(const json::Value& object, std::string_view key) {
    TACIT_TRY(const json::Value value, object.at(key));
    TACIT_TRY(const std::string text, value.as_text());
    auto bytes = from_base64url(text);
    if (!bytes) return value.malformed(bytes.error().what, bytes.error().remedy);
    return *std::move(bytes);
}

Result<wire::TaskId> load_task_id(const json::Value& object, std::string_view key) {
    TACIT_TRY(const json::Value value, object.at(key));
    TACIT_TRY(const std::string text, value.as_text());
    auto id = wire::id_from_text<wire::TaskId>(text);
    if (!id) return value.malformed("not a task id", "A task id is 43 characters of base64url.");
    return *id;
}

Result<wire::Role> load_aggregator(const json::Value& object, std::string_view key) {
    TACIT_TRY(const json::Value value, object.at(key));
    TACIT_TRY(const std::string text, value.as_text());
    for (const wire::Role role : {wire::Role::leader, wire::Role::helper}) {
        if (text == wire::name(role)) return role;
    }
    return value.malformed("expected \"leader\" or \"helper\"");
}

Result<std::uint64_t> load_count(const json::Value& object, std::string_view key) {
    TACIT_TRY(const std::int64_t count, object.integer(key, 0, json::kIntegerMax));
    return static_cast<std::uint64_t>(count);
}

Result<wire::Interval> load_interval(const json::Value& value) {
    TACIT_CHECK(value.only({"start", "duration"}));
    wire::Interval interval;
    TACIT_TRY(interval.start, load_count(value, "start"));
    TACIT_TRY(interval.duration, load_count(value, "duration"));
    if (interval.duration == 0) return value.malformed("an empty interval");
    return interval;
}

json::Node to_node(const wire::Interval& interval) {
    return json::Node::object({{"start", interval.start}, {"duration", interval.duration}});
}

}  // namespace tacit::task
