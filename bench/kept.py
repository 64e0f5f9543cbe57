#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What loads costs whoever keeps the results: the collection that they cause included.

krait makes containers without starting the collector, and leaves what is due to the
caller's next allocation. So that this counts, each sample here makes a number of
results, keeps them all, and ends with a full collection. Freeing is not timed.

    bench/.peers/bin/python bench/kept.py [FILES OR FOLDERS] [--json FILE]
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import time
from collections.abc import Sequence

import compare
from compare import (
    Call,
    Document,
    Peer,
    check,
    cpu,
    find_documents,
    geometric_mean,
    heading,
    import_peers,
    raw_results,
    read_document,
    row,
)

KEPT_BYTES = 16e6  # of text for one sample; its objects take several times as much
MOST_KEPT = 100


def timed(call: Call, raw: bytes, count: int) -> float:
    """Nanoseconds a result, the collection at the end counted with them."""
    gc.collect()
    start = time.perf_counter_ns()
    kept = [call(raw) for _ in range(count)]
    gc.collect()
    elapsed = time.perf_counter_ns() - start
    del kept
    return elapsed / count


def measure(
    peers: Sequence[Peer], document: Document, rounds: int, rng: random.Random
) -> None:
    count = max(1, min(MOST_KEPT, int(KEPT_BYTES / len(document.raw))))
    samples: dict[str, list[float]] = {peer.name: [] for peer in peers}
    for _ in range(rounds):
        for peer in rng.sample(list(peers), len(peers)):
            call = peer.calls["loads"]
            samples[peer.name].append(timed(call, document.raw, count))
    document.samples["loads"] = samples


def report(documents: Sequence[Document], names: Sequence[str]) -> str:
    lines = [heading(["document", *names, "best peer / krait"])]
    ratios = []
    for document in documents:
        best = {name: min(times) for name, times in document.samples["loads"].items()}
        cells = [
            f"{best[name] / 1000:.0f}" if name in best else "fails" for name in names
        ]
        ratio = compare.advantage(document.samples["loads"], min)
        if ratio is not None:
            ratios.append(ratio)
            cells.append(f"{ratio:.2f}")
        lines.append(row([document.name, *cells]))
    if ratios:
        mean = f"{geometric_mean(ratios):.2f}"
        lines.append(row(["geometric mean", *([""] * len(names)), mean]))
    return "\n".join(lines)


def parse_options() -> argparse.Namespace:
    parser = compare.new_parser(__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="samples of each (7)")
    parser.set_defaults(peers=[name for name in compare.LIBRARIES if name != "json"])
    return compare.parse(parser)


def main() -> int:
    options = parse_options()
    peers = import_peers(options.peers, options.module_path)
    rng = random.Random(options.seed)
    documents = []
    for path in find_documents(options.paths):
        document = read_document(path, None, options.seed)
        print(document.name, file=sys.stderr)
        measure(check(peers, "loads", document), document, options.rounds, rng)
        documents.append(document)
    print(f"{cpu().get('model', 'unknown CPU')}, microseconds a result (best round):\n")
    print(report(documents, [peer.name for peer in peers]))
    compare.write_json(options.json, raw_results(documents, peers, options))
    return 0


if __name__ == "__main__":
    sys.exit(main())
