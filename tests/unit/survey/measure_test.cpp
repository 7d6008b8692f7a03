#include "schemas/survey/measure.h"

#include <gtest/gtest.h>

#include <map>

#include "schemas/survey/decode.h"
#include "schemas/survey/flow.h"
#include "schemas/survey/score.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/survey/sample.h"

namespace tacit::survey {
namespace {

// Draws answers that the rules of a survey allow.
class RandomRespondent {
public:
    RandomRespondent(const Survey& survey, std::uint64_t seed) : survey_(survey), random_(seed) {}

    Answers answers() {
        Answers answers(survey_);
        if (below(4) == 0) {
            answers.journal.start.emplace();
            for (std::uint8_t& item : *answers.journal.start) item = static_cast<std::uint8_t>(below(4));
        }
        if (below(4) == 0) answers.journal.weeks = below(80);
        for (auto next = next_question(survey_, answers, 0); next; next = next_question(survey_, answers, *next + 1)) {
            if (below(6) == 0) continue;
            answers.given[*next] =
                std::visit([&](const auto& kind) { return draw(kind, answers, *next); }, survey_.questions[*next].kind);
        }
        return answers;
    }

private:
    std::uint16_t below(std::size_t end) {
        const auto bytes = random_.array<4>();
        const std::uint32_t number = static_cast<std::uint32_t>(bytes[0]) << 24 |
                                     static_cast<std::uint32_t>(bytes[1]) << 16 |
                                     static_cast<std::uint32_t>(bytes[2]) << 8 | bytes[3];
        return static_cast<std::uint16_t>(number % end);
    }
    Given draw(const Single& single, const Answers&, std::size_t) { return Chosen{below(single.options.size())}; }
    Given draw(const Multiple& multiple, const Answers&, std::size_t) {
        Marked marked;
        for (std::uint16_t option = 0; option < multiple.options.size(); ++option) {
            const bool exclusive = std::find(multiple.exclusive.begin(), multiple.exclusive.end(),
                                             multiple.options[option]) != multiple.exclusive.end();
            if (!exclusive && marked.options.size() < multiple.max && below(3) == 0) marked.options.push_back(option);
        }
        if (marked.options.empty() && !multiple.may_be_empty) return {};
        return marked;
    }
    Given draw(const Grid& grid, const Answers& answers, std::size_t question) {
        Rated rated;
        for (const std::uint16_t row : offered_rows(survey_, answers, question))
            if (rated.marks.size() < grid.max && below(4) != 0)
                rated.marks.push_back({row, below(grid.options.size())});
        if (rated.marks.empty() && !grid.may_be_empty) return {};
        return rated;
    }
    Given draw(const Score& score, const Answers&, std::size_t) {
        Items items;
        for (std::size_t i = 0; i < instruments::instrument(score.instrument).items.size(); ++i)
            items.values.emplace_back(static_cast<std::uint8_t>(below(4)));
        if (below(5) == 0) items.values[0] = std::nullopt;
        return items;
    }

    const Survey& survey_;
    test::SeededRandom random_;
};

// Counting as a person with a pencil would: by codes, from the answers, without blocks.
class Tally {
public:
    explicit Tally(const Survey& survey) : survey_(survey) {}

