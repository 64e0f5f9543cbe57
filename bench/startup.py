#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The start of krait above that of an empty C program: medians of interleaved spawns.

    startup.py [--rounds 500] [--limit MS] [BINARY...]

BINARY is build/release/krait unless named. Each round spawns every program once, in
random order, on the CPU this script is pinned to: krait compacts a file of a few bytes.
With --limit the exit code is 1 where a binary starts more than MS milliseconds after
the empty program, which is linked dynamically as C programs are by default.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = b'{"name":"krait","sizes":[1,2.5,null],"venomous":true}\n'


def compile_empty(folder: Path) -> Path:
    source = folder / "empty.c"
    source.write_text("int main(void) { return 0; }\n", encoding="utf-8")
    binary = folder / "empty"
    subprocess.run(
        [os.environ.get("CC", "cc"), "-O2", "-o", binary, source], check=True
    )
    return binary


def spawn_ms(command: list[str], null: int) -> float:
    streams = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1)]
    started = time.perf_counter_ns()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=streams)
    _, status = os.waitpid(child, 0)
    elapsed = time.perf_counter_ns() - started
    if status != 0:
        raise SystemExit(f"{' '.join(command)}: ended with status {status}")
    return elapsed / 1e6


def measure(commands: list[list[str]], rounds: int) -> list[list[float]]:
    times: list[list[float]] = [[] for _ in commands]
    null = os.open(os.devnull, os.O_RDWR)
    for _ in range(rounds):
        for index in random.sample(range(len(commands)), len(commands)):
            times[index].append(spawn_ms(commands[index], null))
    return times


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--limit", type=float, metavar="MS")
    parser.add_argument("binaries", nargs="*", type=Path, metavar="BINARY")
    arguments = parser.parse_args()
    binaries = arguments.binaries or [ROOT / "build/release/krait"]
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory(prefix="krait-startup-") as name:
        folder = Path(name)
        document = folder / "one.json"
        document.write_bytes(DOCUMENT)
        commands = [[str(compile_empty(folder))]]
        commands += [
            [str(binary.resolve(strict=True)), "compact", str(document)]
            for binary in binaries
        ]
        times = measure(commands, arguments.rounds)
    empty = statistics.median(times[0])
    print(f"{empty:7.3f} ms  an empty C program, median of {arguments.rounds} spawns")
    slow = False
    for command, own in zip(commands[1:], times[1:], strict=True):
        above = statistics.median(own) - empty
        slow = slow or (arguments.limit is not None and above > arguments.limit)
        print(f"{above:+7.3f} ms  {command[0]}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
