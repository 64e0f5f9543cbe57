#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the fuzzers' seeds: two bytes of options, then a document of our own."""

from __future__ import annotations

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


def main() -> int:
    SEEDS.mkdir(exist_ok=True)
    for name, (flags, depth, text) in DOCUMENTS.items():
        (SEEDS / name).write_bytes(bytes((flags, depth)) + text.encode())
    print(f"{len(DOCUMENTS)} seeds in {SEEDS.name}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
