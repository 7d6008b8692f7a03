#include <algorithm>

#include "schemas/json/pointer.h"
#include "schemas/json/reader.h"

namespace tacit::json {
namespace {

std::string kind(const Value& value) {
    if (value.is_null()) return "null";
    if (value.is_boolean()) return "true or false";
    if (value.is_integer()) return "an integer";
    if (value.is_text()) return "text";
    return value.is_array() ? "an array" : "an object";
}

}  // namespace

Value Value::child(std::string_view token, const Node& node) const {
    std::string pointer = pointer_;
    append_pointer_token(pointer, token);
    return {node, std::move(pointer)};
}

tl::unexpected<Error> Value::malformed(std::string what, std::string remedy) const {
    return fail(Fault::malformed, std::move(what), pointer_, std::move(remedy));
}

tl::unexpected<Error> Value::refused(std::string what, std::string remedy) const {
    return fail(Fault::refused, std::move(what), pointer_, std::move(remedy));
}

Result<Value> Value::at(std::string_view key) const {
    if (!is_object()) return malformed("expected an object, found " + kind(*this));
    const Node* node = node_->find(key);
    if (node == nullptr) return malformed("the member \"" + std::string(key) + "\" is missing");
    return child(key, *node);
}

std::optional<Value> Value::find(std::string_view key) const {
    const Node* node = node_->find(key);
    if (node == nullptr) return std::nullopt;
    return child(key, *node);
}

Result<std::string> Value::text(std::string_view key) const {
    TACIT_TRY(const Value value, at(key));
    return value.as_text();
}

Result<std::int64_t> Value::integer(std::string_view key, std::int64_t min, std::int64_t max) const {
    TACIT_TRY(const Value value, at(key));
    return value.as_integer(min, max);
}

Result<bool> Value::boolean(std::string_view key) const {
    TACIT_TRY(const Value value, at(key));
    return value.as_boolean();
}

Result<std::vector<Value>> Value::array(std::string_view key) const {
    TACIT_TRY(const Value value, at(key));
    return value.items();
}

Result<std::string> Value::as_text() const {
    const std::string* text = node_->text();
    if (text == nullptr) return malformed("expected text, found " + kind(*this));
    return *text;
}

Result<std::int64_t> Value::as_integer(std::int64_t min, std::int64_t max) const {
    const std::int64_t* integer = node_->integer();
    if (integer == nullptr) return malformed("expected an integer, found " + kind(*this));
    if (*integer < min || *integer > max)
        return malformed("expected an integer from " + std::to_string(min) + " to " + std::to_string(max));
    return *integer;
}

Result<bool> Value::as_boolean() const {
    const bool* boolean = node_->boolean();
    if (boolean == nullptr) return malformed("expected true or false, found " + kind(*this));
    return *boolean;
}

Result<std::vector<Value>> Value::items() const {
    const Node::Array* items = node_->items();
    if (items == nullptr) return malformed("expected an array, found " + kind(*this));
    std::vector<Value> values;
    values.reserve(items->size());
    for (std::size_t i = 0; i < items->size(); ++i) values.push_back(child(std::to_string(i), (*items)[i]));
    return values;
}

Result<std::vector<std::pair<std::string, Value>>> Value::members() const {
    const Node::Object* members = node_->members();
    if (members == nullptr) return malformed("expected an object, found " + kind(*this));
    std::vector<std::pair<std::string, Value>> values;
    values.reserve(members->size());
    for (const auto& [key, node] : *members) values.emplace_back(key, child(key, node));
    return values;
}

Result<void> Value::only(std::initializer_list<std::string_view> keys) const {
    return only(std::span(keys.begin(), keys.size()));
}

Result<void> Value::only(std::span<const std::string_view> keys) const {
    const Node::Object* members = node_->members();
    if (members == nullptr) return malformed("expected an object, found " + kind(*this));
    for (const auto& [key, node] : *members) {
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
        std::string remedy = "Known here:";
        for (const std::string_view known : keys) remedy.append(" ").append(known);
        return child(key, node).malformed("an unknown member", remedy + ".");
    }
    return {};
}

}  // namespace tacit::json
