#include "tests/unit/survey/sample.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace tacit::test {

std::string read_schemas_file(std::string_view path) {
    std::ifstream in(std::string(TACIT_SCHEMAS) + "/" + std::string(path));
    EXPECT_TRUE(in) << "cannot open " << path;
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

survey::SurveyFile bundled(std::string_view name) {
    auto file = survey::load_file(read_schemas_file("surveys/" + std::string(name) + ".json"));
    EXPECT_TRUE(file) << to_text(file.error());
    return *std::move(file);
}

std::string small_survey_text() {
    return R"json({
  "id": "small", "version": "1", "profile": "wide",
  "questions": [
    {"id": "age", "kind": "single", "options": ["young", "old"], "ends": ["child"]},
    {"id": "used", "kind": "multiple", "options": ["walk", "talk", "pill", "nothing"], "exclusive": ["nothing"],
     "max": 2, "may_be_empty": true},
    {"id": "rating", "kind": "grid", "rows_from": "used", "options": ["lot", "bit"], "max": 2,
     "ask_if": {"question": "used", "in": ["walk", "talk", "pill"]}},
    {"id": "phq8", "kind": "score", "instrument": "phq8"},
    {"id": "weeks", "kind": "single", "options": ["lt2", "to4", "more"], "weeks_upto": [1, 4],
     "ask_if": {"question": "used", "answered": true}},
    {"id": "level", "kind": "single", "options": ["low", "high"],
     "ask_if": {"all": [{"score": "phq8", "min": 5}, {"not": {"journal": "start"}}]}},
    {"id": "place", "kind": "grid", "rows": ["home", "work"], "options": ["fine", "bad"], "max": 1,
     "may_be_empty": true,
     "ask_if": {"any": [{"question": "age", "in": ["old"]}, {"question": "level", "answered": true}]}}
  ],
  "derived": [
    {"id": "pills", "kind": "map", "levels": ["yes", "no"], "cases": [
      {"if": {"question": "used", "in": ["pill"]}, "level": "yes"},
      {"if": {"question": "used", "answered": true}, "level": "no"}]},
    {"id": "change", "kind": "change", "score": "phq8", "by": "response"}
  ],
  "groups": [
    {"id": "band", "of": "phq8", "levels": [
      {"code": "low", "cells": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]},
      {"code": "high", "cells": [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]},
      {"code": "missing", "cells": ["no_answer"]}]},
    {"id": "soon", "of": "weeks", "levels": [
      {"code": "soon", "cells": ["lt2", "to4"]},
      {"code": "missing", "cells": ["more", "no_answer", "not_asked"]}]},
    {"id": "old_only", "of": "age", "levels": [{"code": "old", "cells": ["old"]}]}
  ],
  "tables": [
    {"id": "bands", "kind": "margin", "of": ["band"], "weight": 3},
    {"id": "three", "kind": "cross", "of": ["pills", "soon", "band"], "weight": 2},
    {"id": "two", "kind": "cross", "of": ["pills", "soon"]},
    {"id": "used_by_age", "kind": "cross", "of": ["used", "old_only"]},
    {"id": "ratings", "kind": "margin", "of": ["rating"]},
    {"id": "score", "kind": "sum", "of": ["phq8"], "weight": 9},
    {"id": "places", "kind": "margin", "of": ["place"]},
    {"id": "levels", "kind": "margin", "of": ["level"]},
    {"id": "changes", "kind": "margin", "of": ["change"]}
  ],
  "texts": {
    "en": {
      "title": "A small survey",
      "cells": {"no_answer": "No answer", "not_asked": "Not asked", "missing": "Missing"},
      "questions": {
        "age": {"text": "How old are you?", "options": {"young": "Young", "old": "Old"},
                "ends": {"child": {"label": "A child", "message": "Thank you, that is all"}}},
        "used": {"text": "What have you tried?", "empty": "I have not tried any",
                 "options": {"walk": "Walking", "talk": "Talking", "pill": "A pill", "nothing": "Waiting"}},
        "rating": {"text": "How much did it help?", "options": {"lot": "A lot", "bit": "A bit"}},
        "phq8": {
          "stem": "Over the last 2 weeks, how often have you been bothered by any of the following problems?",
          "items": ["Little interest or pleasure in doing things", "Feeling down, depressed, or hopeless",
            "Trouble falling or staying asleep, or sleeping too much", "Feeling tired or having little energy",
            "Poor appetite or overeating",
            "Feeling bad about yourself - or that you are a failure or have let yourself or your family down",
            "Trouble concentrating on things, such as reading the newspaper or watching television",
            "Moving or speaking so slowly that other people could have noticed. Or the opposite - being so fidgety or restless that you have been moving around a lot more than usual"],
          "steps": ["Not at all", "Several days", "More than half the days", "Nearly every day"]},
        "weeks": {"text": "How long ago?", "options": {"lt2": "Under 2 weeks", "to4": "2 to 4", "more": "Longer"}},
        "level": {"text": "How bad was it?", "options": {"low": "Low", "high": "High"}},
        "place": {"text": "How is it?", "options": {"fine": "Fine", "bad": "Bad"}, "empty": "Neither",
                  "rows": {"home": "At home", "work": "At work"}}
      },
      "derived": {
        "pills": {"title": "Pills", "levels": {"yes": "Yes", "no": "No"}},
        "change": {"title": "Change", "levels": {"remission": "Remission", "response": "Response",
          "partial": "Partial", "little": "Little change", "worse": "Worse", "below_start": "Start below 5",
          "no_start": "No measured start"}}
      },
      "groups": {
        "band": {"title": "PHQ-8", "levels": {"low": "Below 10", "high": "10 or more", "missing": "No score"}},
        "soon": {"title": "Since when", "levels": {"soon": "4 weeks at most", "missing": "The others"}},
        "old_only": {"title": "Age", "levels": {"old": "Old"}}
      },
      "tables": {
        "bands": {"title": "PHQ-8", "base": "Everybody"},
        "three": {"title": "Pills, time and PHQ-8", "base": "Everybody"},
        "two": {"title": "Pills and time", "base": "Everybody"},
        "used_by_age": {"title": "What old people tried", "base": "Old people"},
        "ratings": {"title": "How much it helped", "base": "Who tried something"},
        "score": {"title": "PHQ-8 score", "base": "Who answered all eight"},
        "places": {"title": "Where it is bad", "base": "Everybody"},
        "levels": {"title": "How bad it was", "base": "Everybody"},
        "changes": {"title": "Measured change", "base": "Everybody"}
      }
    }
  }
})json";
}

survey::SurveyFile small_survey() {
    auto file = survey::load_file(small_survey_text());
    EXPECT_TRUE(file) << to_text(file.error());
    return *std::move(file);
}

std::string edited(std::string text, std::string_view from, std::string_view to) {
    const std::size_t place = text.find(from);
    EXPECT_NE(place, std::string::npos) << "nothing to change: " << from;
    EXPECT_EQ(text.find(from, place + 1), std::string::npos) << "not the only one: " << from;
    if (place != std::string::npos) text.replace(place, from.size(), to);
    return text;
}

std::string load_error(const std::string& text) {
    const auto file = survey::load_file(text);
    if (file) return "";
    return file.error().where + ": " + file.error().what + ". " + file.error().remedy;
}

}  // namespace tacit::test
