# SPDX-License-Identifier: Apache-2.0
"""What a call takes it gives back: references, memory, and the collector's settings."""

from __future__ import annotations

import gc
import os
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import krait
import pytest

ROUNDS = 3000
# Python 3.12 and later make these immortal: their count says nothing there.
SHARED: list[Any] = [None, True, False, "", "a", 0, 1, b"", (), type, dict, list, int]

GOOD = (
    b'{"id":1,"name":"Zo\xc3\xab","list":[1,2.5,null,true,false,"",[],{}],"big":'
    b'123456789012345678901234567890,"esc":"\\u20ac\\n","nested":{"a":{"b":["c",-0.0]}},'
    b'"a":"a","id":2}'
)
BAD = [
    GOOD[:-1],
    GOOD[:-10],
    GOOD + b"x",
    GOOD.replace(b"null", b"nul"),
    b"",
    b"[1,",
    b'["a',
    b'{"key":[1,2,{"a":',
    b'["\xff"]',
    b"[1e400]",
    b"[" * 2000,
    b"[" + b"1" * 5000 + b"]",
    b'{"a":1,"b"',
    b'["x\\u12"]',
    b"[NaN]",
    "[1,\ud800]",
    b"\xff\xfe1\x00",
    b"[1]]",
]


def resident() -> int:
    """Bytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def counts(objects: list[Any]) -> list[int]:
    """The reference counts of the objects."""
    return [sys.getrefcount(obj) for obj in objects]


def drift(call: Callable[[], Any], objects: list[Any], rounds: int = ROUNDS) -> int:
    """The largest change of a reference count over many calls."""
    for _ in range(10):
        call()
    before = counts(objects)
    for _ in range(rounds):
        call()
    return max(abs(a - b) for a, b in zip(before, counts(objects), strict=True))


def failing(call: Callable[[], Any]) -> Callable[[], None]:
    """The call, which must raise krait's own error, as one that returns."""

    def quiet() -> None:
        try:
            call()
        except (krait.JSONDecodeError, krait.JSONEncodeError):
            return
        raise AssertionError("the call was to fail")

    return quiet


# An allocation of the interpreter's own may come and go between two looks, and keys that
# krait keeps be forgotten; a leak shows once a round.
TOLERANCE = 100


def test_loads_gives_back_what_it_takes_from_shared_objects() -> None:
    keys = list(krait.loads(GOOD))
    for data in (GOOD, GOOD.decode(), bytearray(GOOD), memoryview(GOOD)):
        assert (
            drift(lambda data=data: krait.loads(data), [*SHARED, *keys, data])
            <= TOLERANCE
        )


