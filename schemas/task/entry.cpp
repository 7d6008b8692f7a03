#include "schemas/task/entry.h"

#include <array>
#include <utility>

#include "crypto/dp/zcdp.h"
#include "schemas/task/fields.h"
#include "schemas/task/signed_json.h"
#include "schemas/task/url.h"

namespace tacit::task {
namespace {

using Reason = BatchRefused::Reason;

template <class... F>
struct Overloads : F... {
    using F::operator()...;
};
template <class... F>
Overloads(F...) -> Overloads<F...>;

std::string_view name(Reason reason) {
    switch (reason) {
        case Reason::too_small: return "too_small";
        case Reason::corrupt: return "corrupt";
        case Reason::discarded: return "discarded";
        case Reason::restored: return "restored";
    }
    return {};
}
constexpr std::array kReasons = {Reason::too_small, Reason::corrupt, Reason::discarded, Reason::restored};

std::string_view name(Incident::Kind kind) {
    switch (kind) {
        case Incident::Kind::restored_backup: return "restored_backup";
        case Incident::Kind::different_ledger: return "different_ledger";
        case Incident::Kind::key_exposed: return "key_exposed";
        case Incident::Kind::other: return "other";
    }
    return {};
}
constexpr std::array kIncidents = {Incident::Kind::restored_backup, Incident::Kind::different_ledger,
                                   Incident::Kind::key_exposed, Incident::Kind::other};

constexpr std::array kFormOutcomes = {FormOutcome::as_signed, FormOutcome::differs, FormOutcome::unreachable,
                                      FormOutcome::absent};

template <class E, std::size_t N>
Result<E> load_name(const json::Value& object, std::string_view key, const std::array<E, N>& all) {
    TACIT_TRY(const json::Value value, object.at(key));
    TACIT_TRY(const std::string text, value.as_text());
    for (const E candidate : all) {
        if (text == name(candidate)) return candidate;
    }
    return value.malformed("an unknown code", "The ledger may be of a newer version.");
}

Result<dp::Rational> load_rational(const json::Value& object, std::string_view key) {
    TACIT_TRY(const json::Value value, object.at(key));
    TACIT_TRY(const std::string text, value.as_text());
    auto rational = dp::Rational::from_text(text);
    if (!rational) return value.malformed("not a fraction in lowest terms");
    return *rational;
}

void add_cost(json::Node& line, const Cost& cost) {
    json::Node blocks = json::Node::array();
    for (const LedgerBlock& block : cost.blocks) {
        blocks.push(json::Node::object({{"table", block.table},
                                        {"cells", block.cells},
                                        {"delta_squared", block.delta_squared},
                                        {"sigma_squared", block.sigma_squared},
                                        {"rho", dp::to_text(block.rho)}}));
    }
    line.set("blocks", std::move(blocks));
    line.set("rho_this_server", dp::to_text(cost.rho_this_server));
    line.set("rho_both_honest", dp::to_text(cost.rho_both_honest));
    line.set("min_batch_size", cost.min_batch_size);
}

Result<Cost> load_cost(const json::Value& line) {
    Cost cost;
    TACIT_TRY(const auto blocks, line.array("blocks"));
    for (const json::Value& item : blocks) {
        TACIT_CHECK(item.only({"table", "cells", "delta_squared", "sigma_squared", "rho"}));
        LedgerBlock block;
        TACIT_TRY(block.table, load_line(item, "table"));
        TACIT_TRY(block.cells, load_count(item, "cells"));
        TACIT_TRY(block.delta_squared, load_count(item, "delta_squared"));
        TACIT_TRY(const std::int64_t sigma_squared, item.integer("sigma_squared", 1, dp::kSigmaSquaredMax));
        block.sigma_squared = static_cast<std::uint32_t>(sigma_squared);
        TACIT_TRY(block.rho, load_rational(item, "rho"));
        cost.blocks.push_back(std::move(block));
    }
    TACIT_TRY(cost.rho_this_server, load_rational(line, "rho_this_server"));
    TACIT_TRY(cost.rho_both_honest, load_rational(line, "rho_both_honest"));
    TACIT_TRY(cost.min_batch_size, load_count(line, "min_batch_size"));
    return cost;
}

void add_event(json::Node& line, const Event& event) {
    std::visit(Overloads{
                   [&](const TaskCreated& e) {
                       add_cost(line, e.cost);
                       line.set("software", e.software);
                   },
                   [&](const BatchCollected& e) {
                       line.set("batch", to_node(e.batch));
                       add_cost(line, e.cost);
                       line.set("noised_share_sha256", to_hex(e.noised_share_sha256));
                       line.set("software", e.software);
                   },
                   [&](const BatchRefused& e) {
                       line.set("batch", to_node(e.batch));
                       line.set("reason", name(e.reason));
                   },
                   [&](const TaskClosed& e) { line.set("closed", e.closed); },
                   [&](const TextsServed& e) {
                       line.set("n", e.n);
                       line.set("sha256", to_hex(e.sha256));
                   },
                   [&](const FormChecked& e) {
                       line.set("form", e.form);
                       line.set("outcome", name(e.outcome));
                       if (e.version.empty()) return;
                       line.set("version", e.version);
                       line.set("sha256", to_hex(e.sha256));
                   },
                   [&](const Incident& e) { line.set("kind", name(e.kind)); },
               },
               event);
}

Result<wire::Interval> load_batch(const json::Value& line) {
    TACIT_TRY(const json::Value batch, line.at("batch"));
    return load_interval(batch);
}

// Refuses members beside those of every line and those of the event at hand.
Result<void> line_only(const json::Value& line, std::initializer_list<std::string_view> of_the_event) {
    std::vector<std::string_view> keys = {"v", "seq", "prev", "event", "role", "task", "time", "sig"};
    keys.insert(keys.end(), of_the_event.begin(), of_the_event.end());
    return line.only(keys);
}

Result<Event> load_task_created(const json::Value& line) {
    TACIT_CHECK(line_only(line, {"blocks", "rho_this_server", "rho_both_honest", "min_batch_size", "software"}));
    TaskCreated event;
    TACIT_TRY(event.cost, load_cost(line));
    TACIT_TRY(event.software, load_line(line, "software"));
    return event;
}

Result<Event> load_batch_collected(const json::Value& line) {
    TACIT_CHECK(line_only(line, {"batch", "blocks", "rho_this_server", "rho_both_honest", "min_batch_size",
                                 "noised_share_sha256", "software"}));
    BatchCollected event;
    TACIT_TRY(event.batch, load_batch(line));
    TACIT_TRY(event.cost, load_cost(line));
    TACIT_TRY(event.noised_share_sha256, load_sha256(line, "noised_share_sha256"));
    TACIT_TRY(event.software, load_line(line, "software"));
    return event;
}

Result<Event> load_batch_refused(const json::Value& line) {
    TACIT_CHECK(line_only(line, {"batch", "reason"}));
    BatchRefused event;
    TACIT_TRY(event.batch, load_batch(line));
    TACIT_TRY(event.reason, load_name(line, "reason", kReasons));
    return event;
}

Result<Event> load_task_closed(const json::Value& line) {
    TACIT_CHECK(line_only(line, {"closed"}));
    TaskClosed event;
    TACIT_TRY(event.closed, load_count(line, "closed"));
    return event;
}

Result<Event> load_texts_served(const json::Value& line) {
    TACIT_CHECK(line_only(line, {"n", "sha256"}));
    TextsServed event;
    TACIT_TRY(const std::int64_t n, line.integer("n", 1, 9'999));
    event.n = static_cast<std::uint32_t>(n);
    TACIT_TRY(event.sha256, load_sha256(line, "sha256"));
    return event;
}

Result<Event> load_form_checked(const json::Value& line) {
    TACIT_CHECK(line_only(line, {"form", "outcome", "version", "sha256"}));
    FormChecked event;
    TACIT_TRY(event.form, line.text("form"));
    TACIT_CHECK(parse_url(event.form));
    TACIT_TRY(event.outcome, load_name(line, "outcome", kFormOutcomes));
    if (!line.find("version") && !line.find("sha256")) return event;
    TACIT_TRY(event.version, load_line(line, "version"));
    TACIT_TRY(event.sha256, load_sha256(line, "sha256"));
    return event;
}

Result<Event> load_incident(const json::Value& line) {
    TACIT_CHECK(line_only(line, {"kind"}));
    Incident event;
    TACIT_TRY(event.kind, load_name(line, "kind", kIncidents));
    return event;
}

using Loader = Result<Event> (*)(const json::Value&);
constexpr std::array<std::pair<std::string_view, Loader>, 7> kLoaders = {{
    {"task_created", load_task_created},
    {"batch_collected", load_batch_collected},
    {"batch_refused", load_batch_refused},
    {"task_closed", load_task_closed},
    {"texts", load_texts_served},
    {"form_checked", load_form_checked},
    {"incident", load_incident},
}};
static_assert(kLoaders.size() == std::variant_size_v<Event>);

Result<Event> load_event(const json::Value& line) {
    TACIT_TRY(const json::Value value, line.at("event"));
    TACIT_TRY(const std::string event, value.as_text());
    for (const auto& [known, load] : kLoaders) {
        if (event == known) return load(line);
    }
    return value.malformed("an unknown event", "The ledger may be of a newer version.");
}

Result<Entry> load_entry(const json::Value& line) {
    Entry entry;
    TACIT_TRY(entry.seq, load_count(line, "seq"));
    TACIT_TRY(entry.prev, load_sha256(line, "prev"));
    TACIT_TRY(entry.role, load_aggregator(line));
    TACIT_TRY(entry.task, load_task_id(line));
    TACIT_TRY(entry.time, load_count(line, "time"));
    TACIT_TRY(entry.event, load_event(line));
    return entry;
}

}  // namespace

std::string_view name(FormOutcome outcome) {
    switch (outcome) {
        case FormOutcome::as_signed: return "as_signed";
        case FormOutcome::differs: return "differs";
        case FormOutcome::unreachable: return "unreachable";
        case FormOutcome::absent: return "absent";
    }
    return "unreachable";
}

std::string_view name(const Event& event) { return kLoaders[event.index()].first; }

Result<Cost> cost_of(const survey::Compiled& compiled, std::uint64_t min_batch_size) {
    Cost cost;
    std::vector<dp::NoisyBlock> noisy;
    std::vector<std::uint32_t> sigma_squared;
    for (const survey::CompiledTable& table : compiled.tables) {
        TACIT_TRY(const dp::Rational rho,
                  dp::Rational::make(table.delta_squared, 2 * std::uint64_t{table.sigma_squared}));
        cost.blocks.push_back({table.id, table.cell_count, table.delta_squared, table.sigma_squared, rho});
        noisy.push_back({table.delta_squared, table.weight});
        sigma_squared.push_back(table.sigma_squared);
    }
    TACIT_TRY(cost.rho_this_server, dp::rho_spent(noisy, sigma_squared));
    TACIT_TRY(const dp::Rational two, dp::Rational::make(2, 1));
    TACIT_TRY(cost.rho_both_honest, cost.rho_this_server.over(two));
    cost.min_batch_size = min_batch_size;
    return cost;
}

std::string sign_entry(const Entry& entry, const sign::SecretKey& key) {
    json::Node line = json::Node::object({{"seq", entry.seq},
                                          {"prev", to_hex(entry.prev)},
                                          {"event", name(entry.event)},
                                          {"role", wire::name(entry.role)},
                                          {"task", wire::to_text(entry.task)},
                                          {"time", entry.time}});
    add_event(line, entry.event);
    return sign_object(std::move(line), key, sign::Kind::ledger);
}

Result<Entry> parse_entry(std::string_view line) {
    TACIT_TRY(const SignedObject object, SignedObject::parse(line));
    return load_entry(object.root());
}

Result<Entry> verify_entry(std::string_view line, const sign::PublicKey& key) {
    TACIT_TRY(const SignedObject object, open_object(line, key, sign::Kind::ledger));
    return load_entry(object.root());
}

}  // namespace tacit::task
