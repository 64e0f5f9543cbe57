# SPDX-License-Identifier: Apache-2.0
"""Seeded makers of JSON texts and Python objects; a seed gives the same cases."""

from __future__ import annotations

import math
import random
import struct
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

# Each vector width a kernel may work in, its neighbours, and two of the widest.
LONGEST_OFFSET = 130
WIDTHS = (16, 32, 64, 128)

# What a string kernel must notice, or must not stumble over, as text inside the quotes.
SPECIAL_TEXTS = {
    "escaped quote": '\\"',
    "escaped backslash": "\\\\",
    "escaped newline": "\\n",
    "u escape": "\\u20ac",
    "u escape of latin": "\\u00e9",
    "u escape of a pair": "\\ud83d\\ude00",
    "u escape of a lone surrogate": "\\udc80",
    "delete": "\x7f",
    "two bytes": "é",
    "two bytes above latin": "ж",
    "three bytes": "€",
    "four bytes": "😀",
    "slash": "/",
}

# What no string may hold.
BAD_BYTES = {
    "control": b"\x1f",
    "newline": b"\n",
    "nul": b"\x00",
    "bad escape": b"\\q",
    "short u escape": b"\\u12",
    "continuation": b"\x80",
    "overlong": b"\xc0\xaf",
    "surrogate": b"\xed\xa0\x80",
    "cut sequence": b"\xe2\x82",
    "byte ff": b"\xff",
}


# --------------------------------------------------------------------------- numbers


def integers_near_boundaries() -> Iterator[int]:
    """Integers beside powers of two and ten, where representations change."""
    for power in range(0, 131):
        for delta in range(-3, 4):
            yield (1 << power) + delta
            yield -(1 << power) + delta
    for digits in range(0, 41):
        for delta in range(-3, 4):
            yield 10**digits + delta
            yield -(10**digits) + delta


def integer_texts(rng: random.Random, each: int = 3) -> Iterator[str]:
    """Integers of 1 to 60 digits, and some of hundreds and thousands."""
    for digits in [*range(1, 61), 100, 150, 200, 299, 300, 500, 1000, 4299, 4300]:
        for _ in range(each):
            first = rng.choice("123456789")
            rest = "".join(rng.choices("0123456789", k=digits - 1))
            yield rng.choice(("", "-")) + first + rest
        yield "9" * digits
        yield "1" + "0" * (digits - 1)


def doubles_near_boundaries() -> Iterator[float]:
    """Doubles at the edges of exponents, digits, integers and subnormals."""
    for power in range(-1074, 1024):
        value = math.ldexp(1.0, power)
        yield from (value, math.nextafter(value, 0.0), math.nextafter(value, math.inf))
    for power in range(-324, 309):
        value = float(f"1e{power}")
        yield from (value, math.nextafter(value, 0.0), math.nextafter(value, math.inf))
    for number in range(1, 60):
        yield number * 5e-324
        yield math.ldexp(1.0, -1022) - number * 5e-324
        yield number / 100
        yield 1e15 + number / 8
        yield 1e16 + number * 2
        yield float((1 << 53) - 30 + number)
        yield float((1 << 63) + (number - 30) * 2048)
        yield float((1 << 64) + (number - 30) * 4096)


def random_double(rng: random.Random) -> float:
    """Any finite bit pattern."""
    while True:
        (value,) = struct.unpack("<d", rng.randbytes(8))
        if math.isfinite(value):
            return value


def everyday_double(rng: random.Random) -> float:
    """What data holds: prices, coordinates, measures, ratios."""
    match rng.randrange(5):
        case 0:
            return rng.randrange(10**6) / 100
        case 1:
            return round(rng.uniform(-180, 180), rng.randrange(1, 16))
        case 2:
            return rng.random()
        case 3:
            return float(rng.randrange(-(10**9), 10**9))
        case _:
            return rng.gauss(0, 1) * 10.0 ** rng.randrange(-30, 30)


