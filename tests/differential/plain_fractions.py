#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Decimal fractions through `krait compact`, against repr, on each instruction set.

    plain_fractions.py KRAIT [--count N] [--seed N]

Literals of 1 to 20 digits in fixed notation: of random digits, and of random doubles
with one digit less or more than repr writes, another last one, or zeros behind. What
is compared is repr(float(literal)) for each.
"""

from __future__ import annotations

import argparse
import os
import random
import struct
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))
import isa  # noqa: E402

BLOCK = 200_000
LEAST, MOST = 1023 - 14, 1023 + 54  # biased exponents around what is written plainly


def of_digits(rng: random.Random) -> str:
    """A fraction of random digits."""
    total = rng.randint(1, 20)
    number = rng.randrange(10**total)
    text = str(number).zfill(total)
    before = rng.randint(0, total)
    whole = text[:before].lstrip("0") or "0"
    return f"{whole}.{text[before:] or '0'}"


def of_double(rng: random.Random) -> str:
    """The digits of a random double, or others next to them."""
    bits = rng.randint(LEAST, MOST) << 52 | rng.getrandbits(52)
    value = struct.unpack("<d", struct.pack("<Q", bits))[0]
    text = repr(value)
    if "e" in text:
        return text
    how = rng.randrange(6)
    if how == 0:
        return text + "0" * rng.randint(1, 3)
    if how == 1:
        return text[:-1] + rng.choice("0123456789")
    if how == 2:
        return text + rng.choice("0123456789")
    if how == 3:
        return f"{value:.{len(text.partition('.')[2]) + rng.randint(-1, 2)}f}"
    return text


def literals(count: int, rng: random.Random) -> list[str]:
    made = [(of_digits if i % 2 else of_double)(rng) for i in range(count)]
    return [
        ("-" if rng.getrandbits(1) else "") + (text if "." in text else text + ".0")
        for text in made
        if "e" not in text
    ]


def compare(krait: str, wanted: list[str], name: str) -> int:
    """How many differ."""
    expected = [repr(float(text)) for text in wanted]
    done = subprocess.run(
        [krait, "compact"],
        input="\n".join(wanted).encode(),
        capture_output=True,
        env=dict(os.environ, KRAIT_ISA=name),
        check=True,
    )
    written = done.stdout.decode().split()
    if written == expected:
        return 0
    wrong = [row for row in zip(wanted, written, expected) if row[1] != row[2]]
    print(f"{name}: {wrong[:5]}")
    return max(len(wrong), 1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("krait")
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    names = [name for name in isa.NAMES if isa.machine_has(name)]
    compared = failed = 0
    while compared < arguments.count:
        wanted = literals(min(BLOCK, arguments.count), rng)
        failed += sum(compare(arguments.krait, wanted, name) for name in names)
        compared += len(wanted)
    print(f"{compared} fractions on {' '.join(names)}, {failed} wrong")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
