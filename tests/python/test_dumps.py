# SPDX-License-Identifier: Apache-2.0
"""dumps: what each object becomes, with each option, at every offset."""

from __future__ import annotations

import collections
import enum
import itertools
import math
import os
import random
import struct
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import generator
import krait
import oracle
import pytest


class Text(str):
    def __str__(self) -> str:
        return "not this"

    __repr__ = __str__


class Integer(int):
    def __str__(self) -> str:
        return "not this"

    __repr__ = __str__


class Other:
    """What only default can make something of."""


class Real(float):
    def __str__(self) -> str:
        return "not this"

    __repr__ = __str__


class Array(list):
    pass


class Pair(NamedTuple):
    left: Any
    right: Any


class Mapping(dict):
    pass


class Backwards(dict):
    """Its items() are what json writes, too."""

    def items(self) -> Any:
        return reversed(list(super().items()))


class Colour(enum.Enum):
    RED = "red"


class Number(enum.IntEnum):
    ONE = 1
    BIG = 2**70


class Flag(enum.IntFlag):
    A = 1
    B = 2


class Word(str, enum.Enum):
    YES = "oui"


class Ratio(float, enum.Enum):
    HALF = 0.5


# ------------------------------------------------------------------------------ values


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, b"null"),
        (True, b"true"),
        (False, b"false"),
        (0, b"0"),
        (-1, b"-1"),
        (2**63 - 1, b"9223372036854775807"),
        (2**63, b"9223372036854775808"),
        (-(2**63), b"-9223372036854775808"),
        (-(2**63) - 1, b"-9223372036854775809"),
        (10**40, b"1" + b"0" * 40),
        (0.0, b"0.0"),
        (-0.0, b"-0.0"),
        (1.0, b"1.0"),
        (0.1, b"0.1"),
        (1e16, b"1e+16"),
        (1e15, b"1000000000000000.0"),
        (1e-5, b"1e-05"),
        (1e-4, b"0.0001"),
        (1e22, b"1e+22"),
        (5e-324, b"5e-324"),
        (1.7976931348623157e308, b"1.7976931348623157e+308"),
        ("", b'""'),
        ("a", b'"a"'),
        ('"\\/\b\f\n\r\t', b'"\\"\\\\/\\b\\f\\n\\r\\t"'),
        ("\x00\x1f\x7f", b'"\\u0000\\u001f\x7f"'),
        ("é€😀", '"é€😀"'.encode()),
        ("\u2028\ufeff", '"\u2028\ufeff"'.encode()),
        ("\ud800", b'"\\ud800"'),
        ("\udfff", b'"\\udfff"'),
        ("\ud83d\ude00", b'"\\ud83d\\ude00"'),
        ([], b"[]"),
        ((), b"[]"),
        ({}, b"{}"),
        ([[], (), {}], b"[[],[],{}]"),
        ([1, "a", None], b'[1,"a",null]'),
        ((1, (2,)), b"[1,[2]]"),
        ({"a": {"b": [1, {}]}}, b'{"a":{"b":[1,{}]}}'),
    ],
)
def test_an_object_becomes_this_text(value: Any, text: bytes) -> None:
    result = krait.dumps(value)
    assert type(result) is bytes
    assert result == text
    assert krait.dumps([value, value]) == b"[" + text + b"," + text + b"]"


@pytest.mark.parametrize("value", [None, True, False, [], {}])
def test_the_text_of_a_constant_is_made_once(value: Any) -> None:
    before = krait.dumps(value)
    assert krait.dumps(value) is before
    assert krait.dumps(value, max_depth=1000) == before
    if value is not None and value is not True and value is not False:
        value.update(a=1) if isinstance(value, dict) else value.append(1)
        assert krait.dumps(value) != before


