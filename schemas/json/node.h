// An owned JSON value: what is built before it is written, and what a Document holds after it was read.
//
// Numbers are integers from -2^53 to 2^53, because everything this project signs or hashes is JSON in the canonical
// form of RFC 8785, and only those integers read the same in every parser. Strings are UTF-8; the caller vouches for
// that.
#pragma once
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tacit::json {

inline constexpr std::int64_t kIntegerMax = std::int64_t{1} << 53;

class Node {
public:
    using Array = std::vector<Node>;
    using Member = std::pair<std::string, Node>;
    using Object = std::vector<Member>;  // in the order of insertion; no key twice

    // The conversions are implicit so that a literal reads like the JSON it makes.
    Node() = default;  // null
    Node(std::nullptr_t) {}
    template <std::same_as<bool> T>  // a template so that no pointer becomes a truth value
    Node(T value) : data_(value) {}
    template <std::integral T>
    requires(!std::same_as<T, bool>) Node(T value) : data_(checked(value)) {}
    Node(std::string value) : data_(std::move(value)) {}
    Node(std::string_view value) : data_(std::string(value)) {}
    Node(const char* value) : data_(std::string(value)) {}

    static Node array(Array items = {});
    static Node object(std::initializer_list<Member> members = {});  // Node::object({{"a", 1}, {"b", "x"}})

    static Node adopt(Object members);  // members that are known to be distinct

    // Sets a member of an object, replacing an earlier one of that name. Anything but an object is a broken invariant.
    Node& set(std::string key, Node value);
    // Appends to an array. Anything but an array is a broken invariant.
    Node& push(Node item);
    void erase(std::string_view key);  // removes the member if the object has it

    bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
    // Null where the value is of another kind.
    const bool* boolean() const { return std::get_if<bool>(&data_); }
    const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data_); }
    const std::string* text() const { return std::get_if<std::string>(&data_); }
    const Array* items() const { return std::get_if<Array>(&data_); }
    const Object* members() const { return std::get_if<Object>(&data_); }
    const Node* find(std::string_view key) const;  // null where absent or not an object

    friend bool operator==(const Node& a, const Node& b);  // members in the same order

private:
    template <std::integral T>
    static std::int64_t checked(T value) {
        assert_exact(std::in_range<std::int64_t>(value) ? static_cast<std::int64_t>(value) : kIntegerMax + 1);
        return static_cast<std::int64_t>(value);
    }
    static void assert_exact(std::int64_t value);

    std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object> data_;
};

// The canonical form of RFC 8785: members sorted by UTF-16 code units, no white space. Two files that mean the same
// have the same canonical bytes, and these bytes are what is hashed and signed.
std::string canonical(const Node& node);
// Two spaces of indentation, members in the order of insertion, a line feed at the end: for files that people open.
std::string pretty(const Node& node);

}  // namespace tacit::json
