#include "schemas/json/node.h"

#include <algorithm>

#include "crypto/base/check.h"

namespace tacit::json {
namespace {

// RFC 8785 sorts by UTF-16 code units. On UTF-8 that is the order of bytes, except that code points beyond U+FFFF (lead
// bytes from 0xF0, in UTF-16 surrogates from 0xD800) come before U+E000 to U+FFFF (lead bytes 0xEE and 0xEF).
int utf16_rank(char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == 0xEE || byte == 0xEF) return byte + 0x100;
    return byte;
}
bool utf16_less(std::string_view a, std::string_view b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [](char x, char y) { return utf16_rank(x) < utf16_rank(y); });
}

void write_text(std::string& out, std::string_view text) {
    constexpr char kDigits[] = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\b': out += "\\b"; break;
            case '\f': out += "\\f"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    out += "\\u00";
                    out += kDigits[c >> 4];
                    out += kDigits[c & 15];
                } else {
                    out += c;
                }
        }
    }
    out += '"';
}

// Writes what both forms share; false for a container.
bool write_scalar(std::string& out, const Node& node) {
    if (node.is_null()) {
        out += "null";
    } else if (const bool* boolean = node.boolean()) {
        out += *boolean ? "true" : "false";
    } else if (const std::int64_t* integer = node.integer()) {
        out += std::to_string(*integer);
    } else if (const std::string* text = node.text()) {
        write_text(out, *text);
    } else {
        return false;
    }
    return true;
}

// Recursion is bounded by the depth that Document::parse admits and by what our own code builds.
void write_canonical(std::string& out, const Node& node) {
    if (write_scalar(out, node)) return;
    if (const Node::Array* items = node.items()) {
        out += '[';
        for (const Node& item : *items) {
            if (&item != items->data()) out += ',';
            write_canonical(out, item);
        }
        out += ']';
        return;
    }
    std::vector<const Node::Member*> members;
    members.reserve(node.members()->size());
    for (const Node::Member& member : *node.members()) members.push_back(&member);
    std::sort(members.begin(), members.end(),
              [](const Node::Member* a, const Node::Member* b) { return utf16_less(a->first, b->first); });
    out += '{';
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (i > 0) out += ',';
        write_text(out, members[i]->first);
        out += ':';
        write_canonical(out, members[i]->second);
    }
    out += '}';
}

void write_pretty(std::string& out, const Node& node, std::size_t depth) {
    if (write_scalar(out, node)) return;
    const auto new_line = [&out](std::size_t indent) { out.append(1, '\n').append(2 * indent, ' '); };
    bool first = true;
    const auto separate = [&] {
        if (!first) out += ',';
        first = false;
        new_line(depth + 1);
    };
    if (const Node::Array* items = node.items()) {
        out += '[';
        for (const Node& item : *items) {
            separate();
            write_pretty(out, item, depth + 1);
        }
        if (!first) new_line(depth);
        out += ']';
        return;
    }
    out += '{';
    for (const auto& [key, value] : *node.members()) {
        separate();
        write_text(out, key);
        out += ": ";
        write_pretty(out, value, depth + 1);
    }
    if (!first) new_line(depth);
    out += '}';
}

}  // namespace

void Node::assert_exact(std::int64_t value) { TACIT_ASSERT(value >= -kIntegerMax && value <= kIntegerMax); }

Node Node::array(Array items) {
    Node node;
    node.data_ = std::move(items);
    return node;
}

Node Node::object(std::initializer_list<Member> members) {
    Node node;
    node.data_ = Object{};
    for (const auto& [key, value] : members) node.set(key, value);
    return node;
}

Node Node::adopt(Object members) {
    Node node;
    node.data_ = std::move(members);
    return node;
}

Node& Node::set(std::string key, Node value) {
    Object* object = std::get_if<Object>(&data_);
    TACIT_ASSERT(object != nullptr);
    const auto at = std::find_if(object->begin(), object->end(), [&](const Member& m) { return m.first == key; });
    if (at != object->end()) {
        at->second = std::move(value);
    } else {
        object->emplace_back(std::move(key), std::move(value));
    }
    return *this;
}

Node& Node::push(Node item) {
    Array* array = std::get_if<Array>(&data_);
    TACIT_ASSERT(array != nullptr);
    array->push_back(std::move(item));
    return *this;
}

void Node::erase(std::string_view key) {
    if (Object* object = std::get_if<Object>(&data_))
        std::erase_if(*object, [&](const Member& member) { return member.first == key; });
}

const Node* Node::find(std::string_view key) const {
    const Object* object = members();
    if (object == nullptr) return nullptr;
    const auto at = std::find_if(object->begin(), object->end(), [&](const Member& m) { return m.first == key; });
    return at == object->end() ? nullptr : &at->second;
}

bool operator==(const Node& a, const Node& b) { return a.data_ == b.data_; }

std::string canonical(const Node& node) {
    std::string out;
    write_canonical(out, node);
    return out;
}

std::string pretty(const Node& node) {
    std::string out;
    write_pretty(out, node, 0);
    out += '\n';
    return out;
}

}  // namespace tacit::json