@pytest.mark.parametrize("number", range(len(BAD)))
def test_a_failing_loads_gives_back_what_it_takes(number: int) -> None:
    data = BAD[number]
    call = failing(lambda: krait.loads(data))
    assert drift(call, [*SHARED, data], ROUNDS // 5) <= TOLERANCE


class Odd:
    pass


def test_dumps_gives_back_what_it_takes() -> None:
    class Mapping(dict):
        pass

    key, text, big, odd = "key" * 3, "té" * 9, 2**90, Odd()
    inner = [text, big, 1.5, None]
    value = {key: inner, "m": Mapping({key: text}), 5: (text,), "odd": odd, None: {}}
    objects = [*SHARED, key, text, big, odd, inner, value, Mapping]
    for options in ({}, {"indent": 2}, {"ensure_ascii": True}, {"skipkeys": True}):
        assert drift(lambda o=options: krait.dumps(value, default=lambda _: inner, **o),
                     objects) <= TOLERANCE  # fmt: skip
    value.pop(5), value.pop(None)
    assert drift(lambda: krait.dumps(value, default=lambda _: text, sort_keys=True),
                 objects) <= TOLERANCE  # fmt: skip


def test_a_failing_dumps_gives_back_what_it_takes() -> None:
    key, text, odd = "key" * 5, "té" * 7, Odd()
    cycle: list[Any] = [text]
    cycle.append({key: cycle})
    values = [
        odd, [text, odd], {key: odd}, {key: {key: (text, odd)}}, {(1,): text}, cycle,
        [text, float("nan")], {key: 10**5000}, [{key: [[[[[[text, 1j]]]]]]}],
    ]  # fmt: skip
    for value in values:
        for options in ({}, {"indent": 1}, {"sort_keys": True}):
            call = failing(lambda v=value, o=options: krait.dumps(v, **o))
            assert (
                drift(call, [*SHARED, key, text, odd, cycle], ROUNDS // 10) <= TOLERANCE
            )


def test_a_default_that_raises_loses_nothing() -> None:
    error, key, odd = LookupError("x"), "key" * 7, Odd()

    def default(_: Any) -> Any:
        raise error.with_traceback(None)

    def call() -> None:
        with pytest.raises(LookupError):
            krait.dumps([{key: [odd]}], default=default)

    assert drift(call, [odd, key, default, *SHARED], ROUNDS // 10) <= TOLERANCE


def test_results_are_owned_by_the_caller_alone() -> None:
    value = krait.loads(b'[{"a":[1.5,"text of some length",123456789012]}]')
    written = krait.dumps(value)
    count = sys.getrefcount
    # Each has its owner and the argument of getrefcount; no name is bound in an assert,
    # as pytest would keep it.
    found = [count(value), count(value[0]), count(value[0]["a"]), count(written)]
    found += [count(value[0]["a"][n]) for n in range(3)]
    probe = [object()]
    expected = [count(probe), count(probe[0]), count(probe[0]), count(probe)]
    expected += [count(probe[0]) for n in range(3)]
    assert found == expected


def test_cycles_through_results_are_collected() -> None:
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(200):
        value = krait.loads(b'{"a":[{"b":[]}]}')
        value["a"][0]["b"].append(value)
    del value
    assert gc.collect() > 0
    assert len(gc.get_objects()) - before < 50


def test_the_collector_tracks_containers_of_results() -> None:
    value = krait.loads(b'{"a":[[1]],"b":{"c":{}}}')
    assert gc.is_tracked(value)
    assert gc.is_tracked(value["a"])


# ---------------------------------------------------------------------- memory growth


def _work() -> Iterator[Callable[[], Any]]:
    value = krait.loads(GOOD)
    yield lambda: krait.loads(GOOD)
    yield lambda: krait.loads(b'["' + b"x" * 5000 + b'","\\u00e9' + b"y" * 5000 + b'"]')
    yield lambda: krait.dumps(value)
    yield lambda: krait.dumps(value, indent=2, sort_keys=True, ensure_ascii=True)
    yield lambda: krait.dumps(["\u20ac" * 2000, list(range(200))])
    for data in BAD:
        yield failing(lambda data=data: krait.loads(data))
    yield failing(lambda: krait.dumps([value, Odd()]))
    yield failing(lambda: krait.dumps({"a": [1, {(): 1}]}, indent=1))


def test_python_memory_does_not_grow_with_calls() -> None:
    calls = list(_work())
    for call in calls:
        for _ in range(3):
            call()
    tracemalloc.start()
    try:
        for call in calls:
            call()
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        for call in calls:
            for _ in range(100):
                call()
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 20_000


@pytest.mark.skipif(
    "asan" in os.environ.get("LD_PRELOAD", ""),
    reason="ASan keeps freed memory for a while",
)
def test_the_process_does_not_grow_with_calls() -> None:
    calls = list(_work())

    def run(rounds: int) -> int:
        for _ in range(rounds):
            for call in calls:
                call()
        gc.collect()
        return resident()

    start = run(60)
    # A leak of one object a call would be megabytes.
    assert min(run(60) - start, run(60) - start) < 64 << 20
    plateau = run(60)
    assert run(120) - plateau < 8 << 20


def test_distinct_keys_are_not_kept_for_ever() -> None:
    def feed(start: int) -> None:
        keys = ",".join(
            f'"key number {n} of many":1' for n in range(start, start + 20_000)
        )
        assert len(krait.loads("{" + keys + "}")) == 20_000

    feed(0)
    tracemalloc.start()
    try:
        feed(20_000)
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        for number in range(2, 12):
            feed(number * 20_000)
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 2 << 20


def test_a_very_long_key_is_not_kept() -> None:
    key = b"secret" * 100_000
    krait.loads(b'{"' + key + b'":1}')
    tracemalloc.start()
    try:
        for number in range(5):
            krait.loads(b'{"%d' % number + key + b'":1}')
        current, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert current < len(key)


# ------------------------------------------------------------------------- collector


@pytest.mark.parametrize("enabled", [True, False])
def test_the_state_of_the_collector_is_as_before(enabled: bool) -> None:
    before = gc.isenabled()
    thresholds, frozen, debug = (
        gc.get_threshold(),
        gc.get_freeze_count(),
        gc.get_debug(),
    )
    (gc.enable if enabled else gc.disable)()
    try:
        krait.loads(GOOD)
        assert gc.isenabled() is enabled
        for data in BAD:
            failing(lambda data=data: krait.loads(data))()
            assert gc.isenabled() is enabled
        krait.dumps([GOOD.decode()])
        failing(lambda: krait.dumps([Odd()]))()
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()
    assert (gc.get_threshold(), gc.get_freeze_count(), gc.get_debug()) == (
        thresholds, frozen, debug,
    )  # fmt: skip


def test_callbacks_see_the_collector_as_it_was() -> None:
    seen = []
    krait.dumps([Odd()], default=lambda _: seen.append(gc.isenabled()))
    assert seen == [gc.isenabled()]
