#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the binary equal to the oracle: bytes of compact and pretty, verdicts of check.

    cli_agrees.py BINARY [--count N]

Seeded documents and mutants in files of a temporary folder, hundreds a spawn; mutants
may hold several texts.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))
import generator  # noqa: E402
import oracle  # noqa: E402

BATCH = 200
# Arguments of the command, options of the oracle's dumps.
FORMS: list[tuple[list[str], dict[str, Any]]] = [
    (["compact"], {}),
    (["compact", "--engine", "python"], {}),
    (["pretty", "--engine", "python", "--tab"], {"indent": "\t"}),
    (["compact", "--ascii"], {"ensure_ascii": True}),
    (["compact", "--sort-keys"], {"sort_keys": True}),
    (["compact", "--sort-keys", "--engine", "python"], {"sort_keys": True}),
    (["pretty"], {"indent": 2}),
    (["pretty", "--indent", "0"], {"indent": 0}),
    (["pretty", "--indent", "4", "--ascii"], {"indent": 4, "ensure_ascii": True}),
    (["pretty", "--tab", "--sort-keys"], {"indent": "\t", "sort_keys": True}),
    ([], {"indent": 2}),
]


def run(binary: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [str(binary), *words], cwd=folder, capture_output=True, timeout=300
    )


def compare_bytes(binary: Path, folder: Path, count: int) -> tuple[int, list[str]]:
    """Every form over files of one document each."""
    compared, wrong = 0, []
    documents = list(generator.documents(81, count))
    for start in range(0, len(documents), BATCH):
        batch = documents[start : start + BATCH]
        names = [f"d{number}.json" for number in range(len(batch))]
        for name, data in zip(names, batch, strict=True):
            (folder / name).write_bytes(data)
        for words, options in FORMS:
            expected = b"".join(
                oracle.dumps(oracle.loads(data), **options) + b"\n" for data in batch
            )
            done = run(binary, folder, *words, *names)
            if (done.returncode, done.stdout) != (0, expected):
                same = 0
                for one, other in zip(done.stdout, expected, strict=False):
                    if one != other:
                        break
                    same += 1
                wrong.append(
                    f"{words} from document {start}: exit {done.returncode}, byte "
                    f"{same}: {done.stdout[same : same + 40]!r}, not "
                    f"{expected[same : same + 40]!r}; "
                    f"{done.stderr[:200]!r}"
                )
            compared += len(batch)
    return compared, wrong


def compare_verdicts(binary: Path, folder: Path, count: int) -> tuple[int, list[str]]:
    """check over mutants."""
    wrong = []
    mutants = list(generator.mutants(82, count))
    refused_by_oracle = 0
    for start in range(0, len(mutants), BATCH):
        batch = mutants[start : start + BATCH]
        names = [f"m{number}.json" for number in range(len(batch))]
        for name, data in zip(names, batch, strict=True):
            (folder / name).write_bytes(data)
        done = run(binary, folder, "check", *names)
        found = {
            match[1].decode()
            for match in re.finditer(rb"^(m\d+\.json):\d+:\d+: (?!note: )", done.stderr, re.M)
        }
        if done.returncode != (1 if found else 0):
            wrong.append(f"check from mutant {start}: exit {done.returncode}")
        for name, data in zip(names, batch, strict=True):
            try:
                oracle.texts(data)
                accepted = True
            except oracle.Refused:
                accepted = False
                refused_by_oracle += 1
            if accepted == (name in found):
                wrong.append(f"{'refused' if accepted else 'accepted'}: {data!r}")
    if not 0 < refused_by_oracle < len(mutants):
        wrong.append(f"{refused_by_oracle} of {len(mutants)} refused: no fair sample")
    return len(mutants), wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=Path)
    parser.add_argument("--count", type=int, default=400)
    arguments = parser.parse_args()
    binary = arguments.binary.resolve(strict=True)
    with tempfile.TemporaryDirectory() as folder:
        outputs, wrong = compare_bytes(binary, Path(folder), arguments.count)
        verdicts, more = compare_verdicts(binary, Path(folder), arguments.count * 10)
    wrong += more
    print(*wrong[:40], sep="\n")
    print(f"{outputs} outputs and {verdicts} verdicts compared, {len(wrong)} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
