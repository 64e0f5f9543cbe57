# SPDX-License-Identifier: Apache-2.0
"""Results live in memory of CPython's own allocator, whichever that is just now."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tracemalloc

import krait
import pytest

DOCUMENTS = [
    json.dumps([number / 7 for number in range(5000)]),
    json.dumps([{"id": n, "name": f"name {n}" * (n % 40), "at": [n, n / 3]} for n in range(900)]),
    json.dumps([{f"key {n}": [str(n)] * (n % 70)} for n in range(400)]),
    json.dumps(["\u00e9" * n for n in range(600)], ensure_ascii=False),
]


def take_turns(rounds: int) -> None:
    """Results of both modules come and go in any order."""
    rng = random.Random(1)
    alive: list[tuple[object, str]] = []
    for _ in range(rounds):
        text = rng.choice(DOCUMENTS)
        alive.append((rng.choice((krait, json)).loads(text), text))
        if len(alive) == 6:
            value, text = alive.pop(rng.randrange(6))
            assert value == json.loads(text)
    for value, text in alive:
        assert value == json.loads(text)


def test_blocks_of_both_are_one_heap() -> None:
    take_turns(120)


def blocks_of(loads: object, text: str) -> int:
    before = sys.getallocatedblocks()
    value = loads(text)  # type: ignore[operator]
    taken = sys.getallocatedblocks() - before
    assert value is not None
    return taken


def test_each_block_is_counted_once() -> None:
    text = DOCUMENTS[0]
    krait.loads(text)
    assert abs(blocks_of(krait.loads, text) - blocks_of(json.loads, text)) < 300
    before = sys.getallocatedblocks()
    for _ in range(50):
        krait.loads(text)
    assert abs(sys.getallocatedblocks() - before) < 100


def test_tracemalloc_sees_what_is_made_after_its_start() -> None:
    early = krait.loads(DOCUMENTS[0])
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        late = krait.loads(DOCUMENTS[0])
        after, _ = tracemalloc.get_traced_memory()
        assert after - before > 5000 * 24
        assert early == late
        del early
        take_turns(20)
    finally:
        tracemalloc.stop()
    take_turns(20)
    assert late == json.loads(DOCUMENTS[0])


ALLOCATORS = ("malloc", "pymalloc", "debug", "malloc_debug", "pymalloc_debug")


@pytest.mark.parametrize("name", ALLOCATORS)
def test_every_allocator_of_cpython_serves(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import test_allocator as t; t.take_turns(60)"],
        env={**os.environ, "PYTHONMALLOC": name, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
