// What another format says and a survey cannot, or the other way round: listed with its place, never dropped silently.
#pragma once
#include <string>
#include <vector>

#include "schemas/json/node.h"

namespace tacit::exchange {

struct Note {
    std::string where;  // JSON Pointer, "survey.csv row 7", or the id of a question; empty: the whole
    std::string what;   // one sentence without a final full stop

    bool operator==(const Note&) const = default;
};
using Notes = std::vector<Note>;

// A survey that was made of something else; it loads.
struct Imported {
    json::Node survey;
    Notes notes;
};

// Something else that was made of a survey.
struct Exported {
    json::Node file;
    Notes notes;
};

}  // namespace tacit::exchange
