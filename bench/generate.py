#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes documents for bench/compare.py, always the same bytes.

Each stands for a kind of data that changes what is slow: long texts of each width a
Python str can have, numbers of each length, keys that repeat, vary or never repeat,
wide and deep nesting, escapes, white space, and messages of 1 to 400 bytes. A document
is a function below; its docstring says what it stands for.
"""

import argparse
import hashlib
import json
import random
import struct
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
sys.path.insert(0, str(EXAMPLES))

from json_text import Ascii, Literal, compact  # noqa: E402
from phrases import BEYOND_THE_BMP, EMOJI, LANGUAGES, Language  # noqa: E402

Document = Callable[[random.Random], str]
Record = dict[str, Any]
DOCUMENTS: dict[str, Document] = {}


def document(make: Document) -> Document:
    """Registers a function as the document of its name."""
    DOCUMENTS[make.__name__] = make
    return make


def dense(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def languages(*codes: str) -> list[Language]:
    return [language for language in LANGUAGES if language.code in codes]


# Long texts


def prose(rng: random.Random, among: list[Language], length: int) -> str:
    parts: list[str] = []
    written = 0
    while written < length:
        sentence = rng.choice(rng.choice(among).sentences)
        parts.append(sentence)
        written += len(sentence) + 1
    return " ".join(parts)


def book(rng: random.Random, among: list[Language], chapters: list[int]) -> Record:
    return {
        "title": prose(rng, among, 10),
        "chapters": [
            {"number": number, "text": prose(rng, among, length)}
            for number, length in enumerate(chapters, 1)
        ],
    }


@document
def text_ascii(rng: random.Random) -> str:
    """Long strings of one byte a character: what a memory copy is good at."""
    return json.dumps(book(rng, languages("en"), [40_000] * 12 + [1_000] * 100))


@document
def text_latin(rng: random.Random) -> str:
    """Long strings below U+0100: two bytes in the file, one in a str."""
    return dense(book(rng, languages("de", "fr", "es", "pt"), [20_000] * 25))


@document
def text_two_bytes(rng: random.Random) -> str:
    """Long strings of Greek, Cyrillic, Arabic and Hebrew: two bytes in both."""
    return dense(book(rng, languages("el", "ru", "uk", "ar", "he"), [12_000] * 30))


@document
def text_three_bytes(rng: random.Random) -> str:
    """Long strings of Chinese, Japanese, Korean, Hindi and Thai."""
    among = languages("zh", "zh-Hant", "ja", "ko", "hi", "th")
    return dense(book(rng, among, [8_000] * 30))


@document
def text_four_bytes(rng: random.Random) -> str:
    """Chat lines with emoji in nearly each: four bytes a character in a str."""
    lines = []
    for _ in range(5_000):
        line = rng.choice(rng.choice(LANGUAGES).sentences)
        emoji = "".join(rng.choices(EMOJI + BEYOND_THE_BMP, k=rng.randrange(1, 5)))
        lines.append(line + " " + emoji)
    return dense(lines)


# Records


def record(rng: random.Random, number: int, language: Language) -> Record:
    return {
        "id": number,
        "name": f"{rng.choice(language.given)} {rng.choice(language.family)}",
        "city": rng.choice(language.cities),
        "lang": language.code,
        "active": rng.random() < 0.7,
        "score": round(rng.random() * 100, 2),
        "born": f"{rng.randrange(1940, 2010)}-{rng.randrange(1, 13):02d}-01",
        "tags": rng.sample(language.tags, rng.randrange(3)),
        "note": rng.choice(language.sentences) if rng.random() < 0.5 else None,
        "parent": {"id": number // 2, "kind": "record"},
    }


def plain_record(rng: random.Random, number: int) -> Record:
    return {
        "id": number,
        "uuid": f"{rng.getrandbits(128):032x}",
        "created": f"2026-0{rng.randrange(1, 10)}-1{rng.randrange(10)}T08:30:00Z",
        "status": rng.choice(["open", "paid", "sent", "closed"]),
        "amount": rng.randrange(100_000) / 100,
        "items": rng.randrange(1, 30),
        "express": rng.random() < 0.2,
        "coupon": None,
    }


@document
def records_languages(rng: random.Random) -> str:
    """Records of one shape with values in 27 languages."""
    return dense([record(rng, n, rng.choice(LANGUAGES)) for n in range(4_000)])


@document
def records_plain(rng: random.Random) -> str:
    """Rows of a table: eight ASCII keys that never vary."""
    return dense([plain_record(rng, number) for number in range(6_000)])


@document
def records_indented(rng: random.Random) -> str:
    """The same rows laid out with four spaces: a third of it is white space."""
    rows = [plain_record(rng, number) for number in range(4_000)]
    return json.dumps(rows, indent=4) + "\n"


@document
def records_varied(rng: random.Random) -> str:
    """Rows whose keys come and go, and change places in every fifth."""
    rows = []
    for number in range(6_000):
        pairs = [p for p in plain_record(rng, number).items() if rng.random() < 0.7]
        if number % 5 == 0:
            rng.shuffle(pairs)
        rows.append(dict(pairs))
    return dense(rows)


@document
def keys_unique(rng: random.Random) -> str:
    """Objects by id: no key is ever seen twice."""
    return dense(
        {
            f"{rng.getrandbits(64):016x}": {
                f"in-{rng.getrandbits(40):010x}": rng.randrange(1000),
                f"out-{rng.getrandbits(40):010x}": rng.choice(["a", "b", "c"]),
            }
            for _ in range(8_000)
        }
    )


@document
def wide_object(rng: random.Random) -> str:
    """One object of 30,000 keys."""
    return dense({f"metric_{n}_{rng.randrange(99)}": n * 3 for n in range(30_000)})


@document
def wide_rows(rng: random.Random) -> str:
    """Rows of 300 keys each, the same in all."""
    keys = [f"column_{rng.choice('abcdef')}{number:03d}" for number in range(300)]
    return dense([{key: rng.randrange(10_000) for key in keys} for _ in range(300)])


# Nesting


def nested(rng: random.Random, depth: int) -> str:
    """Objects and lists in turn, with a value beside each child."""
    text = str(rng.randrange(10))
    for level in range(depth):
        text = f'{{"level":{level},"child":{text}}}' if level % 2 else f"[{text},null]"
    return text


@document
def deep_200(rng: random.Random) -> str:
    """Trees of 200 levels, which every library takes."""
    return "[" + ",".join(nested(rng, 200) for _ in range(60)) + "]"


@document
def deep_900(rng: random.Random) -> str:
    """Trees of 900 levels, which not every library takes."""
    return "[" + ",".join(nested(rng, 900) for _ in range(20)) + "]"


@document
def containers_small(rng: random.Random) -> str:
    """Lists and objects of none to three children: brackets all the way."""
    shapes = ["[]", "{}", "[1]", '{"a":[]}', "[[],{}]", '{"x":{"y":1},"z":[2,3]}']
    return "[" + ",".join(rng.choices(shapes, k=40_000)) + "]"


# Numbers


@document
def ints_small(rng: random.Random) -> str:
    """Integers of one to three digits, most of which Python keeps ready."""
    return dense([rng.randrange(-99, 400) for _ in range(150_000)])


@document
def ints_64(rng: random.Random) -> str:
    """Ids of 15 to 19 digits."""
    return dense([rng.getrandbits(rng.randrange(50, 63)) for _ in range(60_000)])


@document
def ints_lengths(rng: random.Random) -> str:
    """Integers of 1 to 18 digits, both signs."""
    lengths = rng.choices(range(1, 19), k=90_000)
    return dense([rng.choice((1, -1)) * rng.randrange(10**n) for n in lengths])


@document
def ints_mixed(rng: random.Random) -> str:
    """Integers of 1 to 40 digits, both signs: half are beyond 64 bits."""
    return dense(
        [
            rng.choice((1, -1)) * rng.randrange(10 ** rng.randrange(1, 41))
            for _ in range(60_000)
        ]
    )


@document
def floats_short(rng: random.Random) -> str:
    """Prices and percentages: one to three decimals."""
    return dense(
        [round(rng.random() * 1000, rng.randrange(1, 4)) for _ in range(120_000)]
    )


@document
def floats_full(rng: random.Random) -> str:
    """Doubles between 0 and 1 with all their 16 or 17 digits."""
    return dense([rng.random() for _ in range(60_000)])


@document
def floats_any(rng: random.Random) -> str:
    """Doubles of every exponent, as bits fall."""
    numbers: list[float] = []
    while len(numbers) < 50_000:
        (number,) = struct.unpack("<d", struct.pack("<Q", rng.getrandbits(64)))
        if number - number == 0:  # neither infinite nor NaN
            numbers.append(number)
    return dense(numbers)


@document
def floats_spelled(rng: random.Random) -> str:
    """Numbers as other programs spell them: 1.50, 2E-7, 3.0e+05."""
    numbers = []
    for _ in range(80_000):
        value = rng.random()
        spelling = rng.choice(
            [
                f"{value * 100:.2f}",
                f"{value:.6e}",
                f"{int(value * 90)}E-{rng.randrange(1, 20)}",
                f"{-value * 10:.1f}e+0{rng.randrange(10)}",
                f"{value:.20f}",
            ]
        )
        numbers.append(Literal(spelling))
    return compact(numbers)


def ring(rng: random.Random) -> list[list[float]]:
    """A closed line of small steps, as borders are given."""
    longitude, latitude = rng.random() * 340 - 170, rng.random() * 150 - 75
    points = []
    for _ in range(rng.randrange(20, 400)):
        longitude += (rng.random() - 0.5) / 50
        latitude += (rng.random() - 0.5) / 50
        points.append([longitude, latitude])
    return [*points, points[0]]


@document
def coordinates(rng: random.Random) -> str:
    """GeoJSON polygons: coordinates of 15 to 17 digits."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": rng.choice(rng.choice(LANGUAGES).cities)},
            "geometry": {"type": "Polygon", "coordinates": [ring(rng)]},
        }
        for _ in range(300)
    ]
    return dense({"type": "FeatureCollection", "features": features})


