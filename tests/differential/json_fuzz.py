#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A differential fuzzer against json, seeded, for each instruction set of this machine.

    json_fuzz.py [--seed N] [--rounds N | --minutes N]     run with PYTHONPATH=BUILD/python

In each round documents, their mutants and objects made from random bytes go through
loads and dumps of two instances of the module, one that writes objects straight into
memory and one that keeps to the public API (tests/fuzz/checks.py), and the answers are
compared with json's. A round is named by its seed and gives the same cases again. The
sets run one after another, in processes of their own, so that KRAIT_ISA is obeyed.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "python"), str(TESTS / "fuzz")]
import generator  # noqa: E402
import isa  # noqa: E402

DOCUMENTS, MUTANTS, OBJECTS = 100, 1000, 300


def run_round(seed: int) -> int:
    """Documents, mutants and objects of one seed; the number of cases."""
    import checks

    rng = random.Random(seed)
    texts = [*generator.documents(seed, DOCUMENTS), *generator.mutants(seed, MUTANTS)]
    rng.shuffle(texts)
    at = 0
    cases = 0
    while at < len(texts):
        # One to four texts in an input, so that they share what is remembered.
        count = rng.choice((1, 1, 2, 4))
        flags = rng.choice((0, 0, 1, 2)) | rng.randrange(8) << 2
        data = checks.CUT.join(texts[at : at + count])
        checks.loads(bytes((flags, rng.randrange(12))) + data)
        at += count
        cases += 1
    for _ in range(OBJECTS):
        # Half of them small bytes, which make more scalars and short strings.
        length = rng.randrange(rng.choice((20, 200, 1000)))
        highest = rng.choice((256, 256, 200, 100))
        options = bytes((rng.randrange(256), rng.randrange(16), rng.randrange(256)))
        body = bytes(rng.randrange(highest) for _ in range(length))
        checks.dumps(options + b"\xb0" * rng.randrange(2) + body)
    return cases + OBJECTS


def run_one_set(seed: int, rounds: int, until: float) -> None:
    """Rounds from `seed` on, with this process's KRAIT_ISA."""
    cases = done = 0
    while done < rounds if rounds else time.monotonic() < until:
        try:
            cases += run_round(seed + done)
        except BaseException:
            print(f"round of seed {seed + done} failed", flush=True)
            raise
        done += 1
    name = os.environ["KRAIT_ISA"]
    print(f"{name}: {cases} cases in {done} rounds from seed {seed}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--rounds", type=int, default=0)
    length.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--one-set", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one_set:
        until = time.monotonic() + arguments.minutes * 60
        run_one_set(arguments.seed, arguments.rounds, until)
        return 0
    sets = [name for name in isa.NAMES if isa.machine_has(name)]
    failed = []
    for name in sets:
        command = [sys.executable, __file__, "--one-set", f"--seed={arguments.seed}"]
        command += (
            [f"--rounds={arguments.rounds}"]
            if arguments.rounds
            else [f"--minutes={arguments.minutes / len(sets)}"]
        )
        if subprocess.run(command, env=dict(os.environ, KRAIT_ISA=name)).returncode:
            failed.append(name)
    if failed:
        print(f"failed: {' '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
