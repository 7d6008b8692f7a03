// How a call gets into a module of the form and its answer out of it. Moves bytes, decides nothing.
//
// A block is a 32-bit length and as many bytes. A call takes a block with its arguments, each behind its own 32-bit
// length, gives that block back, and returns a new one: one byte that says what follows, and the answer.
#pragma once
#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "client/core/trust.h"
#include "crypto/base/secret.h"
#include "schemas/json/node.h"

namespace tacit::wasm {

using json::Node;

struct Block {
    std::uint32_t size;
    std::uint8_t* bytes() { return reinterpret_cast<std::uint8_t*>(this + 1); }
};

enum Follows : std::uint8_t { json_follows, bytes_follow, failure_follows };

inline Block* take(std::size_t size) {
    auto* const block = static_cast<Block*>(std::malloc(sizeof(Block) + size));
    TACIT_ASSERT(block != nullptr);
    block->size = static_cast<std::uint32_t>(size);
    return block;
}

inline void give_back(Block* block) {
    wipe({block->bytes(), block->size});
    std::free(block);
}

inline Block* answer(Follows follows, ByteView body) {
    Block* const block = take(body.size() + 1);
    block->bytes()[0] = follows;
    std::copy(body.begin(), body.end(), block->bytes() + 1);
    return block;
}
inline Block* answer(const Node& value) { return answer(json_follows, as_bytes(json::canonical(value))); }
inline Block* answer(const Bytes& bytes) { return answer(bytes_follow, bytes); }
inline Block* answer(const SecretBytes& bytes) { return answer(bytes_follow, bytes.view()); }
inline Node failure(const Error& error) {
    static constexpr std::string_view kFaults[] = {"malformed", "refused", "unavailable", "corrupt", "internal"};
    return Node::object({{"fault", kFaults[static_cast<std::size_t>(error.fault)]},
                         {"what", error.what},
                         {"where", error.where},
                         {"remedy", error.remedy}});
}
inline Block* answer(const Error& error) { return answer(failure_follows, as_bytes(json::canonical(failure(error)))); }
inline Block* answer(const client::Distrust& distrust) {
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

template <class... Taken, class Function>
Block* answer_of(Block* block, const Function& function) {
    Arguments in(block);
    std::tuple<std::remove_cvref_t<Taken>...> arguments{in.next<std::remove_cvref_t<Taken>>()...};  // in this order
    return answer(std::apply(function, arguments));
}
template <class Given, class... Taken>
Block* call(Block* block, Given (*function)(Taken...)) {
    return answer_of<Taken...>(block, function);
}

}  // namespace tacit::wasm

#define TACIT_EXPORT(name) extern "C" __attribute__((export_name("tacit_" #name)))
#define TACIT_CALL(name, function) \
    TACIT_EXPORT(name) Block* tacit_##name(Block* block) { return call(block, function); }
