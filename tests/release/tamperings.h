// What somebody may change in a release, each in one way: a stranger, or the publisher, who can sign again.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "crypto/sign/signature.h"
#include "schemas/release/release.h"
#include "schemas/task/ledger.h"

namespace tacit::release {

enum class By { stranger, publisher, listing_publisher };  // the latter two sign again; a publisher lists again, too

struct Tampering {
    const char* name;
    By by;
    void (*change)(Files&);
    const char* refused_by;  // the check
    const char* reason;      // part of what the library says
    const char* python;      // part of what verify.py says
};

// Each is refused by both verifiers.
std::span<const Tampering> tamperings();
// What only the library computes again: the other verifier lets each of these hold, and says what it did not compute.
std::span<const Tampering> estimates_changed();

// The release before anybody changed it.
const Files& untouched();

void sign_again(Files& files);
void replace(std::string& text, std::string_view from, std::string_view to);
// What the organisation itself goes on with.
void append_line(std::string& ledger, const sign::SecretKey& key, task::Event event);
// Both organisations' lines that they served a second version of the wording.
void serve_second_wording(Files& files);

}  // namespace tacit::release
