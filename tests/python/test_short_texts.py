# SPDX-License-Identifier: Apache-2.0
"""loads of texts so short that they have a way of their own, each against json."""

from __future__ import annotations

import itertools
import random

import krait
import loads_oracle
import oracle
import pytest
from oracle import same

LONGEST = 66  # bytes: lib/pycore/short_text.hpp


def check(text: bytes) -> None:
    """Whether loads does with text, as bytes and as str, what the oracle says."""
    variants: list[bytes | str] = [text]
    try:
        variants.append(text.decode())
    except UnicodeDecodeError:
        pass
    for data in variants:
        loads_oracle.check(data)


PIECES = ("[", "]", "{}", ",", " ", '"', "a", "0", "1", "-", ".", "e", "null", "\u00e9")


@pytest.mark.parametrize("length", range(1, 5))
def test_every_sequence_of_a_few_pieces(length: int) -> None:
    for pieces in itertools.product(PIECES, repeat=length):
        check("".join(pieces).encode())


VALUES = (
    "null true false {} [] 0 -0 7 -1 10 01 1.5 -0.25 0.0 -0.0 1. .5 -.5 - 1e5 1E-2 "
    "nul tru "
    '"" "a" "ab" "hello world" "12345678" "1234567" "123456789" "\\n" "\\u0041" '
    '"x\\"y" '
    '"\u00e9" "\u00e9t\u00e9" "\u4e2d\u6587 text" "\U0001f40d" "tab\t" "open nan NaN '
    "123456789012345 1234567890123456 -123456789012345 9007199254740993 "
    "18446744073709551616 12345678.1234567 1234567.12345678 0.123456789012345 "
    "0.1234567890123456 1.0e0 1..2 --1"
).split(" ")


@pytest.mark.parametrize("text", VALUES)
def test_each_value_alone_and_in_arrays(text: str) -> None:
    for shape in ("{}", " {}", "{} ", "[{}]", "[ {}]", "[{} ]", "[{},{}]", "[{}, {}]"):
        check(shape.replace("{}", text).encode())
        check(shape.replace("{}", text).encode()[:-1])
    check(b"\xef\xbb\xbf" + text.encode())
    for other in ('"s"', "1", "[]", '{"a":1}', ""):
        check(f"[{other},{text}]".encode())
        check(f"[{text},{other}]".encode())


def test_each_byte_at_each_place_of_a_string() -> None:
    for length in range(1, 20):
        for place in range(length):
            for byte in range(256):
                text = bytearray(b"x" * length)
                text[place] = byte
                check(b'"' + text + b'"')
                check(b'["' + text + b'"]')


def test_lengths_around_the_longest() -> None:
    for length in range(LONGEST - 8, LONGEST + 8):
        check(b'"' + b"s" * (length - 2) + b'"')
        check(b"1" * length)
        check(b"[" + b"1," * ((length - 3) // 2) + b"2]")
        check(b"[" + b"{}," * ((length - 4) // 3) + b"{}]")
        check(('"' + "\u00e9" * ((length - 2) // 2) + '"').encode())


def test_random_arrays() -> None:
    rng = random.Random(1)
    for _ in range(20000):
        items = [rng.choice(VALUES) for _ in range(rng.randrange(1, 6))]
        check(("[" + rng.choice((",", ", ")).join(items) + "]").encode()[:LONGEST])


def test_objects_of_known_shapes() -> None:
    shapes = ['{"a":$}', '{"a": $}', '{"a":1,"b":$}', '{ "a" : [$] , "b" : 2}']
    shapes += ['{"é":$}', '{"a":{},"b":[$, 1]}']
    for shape in shapes:
        for _ in range(3):
            krait.loads(shape.replace("$", "0"))
        for text in VALUES:
            known = shape.replace("$", text)
            check(known.encode())
            for place in range(len(known)):
                check(known[:place].encode())
            for other in (known + "}", known[:-1] + "]", known[:-1] + ',"a":1}'):
                check(other.encode())
            check(known.replace("a", "c").encode())
            check(known.replace('"b"', '"a"').encode())


def test_results_of_one_shape_are_apart() -> None:
    one, other, third = (krait.loads(b'{"x":[],"y":{}}') for _ in range(3))
    third["x"].append(1)
    third["z"] = 2
    other.pop("x")
    assert one == {"x": [], "y": {}} and other == {"y": {}}
    assert krait.loads(b'{"x":[],"y":{}}') == one


def test_max_depth_counts_here_as_well() -> None:
    assert krait.loads(b"1", max_depth=0) == 1
    assert krait.loads(b"[1]", max_depth=1) == [1]
    known = b'{"a":[{}]}'
    assert [krait.loads(known) for _ in range(4)] == [{"a": [{}]}] * 4
    refused = ((b"[]", 0), (b"[1]", 0), (b"{}", 0), (b"[{}]", 1), (known, 2))
    for text, depth in refused:
        with pytest.raises(krait.JSONDecodeError):
            krait.loads(text, max_depth=depth)


def test_surrogates_in_str_stay() -> None:
    for text in ('"\ud800"', '["a\udfff"]', '"\udc00\ud800"'):
        assert same(krait.loads(text), oracle.loads(text))
