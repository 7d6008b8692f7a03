// `tacit fill` as a conversation: start page, one question at a time, review, what would leave, and a yes or no.
//
// Sends nothing: it returns what the person agreed to send. Every page has the same line that offers someone to talk
// to, whatever was answered before.
#pragma once
#include "client/core/disclosure.h"
#include "client/core/interview.h"
#include "client/native/phrases.h"
#include "client/native/terminal.h"

namespace tacit::native {

class Conversation {
public:
    enum class End { agreed, left, ended };  // ended: an answer such as "under 18" ended the survey
    struct Result {
        End end = End::left;
        circuits::Measurement measurement;  // when agreed
        std::string message;                // of the survey, when it ended
    };

    Conversation(Terminal& terminal, const client::Believed& believed, const survey::Language& language,
                 const Phrases& phrases, survey::Journal journal = {})
        : terminal_(terminal), believed_(believed), language_(language), phrases_(phrases), journal_(journal) {}

    // `other_language`: the person asked for a language that the survey does not have.
    tacit::Result<Result> run(bool other_language);

private:
    enum class Next { on, leave };

    Next start_page(bool other_language);
    Next questions(client::Interview& interview);
    Next question_page(client::Interview& interview, std::string& notice);
    Next review_page(client::Interview& interview, bool& reviewed);
    tacit::Result<Next> disclosure_page(const client::Interview& interview, Result& result, bool& agreed);

    void show_choices(const client::Interview& interview);
    std::string take(client::Interview& interview, const std::string& typed);
    std::string take_marks(client::Interview& interview, const std::string& typed);
    std::string answer_text(const client::Interview& interview, std::size_t question) const;
    // What was typed, once it is q, n, ? or what `is_entry` takes. For anything else a hint comes below the page, which
    // is long and stays as it is. Nothing at the end of the input.
    template <class IsEntry>
    std::optional<std::string> ask(const IsEntry& is_entry);
    void help_page();
    void say_list(const std::vector<std::string>& entries);

    Terminal& terminal_;
    const client::Believed& believed_;
    const survey::Language& language_;
    const Phrases& phrases_;
    survey::Journal journal_;
};

// "2026-11-21" of a time in Unix seconds.
std::string date_text(std::int64_t unix_seconds);

}  // namespace tacit::native
