// What the module of the form exports (client/web/src/engine_calls.ts is the other end).
#include "client/core/session.h"
#include "client/core/session_view.h"
#include "client/wasm/block.h"
#include "crypto/seal/at_rest.h"

namespace tacit::wasm {
namespace {

Random& system_random() {
    static SystemRandom random;
    return random;
}

client::Session& session() {
    static client::Session session(system_random());
    return session;
}

template <class Given, class... Taken>
Block* call(Block* block, Given (client::Session::*function)(Taken...)) {
    return answer_of<Taken...>(block, [&](const auto&... taken) { return (session().*function)(taken...); });
}
template <class Given, class... Taken>
Block* call(Block* block, Given (client::Session::*function)(Taken...) const) {
    return answer_of<Taken...>(block, [&](const auto&... taken) { return (session().*function)(taken...); });
}

// Where the library takes a source of randomness, or gives an array.
Result<Bytes> seal_at_rest(ByteView key, ByteView context, ByteView plaintext) {
    if (key.size() != seal::kKeySize) return fail(Fault::malformed, "a key at rest has 32 bytes");
    return seal::seal_at_rest(system_random(), key, context, plaintext);
}
Bytes sha256(ByteView bytes) { return to_bytes(tacit::sha256(bytes)); }

}  // namespace

TACIT_CALL(look_at_task, &client::Session::look_at_task)
TACIT_CALL(newest_texts, &client::Session::newest_texts)
TACIT_CALL(believe, &client::Session::believe)
TACIT_CALL(refresh_keys, &client::Session::refresh_keys)

TACIT_CALL(languages, &client::Session::languages)
TACIT_CALL(set_language, &client::Session::set_language)
TACIT_CALL(start, &client::Session::start)
TACIT_CALL(step, &client::Session::step)
TACIT_CALL(ended, &client::Session::ended)
TACIT_CALL(choose, &client::Session::choose)
TACIT_CALL(mark, &client::Session::mark)
TACIT_CALL(skip, &client::Session::skip)
TACIT_CALL(skip_question, &client::Session::skip_question)
TACIT_CALL(back, &client::Session::back)
TACIT_CALL(finish, &client::Session::finish)
TACIT_CALL(go_to, &client::Session::go_to)
TACIT_CALL(review, &client::Session::review)
TACIT_CALL(answered_count, &client::Session::answered_count)
TACIT_CALL(save, &client::Session::save)
TACIT_CALL(restore, &client::Session::restore)

TACIT_CALL(disclose, &client::Session::disclose)
TACIT_CALL(seal, &client::Session::seal)
TACIT_CALL(read_answer, &client::Session::read_answer)
TACIT_CALL(counted_days, &client::Session::counted_days)
TACIT_CALL(still_counts, &client::Session::still_counts)

TACIT_CALL(instrument, &client::instrument_named)
TACIT_CALL(difficulty, &client::difficulty_view)
TACIT_CALL(score, &client::score_view)
TACIT_CALL(journal_answers, &client::journal_answers)
TACIT_CALL(journal_facts, &client::journal_facts)
TACIT_CALL(merge_journals, &client::merge_journals)

TACIT_CALL(seal_at_rest, &seal_at_rest)
TACIT_CALL(open_at_rest, &seal::open_at_rest)

TACIT_CALL(verify_form, &client::verify_form)
TACIT_CALL(sha256, &sha256)

}  // namespace tacit::wasm
