#include "schemas/release/shares.h"

#include "crypto/base/check.h"
#include "crypto/vdaf/aggregate.h"
#include "schemas/task/fields.h"

namespace tacit::release {
namespace {

constexpr std::string_view kFormat = "tacit-shares-1";

// Far above the sum of any score over any number of people, and low enough that no sum of batches or number made of it
// leaves the integers of JSON. Two shares that do not belong together add up to more than this but once in 2^23 cells.
constexpr std::int64_t kTotalMax = std::int64_t{1} << 40;

Result<SecretVector<field::Field64>> decoded(const Bytes& share, std::size_t cells, std::string_view whose) {
    auto elements = vdaf::decode_share(share, cells);
    if (!elements)
        return fail(Fault::corrupt, "the share of the " + std::string(whose) + " has the wrong form", "shares.json",
                    "It does not belong to this survey.");
    return elements;
}

}  // namespace

Result<std::vector<std::int64_t>> noisy_totals(const BatchShares& batch, std::size_t cells) {
    TACIT_TRY(auto sum, decoded(batch.leader_share, cells, "leader"));
    TACIT_TRY(const auto more, decoded(batch.helper_share, cells, "helper"));
    vdaf::add(sum, more);
    std::vector<std::int64_t> totals;
    for (const field::Field64 element : sum) {
        const std::int64_t total = vdaf::signed_total(element);
        if (total < -kTotalMax || total > kTotalMax)
            return fail(Fault::corrupt, "the two shares add up to more than any survey can", "shares.json",
                        "They do not belong together.");
        totals.push_back(total);
    }
    return totals;
}

Result<std::vector<std::vector<std::int64_t>>> totals_by_batch(const std::vector<BatchShares>& batches,
                                                               std::size_t cells) {
    std::vector<std::vector<std::int64_t>> all;
    for (const BatchShares& batch : batches) {
        TACIT_TRY(std::vector<std::int64_t> totals, noisy_totals(batch, cells));
        all.push_back(std::move(totals));
    }
    return all;
}

std::vector<std::int64_t> added_up(const std::vector<std::vector<std::int64_t>>& batches) {
    TACIT_ASSERT(!batches.empty());
    std::vector<std::int64_t> sum = batches.front();
    for (std::size_t batch = 1; batch < batches.size(); ++batch) {
        for (std::size_t cell = 0; cell < sum.size(); ++cell) sum[cell] += batches[batch][cell];
    }
    return sum;
}

std::string shares_json(const wire::TaskId& task, const std::vector<BatchShares>& batches) {
    json::Node list = json::Node::array();
    for (const BatchShares& batch : batches) {
        json::Node node = task::to_node(batch.interval);
        node.set("leader", to_base64url(batch.leader_share));
        node.set("helper", to_base64url(batch.helper_share));
        list.push(std::move(node));
    }
    return json::pretty(json::Node::object(
        {{"format", kFormat},
         {"about",
          "The noised aggregate share of each organisation, as both ledgers name it by its SHA-256: numbers modulo "
          "2^64 - 2^32 + 1, 8 bytes each, little-endian, in base64url. Added up modulo that prime, with those above "
          "half of it standing for negative numbers, they are data/noisy_raw.csv."},
         {"task", wire::to_text(task)},
         {"batches", std::move(list)}}));
}

Result<std::vector<BatchShares>> load_shares(std::string_view text, const wire::TaskId& task) {
    TACIT_TRY(const json::Document document, json::Document::parse(text, {.size_max = std::size_t{64} << 20}));
    const json::Value root = document.root();
    TACIT_CHECK(root.only({"format", "about", "task", "batches"}));
    TACIT_TRY(const std::string format, root.text("format"));
    if (format != kFormat) return root.refused("these are not shares of this version");
    TACIT_TRY(const wire::TaskId of, task::load_task_id(root));
    if (of != task) return root.refused("the shares are of another task");
    TACIT_TRY(const auto items, root.array("batches"));
    if (items.empty()) return root.refused("there is no batch");
    std::vector<BatchShares> batches;
    for (const json::Value& item : items) {
        TACIT_CHECK(item.only({"start", "duration", "leader", "helper"}));
        BatchShares batch;
        TACIT_TRY(batch.interval.start, task::load_count(item, "start"));
        TACIT_TRY(batch.interval.duration, task::load_count(item, "duration"));
        if (!wire::end(batch.interval) || batch.interval.duration == 0) return item.malformed("not an interval");
        TACIT_TRY(batch.leader_share, task::load_base64url(item, "leader"));
        TACIT_TRY(batch.helper_share, task::load_base64url(item, "helper"));
        if (!batches.empty() && *wire::end(batches.back().interval) > batch.interval.start)
            return item.refused("this batch begins before the one before it ends");
        batches.push_back(std::move(batch));
    }
    return batches;
}

}  // namespace tacit::release
