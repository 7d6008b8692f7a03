// One person in front of a page: whom to believe, the language, the running interview, and what is sent in the end.
// Takes text and bytes, gives JSON values in the shapes of client/web/src/engine.ts.
//
// Calls come from outside in any order: one that has no sense yet fails and changes nothing. Single-threaded; no I/O.
#pragma once
#include <memory>
#include <optional>

#include "client/core/trust.h"

namespace tacit::client {

class Session {
public:
    explicit Session(Random& random);  // which outlives the session
    ~Session();

    // As in trust.h; ids are base64url.
    Result<json::Node, Distrust> look_at_task(std::string_view task_id, std::string_view server, ByteView task_json);
    Result<json::Node, Distrust> newest_texts(std::string_view task_id, const ServedByBoth& served) const;
    Result<json::Node, Distrust> believe(std::string_view task_id, const ServedByBoth& served);  // ends an interview
    Result<json::Node, Distrust> refresh_keys(std::string_view task_id, const ServedByBoth& served);  // goes on with it

    Result<json::Node> languages() const;
    Result<json::Node> set_language(std::string_view tag);

    Result<json::Node> start(std::string_view journal);  // a survey::Journal as JSON, or empty
    Result<json::Node> step() const;
    Result<json::Node> ended() const;
    Result<json::Node> choose(std::string_view index);  // a number
    Result<json::Node> mark(std::string_view indices);  // a JSON array
    Result<json::Node> skip();
    Result<json::Node> skip_question();
    Result<json::Node> back();
    Result<json::Node> finish();
    Result<json::Node> go_to(std::string_view question);
    Result<json::Node> review() const;
    Result<json::Node> answered_count() const;

    // The interview as JSON, answers in plain text: {"format", "survey", "answers", "at"}.
    Result<SecretBytes> save() const;
    Result<json::Node> restore(ByteView saved);

    Result<json::Node> disclose() const;
    Result<Bytes> seal(std::string_view unix_seconds);
    Result<json::Node> read_answer(ByteView body, ByteView request) const;
    Result<json::Node> counted_days(std::string_view task_id, ByteView counted, std::string_view which) const;
    Result<json::Node> still_counts(ByteView counted, std::string_view unix_seconds) const;  // the leader's list

private:
    struct Open;  // a believed task and what is done with it
    Result<Open*> open() const;
    Result<Open*> interviewed() const;
    Result<Open*> at_a_step() const;

    Random& random_;
    std::optional<task::Task> seen_;
    wire::TaskId seen_id_;
    std::unique_ptr<Open> open_;
};

// The total and severity band of an instrument's items, a JSON array with null for no answer: {"total", "band"}.
Result<json::Node> score_view(std::string_view instrument, std::string_view items);

Result<json::Node> instrument_named(std::string_view name, std::string_view language);  // InstrumentView

// Whether every one of the keys has signed the form: JSON arrays of the signature files' contents and of keys in
// base64url. Gives {"version", "serial", "files"}.
Result<json::Node> verify_form(std::string_view manifest, std::string_view signature_files, std::string_view keys);

// The journal (journal_facts.h) as JSON in and out; `today` is YYYY-MM-DD.
Result<json::Node> journal_answers(std::string_view journal, std::string_view today);  // what start() takes
Result<json::Node> journal_facts(std::string_view journal, std::string_view today);
Result<json::Node> merge_journals(std::string_view kept, std::string_view brought);

}  // namespace tacit::client
