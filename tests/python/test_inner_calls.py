# SPDX-License-Identifier: Apache-2.0
"""dumps: containers inside each other, left for the slow way at every depth and place.

The loops of dumps call each other up to 16 containers deep; what they do not know makes
all of them leave their places. What follows must not tell.
"""

from __future__ import annotations

import ctypes
import json
from collections.abc import Callable
from typing import Any

import krait
import oracle
import pytest


class Unknown:
    """What only `default` can write."""


class Text(str):
    pass


class Pairs(dict[str, Any]):
    pass


def write_unknown(_: object) -> Any:
    return {"was": ["unknown", 1]}


UNCOMMON: dict[str, Callable[[], Any]] = {
    "default": Unknown,
    "str subclass": lambda: Text('a"b'),
    "dict subclass": lambda: Pairs(x=[1], y={}),
    "long int": lambda: -(2**70),
    "odd key": lambda: {1: 2, "a": 3, None: [4], 1.5: {}},
    "empty": lambda: [(), [], {}],
    "tuple": lambda: (1, "a", (2.5, None), [True]),
    "long str": lambda: "x" * 5000,
    "wide str": lambda: "\u00e9" * 40 + "\u4e2d" * 2000,
    "row": lambda: [1, 2.5, -3, 2**65, 4, "end"],
}
OPTIONS: list[dict[str, Any]] = [
    {},
    {"indent": 2},
    {"sort_keys": True},
    {"sort_keys": True, "indent": "\t", "ensure_ascii": True},
]
DEPTHS = [*range(6), 11, 12, 13, 14, 15, 16, 17, 18, 31, 32, 33, 34, 63, 64, 65, 130]


def wrapped(inner: Any, depth: int) -> Any:
    """Inside of so many containers, something before it and behind it in each."""
    for level in range(depth):
        match level % 4:
            case 0:
                inner = [level, inner, "behind", {"k": level}]
            case 1:
                inner = {"b": 1, "in": inner, "a": [level], "z": "behind"}
            case 2:
                inner = ("before", inner, None)
            case 3:
                inner = {"only": inner}
    return inner


@pytest.mark.per_isa
@pytest.mark.parametrize("options", OPTIONS, ids=repr)
@pytest.mark.parametrize("name", UNCOMMON)
def test_what_is_uncommon_is_written_at_every_depth(name: str, options: Any) -> None:
    for depth in DEPTHS:
        plain = UNCOMMON[name]()
        if name == "odd key" and options.get("sort_keys"):
            plain = {2: 1, 1: [2]}
        for value in (
            wrapped(plain, depth),
            wrapped([plain, plain, {"again": plain}], depth),
            wrapped({"a": wrapped(plain, 3), "b": wrapped(plain, depth)}, 1),
        ):
            assert krait.dumps(value, default=write_unknown, **options) == oracle.dumps(
                value, default=write_unknown, **options
            ), depth


@pytest.mark.parametrize("options", OPTIONS, ids=repr)
def test_an_error_names_its_place_at_every_depth(options: Any) -> None:
    for depth in DEPTHS:
        value: Any = [0, Unknown()]
        path = "[1]"
        for level in range(depth):
            if level % 2:
                value = {"a": {}, "in": value}
                path = ".in" + path
            else:
                value = ["x", {"y": 1}, value, 2]
                path = "[2]" + path
        with pytest.raises(krait.JSONEncodeError) as caught:
            krait.dumps(value, **options)
        # A long path is cut in the middle.
        start, _, end = str(caught.value).partition(" at ")[2].partition("...")
        assert ("$" + path).startswith(start)
        assert path.endswith(end)
        assert "..." in str(caught.value) or start == "$" + path


@pytest.mark.parametrize("options", OPTIONS, ids=repr)
def test_skipped_keys_leave_no_trace_at_every_depth(options: Any) -> None:
    for depth in DEPTHS:
        for inner in (
            {(1,): 2},
            {(1,): 2, "a": 3},
            {"a": 3, (1,): 2},
            {"a": 3, (1,): 2, "b": {}},
        ):
            if options.get("sort_keys") and len(inner) > 1:
                continue  # a tuple and a str do not compare
            value = wrapped(inner, depth)
            assert krait.dumps(value, skipkeys=True, **options) == oracle.dumps(
                value, skipkeys=True, **options
            )


@pytest.mark.parametrize("options", OPTIONS, ids=repr)
def test_default_may_change_what_is_around_it_at_every_depth(options: Any) -> None:
    for depth in DEPTHS:
        around: list[Any] = [1, Unknown(), 2, 3]
        members: dict[str, Any] = {"a": around, "b": Unknown(), "c": 5}

        def empty(_: object, around: Any = around, members: Any = members) -> str:
            around.clear()
            members["b"] = 4
            return "gone"

        written = krait.dumps(wrapped(members, depth), default=empty, **options)
        inside = json.loads(written)
        for level in reversed(range(depth)):
            inside = inside["in" if level % 4 == 1 else "only" if level % 4 == 3 else 1]
        assert inside["a"] == [1, "gone"]


def test_a_cycle_of_any_length_is_found_from_any_depth() -> None:
    for length in (*range(1, 20), 31, 32, 33, 48, 64):
        for depth in (0, 1, 15, 16, 17, 40):
            first: list[Any] = []
            inner: Any = first
            for level in range(length - 1):
                inner = {"k": inner} if level % 2 else (1, inner)
            first.append(inner)
            with pytest.raises(krait.JSONEncodeError, match="circular"):
                krait.dumps(wrapped(first, depth), max_depth=10**9)
            first.clear()


def ask_for_utf8(text: str) -> None:
    """Makes CPython keep the UTF-8 of a str in it."""
    ask = ctypes.pythonapi.PyUnicode_AsUTF8
    ask.restype = ctypes.c_char_p
    assert ask(ctypes.py_object(text)) == text.encode().split(b"\0")[0]


@pytest.mark.per_isa
@pytest.mark.parametrize("wide", ["\u00e9", "\u4e2d", "\U0001f600"])
def test_utf8_that_a_str_keeps_is_escaped_as_well(wide: str) -> None:
    for special in ("", '"', "\\", "\x00", "\x1f", "\x7f", "\n"):
        for length in (*range(40), 63, 64, 65, 2000):
            for at in {0, length // 2, length}:
                text = "".join([wide, "a" * at, special, wide * (length - at), special])
                ask_for_utf8(text)
                assert krait.dumps(text) == oracle.dumps(text)
                assert krait.dumps([text], ensure_ascii=True) == oracle.dumps(
                    [text], ensure_ascii=True
                )


@pytest.mark.per_isa
def test_every_integer_of_up_to_six_digits_is_written_exactly() -> None:
    every = range(-1_001_000, 1_001_000)
    assert krait.dumps(list(every)) == f"[{','.join(map(str, every))}]".encode()
    assert krait.dumps(["", *every[:1000]])[4:-1] == ",".join(
        map(str, every[:1000])
    ).encode()


def test_small_results_are_whole_and_fresh() -> None:
    for value in (0, 7, -1, 2**63, 1.5, None, True, False, "", "a", "\n", "\u00e9", [], {}):
        first, second = krait.dumps(value), krait.dumps(value)
        assert first == second == oracle.dumps(value)
        assert type(first) is bytes
