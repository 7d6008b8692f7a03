#include "client/simulate/model.h"

#include <algorithm>
#include <cmath>

namespace tacit::simulate {
namespace {

constexpr std::int64_t kThousand = 1000;

class Reader {
public:
    explicit Reader(const survey::Survey& survey) : survey_(survey) {}

    Result<ModelAnswer> answer(const std::string& id, const json::Value& value) const {
        const auto question = survey::find_question(survey_, id);
        if (!question) return value.refused("the survey has no question \"" + id + '"');
        ModelAnswer answer{*question, {}, {}, {}};
        if (const auto all = value.find("all")) {
            TACIT_CHECK(value.only({"all"}));
            TACIT_TRY(answer.otherwise, saying(*question, *all));
            return answer;
        }
        TACIT_CHECK(value.only({"given", "rows", "otherwise"}));
        TACIT_TRY(const json::Value given, value.at("given"));
        TACIT_TRY(answer.given, earlier_single(*question, given));
        const auto& options = std::get<survey::Single>(survey_.questions[*answer.given].kind).options;
        TACIT_TRY(const json::Value rows, value.at("rows"));
        TACIT_TRY(const auto members, rows.members());
        for (const auto& [code, row] : members) {
            if (!contains(options, code)) return row.refused("the question has no option \"" + code + '"');
            TACIT_TRY(answer.rows[code], saying(*question, row));
        }
        if (const auto otherwise = value.find("otherwise")) {
            TACIT_TRY(answer.otherwise, saying(*question, *otherwise));
        }
        return answer;
    }

private:
    static bool contains(const std::vector<std::string>& codes, const std::string& code) {
        return std::find(codes.begin(), codes.end(), code) != codes.end();
    }

    Result<std::size_t> earlier_single(std::size_t question, const json::Value& value) const {
        TACIT_TRY(const std::string id, value.as_text());
        const auto given = survey::find_question(survey_, id);
        if (!given || *given >= question || !std::holds_alternative<survey::Single>(survey_.questions[*given].kind))
            return value.refused("\"" + id + "\" is no single question before this one");
        return *given;
    }

    static Result<Shares> shares(const json::Value& value, const std::vector<std::string>& options, bool alternatives) {
        TACIT_TRY(const auto members, value.members());
        Shares result;
        std::int64_t sum = 0;
        for (const auto& [code, share] : members) {
            if (!contains(options, code)) return share.refused("the question has no option \"" + code + '"');
            TACIT_TRY(const std::int64_t thousandths, share.as_integer(0, kThousand));
            result.emplace_back(code, static_cast<Thousandths>(thousandths));
            sum += thousandths;
        }
        if (alternatives && sum != kThousand)
            return value.refused("the shares add up to " + std::to_string(sum) + " thousandths",
                                 "Make them add up to 1000.");
        return result;
    }

    Result<Saying> saying(std::size_t question, const json::Value& value) const {
        const survey::Question& asked = survey_.questions[question];
        Saying result;
        if (const auto* single = std::get_if<survey::Single>(&asked.kind)) {
            TACIT_TRY(result.shares, shares(value, single->options, true));
        } else if (const auto* multiple = std::get_if<survey::Multiple>(&asked.kind)) {
            TACIT_TRY(result.shares, shares(value, multiple->options, false));
        } else if (const auto* grid = std::get_if<survey::Grid>(&asked.kind)) {
            TACIT_TRY(const auto members, value.members());
            for (const auto& [code, row] : members) {
                if (!contains(grid->rows, code)) return row.refused("the question has no row \"" + code + '"');
                TACIT_TRY(Shares of_row, shares(row, grid->options, true));
                result.rows.emplace_back(code, std::move(of_row));
            }
        } else {
            TACIT_CHECK(value.only({"mean", "sd"}));
            TACIT_TRY(const std::int64_t mean, value.integer("mean", 0, 100 * kThousand));
            TACIT_TRY(const std::int64_t sd, value.integer("sd", 1, 100 * kThousand));
            result.mean = static_cast<std::int32_t>(mean);
            result.sd = static_cast<std::int32_t>(sd);
        }
        return result;
    }