    void count(const Answers& answers) {
        for (const Table& table : survey_.tables) {
            if (table.kind == TableKind::sum) {
                const auto total = score_total(survey_, answers, table.of.front().index);
                cells_[table.id + "|sum"] += total ? *total - 12 : 0;
                continue;
            }
            std::vector<std::string> names{table.id};
            for (const Source& factor : table.of) {
                std::vector<std::string> longer;
                for (const std::string& name : names)
                    for (const std::string& code : codes(factor, answers)) longer.push_back(name + '|' + code);
                names = std::move(longer);
            }
            for (const std::string& name : names) ++cells_[name];
        }
    }
    std::int64_t at(const std::string& name) const {
        const auto found = cells_.find(name);
        return found == cells_.end() ? 0 : found->second;
    }
    std::int64_t everything() const {
        std::int64_t sum = 0;
        for (const auto& [name, total] : cells_) sum += total;
        return sum;
    }

private:
    std::vector<std::string> codes(const Source& source, const Answers& answers) const {
        if (source.kind == Source::Kind::derived) {
            const auto level = derived_level(survey_, answers, source.index);
            return {level ? levels(survey_.derived[source.index])[*level] : "missing"};
        }
        if (source.kind == Source::Kind::group) {
            const Group& group = survey_.groups[source.index];
            std::vector<std::string> found;
            for (const std::string& code : codes(group.of, answers))
                for (const Level& level : group.levels)
                    for (const std::uint16_t cell : level.cells)
                        if (cell_code(survey_, group.of, cell) == code) found.push_back(level.code);
            return found;
        }
        const Question& question = survey_.questions[source.index];
        if (!asked(survey_, answers, source.index)) return {"not_asked"};
        const Given given = effective(survey_, answers, source.index);
        if (const auto* chosen = std::get_if<Chosen>(&given))
            return {std::get<Single>(question.kind).options[chosen->option]};
        std::vector<std::string> found;
        if (const auto* marked = std::get_if<Marked>(&given)) {
            for (const std::uint16_t option : marked->options)
                found.push_back(std::get<Multiple>(question.kind).options[option]);
            return found;
        }
        if (const auto* rated = std::get_if<Rated>(&given)) {
            const Grid& grid = std::get<Grid>(question.kind);
            for (const GridMark& mark : rated->marks)
                found.push_back(grid.rows[mark.row] + '/' + grid.options[mark.option]);
            return found;
        }
        if (std::holds_alternative<Items>(given))
            if (const auto total = score_total(survey_, answers, source.index)) return {std::to_string(*total)};
        return {"no_answer"};
    }

