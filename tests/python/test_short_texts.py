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


def nested(rng: random.Random, depth: int) -> str:
    if depth == 0 or rng.random() < 0.3:
        return rng.choice(('1', "-2.5", '"\u00e9"', "null", "true", "[]", "{}", '"ab"'))
    items = [nested(rng, depth - 1) for _ in range(rng.randrange(1, 3))]
    if rng.random() < 0.5:
        return f"[{','.join(items)}]"
    keys = rng.sample(("", "a", "id", "abc", "name", "key67", "a longer name"), 2)
    return f"{{{','.join(f'{key!a}:{item}' for key, item in zip(keys, items))}}}".replace(
        "'", '"'
    )


def test_containers_in_containers() -> None:
    rng = random.Random(2)
    for _ in range(400):
        text = nested(rng, 4).encode()
        for _ in range(4):  # until its shapes are known
            check(text)
        for place in range(len(text)):
            check(text[:place])
            check(text[:place] + rng.choice(b"]},:\"x 1").to_bytes(1, "big") + text[place:])
    for depth in range(1, LONGEST // 2 + 2):
        check(b"[" * depth + b"]" * depth)
        check(b"[" * depth + b"1" + b"]" * (depth - 1) + b"}")
        for _ in range(4):
            check(b'{"":' * (depth // 2) + b"1" + b"}" * (depth // 2))


def test_keys_of_each_length() -> None:
    for length in range(LONGEST - 6):
        key = "abcdefgh" * 9
        for _ in range(3):
            check(f'{{"{key[:length]}":1}}'.encode())
        for place in range(length):
            check(f'{{"{key[:place]}X{key[place + 1 : length]}":1}}'.encode())


def test_lone_strings_of_each_length() -> None:
    rng = random.Random(3)
    for length in (*range(LONGEST - 4, LONGEST + 80), *range(180, 340), 4096, 5000):
        plain = bytes(rng.choice(b"abcxyz ~\x7f!#[]") for _ in range(length))
        check(b'"' + plain + b'"')
        check(b'"' + plain)
        check(b'"' + plain + b'" ')
        check(b'"' + plain + b'"1')
        places = {0, length - 1, *(rng.randrange(length) for _ in range(8))}
        for place in (places, range(length))[length < 150]:
            for other in (b'"', b"\\", b"\x1f", b"\0", b"\x80", "\u00e9".encode()):
                check(b'"' + plain[:place] + other + plain[place + 1 :] + b'"')


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