@pytest.mark.parametrize(
    "value",
    [
        Text("té\n"),
        Text(""),
        Integer(7),
        Integer(2**80),
        Integer(-(2**63)),
        Real(0.5),
        Real(1e300),
        Array([1, Array()]),
        Array(),
        Pair(1, [Pair("a", None)]),
        Mapping(a=1),
        Mapping(),
        Mapping({"é": Mapping()}),
        collections.OrderedDict([("b", 1), ("a", 2)]),
        collections.OrderedDict(),
        collections.defaultdict(list, a=[1]),
        collections.Counter("abca"),
        Backwards(a=1, b=2, c=3),
        Backwards(),
        Number.ONE,
        Number.BIG,
        Flag.A | Flag.B,
        Word.YES,
        Ratio.HALF,
        True,
        {"k": [Text("x"), Integer(3), Real(1.0), Array([2]), Pair(3, 4), Mapping(z=5)]},
        {Text("k"): 1, Word.YES: 2},
        {Integer(5): 1, Number.ONE: 2, Real(2.5): 3},
    ],
    ids=repr,
)
@pytest.mark.parametrize("options", [{}, {"indent": 2}, {"sort_keys": True}], ids=repr)
def test_subclasses_are_written_as_json_writes_them(value: Any, options: Any) -> None:
    try:
        expected = oracle.dumps(value, **options)
    except TypeError:  # keys that cannot be sorted
        with pytest.raises(krait.JSONEncodeError):
            krait.dumps(value, **options)
    else:
        assert krait.dumps(value, **options) == expected


def test_a_moved_ordered_dict_is_written_in_its_order() -> None:
    value = collections.OrderedDict((key, 1) for key in "abcd")
    value.move_to_end("a")
    value.move_to_end("d", last=False)
    assert krait.dumps(value) == b'{"d":1,"b":1,"c":1,"a":1}'


def test_dicts_with_holes_and_with_shared_keys_are_written_right() -> None:
    class Record:
        def __init__(self) -> None:
            self.a = 1
            self.b = 2
            self.c = 3

    records = [Record() for _ in range(4)]
    del records[1].b
    records[1].b = 9
    records[2].d = 4  # type: ignore[attr-defined]
    del records[3].a
    values = [vars(record) for record in records]
    assert krait.dumps(values) == oracle.dumps(values)
    holes = {f"k{n}": n for n in range(1000)}
    for number in range(0, 1000, 3):
        del holes[f"k{number}"]
    assert krait.dumps(holes) == oracle.dumps(holes)
    for key in list(holes)[:-1]:
        del holes[key]
    assert krait.dumps(holes) == oracle.dumps(holes)
    holes.clear()
    assert krait.dumps(holes) == b"{}"


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1, 2},
        1j,
        b"bytes",
        range(3),
        Colour.RED,
        len,
        bytearray(),
        memoryview(b""),
        type,
        NotImplemented,
        ...,
        iter([]),
        {}.keys(),
    ],
    ids=repr,
)
def test_other_types_are_refused_with_their_name(value: Any) -> None:
    for nested in (value, [value], {"a": value}, (1, [value])):
        with pytest.raises(krait.JSONEncodeError, match=type(value).__name__):
            krait.dumps(nested)


def test_integers_beyond_the_digit_limit_are_refused_with_its_name() -> None:
    limit = sys.get_int_max_str_digits()
    assert krait.dumps(10**limit - 1) == b"9" * limit
    for value in (10**limit, -(10**limit), 10 ** (2 * limit)):
        with pytest.raises(krait.JSONEncodeError, match="digits"):
            krait.dumps([value])
        with pytest.raises(krait.JSONEncodeError, match="digits"):
            krait.dumps({value: 1})
    sys.set_int_max_str_digits(0)
    try:
        assert krait.dumps(10**9999) == b"1" + b"0" * 9999
        assert krait.dumps({10**9999: 1}) == b'{"1' + b"0" * 9999 + b'":1}'
    finally:
        sys.set_int_max_str_digits(limit)


# ------------------------------------------------------------------------------- keys


KEYS = [
    "",
    "a",
    "é",
    'q"',
    "\ud800",
    0,
    -1,
    2**70,
    1.5,
    0.0,
    -0.0,
    1e16,
    True,
    False,
    None,
    Text("t"),
    Integer(5),
    Real(2.25),
    Number.ONE,
    Word.YES,
    Ratio.HALF,
]


@pytest.mark.parametrize("key", KEYS, ids=repr)
@pytest.mark.parametrize(
    "options", [{}, {"indent": 1}, {"ensure_ascii": True}], ids=repr
)
def test_keys_are_written_as_json_writes_them(key: Any, options: Any) -> None:
    for value in ({key: 1}, Mapping({key: 1}), {"b": 0, key: {key: []}}):
        assert krait.dumps(value, **options) == oracle.dumps(value, **options)


