# SPDX-License-Identifier: Apache-2.0
"""loads: what each text becomes, from each kind of input, at every offset."""

from __future__ import annotations

import array
import ctypes
import itertools
import math
import mmap
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import generator
import krait
import oracle
import pytest
from oracle import same

BUFFERS: dict[str, Callable[[bytes], Any]] = {
    "bytes": bytes,
    "bytearray": bytearray,
    "memoryview": memoryview,
    "memoryview of a bytearray": lambda data: memoryview(bytearray(data)),
    "memoryview into the middle": lambda data: memoryview(b"[" + data + b"]")[1:-1],
    "memoryview of an array": lambda data: memoryview(array.array("B", data)),
}


class Text(str):
    """A subclass of str that overrides nothing."""


class Bytes(bytes):
    """A subclass of bytes that overrides nothing."""


def refused(data: Any, **options: Any) -> bool:
    """Whether loads raises JSONDecodeError; any other exception passes through."""
    try:
        krait.loads(data, **options)
    except krait.JSONDecodeError:
        return True
    return False


@contextmanager
def digit_limit(limit: int) -> Iterator[None]:
    """sys.set_int_max_str_digits for a while."""
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(limit)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(before)


# ------------------------------------------------------------------------------ values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-0", 0),
        ("0.0", 0.0),
        ("-0.0", -0.0),
        ("-0e0", -0.0),
        ("1", 1),
        ("1.0", 1.0),
        ("1e2", 100.0),
        ("1E+2", 100.0),
        ("1e-400", 0.0),
        ("-1e-400", -0.0),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", 2**63),
        ("-9223372036854775808", -(2**63)),
        ("-9223372036854775809", -(2**63) - 1),
        ("18446744073709551615", 2**64 - 1),
        ("18446744073709551616", 2**64),
        ('""', ""),
        ('"a"', "a"),
        ('"\\u0041\\u00e9\\u20ac\\ud83d\\ude00"', "Aé€😀"),
        ('"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\/\b\f\n\r\t'),
        ("[]", []),
        ("{}", {}),
        ("[[],{}]", [[], {}]),
        ('{"a":{"b":[1,null]}}', {"a": {"b": [1, None]}}),
        (" \t\n\r[ 1 , 2 ] \t\n\r", [1, 2]),
    ],
)
def test_a_text_becomes_this_value_from_every_kind_of_input(
    text: str, value: Any
) -> None:
    for name, make in BUFFERS.items():
        assert same(krait.loads(make(text.encode())), value), name
    assert same(krait.loads(text), value)
    assert same(krait.loads(Text(text)), value)
    assert same(krait.loads(Bytes(text.encode())), value)


@pytest.mark.parametrize(
    "content", ["plain", "é", "ÿ", "ж", "€漢", "😀", "aé€😀", "\u0000"]
)
def test_str_of_every_kind_reads_like_its_bytes(content: str) -> None:
    for filler in (0, 1, 15, 40, 200):
        value = {content: [content + "x" * filler, "x" * filler + content]}
        text = oracle.dumps(value).decode()
        assert same(krait.loads(text), value)
        assert same(krait.loads(text.encode()), value)


def test_containers_of_the_result_are_not_shared_between_calls() -> None:
    text = b'[[],{},{"a":[]},{"a":[]}]'
    first = krait.loads(text)
    first[0].append(1)
    first[1]["x"] = 1
    first[2]["a"].append(1)
    assert same(krait.loads(text), [[], {}, {"a": []}, {"a": []}])
    assert first[3] == {"a": []}


def test_results_can_be_changed_like_any_other_object() -> None:
    records = krait.loads(b'[{"a":1,"b":2},{"a":3,"b":4},{"a":5,"b":6}]')
    records[0]["c"] = 3
    del records[1]["a"]
    records[2].update(dict.fromkeys(map(str, range(50))))
    records[1]["a"] = 7
    assert list(records[0].items()) == [("a", 1), ("b", 2), ("c", 3)]
    assert list(records[1].items()) == [("b", 4), ("a", 7)]
    assert len(records[2]) == 52


