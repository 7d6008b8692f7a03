#!/usr/bin/env python3
"""Writes gaussian_thresholds.inc: what the sampler's table must hold, computed with 100-digit decimals.

Shares no code and no method with crypto/dp: exp() of decimals instead of products of fixed-point numbers. For a variance
s, the table holds floor(2^128 * P(|X| <= k)) for k = 0, 1, ... up to the first value of 2^128 - 1, where P(x) is
proportional to exp(-x^2 / (2s)). Some entries are written out; the SHA-256 of all of them (16 bytes each, big-endian)
covers the rest. And what the sampler draws with those tables: the SHA-256 of the first thousand samples (4 bytes each, big-endian
two's complement) from the test's stream of random bytes number 1 (ChaCha20, tests/support/seeded_random.cpp).

    gaussian_thresholds.py FILE          writes the file
    gaussian_thresholds.py --check FILE  fails unless the file is what would be written
"""
import bisect
import hashlib
import struct
import sys
from decimal import Decimal, getcontext

VARIANCES = [1, 2, 4, 9, 16, 22, 64, 88, 176, 400, 528, 10_000, 25_344, 1 << 20]
SAMPLED = [4, 22, 176, 25_344]
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


def chacha20_block(key, counter, nonce):
    """D. J. Bernstein's original: a counter and a nonce of 64 bits each."""
    start = list(struct.unpack("<16I", b"expand 32-byte k" + key + struct.pack("<QQ", counter, nonce)))
    state = start[:]

    def quarter(a, b, c, d):
        for x, y, z, bits in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            state[x] = state[x] + state[y] & 0xFFFFFFFF
            state[z] ^= state[x]
            state[z] = (state[z] << bits | state[z] >> 32 - bits) & 0xFFFFFFFF

    for _ in range(10):
        for at in range(4):
            quarter(at, at + 4, at + 8, at + 12)
        for at in range(4):
            quarter(at, 4 + (at + 1) % 4, 8 + (at + 2) % 4, 12 + (at + 3) % 4)
    return struct.pack("<16I", *(a + b & 0xFFFFFFFF for a, b in zip(start, state)))


def stream(seed, size):
    """4,096 bytes of each nonce 0, 1, …"""
    key = seed.to_bytes(32, "little")
    blocks = (chacha20_block(key, number % 64, number // 64) for number in range(-(-size // 64)))
    return b"".join(blocks)[:size]


def samples(entries, count):
    """A sample takes 17 bytes: 128 bits that are looked up, and a sign."""
    random = stream(1, 17 * count)
    for at in range(0, len(random), 17):
        size = bisect.bisect_right(entries, int.from_bytes(random[at : at + 16], "big"))
        yield -size if random[at + 16] & 1 else size


def shown(size):
    """Indices of the entries that are written out: the first ones, some in between, the last ones."""
    return sorted({0, 1, 2, size // 8, size // 4, size // 2, 3 * size // 4, size - 2, size - 1} & set(range(size)))


def text():
    lines = [
        "// Written by gaussian_thresholds.py: TABLE(variance, entries, SHA-256), ENTRY(variance, k, high and low 64 bits),",
        "// SAMPLES(variance, SHA-256 of the first thousand).",
    ]
    for variance in VARIANCES:
        entries = table(variance)
        digest = hashlib.sha256(b"".join(entry.to_bytes(16, "big") for entry in entries)).hexdigest()
        lines.append(f'TABLE({variance}, {len(entries)}, "{digest}")')
        for k in shown(len(entries)):
            lines.append(f"ENTRY({variance}, {k}, 0x{entries[k] >> 64:016x}, 0x{entries[k] & (1 << 64) - 1:016x})")
        if variance in SAMPLED:
            drawn = b"".join(sample.to_bytes(4, "big", signed=True) for sample in samples(entries, 1000))
            lines.append(f'SAMPLES({variance}, "{hashlib.sha256(drawn).hexdigest()}")')
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