# Strings and escapes


@document
def strings_short(rng: random.Random) -> str:
    """Words, dates and ids of 1 to 36 ASCII characters."""
    words = [
        word for sentence in languages("en")[0].sentences for word in sentence.split()
    ]
    makers: list[Callable[[], str]] = [
        lambda: rng.choice(words),
        lambda: f"2026-0{rng.randrange(1, 10)}-{rng.randrange(10, 29)}",
        lambda: f"{rng.getrandbits(128):032x}",
        lambda: rng.choice("abcdefgh"),
    ]
    return json.dumps([rng.choice(makers)() for _ in range(40_000)])


@document
def escapes_unicode(rng: random.Random) -> str:
    """Records in many languages from a server that escapes all but ASCII."""
    rows = []
    for number in range(2_500):
        row = record(rng, number, rng.choice(LANGUAGES[1:]))
        rows.append(
            {key: Ascii(v) if isinstance(v, str) else v for key, v in row.items()}
        )
    return compact(rows)


@document
def escapes_mixed(rng: random.Random) -> str:
    """Source code and Windows paths: a quote, backslash or newline every few bytes."""
    lines = [
        'if (name == "") {\n\treturn std::string("\\\\n");\n}\n',
        "C:\\Users\\Zoë\\AppData\\Local\\Temp\\report.txt",
        "echo \"one\ttwo\" | sed 's/\\t/\\n/'\r\n",
        '{"inner": "json", "of": ["a", "string"]}',
        'title="5/8\\" bolts", note=\'plain\'\n',
    ]
    return dense(
        ["".join(rng.choices(lines, k=rng.randrange(1, 9))) for _ in range(3_000)]
    )