def test_a_repeated_key_keeps_its_first_place_and_its_last_value() -> None:
    assert list(krait.loads(b'{"a":1,"b":2,"a":3}').items()) == [("a", 3), ("b", 2)]
    assert krait.loads(b'{"a":1,"\\u0061":2}') == {"a": 2}
    wide = ",".join(f'"k{n % 500}":{n}' for n in range(2000)).encode()
    expected = {f"k{n}": n + 1500 for n in range(500)}
    assert same(krait.loads(b"{" + wide + b"}"), expected)


def test_a_repeated_key_in_records_of_one_shape_is_noticed() -> None:
    plain = b'{"a":1,"b":2,"c":3}'
    odd = b'{"a":1,"b":2,"b":9,"c":3}'
    text = b"[" + b",".join([plain] * 5 + [odd] + [plain] * 5 + [odd]) + b"]"
    assert same(krait.loads(text), oracle.loads(text))


def test_keys_are_told_apart_by_every_byte() -> None:
    keys = [b"k" * length + tail for length in range(70) for tail in (b"", b"x", b"y")]
    keys += ["é".encode(), "e\u0301".encode(), b"A", b"a", b"", b" "]
    unique = list(dict.fromkeys(keys))
    text = (
        b"{" + b",".join(b'"%s":%d' % (key, n) for n, key in enumerate(unique)) + b"}"
    )
    for _ in range(3):
        assert list(krait.loads(text)) == [key.decode() for key in unique]


def test_records_that_lose_reorder_and_gain_keys_are_read_right() -> None:
    rng = random.Random(11)
    keys = [f"key{n}" for n in range(9)] + ["ключ", "k\n", ""]
    records = []
    for number in range(400):
        chosen = rng.sample(keys, rng.randrange(len(keys) + 1))
        if number % 3:
            chosen = keys[: rng.randrange(len(keys))]
        records.append({key: number for key in chosen})
    assert same(krait.loads(oracle.dumps(records)), records)


def test_many_distinct_keys_are_read_right_and_again() -> None:
    for round_number in range(2):
        value = {f"{round_number}:{n}": n for n in range(30_000)}
        assert same(krait.loads(oracle.dumps(value)), value)


def test_a_large_flat_array_and_a_long_string_are_read_right() -> None:
    numbers = list(range(100_000))
    assert krait.loads(oracle.dumps(numbers)) == numbers
    for text in ("a" * 3_000_000, "é" * 500_000, "a" * 1_000_000 + "😀"):
        assert krait.loads(oracle.dumps(text)) == text


# ------------------------------------------------------------------------------- input


@pytest.mark.parametrize("argument", [None, 1, 1.5, [], {}, object(), ["[]"], {b"[]"}])
def test_other_types_are_a_type_error(argument: Any) -> None:
    with pytest.raises(TypeError, match="bytes"):
        krait.loads(argument)


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ((), {}),
        ((b"1", b"2"), {}),
        ((b"1", True), {}),
        ((), {"data": b"1"}),
        ((b"1",), {"unknown": 1}),
        ((b"1",), {"cls": None}),
        ((b"1",), {"object_hook": dict}),
        ((b"1",), {"max_depth": "3"}),
        ((b"1",), {"max_depth": 1.5}),
        ((b"1",), {"max_depth": None}),
    ],
)
def test_a_wrong_call_is_a_type_error(arguments: tuple[Any, ...], options: Any) -> None:
    with pytest.raises(TypeError):
        krait.loads(*arguments, **options)
    assert krait.loads(b"1") == 1


def test_an_unknown_option_is_named() -> None:
    with pytest.raises(TypeError, match="object_hook"):
        krait.loads(b"1", object_hook=dict)


def test_a_view_that_is_not_contiguous_is_refused_or_read_right() -> None:
    spread = memoryview(b"[x1x,x2x]x")[::2]
    try:
        value = krait.loads(spread)
    except (BufferError, TypeError, ValueError) as error:
        assert not isinstance(error, krait.JSONDecodeError)
        assert str(error)
    else:
        assert value == [1, 2]
    backwards = memoryview(b"]2,1[")[::-1]
    try:
        value = krait.loads(backwards)
    except (BufferError, TypeError, ValueError) as error:
        assert not isinstance(error, krait.JSONDecodeError)
    else:
        assert value == [1, 2]


