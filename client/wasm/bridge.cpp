// What the module of the form exports (client/web/src/engine_calls.ts is the other end). Moves bytes, decides nothing.
//
// A block is a 32-bit length and as many bytes. A call takes a block with its arguments, each behind its own 32-bit
// length, gives that block back, and returns a new one: one byte that says what follows, and the answer.
#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "client/core/session.h"
#include "client/core/session_view.h"
#include "crypto/seal/at_rest.h"
#include "crypto/seal/passphrase.h"

namespace tacit::wasm {
namespace {

using json::Node;

struct Block {
    std::uint32_t size;
    std::uint8_t* bytes() { return reinterpret_cast<std::uint8_t*>(this + 1); }
};

enum Follows : std::uint8_t { json_follows, bytes_follow, failure_follows };

Block* take(std::size_t size) {
    auto* const block = static_cast<Block*>(std::malloc(sizeof(Block) + size));
    TACIT_ASSERT(block != nullptr);
    block->size = static_cast<std::uint32_t>(size);
    return block;
}

void give_back(Block* block) {
    wipe({block->bytes(), block->size});
    std::free(block);
}

Block* answer(Follows follows, ByteView body) {
    Block* const block = take(body.size() + 1);
    block->bytes()[0] = follows;
    std::copy(body.begin(), body.end(), block->bytes() + 1);
    return block;
}
Block* answer(const Node& value) { return answer(json_follows, as_bytes(json::canonical(value))); }
Block* answer(const Bytes& bytes) { return answer(bytes_follow, bytes); }
Block* answer(const SecretBytes& bytes) { return answer(bytes_follow, bytes.view()); }
Node failure(const Error& error) {
    static constexpr std::string_view kFaults[] = {"malformed", "refused", "unavailable", "corrupt", "internal"};
    return Node::object({{"fault", kFaults[static_cast<std::size_t>(error.fault)]},
                         {"what", error.what},
                         {"where", error.where},
                         {"remedy", error.remedy}});
}
Block* answer(const Error& error) { return answer(failure_follows, as_bytes(json::canonical(failure(error)))); }
Block* answer(const client::Distrust& distrust) {
    static constexpr std::string_view kDoubts[] = {"unusable", "other_task", "differ", "texts", "keys"};
    Node node = failure(distrust);
    node.set("doubt", kDoubts[static_cast<std::size_t>(distrust.doubt)]);
    return answer(failure_follows, as_bytes(json::canonical(node)));
}
template <class T, class E>
Block* answer(const Result<T, E>& result) {
    return result ? answer(*result) : answer(result.error());
}

// The arguments of one call. The caller is our own script: a list that does not add up is a broken invariant.
class Arguments {
public:
    explicit Arguments(Block* block) : block_(block), rest_(block->bytes(), block->size) {}
    ~Arguments() { give_back(block_); }
    Arguments(const Arguments&) = delete;
    Arguments& operator=(const Arguments&) = delete;

    // The next one as the function to be called takes it.
    template <class T>
    T next() {
        if constexpr (std::is_same_v<T, ByteView>) {
            return bytes();
        } else if constexpr (std::is_same_v<T, std::string_view>) {
            return as_text(bytes());
        } else {
            static_assert(std::is_same_v<T, client::ServedByBoth>);
            client::ServedByBoth both;
            for (client::Served* half : {&both.leader, &both.helper})
                for (Bytes* file : {&half->task_json, &half->texts_list, &half->texts, &half->texts_signature,
                                    &half->hpke_config, &half->peer_hpke})
                    *file = to_bytes(bytes());
            return both;
        }
    }

private:
    ByteView bytes() {
        TACIT_ASSERT(rest_.size() >= 4);
        const std::size_t size = std::size_t{rest_[0]} | std::size_t{rest_[1]} << 8 | std::size_t{rest_[2]} << 16 |
                                 std::size_t{rest_[3]} << 24;
        TACIT_ASSERT(rest_.size() - 4 >= size);
        const ByteView argument = rest_.subspan(4, size);
        rest_ = rest_.subspan(4 + size);
        return argument;
    }

    Block* block_;
    ByteView rest_;
};

Random& system_random() {
    static SystemRandom random;
    return random;
}

client::Session& session() {
    static client::Session session(system_random());
    return session;
}

template <class... Taken, class Function>
Block* answer_of(Block* block, const Function& function) {
    Arguments in(block);
    std::tuple<std::remove_cvref_t<Taken>...> arguments{in.next<std::remove_cvref_t<Taken>>()...};  // in this order
    return answer(std::apply(function, arguments));
}
template <class Given, class... Taken>
Block* call(Block* block, Given (client::Session::*function)(Taken...)) {
    return answer_of<Taken...>(block, [&](const auto&... taken) { return (session().*function)(taken...); });
}
template <class Given, class... Taken>
Block* call(Block* block, Given (client::Session::*function)(Taken...) const) {
    return answer_of<Taken...>(block, [&](const auto&... taken) { return (session().*function)(taken...); });
}
template <class Given, class... Taken>
Block* call(Block* block, Given (*function)(Taken...)) {
    return answer_of<Taken...>(block, function);
}

// Where the library takes a source of randomness, or gives an array.
Result<Bytes> seal_at_rest(ByteView key, ByteView context, ByteView plaintext) {
    if (key.size() != seal::kKeySize) return fail(Fault::malformed, "a key at rest has 32 bytes");
    return seal::seal_at_rest(system_random(), key, context, plaintext);
}
Result<Bytes> seal_with_passphrase(ByteView passphrase, ByteView plaintext) {
    return seal::seal_with_passphrase(system_random(), passphrase, plaintext);
}
Bytes sha256(ByteView bytes) { return to_bytes(tacit::sha256(bytes)); }

}  // namespace

#define TACIT_EXPORT(name) extern "C" __attribute__((export_name("tacit_" #name)))
#define TACIT_CALL(name, function) \
    TACIT_EXPORT(name) Block* tacit_##name(Block* block) { return call(block, function); }

TACIT_EXPORT(take) Block* tacit_take(std::uint32_t size) { return take(size); }
TACIT_EXPORT(give_back) void tacit_give_back(Block* block) { give_back(block); }

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
TACIT_CALL(seal_passphrase, &seal_with_passphrase)
TACIT_CALL(open_passphrase, &seal::open_with_passphrase)

TACIT_CALL(verify_form, &client::verify_form)
TACIT_CALL(sha256, &sha256)

}  // namespace tacit::wasm
