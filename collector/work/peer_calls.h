// One task's calls to its other aggregator: where each resource is, and who is asking. None is logged (task_look.h says
// why). Belongs to one thread.
#pragma once
#include <string>

#include "collector/ops/metrics.h"
#include "collector/peer/peer.h"
#include "collector/protocol/tasks.h"
#include "schemas/wire/media_type.h"

namespace tacit::work {

class PeerCalls {
public:
    PeerCalls(peer::Transport& transport, protocol::TaskPtr task, ops::Metrics* metrics)
        : transport_(transport), task_(std::move(task)), metrics_(metrics) {}

    peer::Reply hpke_config() { return attempt({.url = url("hpke_config")}); }
    peer::Reply aggregation_job(const Bytes& request) {
        return post(of_task("aggregation_jobs"), wire::text(wire::MediaType::aggregation_job_init_req), request);
    }
    peer::Reply aggregate_share(const Bytes& request, std::string ledger_head) {
        peer::Call call =
            posted(of_task("aggregate_shares"), wire::text(wire::MediaType::aggregate_share_req), request);
        call.ledger_head = std::move(ledger_head);
        return attempt(call);
    }
    peer::Reply poll(const std::string& location) {
        return attempt({.url = location, .token = &task_->secrets.peer_token});
    }
    peer::Reply ledger_head(const std::string& message) { return post_json("ledger_head", message); }
    peer::Reply close(const std::string& document) { return post_json("close", document); }

private:
    std::string url(const std::string& path) const { return task_->peer().url + path; }
    std::string of_task(const std::string& resource) const {
        return url("tasks/" + wire::to_text(task_->id) + '/' + resource);
    }
    peer::Call posted(std::string where, std::string media_type, Bytes body) const {
        return {.method = peer::Method::post,
                .url = std::move(where),
                .media_type = std::move(media_type),
                .body = std::move(body),
                .token = &task_->secrets.peer_token};
    }
    peer::Reply post(std::string where, std::string media_type, Bytes body) {
        return attempt(posted(std::move(where), std::move(media_type), std::move(body)));
    }
    peer::Reply post_json(const std::string& resource, const std::string& text) {
        return post(url("tacit/tasks/" + wire::to_text(task_->id) + '/' + resource), "application/json",
                    to_bytes(as_bytes(text)));
    }
    peer::Reply attempt(const peer::Call& call) { return peer::attempt(transport_, call, metrics_); }

    peer::Transport& transport_;
    protocol::TaskPtr task_;
    ops::Metrics* metrics_;
};

}  // namespace tacit::work