def test_a_released_view_is_refused() -> None:
    view = memoryview(b"[1]")
    view.release()
    with pytest.raises(ValueError, match="released"):
        krait.loads(view)


@pytest.mark.parametrize("text", [b"[1,2]", b"[1,2", b'["\xff"]', b""])
def test_a_buffer_is_let_go_after_success_and_failure(text: bytes) -> None:
    data = bytearray(text)
    error = None
    try:
        krait.loads(data)
    except krait.JSONDecodeError as caught:
        error = caught
    data += b"x" * 100  # BufferError if an export were still alive
    view = memoryview(data)
    assert refused(view)
    view.release()
    data.clear()
    assert (error is None) == (text == b"[1,2]")


def test_a_bytearray_is_not_changed_and_no_alias_of_the_result() -> None:
    data = bytearray(b'["abc","abcabcabcabcabcabcabcabcabcabcabcabcabcabcabc"]')
    before = bytes(data)
    value = krait.loads(data)
    assert data == before
    data[:] = b" " * len(data)
    assert value == oracle.loads(before)


def _views_before_a_wall(data: bytes, run: Callable[[memoryview], None]) -> None:
    """Calls `run` with a view of `data` that ends where unreadable memory begins."""
    page = mmap.PAGESIZE
    pages = -(-len(data) // page) or 1
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int,
                          ctypes.c_int, ctypes.c_long]  # fmt: skip
    libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
    length = (pages + 1) * page
    base = libc.mmap(None, length, 3, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, -1, 0)
    assert base not in (None, ctypes.c_void_p(-1).value)
    wall = base + pages * page
    assert libc.mprotect(wall, page, 0) == 0
    try:
        ctypes.memmove(wall - len(data), data, len(data))
        block = (ctypes.c_ubyte * len(data)).from_address(wall - len(data))
        run(memoryview(block).cast("B"))
    finally:
        libc.munmap(base, length)


@pytest.mark.per_isa
def test_nothing_behind_the_input_is_read() -> None:
    texts = [
        b"1",
        b"-0",
        b"1.5",
        b"12345678",
        b"1e5",
        b"true",
        b"null",
        b'""',
        b"[]",
        b"[1",
        b'"',
        b'"\\',
        b'"\\u',
        b'"\\u00',
        b"-",
        b"1.",
        b"1e",
        b"tru",
        b"n",
        b'{"a":',
        b'"\xe2\x82',
        b"\xef\xbb\xbf",
        b"1234567890123456789012345",
    ]
    texts += [b'"' + b"x" * n + b'"' for n in range(0, 140)]
    texts += [b'"' + b"x" * n for n in range(0, 140)]
    texts += [b'["' + b"x" * n + "é€😀".encode() + b'"]' for n in range(0, 70)]
    texts += [b"[" + b"7" * n + b"]" for n in range(1, 40)]
    texts += [b"7" * n for n in range(1, 40)]
    texts += [b" " * n for n in range(1, 70)]
    seen = []

    def compare(view: memoryview) -> None:
        data = bytes(view)
        try:
            expected = oracle.loads(data)
        except oracle.Refused:
            assert refused(view), data
        else:
            assert same(krait.loads(view), expected), data
        seen.append(data)

    for text in texts:
        _views_before_a_wall(text, compare)
    assert seen == texts


# ----------------------------------------------------------------------------- options


def test_a_bom_at_the_start_is_dropped_from_bytes_and_str() -> None:
    assert krait.loads(b"\xef\xbb\xbf[1]") == [1]
    assert krait.loads("\ufeff[1]") == [1]
    assert krait.loads("\ufeff [1]") == [1]
    assert krait.loads(bytearray(b'\xef\xbb\xbf"\xef\xbb\xbf"')) == "\ufeff"


@pytest.mark.parametrize(
    "text", ["\ufeff", "\ufeff\ufeff1", " \ufeff1", "1\ufeff", "[\ufeff1]"]
)
def test_a_bom_anywhere_else_is_refused(text: str) -> None:
    assert refused(text)
    assert refused(text.encode())


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text", ["[1]", "{}", "1", '"é"', "\ufeff[1]", "\ufeff1", "\ufeff"]
)
def test_utf16_and_utf32_bytes_are_refused_by_name(codec: str, text: str) -> None:
    with pytest.raises(krait.JSONDecodeError, match=codec[:6].upper()):
        krait.loads(text.encode(codec))


