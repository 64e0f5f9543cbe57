# SPDX-License-Identifier: Apache-2.0
"""The cases of tests/conformance, read by the module."""

from __future__ import annotations

import sys
from pathlib import Path

import krait
import oracle
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "conformance"))
import expectations  # noqa: E402

EXPECTED = expectations.single()


def test_there_are_cases_of_each_kind() -> None:
    kinds = [path.stem[0] for path in expectations.case_files()]
    assert min(kinds.count(kind) for kind in "yni") > 50
    assert len(kinds) == len(EXPECTED)


@pytest.mark.per_isa
@pytest.mark.parametrize("name", EXPECTED)
def test_a_case_is_judged_as_its_name_or_answer_says(name: str) -> None:
    data = (expectations.CASES / f"{name}.json").read_bytes()
    if EXPECTED[name]:
        expected = oracle.loads(data)
        for given in (data, bytearray(data), memoryview(data), data.decode()):
            assert oracle.same(krait.loads(given), expected)
        assert krait.dumps(expected) == oracle.dumps(expected)
        return
    with pytest.raises(oracle.Refused):
        oracle.loads(data)
    with pytest.raises(krait.JSONDecodeError) as caught:
        krait.loads(data)
    assert caught.value.doc == data.decode("utf-8", "replace")
    assert 0 <= caught.value.pos <= len(caught.value.doc)


def test_answers_about_several_texts_are_what_the_oracle_says() -> None:
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)  # the limit is the module's, not the tool's
    try:
        for name, accepted in expectations.streamed().items():
            data = (expectations.CASES / f"{name}.json").read_bytes()
            try:
                texts = oracle.texts(data)
            except oracle.Refused:
                assert not accepted, name
            else:
                assert accepted, name
                assert texts
    finally:
        sys.set_int_max_str_digits(limit)
