#include "client/core/journal.h"

#include <algorithm>

namespace tacit::client {
namespace {

constexpr std::string_view kFormat = "tacit-journal-1";
constexpr std::size_t kEntriesMax = 5000;
constexpr std::size_t kListMax = 100;  // treatments, medicines, codes of one list
constexpr std::size_t kCodeSizeMax = 32;
constexpr std::size_t kWordsSizeMax = 4000;  // bytes
constexpr std::int64_t kStepMax = 3;

Result<Day> load_day(const json::Value& object, std::string_view key) {
    TACIT_TRY(const json::Value value, object.at(key));
    TACIT_TRY(const std::string text, value.as_text());
    const auto day = parse_day(text);
    if (!day) return value.malformed("this is not a day", "Write it as YYYY-MM-DD");
    return *day;
}

Result<std::string> load_code(const json::Value& value) {
    TACIT_TRY(std::string code, value.as_text());
    const bool plain = std::all_of(code.begin(), code.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
    if (code.empty() || code.size() > kCodeSizeMax || !plain)
        return value.malformed("this is not a code", "Use small letters, digits and underscores, 32 at most");
    return code;
}

Result<std::vector<json::Value>> load_list(const json::Value& object, std::string_view key, std::size_t count_max) {
    TACIT_TRY(std::vector<json::Value> items, object.array(key));
    if (items.size() > count_max)
        return object.malformed("the list \"" + std::string(key) + "\" is too long",
                                "Keep at most " + std::to_string(count_max));
    return items;
}

Result<std::vector<std::string>> load_codes(const json::Value& object, std::string_view key) {
    TACIT_TRY(const std::vector<json::Value> items, load_list(object, key, kListMax));
    std::vector<std::string> codes;
    for (const json::Value& item : items) {
        TACIT_TRY(std::string code, load_code(item));
        if (std::find(codes.begin(), codes.end(), code) != codes.end())
            return item.malformed("this code is there twice", "Remove one");
        codes.push_back(std::move(code));
    }
    return codes;
}

Result<std::string> load_words(const json::Value& object, std::string_view key) {
    TACIT_TRY(std::string words, object.text(key));
    if (words.size() > kWordsSizeMax)
        return object.malformed("\"" + std::string(key) + "\" is too long",
                                "Keep at most " + std::to_string(kWordsSizeMax) + " bytes");
    return words;
}

Result<Journal::Treatment> load_treatment(const json::Value& value) {
    TACIT_CHECK(value.only({"code", "start"}));
    TACIT_TRY(const json::Value code, value.at("code"));
    Journal::Treatment treatment;
    TACIT_TRY(treatment.code, load_code(code));
    TACIT_TRY(treatment.start, load_day(value, "start"));
    return treatment;
}

Result<Journal::Entry> load_entry(const json::Value& value) {
    TACIT_CHECK(value.only({"day", "phq9", "wins", "words"}));
    Journal::Entry entry;
    TACIT_TRY(entry.day, load_day(value, "day"));
    TACIT_TRY(const json::Value phq9, value.at("phq9"));
    if (!phq9.is_null()) {
        TACIT_TRY(const std::vector<json::Value> items, phq9.items());
        auto& steps = entry.phq9.emplace();
        if (items.size() != steps.size())
            return phq9.malformed("PHQ-9 has nine items",
                                  "Give nine numbers from 0 to 3, null for one without an answer");
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (items[i].is_null()) continue;
            TACIT_TRY(const std::int64_t step, items[i].as_integer(0, kStepMax));
            steps[i] = static_cast<std::uint8_t>(step);
        }
    }
    TACIT_TRY(entry.wins, load_codes(value, "wins"));
    TACIT_TRY(entry.words, load_words(value, "words"));
    return entry;
}

Result<Journal::Medicine> load_medicine(const json::Value& value) {
    TACIT_CHECK(value.only({"name", "helped"}));
    Journal::Medicine medicine;
    TACIT_TRY(medicine.name, load_words(value, "name"));
    if (medicine.name.empty()) return value.malformed("a medicine without a name", "Name it, or remove it");
    TACIT_TRY(const json::Value helped, value.at("helped"));
    if (!helped.is_null()) {
        TACIT_TRY(medicine.helped, load_code(helped));
    }
    return medicine;
}

// Reads a list whose items are told apart by `key`, a member pointer.
template <class Item, class Load, class Key>
Result<std::vector<Item>> load_distinct(const json::Value& root, std::string_view name, std::size_t count_max,
                                        Load load, Key key, std::string_view twice) {
    TACIT_TRY(const std::vector<json::Value> values, load_list(root, name, count_max));
    std::vector<Item> items;
    for (const json::Value& value : values) {
        TACIT_TRY(Item item, load(value));
        const auto same = [&](const Item& other) { return other.*key == item.*key; };
        if (std::any_of(items.begin(), items.end(), same))
            return value.malformed(std::string(twice), "Keep one of them");
        items.push_back(std::move(item));
    }
    return items;
}

void put_in_order(Journal& journal) {
    std::stable_sort(journal.treatments.begin(), journal.treatments.end(),
                     [](const auto& a, const auto& b) { return a.start < b.start; });
    std::sort(journal.entries.begin(), journal.entries.end(),
              [](const auto& a, const auto& b) { return a.day < b.day; });
}

json::Node codes_node(const std::vector<std::string>& codes) {
    json::Node node = json::Node::array();
    for (const std::string& code : codes) node.push(code);
    return node;
}

json::Node entry_node(const Journal::Entry& entry) {
    json::Node phq9;
    if (entry.phq9) {
        phq9 = json::Node::array();
        for (const auto& step : *entry.phq9) phq9.push(step ? json::Node(*step) : json::Node());
    }
    return json::Node::object({{"day", day_text(entry.day)},
                               {"phq9", std::move(phq9)},
                               {"wins", codes_node(entry.wins)},
                               {"words", entry.words}});
}

template <class T>
void add_new(std::vector<T>& kept, const T& item) {
    if (std::find(kept.begin(), kept.end(), item) == kept.end()) kept.push_back(item);
}

void add_words(std::string& kept, const std::string& brought) {
    if (brought.empty() || kept.find(brought) != std::string::npos) return;
    const std::string joined = kept.empty() ? brought : kept + "\n" + brought;
    if (joined.size() <= kWordsSizeMax) kept = joined;
}

template <class T, class Key>
T* find_same(std::vector<T>& items, const T& wanted, Key key) {
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const T& item) { return item.*key == wanted.*key; });
    return found == items.end() ? nullptr : &*found;
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
    constexpr std::string_view kShape = "0000-00-00";
    if (text.size() != kShape.size()) return std::nullopt;
    std::array<int, 3> numbers{};
    for (std::size_t i = 0, part = 0; i < text.size(); ++i) {
        const bool is_digit = text[i] >= '0' && text[i] <= '9';
        if (is_digit != (kShape[i] == '0') || (!is_digit && text[i] != '-')) return std::nullopt;
        if (is_digit) {
            numbers[part] = numbers[part] * 10 + (text[i] - '0');
        } else {
            ++part;
        }
    }
    const auto [year, month, day] = numbers;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok() || year < 1990 || year > 2199) return std::nullopt;
    return Day(date);
}

