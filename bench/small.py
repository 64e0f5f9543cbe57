#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times loads and dumps on 32 texts of 1 to 397 bytes, where set-up is most of a call.

    bench/.peers/bin/python bench/small.py [--ops loads,dumps] [--fresh] [--json FILE]

As bench/compare.py does it, in turns and in one process, but dumps gets one object of
each text again and again, as the making of a fresh one would be most of what is
measured; --fresh makes them all the same. Nanoseconds a call, the loop of the benchmark
included, and the best peer's time over krait's.
"""

from __future__ import annotations

import argparse
import platform
import random
import sys

import compare
from compare import (
    Document,
    check,
    cpu,
    import_peers,
    measure,
    raw_results,
    report,
)


def texts() -> list[str]:
    """What services send each other, from a digit to a few hundred bytes."""
    numbers = ",".join(str(number * 37) for number in range(60))
    members = ",".join(f'"k{n}":{{"a":{n},"b":"val{n}"}}' for n in range(12))
    return [
        *("1", "-12", "1.5", "null", '""', "[]", "{}", '"ab"', '"hello"', "[1]"),
        *('"hello world"', '{"a":1}', "[1,2,3]", "[1.5,2.5]", "[true,false,null]"),
        '{"a":1,"b":2}',
        '{"id":12345,"x":"y"}',
        '{"a":[1,2],"b":"cdef"}',
        '{"a":{"b":{"c":{"d":1}}}}',
        '[{"b":[1.5,2.5,{"c":null}]}]',
        '"\u00e9t\u00e9 \u4e2d\u6587"',
        '{"id":1234,"name":"John Doe","ok":true}',
        "[0.1,0.22,0.333,0.4444,0.55555,0.666666]",
        '{"name":"John","age":30,"city":"New York"}',
        f'"{"x" * 60}"',
        '{"jsonrpc":"2.0","method":"subtract","params":[42,23],"id":1}',
        '{"user":{"id":123,"name":"Ann","tags":["a","b","c"]},"active":true,'
        '"score":98.6}',
        '[{"id":1,"v":"one"},{"id":2,"v":"two"},{"id":3,"v":"three"},'
        '{"id":4,"v":"four"}]',
        '{"level":"info","ts":"2024-01-01T00:00:00.000Z","msg":"request completed",'
        '"status":200,"duration_ms":12.5,"path":"/api/v1/items","ip":"10.0.0.1"}',
        f"[{numbers}]",
        f"{{{members}}}",
        f'"{"z" * 395}"',
    ]


def name_of(text: str) -> str:
    shown = text if len(text) <= 30 else text[:27] + "..."
    return f"`{shown}`"


def parse_options() -> argparse.Namespace:
    parser = compare.new_parser(__doc__, documents=False)
    add = parser.add_argument
    add("--ops", type=compare.names, default=["loads", "dumps"], help="loads,dumps")
    add("--rounds", type=int, default=15, help="samples for each library (15)")
    add("--fresh", dest="same", action="store_false", help="new objects for dumps")
    return compare.parse(parser)


def main() -> int:
    options = parse_options()
    peers = import_peers(options.peers, options.module_path)
    if not peers:
        print("none of the libraries can be imported; see bench/peers", file=sys.stderr)
        return 1
    rng = random.Random(options.seed)
    documents = [Document(name_of(text), text.encode()) for text in texts()]
    for document in documents:
        for operation in options.ops:
            able = check(peers, operation, document)
            measure(able, operation, document, options, rng)
    print(f"{cpu().get('model', 'unknown CPU')}, Python {platform.python_version()}:")
    print(", ".join(f"{peer.name} {peer.version}" for peer in peers) + "\n")
    for operation in options.ops:
        print(report(documents, operation, [peer.name for peer in peers]))
    compare.write_json(options.json, raw_results(documents, peers, options))
    return 0


if __name__ == "__main__":
    sys.exit(main())