def test_nan_and_infinity_are_read_on_request_only() -> None:
    for text in ("NaN", "Infinity", "-Infinity"):
        for frame in ("{}", "[{}]", '{{"a":{}}}', "[1,{},2]", " {} "):
            data = frame.format(text)
            assert refused(data)
            assert refused(data.encode(), allow_nan=False)
            assert same(
                krait.loads(data, allow_nan=True), oracle.loads(data, allow_nan=True)
            )
    assert math.isnan(krait.loads(b"NaN", allow_nan=True))
    assert krait.loads(b"-Infinity", allow_nan=True) == -math.inf


@pytest.mark.parametrize(
    "text",
    [
        "-NaN",
        "nan",
        "NAN",
        "Na",
        "NaNN",
        "NaN1",
        "inf",
        "Inf",
        "infinity",
        "Infinit",
        "-Inf",
        "+Infinity",
        "Infinity1",
        "-Infinityx",
        "[NaN NaN]",
        "NaN NaN",
        "--Infinity",
        "- Infinity",
    ],
)
def test_other_spellings_of_nan_are_refused_even_on_request(text: str) -> None:
    assert refused(text, allow_nan=True)
    assert refused(text)


@pytest.mark.parametrize(
    "text", ["1e400", "-1e400", "1e309", "1.8e308", "9" * 400 + ".0"]
)
def test_a_number_no_double_can_hold_is_refused_with_allow_nan_too(text: str) -> None:
    for allow_nan in (False, True):
        with pytest.raises(krait.JSONDecodeError, match="range"):
            krait.loads(text, allow_nan=allow_nan)
        assert refused(f'{{"a":[{text}]}}', allow_nan=allow_nan)


def _nested(kind: str, depth: int) -> str:
    """`depth` open containers."""
    if kind == "arrays":
        return "[" * depth + "]" * depth
    if kind == "objects":
        return '{"a":' * depth + "0" + "}" * depth
    pairs, odd = divmod(depth, 2)
    return "[" * odd + '{"a":[' * pairs + "]}" * pairs + "]" * odd


@pytest.mark.parametrize("kind", ["arrays", "objects", "mixed"])
@pytest.mark.parametrize("limit", [1, 2, 7, 31, 32, 33, 1024, 5000])
def test_as_many_containers_as_max_depth_may_be_open(kind: str, limit: int) -> None:
    options = {} if limit == 1024 else {"max_depth": limit}
    assert type(krait.loads(_nested(kind, limit), **options)) in (list, dict)
    too_deep = _nested(kind, limit + 1)
    for data in (too_deep, too_deep.encode(), "[" * (limit + 1)):
        with pytest.raises(krait.JSONDecodeError, match="nested|deep"):
            krait.loads(data, **options)


def test_max_depth_0_allows_scalars_only() -> None:
    assert krait.loads(b"1", max_depth=0) == 1
    assert refused(b"[]", max_depth=0)
    assert refused(b"{}", max_depth=0)


def test_depth_is_of_open_containers_and_not_of_all() -> None:
    assert krait.loads("[" + ",".join(["[]"] * 5000) + "]", max_depth=2) == [[]] * 5000


def test_a_million_levels_are_read_and_freed() -> None:
    depth = 1_000_000
    value = krait.loads(_nested("arrays", depth), max_depth=depth)
    levels = 0
    while value:
        (value,) = value
        levels += 1
    assert levels == depth - 1
    deep_objects = krait.loads(_nested("objects", 200_000), max_depth=200_000)
    assert list(deep_objects) == ["a"]
    del deep_objects
    assert refused("[" * depth)
    assert refused("[" * depth, max_depth=depth)
    assert refused('{"a":' * depth, max_depth=depth)


def test_integers_are_exact_up_to_the_digit_limit() -> None:
    for digits in (4299, 4300):
        for text in ("7" * digits, "-" + "7" * digits, "1" + "0" * (digits - 1)):
            assert krait.loads(text) == int(text)
    for text in ("7" * 4301, "-" + "7" * 4301, "[" + "1" * 10_000 + "]"):
        with pytest.raises(krait.JSONDecodeError, match="digits"):
            krait.loads(text)


