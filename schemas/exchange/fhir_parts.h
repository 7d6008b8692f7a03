// The parts of the FHIR reader. Only fhir_read.cpp and its siblings include this.
#pragma once
#include "schemas/exchange/draft.h"
#include "schemas/exchange/fhir_words.h"

namespace tacit::exchange::fhir {

// ---- answers (fhir_answers.cpp) ----

struct Answer {
    std::string key;  // the coding's code, the text, or the number as text: what a condition compares with
    Words label;
    std::optional<std::int64_t> weight;
    bool exclusive = false;
};

struct File {
    json::Value root;
    std::string language;
};

// From answerOption, or from a value set that is contained in the file.
Result<std::vector<Answer>> answers_of(const File& file, const json::Value& item, Notes& notes);

bool is_choice(const json::Value& item);
// The code of this item in LOINC; empty where it has none.
std::string loinc_of(const json::Value& item);

// ---- instruments (fhir_score.cpp) ----

struct FoundScore {
    instruments::Id instrument;
    std::vector<json::Value> items;       // in the instrument's order
    std::optional<json::Value> left_out;  // item 9
};

// The instruments whose items are among these, by LOINC code. Fails where PHQ-9's last item is there and nobody said
// what to do with it.
Result<std::vector<FoundScore>> scores_among(const std::vector<json::Value>& items, const ImportOptions& options,
                                             Notes& notes);
// Its wording in the languages that the file has; answers in another order, or with other points, are errors.
Result<DraftScore> read_score(const File& file, const FoundScore& found, const json::Value& container,
                              const ImportOptions& options, Notes& notes);

// ---- conditions (fhir_rules.cpp) ----

// What an item became, for the conditions of later ones.
struct Target {
    enum class Kind { answers, number, total, part_of_score, left_out };
    Kind kind = Kind::left_out;
    std::string id;                            // of the question
    std::map<std::string, std::string> codes;  // answer key to option code
};
using Targets = std::map<std::string, Target>;  // by linkId

// When an item is asked: its own enableWhen, and that of everything around it. Nothing where it always is.
Result<std::optional<json::Node>> condition_of(const json::Value& item, const Targets& targets,
                                               const std::optional<json::Node>& around);

}  // namespace tacit::exchange::fhir
