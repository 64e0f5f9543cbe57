#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Proves how near doubles come to a tie when they are printed, and tries the nearest.

    near_ties.py [--every N] [--random N] REALS     (REALS: the program of reals.cpp)

lib/json/real_digits.cpp scales c * 2^q to V = c * 2^q * 10^m and asks whether an end of
the interval around it, V +- half an ulp, reaches an integer, and what 10 V rounds to.
With 73 bits of fraction it relies on this: what is not equal is never nearer than 2^-63
to an integer, or 2^-65 to a tie. For each q the nearest of all c are found here,
exactly, and the bounds checked. With --every only each Nth q is looked at.

The nearest ones, those that are equal, and random doubles then go through every kernel.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from typing import NamedTuple

SIGNIFICAND = 1 << 52
MIN_Q, MAX_Q = -1074, 971
# The search begins where about one c in 2^44 is as near.
FAR = 44


class Question(NamedTuple):
    """How near (factor * c + offset) / modulus comes to an integer."""

    name: str
    factor: int
    offset: int
    modulus: int
    least: int  # it is 2^-least away, or equal


def first_multiple(
    factor: int, modulus: int, low: int, high: int, most: int
) -> int | None:
    """The least n <= most with low <= factor * n % modulus <= high, by descent."""
    if low == 0:
        return 0
    if most <= 0 or factor == 0:
        return None
    if 2 * factor > modulus:
        factor, low, high = modulus - factor, modulus - high, modulus - low
    n = -(-low // factor)
    if n * factor > high:
        # How often the modulus must be taken off: the same question, modulo factor.
        turns = first_multiple(
            -modulus % factor,
            factor,
            low % factor,
            high % factor,
            most * factor // modulus + 1,
        )
        if turns is None:
            return None
        n = -(-(low + modulus * turns) // factor)
    return n if n <= most else None


def first_within(
    question: Question, begin: int, end: int, low: int, high: int
) -> int | None:
    """The least c in [begin, end) whose remainder lies in [low, high]."""
    modulus = question.modulus
    at_begin = (question.factor * begin + question.offset) % modulus
    low, high = (low - at_begin) % modulus, (high - at_begin) % modulus
    if low > high:  # at_begin itself
        return begin
    n = first_multiple(question.factor % modulus, modulus, low, high, end - 1 - begin)
    return None if n is None else begin + n


def nearer_and_nearer(question: Question, begin: int, end: int) -> Iterator[int]:
    """From both sides: each c that is nearer than all before it, equality left out."""
    modulus = question.modulus
    for above in (True, False):
        distance = (modulus >> FAR) + 1
        while distance > 1:
            low = 1 if above else modulus - distance + 1
            c = first_within(question, begin, end, low, low + distance - 2)
            if c is None:
                break
            remainder = (question.factor * c + question.offset) % modulus
            distance = remainder if above else modulus - remainder
            if distance << question.least <= modulus:
                sys.exit(f"{question.name}: {c} comes within 2^-{question.least}")
            yield c


def equal(question: Question, begin: int, end: int) -> Iterator[int]:
    """Some c for which it is an integer."""
    for _ in range(3):
        c = first_within(question, begin, end, 0, 0)
        if c is None:
            return
        yield c
        begin = c + 1


def questions(q: int) -> Iterator[Question]:
    """What is asked about c * 2^q."""
    k = (q * 315653) >> 20  # as in real_digits.hpp, where it is proved
    m = -k - 1
    above = 5 ** max(m, 0) << max(q + m, 0)
    below = 5 ** max(-m, 0) << max(-q - m, 0)
    assert below <= 10 * above < 10 * below
    yield Question(f"q {q}, upper end", 2 * above, above, 2 * below, 63)
    yield Question(f"q {q}, lower end", 2 * above, -above, 2 * below, 63)
    yield Question(f"q {q}, tie", 20 * above, below, 2 * below, 65)


def bits(c: int, q: int) -> int:
    """The double c * 2^q as bits."""
    return c if c < SIGNIFICAND else (q - MIN_Q) * SIGNIFICAND + c


def hard_cases(every: int) -> Iterator[int]:
    """The bits of all that is found."""
    for q in range(MIN_Q, MAX_Q + 1, every):
        begin = 1 if q == MIN_Q else SIGNIFICAND
        for question in questions(q):
            for find in (nearer_and_nearer, equal):
                for c in find(question, begin, 2 * SIGNIFICAND):
                    yield bits(c, q)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--random", type=int, default=0)
    parser.add_argument("reals")
    arguments = parser.parse_args()
    cases = sorted(set(hard_cases(arguments.every)))
    print(f"{len(cases)} hard cases", flush=True)
    text = "".join(f"{case:016x}\n" for case in cases)
    command = [arguments.reals, str(arguments.random)]
    return subprocess.run(command, input=text, text=True, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
