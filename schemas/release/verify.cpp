#include "schemas/release/verify.h"

#include <algorithm>

#include "schemas/release/analysis.h"
#include "schemas/release/format/files.h"
#include "schemas/release/read.h"
#include "schemas/release/text.h"
#include "schemas/release/verify/evidence.h"
#include "schemas/release/verify/figures.h"

namespace tacit::release {
namespace {

using Outcome = Check::Outcome;

std::size_t batches_left_out(const Release& release, const task::Chain& chain) {
    std::size_t count = 0;
    for (const task::Entry& entry : chain.entries) {
        const auto* collected = std::get_if<task::BatchCollected>(&entry.event);
        if (collected == nullptr) continue;
        const bool there = std::any_of(release.batches.begin(), release.batches.end(),
                                       [&](const BatchShares& batch) { return batch.interval == collected->batch; });
        if (!there) ++count;
    }
    return count;
}

class Verifier {
public:
    explicit Verifier(const Files& files) : files_(files) {}

    Verdict run() {
        step("hashes", "Every file has the hash that SHA256SUMS lists, and no file is missing or was added.",
             "The folder is complete and unchanged since it was signed.", check_hashes(files_));
        Result<Release> release = read_release(files_);
        if (!release) {
            step("task", "task.json, shares.json, the ledgers and the wording can be read.", "",
                 tl::make_unexpected(release.error()));
            return finish();
        }
        verdict_.release_id = release_id(*release);
        name_keys(release->task);
        step("signature", "SHA256SUMS is signed (minisign) by the publisher that task.json names.",
             release->task.publisher.name + " published exactly these files.", check_signature(files_, release->task));
        step("task", "The task's identifier follows from task.json; every batch lies in its time.",
             "Questions, tables, dates and keys are those that every report was bound to.",
             check_task(files_, *release));
        step("analysis", "What is called a registered analysis has the hash that task.json names.",
             analysis_words(*release), check_said_of_analysis(files_, *release));
        step("wording", "Every version of the wording is signed by both organisations.",
             "Nobody was shown other words by one of the two.", check_signed_wordings(*release));
        check_evidence(*release);
        return finish();
    }

private:
    void check_evidence(const Release& release) {
        auto leader = chain_of(release, wire::Role::leader);
        auto helper = chain_of(release, wire::Role::helper);
        Result<void> held;
        if (!leader) held = tl::make_unexpected(leader.error());
        if (leader && !helper) held = tl::make_unexpected(helper.error());
        step("ledgers", "Every line of both ledgers is signed by its organisation and names the line before.",
             "Neither organisation's record was changed, shortened in the middle or reordered.", held);
        if (!held) return;
        const Ledgers ledgers{*std::move(leader), *std::move(helper)};
        step("served", "The wording here is that which both ledgers name, and none of it is missing.",
             "What the labels say is what people were shown.", check_served_wordings(release, ledgers));
        step("shares", "Each noised share has the hash that its organisation's ledger names, once for each batch.",
             "Both organisations handed out these totals, and drew their noise once.", check_shares(release, ledgers));
        step("noise",
             "Sensitivity, variances, rho and epsilon, computed again from the survey, are those in both "
             "ledgers and in datapackage.json.",
             "The privacy that was promised is the privacy that this survey's noise gives.",
             check_noise(files_, release, ledgers));
        const auto computed = content_files(release);
        if (!computed) {
            step("sums", "The two shares are added up again.", "", tl::make_unexpected(computed.error()));
            return;
        }
        step("sums", "The two shares of every batch, added up again, are data/noisy_raw.csv.",
             "The published counts are what the two organisations handed out, and nothing else.",
             check_sums(files_, *computed));
        step("figures", "All other tables in data/, and results.json, are computed again from the counts.",
             "Estimates, shares and intervals follow from the counts by the published methods.",
             check_figures(files_, *computed));
        step("package",
             "datapackage.json has the hashes of the tables, and says of batches, people, quality and incidents what "
             "follows from the other files; survey.json is the survey of task.json.",
             "The description fits the files.", check_description(files_, *computed));
        note_report(*computed);
        if (const std::size_t count = batches_left_out(release, ledgers.leader); count > 0)
            verdict_.checks.push_back({"batches", "Every batch that the leader's ledger names is in the release.",
                                       Outcome::noted,
                                       std::to_string(count) + " collected batch" + (count == 1 ? " is" : "es are") +
                                           " not in this release. Ask the publisher why."});
    }

