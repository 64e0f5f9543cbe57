# SPDX-License-Identifier: Apache-2.0
"""Texts beyond 4 GiB, where a length of 32 bits would have come round."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import krait
import pytest

LIMIT = 1 << 32
PIECE = 1 << 26

pytestmark = pytest.mark.slow


def available() -> int:
    """Bytes that the machine can give without swapping."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    fields = dict(line.split(":") for line in lines)
    return int(fields["MemAvailable"].split()[0]) << 10


def need(gibibytes: int) -> None:
    if available() < gibibytes << 30:
        pytest.skip(f"needs {gibibytes} GiB of memory")


def digest(pieces: Any) -> str:
    """Of the pieces one after another, so that no second copy of them is made."""
    sum_of_all = hashlib.blake2b()
    for piece in pieces:
        sum_of_all.update(piece)
    return sum_of_all.hexdigest()


def test_more_than_four_gibibytes_are_written_and_read_back() -> None:
    need(12)
    text = "0123456789abcde\n" * (PIECE // 16)
    count = LIMIT // PIECE + 1
    written = krait.dumps([text] * count)
    quoted = b'"' + b"0123456789abcde\\n" * (PIECE // 16) + b'"'
    assert len(written) == count * (len(quoted) + 1) + 1 > LIMIT
    pieces = [b"[", quoted, *[b",", quoted] * (count - 1), b"]"]
    assert digest([written]) == digest(pieces)
    value = krait.loads(written)
    assert len(value) == count
    assert all(one == text for one in value)


def test_an_error_beyond_four_gibibytes_is_placed() -> None:
    need(12)
    # Not pytest.raises, which would keep the document for the tests that follow.
    try:
        krait.loads(b" " * LIMIT + b"\n[1, tru]")
    except krait.JSONDecodeError as error:
        place = error.pos, error.lineno, error.colno
    assert place == (LIMIT + 5, 2, 5)


@pytest.mark.parametrize("options", [{}, {"indent": 2}, {"sort_keys": True}], ids=repr)
def test_a_string_that_grows_beyond_four_gibibytes_is_written(options: Any) -> None:
    need(12)
    written = krait.dumps({"key": "\0" * (LIMIT // 6 + 1)}, **options)
    assert len(written) > LIMIT
    end = b'\\u0000"\n}' if "indent" in options else b'\\u0000"}'
    assert written.endswith(end)
    assert written.count(b"\\u0000") == LIMIT // 6 + 1
