#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the text engine to json, and to itself at every window and instruction set.

    text_agrees.py SERVER [--count N] [--seed N]     (SERVER: the program of
                                                      text_server.cpp)

Conformance cases, seeded documents, mutants, numbers, and several texts with each
separator go through windows of 64 bytes and up, by reads of any size. The verdict and
the bytes must be the oracle's; the places, paths and counts must not depend on windows,
reads or instruction set.
"""

from __future__ import annotations

import argparse
import os
import random
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / "python"))
import generator  # noqa: E402
import isa  # noqa: E402
import oracle  # noqa: E402

WINDOWS = (64, 65, 127, 4096, 65536)
PIECES = (0, 0, 1, 3, 50, 64, 100)
SEPARATORS = (b"\n", b" ", b"", b"\r\n", b"\n\n", b" \t")
NONE, COMPACT, PRETTY = range(3)
LAST = 1
ASCII, ALLOW_NAN, TAB, SORT = 1, 2, 8, 32
TRIES = 3  # of each case, at random windows


class Answer(NamedTuple):
    """What the engine made of an input."""

    ending: int
    texts: int
    duplicates: int
    written: bytes
    findings: str


class Server:
    """The engine with one instruction set."""

    def __init__(self, path: str, name: str) -> None:
        self.name = name
        self.process = subprocess.Popen(
            [path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "KRAIT_ISA": name},
        )

    def ask(self, data: bytes, form: int, flags: int, window: int, piece: int) -> Answer:
        """Sends one request; a server that dies ends the test with its input."""
        head = struct.pack("=IIIBBBB", len(data), window, piece, form, LAST, flags, 0)
        self.process.stdin.write(head + data)
        self.process.stdin.flush()
        numbers, written, findings = (self.read(data) for _ in range(3))
        ending, texts, _refused, duplicates = map(int, numbers.split())
        return Answer(ending, texts, duplicates, written, findings.decode("utf-8", "replace"))

    def read(self, data: bytes) -> bytes:
        """One string of the answer."""
        head = self.process.stdout.read(4)
        if len(head) != 4:
            raise SystemExit(f"{self.name}: the engine died of {data!r}")
        return self.process.stdout.read(struct.unpack("=I", head)[0])


def cases(seed: int, count: int) -> Iterator[bytes]:
    """Inputs, most of them not valid."""
    for path in sorted((TESTS / "conformance" / "cases").glob("*.json")):
        data = path.read_bytes()
        if len(data) < 20_000:
            yield data
    yield from generator.documents(seed, count // 4)
    rng = random.Random(seed)
    recent: list[bytes] = []
    for data in generator.mutants(seed + 1, count):
        yield data
        recent = [*recent[-50:], data]
        if rng.random() < 0.25:
            texts = (rng.choice(recent) for _ in range(rng.randrange(2, 5)))
            yield rng.choice(SEPARATORS).join(texts)
    for text in generator.number_texts(seed + 2, count // 10):
        yield text.encode()


def expected(data: bytes, form: int, flags: int) -> bytes | None:
    """The oracle's bytes; None where it refuses the input."""
    allow_nan = bool(flags & ALLOW_NAN)
    try:
        values = oracle.texts(data, allow_nan=allow_nan)
    except oracle.Refused as refused:
        return b"" if str(refused) == "no text" else None
    indent = ("\t" if flags & TAB else 2) if form == PRETTY else None
    return b"".join(
        oracle.dumps(
            value,
            ensure_ascii=bool(flags & ASCII),
            allow_nan=allow_nan,
            indent=indent,
            sort_keys=bool(flags & SORT),
        )
        + b"\n"
        for value in values
    )


def check(data: bytes, servers: list[Server], rng: random.Random) -> str | None:
    """What is wrong with the answers about one input."""
    form = rng.choice((COMPACT, COMPACT, PRETTY, NONE))
    flags = rng.choice((0, 0, ASCII, ALLOW_NAN, ASCII | ALLOW_NAN, TAB, SORT, SORT | ASCII))
    right = expected(data, form, flags)
    first: Answer | None = None
    for _ in range(TRIES):
        server = rng.choice(servers)
        window, piece = rng.choice(WINDOWS), rng.choice(PIECES)
        answer = server.ask(data, form, flags, window, piece)
        where = f"{server.name}, form {form}, flags {flags}, window {window}, reads {piece}"
        if (answer.ending == 0) != (right is not None):
            return f"{where}: {answer} against the oracle's {right!r}"
        if right is not None and answer.written != (right if form != NONE else b""):
            return f"{where}: {answer.written!r}, not {right!r}"
        if answer.ending != 0 and not answer.findings:
            return f"{where}: refused without a reason"
        if first is not None and answer != first:
            return f"{where}: {answer}, before {first}"
        first = answer
    return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("server")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=81)
    arguments = parser.parse_args()
    sys.set_int_max_str_digits(0)
    here = [name for name in isa.NAMES if isa.machine_has(name)]
    servers = [Server(arguments.server, name) for name in here]
    rng = random.Random(arguments.seed)
    done = wrong = 0
    for data in cases(arguments.seed, arguments.count):
        done += 1
        if problem := check(data, servers, rng):
            wrong += 1
            print(f"{data!r}\n  {problem}")
            if wrong == 10:
                break
    print(f"{done} inputs, {TRIES} ways each, {', '.join(here)}: {wrong} wrong")
    return 1 if wrong or done < arguments.count else 0


if __name__ == "__main__":
    sys.exit(main())
