#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs `krait check` over the conformance cases and compares its verdicts.

    run.py BINARY               hundreds of files a spawn, the verdict of each from
    stderr run.py BINARY --each        one spawn a file, the verdict from the exit code
    as well run.py BINARY --isa NAME    with KRAIT_ISA=NAME; exit 77 where this machine
    lacks it

A file is refused when a diagnostic that is no note begins with `FILE:LINE:COLUMN: `. The exit code must
be 1 where a file of the spawn was refused and 0 where none was: a signal, a traceback
or any other code is a failure.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

import expectations

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))
import isa  # noqa: E402

DIAGNOSTIC = re.compile(
    rb"^(?P<file>[^\n]*?\.json):(?P<line>\d+):(?P<column>\d+): (?!note: )(?P<what>.+)$"
)


def check(
    binary: Path, paths: list[Path], environment: dict[str, str]
) -> tuple[set[str], list[str]]:
    """Stems of the files that were refused, and what was wrong with the answer."""
    done = subprocess.run(
        [str(binary), "check", *(path.name for path in paths)],
        cwd=expectations.CASES,
        env=environment,
        capture_output=True,
        timeout=300,
    )
    given = {path.name for path in paths}
    refused: list[str] = []
    wrong = []
    for line in done.stderr.splitlines():
        match = DIAGNOSTIC.match(line)
        if match and match["file"].decode() in given:
            refused.append(match["file"].decode().removesuffix(".json"))
            if int(match["line"]) < 1 or int(match["column"]) < 1:
                wrong.append(f"{line!r}: lines and columns count from 1")
    where = paths[0].name if len(paths) == 1 else f"{paths[0].name} to {paths[-1].name}"
    expected_code = 1 if refused else 0
    if done.returncode != expected_code:
        tail = done.stderr.decode(errors="replace")[-400:]
        wrong.append(
            f"{where}: exit code {done.returncode}, {len(refused)} refused: {tail}"
        )
    if b"Traceback" in done.stderr:
        wrong.append(f"{where}: a traceback")
    if done.stdout:
        wrong.append(f"{where}: check wrote to standard output: {done.stdout[:80]!r}")
    for name in sorted({name for name in refused if refused.count(name) > 1}):
        wrong.append(f"{name}: more than one diagnostic")
    return set(refused), wrong


def isa_runs_here(binary: Path, environment: dict[str, str]) -> bool:
    """Whether the binary starts with the KRAIT_ISA of `environment`."""
    done = subprocess.run(
        [str(binary), "check", "y_text_array.json"],
        cwd=expectations.CASES,
        env=environment,
        capture_output=True,
        timeout=60,
    )
    if done.returncode == 0:
        return True
    print(
        f"KRAIT_ISA={environment['KRAIT_ISA']}: {done.stderr.decode(errors='replace')}"
    )
    named = environment["KRAIT_ISA"].encode() in done.stderr
    if not named:
        raise SystemExit(
            "the refusal does not name the instruction set that was asked for"
        )
    return False


def used_isa(binary: Path, environment: dict[str, str]) -> str:
    """What `krait --version` says."""
    done = subprocess.run(
        [str(binary), "--version"], env=environment, capture_output=True, timeout=60
    )
    return done.stdout.decode(errors="replace")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=Path)
    parser.add_argument("--each", action="store_true", help="one spawn for each file")
    parser.add_argument("--isa", choices=isa.NAMES)
    arguments = parser.parse_args()
    binary = arguments.binary.resolve(strict=True)

    environment = dict(os.environ)
    environment.pop("KRAIT_ISA", None)
    if arguments.isa:
        environment["KRAIT_ISA"] = arguments.isa
        if not isa_runs_here(binary, environment):
            if isa.machine_has(arguments.isa):
                print(f"this machine has {arguments.isa}, but krait refused it")
                return 1
            print(f"skipped: no {arguments.isa} on this machine")
            return isa.SKIPPED
        if arguments.isa not in used_isa(binary, environment):
            print(f"krait --version does not name {arguments.isa}, which was forced")
            return 1

    expected = expectations.streamed()
    paths = expectations.case_files()
    if len(paths) < 250 or len(paths) != len(expected):
        print(f"only {len(paths)} cases for {len(expected)} answers")
        return 1
    failures = []
    refused: set[str] = set()
    for batch in expectations.batches(paths, 1 if arguments.each else 200):
        names, wrong = check(binary, batch, environment)
        refused |= names
        failures += wrong
    for name, accepted in expected.items():
        if accepted == (name in refused):
            failures.append(f"{name}: {'refused' if accepted else 'accepted'}")
    print(*failures, sep="\n")
    print(f"{len(expected)} cases, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
