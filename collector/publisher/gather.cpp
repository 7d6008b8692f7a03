#include "collector/publisher/gather.h"

#include <algorithm>

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

// One version of the wording as one aggregator serves and signs it: document and signature.
struct SignedWording {
    std::string document;
    std::string signature;
};
Result<SignedWording> fetch_wording(const Contact& contact, const task::Party& party, std::uint32_t n) {
    const std::string name = "texts/" + std::to_string(n);
    SignedWording wording;
    TACIT_TRY(wording.document, fetch(contact, party.url, name + ".json"));
    TACIT_TRY(wording.signature, fetch(contact, party.url, name + ".sig"));
    if (!task::verify_texts(wording.document, wording.signature, party.signing_key))
        return fail(Fault::corrupt, "the wording that " + party.url + " serves is not signed by its key", {},
                    "ask its operator; do not publish with it");
    return wording;
}

Result<std::vector<std::uint32_t>> fetch_numbers(const Contact& contact, const task::Party& party) {
    TACIT_TRY(const std::string text, fetch(contact, party.url, "texts.json"));
    TACIT_TRY(const task::TextsList list, task::load_texts_list(text));
    return list.numbers;
}

// The versions that both serve: nobody was shown another.
Result<std::vector<release::Wording>> fetch_wordings(const Contact& contact) {
    const task::Task& task = contact.task;
    TACIT_TRY(const auto of_leader, fetch_numbers(contact, task.leader));
    TACIT_TRY(const auto of_helper, fetch_numbers(contact, task.helper));
    std::vector<release::Wording> wordings;
    for (const std::uint32_t n : of_leader) {
        if (std::find(of_helper.begin(), of_helper.end(), n) == of_helper.end()) continue;
        TACIT_TRY(SignedWording leader, fetch_wording(contact, task.leader, n));
        TACIT_TRY(SignedWording helper, fetch_wording(contact, task.helper, n));
        if (leader.document != helper.document)
            return fail(Fault::corrupt, "leader and helper show different wording for this task", {},
                        "both operators compare texts/" + std::to_string(n) + ".json in their task folders");
        wordings.push_back({n, std::move(leader.document), std::move(leader.signature), std::move(helper.signature)});
    }
    if (wordings.empty())
        return fail(Fault::corrupt, "leader and helper have no wording in common", {},
                    "both operators compare the texts in their task folders");
    return wordings;
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

Result<Gathered> gather(const Contact& contact, const std::vector<Opened>& batches) {
    Gathered gathered;
    const task::Task& task = contact.task;
    TACIT_TRY(gathered.leader_ledger, fetch(contact, task.leader.url, "ledger"));
    TACIT_TRY(gathered.helper_ledger, fetch(contact, task.helper.url, "ledger"));
    const task::LedgerOf leader{contact.id, wire::Role::leader, task.leader.signing_key};
    const task::LedgerOf helper{contact.id, wire::Role::helper, task.helper.signing_key};
    for (const Opened& batch : batches) {
        TACIT_CHECK(check_ledger(gathered.leader_ledger, leader, batch.asked, batch.leader_share));
        TACIT_CHECK(check_ledger(gathered.helper_ledger, helper, batch.asked, batch.helper_share));
    }
    TACIT_TRY(gathered.wordings, fetch_wordings(contact));
    return gathered;
}

}  // namespace tacit::publisher
