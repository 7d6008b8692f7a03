// Wording for the survey of pinned_task.h, in a language without published PHQ texts.
#pragma once
#include "schemas/survey/load.h"

namespace tacit::task::test {

inline constexpr std::string_view kSampleTexts = R"json({
  "tlh": {
    "title": "Sleep",
    "cells": {"no_answer": "no answer", "not_asked": "not asked", "missing": "missing"},
    "questions": {
      "sleep": {"text": "How did you sleep?", "options": {"good": "well", "poor": "badly"}},
      "wins": {"text": "What is better?", "options": {"work": "work", "family": "family", "rest": "rest"}},
      "phq2": {"stem": "In two weeks", "items": ["one", "two"], "steps": ["0", "1", "2", "3"]}
    },
    "groups": {"band": {"title": "Score", "levels": {"low": "low", "high": "high", "missing": "missing"}}},
    "tables": {
      "sleep": {"title": "Sleep", "base": "everybody"},
      "wins": {"title": "Wins", "base": "everybody"},
      "sleep_by_band": {"title": "Sleep by score", "base": "everybody"},
      "phq2_mean": {"title": "Mean score", "base": "who answered"}
    }
  }
})json";

inline survey::Texts sample_texts(const survey::Survey& survey) {
    const json::Document document = json::Document::parse(kSampleTexts).value();
    return survey::load_texts(document.root(), survey).value();
}

}  // namespace tacit::task::test
