#include "client/simulate/respond.h"

#include <algorithm>
#include <numeric>

#include "schemas/survey/flow.h"
#include "schemas/survey/survey.h"

namespace tacit::simulate {
namespace {

constexpr Thousandths kEvenMark = 300;  // of options that the population knows nothing about

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

std::optional<std::uint16_t> index_of(const std::vector<std::string>& codes, std::string_view code) {
    const auto found = std::find(codes.begin(), codes.end(), code);
    if (found == codes.end()) return std::nullopt;
    return static_cast<std::uint16_t>(found - codes.begin());
}

// At most `max` of the list, each subset of that size as likely as another.
template <class T>
void keep_at_most(std::vector<T>& list, std::size_t max, Generator& generator) {
    while (list.size() > max) list.erase(list.begin() + generator.below(static_cast<std::uint32_t>(list.size())));
}

class Respondent {
public:
    Respondent(const survey::Survey& survey, const Population& population, const Person& person, Generator& generator)
        : survey_(survey), population_(population), person_(person), generator_(generator), answers_(survey) {}

    survey::Answers answer() {
        if (person_.keeps_journal && reads_journal()) answers_.journal = {person_.start_items, person_.weeks};
        std::size_t shown = 0;
        for (std::size_t i = 0; i < survey_.questions.size(); ++i) {
            if (!survey::shown(survey_, answers_, i)) continue;
            const survey::Question& question = survey_.questions[i];
            const bool skips = generator_.chance(no_answer(question.id, shown++));
            answers_.given[i] =
                std::visit(Overloaded{[&](const survey::Single& kind) { return single(question, kind, skips); },
                                      [&](const survey::Multiple& kind) { return multiple(question, kind, skips); },
                                      [&](const survey::Grid& kind) { return grid(i, kind, skips); },
                                      [&](const survey::Score& kind) { return score(question, kind, skips); }},
                           question.kind);
        }
        return std::move(answers_);
    }

private:
    bool reads_journal() const {
        return std::any_of(survey_.questions.begin(), survey_.questions.end(), [](const survey::Question& question) {
            const auto* single = std::get_if<survey::Single>(&question.kind);
            return single != nullptr && !single->weeks_upto.empty();
        });
    }

    Thousandths no_answer(std::string_view id, std::size_t shown_before) const {
        const NoAnswer& rates = population_.no_answer;
        const auto own = std::find_if(rates.questions.begin(), rates.questions.end(),
                                      [&](const auto& entry) { return entry.first == id; });
        return (own == rates.questions.end() ? rates.otherwise : own->second) +
               rates.per_five_questions * static_cast<Thousandths>(shown_before / 5);
    }

    const Says* says(std::string_view id) const {
        const auto found = person_.says.find(id);
        return found == person_.says.end() ? nullptr : &found->second;
    }

    survey::Given single(const survey::Question& question, const survey::Single& kind, bool skips) {
        const auto evenly =
            static_cast<std::uint16_t>(generator_.below(static_cast<std::uint32_t>(kind.options.size())));
        if (skips) return {};
        if (!kind.weeks_upto.empty()) return survey::Chosen{survey::weeks_option(kind, person_.weeks)};
        const Says* said = says(question.id);
        if (said != nullptr && said->codes.empty()) return {};
        if (said != nullptr) {
            if (const auto option = index_of(kind.options, said->codes[0])) return survey::Chosen{*option};
        }
        return survey::Chosen{evenly};
    }

    survey::Given multiple(const survey::Question& question, const survey::Multiple& kind, bool skips) {
        survey::Marked marked;
        if (const Says* said = says(question.id)) {
            for (const std::string& code : said->codes) {
                if (const auto option = index_of(kind.options, code)) marked.options.push_back(*option);
            }
        } else {
            for (std::uint16_t option = 0; option < kind.options.size(); ++option) {
                const bool exclusive = index_of(kind.exclusive, kind.options[option]).has_value();
                if (generator_.chance(kEvenMark) && !exclusive) marked.options.push_back(option);
            }
        }
        keep_at_most(marked.options, kind.max, generator_);
        std::sort(marked.options.begin(), marked.options.end());
        if (skips || (marked.options.empty() && !kind.may_be_empty)) return {};
        return marked;
    }

    survey::Given grid(std::size_t index, const survey::Grid& kind, bool skips) {
        const std::vector<std::string>& rows = kind.rows;
        const Says* said = says(survey_.questions[index].id);
        survey::Rated rated;
        for (const std::uint16_t row : survey::offered_rows(survey_, answers_, index)) {
            auto option = static_cast<std::uint16_t>(generator_.below(static_cast<std::uint32_t>(kind.options.size())));
            if (said != nullptr) {
                const auto own = std::find_if(said->rows.begin(), said->rows.end(),
                                              [&](const auto& entry) { return entry.first == rows[row]; });
                if (own == said->rows.end()) continue;
                option = index_of(kind.options, own->second).value_or(option);
            }
            rated.marks.push_back({row, option});
        }
        keep_at_most(rated.marks, kind.max, generator_);
        if (skips || (rated.marks.empty() && !kind.may_be_empty)) return {};
        return rated;
    }

    survey::Given score(const survey::Question& question, const survey::Score& kind, bool skips) {
        const instruments::Instrument& instrument = instruments::instrument(kind.instrument);
        const std::size_t count = instrument.items.size();
        const auto blank = generator_.below(static_cast<std::uint32_t>(count));
        const bool one_item_only = generator_.chance(population_.no_answer.one_item_only);
        if (skips && !one_item_only) return {};
        survey::Items items;
        const Says* said = says(question.id);
        for (std::size_t i = 0; i < count; ++i) {
            if (said != nullptr && i < said->items.size()) {
                items.values.emplace_back(said->items[i]);
                continue;
            }
            // The eight items of the person's PHQ-8; a ninth, or another instrument's, follows the same course.
            const std::uint8_t like = person_.now_items[i % person_.now_items.size()];
            items.values.emplace_back(i < person_.now_items.size() ? like : static_cast<std::uint8_t>(like / 3));
        }
        if (skips) items.values[blank].reset();
        return items;
    }

    const survey::Survey& survey_;
    const Population& population_;
    const Person& person_;
    Generator& generator_;
    survey::Answers answers_;
};

}  // namespace

survey::Answers respond(const survey::Survey& survey, const Population& population, const Person& person,
                        Generator& generator) {
    return Respondent(survey, population, person, generator).answer();
}

survey::Answers simulated_answers(const survey::Survey& survey, const Population& population, std::uint64_t seed,
                                  std::uint64_t index) {
    Generator generator(seed, index);
    const Person person = draw_person(population, generator);
    return respond(survey, population, person, generator);
}

}  // namespace tacit::simulate