def test_the_digit_limit_of_the_moment_is_honoured() -> None:
    with digit_limit(700):
        assert krait.loads("8" * 700) == int("8" * 700)
        with pytest.raises(krait.JSONDecodeError, match="digits"):
            krait.loads("8" * 701)
        # Reals are not under the limit.
        assert krait.loads("0." + "3" * 2000) == 1 / 3
    with digit_limit(0):
        text = "8" * 20_000
        assert krait.loads(text) == int(text)
    assert refused("8" * 4301)


# --------------------------------------------------------------- strings at every
# offset


@pytest.mark.per_isa
@pytest.mark.parametrize("special", generator.SPECIAL_TEXTS)
def test_special_characters_are_read_at_every_offset(special: str) -> None:
    inner = generator.SPECIAL_TEXTS[special]
    value = oracle.loads(f'"{inner}"')
    for before, behind in generator.offsets(random.Random(special)):
        text = f'"{"a" * before}{inner}{"b" * behind}"'
        expected = "a" * before + value + "b" * behind
        assert krait.loads(text.encode()) == expected, (before, behind)
        assert krait.loads(text) == expected, (before, behind)
        # As a key, and with more behind it.
        assert list(krait.loads(f"{{{text}:1}}".encode())) == [expected], (
            before,
            behind,
        )
        # The input ends before the closing quote.
        assert refused(text[:-1].encode()), (before, behind)


@pytest.mark.per_isa
@pytest.mark.parametrize("bad", generator.BAD_BYTES)
def test_bad_bytes_are_refused_at_every_offset(bad: str) -> None:
    inner = generator.BAD_BYTES[bad]
    for before, behind in generator.offsets(random.Random(bad)):
        text = b'"' + b"a" * before + inner + b"z" * behind + b'"'
        assert refused(text), (before, behind)
        assert refused(b"{" + text + b":1}"), (before, behind)
        assert refused(text[:-1]), (before, behind)
        assert krait.loads(text.replace(inner, b"ok")) == (
            "a" * before + "ok" + "z" * behind
        )


@pytest.mark.per_isa
def test_two_special_characters_at_every_distance() -> None:
    specials = ["\\n", "é", "€", "😀", "\\u00e9", "\\ud83d\\ude00", '\\"']
    for (one, other), before in itertools.product(
        itertools.product(specials, repeat=2), (0, 5, 31)
    ):
        for distance in (*range(0, 36), 63, 64, 65):
            text = f'"{"a" * before}{one}{"b" * distance}{other}"'
            assert krait.loads(text.encode()) == oracle.loads(text), text


@pytest.mark.per_isa
def test_white_space_of_every_length_is_passed_over() -> None:
    for length in range(0, 140):
        for space in (" ", "\n", " \t\n\r"):
            run = (space * length)[:length]
            text = f"{run}[{run}1{run},{run}2{run}]{run}"
            assert krait.loads(text) == [1, 2]
            assert krait.loads(text.encode()) == [1, 2]
            assert refused(f"[1,{run}\v2]")
            assert refused(run)


def _raw_and_escaped(codes: range) -> Iterator[tuple[bytes, str]]:
    """Each code point in a string of its own, in both spellings where both exist."""
    for code in codes:
        char = chr(code)
        yield f'"{generator.escape_of(code)}"'.encode(), char
        if code >= 0x20 and char not in '"\\' and not 0xD800 <= code <= 0xDFFF:
            yield f'"{char}"'.encode(), char


def test_every_code_point_of_the_basic_plane_is_read_alone() -> None:
    loads = krait.loads
    wrong = [
        data for data, char in _raw_and_escaped(range(0x10000)) if loads(data) != char
    ]
    assert wrong == []


@pytest.mark.per_isa
def test_every_code_point_is_read_among_its_neighbours() -> None:
    for start in range(0, 0x110000, 64):
        codes = range(start, start + 64)
        escaped = "".join(map(generator.escape_of, codes))
        # A high surrogate escape and a low one behind it would join.
        if 0xD800 <= start <= 0xDFFF:
            escaped = "-".join(map(generator.escape_of, codes))
            assert krait.loads(f'"{escaped}"') == "-".join(map(chr, codes))
            continue
        text = "".join(map(chr, codes))
        assert krait.loads(f'"{escaped}"'.encode()) == text
        raw = "".join(c for c in text if c >= " " and c not in '"\\')
        assert krait.loads(f'"{raw}"'.encode()) == raw
        assert krait.loads(f'"{raw}"') == raw


