#include "client/core/trust.h"

#include <algorithm>

#include "client/core/host.h"
#include "schemas/task/peer_hpke.h"
#include "schemas/task/url.h"

namespace tacit::client {
namespace {

constexpr const char* kDoNotAnswer =
    "Do not answer it here. Tell whoever gave you the address, and the people named in the survey.";

tl::unexpected<Distrust> distrust(Doubt why, std::string what, std::string_view server,
                                  std::string remedy = kDoNotAnswer) {
    return tl::unexpected(Distrust({Fault::refused, std::move(what), std::string(server), std::move(remedy)}, why));
}

// An error about something that this server served, with the server's name in front of the place.
tl::unexpected<Distrust> served_by(std::string_view server, std::string_view file, Error error) {
    error.what = client::host_of(server) + " serves a " + std::string(file) + " that cannot be used: " + error.what;
    if (error.remedy.empty()) error.remedy = kDoNotAnswer;
    return tl::unexpected<Distrust>(std::move(error));
}

Result<task::TextsList, Distrust> texts_list(std::string_view server, const wire::TaskId& id, ByteView bytes) {
    auto list = task::load_texts_list(as_text(bytes));
    if (!list) return served_by(server, "texts.json", std::move(list).error());
    if (list->task != id) return distrust(Doubt::unusable, "the list of texts is that of another survey", server);
    return list;
}

Result<void, Distrust> check_peer(const wire::TaskId& id, const task::Party& whose, wire::Role role, ByteView keys,
                                  const task::Party& witness, ByteView testimony) {
    auto seen = task::load_peer_hpke(as_text(testimony));
    if (!seen) return served_by(witness.url, "peer_hpke.json", std::move(seen).error());
    if (seen->task != id || seen->peer != role)
        return distrust(Doubt::keys,
                        host_of(witness.url) + " confirms the keys of another server than " + host_of(whose.url),
                        witness.url);
    if (!task::confirms(*seen, keys))
        return distrust(
            Doubt::keys,
            host_of(whose.url) + " gave us encryption keys that " + host_of(witness.url) +
                " has not seen it give to others",
            whose.url,
            "If its keys were changed just now, try again in an hour. If it stays, do not answer: with keys of "
            "your own it could recognise your report.");
    return {};
}

Result<wire::HpkeConfigList, Distrust> keys_of(std::string_view server, ByteView bytes) {
    auto list = wire::decode_hpke_config_list(bytes);
    if (!list) return served_by(server, "hpke_config", std::move(list).error());
    return list;
}

// Both signatures over the same bytes.
Result<task::NumberedTexts, Distrust> check_texts(const task::Task& task, const wire::TaskId& id, std::uint32_t n,
                                                  const ServedByBoth& served) {
    if (!equal(served.leader.texts, served.helper.texts))
        return distrust(Doubt::differ,
                        "the two servers word the survey differently: " + host_of(task.leader.url) + " and " +
                            host_of(task.helper.url) + " serve different texts",
                        task.leader.url);
    const std::string_view document = as_text(served.leader.texts);
    const auto check = [&](const task::Party& party, const Served& own) -> Result<void, Distrust> {
        auto verified = task::verify_texts(document, as_text(own.texts_signature), party.signing_key);
        if (!verified) return distrust(Doubt::texts, party.name + " has not signed the survey's texts", party.url);
        return {};
    };
    TACIT_CHECK(check(task.leader, served.leader));
    TACIT_CHECK(check(task.helper, served.helper));
    auto texts = task::load_texts_document(document, task.definition);
    if (!texts) return served_by(task.leader.url, "texts file", std::move(texts).error());
    if (texts->task != id || texts->n != n)
        return distrust(Doubt::unusable, "the texts are those of another survey", task.leader.url);
    return texts;
}

}  // namespace

Result<task::Task, Distrust> look_at_task(const wire::TaskId& expected, std::string_view server, ByteView task_json) {
    auto task = task::load_task(as_text(task_json));
    if (!task) return served_by(server, "task.json", std::move(task).error());
    auto id = task::task_id(*task);
    if (!id) return served_by(server, "task.json", std::move(id).error());
    if (*id != expected)
        return distrust(
            Doubt::other_task,
            host_of(server) + " shows another survey than the one of your address: it was changed after it began",
            server);
    return task;
}

Result<std::uint32_t, Distrust> newest_texts(const task::Task& task, const wire::TaskId& id,
                                             const ServedByBoth& served) {
    TACIT_TRY(const auto of_leader, texts_list(task.leader.url, id, served.leader.texts_list));
    TACIT_TRY(const auto of_helper, texts_list(task.helper.url, id, served.helper.texts_list));
    std::uint32_t newest = 0;
    for (const std::uint32_t number : of_leader.numbers) {
        const auto& others = of_helper.numbers;
        if (std::find(others.begin(), others.end(), number) != others.end()) newest = std::max(newest, number);
    }
    if (newest == 0)
        return distrust(Doubt::differ, "the two servers have no wording of the survey in common", task.helper.url,
                        "Its operators have to publish the texts on both. Try again later.");
    return newest;
}

Result<Believed, Distrust> believe(const wire::TaskId& expected, const ServedByBoth& served) {
    TACIT_TRY(task::Task task, look_at_task(expected, "the leader", served.leader.task_json));
    if (!equal(served.leader.task_json, served.helper.task_json))
        return distrust(Doubt::differ,
                        "the two servers do not show the same survey: the task.json of " + host_of(task.leader.url) +
                            " and of " + host_of(task.helper.url) + " differ",
                        task.helper.url);
    TACIT_TRY(const task::Url leader, task::parse_url(task.leader.url));
    TACIT_TRY(const task::Url helper, task::parse_url(task.helper.url));
    // Two hosts, or a trial: load_task() takes no other.
    const bool one_machine = leader.loopback() && helper.loopback();

    TACIT_TRY(const std::uint32_t n, newest_texts(task, expected, served));
    TACIT_TRY(task::NumberedTexts texts, check_texts(task, expected, n, served));
    TACIT_CHECK(check_peer(expected, task.leader, wire::Role::leader, served.leader.hpke_config, task.helper,
                           served.helper.peer_hpke));
    TACIT_CHECK(check_peer(expected, task.helper, wire::Role::helper, served.helper.hpke_config, task.leader,
                           served.leader.peer_hpke));
    TACIT_TRY(wire::HpkeConfigList leader_keys, keys_of(task.leader.url, served.leader.hpke_config));
    TACIT_TRY(wire::HpkeConfigList helper_keys, keys_of(task.helper.url, served.helper.hpke_config));
    if (task.admission != task::Admission::open)
        return distrust(Doubt::unusable,
                        "this survey is by invitation, which this version of the program cannot answer", {},
                        "Use a newer version.");
    TACIT_TRY(task::Terms terms, task::terms(task));
    return Believed{std::move(task),        std::move(terms), std::move(texts.texts), n, std::move(leader_keys),
                    std::move(helper_keys), one_machine};
}

}  // namespace tacit::client