@pytest.mark.parametrize(
    "key", [(), (1,), b"a", frozenset(), object(), Colour.RED, 1j], ids=repr
)
def test_other_keys_are_refused_unless_they_are_skipped(key: Any) -> None:
    for value in ({key: 1}, {"a": 1, key: 2}, [{"a": {key: 1}}], Mapping({key: 1})):
        with pytest.raises(krait.JSONEncodeError, match="key"):
            krait.dumps(value)
        for indent in (None, 2):
            assert krait.dumps(value, skipkeys=True, indent=indent) == oracle.dumps(
                value, skipkeys=True, indent=indent
            )


def test_a_skipped_key_leaves_commas_right_wherever_it_stands() -> None:
    for kept in itertools.product((True, False), repeat=4):
        value = {(f"k{n}" if keep else (n,)): n for n, keep in enumerate(kept)}
        assert krait.dumps(value, skipkeys=True) == oracle.dumps(value, skipkeys=True)


def test_the_value_of_a_skipped_key_is_not_looked_at() -> None:
    calls: list[Any] = []
    assert (
        krait.dumps({(): object(), "a": 1}, skipkeys=True, default=calls.append)
        == b'{"a":1}'
    )
    assert calls == []


def test_nan_as_a_key_is_refused_unless_allowed() -> None:
    for key in (math.nan, math.inf, -math.inf):
        with pytest.raises(krait.JSONEncodeError):
            krait.dumps({key: 1})
        assert krait.dumps({key: 1}, allow_nan=True) == oracle.dumps(
            {key: 1}, allow_nan=True
        )


def test_keys_that_become_equal_are_both_written() -> None:
    assert krait.dumps({1: "a", "1": "b"}) == b'{"1":"a","1":"b"}'


def test_sorting_is_by_the_keys_themselves() -> None:
    values = [
        {"b": 1, "a": 2, "B": 3, "": 4, "é": 5, "😀": 6, "\uffff": 7, "aa": 8},
        {10: 1, 9: 2, -1: 3, 2.5: 4, True: 5},
        {"z": {"b": [{"d": 1, "c": 2}], "a": 0}, "y": []},
        Backwards(a=1, c=2, b=3),
        collections.OrderedDict([("b", {"z": 1, "y": 2}), ("a", 1)]),
        {Text("b"): 1, "a": 2},
        {"one": 1},
        {},
        {math.nan: 1, float("nan"): 2},
        {str(number): number for number in range(300, 0, -1)},
    ]
    for value, indent in itertools.product(values, (None, 2)):
        options = {"sort_keys": True, "indent": indent, "allow_nan": True}
        assert krait.dumps(value, **options) == oracle.dumps(value, **options)


def test_keys_are_sorted_by_code_points_whatever_their_length_and_width() -> None:
    rng = random.Random(11)
    # Widths alone and mixed; prefixes of eight characters and around it; NUL and DEL.
    for alphabet in ("ab", "a\0\x7f", "aé\xff", "a\u0100\ud800\uffff", "a\xe9\U0001f600"):
        for count in (2, 3, 8, 24, 25, 60, 500):
            for lead in ("", "seventh", "eighth__", "ninth____"):
                keys = [
                    lead + "".join(rng.choices(alphabet, k=rng.randrange(12)))
                    for _ in range(count)
                ]
                value = {key: {key: number, "": []} for number, key in enumerate(keys)}
                for options in ({}, {"indent": 1}, {"ensure_ascii": True}):
                    options = {"sort_keys": True, **options}
                    assert krait.dumps(value, **options) == oracle.dumps(
                        value, **options
                    )


