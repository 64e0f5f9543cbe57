#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What results of loads take, and whether a process grows that goes on calling it.

Three figures for each document and library, each from a process of its own:

- size: sys.getsizeof of every object of one result, shared ones counted once;
- resident: what the resident set grew by for one result that is kept;
- growth: how far it grew from the tenth of many calls to the last, results freed.

    bench/.peers/bin/python bench/memory.py [FILES OR FOLDERS] [--json FILE]
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
from pathlib import Path

import compare
from compare import find_documents, heading, import_peers, row

FIRST_CALLS = 10
FIGURES = ("size", "resident", "growth")


def total_size(value: object) -> int:
    """sys.getsizeof of all that value leads to."""
    seen: set[int] = set()
    waiting = [value]
    size = 0
    while waiting:
        item = waiting.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        size += sys.getsizeof(item)
        if isinstance(item, dict):
            waiting.extend(item.keys())
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return size


def resident_kb() -> int:
    """The resident set of this process."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def measure_here(
    name: str, module_path: Path, path: Path, calls: int
) -> dict[str, int]:
    """The figures of one library and document, in this process; sizes in KB."""
    raw = path.read_bytes()
    (peer,) = import_peers([name], module_path)
    loads = peer.calls["loads"]
    loads(raw[:0] + b"[]")
    gc.collect()
    before = resident_kb()
    kept = loads(raw)
    resident = resident_kb() - before
    size = total_size(kept) // 1024
    del kept
    for _ in range(FIRST_CALLS):
        loads(raw)
    before = resident_kb()
    for _ in range(calls - FIRST_CALLS):
        loads(raw)
    return {"size": size, "resident": resident, "growth": resident_kb() - before}


def measure(
    name: str, path: Path, options: argparse.Namespace
) -> dict[str, int] | None:
    """The same in a fresh process; None where the library fails on the document."""
    command = [sys.executable, __file__, str(path), "--one", name]
    command += ["--calls", str(options.calls), "--module-path", options.module_path]
    done = subprocess.run(command, capture_output=True, text=True)
    return json.loads(done.stdout) if done.returncode == 0 else None


def cell(figures: dict[str, int] | None) -> str:
    return " / ".join(str(figures[name]) for name in FIGURES) if figures else "fails"


def parse_options() -> argparse.Namespace:
    parser = compare.new_parser(__doc__)
    add = parser.add_argument
    add("--calls", type=int, default=1000, help="of each library (1000)")
    add("--one", help=argparse.SUPPRESS)  # the library to measure in this process
    parser.set_defaults(peers=[name for name in compare.LIBRARIES if name != "json"])
    return compare.parse(parser)


def main() -> int:
    options = parse_options()
    if options.one is not None:
        (path,) = options.paths
        figures = measure_here(options.one, options.module_path, path, options.calls)
        print(json.dumps(figures))
        return 0
    results = {}
    print("KB: the result by sys.getsizeof, its resident set, growth by more calls\n")
    print(heading(["document", *options.peers]))
    for path in find_documents(options.paths):
        found = {name: measure(name, path, options) for name in options.peers}
        results[path.stem] = found
        print(row([path.stem, *map(cell, found.values())]), flush=True)
    compare.write_json(options.json, results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
