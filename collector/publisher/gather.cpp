#include "collector/publisher/gather.h"

#include "schemas/task/texts.h"

namespace tacit::publisher {
namespace {

Result<std::string> fetch(const Contact& contact, const std::string& server, const std::string& name) {
    peer::Call call;
    call.url = server + "tacit/tasks/" + wire::to_text(contact.id) + "/" + name;
    call.answer_size_max = std::size_t{64} << 20;
    std::string said;
    TACIT_TRY(peer::Reply reply,
              peer::until_answered(
                  contact.transport, std::move(call),
                  peer::Backoff(contact.random, std::chrono::milliseconds(250), std::chrono::seconds(10)),
                  contact.pause, [&](const peer::Reply& so_far) {
                      const auto* unavailable = std::get_if<peer::Unavailable>(&so_far);
                      const std::string text = unavailable ? to_text(unavailable->error) : "waiting for " + server;
                      if (text != said) contact.say(text);
                      said = text;
                  }));
    if (const auto* refused = std::get_if<peer::Refused>(&reply))
        return fail(Fault::refused,
                    server + " does not serve " + name + " of this task (status " +
                        std::to_string(refused->problem.status) + ")",
                    {}, "its operator checks with tacit-collector status that the task is loaded");
    return std::string(as_text(std::get<peer::Answered>(reply).body));
}

// The wording as one aggregator serves and signs it.
Result<std::string> fetch_texts(const Contact& contact, const task::Party& party) {
    TACIT_TRY(std::string document, fetch(contact, party.url, "texts/1.json"));
    TACIT_TRY(const std::string signature, fetch(contact, party.url, "texts/1.sig"));
    auto verified = task::verify_texts(document, signature, party.signing_key);
    if (!verified)
        return fail(Fault::corrupt, "the wording that " + party.url + " serves is not signed by its key", {},
                    "ask its operator; do not publish with it");
    return document;
}

}  // namespace

Result<void> check_ledger(std::string_view ledger, const task::LedgerOf& whose, const wire::Interval& batch,
                          ByteView noised_share) {
    const std::string who(wire::name(whose.role));
    auto chain = task::verify_chain(ledger, whose);
    if (!chain)
        return fail(Fault::corrupt, "the ledger of the " + who + " does not hold: " + chain.error().what,
                    chain.error().where, "ask its operator; do not publish before it is explained");
    for (const task::Entry& entry : chain->entries) {
        const auto* collected = std::get_if<task::BatchCollected>(&entry.event);
        if (collected == nullptr || collected->batch != batch) continue;
        if (collected->noised_share_sha256 == sha256(noised_share)) return {};
        return fail(Fault::corrupt, "the ledger of the " + who + " names another share than the one it handed out", {},
                    "ask its operator; do not publish before it is explained");
    }
    return fail(Fault::corrupt, "the ledger of the " + who + " does not name this batch as collected", {},
                "ask its operator; do not publish before it is explained");
}

Result<Gathered> gather(const Contact& contact, const Opened& opened) {
    Gathered gathered;
    const task::Task& task = contact.task;
    TACIT_TRY(gathered.leader_ledger, fetch(contact, task.leader.url, "ledger"));
    TACIT_TRY(gathered.helper_ledger, fetch(contact, task.helper.url, "ledger"));
    TACIT_CHECK(check_ledger(gathered.leader_ledger, {contact.id, wire::Role::leader, task.leader.signing_key},
                             opened.asked, opened.leader_share));
    TACIT_CHECK(check_ledger(gathered.helper_ledger, {contact.id, wire::Role::helper, task.helper.signing_key},
                             opened.asked, opened.helper_share));
    TACIT_TRY(gathered.texts, fetch_texts(contact, task.leader));
    TACIT_TRY(const std::string same, fetch_texts(contact, task.helper));
    if (gathered.texts != same)
        return fail(Fault::corrupt, "leader and helper show different wording for this task", {},
                    "both operators compare texts/1.json in their task folders");
    return gathered;
}

}  // namespace tacit::publisher
