# SPDX-License-Identifier: Apache-2.0
"""What krait must do, said by the standard library's json and docs/semantics.md's list.

Each deviation from json stands here once, under the number it has in docs/semantics.md.
"""

from __future__ import annotations

import json
import math
import re
import struct
import sys
from collections.abc import Callable, Iterator
from typing import Any

DEFAULT_DEPTH = 1024
WHITE_SPACE = " \t\n\r"
Buffer = bytes | bytearray | memoryview


class Refused(ValueError):
    """The oracle's only answer to a text or an object that krait must refuse."""


# ----------------------------------------------------------------------------- reading


def _text_of(data: str | Buffer) -> str:
    if not isinstance(data, str):
        data = bytes(data)
        # 4: UTF-16 and UTF-32 are recognised as json does, and refused.
        if json.detect_encoding(data) not in ("utf-8", "utf-8-sig"):
            raise Refused("UTF-16 or UTF-32")
        # 3: strictly UTF-8; json decodes with "surrogatepass".
        try:
            data = data.decode("utf-8", "strict")
        except UnicodeDecodeError as error:
            raise Refused("invalid UTF-8") from error
    # 5: one BOM at the start is dropped, from str too.
    return data[1:] if data.startswith("\ufeff") else data


def _finite(literal: str) -> float:
    # 2: a number that a double cannot hold is an error.
    value = float(literal)
    if math.isinf(value):
        raise Refused("out of range")
    return value


def _integer(literal: str) -> int:
    # 6: the digit limit is a decode error.
    try:
        return int(literal)
    except ValueError as error:
        raise Refused("too many digits") from error


def _refuse_constant(literal: str) -> float:
    # 1: NaN, Infinity and -Infinity only on request.
    raise Refused(f"{literal} without allow_nan")


_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)


def depth_of(text: str) -> int:
    """The largest number of containers open at a time, were the text well-formed."""
    deepest = depth = 0
    for match in _BRACKETS.finditer(text):
        token = match[0]
        if token in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif token in "]}":
            depth -= 1
    return deepest


def _decoder(allow_nan: bool) -> json.JSONDecoder:
    options: dict[str, Any] = {"parse_float": _finite, "parse_int": _integer}
    if not allow_nan:
        options["parse_constant"] = _refuse_constant
    return json.JSONDecoder(**options)


# parse_float and parse_int make json call back; the plain decoder is the C path alone.
_DECODERS = {allow: _decoder(allow) for allow in (False, True)}


class _Recursion:
    """Room for json's recursion, so that its own limit is never the one that is met."""

    def __enter__(self) -> None:
        self.before = sys.getrecursionlimit()
        sys.setrecursionlimit(max(self.before, 20_000))

    def __exit__(self, *_: object) -> None:
        sys.setrecursionlimit(self.before)


def loads(
    data: str | Buffer, *, allow_nan: bool = False, max_depth: int = DEFAULT_DEPTH
) -> Any:
    """json.loads with the list of docs/semantics.md; Refused for every refusal."""
    text = _text_of(data)
    # 7: depth is an error of the text, not a RecursionError.
    if text.count("[") + text.count("{") > max_depth and depth_of(text) > max_depth:
        raise Refused("too deep")
    try:
        with _Recursion():
            return _DECODERS[allow_nan].decode(text)
    except json.JSONDecodeError as error:
        raise Refused(str(error)) from error


def texts(data: bytes, *, allow_nan: bool = False) -> list[Any]:
    """Several texts one after another, as the command line tool reads them."""
    text = _text_of(data)
    if depth_of(text) > DEFAULT_DEPTH:
        raise Refused("too deep")
    decoder = _DECODERS[allow_nan]
    values = []
    at = 0
    while True:
        while at < len(text) and text[at] in WHITE_SPACE:
            at += 1
        if at == len(text):
            break
        try:
            with _Recursion():
                value, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise Refused(str(error)) from error
        closed = text[end - 1] in ']}"'
        if not closed and end < len(text) and text[end] not in WHITE_SPACE:
            raise Refused("no white space between two texts")
        values.append(value)
        at = end
    if not values:
        raise Refused("no text")
    return values


# ----------------------------------------------------------------------------- writing

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def _without_skipped(obj: Any) -> Any:
    """A copy without the members that skipkeys leaves out."""
    if isinstance(obj, dict):
        members = [(key, _without_skipped(value)) for key, value in obj.items()
                   if key is None or isinstance(key, str | int | float)]  # fmt: skip
        return dict(members)
    if isinstance(obj, list | tuple):
        return [_without_skipped(value) for value in obj]
    return obj


def dumps(
    obj: Any,
    *,
    indent: int | str | None = None,
    sort_keys: bool = False,
    ensure_ascii: bool = False,
    allow_nan: bool = False,
    skipkeys: bool = False,
    default: Callable[[Any], Any] | None = None,
) -> bytes:
    """json.dumps with the list of docs/semantics.md: compact and strict by default."""
    separators = (",", ":") if indent is None else (",", ": ")
    with _Recursion():
        if skipkeys and indent is not None:
            # 15: an object whose every key is skipped is written {}, indented or not.
            json.dumps(
                obj,
                sort_keys=sort_keys,
                allow_nan=allow_nan,
                skipkeys=True,
                default=default,
            )
            obj = _without_skipped(obj)
        text = json.dumps(
            obj,
            indent=indent,
            sort_keys=sort_keys,
            ensure_ascii=ensure_ascii,
            allow_nan=allow_nan,
            skipkeys=skipkeys,
            default=default,
            separators=separators,
        )
    # 12: a lone surrogate is written as an escape, whatever ensure_ascii says.
    text = _LONE_SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text.encode("utf-8")


# --------------------------------------------------------------------------- comparing


def _steps(left: Any, right: Any) -> Iterator[tuple[Any, Any]]:
    """The pairs below two containers that are equal themselves; None, None if not."""
    if len(left) != len(right):
        yield None, 0
    elif type(left) is dict:
        for (left_key, left_value), (right_key, right_value) in zip(
            left.items(), right.items(), strict=True
        ):
            yield left_key, right_key
            yield left_value, right_value
    else:
        yield from zip(left, right, strict=True)


def same(left: Any, right: Any) -> bool:
    """Equal in type, order and bits: 1, 1.0 and True differ, so do 0.0 and -0.0.

    No recursion, so that any depth can be compared.
    """
    pairs = [(left, right)]
    while pairs:
        one, other = pairs.pop()
        if type(one) is not type(other):
            return False
        if type(one) in (list, tuple, dict):
            pairs.extend(_steps(one, other))
        elif type(one) is float:
            if struct.pack("<d", one) != struct.pack("<d", other):
                return math.isnan(one) and math.isnan(other)
        elif one != other:
            return False
    return True
