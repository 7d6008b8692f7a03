#include "schemas/task/counted.h"

#include <algorithm>

#include "schemas/task/fields.h"
#include "schemas/task/signed_json.h"

namespace tacit::task {

std::string sign_counted(const Counted& counted, const sign::SecretKey& key) {
    json::Node collected = json::Node::array();
    for (const wire::Interval& interval : counted.collected) collected.push(to_node(interval));
    return sign_object(
        json::Node::object(
            {{"task", to_text(counted.task)}, {"role", wire::name(counted.role)}, {"collected", std::move(collected)}}),
        key, sign::Kind::counted);
}

Result<Counted> open_counted(std::string_view text, const sign::PublicKey& key) {
    TACIT_TRY(const SignedObject object, open_object(text, key, sign::Kind::counted));
    TACIT_CHECK(object.root().only({"v", "task", "role", "collected", "sig"}));
    Counted counted;
    TACIT_TRY(counted.task, load_task_id(object.root()));
    TACIT_TRY(counted.role, load_aggregator(object.root()));
    TACIT_TRY(const auto items, object.root().array("collected"));
    for (const json::Value& item : items) {
        TACIT_TRY(const wire::Interval interval, load_interval(item));
        if (!counted.collected.empty() && interval.start < *wire::end(counted.collected.back()))
            return item.malformed("intervals out of order, or overlapping");
        counted.collected.push_back(interval);
    }
    return counted;
}

bool is_counted(const Counted& counted, wire::Time unit) {
    return std::any_of(counted.collected.begin(), counted.collected.end(),
                       [unit](const wire::Interval& interval) { return wire::covers(interval, unit); });
}

}  // namespace tacit::task
