// Looks for things that must not be in a file, in every form in which they might have got there: raw, hexadecimal,
// base64 and base64url at each of the three offsets that a part of a longer text can have.
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/base/bytes.h"

namespace tacit::test {

class Search {
public:
    // The whole of `bytes`, at least 8 of them.
    void add(const std::string& kind, ByteView bytes);
    void add(const std::string& kind, std::string_view text) { add(kind, as_bytes(text)); }
    // Every 16 bytes of it that begin at a multiple of 8.
    void add_windows(const std::string& kind, ByteView bytes);
    // To be called once, after the last add().
    void prepare();

    // What is in the text: "kind, as form". Empty is good.
    std::set<std::string> in(std::string_view text) const;

    // One thing of every kind in every form, to be planted.
    struct Example {
        std::string name;  // as in() names it
        std::string text;
    };
    std::vector<Example> examples() const;

private:
    struct Pattern {
        std::uint64_t anchor = 0;  // 8 telling bytes of the text
        std::size_t start = 0;     // in texts_
        std::uint32_t size = 0;
        std::uint32_t anchor_at = 0;  // in the text
        std::uint32_t name = 0;       // in names_
    };
    void add_form(const std::string& name, std::string_view text);

    std::string texts_;
    std::vector<std::string> names_;
    std::map<std::string, std::uint32_t> numbers_;  // of names_
    std::vector<Pattern> patterns_;
    std::vector<bool> filter_;
};

}  // namespace tacit::test