@pytest.mark.parametrize("options", [{"sort_keys": True}, {"sort_keys": True, "indent": 2}])
def test_a_sorted_dict_is_written_as_it_was_whatever_default_does(options: Any) -> None:
    def build(change: Callable[[dict[str, Any]], None]) -> tuple[Any, Any]:
        outer: dict[str, Any] = {f"key{number}": [number] for number in range(40)}
        inner = {"z": object(), "y": {"x": [object()], "w": "v" * 100}, "a": 1.5}
        outer["key1b"] = inner

        def default(_: object) -> list[str]:
            change(outer)
            change(inner)
            return ["made"]

        return outer, default

    changes: list[Callable[[dict[str, Any]], None]] = [
        dict.clear,
        lambda changed: changed.update({f"new{n}": object for n in range(100)}),
        lambda changed: changed.update(dict.fromkeys(list(changed), None)),
    ]
    wanted, default = build(lambda _: None)
    expected = oracle.dumps(wanted, default=default, **options)
    for change in changes:
        value, default = build(change)
        written = krait.dumps(value, default=default, **options)
        # What is inside of an element that is not open yet may have changed.
        assert written[:40] == expected[:40]
        value, default = build(change)
        assert written == oracle.dumps(value, default=default, **options)


def test_sorted_dicts_inside_each_other_are_written_right() -> None:
    # More members than lie in the writer itself, below and above each other.
    def nest(depth: int, width: int) -> Any:
        inner = nest(depth - 1, width) if depth else 1
        return {f"{i * 7919 % width:03}": inner if i == 1 else i for i in range(width)}

    for depth, width in ((1, 20), (2, 33), (3, 70), (13, 9), (20, 40)):
        value = nest(depth, width)
        assert krait.dumps(value, sort_keys=True) == oracle.dumps(value, sort_keys=True)


def test_cycles_and_depth_are_errors_in_sorted_dicts_too() -> None:
    value: dict[str, Any] = {"b": 1, "a": 2}
    value["c"] = {"d": [value], "e": object()}
    with pytest.raises(krait.JSONEncodeError, match=r"circular.*c.*d"):
        krait.dumps(value, sort_keys=True, default=lambda _: 1)
    value["c"]["a"] = object()  # what is held is let go again
    counted = value["c"]["d"]
    before = sys.getrefcount(counted)
    with pytest.raises(krait.JSONEncodeError, match=r"circular"):
        krait.dumps(value, sort_keys=True, default=lambda _: 1)
    with pytest.raises(krait.JSONEncodeError, match=r"max_depth"):
        krait.dumps({"b": {"d": 1, "c": 2}, "a": 1}, sort_keys=True, max_depth=1)
    after = sys.getrefcount(counted)
    assert after == before


def test_keys_that_do_not_compare_cannot_be_sorted() -> None:
    for value in ({"a": 1, 1: 2}, {None: 1, "a": 2}, [{"a": {None: 1, True: 2}}]):
        with pytest.raises(krait.JSONEncodeError, match="'<'"):
            krait.dumps(value, sort_keys=True)
        assert krait.dumps(value) == oracle.dumps(value)


def test_sorting_leaves_the_dict_as_it_was() -> None:
    value = {"b": 1, "a": 2}
    krait.dumps(value, sort_keys=True)
    assert list(value) == ["b", "a"]


# ----------------------------------------------------------------------------- options


SHAPES = [
    None, 1, "a", [], {}, (), [[]], [{}], {"a": []}, {"a": {}}, [1], {"a": 1},
    [1, [2, [3, {}], []], {"a": [], "b": {"c": 1, "d": [None]}}],
    {"a": [{"b": 1}, {"c": [[], [1, 2]]}], "d": "e"},
]  # fmt: skip
INDENTS: list[Any] = [
    None,
    0,
    1,
    2,
    3,
    4,
    8,
    16,
    17,
    100,
    -1,
    -5,
    "",
    " ",
    "\t",
    "  \t",
    "\n",
    "\r\n",
    " " * 300,
    True,
    False,
    Integer(2),
]


# What may stand among places, which are lists of two doubles.
BESIDES_PLACES: list[Any] = [
    [1.5, 2],
    [2, 1.5],
    [1.5],
    [1.5, 2.5, 3.5],
    [],
    (1.5, 2.5),
    [Real(1.5), 2.5],
    [True, 1.5],
    [1e300, -1e-300],
    [0.0, -0.0],
    ["a", 1.5],
    [[1.5, 2.5], [3.5, 4.5]],
    {"a": [1.5, 2.5], "b": [[1.5, 2.5]]},
    1.5,
    None,
]


