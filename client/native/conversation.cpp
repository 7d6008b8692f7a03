#include "client/native/conversation.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "client/core/host.h"
#include "client/native/text.h"

namespace tacit::native {
namespace {

using survey::Grid;
using survey::Multiple;
using survey::Score;
using survey::Single;

constexpr std::size_t kBarMax = 40;
constexpr std::size_t kNumberMax = 10'000;

std::string number(std::size_t value) { return std::to_string(value); }

std::string label_of(std::size_t shown) { return (shown < 10 ? "   " : "  ") + number(shown) + "  "; }

// The numbers in "1 4, 7"; nothing where anything else is in it.
std::optional<std::vector<std::size_t>> numbers_in(const std::string& typed) {
    std::vector<std::size_t> numbers;
    std::size_t current = 0;
    bool in_number = false;
    for (const char c : typed + ' ') {
        if (c >= '0' && c <= '9') {
            current = std::min(current * 10 + static_cast<std::size_t>(c - '0'), kNumberMax);
            in_number = true;
        } else if (c == ' ' || c == ',' || c == ';' || c == '\t') {
            if (in_number) numbers.push_back(current);
            current = 0;
            in_number = false;
        } else {
            return std::nullopt;
        }
    }
    if (numbers.empty()) return std::nullopt;
    return numbers;
}

std::string bar(std::size_t done, std::size_t of, std::size_t width) {
    const std::size_t length = std::min(width > 4 ? width - 2 : 2, kBarMax);
    const std::size_t full = of == 0 ? 0 : length * done / of;
    return "[" + std::string(full, '=') + std::string(length - full, '.') + "]";
}

bool is(const std::string& typed, char key) { return typed.size() == 1 && (typed[0] | 0x20) == key; }

bool wants_to_leave(const std::string& typed) { return is(typed, 'q') || is(typed, 'n'); }

std::string in_hundred(unsigned of_thousand) {
    return std::to_string((of_thousand + 9) / 10);  // rounded to the side that promises less
}

std::string whole(double value) { return std::to_string(static_cast<long>(std::lround(value))); }

}  // namespace

std::string date_text(std::int64_t unix_seconds) {
    const std::chrono::sys_seconds time{std::chrono::seconds(unix_seconds)};
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text;
}

tacit::Result<Conversation::Result> Conversation::run(bool other_language) {
    Result result;
    if (start_page(other_language) == Next::leave) return result;
    client::Interview interview(believed_.task.definition, journal_);
    for (bool agreed = false; !agreed;) {
        if (questions(interview) == Next::leave) return result;
        if (interview.ended()) {
            const survey::QuestionText& text = language_.questions[interview.ended()->question];
            result.end = End::ended;
            result.message = text.ends[interview.ended()->index].message;
            return result;
        }
        bool reviewed = false;
        if (review_page(interview, reviewed) == Next::leave) return result;
        if (!reviewed) continue;
        TACIT_TRY(const Next next, disclosure_page(interview, result, agreed));
        if (next == Next::leave) return result;
    }
    result.end = End::agreed;
    return result;
}

Conversation::Next Conversation::start_page(bool other_language) {
    const task::Task& task = believed_.task;
    for (;;) {
        terminal_.page();
        terminal_.head(language_.title);
        if (other_language) terminal_.say(fill_in(phrases_.other_language, {language_.tag}));
        if (!language_.about.empty()) terminal_.say(language_.about);
        terminal_.blank();
        const std::string leader_host = client::host_of(task.leader.url);
        const std::string helper_host = client::host_of(task.helper.url);
        terminal_.say(fill_in(phrases_.two_servers, {task.leader.name, leader_host, task.helper.name, helper_host}));
        if (believed_.one_machine) {
            terminal_.say(phrases_.one_machine);
        } else {
            terminal_.say(fill_in(phrases_.certificates, {leader_host, helper_host}));
        }
        terminal_.blank();
        terminal_.say(phrases_.your_choice);
        terminal_.say(phrases_.no_undo);
        terminal_.say(phrases_.nobody_watches);
        terminal_.say(phrases_.not_advice);
        const auto& questions = task.definition.questions;
        const bool has_ends = std::any_of(questions.begin(), questions.end(), [](const survey::Question& question) {
            const auto* single = std::get_if<Single>(&question.kind);
            return single != nullptr && !single->ends.empty();
        });
        if (has_ends) terminal_.say(phrases_.adults_only);
        terminal_.say(fill_in(phrases_.closes_on, {date_text(task.closes)}));
        terminal_.blank();
        for (const std::string& credit : language_.notices) terminal_.say(credit);
        terminal_.blank();
        terminal_.say(phrases_.support_hint);
        terminal_.say(phrases_.start_prompt);
        const auto typed = ask([&](const std::string& entry) { return is_yes(phrases_, entry); });
        if (!typed || wants_to_leave(*typed)) return Next::leave;
        if (is_yes(phrases_, *typed)) return Next::on;
        help_page();
    }
}

template <class IsEntry>
std::optional<std::string> Conversation::ask(const IsEntry& is_entry) {
    // A yes before the end of the page was seen is none; leaving is.
    if (const auto early = terminal_.typed_early(); early && wants_to_leave(*early)) return early;
    for (;;) {
        auto typed = terminal_.ask("> ");
        if (!typed || wants_to_leave(*typed) || *typed == "?" || is_entry(*typed)) return typed;
        terminal_.head(phrases_.not_understood);
    }
}

Conversation::Next Conversation::questions(client::Interview& interview) {
    std::string notice;
    while (interview.step()) {
        if (question_page(interview, notice) == Next::leave) return Next::leave;
    }
    return Next::on;
}

Conversation::Next Conversation::question_page(client::Interview& interview, std::string& notice) {
    const client::Interview::Step step = *interview.step();
    const survey::Question& question = interview.question();
    const survey::QuestionText& text = language_.questions[step.question];

    terminal_.page();
    const std::size_t left = interview.questions_left();
    terminal_.say(
        fill_in(left > 0 ? phrases_.progress : phrases_.progress_last, {number(interview.position()), number(left)}));
    const std::size_t total = believed_.task.definition.questions.size();
    terminal_.say(bar(step.question, total, terminal_.width()));
    for (const auto& [code, heading] : language_.sections) {
        if (code == question.section) terminal_.say(heading);
    }
    terminal_.blank();
    if (const auto* score = std::get_if<Score>(&question.kind)) {
        const std::size_t items = instruments::instrument(score->instrument).items.size();
        terminal_.say(text.stem);
        terminal_.blank();
        terminal_.head(fill_in(phrases_.item_of, {number(step.part + 1), number(items)}) + ": " +
                       text.items[step.part]);
    } else if (const auto* grid = std::get_if<Grid>(&question.kind)) {
        const std::uint16_t row = interview.parts()[step.part];
        const std::vector<std::string>& rows =
            grid->rows_from ? language_.questions[*grid->rows_from].options : text.rows;
        terminal_.say(text.text);
        if (!text.help.empty()) terminal_.say(text.help);
        terminal_.say(fill_in(phrases_.rows_left, {number(interview.marks_left())}));
        terminal_.blank();
        terminal_.head(fill_in(phrases_.item_of, {number(step.part + 1), number(interview.parts().size())}) + ": " +
                       rows[row]);
    } else {
        terminal_.head(text.text);
        if (!text.help.empty()) terminal_.say(text.help);
    }
    terminal_.blank();
    show_choices(interview);
    terminal_.blank();
    if (std::holds_alternative<Score>(question.kind) && step.part == 0 && !text.credit.empty()) {
        terminal_.say(text.credit);
        terminal_.blank();
    }
    if (!notice.empty()) terminal_.head(notice);
    notice.clear();
    if (const auto* multiple = std::get_if<Multiple>(&question.kind)) {
        terminal_.say(fill_in(phrases_.type_numbers, {number(multiple->max)}));
    } else {
        terminal_.say(phrases_.type_number);
    }
    terminal_.say(phrases_.keys);
    terminal_.say(phrases_.support_hint);

    auto typed = terminal_.typed_early();
    if (!typed) typed = terminal_.ask("> ");
    if (!typed || is(*typed, 'q')) return Next::leave;
    if (*typed == "?") {
        help_page();
    } else if (is(*typed, 'b')) {
        if (!interview.back()) notice = phrases_.at_start;
    } else if (is(*typed, 's')) {
        interview.skip();
    } else if (is(*typed, 'f')) {
        interview.finish();
    } else {
        notice = take(interview, *typed);
    }
    return Next::on;
}

void Conversation::show_choices(const client::Interview& interview) {
    const survey::Question& question = interview.question();
    const survey::QuestionText& text = language_.questions[interview.step()->question];
    const bool several = std::holds_alternative<Multiple>(question.kind);
    const std::vector<std::uint16_t> marked = several ? interview.marked() : std::vector<std::uint16_t>{};
    const std::optional<std::uint16_t> chosen = several ? std::nullopt : interview.chosen();
    for (std::size_t i = 0; i < interview.choice_count(); ++i) {
        std::string label = i < text.options.size() ? text.options[i] : text.ends[i - text.options.size()].label;
        const bool mine = chosen == i || std::find(marked.begin(), marked.end(), i) != marked.end();
        if (mine) label += "  <- " + std::string(phrases_.your_answer);
        terminal_.item(label_of(i + 1), label);
    }
    if (const auto* multiple = std::get_if<Multiple>(&question.kind); multiple != nullptr && multiple->may_be_empty)
        terminal_.item(label_of(0), text.empty.empty() ? std::string(phrases_.type_none) : text.empty);
}

// Answers the current step with what was typed. What to say where that was no answer; empty where it was one.
std::string Conversation::take(client::Interview& interview, const std::string& typed) {
    if (std::holds_alternative<Multiple>(interview.question().kind)) return take_marks(interview, typed);
    const auto numbers = numbers_in(typed);
    if (!numbers) return std::string(phrases_.not_understood);
    if (numbers->size() != 1 || numbers->front() < 1 || numbers->front() > interview.choice_count())
        return fill_in(phrases_.no_such_number, {number(interview.choice_count())});
    const auto answered = interview.choose(static_cast<std::uint16_t>(numbers->front() - 1));
    return answered ? std::string() : fill_in(phrases_.rows_left, {number(0)});
}

std::string Conversation::take_marks(client::Interview& interview, const std::string& typed) {
    const auto& multiple = std::get<Multiple>(interview.question().kind);
    const survey::QuestionText& text = language_.questions[interview.step()->question];
    const auto numbers = numbers_in(typed);
    if (!numbers) return std::string(phrases_.not_understood);
    std::vector<std::uint16_t> options;
    const bool none = numbers->size() == 1 && numbers->front() == 0;
    for (const std::size_t shown : *numbers) {
        if (none) break;
        if (shown < 1 || shown > multiple.options.size())
            return fill_in(phrases_.no_such_number, {number(multiple.options.size())});
        options.push_back(static_cast<std::uint16_t>(shown - 1));
    }
    std::sort(options.begin(), options.end());
    options.erase(std::unique(options.begin(), options.end()), options.end());
    if (options.empty() && !multiple.may_be_empty) return std::string(phrases_.nothing_marked);
    if (options.size() > multiple.max) return fill_in(phrases_.too_many, {number(multiple.max)});
    for (const std::uint16_t option : options) {
        const auto& exclusive = multiple.exclusive;
        const bool alone = std::find(exclusive.begin(), exclusive.end(), multiple.options[option]) != exclusive.end();
        if (alone && options.size() > 1) return fill_in(phrases_.goes_alone, {text.options[option]});
    }
    const auto answered = interview.mark(std::move(options));
    return answered ? std::string() : std::string(phrases_.not_understood);
}

Conversation::Next Conversation::review_page(client::Interview& interview, bool& reviewed) {
    std::string notice;
    for (;;) {
        terminal_.page();
        terminal_.head(phrases_.review_head);
        terminal_.blank();
        const std::vector<std::size_t> list = interview.review();
        for (std::size_t i = 0; i < list.size(); ++i) {
            const survey::QuestionText& text = language_.questions[list[i]];
            terminal_.item(label_of(i + 1), text.text.empty() ? text.stem : text.text);
            terminal_.item("      ", answer_text(interview, list[i]));
        }
        terminal_.blank();
        if (interview.answered_count() == 0) terminal_.say(phrases_.nothing_answered);
        if (!notice.empty()) terminal_.head(notice);
        notice.clear();
        terminal_.say(phrases_.review_prompt);
        terminal_.say(phrases_.support_hint);
        const auto entry_of = [&](const std::string& entry) {
            const auto numbers = numbers_in(entry);
            const bool one = numbers && numbers->size() == 1 && numbers->front() <= list.size();
            return one ? numbers->front() : 0;
        };
        const auto typed = ask([&](const std::string& entry) {
            const bool yes = is_yes(phrases_, entry) && interview.answered_count() > 0;
            return is(entry, 'b') || yes || entry_of(entry) > 0;
        });
        if (!typed || wants_to_leave(*typed)) return Next::leave;
        if (*typed == "?") {
            help_page();
        } else if (is(*typed, 'b')) {
            interview.back();
            return Next::on;
        } else if (is_yes(phrases_, *typed)) {
            reviewed = true;
            return Next::on;
        } else {
            const std::size_t question = list[entry_of(*typed) - 1];
            if (!survey::shown(believed_.task.definition, interview.answers(), question)) continue;
            // Only this question is asked again, unless its answer opens others.
            const std::vector<bool> before = survey::asked(believed_.task.definition, interview.answers());
            interview.go_to(question);
            while (interview.step()) {
                const std::size_t now = interview.step()->question;
                if (now > question && before[now]) {
                    interview.skip_question();
                    continue;
                }
                if (now < question) interview.go_to(question);
                if (question_page(interview, notice) == Next::leave) return Next::leave;
                if (interview.ended()) return Next::on;
            }
        }
    }
}

std::string Conversation::answer_text(const client::Interview& interview, std::size_t question) const {
    const survey::QuestionText& text = language_.questions[question];
    const survey::Given given = survey::effective(believed_.task.definition, interview.answers(), question);
    std::string answer;
    if (const auto* chosen = std::get_if<survey::Chosen>(&given)) return text.options[chosen->option];
    if (const auto* marked = std::get_if<survey::Marked>(&given)) {
        for (const std::uint16_t option : marked->options)
            answer += (answer.empty() ? "" : "; ") + text.options[option];
        return marked->options.empty() ? (text.empty.empty() ? std::string(phrases_.type_none) : text.empty) : answer;
    }
    if (const auto* rated = std::get_if<survey::Rated>(&given)) {
        const auto& grid = std::get<Grid>(believed_.task.definition.questions[question].kind);
        const auto& rows = grid.rows_from ? language_.questions[*grid.rows_from].options : text.rows;
        for (const survey::GridMark& mark : rated->marks)
            answer += (answer.empty() ? "" : "; ") + rows[mark.row] + ": " + text.options[mark.option];
        return answer;
    }
    if (const auto* items = std::get_if<survey::Items>(&given)) {
        const auto answered = std::count_if(items->values.begin(), items->values.end(),
                                            [](const auto& value) { return value.has_value(); });
        const bool all = static_cast<std::size_t>(answered) == items->values.size();
        return fill_in(all ? phrases_.items_answered : phrases_.items_left,
                       {std::to_string(answered), number(items->values.size())});
    }
    return std::string(phrases_.not_answered);
}

tacit::Result<Conversation::Next> Conversation::disclosure_page(const client::Interview& interview, Result& result,
                                                                bool& agreed) {
    TACIT_TRY(result.measurement,
              survey::measure(believed_.task.definition, believed_.terms.compiled, interview.answers()));
    TACIT_TRY(const client::Disclosure leaves, client::disclose(believed_, language_, result.measurement));
    for (;;) {
        terminal_.page();
        terminal_.head(phrases_.leaves_head);
        terminal_.say(fill_in(phrases_.leaves, {number(leaves.counters.size()), number(leaves.counter_count)}));
        std::vector<std::string> entries;
        for (const client::Counter& counter : leaves.counters) {
            std::string entry = counter.table + ": ";
            for (std::size_t i = 0; i < counter.levels.size(); ++i) entry += (i == 0 ? "" : " / ") + counter.levels[i];
            if (counter.levels.empty()) entry += fill_in(phrases_.sum_by, {std::to_string(counter.by)});
            entries.push_back(std::move(entry));
        }
        say_list(entries);
        terminal_.say(phrases_.not_sent);
        terminal_.say(fill_in(phrases_.address_seen, {leaves.leader.host}));
        terminal_.blank();
        terminal_.head(phrases_.who_head);
        say_list({leaves.leader.name + ", " + leaves.leader.host + ", " + leaves.leader.contact,
                  leaves.helper.name + ", " + leaves.helper.host + ", " + leaves.helper.contact});
        if (believed_.one_machine) terminal_.say(phrases_.one_machine);
        terminal_.blank();
        terminal_.head(phrases_.published_head);
        terminal_.say(fill_in(phrases_.published,
                              {std::to_string(leaves.min_batch_size), date_text(leaves.closes), leaves.publisher}));
        say_list(leaves.tables);
        terminal_.say(fill_in(phrases_.noise, {whole(leaves.noise_min), whole(leaves.noise_max)}));
        terminal_.say(fill_in(phrases_.odds, {in_hundred(leaves.guess_reader), in_hundred(leaves.guess_operator)}));
        terminal_.blank();
        terminal_.say(phrases_.send_prompt);
        terminal_.say(phrases_.support_hint);
        const auto typed = ask([&](const std::string& entry) { return is(entry, 'b') || is_yes(phrases_, entry); });
        if (!typed || wants_to_leave(*typed)) return Next::leave;
        if (*typed == "?") {
            help_page();
        } else {
            agreed = !is(*typed, 'b');
            return Next::on;
        }
    }
}

void Conversation::help_page() {
    terminal_.page();
    terminal_.head(phrases_.support_head);
    terminal_.say(phrases_.support);
    terminal_.blank();
    terminal_.say(phrases_.help);
    terminal_.blank();
    (void)terminal_.ask(std::string(phrases_.press_enter) + " ");
}

void Conversation::say_list(const std::vector<std::string>& entries) {
    for (const std::string& entry : entries) terminal_.item("  - ", entry);
}

}  // namespace tacit::native
