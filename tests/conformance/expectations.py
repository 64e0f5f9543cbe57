# SPDX-License-Identifier: Apache-2.0
"""Reads the conformance cases and what must be answered to each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
CASES = HERE / "cases"
VERDICTS = {"accept": True, "reject": False}


def _table(path: Path) -> dict[str, bool]:
    """Case name -> accepted, from lines of: name, accept or reject, why."""
    result = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, verdict, why = line.split("\t")
        if name in result or verdict not in VERDICTS or not why:
            raise ValueError(f"{path.name}: {line!r}")
        result[name] = VERDICTS[verdict]
    return result


def case_files() -> list[Path]:
    """Every case, in the order of names."""
    return sorted(CASES.glob("*.json"))


def single() -> dict[str, bool]:
    """File stem -> whether the file as one JSON text is accepted."""
    answers = _table(HERE / "answers.tsv")
    result = {}
    for path in case_files():
        kind = path.stem.partition("_")[0]
        if kind == "i":
            result[path.stem] = answers.pop(path.stem)
        else:
            result[path.stem] = {"y": True, "n": False}[kind]
    if answers:
        raise ValueError(f"answers.tsv names no case: {', '.join(answers)}")
    return result


def streamed() -> dict[str, bool]:
    """File stem -> whether it is accepted as texts one after another."""
    result = single()
    for name, accepted in _table(HERE / "streams.tsv").items():
        if result[name] == accepted:
            raise ValueError(f"streams.tsv: {name} does not differ")
        result[name] = accepted
    return result


def batches(paths: list[Path], size: int) -> Iterator[list[Path]]:
    """Neighbours in groups of `size`."""
    for start in range(0, len(paths), size):
        yield paths[start : start + size]