def exact_text(value: Fraction) -> str:
    """A binary fraction written out in full."""
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value), 1)
    shift = rest.denominator.bit_length() - 1
    digits = rest.numerator * 5**shift  # rest * 10**shift
    fraction = str(digits).zfill(shift).rstrip("0") if shift else ""
    return f"{sign}{int(whole)}.{fraction or '0'}"


def halfway_texts(rng: random.Random, count: int) -> Iterator[str]:
    """Decimal texts exactly between two doubles, and a little beside the middle."""
    fixed = [1.0, 2.0**53, 2.0**63, 1e22, 1e23, 0.1, 5e-324, 2.2250738585072014e-308]
    for number in range(count):
        if number < len(fixed):
            value = fixed[number]
        else:
            value = rng.uniform(1, 10) * 10.0 ** rng.randrange(-40, 40)
        above = math.nextafter(value, math.inf)
        text = exact_text((Fraction(value) + Fraction(above)) / 2)
        yield text
        yield text + "0" * 30 + "1"
        digits, exponent = int(text.replace(".", "")), len(text) - text.index(".") - 1
        yield f"{digits}e-{exponent}"
        yield f"{digits * 10**30 - 1}e-{exponent + 30}"


def real_texts(rng: random.Random, count: int) -> Iterator[str]:
    """Spellings of reals: digits around the point, exponents of every form."""
    for _ in range(count):
        whole = str(rng.randrange(10 ** rng.randrange(1, 25)))
        fraction = "".join(rng.choices("0123456789", k=rng.randrange(1, 30)))
        exponent = rng.choice(("e", "E")) + rng.choice(("", "+", "-"))
        exponent += "0" * rng.randrange(2) + str(
            rng.randrange(rng.choice((5, 30, 400)))
        )
        sign = rng.choice(("", "-"))
        match rng.randrange(4):
            case 0:
                yield f"{sign}{whole}.{fraction}"
            case 1:
                yield f"{sign}{whole}{exponent}"
            case 2:
                yield f"{sign}{whole}.{fraction}{exponent}"
            case _:
                yield f"{sign}0.{'0' * rng.randrange(40)}{fraction}{exponent}"
    for value in (random_double(rng) for _ in range(count)):
        yield f"{value:.17g}".replace("e+", "e")
        yield f"{value:.{rng.randrange(1, 25)}e}"


def edge_reals() -> Iterator[str]:
    """Reals at the very edges: out of range, underflow, absurd exponents, zeros."""
    largest = (
        "179769313486231570814527423731704356798070567525844996598917476803157260780"
    )
    yield from (
        "1.7976931348623157e308",
        "1.7976931348623158e308",
        "1.7976931348623159e308",
    )
    yield from ("-1.7976931348623157e308", "-1.7976931348623159e308", f"{largest}e234")
    yield from (
        "1e308",
        "1e309",
        "1e310",
        "9e307",
        "9e308",
        "0.1e309",
        "0.1e310",
        "10e307",
    )
    yield from ("1e400", "-1e400", "1e99999999999999999999", "1e+18446744073709551616")
    yield from (
        "1e-400",
        "-1e-400",
        "1e-99999999999999999999",
        "0e99999999999999999999",
    )
    yield from ("5e-324", "4.9e-324", "3e-324", "2.5e-324", "2.4703282292062328e-324")
    yield from ("2.4703282292062327e-324", "-2.4e-324", "1e-323", "1e-324", "1e-325")
    yield from (
        "2.2250738585072014e-308",
        "2.225073858507201e-308",
        "2.225073858507202e-308",
    )
    for zeros in (1, 7, 8, 15, 16, 17, 18, 19, 20, 31, 100, 307, 308, 323, 324, 400):
        yield "1" + "0" * zeros + ".0"
        yield "0." + "0" * zeros + "1"
        yield "0." + "0" * zeros + f"1e{zeros}"
        yield "1" + "0" * zeros + f"e-{zeros}"
        yield "0." + "0" * zeros
        yield f"-0.{'0' * zeros}e{zeros}"
        yield "0." + "3" * zeros
        yield "3" * zeros + ".3"
    for value in (0, 1, 10, 99, 100, 101, 307, 308, 309, 324, 325, 999, 4294967296):
        for sign in ("", "+", "-"):
            yield f"1e{sign}{value}"
            yield f"0e{sign}{value}"
            yield f"1.5E{sign}{value:05}"


