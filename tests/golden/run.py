#!/usr/bin/env python3
# Runs the built binary from outside and compares what it says with what was recorded.
# SPDX-License-Identifier: Apache-2.0
"""run.py BINARY [--accept] [FILTER...]

A case is a folder <command>/<case_name>/ holding, each optional:
  args         the arguments, quoted as for a shell
  cmd          instead of args: a script for /bin/sh; $KRAIT is the binary, $LIBEXEC
               the folder krait in libexec that belongs to it
  stdin        standard input (none: empty)
  stdout       what must come out (none: nothing); stdout.like: see below
  stderr       the same for standard error
  exit         the exit status (none: 0); -15 means: ended by signal 15
and any files of its own. It runs in a fresh folder, on a copy of these. In a .like
file {any} stands for any text within a line. A cmd that exits with 77 skips the case; the
last line of its standard error says why. FILTERs are parts of case names; --accept
records what came out.
"""

import argparse
import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
SKIPPED = 77
TIMEOUT_S = 120
# What the runner reads; a case that lists its folder must not see what was recorded.
NOT_COPIED = ("args", "stdin", "stdout", "stderr", "exit", "*.like")
# Nothing else of the surroundings reaches a case.
PASSED_ON = (
    "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "KRAIT_ISA", "KRAIT_COMPAT"
)  # fmt: skip


@dataclass
class Outcome:
    name: str
    problems: list[str]
    skip_reason: str = ""


def environment(binary: Path, folder: Path) -> dict[str, str]:
    env = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    env.update(PATH="/usr/bin:/bin", LC_ALL="C.UTF-8", HOME=str(folder), KRAIT=str(binary))
    env["LIBEXEC"] = str(libexec(binary))
    return env


def libexec(binary: Path) -> Path:
    """Beside the binary in a build tree, beside its folder where it is installed."""
    beside = binary.parent / "libexec" / "krait"
    return beside if beside.exists() else binary.parent.parent / "libexec" / "krait"


def content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def run(case: Path, binary: Path) -> subprocess.CompletedProcess[bytes]:
    with tempfile.TemporaryDirectory(prefix="krait-golden-") as temporary:
        folder = Path(temporary) / case.name
        shutil.copytree(case, folder, ignore=shutil.ignore_patterns(*NOT_COPIED))
        if (case / "cmd").exists():
            command = ["/bin/sh", "cmd"]
        else:
            command = [str(binary), *shlex.split(content(case / "args").decode())]
        return subprocess.run(
            command,
            cwd=folder,
            env=environment(binary, folder),
            input=content(case / "stdin"),
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
        )


def is_like(actual: bytes, pattern: bytes) -> bool:
    parts = (re.escape(part) for part in pattern.split(b"{any}"))
    return re.fullmatch(rb"[^\n]*".join(parts), actual) is not None


def difference(stream: str, expected: bytes, actual: bytes) -> str:
    def lines(text: bytes) -> list[str]:
        return text.decode("utf-8", "backslashreplace").splitlines()

    diff = difflib.unified_diff(
        lines(expected), lines(actual), f"{stream} expected", f"{stream} actual", lineterm=""
    )
    return "\n".join(diff) or f"{stream}: differs in line ends only: {actual[-80:]!r}"


def compare_stream(case: Path, stream: str, actual: bytes) -> list[str]:
    like = case / f"{stream}.like"
    if like.exists():
        pattern = like.read_bytes()
        return [] if is_like(actual, pattern) else [difference(stream, pattern, actual)]
    expected = content(case / stream)
    return [] if actual == expected else [difference(stream, expected, actual)]


def expected_exit(case: Path) -> int:
    return int(content(case / "exit") or b"0")


def record(case: Path, name: str, value: bytes) -> None:
    if value:
        (case / name).write_bytes(value)
    else:
        (case / name).unlink(missing_ok=True)


def accept(case: Path, done: subprocess.CompletedProcess[bytes]) -> None:
    for stream, actual in (("stdout", done.stdout), ("stderr", done.stderr)):
        if not (case / f"{stream}.like").exists():
            record(case, stream, actual)
    code = done.returncode
    record(case, "exit", f"{code}\n".encode() if code else b"")


def check(case: Path, binary: Path, accepting: bool) -> Outcome:
    name = str(case.relative_to(HERE))
    try:
        done = run(case, binary)
    except subprocess.TimeoutExpired:
        return Outcome(name, [f"still running after {TIMEOUT_S} s"])
    if done.returncode == SKIPPED:
        reason = done.stderr.decode("utf-8", "backslashreplace").strip().splitlines()
        return Outcome(name, [], reason[-1] if reason else "no reason given")
    if accepting:
        accept(case, done)
    problems = compare_stream(case, "stdout", done.stdout)
    problems += compare_stream(case, "stderr", done.stderr)
    if done.returncode != expected_exit(case):
        problems.append(f"exit status {done.returncode}, expected {expected_exit(case)}")
    return Outcome(name, problems)


def find_cases(filters: list[str]) -> list[Path]:
    marks = sorted([*HERE.glob("*/*/args"), *HERE.glob("*/*/cmd")])
    cases = [mark.parent for mark in marks]
    return [
        case
        for case in cases
        if not filters or any(part in f"{case.relative_to(HERE)}/" for part in filters)
    ]


def report(outcomes: list[Outcome]) -> int:
    failed = [outcome for outcome in outcomes if outcome.problems]
    skipped = [outcome for outcome in outcomes if outcome.skip_reason]
    for outcome in skipped:
        print(f"skipped {outcome.name}: {outcome.skip_reason}")
    for outcome in failed:
        print(f"FAILED {outcome.name}")
        for problem in outcome.problems:
            print("  " + problem.replace("\n", "\n  "))
    passed = len(outcomes) - len(failed) - len(skipped)
    print(f"{passed} passed, {len(failed)} failed, {len(skipped)} skipped")
    if not outcomes:
        print("no case ran: the filter fits none")
    return 1 if failed or passed == 0 else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=Path)
    parser.add_argument("--accept", action="store_true", help="record what comes out")
    parser.add_argument("filters", nargs="*", metavar="FILTER")
    arguments = parser.parse_intermixed_args()
    binary = arguments.binary.resolve(strict=True)
    cases = find_cases(arguments.filters)
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = list(pool.map(lambda case: check(case, binary, arguments.accept), cases))
    return report(outcomes)


if __name__ == "__main__":
    sys.exit(main())