std::string day_text(Day day) {
    const std::chrono::year_month_day date{day};
    const auto two = [](unsigned number) { return std::string(number < 10 ? "-0" : "-") + std::to_string(number); };
    return std::to_string(static_cast<int>(date.year())) + two(static_cast<unsigned>(date.month())) +
           two(static_cast<unsigned>(date.day()));
}

Result<Journal> load_journal(std::string_view text) {
    TACIT_TRY(const json::Document document, json::Document::parse(text));
    const json::Value root = document.root();
    TACIT_TRY(const std::string format, root.text("format"));
    if (format != kFormat)
        return root.refused("this is not a journal of the kind that this form writes",
                            "Choose a file that was saved from the journal, or open it with the form that wrote it");
    TACIT_CHECK(root.only({"format", "treatments", "entries", "medicines", "questions", "question_words", "settings"}));

    Journal journal;
    TACIT_TRY(journal.treatments,
              load_distinct<Journal::Treatment>(root, "treatments", kListMax, load_treatment, &Journal::Treatment::code,
                                                "this treatment is there twice"));
    TACIT_TRY(journal.entries, load_distinct<Journal::Entry>(root, "entries", kEntriesMax, load_entry,
                                                             &Journal::Entry::day, "this day is there twice"));
    TACIT_TRY(journal.medicines,
              load_distinct<Journal::Medicine>(root, "medicines", kListMax, load_medicine, &Journal::Medicine::name,
                                               "this medicine is there twice"));
    TACIT_TRY(journal.questions, load_codes(root, "questions"));
    TACIT_TRY(journal.question_words, load_words(root, "question_words"));
    TACIT_TRY(const json::Value settings, root.at("settings"));
    TACIT_CHECK(settings.only({"chart"}));
    TACIT_TRY(journal.shows_chart, settings.boolean("chart"));
    put_in_order(journal);
    return journal;
}

json::Node journal_node(const Journal& journal) {
    json::Node treatments = json::Node::array();
    for (const auto& treatment : journal.treatments)
        treatments.push(json::Node::object({{"code", treatment.code}, {"start", day_text(treatment.start)}}));
    json::Node entries = json::Node::array();
    for (const auto& entry : journal.entries) entries.push(entry_node(entry));
    json::Node medicines = json::Node::array();
    for (const auto& medicine : journal.medicines)
        medicines.push(
            json::Node::object({{"name", medicine.name},
                                {"helped", medicine.helped.empty() ? json::Node() : json::Node(medicine.helped)}}));
    return json::Node::object({{"format", kFormat},
                               {"treatments", std::move(treatments)},
                               {"entries", std::move(entries)},
                               {"medicines", std::move(medicines)},
                               {"questions", codes_node(journal.questions)},
                               {"question_words", journal.question_words},
                               {"settings", json::Node::object({{"chart", journal.shows_chart}})}});
}

Journal merge(Journal kept, const Journal& brought) {
    for (const auto& treatment : brought.treatments)
        if (!find_same(kept.treatments, treatment, &Journal::Treatment::code)) kept.treatments.push_back(treatment);
    for (const auto& entry : brought.entries) {
        Journal::Entry* same = find_same(kept.entries, entry, &Journal::Entry::day);
        if (!same) {
            kept.entries.push_back(entry);
            continue;
        }
        if (!same->phq9) same->phq9 = entry.phq9;
        for (const std::string& win : entry.wins) add_new(same->wins, win);
        add_words(same->words, entry.words);
    }
    for (const auto& medicine : brought.medicines) {
        Journal::Medicine* same = find_same(kept.medicines, medicine, &Journal::Medicine::name);
        if (!same) {
            kept.medicines.push_back(medicine);
        } else if (same->helped.empty()) {
            same->helped = medicine.helped;
        }
    }
    for (const std::string& question : brought.questions) add_new(kept.questions, question);
    add_words(kept.question_words, brought.question_words);
    put_in_order(kept);
    return kept;
}

}  // namespace tacit::client
