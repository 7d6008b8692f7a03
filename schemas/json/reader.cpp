#include "schemas/json/reader.h"

#include <rapidjson/error/error.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <charconv>

#include "schemas/json/pointer.h"
#include "schemas/json/utf8.h"

namespace tacit::json {
namespace {

// Receives the events of RapidJSON's parser and builds the tree, without recursion.
class Builder {
public:
    using Ch = char;
    explicit Builder(const Limits& limits) : limits_(limits) {}

    Node take() { return std::move(root_); }
    // The rule that stopped the parser, where it was one of ours and not the grammar's.
    std::optional<Error>& error() { return error_; }

    bool Null() { return add(Node()); }
    bool Bool(bool value) { return add(Node(value)); }
    bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
        const std::string_view digits(text, size);
        if (digits.find_first_of(".eE") != std::string_view::npos)
            return stop("a number with a fraction or an exponent", "Write it as an integer.");
        std::int64_t value = 0;
        const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (status != std::errc() || end != digits.data() + digits.size() || value > kIntegerMax ||
            value < -kIntegerMax)
            return stop("an integer beyond 2^53", "Not every program reads such a number exactly; write it as text.");
        return add(Node(value));
    }
    bool String(const char* text, rapidjson::SizeType size, bool) {
        std::string value(text, size);
        // The parser checks the bytes of the file; this also finds escapes that stand for half a character.
        if (!is_utf8(value)) return stop("text with an escape that is only half of a surrogate pair");
        return add(Node(std::move(value)));
    }
    bool StartObject() { return open(true); }
    bool StartArray() { return open(false); }
    bool Key(const char* text, rapidjson::SizeType size, bool) {
        open_.back().key.assign(text, size);
        if (!is_utf8(open_.back().key)) {
            open_.back().key.clear();
            return stop("a key with an escape that is only half of a surrogate pair");
        }
        return true;
    }
    bool EndObject(rapidjson::SizeType) {
        Frame frame = std::move(open_.back());
        open_.pop_back();
        std::vector<std::string_view> keys;
        keys.reserve(frame.members.size());
        for (const auto& [key, value] : frame.members) keys.push_back(key);
        std::sort(keys.begin(), keys.end());
        const auto twice = std::adjacent_find(keys.begin(), keys.end());
        if (twice != keys.end()) {
            std::string at = place();
            append_pointer_token(at, *twice);
            error_ = Error{Fault::malformed, "a key stands twice in one object", std::move(at),
                           "Keep one of the two: programs differ on which of them counts."};
            return false;
        }
        return add(Node::adopt(std::move(frame.members)));
    }
    bool EndArray(rapidjson::SizeType) {
        Frame frame = std::move(open_.back());
        open_.pop_back();
        return add(Node::array(std::move(frame.items)));
    }
    // Numbers arrive as text; these complete the interface that the parser is compiled against.
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(std::int64_t) { return false; }
    bool Uint64(std::uint64_t) { return false; }
    bool Double(double) { return false; }

private:
    struct Frame {
        bool object = false;
        std::string key;
        Node::Object members;
        Node::Array items;
    };

    bool open(bool object) {
        if (open_.size() >= limits_.depth_max)
            return stop("more than " + std::to_string(limits_.depth_max) + " arrays and objects inside each other");
        open_.emplace_back().object = object;
        return true;
    }
    bool add(Node node) {
        if (++count_ > limits_.values_max)
            return stop("more than " + std::to_string(limits_.values_max) + " values in one file");
        if (open_.empty()) {
            root_ = std::move(node);
        } else if (Frame& frame = open_.back(); frame.object) {
            frame.members.emplace_back(std::move(frame.key), std::move(node));
            frame.key.clear();
        } else {
            frame.items.push_back(std::move(node));
        }
        return true;
    }
    // The pointer of the value that comes next.
    std::string place() const {
        std::string pointer;
        for (const Frame& frame : open_)
            append_pointer_token(pointer, frame.object ? frame.key : std::to_string(frame.items.size()));
        return pointer;
    }
    bool stop(std::string what, std::string remedy = {}) {
        error_ = Error{Fault::malformed, std::move(what), place(), std::move(remedy)};
        return false;
    }

