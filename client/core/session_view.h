// What a page shows, as JSON values in the shapes of client/web/src/engine.ts. Labels are in the language of the page;
// numbers stay numbers. Pure functions.
#pragma once
#include "client/core/disclosure.h"
#include "client/core/interview.h"
#include "schemas/instruments/instrument.h"

namespace tacit::client {

json::Node task_view(const task::Task& task, bool one_machine);  // TaskView
json::Node languages_view(const survey::Texts& texts);           // LanguageView[]
json::Node survey_text_view(const survey::Language& language);   // SurveyText
// StepView; null where the interview is at no step. `guess` as answer_guesses() has it for the current question.
json::Node step_view(const Interview& interview, const survey::Language& language, std::optional<unsigned> guess);
json::Node ended_view(const Interview& interview, const survey::Language& language);               // or null
json::Node review_view(const Interview& interview, const survey::Language& language);              // ReviewEntry[]
json::Node disclosure_view(const Disclosure& disclosure, const task::Task& task);                  // DisclosureView
json::Node instrument_view(const instruments::Instrument& instrument, std::string_view language);  // InstrumentView
json::Node difficulty_view(std::string_view language);                                             // DifficultyView

}  // namespace tacit::client
