#include "collector/publisher/release.h"

#include "collector/publisher/estimate.h"
#include "collector/publisher/text.h"
#include "crypto/dp/epsilon.h"
#include "crypto/sign/minisign.h"
#include "schemas/json/node.h"
#include "schemas/task/url.h"

namespace tacit::publisher {
namespace {

constexpr std::string_view kManifest = "SHA256SUMS";

// Codes are plain words today; quoting keeps a stranger's survey from breaking the table.
std::string csv_field(const std::string& text) {
    if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char letter : text) quoted += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    return quoted + "\"";
}

bool one_machine(const task::Task& task) {
    const auto leader = task::parse_url(task.leader.url);
    const auto helper = task::parse_url(task.helper.url);
    return !leader || !helper || task::same_machine(*leader, *helper);
}

std::string in_100(double guess) { return fixed(guess * 100, 1) + " in 100"; }

json::Node spent(const dp::Rational& rho) {
    return json::Node::object({{"rho", dp::to_text(rho)},
                               {"epsilon_at_delta_1e-6", fixed(dp::epsilon_upper(rho, 1e-6), 2)},
                               {"guess_right_at_most", in_100(dp::guess_upper(rho))}});
}

json::Node noise_node(const task::Cost& cost) {
    json::Node tables = json::Node::array();
    for (const task::LedgerBlock& block : cost.blocks)
        tables.push(json::Node::object({{"table", block.table},
                                        {"cells", block.cells},
                                        {"delta_squared", block.delta_squared},
                                        {"sigma_squared_per_organisation", block.sigma_squared},
                                        {"variance_of_a_cell", 2 * std::uint64_t{block.sigma_squared}},
                                        {"rho", dp::to_text(block.rho)}}));
    return json::Node::object({{"mechanism",
                                "discrete Gaussian noise, added by each organisation to its own share before it "
                                "left; the shares add up to the published counts"},
                               {"neighbouring", "one questionnaire replaced by any other"},
                               {"against_someone_who_knows_one_organisations_noise", spent(cost.rho_this_server)},
                               {"against_everybody_else", spent(cost.rho_both_honest)},
                               {"tables", std::move(tables)}});
}

json::Node batch_node(const Release& release) {
    const wire::Interval& asked = release.opened.asked;
    return json::Node::object({{"start", asked.start},
                               {"duration", asked.duration},
                               {"time_precision_seconds", release.task.time_precision},
                               {"from", moment_text(begin_of(release.task, asked.start))},
                               {"to", moment_text(begin_of(release.task, asked.start + asked.duration))}});
}

json::Node party_node(const task::Party& party) {
    return json::Node::object({{"name", party.name}, {"contact", party.contact}, {"url", party.url}});
}

Result<std::string> release_json(const Release& release) {
    const task::Task& task = release.task;
    TACIT_TRY(const task::Cost cost, task::cost_of(release.terms.compiled, task.min_batch_size));
    TACIT_TRY(const std::vector<std::string> sentences, guarantee(task, release.terms));
    json::Node words = json::Node::array();
    for (const std::string& sentence : sentences) words.push(sentence);
    json::Node texts = json::Node::array();
    texts.push(json::Node::object(
        {{"n", 1}, {"from", moment_text(std::chrono::sys_seconds(std::chrono::seconds(task.opens)))}}));
    const Opened& opened = release.opened;
    return json::pretty(json::Node::object(
        {{"format", "tacit-release-1"},
         {"task_id", wire::to_text(release.terms.id)},
         {"made", day_text(release.made)},
         {"survey", json::Node::object({{"id", task.definition.id}, {"version", task.definition.version}})},
         {"leader", party_node(task.leader)},
         {"helper", party_node(task.helper)},
         {"publisher", party_node(task.publisher)},
         {"one_machine_trial", one_machine(task)},
         {"batch", batch_node(release)},
         {"reports_about", reports_about(opened.tables)},
         {"minimum_reports", task.min_batch_size},
         {"guarantee", std::move(words)},
         {"noise", noise_node(cost)},
         {"texts", std::move(texts)},
         {"shares", json::Node::object({{"form",
                                         "Field64 elements, 8 bytes each, little-endian, in base64url; added modulo "
                                         "2^64 - 2^32 + 1 they give the counts in the order of cells.csv"},
                                        {"leader", to_base64url(opened.leader_share)},
                                        {"helper", to_base64url(opened.helper_share)}})}}));
}

std::string manifest(const Files& files) {
    std::string text;
    for (const auto& [name, content] : files) text += to_hex(sha256(as_bytes(content))) + "  " + name + "\n";
    return text;
}

}  // namespace