@pytest.mark.parametrize("other", BESIDES_PLACES, ids=repr)
def test_lists_of_places_are_written_whatever_stands_among_them(other: Any) -> None:
    places = [[math.sqrt(i) - 4, -1 / (i + 1)] for i in range(36)]
    for count in (0, 1, 2, 7, 8, 9, 16, 17, 36):
        for at in {0, 1, count // 2, count} if count else {0}:
            value = [*places[:at], other, *places[at:count]]
            for options in ({}, {"indent": 1}, {"ensure_ascii": True}):
                assert krait.dumps(value, **options) == oracle.dumps(value, **options)
                deep = {"a": value, "b": [value]}
                assert krait.dumps(deep, **options) == oracle.dumps(deep, **options)


def test_places_nest_as_deep_as_other_lists_and_name_what_is_wrong() -> None:
    value: Any = [[1.5, 2.5]] * 3
    for _ in range(40):
        value = [value, *[[3.5, 4.5]] * 3]
    assert krait.dumps(value, max_depth=42) == oracle.dumps(value)
    with pytest.raises(krait.JSONEncodeError, match="max_depth"):
        krait.dumps(value, max_depth=41)
    for bad, path in (([1.5, math.nan], "[9][1]"), ([math.inf, 1.5], "[9][0]")):
        places = [[1.5, 2.5] for _ in range(9)]
        with pytest.raises(krait.JSONEncodeError, match="NaN") as caught:
            krait.dumps([*places, bad, *places])
        assert path in str(caught.value)
        assert krait.dumps([*places, bad], allow_nan=True) == oracle.dumps(
            [*places, bad], allow_nan=True
        )


def test_places_behind_a_call_of_default_are_read_anew() -> None:
    places: list[Any] = [[float(i), -float(i)] for i in range(20)]
    places.insert(10, Other())

    def shrink(_: object) -> None:
        places[13:] = [[0.25, 0.5]]

    text = krait.dumps(places, default=shrink)
    assert text == oracle.dumps([*places[:10], None, *places[11:]])


@pytest.mark.parametrize("indent", INDENTS, ids=repr)
def test_indenting_is_as_json_does_it(indent: Any) -> None:
    for shape, sort_keys in itertools.product(SHAPES, (False, True)):
        options = {"indent": indent, "sort_keys": sort_keys}
        assert krait.dumps(shape, **options) == oracle.dumps(shape, **options)


def test_deep_indentation_is_written_right() -> None:
    value: Any = 1
    for number in range(300):
        value = [value] if number % 2 else {"a": value}
    for indent in (1, 7, "\t"):
        assert krait.dumps(value, indent=indent) == oracle.dumps(value, indent=indent)


@pytest.mark.parametrize(
    "indent", ["x", "--", " x", "\u00a0", "\x00", "\v", "\f", "é", '"']
)
def test_an_indent_of_other_text_is_a_value_error(indent: str) -> None:
    with pytest.raises(ValueError, match="indent"):
        krait.dumps([1], indent=indent)


@pytest.mark.parametrize("indent", [1.5, b" ", [], object()], ids=repr)
def test_an_indent_of_another_type_is_a_type_error(indent: Any) -> None:
    with pytest.raises(TypeError):
        krait.dumps([1], indent=indent)
    assert krait.dumps([1], indent=1) == b"[\n 1\n]"


def test_an_absurd_indent_is_refused_or_out_of_memory() -> None:
    # ASan's operator new ends the process where it should throw.
    sizes = (
        (2**63, 10**30)
        if "asan" in os.environ.get("LD_PRELOAD", "")
        else (2**62, 2**63)
    )
    for indent in sizes:
        with pytest.raises((ValueError, OverflowError, MemoryError)):
            krait.dumps([[[1]]], indent=indent)
    assert krait.dumps([1], indent=1) == b"[\n 1\n]"


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ((), {}),
        ((1, 2), {}),
        ((), {"obj": 1}),
        ((1,), {"unknown": 1}),
        ((1,), {"separators": (",", ":")}),
        ((1,), {"cls": None}),
        ((1,), {"max_depth": "3"}),
        ((1,), {"max_depth": 2.5}),
        ((object(),), {"default": 3}),
    ],
)
def test_a_wrong_call_is_a_type_error(arguments: tuple[Any, ...], options: Any) -> None:
    with pytest.raises(TypeError) as caught:
        krait.dumps(*arguments, **options)
    assert not isinstance(caught.value, krait.JSONEncodeError)
    assert krait.dumps(1) == b"1"


