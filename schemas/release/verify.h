// Whether a release is what its two organisations and its publisher signed, and whether its numbers follow from the
// shares: every step that a stranger can do with public files alone, and in words what it means and what it cannot
// show. Pure: files in, verdict out. tools/verify.py does so for counts and noise, without any of this code.
#pragma once
#include "schemas/release/release.h"

namespace tacit::release {

struct Check {
    enum class Outcome : std::uint8_t {
        holds,
        noted,   // nothing is wrong by itself, and a reader should know
        failed,  // the release is not to be believed
    };
    std::string name;     // "hashes"; stable, for programs
    std::string checked;  // what was done
    Outcome outcome = Outcome::holds;
    std::string found;  // what it means; where it failed, what is wrong
};

struct Verdict {
    std::string release_id;  // empty where it cannot be told
    std::vector<Check> checks;
    std::vector<std::string> keys;         // whose signatures were checked with which key, to compare elsewhere
    std::vector<std::string> cannot_show;  // what no check of files can

    bool holds() const;
    const Check* first_failure() const;
};

Verdict verify(const Files& files);

// For people: a sentence with the verdict, then each check.
std::string to_text(const Verdict& verdict);

}  // namespace tacit::release
