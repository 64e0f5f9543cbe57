# SPDX-License-Identifier: Apache-2.0
"""What krait keeps between calls stays small, short-lived and right, whatever comes."""

from __future__ import annotations

import random

import krait
import pytest


def test_a_key_with_a_surrogate_of_a_str_is_none_in_bytes() -> None:
    for _ in range(3):
        assert krait.loads('[{"\ud800":1},{"\ud800":2}]')[1] == {"\ud800": 2}
        with pytest.raises(krait.JSONDecodeError, match="UTF-8"):
            krait.loads(b'[{"\xed\xa0\x80":1},{"\xed\xa0\x80":2}]')
        assert krait.loads(b'[{"\\ud800":1},{"\\ud800":2}]')[1] == {"\ud800": 2}


def test_a_surrogate_in_a_key_among_keys_left_out_is_none_in_bytes() -> None:
    draw = random.Random(1)
    for number in range(3):
        names = [f"{number} {n}" for n in range(6)]
        objects = [
            [name for name in names if draw.random() < 0.7] + ["\udfff"]
            for _ in range(900)
        ]
        texts = ["{" + ",".join(f'"{k}":1' for k in each) + "}" for each in objects]
        for _ in range(3):
            assert krait.loads(f"[{','.join(texts)}]")[-1] == dict.fromkeys(
                objects[-1], 1
            )
        for text in texts:
            with pytest.raises(krait.JSONDecodeError, match="UTF-8"):
                krait.loads(text.encode("utf-8", "surrogatepass"))