def test_default_none_is_no_default() -> None:
    with pytest.raises(krait.JSONEncodeError, match="object"):
        krait.dumps(object(), default=None)


def test_nan_and_infinity_are_written_on_request_only() -> None:
    for value in (math.nan, math.inf, -math.inf, Real(math.nan)):
        for nested in (value, [value], {"a": value}):
            with pytest.raises(krait.JSONEncodeError, match="NaN"):
                krait.dumps(nested)
            assert krait.dumps(nested, allow_nan=True) == oracle.dumps(
                nested, allow_nan=True
            )


def _nested(kind: str, depth: int) -> Any:
    value: Any = 0
    for number in range(depth):
        if kind == "lists" or (kind == "mixed" and number % 3 == 0):
            value = [value]
        elif kind == "tuples" or (kind == "mixed" and number % 3 == 1):
            value = (value,)
        else:
            value = {"a": value}
    return value


def test_lists_of_numbers_are_written_right_whatever_stands_among_them() -> None:
    odd = ["x", None, True, [], {}, [1], 10**30, -(2**64), 2**64 - 1, -0.0, 1e300, (1,)]
    for length in (1, 2, 3, 15, 16, 17, 32, 33, 50):
        floats = [i / 7 - 3 for i in range(length)]
        integers = [(i - 3) * 7**i for i in range(length)]
        for row in (floats, integers, [f for p in zip(floats, integers) for f in p]):
            assert krait.dumps(row) == oracle.dumps(row)
            for place in range(len(row) + 1):
                mixed = [*row[:place], odd[place % len(odd)], *row[place:]]
                for value in (mixed, [mixed, 1.5], {"k": mixed, "l": [mixed]}):
                    assert krait.dumps(value) == oracle.dumps(value)
                    assert krait.dumps(value, indent=1) == oracle.dumps(value, indent=1)


def test_a_row_ends_at_what_json_cannot_hold_and_the_error_names_it() -> None:
    for row in ([0.5] * 20, [7] * 20):
        for wrong in (math.nan, math.inf, object()):
            for place in (0, 1, 15, 16, 17, 20):
                value = {"row": [[*row[:place], wrong, *row[place:]]]}
                with pytest.raises(krait.JSONEncodeError) as caught:
                    krait.dumps(value)
                assert f"$.row[0][{place}]" in str(caught.value)
    row = [0.5, 1, math.nan, 2, -math.inf]
    assert krait.dumps(row, allow_nan=True) == b"[0.5,1,NaN,2,-Infinity]"


def test_a_row_is_a_container_for_depth_and_cycles() -> None:
    assert krait.dumps([[1.5]], max_depth=2) == b"[[1.5]]"
    assert krait.dumps([[]], max_depth=2) == b"[[]]"
    for inner in ([1.5], [1], []):
        with pytest.raises(krait.JSONEncodeError):
            krait.dumps([[inner]], max_depth=2)
    for first in (1.5, 1):
        row: list[Any] = [first]
        row.append(row)
        with pytest.raises(krait.JSONEncodeError, match="circular"):
            krait.dumps(row)


@pytest.mark.parametrize("limit", [1, 2, 15, 16, 17, 1024, 3000])
@pytest.mark.parametrize("kind", ["lists", "tuples", "dicts", "mixed"])
def test_as_many_containers_as_max_depth_may_be_open(kind: str, limit: int) -> None:
    options: dict[str, Any] = {} if limit == 1024 else {"max_depth": limit}
    assert krait.dumps(_nested(kind, limit), **options).count(b"0") == 1
    with pytest.raises(krait.JSONEncodeError, match="nested|deep"):
        krait.dumps(_nested(kind, limit + 1), **options)
    with pytest.raises(krait.JSONEncodeError, match="nested|deep"):
        krait.dumps(_nested(kind, limit + 1), sort_keys=True, indent=1, **options)


def test_a_hundred_thousand_levels_are_written() -> None:
    depth = 100_000
    value = _nested("lists", depth)
    assert krait.dumps(value, max_depth=depth) == b"[" * depth + b"0" + b"]" * depth
    with pytest.raises(krait.JSONEncodeError):
        krait.dumps(value)


