#include "schemas/release/guarantee.h"

#include <array>

#include "crypto/dp/epsilon.h"
#include "schemas/release/release.h"
#include "schemas/release/text.h"

namespace tacit::release {
namespace {

constexpr std::array<std::uint64_t, 4> kParticipations = {1, 2, 4, 12};

Result<json::Node> spent(const dp::Rational& rho) {
    json::Node several = json::Node::array();
    for (const std::uint64_t times : kParticipations) {
        TACIT_TRY(const dp::Rational factor, dp::Rational::make(times, 1));
        TACIT_TRY(const dp::Rational sum, rho.times(factor));
        several.push(json::Node::object({{"times", times},
                                         {"rho", dp::to_text(sum)},
                                         {"epsilon_at_delta_1e-6", fixed(dp::epsilon_upper(sum, 1e-6), 2)},
                                         {"guess_right_at_most", in_100(dp::guess_upper(sum))}}));
    }
    return json::Node::object({{"rho", dp::to_text(rho)},
                               {"epsilon_at_delta_1e-6", fixed(dp::epsilon_upper(rho, 1e-6), 2)},
                               {"epsilon_at_delta_1e-9", fixed(dp::epsilon_upper(rho, 1e-9), 2)},
                               {"guess_right_at_most", in_100(dp::guess_upper(rho))},
                               {"who_takes_part_several_times", std::move(several)}});
}

json::Node sentences_node(const std::vector<std::string>& sentences) {
    json::Node list = json::Node::array();
    for (const std::string& sentence : sentences) list.push(sentence);
    return list;
}

}  // namespace

std::string in_100(double share) { return fixed(share * 100, 1) + " in 100"; }

Result<Guarantee> guarantee(const task::Task& task, const task::Terms& terms) {
    TACIT_TRY(const task::Cost cost, task::cost_of(terms.compiled, task.min_batch_size));
    Guarantee says;
    if (one_machine(task))
        says.protects.push_back(
            "THIS WAS A TRIAL ON ONE MACHINE: both shares of every answer were in the same hands, so the split "
            "protected nobody.");
    says.protects.push_back(
        "No server saw a single answer: each answer sheet was split on the respondent's device into two shares, one "
        "for " +
        task.leader.name + " and one for " + task.helper.name + ", and neither can read anything without the other.");
    says.protects.push_back("Each of the two added random noise of its own to its totals before it handed them out.");
    says.protects.push_back(
        "Somebody who knows every other answer sheet and also the noise of one of the two, and wants to tell which of "
        "two answer sheets a person sent, is right at most " +
        in_100(dp::guess_upper(cost.rho_this_server)) + " times (50 in 100 would be guessing).");
    says.protects.push_back("Who knows neither one's noise is right at most " +
                            in_100(dp::guess_upper(cost.rho_both_honest)) + " times.");
    says.protects.push_back("Whoever takes part several times adds up these budgets (rho): twice means twice the rho.");
    says.not_protected.push_back("That the survey took place, and that at least " +
                                 std::to_string(task.min_batch_size) + " answer sheets came.");
    says.not_protected.push_back(
        "What the results say about groups of people: a reader may believe something of you because it is true of "
        "many like you, whether you took part or not.");
    says.not_protected.push_back("Against both organisations working together, who could read every answer.");
    return says;
}

Result<json::Node> privacy_node(const task::Task& task, const task::Terms& terms) {
    TACIT_TRY(const task::Cost cost, task::cost_of(terms.compiled, task.min_batch_size));
    TACIT_TRY(const Guarantee words, guarantee(task, terms));
    TACIT_TRY(json::Node one_corrupt, spent(cost.rho_this_server));
    TACIT_TRY(json::Node both_honest, spent(cost.rho_both_honest));
    json::Node tables = json::Node::array();
    for (const task::LedgerBlock& block : cost.blocks)
        tables.push(json::Node::object({{"table", block.table},
                                        {"cells", block.cells},
                                        {"delta_squared", block.delta_squared},
                                        {"sigma_squared_per_organisation", block.sigma_squared},
                                        {"variance_of_a_cell_per_batch", 2 * std::uint64_t{block.sigma_squared}},
                                        {"rho", dp::to_text(block.rho)}}));
    return json::Node::object(
        {{"unit", "one questionnaire"},
         {"neighbouring", "one questionnaire replaced by any other"},
         {"mechanism",
          "discrete Gaussian noise of integer variance, added by each organisation to its own share before it left; "
          "zero-concentrated differential privacy, exact fractions"},
         {"against_someone_who_knows_one_organisations_noise", std::move(one_corrupt)},
         {"against_everybody_else", std::move(both_honest)},
         {"composition", "every questionnaire is in one batch only, so several batches cost a person nothing more"},
         {"participation_protected", false},
         {"one_machine_trial", one_machine(task)},
         {"minimum_batch_size", task.min_batch_size},
         {"tables", std::move(tables)},
         {"in_words", sentences_node(words.protects)},
         {"not_protected", sentences_node(words.not_protected)}});
}

}  // namespace tacit::release
