# SPDX-License-Identifier: Apache-2.0
"""Writes JSON whose spelling the caller chooses, which json.dumps does not allow."""

import json
from collections.abc import Sequence
from typing import NamedTuple


class Literal(NamedTuple):
    """A number as it is to be spelled: 1.50, 6.02E+23, -0.0."""

    spelling: str


class Ascii(str):
    """A string that is written with \\u escapes for all that is not ASCII."""


class Slashed(str):
    """A string that is written with \\/ for /, as some servers do."""


def _scalar(value: object) -> str:
    if isinstance(value, Literal):
        return value.spelling
    text = json.dumps(value, ensure_ascii=isinstance(value, Ascii), allow_nan=False)
    return text.replace("/", "\\/") if isinstance(value, Slashed) else text


def _children(value: object) -> tuple[str, list[tuple[str, object]], str] | None:
    """The brackets of a container and what stands before each child; None for scalars.

    A Literal is a tuple, but no container.
    """
    if isinstance(value, dict):
        return "{", [(_scalar(key), item) for key, item in value.items()], "}"
    if isinstance(value, list):
        return "[", [("", item) for item in value], "]"
    return None


def compact(value: object, comma: str = ",", colon: str = ":") -> str:
    """The value on one line."""
    container = _children(value)
    if container is None:
        return _scalar(value)
    opening, children, closing = container
    items = (
        (key + colon if key else "") + compact(item, comma, colon)
        for key, item in children
    )
    return opening + comma.join(items) + closing


def indented(value: object, depth: int = 0, step: str = "  ") -> str:
    """The value as a person would lay it out; the first line is not indented."""
    container = _children(value)
    if container is None or not container[1]:
        return compact(value)
    opening, children, closing = container
    inner = "\n" + step * (depth + 1)
    items = (
        inner + (key + ": " if key else "") + indented(item, depth + 1, step)
        for key, item in children
    )
    return opening + ",".join(items) + "\n" + step * depth + closing


def one_a_line(items: Sequence[object], depth: int, comma: str, colon: str) -> str:
    """A list with each item compact on a line of its own."""
    inner = "\n" + "  " * depth
    lines = ",".join(inner + "  " + compact(item, comma, colon) for item in items)
    return "[" + lines + inner + "]"
