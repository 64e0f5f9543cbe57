#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random doubles through dumps and back, against repr itself, on each instruction set.

    reprs.py [--count N] [--seed N]     run with PYTHONPATH=BUILD/python

Half of the doubles are random bits (infinities and NaN left out), half lie between 1e-5
and 1e17 in size, where data lies. What is compared is json.dumps of lists, which writes
float.__repr__; reals.cpp compares the kernels themselves, without Python, to
std::to_chars.
"""

from __future__ import annotations

import argparse
import array
import json
import os
import random
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))
import isa  # noqa: E402

BLOCK = 100_000
EXPONENT = 0x7FF << 52
SMALLEST, WIDTH = 1023 - 17, 74  # exponents of 2^-17 to 2^57


def any_bits(bits: int) -> int:
    """The same, or zero for an infinity or NaN."""
    return bits if bits & EXPONENT != EXPONENT else 0


def everyday_bits(bits: int) -> int:
    """The same sign and significand, with an exponent from a narrow range."""
    return (bits & ~EXPONENT) | (SMALLEST + (bits >> 52 & 0x7FF) % WIDTH) << 52


def compare(count: int, seed: int) -> int:
    """The number of doubles that were compared; an AssertionError where one differs."""
    import krait

    rng = random.Random(seed)
    compared = 0
    while compared < count:
        words = array.array("Q", rng.randbytes(8 * BLOCK))
        half = BLOCK // 2
        words[:half] = array.array("Q", map(any_bits, words[:half]))
        words[half:] = array.array("Q", map(everyday_bits, words[half:]))
        values = memoryview(words.tobytes()).cast("d").tolist()
        expected = json.dumps(values, separators=(",", ":")).encode()
        written = krait.dumps(values)
        if written != expected:
            pairs = zip(values, written[1:-1].split(b","), strict=True)
            wrong = [one for one in pairs if repr(one[0]).encode() != one[1]]
            raise AssertionError(f"{len(wrong)} differ: {wrong[:5]}")
        again = array.array("d", krait.loads(written))
        assert again.tobytes() == words.tobytes(), "read back as others"
        compared += BLOCK
    return compared


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one-set", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one_set:
        compared = compare(arguments.count, arguments.seed)
        print(f"{os.environ['KRAIT_ISA']}: {compared} doubles, none wrong", flush=True)
        return 0
    failed = []
    for name in filter(isa.machine_has, isa.NAMES):
        command = [sys.executable, __file__, "--one-set", f"--seed={arguments.seed}"]
        command.append(f"--count={arguments.count}")
        if subprocess.run(command, env=dict(os.environ, KRAIT_ISA=name)).returncode:
            failed.append(name)
    if failed:
        print(f"failed: {' '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
