// Whom a client believes (design.md section 2): decides from bytes that were fetched from both aggregators whether they
// show the same survey, in the same words, with keys that each confirms for the other.
//
// The caller fetches, in this order, and each file from the aggregator itself, never through the other:
//   1. task.json from the address that the person has  -> look_at_task() says where the two aggregators are
//   2. task.json, texts.json of both                   -> newest_texts() says which texts to fetch
//   3. texts/{n}.json, texts/{n}.sig, hpke_config, peer_hpke.json of both -> believe()
// A refusal names the server that gave the reason. No I/O.
#pragma once
#include "schemas/task/task_json.h"
#include "schemas/task/texts.h"
#include "schemas/wire/hpke_config.h"

namespace tacit::client {

// What is wrong with two servers, for callers that have words of their own for it.
enum class Doubt {
    unusable,    // a file cannot be used
    other_task,  // not the survey of the address
    differ,      // the two do not show the same
    texts,       // one has not signed the words
    keys,        // one has not seen the other give these keys to others
};
struct Distrust : Error {
    Distrust(Error error, Doubt why = Doubt::unusable) : Error(std::move(error)), doubt(why) {}  // NOLINT: not explicit
    Doubt doubt;
};

// Reads a copy of a task and recomputes its id. `server` is the address that it came from, for messages.
Result<task::Task, Distrust> look_at_task(const wire::TaskId& expected, std::string_view server, ByteView task_json);

// What one aggregator served, as the bytes came.
struct Served {
    Bytes task_json;
    Bytes texts_list;  // texts.json
    Bytes texts;       // texts/{n}.json
    Bytes texts_signature;
    Bytes hpke_config;
    Bytes peer_hpke;  // what it saw the other serve
};
struct ServedByBoth {
    Served leader, helper;
};

// The highest number of texts that both lists hold.
Result<std::uint32_t, Distrust> newest_texts(const task::Task& task, const wire::TaskId& id,
                                             const ServedByBoth& served);

// A survey that may be answered, and to whose keys.
struct Believed {
    task::Task task;
    task::Terms terms;
    survey::Texts texts;
    std::uint32_t texts_number = 0;
    wire::HpkeConfigList leader_keys, helper_keys;
    bool one_machine = false;  // both on this machine: a trial, the split is not real
};
Result<Believed, Distrust> believe(const wire::TaskId& expected, const ServedByBoth& served);

}  // namespace tacit::client