def number_texts(seed: int, count: int) -> Iterator[str]:
    """All of the above; `count` scales the random parts."""
    rng = random.Random(seed)
    yield from map(str, integers_near_boundaries())
    yield from integer_texts(rng)
    yield from edge_reals()
    yield from (repr(value) for value in doubles_near_boundaries())
    yield from halfway_texts(rng, count // 40)
    yield from real_texts(rng, count)


# --------------------------------------------------------------------------- strings


def code_points() -> Iterator[int]:
    """Every code point, surrogates included."""
    return iter(range(0x110000))


def escape_of(code: int) -> str:
    r"""A code point as \u escapes."""
    if code < 0x10000:
        return f"\\u{code:04x}"
    offset = code - 0x10000
    return f"\\u{0xD800 + (offset >> 10):04x}\\u{0xDC00 + (offset & 0x3FF):04X}"


def offsets(rng: random.Random) -> Iterator[tuple[int, int]]:
    """(length of the filler before, behind): each offset, lengths around each width."""
    for before in range(LONGEST_OFFSET + 1):
        behind = {0, 1, 2, rng.randrange(3, 40)}
        for width in WIDTHS:
            behind.update(width - before + delta for delta in (-1, 0, 1))
        for rest in sorted(length for length in behind if length >= 0):
            yield before, rest


def random_character(rng: random.Random) -> str:
    """A character of any width, lone surrogates left out."""
    low, high = rng.choice(
        ((0x20, 0x7F), (0x20, 0x7F), (0x00, 0x20), (0x80, 0x100), (0x100, 0x800),
         (0x800, 0xD800), (0xE000, 0x10000), (0x10000, 0x110000))
    )  # fmt: skip
    return chr(rng.randrange(low, high))


def random_string(rng: random.Random, longest: int = 60) -> str:
    """Text of one alphabet or of all."""
    length = rng.randrange(rng.choice((3, 12, longest)))
    match rng.randrange(5):
        case 0 | 1:
            letters = "abcdefghijklmnopqrstuvwxyz_0123456789 "
        case 2:
            letters = 'abc"\\/\n\t\b\x00\x1f\x7f'
        case 3:
            letters = "aé漢😀ж€\u2028\ud83d\ude00"
        case _:
            return "".join(random_character(rng) for _ in range(length))
    return "".join(rng.choices(letters, k=length))


def quoted(rng: random.Random, text: str) -> str:
    """The text as a JSON string, each character raw or escaped in one of its ways."""
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t",
             "\b": "\\b", "\f": "\\f"}  # fmt: skip
    parts = []
    for char in text:
        must = char < " " or char in '"\\' or "\ud800" <= char <= "\udfff"
        if char in short and (must and rng.random() < 0.7):
            parts.append(short[char])
        elif must or rng.random() < 0.03:
            parts.append(escape_of(ord(char)))
        elif char == "/" and rng.random() < 0.5:
            parts.append("\\/")
        else:
            parts.append(char)
    return '"' + "".join(parts) + '"'


# ------------------------------------------------------------------- objects and texts


def random_number(rng: random.Random) -> int | float:
    """An int or a float, as data and as edge cases have them."""
    match rng.randrange(6):
        case 0:
            return rng.randrange(-10, 1000)
        case 1:
            return rng.choice((1, -1)) * rng.randrange(10 ** rng.randrange(1, 30))
        case 2:
            return rng.choice((0, -0.0, 0.0, 2**53, 2**63, 2**64, -(2**63), 1e16, 1e-5))
        case 3:
            return random_double(rng)
        case _:
            return everyday_double(rng)


def random_scalar(rng: random.Random) -> Any:
    """A value that holds no other."""
    match rng.randrange(8):
        case 0:
            return None
        case 1:
            return rng.random() < 0.5
        case 2 | 3 | 4:
            return random_number(rng)
        case _:
            return random_string(rng)


