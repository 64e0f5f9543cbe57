#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the text engine to json, and to itself at every window and instruction set.

    text_agrees.py SERVER [--count N] [--seed N]     (SERVER: the program of
                                                      text_server.cpp)

Conformance cases, seeded documents, mutants, numbers, and several texts with each
separator go through windows of 64, 65, 127 and 4096 bytes and the default, by reads of
several sizes, with each instruction set of this machine. The verdict and the bytes must
be the oracle's; the places, paths and counts must not depend on windows, reads or
instruction set. --count is that of the mutants; all inputs are counted at the end.
"""

from __future__ import annotations

import argparse
import os
import random
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / "python"))
import generator  # noqa: E402
import isa  # noqa: E402
import oracle  # noqa: E402

BATCH = 2000  # inputs that a server is started for
SEPARATORS = (b"\n", b" ", b"", b"\r\n", b"\n\n", b" \t")
NONE, COMPACT, PRETTY = range(3)
ERROR, LAST, KEEP = range(3)  # duplicates
ASCII, ALLOW_NAN, VERBATIM, TAB, SKIP, SORT = 1, 2, 4, 8, 16, 32
CHOICES = (0, 0, 0, ASCII, ALLOW_NAN, ASCII | ALLOW_NAN, TAB, SORT, SORT | ASCII)
# What json cannot say: only windows and instruction sets are compared.
MORE_CHOICES = (VERBATIM, SKIP, SKIP | TAB)


class Question(NamedTuple):
    """An input and how it is to be read."""

    data: bytes
    form: int
    flags: int
    duplicates: int
    turn: int

    def packed(self) -> bytes:
        """The request to a server."""
        sizes = (len(self.data), self.turn, self.form, self.duplicates, self.flags, 0)
        return struct.pack("=IIBBBB", *sizes) + self.data


class Answer(NamedTuple):
    """What the engine made of an input."""

    ending: int
    texts: int
    duplicates: int
    written: bytes
    findings: str


def ask(server: str, name: str, questions: list[Question], folder: Path) -> list[Answer]:
    """All answers of the engine with one instruction set."""
    asked, answered = folder / "asked", folder / "answered"
    asked.write_bytes(b"".join(question.packed() for question in questions))
    with asked.open("rb") as source, answered.open("wb") as target:
        done = subprocess.run(
            [server], stdin=source, stdout=target, env={**os.environ, "KRAIT_ISA": name}
        )
    answers = list(read_answers(answered.read_bytes()))
    if done.returncode != 0 or len(answers) != len(questions):
        raise SystemExit(f"{name}: the engine died of {questions[len(answers)]}")
    return answers


def read_answers(data: bytes) -> Iterator[Answer]:
    """Three strings each, as far as they are all there."""
    at = 0
    parts: list[bytes] = []
    while at + 4 <= len(data):
        (size,) = struct.unpack_from("=I", data, at)
        at += 4 + size
        parts.append(data[at - size : at])
        if len(parts) == 3 and at <= len(data):
            ending, texts, _refused, duplicates = map(int, parts[0].split())
            findings = parts[2].decode("utf-8", "replace")
            yield Answer(ending, texts, duplicates, parts[1], findings)
            parts = []


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


def question_about(data: bytes, rng: random.Random) -> Question:
    """With options at random."""
    form = rng.choice((COMPACT, COMPACT, PRETTY, NONE))
    duplicates = LAST
    flags = rng.choice(CHOICES)
    if rng.random() < 0.2:
        flags = rng.choice(MORE_CHOICES)
        duplicates = rng.choice((ERROR, LAST, KEEP))
    return Question(data, form, flags, duplicates, rng.randrange(7))


def fault(question: Question, answer: Answer) -> str | None:
    """What is wrong with the answer to one question, by itself."""
    if "DIFFERS" in answer.findings:
        return "windows disagree"
    if answer.ending != 0 and not answer.findings:
        return "refused without a reason"
    if question.flags & (VERBATIM | SKIP) or question.duplicates != LAST:
        return None
    right = expected(question.data, question.form, question.flags)
    if (answer.ending == 0) != (right is not None):
        return f"the oracle says {right!r}"
    if right is not None and answer.written != (right if question.form != NONE else b""):
        return f"not {right!r}"
    return None


def check(questions: list[Question], server: str, names: list[str], folder: Path) -> list[str]:
    """What is wrong with the answers to all questions."""
    answers = [ask(server, name, questions, folder) for name in names]
    problems = []
    for question, first, *others in zip(questions, *answers, strict=True):
        problem = fault(question, first)
        for name, other in zip(names[1:], others, strict=True):
            if other != first:
                problem = f"{names[0]} against {name}: {other}"
        if problem is not None:
            problems.append(f"{question}\n  {first}: {problem}")
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("server")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=81)
    arguments = parser.parse_args()
    sys.set_int_max_str_digits(0)
    names = [name for name in isa.NAMES if isa.machine_has(name)]
    rng = random.Random(arguments.seed)
    inputs = cases(arguments.seed, arguments.count)
    done = 0
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        while len(problems) < 10:
            questions = [question_about(data, rng) for data in islice(inputs, BATCH)]
            if not questions:
                break
            done += len(questions)
            problems += check(questions, arguments.server, names, Path(folder))
    print(*problems[:10], sep="\n")
    print(f"{done} inputs, 5 windows, {', '.join(names)}: {len(problems)} wrong")
    return 1 if problems or done < arguments.count else 0


if __name__ == "__main__":
    sys.exit(main())
