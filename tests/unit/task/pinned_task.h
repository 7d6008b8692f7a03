// A small task.json, typed in. pinned_task.py reads it from this file and computes what the tests expect.
#pragma once
#include <string_view>

namespace tacit::task::test {

inline constexpr std::string_view kPinnedTask = R"json({
  "format": "tacit-task-1",
  "definition": {
    "id": "pinned",
    "version": "1.0.0",
    "profile": "standard",
    "questions": [
      {"id": "sleep", "kind": "single", "options": ["good", "poor"]},
      {"id": "wins", "kind": "multiple", "options": ["work", "family", "rest"], "max": 2},
      {"id": "phq2", "kind": "score", "instrument": "phq2"}
    ],
    "derived": [],
    "groups": [
      {"id": "band", "of": "phq2", "levels": [
        {"code": "low", "cells": [0, 1, 2]},
        {"code": "high", "cells": [3, 4, 5, 6]},
        {"code": "missing", "cells": ["no_answer"]}
      ]}
    ],
    "tables": [
      {"id": "sleep", "kind": "margin", "of": ["sleep"]},
      {"id": "wins", "kind": "margin", "of": ["wins"]},
      {"id": "sleep_by_band", "kind": "cross", "of": ["sleep", "band"], "weight": 2},
      {"id": "phq2_mean", "kind": "sum", "of": ["phq2"]}
    ]
  },
  "leader": {
    "name": "Verein Schlaf \u0026 Stimmung",
    "contact": "team@leader.example",
    "url": "https://leader.example/",
    "signing_key": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
  },
  "helper": {
    "name": "Universität Beispiel",
    "contact": "https://helper.example/contact",
    "url": "https://helper.example:8443/tacit/",
    "signing_key": "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8"
  },
  "publisher": {
    "name": "Verein Schlaf \u0026 Stimmung",
    "contact": "team@leader.example",
    "url": "https://leader.example/",
    "signing_key": "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8",
    "hpke_config": "BwAgAAEAAwAgYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn8"
  },
  "opens": 1793491200,
  "closes": 1796169600,
  "time_precision": 86400,
  "min_batch_size": 100,
  "admission": "open"
})json";

// The same task with this member in place of the last: an analysis is registered.
inline constexpr std::string_view kLastMember = "\"admission\": \"open\"";
inline constexpr std::string_view kAnalysisRegistered = R"analysis(
  "admission": "open",
  "analysis": {
    "name": "main.R",
    "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
  })analysis";

}  // namespace tacit::task::test
