// Reads JSON that a stranger may have written, and keeps the place (RFC 6901 JSON Pointer) of every value for messages.
//
// Refused, because parsers differ on them and one file would then mean two things: duplicate keys, fractions and
// exponents, integers beyond 2^53, ill-formed UTF-8, lone surrogates. Parsing does not recurse, and depth and size are
// capped.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/base/result.h"
#include "schemas/json/node.h"

namespace tacit::json {

struct Limits {
    std::size_t size_max = std::size_t{4} << 20;  // bytes of text
    std::size_t depth_max = 32;                   // arrays and objects around a value
    std::size_t values_max = std::size_t{1} << 19;
};

// A value inside a Document, valid as long as that Document. Cheap to copy. Every failure is Fault::malformed with the
// JSON Pointer of the value in question as `where` (the root's is empty).
class Value {
public:
    // Members of an object. at() fails where there is none; find() then gives nothing. The typed ones fail also where
    // the member is of another type or out of range.
    Result<Value> at(std::string_view key) const;
    std::optional<Value> find(std::string_view key) const;
    Result<std::string> text(std::string_view key) const;
    Result<std::int64_t> integer(std::string_view key, std::int64_t min, std::int64_t max) const;
    Result<bool> boolean(std::string_view key) const;
    Result<std::vector<Value>> array(std::string_view key) const;

    // The value itself.
    Result<std::string> as_text() const;
    Result<std::int64_t> as_integer(std::int64_t min, std::int64_t max) const;  // both included
    Result<bool> as_boolean() const;
    Result<std::vector<Value>> items() const;                            // of an array
    Result<std::vector<std::pair<std::string, Value>>> members() const;  // of an object, in file order

    bool is_null() const { return node_->is_null(); }
    bool is_text() const { return node_->text() != nullptr; }
    bool is_integer() const { return node_->integer() != nullptr; }
    bool is_boolean() const { return node_->boolean() != nullptr; }
    bool is_array() const { return node_->items() != nullptr; }
    bool is_object() const { return node_->members() != nullptr; }

    // Fails, naming the first, where the object has a member that is not in the list: a misspelt optional member would
    // otherwise be ignored without a word.
    Result<void> only(std::initializer_list<std::string_view> keys) const;
    Result<void> only(std::span<const std::string_view> keys) const;

    const std::string& pointer() const { return pointer_; }
    std::string canonical() const { return json::canonical(*node_); }  // RFC 8785
    Node node() const { return *node_; }                               // an owned copy
    // A failure at this place.
    tl::unexpected<Error> malformed(std::string what, std::string remedy = {}) const;
    tl::unexpected<Error> refused(std::string what, std::string remedy = {}) const;

private:
    friend class Document;
    Value(const Node& node, std::string pointer) : node_(&node), pointer_(std::move(pointer)) {}
    Value child(std::string_view token, const Node& node) const;

    const Node* node_;
    std::string pointer_;
};

class Document {
public:
    // Syntax errors have "line L, column C" as `where`.
    static Result<Document> parse(std::string_view text, Limits limits = {});
    static Document from(Node node);  // the same reading interface over a value that was built

    Value root() const { return {*root_, {}}; }

private:
    explicit Document(Node root) : root_(std::make_unique<const Node>(std::move(root))) {}
    std::unique_ptr<const Node> root_;  // a fixed address: values stay valid when the document moves
};

}  // namespace tacit::json
