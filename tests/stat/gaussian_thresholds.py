#!/usr/bin/env python3
"""Writes gaussian_thresholds.inc: what the sampler's table must hold, computed with 100-digit decimals.

Shares no code and no method with crypto/dp: exp() of decimals instead of products of fixed-point numbers. For a variance
s, the table holds floor(2^128 * P(|X| <= k)) for k = 0, 1, ... up to the first value of 2^128 - 1, where P(x) is
proportional to exp(-x^2 / (2s)). Some entries are written out; the SHA-256 of all of them (16 bytes each, big-endian)
covers the rest.

    gaussian_thresholds.py FILE          writes the file
    gaussian_thresholds.py --check FILE  fails unless the file is what would be written
"""
import hashlib
import sys
from decimal import Decimal, getcontext

VARIANCES = [1, 2, 4, 9, 16, 22, 64, 88, 176, 400, 528, 10_000, 25_344, 1 << 20]
ALL_ONES = (1 << 128) - 1

getcontext().prec = 100


def table(variance):
    weights = []
    while True:
        k = len(weights)
        weight = (Decimal(-k * k) / (2 * variance)).exp() * (1 if k == 0 else 2)
        if weight < Decimal(10) ** -95:
            break
        weights.append(weight)
    total = sum(weights)
    entries = []
    running = Decimal(0)
    for weight in weights:
        running += weight
        entries.append(min(int(running / total * (1 << 128)), ALL_ONES))
        if entries[-1] == ALL_ONES:
            return entries
    raise AssertionError("the table has no end")


def shown(size):
    """Indices of the entries that are written out: the first ones, some in between, the last ones."""
    return sorted({0, 1, 2, size // 8, size // 4, size // 2, 3 * size // 4, size - 2, size - 1} & set(range(size)))


def text():
    lines = [
        "// Written by gaussian_thresholds.py: TABLE(variance, entries, SHA-256), ENTRY(variance, k, high and low 64 bits).",
    ]
    for variance in VARIANCES:
        entries = table(variance)
        digest = hashlib.sha256(b"".join(entry.to_bytes(16, "big") for entry in entries)).hexdigest()
        lines.append(f'TABLE({variance}, {len(entries)}, "{digest}")')
        for k in shown(len(entries)):
            lines.append(f"ENTRY({variance}, {k}, 0x{entries[k] >> 64:016x}, 0x{entries[k] & (1 << 64) - 1:016x})")
    return "\n".join(lines) + "\n"


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "--check":
        with open(sys.argv[2], encoding="utf-8") as file:
            if file.read() != text():
                sys.exit("the file is not what the script writes")
    elif len(sys.argv) == 2:
        with open(sys.argv[1], "w", encoding="utf-8") as file:
            file.write(text())
    else:
        sys.exit(__doc__)


main()
