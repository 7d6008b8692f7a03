#!/usr/bin/env python3
"""Runs one of the programs that come with a release, or a validator, on a release of simulated people.

Usage: run_tool.py verify|R|pandas|frictionless|minisign WRITE_SAMPLE SURVEY    exit code 77: not installed, skipped
"""
import csv
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
CONTRAST = """
import pandas, tacit
r = tacit.load(".")
s, q = r.share("tx_outcome", "medicine", "better"), r.ratio("tx_outcome", "better", "medicine", "talk")
t = r.independence("tx_outcome", 99)
assert all(type(v) is float for x in (s, q, t) for v in x.values()), "numbers that print as something else"
print(s["value"], s["low"], s["high"], q["value"], q["low"], q["high"], r.linear({1: 1})["value"], t["statistic"], t["p"])
pairs = pandas.read_csv("data/comparisons.csv")
for c in pairs[(pairs.table == "tx_outcome") & pairs.difference.notna()].itertuples():
    d = r.difference("tx_outcome", c.column, c.row, c.other)
    print(d["value"], d["low"], d["high"])
"""
CONTRAST_R = """
source("tools/tacit.R")
r <- tacit_load(".")
cat(tacit_share(r, "tx_outcome", "medicine", "better")[1:3],
    tacit_ratio(r, "tx_outcome", "better", "medicine", "talk"), tacit_linear(r, c("1" = 1))[1],
    tacit_independence(r, "tx_outcome", 99))
pairs <- read.csv("data/comparisons.csv")
pairs <- pairs[pairs$table == "tx_outcome" & !is.na(pairs$difference), ]
for (i in seq_len(nrow(pairs)))
  cat("\\n", tacit_difference(r, "tx_outcome", pairs$column[i], pairs$row[i], pairs$other[i]))
"""


def skip(what):
    print(f"SKIPPED: {what} is not installed")
    sys.exit(SKIPPED)


def run(command, folder, **more):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, **more)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def lines(folder, name):
    with open(folder / "data" / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expect_contrasts(text, folder):
    """What a helper computed from the design matrix, beside what the release itself says."""
    got = [float(word) for word in text.split()]
    cell = next(r for r in lines(folder, "cells")
                if (r["table"], r["row"], r["column"]) == ("tx_outcome", "medicine", "better"))
    pairs = [r for r in lines(folder, "comparisons") if r["table"] == "tx_outcome" and r["difference"]]
    pair = next(r for r in pairs if (r["column"], r["row"], r["other"]) == ("better", "medicine", "talk"))
    whole = next(r for r in lines(folder, "independence") if r["table"] == "tx_outcome")
    want = [float(cell[n]) for n in ("share", "share_lo", "share_hi")]
    want += [float(pair[n]) for n in ("ratio", "ratio_lo", "ratio_hi")] + [float(cell["count_est"])]
    want += [float(whole["statistic"]), 0.01]
    want += [float(r[n]) for r in pairs for n in ("difference", "difference_lo", "difference_hi")]
    slack = [1e-4] * 3 + [2e-3] * 3 + [0.06, 0.2, 0.04] + [1e-4] * 3 * len(pairs)
    if len(got) != len(want) or any(abs(g - w) > s for g, w, s in zip(got, want, slack)):
        sys.exit(f"the helper computes {got}, the release says {want}")


def python_with(module):
    for python in dict.fromkeys([sys.executable, shutil.which("python3"), "/usr/bin/python3"]):
        if python and subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode == 0:
            return python
    skip(f"{module} for Python")


def main(tool, sample, survey):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "release"
        if tool == "R" and not shutil.which("Rscript"):
            skip("R")
        if tool == "minisign" and not shutil.which("minisign"):
            skip("minisign")
        python = python_with(tool) if tool in ("pandas", "frictionless") else sys.executable
        run([sample, str(folder), survey, "1500"], ".")
        if tool == "verify":
            text = (folder / "tools/verify.py").read_text(encoding="utf-8")
            if text.count("\n") > 150 or max(map(len, text.split("\n"))) > 120:
                sys.exit("the verifier is longer than 150 lines, or a line is too long to be read")
            if "\nimport base64, csv, hashlib, itertools, json, math, pathlib, struct, sys\n" not in text:
                sys.exit("the verifier needs more than the standard library")
            print(run([python, "-I", "-B", "tools/verify.py", "."], folder))
        if tool == "minisign":
            run(["minisign", "-Vm", "SHA256SUMS", "-p", "publisher.pub"], folder)
            run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], folder)
        if tool == "pandas":
            run([python, "-B", "tools/tacit.py", "."], folder)
            expect_contrasts(run([python, "-B", "-c", CONTRAST], folder, env={"PYTHONPATH": str(folder / "tools")}), folder)
            if not (folder.parent / "figures/tx_outcome.svg").stat().st_size:
                sys.exit("there is no figure")
        if tool == "R":
            run(["Rscript", "tools/tacit.R", "."], folder)
            expect_contrasts(run(["Rscript", "-e", CONTRAST_R], folder), folder)
            if not (folder.parent / "figures.pdf").stat().st_size:
                sys.exit("there are no figures")
        if tool == "frictionless":
            print(run([python, "-m", "frictionless", "validate", "datapackage.json"], folder))


if __name__ == "__main__":
    main(*sys.argv[1:4])
