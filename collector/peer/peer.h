// What an answer of another organisation means, and how to ask again. A request is repeated with the same bytes until
// it is answered; the server recognises it by them. Thread-safe where the transport is.
#pragma once
#include <functional>
#include <string_view>
#include <variant>

#include "collector/ops/metrics.h"
#include "collector/peer/transport.h"
#include "crypto/base/random.h"
#include "schemas/wire/problem.h"

namespace tacit::peer {

enum class Outcome { answered, later, refused, unavailable };
std::string_view name(Outcome outcome);

// The answer is here.
struct Answered {
    Bytes body;
    std::string media_type;
    std::string location;
    std::string ledger_head;
};
// Understood, not finished: ask at `location` with GET (or repeat the request where it is empty).
struct Later {
    std::string location;
    std::optional<std::chrono::seconds> retry_after;
};
// A rule forbids it. With type about_blank only the status is known, and a person may have to look.
struct Refused {
    wire::Problem problem;
};
// No answer, or one that says "not now": the same bytes again, later.
struct Unavailable {
    Error error;
    std::optional<std::chrono::seconds> retry_after;
};
using Reply = std::variant<Answered, Later, Refused, Unavailable>;
Outcome outcome(const Reply& reply);

// One attempt. Any 2xx with a body is an answer; without one it means "later" for GET and POST, and is the answer of
// DELETE.
Reply attempt(Transport& transport, const Call& call, ops::Metrics* metrics = nullptr);

// How long to wait before the next attempt: doubles up to a cap, with up to a quarter of chance on top so that many
// leaders do not come back in step; at least what the server asked for.
class Backoff {
public:
    explicit Backoff(Random& random, std::chrono::milliseconds first = std::chrono::seconds(1),
                     std::chrono::milliseconds cap = std::chrono::minutes(5))
        : random_(random), first_(first), cap_(cap), next_(first) {}
    std::chrono::milliseconds next(std::optional<std::chrono::seconds> asked = std::nullopt);
    void reset() { next_ = first_; }

private:
    Random& random_;
    std::chrono::milliseconds first_;
    std::chrono::milliseconds cap_;
    std::chrono::milliseconds next_;
};

// Waits that long; false where the program is stopping.
using Pause = std::function<bool(std::chrono::milliseconds)>;
// Hears of every attempt that did not bring the answer, for messages to a person.
using Waiting = std::function<void(const Reply&)>;

// Attempts, polls and waits until there is an answer or a refusal. Fault::unavailable where the program is stopping.
Result<Reply> until_answered(Transport& transport, Call call, Backoff backoff, const Pause& pause,
                             const Waiting& waiting = {}, ops::Metrics* metrics = nullptr);

}  // namespace tacit::peer