@document
def literals(rng: random.Random) -> str:
    """true, false and null among short strings."""
    choices = [True, False, None, "yes", "no"]
    return dense(
        [{"a": rng.choice(choices), "b": rng.choice(choices)} for _ in range(12_000)]
    )


# Messages: what a call costs before the first byte is read

MESSAGES: list[object] = [
    7,
    {},
    {"ok": True},
    {"id": 81723, "type": "ping"},
    ["subscribe", "prices", {"pair": "EUR/SEK", "depth": 10}],
    {
        "jsonrpc": "2.0",
        "id": 4711,
        "method": "text/hover",
        "params": {"uri": "file:///src/main.cpp", "line": 120, "column": 33},
    },
    {
        "ts": "2026-02-14T07:29:59.011Z",
        "level": "info",
        "service": "search",
        "msg": "búsqueda terminada → 200",
        "http": {"method": "GET", "status": 200, "ms": 34.094},
        "trace": "79918051e4fd2cb47b7bba8abeb5d4d6",
    },
    {
        "id": 1140673208520059604,
        "lang": "ja",
        "text": "雨上がりの路地に、どこからか金木犀の香り。🌧️ #金木犀",
        "author": {"id": 69000721, "name": "小鳥遊 美咲", "verified": False},
        "reply_to": None,
        "geo": [136.62563841234567, 36.56124987654321],
        "stats": {"likes": 5, "shares": 0, "score": 1.5279683004879197},
        "media": [{"type": "photo", "size": [4032, 3024], "alt": ""}],
        "tags": ["金木犀"],
    },
]


def sources_digest() -> str:
    """What the documents are made from, in one word."""
    sources = [Path(__file__), EXAMPLES / "json_text.py", EXAMPLES / "phrases.py"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def texts() -> dict[str, Callable[[], str]]:
    """Each file's name and what makes its text; each document has its own seed."""
    made: dict[str, Callable[[], str]] = {
        name: partial(make, random.Random(name)) for name, make in DOCUMENTS.items()
    }
    for message in MESSAGES:
        text = dense(message)
        made[f"message_{len(text.encode('utf-8')):03d}"] = partial(str, text)
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where to write")
    parser.add_argument("--quiet", action="store_true", help="do not list the files")
    options = parser.parse_args()

    folder: Path = options.folder
    wanted = texts()
    # The stamp is written last, so a run that was cut off is done again.
    stamp, digest = folder / ".made-from", sources_digest()
    whole = stamp.is_file() and stamp.read_text() == digest
    if not whole or not all((folder / f"{name}.json").is_file() for name in wanted):
        folder.mkdir(parents=True, exist_ok=True)
        stamp.unlink(missing_ok=True)
        for stale in folder.glob("*.json"):
            stale.unlink()
        for name, make in wanted.items():
            (folder / f"{name}.json").write_bytes(make().encode("utf-8"))
        stamp.write_text(digest)
    if not options.quiet:
        for name in wanted:
            print(
                f"{(folder / name).with_suffix('.json').stat().st_size:>9} {name}.json"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
