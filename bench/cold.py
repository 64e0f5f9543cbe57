#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times the first call of loads and dumps in fresh processes, krait and its peers.

  bench/corpora; bench/peers                             once
  bench/.peers/bin/python bench/cold.py                  all public documents
  bench/.peers/bin/python bench/cold.py examples/feed.json --processes 51

A command makes one call, and what a library leaves for its first one (tables, kernels
to choose, memory to ask for) is paid there. Each sample is a process of its own on one
core: it imports the library, reads the document, makes json's objects for dumps, and
only then measures one call, its result still alive. The libraries take turns in a new
random order each round. The median counts: a first call has no best case worth naming.
"""

import argparse
import random
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import compare

# Run by each process: module, function, document, operation, folder of krait.
ONE_CALL = """
import importlib, json, sys, time
module, function, path, operation, folder = sys.argv[1:]
sys.path.insert(0, folder)
call = getattr(importlib.import_module(module), function)
with open(path, "rb") as file:
    argument = file.read()
if operation == "dumps":
    argument = json.loads(argument)
start = time.perf_counter_ns()
result = call(argument)
print(time.perf_counter_ns() - start)
"""


def first_call(
    library: compare.Library, operation: str, path: Path, options: argparse.Namespace
) -> float | None:
    """Nanoseconds; None where the library cannot do it."""
    function = library.loads if operation == "loads" else library.dumps
    arguments = [library.module, function, path, operation, options.module_path]
    done = subprocess.run(
        [sys.executable, "-c", ONE_CALL, *map(str, arguments)],
        capture_output=True,
        text=True,
    )
    return float(done.stdout) if done.returncode == 0 else None


def measure(
    operation: str, path: Path, options: argparse.Namespace, rng: random.Random
) -> dict[str, list[float]]:
    samples: dict[str, list[float]] = {}
    failed = set()
    for _ in range(options.processes):
        for name in rng.sample(options.peers, len(options.peers)):
            if name in failed:
                continue
            time = first_call(compare.LIBRARIES[name], operation, path, options)
            if time is None:
                failed.add(name)
                print(f"{path.stem}: {name} {operation} fails", file=sys.stderr)
            else:
                samples.setdefault(name, []).append(time)
    return samples


def report(
    operation: str,
    results: dict[str, dict[str, dict[str, list[float]]]],
    names: Sequence[str],
) -> str:
    lines = [
        f"### {operation}: microseconds of the first call (median)",
        "",
        compare.heading(["document", *names, "best peer / krait"]),
    ]
    ratios = []
    for document, operations in results.items():
        medians = {n: statistics.median(s) for n, s in operations[operation].items()}
        cells = [f"{medians[n] / 1000:.0f}" if n in medians else "fails" for n in names]
        found = compare.advantage(operations[operation], statistics.median)
        if found is not None:
            ratios.append(found)
        cells.append("" if found is None else f"{found:.2f}")
        lines.append(compare.row([document, *cells]))
    if ratios:
        mean = f"{compare.geometric_mean(ratios):.2f}"
        lines.append(compare.row(["geometric mean", *([""] * len(names)), mean]))
    return "\n".join(lines) + "\n"


def parse_options() -> argparse.Namespace:
    parser = compare.new_parser(__doc__)
    add = parser.add_argument
    add("--ops", type=compare.names, default=["loads", "dumps"], help="loads,dumps")
    add("--processes", type=int, default=15, help="of each library (15)")
    parser.set_defaults(
        paths=[compare.CORPORA / "public"],
        peers=[name for name in compare.LIBRARIES if name != "json"],
    )
    return compare.parse(parser)


def main() -> int:
    options = parse_options()
    rng = random.Random(options.seed)
    results: dict[str, dict[str, dict[str, list[float]]]] = {}
    paths = compare.find_documents(options.paths)
    for number, path in enumerate(paths, 1):
        print(f"[{number}/{len(paths)}] {path.stem}", file=sys.stderr)
        results[path.stem] = {
            operation: measure(operation, path, options, rng)
            for operation in options.ops
        }
    for operation in options.ops:
        print(report(operation, results, options.peers))
    facts = {"python": sys.version, "cpu": compare.cpu(), "nanoseconds": results}
    compare.write_json(options.json, facts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
