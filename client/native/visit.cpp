#include "client/native/visit.h"

namespace tacit::native {
namespace {

class Fetch {
public:
    Fetch(Transport& transport, const wire::TaskId& task_id) : transport_(transport), task_id_(task_id) {}

    Result<void> task_and_texts_list(const std::string& aggregator, client::Served& served) const {
        TACIT_TRY(served.task_json, get(aggregator, "task.json"));
        TACIT_TRY(served.texts_list, get(aggregator, "texts.json"));
        return {};
    }
    Result<void> texts_and_keys(const std::string& aggregator, std::uint32_t number, client::Served& served) const {
        TACIT_TRY(served.texts, get(aggregator, "texts/" + std::to_string(number) + ".json"));
        TACIT_TRY(served.texts_signature, get(aggregator, "texts/" + std::to_string(number) + ".sig"));
        TACIT_TRY(served.hpke_config, transport_.get_ok(aggregator + "hpke_config"));
        TACIT_TRY(served.peer_hpke, get(aggregator, "peer_hpke.json"));
        return {};
    }

private:
    Result<Bytes> get(const std::string& aggregator, const std::string& name) const {
        return transport_.get_ok(task_url(aggregator, task_id_, name));
    }

    Transport& transport_;
    const wire::TaskId& task_id_;
};

}  // namespace

Result<Bytes> first_copy(Transport& transport, const TaskAddress& address, std::string& server) {
    Result<Bytes> copy = fail(Fault::refused, "the address names no server");
    for (const std::string& aggregator : address.aggregators) {
        server = aggregator;
        copy = transport.get_ok(task_url(aggregator, address.task_id, "task.json"));
        if (copy || copy.error().fault == Fault::unavailable) return copy;
    }
    return copy;
}

std::string task_url(std::string_view aggregator, const wire::TaskId& task_id, std::string_view name) {
    return std::string(aggregator) + "tacit/tasks/" + wire::to_text(task_id) + "/" + std::string(name);
}

Result<client::Believed> visit(Transport& transport, const TaskAddress& address) {
    std::string server;
    TACIT_TRY(const Bytes copy, first_copy(transport, address, server));
    TACIT_TRY(const task::Task task, client::look_at_task(address.task_id, server, copy));

    const Fetch fetch(transport, address.task_id);
    client::ServedByBoth served;
    TACIT_CHECK(fetch.task_and_texts_list(task.leader.url, served.leader));
    TACIT_CHECK(fetch.task_and_texts_list(task.helper.url, served.helper));
    TACIT_TRY(const std::uint32_t number, client::newest_texts(task, address.task_id, served));
    TACIT_CHECK(fetch.texts_and_keys(task.leader.url, number, served.leader));
    TACIT_CHECK(fetch.texts_and_keys(task.helper.url, number, served.helper));
    return client::believe(address.task_id, served);
}

}  // namespace tacit::native