std::string cells_csv(const std::vector<survey::TableResult>& tables) {
    std::string csv = "table,row,column,count,noise_sd,ci_low,ci_high\n";
    for (const survey::TableResult& table : tables) {
        for (const survey::CellTotal& cell : table.cells) {
            const NoiseInterval interval = noise_interval(cell.total, table.sigma_squared);
            csv += csv_field(table.id) + "," + csv_field(cell.name.row) + "," + csv_field(cell.name.column) + "," +
                   std::to_string(cell.total) + "," + fixed(noise_sd(table.sigma_squared), 2) + "," +
                   fixed(interval.low, 1) + "," + fixed(interval.high, 1) + "\n";
        }
    }
    return csv;
}

Result<std::vector<std::string>> guarantee(const task::Task& task, const task::Terms& terms) {
    TACIT_TRY(const task::Cost cost, task::cost_of(terms.compiled, task.min_batch_size));
    std::vector<std::string> sentences;
    if (one_machine(task))
        sentences.push_back(
            "THIS WAS A TRIAL ON ONE MACHINE: both shares of every answer were in the same hands, so the split "
            "protected nobody.");
    sentences.push_back(
        "No server saw a single answer: each answer sheet was split on the respondent's device into two shares, one "
        "for " +
        task.leader.name + " and one for " + task.helper.name + ", and neither can read anything without the other.");
    sentences.push_back("Each of the two added random noise of its own to its totals before it handed them out.");
    sentences.push_back(
        "Somebody who knows every other answer sheet and also the noise of one of the two, and wants to tell which of "
        "two "
        "answer sheets a person sent, is right at most " +
        in_100(dp::guess_upper(cost.rho_this_server)) + " times (50 in 100 would be guessing).");
    sentences.push_back("Everybody else is right at most " + in_100(dp::guess_upper(cost.rho_both_honest)) + " times.");
    sentences.push_back("Whoever takes part several times adds up these budgets (rho): twice means twice the rho.");
    sentences.push_back("Not protected: that the survey took place, that at least " +
                        std::to_string(task.min_batch_size) +
                        " answer sheets came, and what the results say about groups of people.");
    sentences.push_back(
        "The intervals in cells.csv show the noise only. They say nothing about who took part and who did not.");
    return sentences;
}

Result<Files> release_files(const Release& release, const sign::SecretKey& publisher_key) {
    Files files;
    files["cells.csv"] = cells_csv(release.opened.tables);
    TACIT_TRY(files["release.json"], release_json(release));
    files["task.json"] = task::canonical(release.task);
    files["texts-1.json"] = release.gathered.texts;
    files["ledger-leader.jsonl"] = release.gathered.leader_ledger;
    files["ledger-helper.jsonl"] = release.gathered.helper_ledger;
    const std::string sums = manifest(files);
    files[std::string(kManifest) + ".minisig"] =
        sign::minisign_sign(publisher_key, as_bytes(sums), "tacit release of task " + wire::to_text(release.terms.id));
    files["publisher.pub"] = sign::minisign_public_key(publisher_key.public_key());
    files[std::string(kManifest)] = sums;
    return files;
}

}  // namespace tacit::publisher
