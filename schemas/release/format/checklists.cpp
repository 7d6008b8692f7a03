// CHERRIES.md and STROBE.md of a release.
#include "schemas/release/analysis.h"
#include "schemas/release/format/documents.h"
#include "schemas/release/format/methods.h"
#include "schemas/release/text.h"

namespace tacit::release {
namespace {

class Checklist {
public:
    Checklist(std::string heading, const Content& content) : text_("# " + std::move(heading) + "\n\n") {
        const task::Party& publisher = content.release.task.publisher;
        if (content.release.synthetic) text_ += "**" + std::string(kSynthetic) + "**\n\n";
        ask_ = "Not part of the task; ask " + publisher.name + " (" + publisher.contact + ").";
        text_ +=
            "Filled in from the task and the ledgers. *Not measurable by design* marks what no party to this survey "
            "can "
            "know.\n\n| item | answer |\n|---|---|\n";
    }
    Checklist& item(std::string_view name, std::string_view answer) {
        text_ += "| " + std::string(name) + " | ";
        for (const char letter : answer) text_ += letter == '|' ? std::string("\\|") : std::string(1, letter);
        text_ += " |\n";
        return *this;
    }
    Checklist& unmeasurable(std::string_view name, std::string_view why) {
        return item(name, "**Not measurable by design.** " + std::string(why));
    }
    Checklist& ask(std::string_view name) { return item(name, ask_); }
    std::string take() { return std::move(text_); }

private:
    std::string text_;
    std::string ask_;
};

bool has_rules(const survey::Survey& survey) {
    for (const survey::Question& question : survey.questions) {
        if (question.ask_if) return true;
    }
    return false;
}

std::string languages(const Content& content) {
    std::vector<std::string> tags;
    for (const survey::Language& language : content.texts.languages) tags.push_back(language.tag);
    return listed(tags);
}

std::string organisations(const Content& content) {
    const task::Task& task = content.release.task;
    return task.leader.name + " and " + task.helper.name + " (one share each), " + task.publisher.name + " (publisher)";
}

std::string noise_words(const Content& content) {
    std::string text;
    for (const task::LedgerBlock& block : content.cost.blocks)
        text += (text.empty() ? "" : ", ") + block.table + " " + std::to_string(2 * std::uint64_t{block.sigma_squared});
    return "Noise variance of a cell and batch, by table: " + text + ".";
}

std::string kept_time(const task::Task& task) {
    const std::uint64_t hours = task.time_precision / 3600;
    if (hours == 24) return "a day";
    return hours == 1 ? "an hour" : std::to_string(hours) + " hours";
}

std::string missing_words() {
    return "\"No answer\" and \"not asked\" are cells of their own, published like every other. Nothing is imputed. "
           "Shares "
           "name their base in every line.";
}

}  // namespace

std::string cherries_md(const Content& content) {
    const task::Task& task = content.release.task;
    Checklist list("CHERRIES: reporting of results of internet e-surveys", content);
    list.item("Survey design",
              "Open online survey of self-selected people; target population as in the survey's own words.")
        .ask("Ethics approval")
        .item(
            "Informed consent",
            "Before anything is sent, form and program show what would leave the device, who runs both servers, which "
            "tables will be published, the minimum number of answer sheets, and the noise. Of answers that somebody "
            "sent for others, from a file, ask the publisher.")
        .item(
            "Data protection",
            "Answers were split on the device into two encrypted shares; no server could read one. No address, no user "
            "agent and no time finer than " +
                kept_time(task) + " is stored. See `datapackage.json`, block `tacit.privacy`.")
        .ask("Development and pretesting")
        .item("Open or closed survey", task.admission == task::Admission::open
                                           ? "Open: whoever has the address can answer."
                                           : "Closed: each answer sheet needed an invitation.")
        .ask("Contact mode and advertising")
        .item("Web or e-mail", "Web form and command line; answers were computed and encoded on the device.")
        .item("Context",
              "Address of the survey: " + task.leader.url + "tacit/tasks/" + wire::to_text(content.release.terms.id))
        .item("Mandatory or voluntary", "Voluntary; every question could be skipped.")
        .ask("Incentives")
        .item("Time of collection", answered_days(content.release) + " (UTC)")
        .item("Randomisation of items", "None: the order is that of the survey.")
        .item("Adaptive questioning",
              has_rules(content.survey())
                  ? "Yes; the rules are in `survey.json` (ask_if). Who was not asked is counted as such."
                  : "No: everybody was asked everything.")
        .item("Number of items", std::to_string(content.survey().questions.size()) +
                                     " questions, one a screen; languages: " + languages(content))
        .item("Completeness check", "None was forced: no answer is an answer of its own.")
        .item("Review step", "Yes: answers could be changed until they were sent, and not afterwards.")
        .unmeasurable("Unique site visitors", "Visits are not logged.")
        .unmeasurable("View rate, participation rate", "There is no count of those who saw the survey.")
        .unmeasurable("Completion rate", "An unfinished questionnaire never leaves the device.")
        .item("Cookies", "None. The device notes for itself that it took part, and shows that to no server.")
        .item("IP check", "None: addresses are not stored.")
        .unmeasurable("Log file analysis", "There is nothing in the logs that could show a repeated visitor.")
        .item("Registration", "None.")
        .item("Preventing multiple entries",
              "The form refuses a second time on the same device; the same report is counted once. Somebody who uses "
              "several devices is not recognised.")
        .item("Handling of incomplete questionnaires", missing_words())
        .unmeasurable("Atypical timestamps",
                      "Times are kept to " + kept_time(task) + ", and in no release for an answer sheet.")
        .item("Statistical correction",
              "None for non-response. " + noise_words(content) + " " + analysis_words(content.release));
    return list.take();
}

std::string strobe_md(const Content& content) {
    const task::Task& task = content.release.task;
    Checklist list("STROBE: reporting of observational studies (cross-sectional)", content);
    list.item("1 Title and abstract", title(content) + ". " + description(content))
        .ask("2, 3 Background, objectives")
        .item("4 Study design", "Cross-sectional, self-report, aggregate only.")
        .item("5 Setting", organisations(content) + "; " + answered_days(content.release))
        .item("6 Participants", "Self-selected. Who could take part is in the survey's own words (`survey.json`).")
        .item("7 Variables", "`data/codebook.csv`; derived items and groups with their rules in `task.json`.")
        .item("8 Measurement",
              "Self-report; published instruments word for word, scored on the device, only when all of "
              "their items were answered.")
        .item("9 Bias", "Self-selection, recall, and repeated answers from several devices. " + no_ranking())
        .item("10 Study size", "No upper limit; nothing is published of fewer than " +
                                   std::to_string(task.min_batch_size) + " answer sheets a batch.")
        .item("11 Quantitative variables",
              "Grouped on the device, before anything was sent; the groups are in `task.json`.")
        .item("12a Statistical methods",
              "See \"Methods\" in `README.md`. " + noise_words(content) + " " + analysis_words(content.release))
        .item("12b Subgroups", "Only the tables that were declared before the first answer.")
        .item("12c Missing data", missing_words())
        .unmeasurable("12d Sampling strategy", "There was no sample.")
        .item("12e Sensitivity analyses",
              "`data/standardised.csv` where a table has a factor to standardise for; others "
              "from `data/noisy_raw.csv`.")
        .item("13a Numbers",
              "About " + with_commas(content.results.n) + " answer sheets; the exact number is not published.")
        .unmeasurable("13b, c Non-participation, flow", "Nobody who did not send an answer sheet left a trace.")
        .item("14 Descriptive data", "Margins in `data/cells.csv`, missing answers included.")
        .unmeasurable("14c Follow-up", "Answer sheets of one person cannot be linked.")
        .item("15 Outcome data", "`data/cells.csv`")
        .item("16 Main results",
              "`data/shares.csv`, `data/comparisons.csv`: unadjusted, with 95 % intervals for sampling and "
              "noise.")
        .item("17 Other analyses", "`data/rates.csv`, `data/trends.csv`, where there are such.")
        .ask("18 to 21 Discussion")
        .ask("22 Funding");
    return list.take();
}

}  // namespace tacit::release
