#!/usr/bin/env python3
"""Fails where README.md names a test that does not exist, or leaves out a claim or a mistake.

    every_test_named.py SOURCE_FOLDER

A test exists where a source of tests/ defines it (TEST, TEST_F, TEST_P, TYPED_TEST, not disabled) or a CMakeLists.txt adds it.
"""
import pathlib
import re
import sys

CLAIMS = [f"T{number}" for number in range(1, 18)]
MISTAKES = [
    "noise of one server missing",
    "half the variance",
    "seed reused",
    "one block without noise",
    "clamped before summing",
    "unsigned decode",
    "rounding ε down",
    "forgotten cross table in the sensitivity",
    "a group over a multi",
]
DEFINED = re.compile(r"^(?:TYPED_)?TEST(?:_[FP])?\(\s*(\w+),\s*(\w+)\s*\)", re.MULTILINE)
ADDED = re.compile(r"add_test\(NAME (\w+\.\w+)")
NAMED = re.compile(r"`(\w+\.[A-Z]\w+)`")


def existing(tests):
    names = set()
    for source in tests.rglob("*_test.cpp"):
        names |= {".".join(found) for found in DEFINED.findall(source.read_text(encoding="utf-8"))}
    for listing in tests.rglob("CMakeLists.txt"):
        names |= set(ADDED.findall(listing.read_text(encoding="utf-8")))
    return names


def faults(text, names):
    found = [f"there is no test {name}" for name in sorted(set(NAMED.findall(text)) - names)]
    rows = {line.split("|")[1].strip(): line for line in text.splitlines() if line.startswith("| ")}
    for subject in CLAIMS + MISTAKES:
        if not NAMED.search(rows.get(subject, "")):
            found.append(f"no test is named for: {subject}")
    return found


def main():
    tests = pathlib.Path(sys.argv[1]) / "tests"
    text = (tests / "stat" / "README.md").read_text(encoding="utf-8")
    names = existing(tests)
    found = faults(text, names)
    # The control: without one of its tests, or one of its lines, the same list is refused.
    if not faults(text, names - {"Guarantee.HoldsForEveryPairOfQuestionnaires"}):
        found.append("a test that is missing is not noticed")
    if len(faults(text.replace("| unsigned decode |", "| signed decode |"), names)) == len(found):
        found.append("a mistake that is left out is not noticed")
    if found:
        sys.exit("\n".join(found))


main()
