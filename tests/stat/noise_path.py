#!/usr/bin/env python3
"""Fails where floating point takes part in making or adding noise, or where that code can log.

    noise_path.py SOURCE_FOLDER OBJECT...

Looks at the sources of the noise path for the words, and at its object files (x86-64, with objdump) for the instructions. The
object of epsilon.cpp, which computes for display only, must have some: the control. Exit code 77 means that only the sources
could be looked at.
"""
import pathlib
import platform
import re
import shutil
import subprocess
import sys

NOISE_PATH = ["fixed_point", "gaussian_exact", "gaussian_table", "noise"]
ALSO_READ = ["crypto/field/field64.h", "crypto/field/field64.cpp", "crypto/field/mask.h"]
WORDS = re.compile(
    r"\b(float|double|cmath|math\.h|std::(exp|log|sqrt|pow|floor|ceil)|printf|spdlog|iostream|cout|cerr)\b"
)
COMMENT = re.compile(r"//.*")
# Scalar and packed arithmetic and conversions of SSE and AVX, and the x87 set. Moves are not meant: they copy integers too.
INSTRUCTION = re.compile(
    r"\t(v?(add|sub|mul|div|sqrt|min|max|round|cmp\w*|u?comi|fn?m(add|sub)\w*)(ss|sd|ps|pd)|v?cvt\w+"
    r"|f(ld|st|add|sub|mul|div|ild|ist|sqrt|chs|abs|com|ucom)\w*)\b"
)


def floating_point(object_file):
    command = ["objdump", "-d", "--no-show-raw-insn", object_file]
    listing = subprocess.run(command, check=True, capture_output=True, text=True)
    return [line.strip() for line in listing.stdout.splitlines() if INSTRUCTION.search(line)]


def main():
    root = pathlib.Path(sys.argv[1])
    faults = []

    sources = [root / name for name in ALSO_READ]
    for name in NOISE_PATH:
        sources += sorted((root / "crypto/dp").glob(name + ".*"))
    if len(sources) < len(ALSO_READ) + 2 * len(NOISE_PATH):
        sys.exit("sources of the noise path are missing")
    for source in sources:
        for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), 1):
            if WORDS.search(COMMENT.sub("", line)):
                faults.append(f"{source}:{number}: {line.strip()}")
    if faults:
        sys.exit("\n".join(faults))

    if platform.machine() != "x86_64" or shutil.which("objdump") is None:
        print("no x86-64 objdump here: only the sources were looked at")
        sys.exit(77)
    looked_at = set()
    for object_file in sys.argv[2:]:
        name = pathlib.Path(object_file).name.split(".")[0]
        found = floating_point(object_file) if name in NOISE_PATH + ["epsilon"] else []
        looked_at.add(name)
        if name in NOISE_PATH:
            faults += [f"{object_file}: {line}" for line in found]
        if name == "epsilon" and not found:
            faults.append(f"{object_file}: the control has no floating point, so this test sees none")
    missing = set(NOISE_PATH + ["epsilon"]) - looked_at
    if missing:
        faults.append("no object files of: " + ", ".join(sorted(missing)))
    if faults:
        sys.exit("\n".join(faults))


main()
