// What is published: derived items, groups of cells, and the tables over them (design.md section 4).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "schemas/instruments/change.h"
#include "schemas/survey/rule.h"

namespace tacit::survey {

// The level of the first case whose rule holds, else missing.
struct Map {
    struct Case {
        Rule rule;
        std::uint16_t level;
    };
    std::vector<std::string> levels;
    std::vector<Case> cases;
};

// Change from the journal's start to a PHQ score of this survey. Missing where the score is.
struct Change {
    std::size_t score;  // a question
    instruments::ChangeScale scale;
};

struct Derived {
    std::string id;
    std::variant<Map, Change> kind;
};

// The codes of a derived item's levels; its last cell, "missing", comes after them.
std::vector<std::string> levels(const Derived& derived);

// What a group or a table's factor stands on.
struct Source {
    enum class Kind : std::uint8_t { question, derived, group };
    Kind kind;
    std::size_t index;

    bool operator==(const Source&) const = default;
};

struct Level {
    std::string code;
    std::vector<std::uint16_t> cells;  // of the question or derived item
};

struct Group {
    std::string id;
    Source of;  // a question or a derived item
    std::vector<Level> levels;
};

std::vector<std::string> level_codes(const Group& group);

enum class TableKind : std::uint8_t { margin, cross, sum };
std::string_view to_text(TableKind kind);

struct Table {
    std::string id;
    TableKind kind = TableKind::margin;
    std::vector<Source> of;               // one factor for a margin or sum, two or three for a cross
    std::optional<std::uint32_t> weight;  // as written; absent means 1

    std::uint32_t effective_weight() const { return weight.value_or(1); }
};

}  // namespace tacit::survey
