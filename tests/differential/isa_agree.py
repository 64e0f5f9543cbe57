#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds every instruction set equal to scalar: same objects, same errors, same bytes;
and on each, objects written straight into memory equal to those of the public API.

    isa_agree.py [--count N]     run with PYTHONPATH=BUILD/python

Each set answers the same seeded cases, both ways, in a process of its own; the digests
of the answers, errors with their places included, must be those of scalar.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))
import generator  # noqa: E402
import isa  # noqa: E402

BLOCK = 500


def cases(count: int) -> Iterator[bytes]:
    """Documents, mutants, numbers, and strings with something at every offset."""
    yield from generator.documents(71, count // 4)
    yield from generator.mutants(72, count)
    for text in generator.number_texts(73, count // 10):
        yield text.encode()
    rng = random.Random(74)
    specials = [text.encode() for text in generator.SPECIAL_TEXTS.values()]
    for inner in [*specials, *generator.BAD_BYTES.values()]:
        for before, behind in generator.offsets(rng):
            yield b'["' + b"a" * before + inner + b"z" * behind + b'"]'


def answers(count: int) -> Iterator[str]:
    """One digest for each block of cases."""
    import krait

    digest = hashlib.sha256()
    for number, data in enumerate(cases(count), 1):
        try:
            value = krait.loads(data)
        except krait.JSONDecodeError as error:
            answer = f"{error} {error.path}".encode("utf-8", "surrogatepass")
        else:
            answer = krait.dumps(value) + krait.dumps(
                value, ensure_ascii=True, indent=1
            )
        digest.update(len(answer).to_bytes(8, "little") + answer)
        if number % BLOCK == 0:
            yield digest.hexdigest()
    yield digest.hexdigest()


def ask(name: str, compat: str, count: int) -> list[str]:
    """The digests that a process with this instruction set and KRAIT_COMPAT prints."""
    done = subprocess.run(
        [sys.executable, __file__, "--answer", "--count", str(count)],
        env={**os.environ, "KRAIT_ISA": name, "KRAIT_COMPAT": compat},
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise SystemExit(f"{name}: {done.stderr[-2000:]}")
    first, way, *digests = done.stdout.split()
    if first != name or compat not in ("", way):
        raise SystemExit(f"{name} {compat} was forced, {first} {way} was used")
    return digests


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.answer:
        import krait

        info = krait.build_info()
        print(info["isa"], info["compat"], *answers(arguments.count), sep="\n")
        return 0
    here = [name for name in isa.NAMES if isa.machine_has(name)]
    expected = ask("scalar", "", arguments.count)
    wrong = 0
    for name, compat in product(here, ("", "public")):
        found = ask(name, compat, arguments.count)
        differing = [
            n for n, (a, b) in enumerate(zip(expected, found, strict=True)) if a != b
        ]
        if differing:
            wrong += 1
            first = differing[0] * BLOCK
            print(f"{name} {compat} differs from scalar in cases {first} to {first + BLOCK}")
    print(f"{', '.join(here)}: {len(expected)} blocks of {BLOCK} cases, {wrong} differ")
    return 1 if wrong or len(here) < 1 else 0


if __name__ == "__main__":
    sys.exit(main())
