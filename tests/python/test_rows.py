# SPDX-License-Identifier: Apache-2.0
"""loads of arrays that hold numbers: rows that are read many numbers at a time."""

from __future__ import annotations

import random

import loads_oracle
import pytest

pytestmark = pytest.mark.per_isa

BROKEN = ["", "-", "01", "-01", "1.", ".5", "1.2.3", "1..2", "1.2.3.4", "--1", "1-2", "+1", "0x1"]
BROKEN += ["1e", "1.e5", "1.5.", "-.5", "1 2", "1\t2", "NaN", "1,", "\u00e9", '"', "]"]
BROKEN += ["*", "\x0c"]


def check(text: str) -> None:
    loads_oracle.check(text.encode())


def number(rng: random.Random, kind: str) -> str:
    """The text of a number with or without a point, of any length that rows know."""
    sign = rng.choice(("", "", "-"))
    before = str(rng.randrange(10 ** rng.randrange(1, 5)))
    if kind == "integers":
        return sign + str(rng.randrange(10 ** rng.randrange(1, 22)))
    if kind == "short":
        return f"{sign}{before}.{rng.randrange(10**6):0{rng.randrange(1, 7)}}"
    if kind == "long":
        return f"{sign}{before}.{rng.randrange(10**17):0{rng.randrange(1, 20)}}"
    if kind == "exponents":
        return f"{sign}{before}.{rng.randrange(100)}e{rng.randrange(-320, 300)}"
    return number(rng, rng.choice(("integers", "short", "long", "exponents")))


SEPARATORS = (",", ", ", ",\n", " ,", " , ", ",  ", ",\n        ", "\t,\r\n", ",\t ")
KINDS = ("integers", "short", "long", "exponents", "any")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("separator", SEPARATORS)
def test_rows_of_each_kind(kind: str, separator: str) -> None:
    rng = random.Random(f"{kind} {separator}")
    for count in (*range(1, 40), 200):
        row = separator.join(number(rng, kind) for _ in range(count))
        text = '"' + "x" * 80 + '"'
        for shape in ("{}", "[{}]", "[[{}],[{}]]", text + ",[{}],1", "[{} ]", "[ {}]"):
            check("[" + shape.replace("{}", row) + "]")


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_no_number_is_found_at_each_place(broken: str) -> None:
    rng = random.Random(broken)
    for separator in (",", ", "):
        for count in range(1, 14):
            row = [number(rng, rng.choice(("integers", "short"))) for _ in range(count)]
            for place in range(count):
                changed = row[:place] + [broken] + row[place + 1 :]
                for width in (0, 70):
                    check("[[" + separator.join(changed) + "]" + " " * width + "]")


def test_each_byte_is_changed_once() -> None:
    rng = random.Random(7)
    for _ in range(60):
        kind = rng.choice(("integers", "short", "long"))
        separator = rng.choice((",", ", "))
        row = separator.join(number(rng, kind) for _ in range(rng.randrange(3, 12)))
        text = f"[{row}, 1.5, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]"
        for place in range(len(text)):
            for other in ",.-0 5eE]+\n":
                check(text[:place] + other + text[place + 1 :])


def test_rows_end_where_the_text_is_cut() -> None:
    rng = random.Random(8)
    for kind in KINDS:
        text = "[[" + ",".join(number(rng, kind) for _ in range(60)) + "]]"
        for end in range(len(text)):
            check(text[:end])


def test_rows_of_pairs() -> None:
    rng = random.Random(9)
    for kind in KINDS:
        for separator in ("],[", "], [", "],\n[", "] , ["):
            pairs = [f"{number(rng, kind)},{number(rng, kind)}" for _ in range(100)]
            check("[[" + separator.join(pairs) + "]]")
            check('{"a":[[' + separator.join(pairs) + ']],"b":[]}')
