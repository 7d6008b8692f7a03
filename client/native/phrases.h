// The program's own words in the conversation of `tacit fill`, per language. The survey's words are in its texts.
//
// {0}, {1}, … stand for what is filled in. Every member is set in every language: a test looks.
#pragma once
#include <string_view>

namespace tacit::native {

struct Phrases {
    std::string_view tag;  // BCP 47 primary subtag
    // Start page.
    std::string_view two_servers;   // {0} name, {1} host, {2} name, {3} host
    std::string_view certificates;  // {0} host, {1} host
    std::string_view one_machine;
    std::string_view your_choice;
    std::string_view no_undo;
    std::string_view nobody_watches;
    std::string_view not_advice;
    std::string_view adults_only;
    std::string_view closes_on;       // {0} date
    std::string_view other_language;  // {0} tag of the language shown
    std::string_view start_prompt;
    // Questions.
    std::string_view progress;       // {0} position, {1} left at most
    std::string_view progress_last;  // {0} position
    std::string_view item_of;        // {0}, {1}: item of a score, row of a grid
    std::string_view your_answer;    // beside what was chosen before
    std::string_view type_number;
    std::string_view type_numbers;  // {0} at most
    std::string_view type_none;     // beside 0
    std::string_view rows_left;     // {0} rows that may still be rated
    std::string_view keys;
    std::string_view support_hint;  // the same on every page, whatever was answered
    std::string_view not_understood;
    std::string_view at_start;
    std::string_view no_such_number;  // {0} highest
    std::string_view too_many;        // {0} at most
    std::string_view goes_alone;      // {0} label
    std::string_view nothing_marked;
    std::string_view help;
    std::string_view support_head;
    std::string_view support;
    std::string_view press_enter;
    // Review.
    std::string_view review_head;
    std::string_view nothing_answered;
    std::string_view not_answered;
    std::string_view items_answered;  // {0} of {1}
    std::string_view items_left;      // {0} of {1}: so the score has no total
    std::string_view review_prompt;
    // What leaves.
    std::string_view leaves_head;
    std::string_view leaves;  // {0} counters moved, {1} counters in all
    std::string_view sum_by;  // {0} signed number
    std::string_view not_sent;
    std::string_view address_seen;  // {0} host
    std::string_view who_head;
    std::string_view published_head;
    std::string_view published;  // {0} minimum, {1} last day, {2} publisher
    std::string_view noise;      // {0}, {1} standard deviations
    std::string_view odds;       // {0} in 100 with what is published, {1} against an operator
    std::string_view send_prompt;
    // Ends.
    std::string_view sending;
    std::string_view sent;  // {0} address of counted.json
    std::string_view left;
    std::string_view ended;
    std::string_view sent_before;     // {0} day
    std::string_view unknown_before;  // {0} day
    std::string_view refused_before;  // {0} day
    std::string_view waiting_before;
    std::string_view unknown;
    std::string_view refused;
    std::string_view could_not_send;  // {0} reason
    std::string_view again_prompt;
    std::string_view kept;
    std::string_view window_note;  // where the alternate screen is missing
};

// The words for a language tag; English where there are none.
const Phrases& phrases(std::string_view tag);

// "y" and "yes"; in Spanish also "si" and "sí", but not "s", which skips a question: nobody agrees by skipping on.
bool is_yes(const Phrases& phrases, std::string_view answer);

}  // namespace tacit::native