@pytest.mark.slow
def test_every_code_point_is_read_alone() -> None:
    loads = krait.loads
    codes = range(0x10000, 0x110000)
    wrong = [data for data, char in _raw_and_escaped(codes) if loads(data) != char]
    assert wrong == []


def test_surrogate_escapes_join_in_pairs_only() -> None:
    high, low, letter = "\\ud83d", "\\ude00", "x"
    for length in range(1, 5):
        for parts in itertools.product((high, low, letter, "\\n", "😀"), repeat=length):
            text = '"' + "".join(parts) + '"'
            assert krait.loads(text) == oracle.loads(text), text
            assert krait.loads(text.encode()) == oracle.loads(text), text


def test_lone_surrogates_in_str_input_are_kept() -> None:
    raw = ("\ud83d", "\ude00", "\\ud83d", "\\ude00", "x", "\U0001f600")
    for length in range(1, 5):
        for parts in itertools.product(raw, repeat=length):
            text = '"' + "".join(parts) + '"'
            assert krait.loads(text) == oracle.loads(text), ascii(text)
    assert krait.loads('{"\ud800":"\udfff"}') == {"\ud800": "\udfff"}


def test_a_surrogate_in_str_input_outside_a_string_is_refused() -> None:
    for text in ("\ud800", "[\ud800]", "[1]\udfff", '{"a"\ud800:1}'):
        assert refused(text)


def test_surrogates_in_bytes_are_invalid_utf8() -> None:
    for surrogate in (b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xed\xa0\xbd\xed\xb8\x80"):
        with pytest.raises(krait.JSONDecodeError, match="UTF-8"):
            krait.loads(b'"' + surrogate + b'"')


# ----------------------------------------------------------------------------- numbers


@pytest.mark.per_isa
def test_numbers_near_every_boundary_are_read_to_the_bit() -> None:
    count = 0
    for text in generator.number_texts(seed=1, count=3000):
        try:
            expected = oracle.loads(text)
        except oracle.Refused:
            assert refused(text), text
            continue
        for data in (text, f"[{text}]".encode(), f'{{"a":{text},"b":{text} }}'):
            value = krait.loads(data)
            if type(value) is list:
                (value,) = value
            elif type(value) is dict:
                assert same(value["a"], value["b"]), text
                value = value["a"]
            assert same(value, expected), text
        count += 1
    assert count > 15_000


@pytest.mark.per_isa
def test_arrays_of_numbers_of_one_and_of_mixed_widths_are_read_right() -> None:
    rng = random.Random(5)
    for digits in range(1, 26):
        numbers = [rng.randrange(10 ** (digits - 1), 10**digits) for _ in range(70)]
        for separator in (",", ", ", ",\n\t"):
            text = "[" + separator.join(map(str, numbers)) + "]"
            assert krait.loads(text) == numbers
    for places in range(0, 19):
        texts = [f"{rng.uniform(-1000, 1000):.{places}f}" for _ in range(200)]
        assert same(
            krait.loads(f"[{','.join(texts)}]"), oracle.loads(f"[{','.join(texts)}]")
        )
    mixed = list(generator.real_texts(rng, 400)) + list(generator.integer_texts(rng, 1))
    mixed = [text for text in mixed if not refused(text)]
    rng.shuffle(mixed)
    assert same(
        krait.loads(f"[{','.join(mixed)}]"), [oracle.loads(text) for text in mixed]
    )


@pytest.mark.slow
def test_a_million_number_texts_are_read_to_the_bit() -> None:
    for seed in range(2, 22):
        rng = random.Random(seed)
        for text in generator.real_texts(rng, 20_000):
            try:
                expected = oracle.loads(text)
            except oracle.Refused:
                assert refused(text), text
            else:
                assert same(krait.loads(text), expected), text
        for text in generator.halfway_texts(rng, 2000):
            assert same(krait.loads(text), float(text)), text
