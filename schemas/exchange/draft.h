// A survey while it is being made of another format: questions in order, wording per language, and notes.
//
// finish() adds what such formats do not have: one margin per question as the tables (unless others are given), and the
// words for the cells that every table gets. What comes out was read by the loader, so it compiles.
#pragma once
#include <map>
#include <optional>
#include <set>

#include "crypto/base/result.h"
#include "schemas/exchange/note.h"
#include "schemas/instruments/instrument.h"

namespace tacit::exchange {

using Words = std::map<std::string, std::string>;  // language tag to text

struct DraftOption {
    std::string code;
    Words label;
    bool exclusive = false;
};

struct DraftScore {
    instruments::Id instrument;
    std::string ethics;
    Words stem;  // these three only in languages in which the instrument has no published wording here
    std::vector<Words> items, steps;
};

struct DraftQuestion {
    std::string id;
    std::string section;
    std::string where;  // in the other format
    Words text, help;
    std::vector<DraftOption> options;
    bool several = false;
    std::size_t max = 0;              // when several; 0: all of them
    std::optional<DraftScore> score;  // then there are no options
    std::optional<json::Node> ask_if;
};

struct Draft {
    std::string id, version;
    std::string base_language;
    Words title, about;
    std::vector<std::string> notices;
    std::vector<std::pair<std::string, Words>> sections;
    std::vector<DraftQuestion> questions;
    Notes notes;

    void note(std::string where, std::string what) { notes.push_back({std::move(where), std::move(what)}); }
};

struct ImportOptions {
    std::string ethics;           // the board's reference: PHQ-9 is then taken with its item 9
    bool without_item_9 = false;  // PHQ-9 becomes PHQ-8
    std::string tables;           // JSON with derived, groups, tables and their texts; empty: margins are made
};

// Codes for what another format calls as it likes: small letters, digits and underscores, each once.
class Codes {
public:
    explicit Codes(std::string prefix, std::set<std::string> taken = {"no_answer", "not_asked", "missing"})
        : prefix_(std::move(prefix)), taken_(std::move(taken)) {}
    // The name itself where it is a code. `prefix` goes before one that does not begin with a letter.
    std::string code_for(std::string_view name);

private:
    std::string prefix_;
    std::set<std::string> taken_;
};

// A survey's id or version made of what another format calls it: small letters, digits, _, - and dots.
std::string name_for(std::string_view text, std::string_view otherwise);

// Text as a survey takes it: line breaks become blanks, white space around it goes.
std::string plain(std::string_view text);

Result<Imported> finish(Draft draft, const ImportOptions& options);

}  // namespace tacit::exchange
