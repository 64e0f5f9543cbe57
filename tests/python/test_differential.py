# SPDX-License-Identifier: Apache-2.0
"""One input, two answers: krait's and the oracle's, over documents and mutants."""

from __future__ import annotations

import random
from typing import Any

import generator
import krait
import oracle
import pytest
from oracle import same


def compare_reading(data: bytes | str, **options: Any) -> bool:
    """Fails where the two differ; says whether the text was accepted."""
    try:
        expected = oracle.loads(data, **options)
    except oracle.Refused:
        try:
            value = krait.loads(data, **options)
        except krait.JSONDecodeError as error:
            check_place(error, data)
            return False
        raise AssertionError(f"{data!r} was read as {value!r}") from None
    value = krait.loads(data, **options)
    assert same(value, expected), data
    return True


def check_place(error: krait.JSONDecodeError, data: bytes | str) -> None:
    """The place lies in the text, and line and column are those of its position."""
    doc = error.doc
    if isinstance(data, str):
        assert doc == data
    else:
        assert doc == data.decode("utf-8", "replace")
    assert 0 <= error.pos <= len(doc), data
    assert error.lineno == doc.count("\n", 0, error.pos) + 1, data
    assert error.colno == error.pos - doc.rfind("\n", 0, error.pos), data
    assert error.path.startswith("$"), data
    assert error.msg, data


def random_options(rng: random.Random) -> dict[str, Any]:
    """Options of dumps, any combination."""
    return {
        "indent": rng.choice((None, None, 0, 1, 2, 4, 9, "\t", "")),
        "sort_keys": rng.random() < 0.3,
        "ensure_ascii": rng.random() < 0.4,
        "allow_nan": rng.random() < 0.5,
        "skipkeys": rng.random() < 0.2,
    }


def run_documents(seed: int, count: int) -> int:
    """Reads documents as bytes and str, writes what was read with random options."""
    rng = random.Random(seed)
    for data in generator.documents(seed, count):
        assert compare_reading(data)
        assert compare_reading(data.decode())
        value = krait.loads(data)
        options = random_options(rng)
        written = krait.dumps(value, **options)
        assert written == oracle.dumps(value, **options), (data, options)
        # Two lone surrogates side by side are read back as the one character they
        # spell.
        assert same(
            krait.loads(written, allow_nan=True), oracle.loads(written, allow_nan=True)
        )
    return count


def run_mutants(seed: int, count: int) -> tuple[int, int]:
    """Numbers of accepted and refused texts."""
    rng = random.Random(seed)
    accepted = 0
    for data in generator.mutants(seed, count):
        allow_nan = rng.random() < 0.5
        max_depth = rng.choice((1024, 1024, 3))
        accepted += compare_reading(data, allow_nan=allow_nan, max_depth=max_depth)
        if rng.random() < 0.2:
            text = (
                data.decode(
                    "utf-8", "surrogatepass" if rng.random() < 0.5 else "replace"
                )
                if is_decodable(data)
                else data.decode("latin-1")
            )
            compare_reading(text, allow_nan=allow_nan, max_depth=max_depth)
    return accepted, count - accepted


def is_decodable(data: bytes) -> bool:
    """Whether the bytes are UTF-8 but for surrogates."""
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.per_isa
def test_documents_are_read_and_written_as_the_oracle_does() -> None:
    assert run_documents(seed=100, count=6000) == 6000


@pytest.mark.per_isa
def test_mutants_are_judged_as_the_oracle_does() -> None:
    accepted, refused = run_mutants(seed=200, count=30_000)
    assert accepted > 2000
    assert refused > 15_000


def test_short_texts_of_the_alphabet_of_json_are_judged_as_the_oracle_does() -> None:
    rng = random.Random(300)
    alphabet = [
        *'[]{}",:\\-+.0123456789eEtrufalsn \n/u',
        "\ufeff",
        "é",
        "\x00",
        "\ud800",
    ]
    verdicts = {True: 0, False: 0}
    for _ in range(40_000):
        text = "".join(rng.choices(alphabet, k=rng.randrange(7)))
        verdicts[compare_reading(text)] += 1
        verdicts[compare_reading(text.encode("utf-8", "surrogatepass"))] += 1
    assert verdicts[True] > 1000


def test_every_text_of_up_to_three_bytes_is_judged_as_the_oracle_does() -> None:
    letters = b'[]{}",:\\-.019eEtn \n\xc3\xa9\xff\x00\x1f'
    accepted = 0
    for one in letters:
        accepted += compare_reading(bytes([one]))
        for two in letters:
            accepted += compare_reading(bytes([one, two]))
            for three in letters:
                accepted += compare_reading(bytes([one, two, three]))
    assert accepted > 100


def test_every_byte_is_judged_as_the_oracle_does_in_every_place() -> None:
    frames = [
        b"%b",
        b"[%b]",
        b"[1%b]",
        b"[1,%b2]",
        b'"%b"',
        b'"\\%b"',
        b'{%b"a":1}',
        b"-%b",
        b'{"a"%b:1}',
        b'{"a":%b1}',
        b'{"a":1%b}',
        b"1%b",
        b"1.%b",
        b"1e%b",
        b"tru%b",
        b'"\\u00%b1"',
        b"[]%b",
        b"%b[]",
        b"[1.5%b]",
        b"nul%b",
        b"1%b2",
        b"0%b",
        b'"' + b"x" * 40 + b'%b"',
    ]
    for byte in range(256):
        for frame in frames:
            compare_reading(frame.replace(b"%b", bytes([byte])))
    assert compare_reading(b'"\\/"')


def test_objects_no_text_describes_are_written_as_the_oracle_does() -> None:
    rng = random.Random(400)
    keys = ["a", "é", "", 1, 2.5, True, None, -7, "\ud800", (), "z" * 40]

    def build(depth: int) -> Any:
        if depth == 0:
            return rng.choice(
                (float("nan"), float("inf"), 1, "\udc00", None, (), 2**80)
            )
        size = rng.randrange(4)
        match rng.randrange(4):
            case 0:
                return tuple(build(depth - 1) for _ in range(size))
            case 1:
                return [build(depth - 1) for _ in range(size)]
            case _:
                return {key: build(depth - 1) for key in rng.sample(keys, size)}

    outcomes = {True: 0, False: 0}
    for _ in range(8000):
        value, options = build(4), random_options(rng)
        try:
            expected = oracle.dumps(value, **options)
        except (TypeError, ValueError):
            with pytest.raises(krait.JSONEncodeError):
                krait.dumps(value, **options)
            outcomes[False] += 1
        else:
            assert krait.dumps(value, **options) == expected, (value, options)
            outcomes[True] += 1
    assert min(outcomes.values()) > 1000


@pytest.mark.slow
def test_millions_of_mutants_are_judged_as_the_oracle_does() -> None:
    for seed in range(1000, 1060):
        accepted, refused = run_mutants(seed, 50_000)
        assert accepted and refused


@pytest.mark.slow
def test_a_hundred_thousand_documents_are_read_and_written_as_the_oracle_does() -> None:
    assert sum(run_documents(seed, 5000) for seed in range(2000, 2020)) == 100_000
