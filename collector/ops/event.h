// Everything that may be logged: a closed list of events, and the types that their fields may have. What is never
// logged (addresses, bodies, answers, report ids, texts of a request) has no Loggable type, so it does not compile.
//
// No event happens once per upload or per respondent: the time stamp of its line would be the time of a report, finer
// than the task's time precision. Respondents' requests are counted (metrics.h), not logged.
#pragma once
#include <chrono>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "schemas/wire/types.h"

namespace tacit::ops {

enum class Level { debug, info, warning, error };

enum class Event {
    // the process
    started,
    listening,
    stopping,
    stopped,
    overloaded,
    request_refused,  // of the other aggregator or the publisher, never of a respondent
    request_failed,
    // storage
    store_opened,
    store_unavailable,
    ledger_lines_restored,
    ledger_ahead_of_database,
    // tasks
    task_loaded,
    task_refused,
    task_closed,
    task_stopped,
    // collection
    uncollected_deleted,
    collection_failed,
    batch_collected,
    batch_mismatch,
    // the other organisation
    peer_unreachable,
    peer_reachable,
    peer_refused,
    peer_head_conflicts,
    peer_keys_fetched,
    keys_rotated,
    keys_not_rotated,
    // the form
    form_loaded,
    form_refused,
    form_as_signed,
    form_differs,
    form_unreachable,
};

std::string_view name(Event event);
Level level(Event event);

// An enumeration is logged by the name that its own header gives it: `std::string_view name(E)`.
template <class T>
concept NamedEnum = std::is_enum_v<T> && requires(T value) {
    { name(value) } -> std::same_as<std::string_view>;
};
template <class T>
concept Loggable = (std::integral<T> && !std::same_as<T, char>) || NamedEnum<T> || std::same_as<T, wire::TaskId> ||
                   std::same_as<T, std::chrono::seconds> || std::same_as<T, std::chrono::milliseconds>;

static_assert(!Loggable<std::string> && !Loggable<std::string_view> && !Loggable<const char*>);
static_assert(!Loggable<Bytes> && !Loggable<wire::ReportId> && !Loggable<double>);

// A key that is spelled in the source, never computed.
class Key {
public:
    consteval Key(const char* text) : text_(text) {}  // NOLINT(google-explicit-constructor): a literal is a key
    std::string_view text() const { return text_; }

private:
    std::string_view text_;
};

// One field of a line, made from a Loggable value only.
class Field {
public:
    template <Loggable T>
    Field(Key key, const T& value) : key_(key.text()), value_(convert(value)) {}
    template <class T>
    requires std::same_as<T, wire::TaskId> Field(const T& task)
        : key_("task"), value_(task) {}  // NOLINT(google-explicit-constructor): log(event, task)

    std::string_view key() const { return key_; }
    std::string value_text() const;

private:
    using Value =
        std::variant<std::int64_t, std::uint64_t, bool, std::string_view, wire::TaskId, std::chrono::milliseconds>;
    template <Loggable T>
    static Value convert(const T& value) {
        if constexpr (NamedEnum<T>)
            return std::string_view(name(value));
        else if constexpr (std::same_as<T, bool>)
            return value;
        else if constexpr (std::signed_integral<T>)
            return static_cast<std::int64_t>(value);
        else if constexpr (std::unsigned_integral<T>)
            return static_cast<std::uint64_t>(value);
        else if constexpr (std::same_as<T, wire::TaskId>)
            return value;
        else
            return std::chrono::milliseconds(value);
    }

    std::string_view key_;
    Value value_;
};

}  // namespace tacit::ops