    Limits limits_;
    std::vector<Frame> open_;
    Node root_;
    std::size_t count_ = 0;
    std::optional<Error> error_;
};

std::string line_and_column(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::string_view tail = before.substr(before.rfind('\n') + 1);
    const auto column = std::count_if(tail.begin(), tail.end(), [](char c) { return (c & 0xC0) != 0x80; }) + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

struct Complaint {
    const char* what;
    const char* remedy;
};
Complaint complaint(rapidjson::ParseErrorCode code) {
    switch (code) {
        case rapidjson::kParseErrorNone: break;
        case rapidjson::kParseErrorDocumentEmpty: return {"a JSON value is missing", ""};
        case rapidjson::kParseErrorDocumentRootNotSingular:
            return {"more text follows after the end of the JSON value", "Remove it."};
        case rapidjson::kParseErrorValueInvalid:
            return {"not a JSON value", "Texts need double quotes; the only bare words are true, false and null."};
        case rapidjson::kParseErrorObjectMissName:
            return {"a key in double quotes is missing", "Look for a comma too many just before."};
        case rapidjson::kParseErrorObjectMissColon: return {"a colon is missing after a key", ""};
        case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
            return {"a comma or a closing '}' is missing", "Look at the end of the line before, too."};
        case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
            return {"a comma or a closing ']' is missing", "Look at the end of the line before, too."};
        case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex: return {"\\u needs four hexadecimal digits", ""};
        case rapidjson::kParseErrorStringUnicodeSurrogateInvalid: return {"an escape is half of a surrogate pair", ""};
        case rapidjson::kParseErrorStringEscapeInvalid:
            return {"an unknown escape in a text", "A backslash itself is written twice."};
        case rapidjson::kParseErrorStringMissQuotationMark: return {"a text has no closing quotation mark", ""};
        case rapidjson::kParseErrorStringInvalidEncoding:
            return {"a control character or bytes that are not UTF-8",
                    "Save the file as UTF-8; write a line feed as \\n."};
        case rapidjson::kParseErrorNumberTooBig:
        case rapidjson::kParseErrorNumberMissFraction:
        case rapidjson::kParseErrorNumberMissExponent:
            return {"a number that is not an integer within 2^53", "Write it as an integer."};
        case rapidjson::kParseErrorTermination:
        case rapidjson::kParseErrorUnspecificSyntaxError: break;
    }
    return {"not JSON", ""};
}

}  // namespace

Result<Document> Document::parse(std::string_view text, Limits limits) {
    if (text.size() > limits.size_max)
        return fail(Fault::malformed, "more than " + std::to_string(limits.size_max) + " bytes of JSON");
    if (text.starts_with("\xEF\xBB\xBF"))
        return fail(Fault::malformed, "the file begins with a byte order mark", "line 1, column 1",
                    "Save it as UTF-8 without one.");
    // The parser takes a zero byte for the end of its input, and would not look at what follows.
    if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)
        return fail(Fault::malformed, "a zero byte, which JSON does not have", line_and_column(text, zero));

    constexpr unsigned kFlags =
        rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag | rapidjson::kParseNumbersAsStringsFlag;
    rapidjson::MemoryStream stream(text.data(), text.size());
    rapidjson::Reader reader;
    Builder builder(limits);
    const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, builder);
    if (builder.error()) return tl::make_unexpected(*std::move(builder.error()));
    if (result.IsError()) {
        const Complaint found = complaint(result.Code());
        return fail(Fault::malformed, found.what, line_and_column(text, result.Offset()), found.remedy);
    }
    return Document(builder.take());
}

Document Document::from(Node node) { return Document(std::move(node)); }

}  // namespace tacit::json
