#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times dumps beside its floor: a walk of the same objects that writes nothing.

  bench/corpora; bench/peers                             once
  cmake --build build/release --target bench_walk        once
  bench/.peers/bin/python bench/floor.py                 all public documents

"look" reads what every value is, "read" every byte of every str as well (walk.cpp).
Everything else is as in compare.py: fresh objects, turns in random order, one core.
"""

import importlib
import random
import sys
from pathlib import Path

import compare

WALKS = ("look", "read")


def walks(folder: Path) -> list[compare.Peer]:
    sys.path.insert(0, str(folder))
    module = importlib.import_module("walk")
    return [compare.Peer(name, "", {"dumps": getattr(module, name)}) for name in WALKS]


def table(documents: list[compare.Document], names: list[str]) -> str:
    rows = [compare.heading(["document", *WALKS, *names, "krait over read"])]
    excesses = []
    for document in documents:
        best = {name: min(times) for name, times in document.samples["dumps"].items()}
        excesses.append(best["krait"] / best["read"])
        cells = [
            compare.speed(document, best[name]) if name in best else "fails"
            for name in (*WALKS, *names)
        ]
        rows.append(compare.row([document.name, *cells, f"{excesses[-1]:.2f}"]))
    mean = f"{compare.geometric_mean(excesses):.2f}"
    rows.append(compare.row(["geometric mean", *[""] * (len(names) + 2), mean]))
    return "\n".join(rows)


def main() -> int:
    parser = compare.new_parser(__doc__)
    add = parser.add_argument
    add("--rounds", type=int, default=9, help="samples for each (9)")
    default_walk = compare.ROOT / "build" / "release" / "bench"
    add("--walk-path", type=Path, default=default_walk, help="where walk is")
    parser.set_defaults(peers=["krait", "orjson"], same=False)
    options = compare.parse(parser)
    peers = compare.import_peers(options.peers, options.module_path)
    floors = walks(options.walk_path)
    rng = random.Random(options.seed)
    documents = []
    for path in compare.find_documents(options.paths):
        document = compare.read_document(path, None, 0)
        able = compare.check(peers, "dumps", document)
        compare.measure(floors + able, "dumps", document, options, rng)
        documents.append(document)
    print(table(documents, options.peers))
    return 0


if __name__ == "__main__":
    sys.exit(main())
