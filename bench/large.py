#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the large inputs of the command line's benchmarks, always the same bytes.

    large.py [FOLDER]          bench/.corpora/large unless named; 0.9 GB

Records of three kinds (events as of a code host, people in 27 languages, rows of a
table) and coordinates of 15 to 18 digits are made once, then repeated in changing order.
"""

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import generate
from generate import LANGUAGES, Record, dense, plain_record, record

FOLDER = generate.EXAMPLES.parent / "bench" / ".corpora" / "large"
RECORDS = 24_000  # before they are repeated
FEATURES = 600
BATCH = 1000  # pieces that stay together

Pieces = Iterator[str]
INPUTS: dict[str, tuple[int, Callable[[int], Pieces]]] = {}


def event(rng: random.Random, number: int) -> Record:
    """Nested, with more text than numbers, as APIs answer."""
    language = rng.choice(LANGUAGES[:4])
    login = rng.choice(language.given).lower()
    api = "https://api.example.org"
    return {
        "id": f"{number + 17_000_000_000}",
        "type": rng.choice(["push", "fork", "watch", "issue", "release"]),
        "actor": {"id": rng.randrange(10**7), "login": login, "url": f"{api}/u/{login}"},
        "repo": {"id": rng.randrange(10**8), "name": f"{login}/{rng.choice(language.tags)}"},
        "payload": {
            "push_id": rng.randrange(10**9),
            "size": rng.randrange(1, 9),
            "commits": [
                {
                    "sha": f"{rng.getrandbits(160):040x}",
                    "author": {"email": f"{login}@example.org", "name": login},
                    "message": rng.choice(language.sentences),
                    "distinct": rng.random() < 0.9,
                }
                for _ in range(rng.randrange(3))
            ],
        },
        "public": True,
        "score": rng.random(),
        "created_at": f"2026-0{rng.randrange(1, 10)}-1{rng.randrange(10)}T08:30:00Z",
    }


def records() -> list[str]:
    rng = random.Random("large records")
    rows: list[Record] = []
    for number in range(RECORDS):
        kind = rng.randrange(3)
        if kind == 0:
            rows.append(event(rng, number))
        elif kind == 1:
            rows.append(record(rng, number, rng.choice(LANGUAGES)))
        else:
            rows.append(plain_record(rng, number))
    return [dense(row) for row in rows]


def repeated(pieces: list[str], between: str, size: int) -> Pieces:
    """Batches in random order, with `between` before all but the first, to `size`."""
    rng = random.Random(len(pieces))
    batches = [
        between.join(pieces[i : i + BATCH]) for i in range(0, len(pieces), BATCH)
    ]
    sizes = [len(batch.encode()) + len(between) for batch in batches]
    first = True
    while size > 0:
        for i in rng.sample(range(len(batches)), len(batches)):
            yield batches[i] if first else between + batches[i]
            first = False
            size -= sizes[i]
            if size <= 0:
                return


def large(size: int) -> Callable[[Callable[[int], Pieces]], Callable[[int], Pieces]]:
    def register(make: Callable[[int], Pieces]) -> Callable[[int], Pieces]:
        INPUTS[make.__name__] = (size, make)
        return make

    return register


@large(250_000_000)
def records_lines(size: int) -> Pieces:
    """NDJSON: a record a line."""
    yield from repeated(records(), "\n", size)
    yield "\n"


@large(200_000_000)
def records_array(size: int) -> Pieces:
    """The same records as one array on one line."""
    yield "["
    yield from repeated(records(), ",", size)
    yield "]\n"


@large(200_000_000)
def records_indented(size: int) -> Pieces:
    """The same records as one array, laid out with two spaces."""
    pieces = [
        "  " + json.dumps(json.loads(row), indent=2, ensure_ascii=False).replace(
            "\n", "\n  "
        )
        for row in records()
    ]
    yield "[\n"
    yield from repeated(pieces, ",\n", size)
    yield "\n]\n"


def long_number(rng: random.Random, most: float) -> str:
    """A coordinate of 15 to 18 digits, as programs print them that round too late."""
    value = rng.uniform(-most, most)
    if rng.random() < 0.7:
        return repr(value)  # 15 to 17 digits, the shortest
    digits = rng.randrange(15, 19)
    return f"{value:.{digits - len(str(int(abs(value))))}f}"


@large(190_000_000)
def coordinates(size: int) -> Pieces:
    """GeoJSON: a feature collection of polygons whose floats have 15 to 18 digits."""
    rng = random.Random("large coordinates")
    features = []
    for number in range(FEATURES):
        ring = ",".join(
            f"[{long_number(rng, 180)},{long_number(rng, 90)}]"
            for _ in range(rng.randrange(20, 400))
        )
        properties = dense({"name": rng.choice(rng.choice(LANGUAGES).cities), "n": number})
        features.append(
            f'{{"type":"Feature","properties":{properties},"geometry":'
            f'{{"type":"Polygon","coordinates":[[{ring}]]}}}}'
        )
    yield '{"type":"FeatureCollection","features":['
    yield from repeated(features, ",", size)
    yield "]}\n"


def write(folder: Path) -> list[Path]:
    """The files, which are made where they are missing or made by other code."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(
        generate.sources_digest().encode() + Path(__file__).read_bytes()
    ).hexdigest()
    stamp = folder / ".made-from"
    paths = [folder / f"{name}.json" for name in INPUTS]
    if stamp.is_file() and stamp.read_text() == digest and all(map(Path.is_file, paths)):
        return paths
    stamp.unlink(missing_ok=True)
    for path, (size, make) in zip(paths, INPUTS.values(), strict=True):
        with path.open("w", encoding="utf-8") as file:
            file.writelines(make(size))
    stamp.write_text(digest)
    return paths


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    for path in write(parser.parse_args().folder):
        print(f"{path.stat().st_size:>11} {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