def random_value(rng: random.Random, depth: int = 4) -> Any:
    """A document of exact built-in types."""
    if depth == 0 or rng.random() < 0.25:
        return random_scalar(rng)
    size = rng.choice((0, 1, 2, 3, 5, 12))
    match rng.randrange(5):
        case 0:
            return [random_scalar(rng) for _ in range(size)]
        case 1:
            return [random_value(rng, depth - 1) for _ in range(size)]
        case 2:  # records of one shape, some of which miss or reorder keys
            keys = [random_string(rng, 12) for _ in range(size)]
            records = []
            for _ in range(rng.randrange(6)):
                chosen = [key for key in keys if rng.random() < 0.9]
                if rng.random() < 0.2:
                    rng.shuffle(chosen)
                records.append({key: random_scalar(rng) for key in chosen})
            return records
        case _:
            return {
                random_string(rng, 20): random_value(rng, depth - 1)
                for _ in range(size)
            }


def spelled(rng: random.Random, value: Any, space: str = "") -> str:
    """A JSON text of the value with white space of one's own and varied spellings."""

    def blank() -> str:
        return "".join(rng.choices(" \t\n\r", k=rng.randrange(4))) if space else ""

    def write(item: Any) -> str:
        match item:
            case None:
                return "null"
            case bool():
                return "true" if item else "false"
            case str():
                return quoted(rng, item)
            case int() | float():
                return repr(item)
            case list():
                inner = ",".join(blank() + write(one) + blank() for one in item)
                return f"[{inner or blank()}]"
            case dict():
                inner = ",".join(
                    f"{blank()}{quoted(rng, key)}{blank()}:"
                    f"{blank()}{write(one)}{blank()}"
                    for key, one in item.items()
                )
                return f"{{{inner or blank()}}}"
        raise TypeError(type(item))

    return blank() + write(value) + blank()


def documents(seed: int, count: int) -> Iterator[bytes]:
    """Well-formed texts."""
    rng = random.Random(seed)
    for number in range(count):
        value = random_value(rng)
        yield spelled(rng, value, " " if number % 3 == 0 else "").encode()


TOKENS = [
    b'"',
    b"\\",
    b"[",
    b"]",
    b"{",
    b"}",
    b",",
    b":",
    b"0",
    b"-",
    b".",
    b"e",
    b"E",
    b"+",
    b"1",
    b"9",
    b"t",
    b"true",
    b"null",
    b"NaN",
    b"Infinity",
    b"-Infinity",
    b" ",
    b"\n",
    b"\x00",
    b"\x1f",
    b"\x7f",
    b"\x80",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\xe2\x82\xac",
    b"\\u",
    b"\\ud800",
    b"\\u0000",
    b"1e400",
    b"1e-400",
    b"00",
    b"-0",
    b"//",
    b"/*",
    b"'",
    b"[]",
    b"{}",
    b'""',
    b'"a":',
    b'\\"',
    b"99999999999999999999",
]


def mutant(rng: random.Random, text: bytes) -> bytes:
    """The text with one to three small damages."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        at = rng.randrange(len(text) + 1)
        to = min(len(text), at + rng.choice((1, 1, 1, 2, 4, 16)))
        match rng.randrange(7):
            case 0:
                text = text[:at] + text[to:]
            case 1:
                text = text[:at] + rng.choice(TOKENS) + text[at:]
            case 2:
                text = text[:at] + rng.choice(TOKENS) + text[at + 1 :]
            case 3:
                text = text[:at] + bytes([rng.randrange(256)]) + text[at + 1 :]
            case 4:
                text = text[:at]
            case 5:
                text = text[:to] + text[at:]
            case _:
                other = rng.randrange(len(text) + 1)
                text = text[:at] + text[other : other + (to - at)] + text[at:]
    return text


def mutants(seed: int, count: int) -> Iterator[bytes]:
    """Damaged texts, most of them refused, some of them still or again well-formed."""
    rng = random.Random(seed)
    bases = list(documents(seed, max(20, count // 20)))
    for _ in range(count):
        yield mutant(rng, rng.choice(bases))
