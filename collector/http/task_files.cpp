// What both aggregators serve to everybody about a task (design.md sections 2, 4 and 6), so that a client can compare
// the two.
#include "collector/http/coding.h"
#include "collector/http/of_task.h"
#include "schemas/task/counted.h"
#include "schemas/task/peer_hpke.h"
#include "schemas/task/texts.h"

namespace tacit::http {
namespace {

constexpr std::string_view kJson = "application/json";

Response file(std::string_view media_type, std::string_view content) {
    Response response = answer(std::string(media_type), as_bytes(content));
    return response.with("Cache-Control", "no-cache");
}

// Under a task's id task.json and a wording never change: compressed once, when somebody first asks. Most of what a
// respondent fetches about a task is in them.
class Lasting {
public:
    Response answer_with(const Request& request, const wire::TaskId& task, std::string_view name,
                         const std::string& text) {
        const auto content = find(task, name, text);
        if (!content) return answer(content.error());
        return in_best_coding(request, kJson, **content).with("Cache-Control", "no-cache");
    }

private:
    Result<std::shared_ptr<const form::Content>> find(const wire::TaskId& task, std::string_view name,
                                                      const std::string& text) {
        const std::lock_guard lock(mutex_);
        auto& kept = contents_[{task, std::string(name)}];
        if (!kept) {
            TACIT_TRY(form::Content content, form::compressed(text));
            kept = std::make_shared<const form::Content>(std::move(content));
        }
        return kept;
    }

    std::mutex mutex_;
    std::map<std::pair<wire::TaskId, std::string>, std::shared_ptr<const form::Content>> contents_;
};

Response not_found(const protocol::Task& task, std::string detail) {
    return answer(wire::Problem(wire::ProblemType::about_blank, std::move(detail), 404, task.id));
}

Response texts_list(const Services& services, const protocol::Task& task) {
    if (!services.wording.find(task.id)) return not_found(task, "there is no wording");
    return file(kJson, task::to_text(task::TextsList{task.id, {1}}));
}

Response texts_file(const Services& services, const protocol::Task& task, const Request& request, Lasting& lasting) {
    const std::string_view name = request.path[1];
    const auto wording = services.wording.find(task.id);
    if (wording && name == "1.json") return lasting.answer_with(request, task.id, "texts/1.json", wording->text);
    if (wording && name == "1.sig") return file("text/plain", wording->signature);
    return not_found(task, "there is no such wording; texts.json lists what there is");
}

Response peer_hpke(const protocol::Task& task) {
    const auto hashes = task.peer_keys->hashes();
    if (!hashes.current) {
        Response response = answer(wire::Problem(
            wire::ProblemType::about_blank, "the other aggregator's keys have not been fetched yet", 503, task.id));
        return response.with("Retry-After", "1");
    }
    const wire::Role peer = task.role == wire::Role::leader ? wire::Role::helper : wire::Role::leader;
    return file(kJson, task::to_text(task::PeerHpke{task.id, peer, *hashes.current, hashes.previous}));
}

Response counted(const Services& services, const protocol::Task& task) {
    const auto batches =
        services.parts.store.read("http: batches", [&](store::Reader& reader) { return reader.batches(task.key); });
    if (!batches) return answer(batches.error());
    task::Counted document{task.id, task.role, {}};
    for (const store::Batch& batch : *batches) {
        if (batch.state == store::BatchState::collected) document.collected.push_back(batch.interval);
    }
    return file(kJson, task::sign_counted(document, *task.signing_key));
}

Response ledger(const Services& services, const protocol::Task& task) {
    const auto text = services.parts.ledger.text(task);
    return text ? file("application/jsonl", *text) : answer(text.error());
}

}  // namespace

void add_task_files(Router& router, const Services& services) {
    const std::string base = services.prefix + "/tacit/tasks/{task}";
    const auto get = [&](Resource resource, const std::string& pattern, auto handle) {
        router.add({resource,
                    Method::get,
                    base + pattern,
                    {},
                    0,
                    true,
                    [&services, handle](const Request& request) -> Response {
                        const auto task = task_of(services, request, std::nullopt);
                        return task ? handle(request, **task) : task.error();
                    }});
    };
    const auto lasting = std::make_shared<Lasting>();
    get(Resource::task_json, "/task.json", [lasting](const Request& request, const protocol::Task& task) {
        return lasting->answer_with(request, task.id, "task.json", task.task_json);
    });
    get(Resource::texts, "/texts.json",
        [&services](const Request&, const protocol::Task& task) { return texts_list(services, task); });
    get(Resource::texts, "/texts/{file}", [&services, lasting](const Request& request, const protocol::Task& task) {
        return texts_file(services, task, request, *lasting);
    });
    get(Resource::peer_hpke, "/peer_hpke.json",
        [](const Request&, const protocol::Task& task) { return peer_hpke(task); });
    get(Resource::counted, "/counted.json",
        [&services](const Request&, const protocol::Task& task) { return counted(services, task); });
    get(Resource::ledger, "/ledger",
        [&services](const Request&, const protocol::Task& task) { return ledger(services, task); });
}

}  // namespace tacit::http
