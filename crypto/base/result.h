// Failures as values: Result<T> carries either a T or an Error, and nothing in crypto/, schemas/ and client/core throws.
//
// There are four kinds of failure and they are never mixed: a bad report is a wire::ReportError inside an answer, a refused
// request is a wire::Problem, a failure of ours is an Error (this file), and a mistake of ours is a TACIT_ASSERT.
#pragma once
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace tacit {

// What kind of thing went wrong; decides what a caller may do next.
enum class Fault {
    malformed,    // the input cannot be read; sending it again cannot help
    refused,      // the input was understood and a rule forbids it
    unavailable,  // we cannot do it now (disk full, peer away); the same call may succeed later
    corrupt,      // stored or received data contradicts itself; stop and look
    internal,     // none of the above: a library failed in a way that has no better name
};

// One failure, in words for the person who can act on it. None of the texts ever holds bytes of a request or a secret.
struct Error {
    Fault fault = Fault::internal;
    std::string what;    // one sentence, without a final full stop
    std::string where;   // JSON Pointer, field path or file:line; may be empty
    std::string remedy;  // what to do about it; may be empty

    bool operator==(const Error&) const = default;
};

// "what (at where). remedy": the form in which a person sees an Error.
std::string to_text(const Error& error);

template <class T, class E = Error>
class [[nodiscard]] Result : public tl::expected<T, E> {
public:
    using tl::expected<T, E>::expected;
};

inline tl::unexpected<Error> fail(Fault fault, std::string what, std::string where = {}, std::string remedy = {}) {
    return tl::unexpected<Error>(Error{fault, std::move(what), std::move(where), std::move(remedy)});
}

}  // namespace tacit

#define TACIT_JOIN_(a, b) a##b
#define TACIT_JOIN(a, b) TACIT_JOIN_(a, b)

// TACIT_TRY(const auto x, f()): x is f()'s value, or the enclosing function returns f()'s failure.
#define TACIT_TRY(declaration, ...) TACIT_TRY_(TACIT_JOIN(tacit_result_, __LINE__), declaration, __VA_ARGS__)
#define TACIT_TRY_(result, declaration, ...)                             \
    auto result = (__VA_ARGS__);                                         \
    if (!result) return ::tl::make_unexpected(std::move(result).error()); \
    declaration = *std::move(result)

// TACIT_CHECK(f()): as TACIT_TRY where only success matters.
#define TACIT_CHECK(...) TACIT_CHECK_(TACIT_JOIN(tacit_checked_, __LINE__), __VA_ARGS__)
#define TACIT_CHECK_(result, ...)                                                                           \
    do {                                                                                                     \
        if (auto result = (__VA_ARGS__); !result) return ::tl::make_unexpected(std::move(result).error());   \
    } while (false)