    const Survey& survey_;
    std::map<std::string, std::int64_t> cells_;
};

class EverySurvey : public testing::TestWithParam<const char*> {
protected:
    const SurveyFile file_ = std::string_view(GetParam()) == "small" ? test::small_survey() : test::bundled(GetParam());
    const Survey& survey_ = file_.survey;
    const Compiled compiled_ = compile(survey_).value();
};

TEST_P(EverySurvey, DecodedTotalsOfTheCircuitEqualCountingByHand) {
    constexpr int kPeople = 200;
    RandomRespondent respondent(survey_, 7);
    Tally tally(survey_);
    const auto circuit = circuits::Questionnaire::make(compiled_.config);
    ASSERT_TRUE(circuit) << to_text(circuit.error());
    std::vector<std::int64_t> totals(compiled_.output_size);

    for (int person = 0; person < kPeople; ++person) {
        const Answers answers = respondent.answers();
        tally.count(answers);
        const auto measurement = measure(survey_, compiled_, answers);
        ASSERT_TRUE(measurement) << to_text(measurement.error());
        const auto encoded = circuit->encode(*measurement);
        ASSERT_TRUE(encoded) << to_text(encoded.error());
        std::vector<field::Field64> output(compiled_.output_size);
        circuit->truncate(*encoded, output);
        const std::vector<std::int64_t> plain = released_cells(compiled_.config, *measurement);
        for (std::size_t i = 0; i < output.size(); ++i) {
            const std::uint64_t value = output[i].value();
            const auto signed_value = value > 1000000
                                          ? -static_cast<std::int64_t>((field::Field64() - output[i]).value())
                                          : static_cast<std::int64_t>(value);
            ASSERT_EQ(signed_value, plain[i]);
            totals[i] += signed_value;
        }
    }

    const auto tables = decode(compiled_, totals);
    ASSERT_TRUE(tables);
    std::int64_t everything = 0;
    for (std::size_t t = 0; t < tables->size(); ++t) {
        const CompiledTable& compiled_table = compiled_.tables[t];
        std::int64_t sum = 0;
        for (std::size_t cell = 0; cell < compiled_table.cell_count; ++cell) {
            std::string name = compiled_table.kind == TableKind::sum ? "|sum" : "";
            std::size_t rest = cell;
            if (name.empty())
                for (auto axis = compiled_table.axes.rbegin(); axis != compiled_table.axes.rend(); ++axis) {
                    name = '|' + axis->codes[rest % axis->codes.size()] + name;
                    rest /= axis->codes.size();
                }
            const std::int64_t total = (*tables)[t].cells[cell].total;
            EXPECT_EQ(total, tally.at(compiled_table.id + name)) << compiled_table.id << name;
            sum += total;
        }
        if (compiled_table.sums_to_reports) {
            EXPECT_EQ(sum, kPeople) << compiled_table.id;
        }
        everything += sum;
    }
    EXPECT_EQ(everything, tally.everything());  // nothing was counted that no cell is named after
}

TEST_P(EverySurvey, WhatIsDisclosedIsEveryCellThatMovesAndCanBeRead) {
    RandomRespondent respondent(survey_, 11);
    for (int person = 0; person < 20; ++person) {
        const auto measurement = measure(survey_, compiled_, respondent.answers()).value();

        std::vector<std::int64_t> cells(compiled_.output_size);
        for (const Moved& moved : disclosure(compiled_, measurement)) {
            cells[compiled_.tables[moved.table].first_cell + moved.cell] = moved.by;
            for (const Language& language : file_.texts.languages) {
                const CellLabels labels = cell_labels(survey_, compiled_, language, moved.table, moved.cell);
                EXPECT_NE(labels.table, "");
                for (const std::string& label : labels.levels) EXPECT_NE(label, "");
            }
        }

        EXPECT_EQ(cells, released_cells(compiled_.config, measurement));
    }
}

TEST_P(EverySurvey, NoReportMovesATableFurtherThanItsSensitivitySays) {
    RandomRespondent respondent(survey_, 13);
    const auto draw = [&] {
        return released_cells(compiled_.config, measure(survey_, compiled_, respondent.answers()).value());
    };
    for (int pair = 0; pair < 100; ++pair) {
        const std::vector<std::int64_t> one = draw(), other = draw();
        for (const CompiledTable& table : compiled_.tables) {
            std::int64_t squared = 0;
            for (std::size_t cell = table.first_cell; cell < table.first_cell + table.cell_count; ++cell) {
                squared += (one[cell] - other[cell]) * (one[cell] - other[cell]);
                EXPECT_GE(one[cell], table.cell_min);
                EXPECT_LE(one[cell], table.cell_max);
            }
            EXPECT_LE(squared, static_cast<std::int64_t>(table.delta_squared)) << table.id;
        }
    }
}

TEST_P(EverySurvey, AnswersSurviveTheirJsonLine) {
    RandomRespondent respondent(survey_, 17);
    for (int person = 0; person < 50; ++person) {
        const Answers answers = respondent.answers();
        ASSERT_TRUE(check_answers(survey_, answers)) << to_text(check_answers(survey_, answers).error());

        const auto again = load_answers(survey_, json::canonical(answers_node(survey_, answers)));

        ASSERT_TRUE(again) << to_text(again.error());
        EXPECT_EQ(*again, answers);
    }
}

INSTANTIATE_TEST_SUITE_P(Measure, EverySurvey, testing::Values("small", "core", "full"),
                         [](const auto& each) { return std::string(each.param); });

TEST(Measure, AnEmptyReportSaysNoAnswerAndNotAskedEverywhere) {
    const Survey survey = test::small_survey().survey;
    const Compiled compiled = compile(survey).value();

    const auto measurement = measure(survey, compiled, Answers(survey));

    ASSERT_TRUE(measurement);
    const circuits::Measurement expected{
        std::uint16_t{2},               // age: no answer
        std::vector<std::uint16_t>{4},  // used: no answer
        std::vector<std::uint16_t>{9},  // rating: not asked
        std::uint16_t{25},              // phq8: no answer
        std::uint16_t{4},               // weeks: not asked
        std::uint16_t{3},               // level: not asked
        std::vector<std::uint16_t>{5},  // place: not asked
        std::uint16_t{2},               // pills: missing
        std::uint16_t{7},               // change: missing
    };
    EXPECT_EQ(*measurement, expected);
}

TEST(Measure, NothingMarkedIsAnAnswerWithoutAMark) {
    const Survey survey = test::small_survey().survey;
    const Compiled compiled = compile(survey).value();

    const auto measurement = measure(survey, compiled, load_answers(survey, R"({"used": []})").value());

    ASSERT_TRUE(measurement);
    EXPECT_EQ((*measurement)[1], circuits::Answer(std::vector<std::uint16_t>{}));
    EXPECT_EQ((*measurement)[7], circuits::Answer(std::uint16_t{1}));
}

TEST(Measure, RefusesAnswersThatTheSurveyDoesNotAllow) {
    const Survey survey = test::small_survey().survey;
    const Compiled compiled = compile(survey).value();
    Answers answers(survey);
    answers.given[5] = Chosen{0};  // "level" is not asked

    EXPECT_FALSE(measure(survey, compiled, answers));
}

}  // namespace
}  // namespace tacit::survey
