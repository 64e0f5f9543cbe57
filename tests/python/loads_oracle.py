# SPDX-License-Identifier: Apache-2.0
"""krait.loads held to the oracle, one text at a time."""

from __future__ import annotations

import krait
import oracle
import pytest
from oracle import same


def check(data: bytes | str) -> None:
    """Whether loads does with data what the oracle says: the same value, or an error."""
    try:
        expected = oracle.loads(data)
    except oracle.Refused:
        with pytest.raises(krait.JSONDecodeError):
            krait.loads(data)
    else:
        assert same(krait.loads(data), expected), data
