#include "client/simulate/population.h"

namespace tacit::simulate {
namespace {

constexpr std::int64_t kMax = 100'000;
constexpr std::string_view kChangeNames[kChanges] = {"remission", "response", "partial", "little", "worse"};

Result<std::uint32_t> number(const json::Value& at, std::string_view key) {
    TACIT_TRY(const std::int64_t value, at.integer(key, 0, kMax));
    return static_cast<std::uint32_t>(value);
}
Result<std::int32_t> whole(const json::Value& at, std::string_view key) {
    TACIT_TRY(const std::int64_t value, at.integer(key, 0, kMax));
    return static_cast<std::int32_t>(value);
}

// {"a": 300, "b": 700}. Alternatives have to add up to 1000: a typing mistake would otherwise change every share.
Result<Shares> shares(const json::Value& value, bool alternatives) {
    TACIT_TRY(const auto members, value.members());
    Shares read;
    std::uint32_t total = 0;
    for (const auto& [code, share] : members) {
        TACIT_TRY(const std::int64_t amount, share.as_integer(0, 1000));
        read.emplace_back(code, static_cast<Thousandths>(amount));
        total += static_cast<Thousandths>(amount);
    }
    if (alternatives && total != 1000)
        return value.refused("the shares add up to " + std::to_string(total) + " thousandths",
                             "Make them add up to 1000.");
    return read;
}

Result<std::vector<std::uint32_t>> numbers(const json::Value& at, std::string_view key) {
    TACIT_TRY(const auto items, at.array(key));
    std::vector<std::uint32_t> read;
    for (const json::Value& item : items) {
        TACIT_TRY(const std::int64_t value, item.as_integer(0, kMax));
        read.push_back(static_cast<std::uint32_t>(value));
    }
    return read;
}

Result<std::pair<std::int32_t, std::int32_t>> range(const json::Value& at, std::string_view key) {
    TACIT_TRY(const auto ends, numbers(at, key));
    if (ends.size() != 2 || ends[0] > ends[1]) return at.refused("a range is two numbers, the smaller one first");
    return std::pair{static_cast<std::int32_t>(ends[0]), static_cast<std::int32_t>(ends[1])};
}

// The shares of the five levels of a change, as a list in the order of the enumeration.
Result<std::vector<std::uint32_t>> changes(const json::Value& value) {
    TACIT_TRY(const Shares read, shares(value, true));
    std::vector<std::uint32_t> list;
    for (std::size_t i = 0; i < kChanges; ++i) {
        if (read.size() != kChanges || read[i].first != kChangeNames[i])
            return value.refused(
                "the levels of a change are remission, response, partial, little, worse, in this order");
        list.push_back(read[i].second);
    }
    return list;
}

Result<std::vector<std::pair<std::string, Shares>>> tables(const json::Value& at, std::string_view key,
                                                           std::string_view inner = {}) {
    TACIT_TRY(const json::Value value, at.at(key));
    TACIT_TRY(const auto members, value.members());
    std::vector<std::pair<std::string, Shares>> read;
    for (const auto& [name, member] : members) {
        if (inner.empty()) {
            TACIT_TRY(Shares row, shares(member, true));
            read.emplace_back(name, std::move(row));
        } else {
            TACIT_TRY(const json::Value nested, member.at(inner));
            TACIT_TRY(Shares row, shares(nested, true));
            read.emplace_back(name, std::move(row));
        }
    }
    return read;
}

Result<Medicines> load_medicines(const json::Value& value) {
    Medicines medicines;
    TACIT_TRY(medicines.any_trial, number(value, "any_trial"));
    TACIT_TRY(medicines.responds, numbers(value, "responds"));
    TACIT_TRY(medicines.next_after_none, number(value, "next_after_none"));
    TACIT_TRY(medicines.next_after_response, number(value, "next_after_response"));
    return medicines;
}

Result<Scores> load_scores(const json::Value& value) {
    Scores scores;
    TACIT_TRY(scores.mean, whole(value, "mean"));
    TACIT_TRY(scores.per_not_helped, whole(value, "per_not_helped"));
    TACIT_TRY(scores.not_helped_max, whole(value, "not_helped_max"));
    TACIT_TRY(scores.sd, whole(value, "sd"));
    TACIT_TRY(scores.item_weights, numbers(value, "item_weights"));
    if (scores.item_weights.size() != 8) return value.refused("item_weights needs eight numbers");
    TACIT_TRY(scores.response_from, whole(value, "response_from"));
    TACIT_TRY(scores.partial, range(value, "partial"));
    TACIT_TRY(scores.little, range(value, "little"));
    TACIT_TRY(scores.worse, range(value, "worse"));
    return scores;
}

Result<Treatment> load_treatment(const json::Value& value) {
    Treatment treatment;
    TACIT_TRY(treatment.code, value.text("code"));
    TACIT_TRY(treatment.timing, value.text("timing"));
    TACIT_TRY(treatment.tried, number(value, "tried"));
    TACIT_TRY(treatment.recent_weight, number(value, "recent_weight"));
    if (value.find("times_if_two_not_helped")) {
        TACIT_TRY(treatment.times_if_two_not_helped, number(value, "times_if_two_not_helped"));
    }
    if (value.find("start_from")) {
        TACIT_TRY(treatment.start_from, whole(value, "start_from"));
    }
    if (value.find("only")) {
        TACIT_TRY(treatment.only, value.text("only"));
    }
    if (value.find("needs_trial")) {
        TACIT_TRY(treatment.needs_trial, value.boolean("needs_trial"));
    }
    TACIT_TRY(const json::Value help, value.at("help"));
    TACIT_TRY(treatment.help, shares(help, true));
    return treatment;
}

Result<Marks> load_marks(const std::string& question, const json::Value& value) {
    Marks marks;
    marks.question = question;
    TACIT_TRY(const json::Value options, value.at("options"));
    TACIT_TRY(marks.options, shares(options, false));
    if (value.find("none")) {
        TACIT_TRY(marks.none, value.text("none"));
    }
    if (value.find("any")) {
        TACIT_TRY(marks.any, number(value, "any"));
    }
    if (value.find("times_by_change")) {
        TACIT_TRY(marks.times, numbers(value, "times_by_change"));
    }
    if (!marks.times.empty() && marks.times.size() != kChanges)
        return value.refused("times_by_change needs five numbers");
    if (const auto only = value.find("only")) {
        TACIT_TRY(const auto members, only->members());
        for (const auto& [option, code] : members) {
            TACIT_TRY(std::string text, code.as_text());
            marks.only.emplace_back(option, std::move(text));
        }
    }
    return marks;
}

Result<NoAnswer> load_no_answer(const json::Value& value) {
    NoAnswer no_answer;
    TACIT_TRY(const json::Value questions, value.at("questions"));
    TACIT_TRY(no_answer.questions, shares(questions, false));
    TACIT_TRY(no_answer.otherwise, number(value, "otherwise"));
    TACIT_TRY(no_answer.per_five_questions, number(value, "per_five_questions"));
    TACIT_TRY(no_answer.one_item_only, number(value, "one_item_only"));
    return no_answer;
}

// The file, or the bundled one that it is based on with its own members in place of that one's: of "given", "scores"
// and the like only those that it names.
Result<json::Document> whole_file(std::string_view json_text) {
    TACIT_TRY(json::Document document, json::Document::parse(json_text));
    const json::Value root = document.root();
    if (!root.find("based_on")) return document;
    TACIT_TRY(const std::string name, root.text("based_on"));
    const auto text = bundled_population(name);
    if (!text) return root.refused("there is no population '" + name + "' to base this one on");
    TACIT_TRY(const json::Document base, json::Document::parse(*text));
    json::Node merged = base.root().node();
    TACIT_TRY(const auto members, root.members());
    for (const auto& [key, value] : members) {
        const json::Node own = value.node();
        const json::Node* of_base = merged.find(key);
        if (of_base == nullptr || of_base->members() == nullptr || own.members() == nullptr) {
            merged.set(key, own);
            continue;
        }
        json::Node both = *of_base;
        for (const auto& [inner_key, inner] : *own.members()) both.set(inner_key, inner);
        merged.set(key, std::move(both));
    }
    merged.erase("based_on");
    return json::Document::from(std::move(merged));
}

}  // namespace

Result<Population> load_population(std::string_view json_text) {
    TACIT_TRY(const json::Document document, whole_file(json_text));
    const json::Value root = document.root();
    TACIT_TRY(const std::string format, root.text("format"));
    if (format != "tacit-population-1")
        return root.refused("this is not a population file of format tacit-population-1");

    Population population;
    TACIT_TRY(population.name, root.text("name"));
    TACIT_TRY(population.about, root.text("about"));
    TACIT_TRY(population.alone, tables(root, "alone", "shares"));
    TACIT_TRY(const json::Value medicines, root.at("medicines"));
    TACIT_TRY(population.medicines, load_medicines(medicines));
    TACIT_TRY(const json::Value scores, root.at("scores"));
    TACIT_TRY(population.scores, load_scores(scores));

    TACIT_TRY(const json::Value change, root.at("change"));
    TACIT_TRY(const auto rows, change.array("rows"));
    for (const json::Value& row : rows) {
        ChangeRow read;
        TACIT_TRY(read.not_helped, range(row, "not_helped"));
        TACIT_TRY(read.start, range(row, "start"));
        TACIT_TRY(const json::Value levels, row.at("levels"));
        TACIT_TRY(read.shares, changes(levels));
        population.change.push_back(std::move(read));
    }
    TACIT_TRY(const json::Value untreated, change.at("untreated"));
    TACIT_TRY(population.untreated, changes(untreated));

    TACIT_TRY(const json::Value tried, root.at("treatments"));
    TACIT_TRY(population.no_antidepressant_yet, number(tried, "no_antidepressant_yet"));
    TACIT_TRY(population.too_soon, number(tried, "too_soon"));
    TACIT_TRY(population.too_soon_under_two_weeks, number(tried, "too_soon_under_two_weeks"));
    TACIT_TRY(const auto list, tried.array("list"));
    for (const json::Value& item : list) {
        TACIT_TRY(Treatment treatment, load_treatment(item));
        population.treatments.push_back(std::move(treatment));
    }
    TACIT_TRY(const json::Value first_change, root.at("first_change"));
    TACIT_TRY(population.first_change, tables(first_change, "rows"));

    TACIT_TRY(const json::Value given, root.at("given"));
    TACIT_TRY(const auto conditional, given.members());
    for (const auto& [question, value] : conditional) {
        Given read;
        read.question = question;
        TACIT_TRY(read.by, value.text("by"));
        TACIT_TRY(read.rows, tables(value, "rows"));
        population.given.push_back(std::move(read));
    }
    TACIT_TRY(const json::Value marks, root.at("marks"));
    TACIT_TRY(const auto lists, marks.members());
    for (const auto& [question, value] : lists) {
        TACIT_TRY(Marks read, load_marks(question, value));
        population.marks.push_back(std::move(read));
    }
    TACIT_TRY(population.journal, number(root, "journal"));
    TACIT_TRY(const json::Value no_answer, root.at("no_answer"));
    TACIT_TRY(population.no_answer, load_no_answer(no_answer));
    return population;
}

const std::string& pick(const Shares& shares, Generator& generator) {
    std::vector<std::uint32_t> weights;
    weights.reserve(shares.size());
    for (const auto& [code, share] : shares) weights.push_back(share);
    return shares[generator.pick(weights)].first;
}

}  // namespace tacit::simulate
