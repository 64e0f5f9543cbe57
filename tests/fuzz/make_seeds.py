#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the fuzzers' seeds: two bytes of options, then a document of our own.

    make_seeds.py                        the folder seeds/ beside this file
    make_seeds.py --cases FOLDER OUT     the files of FOLDER, under several options
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

SEEDS = Path(__file__).resolve().parent / "seeds"

# Flags as the entry points read them, and a depth.
PLAIN, NAN, SHALLOW, PRETTY_OR_STR, ASCII, SORTED = 0, 1, 2, 4, 8, 16

DOCUMENTS: dict[str, tuple[int, int, str]] = {
    "records": (PLAIN, 0, '[{"id":1,"name":"Zoë"},{"id":2,"name":"漢字 😀"},{"id":3}]'),
    "numbers": (PLAIN, 0, "[0,-0,-0.0,1e5,1.5E-3,9223372036854775808,0.1,5e-324,1e22]"),
    "escapes": (
        ASCII,
        0,
        '["\\"\\\\\\/\\b\\f\\n\\r\\t","\\u20ac\\ud83d\\ude00\\ud800"]',
    ),
    "white_space": (
        PRETTY_OR_STR,
        0,
        ' {\n\t"a" : [ 1 , { } , [ ] ] ,\r\n "b" : null } ',
    ),
    "nan": (NAN, 0, "[NaN,Infinity,-Infinity]"),
    "deep": (SHALLOW, 9, '[[[{"a":[[{"b":0}]]}]]]'),
    "keys": (SORTED, 0, '{"z":1,"a":2,"a":3,"":4,"é":5,"long key of many letters":6}'),
    "long_string": (PLAIN, 0, '["' + "x" * 70 + "é" + "y" * 70 + '\\n"]'),
    "long_integer": (PLAIN, 0, "[" + "1234567890" * 9 + "]"),
    "literals": (PRETTY_OR_STR | SORTED, 0, '{"t":true,"f":false,"n":null,"s":""}'),
    "several": (SORTED, 0, '{"a":1} [2] "3" 4'),
    "truncated": (PLAIN, 0, '{"a":[1,{"b":"c'),
    "trailing": (PLAIN, 0, "[1,2,]"),
}


# Seeds are short: the fuzzers' own limit is 4,096 bytes.
LONGEST = 2000


def write_cases(folder: Path, out: Path) -> int:
    """Each file as a seed, the options going round; the number of seeds."""
    out.mkdir(parents=True, exist_ok=True)
    cases = [path for path in sorted(folder.iterdir()) if path.is_file()]
    written = 0
    for number, path in enumerate(cases):
        data = path.read_bytes()
        if len(data) <= LONGEST:
            (out / path.name).write_bytes(bytes((number % 32, 20)) + data)
            written += 1
    return written


def write_documents() -> int:
    """The documents above; their number."""
    SEEDS.mkdir(exist_ok=True)
    for name, (flags, depth, text) in DOCUMENTS.items():
        (SEEDS / name).write_bytes(bytes((flags, depth)) + text.encode())
    return len(DOCUMENTS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", nargs=2, type=Path, metavar=("FOLDER", "OUT"))
    arguments = parser.parse_args()
    count = write_cases(*arguments.cases) if arguments.cases else write_documents()
    print(f"{count} seeds")
    return 0 if count else 1


if __name__ == "__main__":
    sys.exit(main())