def _cycles() -> dict[str, Any]:
    own_list: list[Any] = [1]
    own_list.append(own_list)
    own_dict: dict[str, Any] = {"a": 1}
    own_dict["self"] = own_dict
    in_tuple: list[Any] = []
    in_tuple.append((in_tuple,))
    first: dict[str, Any] = {}
    second = [first]
    first["second"] = second
    late: list[Any] = [0]
    late.append([[[{"deep": [late]}]]])
    in_subclass = Mapping()
    in_subclass["x"] = Array([in_subclass])
    return {
        "list": own_list,
        "dict": own_dict,
        "tuple": in_tuple,
        "two": first,
        "late": late,
        "subclass": in_subclass,
    }


@pytest.mark.parametrize("name", _cycles())
@pytest.mark.parametrize(
    "options",
    [{}, {"indent": 2}, {"sort_keys": True}, {"max_depth": 1_000_000}],
    ids=repr,
)
def test_a_cycle_is_an_error_that_says_so(name: str, options: Any) -> None:
    cycle = _cycles()[name]
    for value in (cycle, [cycle], {"before": [1, 2], "cycle": cycle}):
        with pytest.raises(krait.JSONEncodeError, match="(?i)circular|cycle"):
            krait.dumps(value, **options)


def test_an_object_that_appears_twice_is_no_cycle() -> None:
    shared = {"a": [1]}
    value = [shared, shared, {"x": shared, "y": [shared]}]
    assert krait.dumps(value) == oracle.dumps(value)
    ladder: Any = []
    for _ in range(12):
        ladder = [ladder, ladder]
    assert krait.dumps(ladder) == oracle.dumps(ladder)


# --------------------------------------------------------------- strings at every
# offset


WRITTEN = {
    "quote": '"', "backslash": "\\", "newline": "\n", "nul": "\x00", "control": "\x1f",
    "delete": "\x7f", "last ascii": "~", "latin": "é", "first latin": "\x80",
    "last latin": "ÿ", "two bytes": "Ā", "last of two bytes": "\u07ff",
    "first of three bytes": "\u0800", "before surrogates": "\ud7ff", "high": "\ud800",
    "low": "\udfff", "behind surrogates": "\ue000", "last of three bytes": "\uffff",
    "first astral": "\U00010000", "last astral": "\U0010ffff",
}  # fmt: skip
FILLERS = ("a", "é", "€", "😀")


@pytest.mark.per_isa
@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("ensure_ascii", [False, True])
def test_special_characters_are_written_at_every_offset(
    name: str, ensure_ascii: bool
) -> None:
    special = WRITTEN[name]
    for filler in FILLERS:
        plain = oracle.dumps(filler, ensure_ascii=ensure_ascii)[1:-1]
        written = oracle.dumps(special, ensure_ascii=ensure_ascii)[1:-1]
        for before, behind in generator.offsets(random.Random(name)):
            value = filler * before + special + filler * behind
            expected = b'"' + plain * before + written + plain * behind + b'"'
            assert krait.dumps(value, ensure_ascii=ensure_ascii) == expected, (
                filler, before, behind,
            )  # fmt: skip
    key = "a" * 40 + special
    assert krait.dumps({key: 1}, ensure_ascii=ensure_ascii) == oracle.dumps(
        {key: 1}, ensure_ascii=ensure_ascii
    )


@pytest.mark.per_isa
@pytest.mark.parametrize("ensure_ascii", [False, True])
def test_every_code_point_is_written_among_its_neighbours(ensure_ascii: bool) -> None:
    for start in range(0, 0x110000, 64):
        value = "".join(map(chr, range(start, start + 64)))
        assert krait.dumps(value, ensure_ascii=ensure_ascii) == oracle.dumps(
            value, ensure_ascii=ensure_ascii
        ), hex(start)


def test_every_code_point_of_the_basic_plane_is_written_alone() -> None:
    dumps = krait.dumps
    wrong = [
        code
        for code in range(0x10000)
        if dumps(chr(code)) != oracle.dumps(chr(code))
        or dumps(chr(code), ensure_ascii=True)
        != oracle.dumps(chr(code), ensure_ascii=True)
    ]
    assert wrong == []