    const survey::Survey& survey_;
};

Result<NoAnswer> no_answer(const json::Value& value, const survey::Survey& survey) {
    TACIT_CHECK(value.only({"questions", "otherwise"}));
    NoAnswer result;
    if (value.find("otherwise")) {
        TACIT_TRY(const std::int64_t otherwise, value.integer("otherwise", 0, kThousand));
        result.otherwise = static_cast<Thousandths>(otherwise);
    }
    if (const auto questions = value.find("questions")) {
        TACIT_TRY(const auto members, questions->members());
        for (const auto& [id, rate] : members) {
            if (!survey::find_question(survey, id)) return rate.refused("the survey has no question \"" + id + '"');
            TACIT_TRY(const std::int64_t thousandths, rate.as_integer(0, kThousand));
            result.questions.emplace_back(id, static_cast<Thousandths>(thousandths));
        }
    }
    return result;
}

// A total of this mean and deviation, a normal variable kept within the score's range, dealt out evenly to the items.
std::vector<std::uint8_t> draw_items(const instruments::Instrument& instrument, const Saying& saying,
                                     Generator& generator) {
    const std::uint32_t most = instrument.max_total();
    const double mean = saying.mean / 1000.0;
    const double sd = saying.sd / 1000.0;
    std::vector<std::uint32_t> weights;
    for (std::uint32_t total = 0; total <= most; ++total) {
        const double z = (total - mean) / sd;
        weights.push_back(static_cast<std::uint32_t>(std::lround(1e6 * std::exp(-z * z / 2))) + (total == 0 ? 1 : 0));
    }
    std::size_t left = generator.pick(weights);
    const std::uint32_t most_of_item = most / static_cast<std::uint32_t>(instrument.items.size());
    std::vector<std::uint8_t> items(instrument.items.size());
    for (; left > 0; --left) {
        std::vector<std::uint32_t> room;
        for (const std::uint8_t item : items) room.push_back(most_of_item - item);
        ++items[generator.pick(room)];
    }
    return items;
}

std::vector<std::uint8_t> even_items(const instruments::Instrument& instrument, Generator& generator) {
    std::vector<std::uint8_t> items;
    for (std::size_t i = 0; i < instrument.items.size(); ++i)
        items.push_back(instrument.steps[generator.below(static_cast<std::uint32_t>(instrument.steps.size()))].points);
    return items;
}

Says said(const survey::Question& question, const Saying& saying, Generator& generator) {
    Says says;
    if (std::holds_alternative<survey::Single>(question.kind)) {
        says.codes = {pick(saying.shares, generator)};
    } else if (std::holds_alternative<survey::Multiple>(question.kind)) {
        for (const auto& [code, probability] : saying.shares)
            if (generator.chance(probability)) says.codes.push_back(code);
    } else if (std::holds_alternative<survey::Grid>(question.kind)) {
        for (const auto& [row, shares] : saying.rows) says.rows.emplace_back(row, pick(shares, generator));
    } else {
        const auto& score = std::get<survey::Score>(question.kind);
        says.items = draw_items(instruments::instrument(score.instrument), saying, generator);
    }
    return says;
}

// Whole weeks that the option of a question about weeks stands for.
std::uint32_t weeks_of(const survey::Single& single, const std::string& code) {
    const auto at = std::find(single.options.begin(), single.options.end(), code);
    const auto option = static_cast<std::size_t>(at - single.options.begin());
    return option < single.weeks_upto.size() ? single.weeks_upto[option] : single.weeks_upto.back() + 1;
}

}  // namespace

Result<Model> load_model(const json::Value& root, const survey::Survey& survey) {
    TACIT_CHECK(root.only({"format", "name", "about", "answers", "no_answer"}));
    TACIT_TRY(const std::string format, root.text("format"));
    if (format != "tacit-model-1") return root.refused("this is no model of respondents: its format is " + format);
    Model model;
    TACIT_TRY(model.name, root.text("name"));
    if (root.find("about")) {
        TACIT_TRY(model.about, root.text("about"));
    }
    TACIT_TRY(const json::Value answers, root.at("answers"));
    TACIT_TRY(const auto members, answers.members());
    const Reader reader(survey);
    for (const auto& [id, value] : members) {
        TACIT_TRY(ModelAnswer answer, reader.answer(id, value));
        model.answers.push_back(std::move(answer));
    }
    std::sort(model.answers.begin(), model.answers.end(),
              [](const ModelAnswer& a, const ModelAnswer& b) { return a.question < b.question; });
    if (const auto value = root.find("no_answer")) {
        TACIT_TRY(model.habits.no_answer, no_answer(*value, survey));
    }
    return model;
}

Person draw_person(const survey::Survey& survey, const Model& model, Generator& generator) {
    Person person;
    for (const survey::Question& question : survey.questions)
        if (const auto* score = std::get_if<survey::Score>(&question.kind))
            person.says[question.id].items = even_items(instruments::instrument(score->instrument), generator);
    for (const ModelAnswer& answer : model.answers) {
        const survey::Question& question = survey.questions[answer.question];
        const Saying* saying = answer.otherwise ? &*answer.otherwise : nullptr;
        if (answer.given) {
            const auto before = person.says.find(survey.questions[*answer.given].id);
            if (before != person.says.end() && !before->second.codes.empty()) {
                const auto row = answer.rows.find(before->second.codes[0]);
                if (row != answer.rows.end()) saying = &row->second;
            }
        }
        Says& says = person.says[question.id];
        if (saying == nullptr) continue;
        says = said(question, *saying, generator);
        const auto* single = std::get_if<survey::Single>(&question.kind);
        if (single != nullptr && !single->weeks_upto.empty()) person.weeks = weeks_of(*single, says.codes[0]);
    }
    return person;
}

}  // namespace tacit::simulate
