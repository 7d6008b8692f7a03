// What every file of a release is made from: the release with its numbers, its wording and its promise.
#pragma once
#include "schemas/release/guarantee.h"
#include "schemas/release/release.h"

namespace tacit::release {

struct Content {
    const Release& release;
    std::string id;
    std::vector<std::vector<std::int64_t>> totals;  // noisy, by batch
    Results results;
    survey::Texts texts;  // the newest
    Guarantee says;
    task::Cost cost;

    const survey::Survey& survey() const { return release.task.definition; }
    const survey::Compiled& compiled() const { return release.terms.compiled; }
    const survey::Language& words() const { return texts.best("en"); }
};

Result<Content> content_of(const Release& release);

// The share to show first: of those who answered, where that can be said; of a missing answer, of everybody.
const Share* main_share(const Cell& cell);
// Whether a row of a cross table has a share to show. Shares stand on those who answered: noise may leave them enough
// people where it does not leave enough to the whole row, and the other way round.
bool has_shares(const Table& table, std::size_t row);
// The table that was given most of the budget is the one that the survey is about: an index into the results' tables.
std::size_t key_table(const Content& content);
// "about 1,230 people"; "(hardly any)" for zero and below.
std::string about(std::int64_t people);
std::string with_commas(std::int64_t number);

}  // namespace tacit::release