def test_long_strings_of_each_kind_are_written_right() -> None:
    for filler in FILLERS:
        for length in (4095, 4096, 4097, 70_000):
            for value in (
                filler * length,
                filler * length + "\n",
                '"' + filler * length,
            ):
                for ensure_ascii in (False, True):
                    assert krait.dumps(
                        value, ensure_ascii=ensure_ascii
                    ) == oracle.dumps(value, ensure_ascii=ensure_ascii)
    worst = "\x00" * 50_000
    assert krait.dumps([worst, worst]) == oracle.dumps([worst, worst])


@pytest.mark.per_isa
def test_strings_around_whole_vectors_are_written_right() -> None:
    dumps = krait.dumps
    for length in range(140):
        text = "".join(chr(32 + n % 90) for n in range(length))
        text = text.replace('"', "_").replace("\\", "_")
        assert dumps([text, text]) == oracle.dumps([text, text])
        for at in range(length):  # an escape in each byte, and a second one behind
            for value in (
                text[:at] + "\n" + text[at + 1 :],
                text[:at] + '"' + text[at + 1 : -1] + "\\",
            ):
                assert dumps(value) == oracle.dumps(value)
                assert dumps({value: 1}) == oracle.dumps({value: 1})


def test_dumps_leaves_the_hash_and_utf8_of_strings_alone() -> None:
    value = "é" * 100
    size = sys.getsizeof(value)
    krait.dumps([value, {value: value}])
    assert sys.getsizeof(value) == size


# ----------------------------------------------------------------------------- numbers


def _wrong_floats(values: Callable[[], Any]) -> list[float]:
    dumps = krait.dumps
    return [value for value in values() if dumps(value) != repr(value).encode()]


@pytest.mark.per_isa
def test_floats_are_written_as_repr_writes_them() -> None:
    rng = random.Random(3)
    assert _wrong_floats(generator.doubles_near_boundaries) == []
    assert (
        _wrong_floats(lambda: (-v for v in generator.doubles_near_boundaries())) == []
    )
    assert (
        _wrong_floats(lambda: (generator.random_double(rng) for _ in range(40_000)))
        == []
    )
    assert (
        _wrong_floats(lambda: (generator.everyday_double(rng) for _ in range(40_000)))
        == []
    )
    tenths = [n / 10**places for places in range(1, 8) for n in range(0, 30_000, 7)]
    assert _wrong_floats(lambda: tenths) == []
    assert (
        _wrong_floats(lambda: (float(10**n + d) for n in range(23) for d in range(9)))
        == []
    )


@pytest.mark.slow
def test_five_million_floats_are_written_as_repr_writes_them() -> None:
    rng = random.Random(4)
    for _ in range(50):
        values = struct.unpack("<100000d", rng.randbytes(800_000))
        finite = [value for value in values if math.isfinite(value)]
        assert krait.dumps(finite) == repr(finite).replace(", ", ",").encode()
        assert len(finite) > 90_000


@pytest.mark.per_isa
def test_integers_near_every_boundary_are_written_exactly() -> None:
    rng = random.Random(6)
    values = list(generator.integers_near_boundaries())
    values += [int(text) for text in generator.integer_texts(rng)]
    values += [
        rng.randrange(-(2**64), 2**64) >> rng.randrange(64) for _ in range(50_000)
    ]
    assert [value for value in values if krait.dumps(value) != b"%d" % value] == []
    assert krait.dumps(values) == repr(values).replace(", ", ",").encode()


@pytest.mark.per_isa
@pytest.mark.parametrize("other", [None, 7])
def test_dicts_whose_keys_no_other_has_are_written_right(other: int | None) -> None:
    for size in (*range(1, 20), 100):
        value: dict[Any, Any] = {f"{size} and {n}": n for n in range(size)}
        if other is not None:
            value[other] = "not all are str"
        shared = dict.fromkeys(value, "again")
        for each in (value, [value, shared], shared):
            assert krait.dumps(each) == oracle.dumps(each)
        del value[f"{size} and 0"]  # the first place is empty
        del shared
        assert krait.dumps([value, {}, value]) == oracle.dumps([value, {}, value])
