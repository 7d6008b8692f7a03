#include "schemas/exchange/fhir_parts.h"

namespace tacit::exchange::fhir {
namespace {

using instruments::Instrument;

constexpr std::size_t kItem9 = 8;

// The items of an instrument among these, by LOINC code; nothing where one is not there.
std::vector<std::optional<json::Value>> found_items(const Instrument& instrument,
                                                    const std::vector<json::Value>& items) {
    std::vector<std::optional<json::Value>> found(instrument.items.size());
    for (const json::Value& item : items)
        for (std::size_t i = 0; i < found.size(); ++i)
            if (!found[i] && is_choice(item) && loinc_of(item) == instrument.items[i].loinc) found[i] = item;
    return found;
}

std::size_t count(const std::vector<std::optional<json::Value>>& found, std::size_t first) {
    std::size_t number = 0;
    for (std::size_t i = 0; i < std::min(first, found.size()); ++i) number += found[i].has_value() ? 1 : 0;
    return number;
}

FoundScore taken(instruments::Id id, const std::vector<std::optional<json::Value>>& found) {
    FoundScore score{id, {}, std::nullopt};
    for (std::size_t i = 0; i < instruments::instrument(id).items.size(); ++i) score.items.push_back(*found[i]);
    return score;
}

}  // namespace

Result<std::vector<FoundScore>> scores_among(const std::vector<json::Value>& items, const ImportOptions& options,
                                             Notes& notes) {
    std::vector<FoundScore> scores;
    const auto phq = found_items(instruments::instrument(instruments::Id::phq9), items);
    const std::size_t of_nine = count(phq, phq.size());
    if (of_nine == phq.size()) {
        if (options.ethics.empty() && !options.without_item_9)
            return phq[kItem9]->refused(
                "item 9 of the PHQ-9 asks about thoughts of being better off dead, and nobody could follow up",
                "Leave it out with --without-item-9, which makes it a PHQ-8, or give the reference of the board that "
                "approved asking it with --ethics");
        scores.push_back(taken(options.without_item_9 ? instruments::Id::phq8 : instruments::Id::phq9, phq));
        if (options.without_item_9) scores.back().left_out = phq[kItem9];
    } else if (of_nine == kItem9 && !phq[kItem9]) {
        scores.push_back(taken(instruments::Id::phq8, phq));
    } else if (of_nine == 2 && count(phq, 2) == 2) {
        scores.push_back(taken(instruments::Id::phq2, phq));
    } else if (of_nine > 0) {
        notes.push_back({items.front().pointer(), std::to_string(of_nine) +
                                                      " items of the PHQ are neither PHQ-2, PHQ-8 nor PHQ-9: they are "
                                                      "kept as single questions without a score"});
    }
    const auto gad = found_items(instruments::instrument(instruments::Id::gad7), items);
    if (count(gad, gad.size()) == gad.size()) {
        scores.push_back(taken(instruments::Id::gad7, gad));
    } else if (count(gad, gad.size()) > 0) {
        notes.push_back(
            {items.front().pointer(),
             "some items of the GAD-7 are missing: the others are kept as single questions without a score"});
    }
    return scores;
}

Result<DraftScore> read_score(const File& file, const FoundScore& found, const json::Value& container,
                              const ImportOptions& options, Notes& notes) {
    const Instrument& instrument = instruments::instrument(found.instrument);
    DraftScore score{found.instrument, {}, words_of(container, "text", file.language), {}, {}};
    if (found.instrument == instruments::Id::phq9) score.ethics = options.ethics;
    for (std::size_t i = 0; i < found.items.size(); ++i) {
        const json::Value& item = found.items[i];
        if (item.find("enableWhen") || item.find("repeats"))
            return item.refused("an item of a score that is asked under a condition, or several times",
                                "A total needs every item, asked once");
        TACIT_TRY(const std::vector<Answer> answers, answers_of(file, item, notes));
        if (answers.size() != instrument.steps.size())
            return item.refused("the item has " + std::to_string(answers.size()) + " answers instead of " +
                                    std::to_string(instrument.steps.size()),
                                "Use the published answers: " + std::string(instrument.title));
        for (std::size_t step = 0; step < answers.size(); ++step) {
            const instruments::Step& published = instrument.steps[step];
            if (answers[step].key.starts_with("LA") && answers[step].key != published.loinc)
                return item.refused("the answers are not in the published order: " + answers[step].key +
                                        " stands where " + std::string(published.loinc) + " belongs",
                                    "Order them from the fewest days to the most");
            if (answers[step].weight && *answers[step].weight != published.points)
                return item.refused("\"" + std::string(published.text.en) + "\" counts " +
                                        std::to_string(*answers[step].weight) + " here and " +
                                        std::to_string(published.points) + " in the published instrument",
                                    "Correct the weight: with this one the total means something else");
        }
        Words words = words_of(item, "text", file.language);
        for (const auto& [tag, text] : words) {
            const std::string_view published = instruments::in_language(instrument.items[i].text, tag);
            if (!published.empty() && text != published)
                notes.push_back({item.pointer(), "the wording differs from the published one, which is taken"});
        }
        score.items.push_back(std::move(words));
        if (i == 0)
            for (const Answer& answer : answers) score.steps.push_back(answer.label);
    }
    if (found.left_out)
        notes.push_back({found.left_out->pointer(), "item 9 is left out, so this is a PHQ-8: totals from 0 to 24"});
    return score;
}

}  // namespace tacit::exchange::fhir
