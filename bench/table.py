#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the table of docs/performance.md from raw results of bench/compare.py.

    bench/table.py FOLDER loads|dumps

FOLDER holds OPERATION.json and OPERATION-MODE.json, one a mode. The first columns are
of the plain run: krait's rate in MB/s, the best peer's, and the ratio of their best
rounds. Each mode of the same documents adds a column of that ratio. The last row has geometric means, by the
best rounds; what it takes of other libraries stands below, as time over krait's.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from compare import geometric_mean, row

Samples = dict[str, list[float]]


def read(path: Path, operation: str) -> dict[str, tuple[int, Samples]]:
    """Bytes and samples by document."""
    raw: dict[str, Any] = json.loads(path.read_text())
    return {
        document["name"]: (document["bytes"], document["nanoseconds"][operation])
        for document in raw["documents"]
    }


def best_peer(samples: Samples) -> tuple[float, str]:
    return min((min(times), name) for name, times in samples.items() if name != "krait")


def ratio(samples: Samples) -> float:
    return best_peer(samples)[0] / min(samples["krait"])


def table(folder: Path, operation: str) -> list[str]:
    plain = read(folder / f"{operation}.json", operation)
    modes = {}
    for path in sorted(folder.glob(f"{operation}-*.json")):
        documents = read(path, operation)
        if plain.keys() <= documents.keys():
            modes[path.stem.removeprefix(f"{operation}-")] = documents
    lines = [
        row(["document", "MB/s", "best peer's", "ratio", *modes]),
        row(["---"] + ["---:"] * (3 + len(modes))),
    ]
    for name, (size, samples) in plain.items():
        peer_ns, peer = best_peer(samples)
        cells = [
            name,
            f"{1000 * size / min(samples['krait']):.0f}",
            f"{1000 * size / peer_ns:.0f} {peer}",
            f"**{ratio(samples):.2f}**",
        ]
        for documents in modes.values():
            known = documents.get(name)
            cells.append(f"{ratio(known[1]):.2f}" if known else "")
        lines.append(row(cells))
    means = [f"**{geometric_mean([ratio(samples) for _, samples in plain.values()]):.2f}**"]
    means += [
        f"{geometric_mean([ratio(samples) for _, samples in documents.values()]):.2f}"
        for documents in modes.values()
    ]
    lines.append(row(["geometric mean", "", "", *means]))
    return lines


def slowness(documents: dict[str, tuple[int, Samples]]) -> str:
    """Each library's time over krait's, of the documents that it can do."""
    ratios: dict[str, list[float]] = {}
    for _, samples in documents.values():
        for name, times in samples.items():
            ratios.setdefault(name, []).append(min(times) / min(samples["krait"]))
    return ", ".join(
        f"{name} {geometric_mean(values):.2f}" for name, values in ratios.items() if name != "krait"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("operation", choices=["loads", "dumps"])
    arguments = parser.parse_args()
    print("\n".join(table(arguments.folder, arguments.operation)))
    for path in sorted(arguments.folder.glob(f"{arguments.operation}*.json")):
        print(f"\n{path.stem}: {slowness(read(path, arguments.operation))}")


if __name__ == "__main__":
    main()
