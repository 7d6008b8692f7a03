// counted.json: which days of a task are in a release. Everybody fetches the same signed file and finds their own day
// in it, because asking for one report would say whose it is (design.md section 4, "Counted").
#pragma once
#include <string>
#include <vector>

#include "crypto/sign/signature.h"
#include "schemas/wire/types.h"

namespace tacit::task {

struct Counted {
    wire::TaskId task;
    wire::Role role = wire::Role::leader;
    std::vector<wire::Interval> collected;  // ascending, disjoint
    bool operator==(const Counted&) const = default;
};

// Kind `counted`.
std::string sign_counted(const Counted& counted, const sign::SecretKey& key);
Result<Counted> open_counted(std::string_view text, const sign::PublicKey& key);
bool is_counted(const Counted& counted, wire::Time unit);

}  // namespace tacit::task