    void note_report(const Files& computed) {
        const Unlike names = unlike(files_, computed);
        Check check{"report",
                    "Pages, checklists and helper programs are those that this program writes for these numbers.",
                    Outcome::holds, "What the pages say follows from the numbers."};
        if (!names.rewritten.empty() || !names.foreign.empty()) {
            check.outcome = Outcome::noted;
            check.found.clear();
            if (!names.rewritten.empty()) check.found += "Written otherwise: " + listed(names.rewritten) + ". ";
            if (!names.foreign.empty()) check.found += "Not part of a release: " + listed(names.foreign) + ". ";
            check.found +=
                "Another version of the program does that; so does somebody who rewords a report. The publisher signed "
                "them and nothing was computed again there: believe the tables in data/ rather than them.";
        }
        verdict_.checks.push_back(std::move(check));
    }

    void step(std::string name, std::string checked, std::string meaning, const Result<void>& result) {
        Check check{std::move(name), std::move(checked), Outcome::holds, std::move(meaning)};
        if (!result) {
            check.outcome = Outcome::failed;
            check.found = result.error().what + (result.error().where.empty() ? "" : " (" + result.error().where + ")");
        }
        verdict_.checks.push_back(std::move(check));
    }

    void name_keys(const task::Task& task) {
        const auto add = [&](std::string_view role, const task::Party& party) {
            verdict_.keys.push_back(std::string(role) + " " + party.name + ", " + party.url + ": " +
                                    to_base64url(party.signing_key.bytes));
        };
        add("leader", task.leader);
        add("helper", task.helper);
        add("publisher", task.publisher);
    }

    Verdict finish() {
        verdict_.cannot_show = {
            "that the keys belong to the organisations: compare them with what each publishes elsewhere",
            "that the two organisations did not work together, and that each drew its noise as it says",
            "that those who answered are different people who told the truth",
            "that no report was turned away before it was counted",
            "that no newer version corrects this one: look at the publisher's list of releases",
            "that the ledgers end where these copies end: compare them with those that the organisations serve",
        };
        return std::move(verdict_);
    }

    const Files& files_;
    Verdict verdict_;
};

}  // namespace

bool Verdict::holds() const { return first_failure() == nullptr; }

const Check* Verdict::first_failure() const {
    const auto failed =
        std::find_if(checks.begin(), checks.end(), [](const Check& check) { return check.outcome == Outcome::failed; });
    return failed == checks.end() ? nullptr : &*failed;
}

Verdict verify(const Files& files) { return Verifier(files).run(); }

std::string to_text(const Verdict& verdict) {
    const std::string name = verdict.release_id.empty() ? "This folder" : "The release " + verdict.release_id;
    std::string text =
        verdict.holds() ? name +
                              " HOLDS: it is what both organisations and the publisher signed, and its numbers "
                              "follow from their shares.\n"
                        : name + " DOES NOT HOLD. Do not use or quote it before the publisher has explained this:\n  " +
                              verdict.first_failure()->found + ".\n";
    for (const Check& check : verdict.checks) {
        if (check.outcome == Outcome::noted) text += "  But note: " + check.found + "\n";
    }
    text += "\n";
    for (const Check& check : verdict.checks) {
        const std::string_view word = check.outcome == Outcome::holds   ? "holds "
                                      : check.outcome == Outcome::noted ? "note  "
                                                                        : "FAILED";
        text +=
            "  " + std::string(word) + "  " + check.name + ": " + check.checked + "\n          " + check.found + "\n";
    }
    if (!verdict.keys.empty()) text += "\nSignatures were checked with the keys in task.json:\n";
    for (const std::string& key : verdict.keys) text += "  " + key + "\n";
    text += "\nNo check of files can show:\n";
    for (const std::string& what : verdict.cannot_show) text += "  - " + what + "\n";
    return text;
}

}  // namespace tacit::release
