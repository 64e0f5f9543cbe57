# SPDX-License-Identifier: Apache-2.0
"""What krait keeps between calls stays small, short-lived and right, whatever comes."""

from __future__ import annotations

import array
import gc
import json
import mmap
import random
import sys
import threading
import time
import tracemalloc
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import krait
import oracle
import pytest

# pycore/key_cache.hpp: after so many texts their keys are forgotten.
TEXTS_REMEMBERED = 16384
# Of pycore/state.hpp's 2 MB, what comes from malloc() and is not traced: the nodes of
# the tree of shapes and the stack of values.
TRACED = (2 << 20) - 4096 * 128 - 32768 * 8


def traced(call: Callable[[], Any]) -> int:
    """The bytes that are still there after a call, its result gone."""
    gc.collect()
    tracemalloc.start()
    try:
        call()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


def text_of(keys: list[str]) -> str:
    return "{" + ",".join(f'"{key}":1' for key in keys) + "}"


def hostile() -> Iterator[str]:
    """Texts that fill every cache with the largest that it takes."""
    yield json.dumps(list(range(20_000)) + [chr(n) for n in range(128)])
    for start in range(0, 12_000, 300):  # as long as keys may be that are kept
        yield json.dumps({f"{n:064}": 1 for n in range(start, start + 300)})
    # Tables of up to 30 keys in as many shapes as there may be, keys of every kind.
    for kind in ("k" * 20, "\u20ac" * 20, "\U0001f600" * 12):
        for start in range(40):
            keys = [f"{kind}{start}_{n}" for n in range(30)]
            shapes = [text_of(keys[: length + 1]) for length in range(30)]
            yield "[" + ",".join(shapes * 3) + "]"
            inner = f'[{",".join(shapes * 3)}]'
            for level in range(9):
                inner = f'[{{"{kind}{level}":{inner}}},{{"{level}":0}}]'
            yield inner


def test_all_that_is_kept_stays_below_two_megabytes() -> None:
    def feed() -> None:
        for text in hostile():
            krait.loads(text)

    kept = traced(feed)
    assert 400_000 < kept < TRACED  # less would mean that the feed is not hostile


def test_a_large_key_is_not_kept_and_a_large_value_neither() -> None:
    secret = "secret " * 100_000
    for value in (
        {secret: 1}, [{secret: 1}] * 3, {"key": secret}, [secret], {"\u20ac" + secret: 1},
        {"a": {secret: secret}}, {"\n" + secret: 1}, {"k" * 65: secret},
    ):  # fmt: skip
        data = json.dumps(value)
        assert traced(lambda data=data: krait.loads(data)) < len(secret) // 10
    # The same keys in any order, so that the objects follow no shape.
    rows = [random.Random(n).sample([(f"key{k}", k) for k in range(8)], 8) for n in range(90)]
    data = json.dumps([dict([*row, (secret, 1)]) for row in rows])
    assert traced(lambda: krait.loads(data)) < len(secret) // 10
    text = f'[{{"{"k" * 65}":"a value","short":"another"}}]'
    for _ in range(3):
        value = krait.loads(text)[0]
    # Nobody but their dict has them; short keys may be known to krait.
    long_key = next(iter(value))
    yardstick = {object(): None}
    ours = next(iter(yardstick))
    assert sys.getrefcount(long_key) == sys.getrefcount(ours)
    for each in value.values():
        yardstick["value"] = lone = object()
        assert sys.getrefcount(each) == sys.getrefcount(lone)


def test_a_short_key_is_forgotten_in_time() -> None:
    text = b'[{"a secret key":1},{"a secret key":2},{"a secret key":3}]'
    key = next(iter(krait.loads(text)[0]))
    assert next(iter(krait.loads(text)[0])) is key  # known: this test can fail
    others = [b'{"another":%d}' % n for n in range(3)]
    for n in range(TEXTS_REMEMBERED + 1):
        krait.loads(others[n % 3])
    ours = object()  # has what is counted for a name, which is not the same everywhere
    assert sys.getrefcount(key) == sys.getrefcount(ours)
    assert krait.loads(text) == json.loads(text)


def test_keys_whose_hashes_meet_are_told_apart() -> None:
    # In a table of 4096 slots all of these begin at the same one.
    keys = [key for n in range(1_000_000) if hash(key := f"k{n}") & 4095 == 77]
    assert len(keys) > 150
    for each in (keys, keys[::-1], keys[:30], keys[:30] * 3):
        one = "{" + ",".join(f'"{key}":{n}' for n, key in enumerate(each)) + "}"
        text = f"[{one},{one},{one}]"
        assert oracle.same(krait.loads(text), json.loads(text))


def slot_of(key: bytes) -> int:
    """Where pycore/key_cache.hpp keeps a key of up to 16 bytes."""
    words = key.ljust(16, b"\0")
    one = int.from_bytes(words[:8], "little") ^ 0x9E3779B97F4A7C15
    other = int.from_bytes(words[8:], "little") ^ len(key) ^ 0xC2B2AE3D27D4EB4F
    product = one * other
    return (product >> 64 ^ product) % 4096


def test_keys_that_want_one_place_in_the_cache_are_told_apart() -> None:
    names = (b"key %d" % n for n in range(400_000))
    keys = [key.decode() for key in names if slot_of(key) == 5]
    assert len(keys) > 50
    for each in (keys, keys[::-1], keys[:2] * 20, keys[:9] * 3):
        one = "{" + ",".join(f'"{key}":{n}' for n, key in enumerate(each)) + "}"
        text = f"[{one},{one},{one}]".encode()
        assert oracle.same(krait.loads(text), json.loads(text))


def seconds(text: bytes) -> float:
    """The least time of three calls, without the collector's."""
    times = []
    gc.disable()
    try:
        for _ in range(3):
            start = time.process_time()
            value = krait.loads(text)
            times.append(time.process_time() - start)
            del value
    finally:
        gc.enable()
    return min(times)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("head", "member", "tail"),
    [
        (b"{", b'"key %d":1', b"}"),
        (b"[", b'{"key %d":1}', b"]"),
        (b"[", b'{"a":{"key %d":{"b":1}}}', b"]"),
        (b"{", b'"a key of more than sixteen bytes, %d":1', b"}"),
    ],
)
def test_time_grows_as_the_number_of_distinct_keys(
    head: bytes, member: bytes, tail: bytes
) -> None:
    few, many = (
        head + b",".join(member % n for n in range(count)) + tail
        for count in (250_000, 2_000_000)
    )
    assert krait.loads(many) == json.loads(many)
    # Eight times, and more where the caches of the machine end; a square would be 64.
    assert seconds(many) < 24 * seconds(few)


def test_the_empty_key_and_one_of_each_length_come_again_and_again() -> None:
    keys = ["k" * length for length in range(200)]
    for start in (0, 50, 199):
        text = json.dumps([dict.fromkeys(keys[start:], 1)] * 3 + [{"": 1}])
        assert krait.loads(text) == json.loads(text)


def enough_memory(wanted: int) -> bool:
    try:
        with open("/proc/meminfo") as lines:
            found = [line.split()[1] for line in lines if "MemAvailable" in line]
    except OSError:
        return False
    return bool(found) and int(found[0]) * 1024 > wanted


@pytest.mark.slow
def test_a_key_of_a_gigabyte_is_read_and_let_go() -> None:
    if not enough_memory(6 << 30):
        pytest.skip("needs 6 GB")
    size = 1 << 30
    for filler, length in ((b"k", size), ("\u20ac".encode(), size // 3)):
        text = b'{"' + filler * length + b'":1}'
        kept = traced(lambda text=text: krait.loads(text))
        assert kept < 1 << 20
        (key,) = krait.loads(text)
        assert len(key) == length
        assert key[:1] == key[-1:] == filler.decode()
        del key


@pytest.mark.slow
def test_texts_of_more_than_4_gib_are_read_to_their_ends() -> None:
    if not enough_memory(15 << 30):
        pytest.skip("needs 15 GB")
    size = (4 << 30) + 77
    text = b'["' + b"x" * size + b'",{"key":[1.5,"end"]}]'
    value = krait.loads(text)
    assert len(value) == 2
    assert len(value[0]) == size
    assert value[0][-3:] == "xxx"
    assert value[1] == {"key": [1.5, "end"]}
    del value, text
    text = b"[1," + b" " * size + b'"\xc3\xa9"]'
    assert krait.loads(text) == [1, "\xe9"]
    del text
    text = b"[1," + b" " * size + b"x]"
    with pytest.raises(krait.JSONDecodeError) as caught:
        krait.loads(text)
    assert caught.value.pos == size + 3
    assert caught.value.path == "$[1]"


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


def filling_texts(number: int) -> Iterator[str]:
    """Texts that fill the tree of shapes, and then make it forget."""
    inner = "0"
    for level in range(4):
        objects = []
        for n in range(8):
            keys = [f'"{number} {level} {n} {k}":0' for k in range(200)]
            if n == 0:
                keys[-1] = keys[-1][:-1] + inner
            objects.append("{" + ",".join(keys) + "}")
        inner = "[" + ",".join(objects) + "]"
    yield inner
    yield "[" + ",".join(['{"a":{"b":{"c":{"d":{"e":1}}}}}'] * 3000) + "]"


@pytest.mark.skipif(sys.version_info < (3, 12), reason="no Python code runs in loads")
def test_a_text_that_is_read_while_another_waits_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Python code helps with long integers: there another thread, too, may come in.
    import _pylong

    convert, calls = _pylong.int_from_string, []

    def read_meanwhile(text: str) -> int:
        for _ in range(6):
            calls.append(text)
            for other in filling_texts(len(calls)):
                krait.loads(other)
        return convert(text)

    monkeypatch.setattr(_pylong, "int_from_string", read_meanwhile)
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        text = '{"a":{"q":1},"b":%s,"c":3,"d":{"q":4}}' % ("7" * 7000)
        for _ in range(4):
            value = krait.loads(text)
            assert list(value) == ["a", "b", "c", "d"]
            assert (value["a"], value["c"], value["d"]) == ({"q": 1}, 3, {"q": 4})
            assert value["b"] % 10**9 == 777777777
    finally:
        sys.set_int_max_str_digits(limit)
    assert calls


def test_a_buffer_that_another_thread_changes_is_read_as_it_was_at_one_time() -> None:
    texts = [b"[%s]" % b",".join([b"%d" % n] * 3000) for n in (1, 22, 333, 4444)]
    expected = [json.loads(text) for text in texts]
    data = bytearray(texts[0])
    stop = threading.Event()

    def change() -> None:
        n = 0
        while not stop.is_set():
            n += 1
            try:
                data[:] = texts[n % 4]  # of another size, too
            except BufferError:  # the reader has a view of it
                pass

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    thread = threading.Thread(target=change)
    thread.start()
    try:
        for _ in range(200):
            assert krait.loads(data) in expected
            with memoryview(data) as view:
                assert krait.loads(view) in expected
    finally:
        stop.set()
        thread.join()
        sys.setswitchinterval(interval)


def test_a_view_that_another_thread_releases_is_read_whole_or_refused() -> None:
    text = b"[%s]" % b",".join([b"12345"] * 1000)
    expected = json.loads(text)
    outcomes = {"read": 0, "refused": 0}
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        for n in range(200):
            view = memoryview(bytearray(text))
            thread = threading.Thread(target=view.release)
            if n % 2:
                thread.start()
            try:
                assert krait.loads(view) == expected
                outcomes["read"] += 1
            except ValueError as error:
                assert "released" in str(error)
                outcomes["refused"] += 1
            if not n % 2:
                thread.start()
            thread.join()
            with pytest.raises(ValueError, match="released"):
                krait.loads(view)
    finally:
        sys.setswitchinterval(interval)
    assert outcomes["read"] >= 100


def test_views_that_are_read_only_or_of_other_memory_are_read() -> None:
    text = b'{"key":[1,"\xc3\xa9",2.5]}'
    expected = {"key": [1, "\xe9", 2.5]}
    with mmap.mmap(-1, len(text)) as mapped:
        mapped[:] = text
        with memoryview(mapped) as view, view.toreadonly() as read_only:
            assert krait.loads(view) == krait.loads(read_only) == expected
    units = array.array("B", text)
    twice = bytes(byte for byte in text for _ in range(2))
    for data in (
        memoryview(text), memoryview(bytearray(text)).toreadonly(), memoryview(units),
        memoryview(b"\xff" + text + b"\xff")[1:-1], memoryview(twice)[::2],
        memoryview(text[::-1])[::-1],
        memoryview(text).cast("B", (1, len(text))),
    ):  # fmt: skip
        assert krait.loads(data) == expected
    assert units.tobytes() == text


@pytest.mark.parametrize("kind", ["a", "\xe9", "\u20ac", "\U0001f600"])
def test_a_str_of_any_kind_may_hold_lone_surrogates(kind: str) -> None:
    for lone in ("\ud800", "\udfff", "\udc00\ud800", "\ud83d" + kind + "\ude00"):
        for length in (0, 1, 15, 31, 32, 63, 5000):
            inner = kind * length + lone + kind
            text = f'[{{"{inner}":"{inner}"}},{{"{inner}":["{lone}"]}}]'
            assert krait.loads(text) == [{inner: inner}, {inner: [lone]}]


def test_the_collector_is_left_as_it_was() -> None:
    before = gc.get_threshold()
    runs: list[str] = []
    gc.collect()
    gc.callbacks.append(lambda phase, info: runs.append(phase))
    gc.set_threshold(50, 3, 4)
    text = b"[" + b",".join([b'{"a":[{}]}'] * 1000) + b"]"
    try:
        for enabled in (True, False):
            (gc.enable if enabled else gc.disable)()
            runs.clear()
            value = krait.loads(text)
            within = len(runs)  # 3,001 containers, and no run for each fifty
            assert within <= 2 and len(value) == 1000
            for bad in (text[:-1], text[:-9], b"[" * 2000, b'[{"a":\xff}]'):
                with pytest.raises(krait.JSONDecodeError):
                    krait.loads(bad)
                assert gc.isenabled() is enabled
            assert gc.get_threshold() == (50, 3, 4)
    finally:
        gc.enable()
        gc.set_threshold(*before)
        gc.callbacks.pop()


SHORT_TEXTS = (b"[]", b"{}", b"[1,[2]]", b'{"a":1}', b'{"a":[{}]}', b'[{"a":{"b":[]}}]')


@pytest.mark.parametrize("text", SHORT_TEXTS)
def test_the_collector_is_left_as_it_was_by_short_texts(text: bytes) -> None:
    before = gc.get_threshold()
    gc.set_threshold(1, 1, 1)
    try:
        for enabled in (True, False):
            (gc.enable if enabled else gc.disable)()
            kept = [krait.loads(text) for _ in range(200)]
            assert kept == [json.loads(text)] * 200
            for bad in (text[:-1], text[:-1] + b"x", text + text):
                with pytest.raises(krait.JSONDecodeError):
                    krait.loads(bad)
                assert gc.isenabled() is enabled
            assert gc.isenabled() is enabled and gc.get_threshold() == (1, 1, 1)
    finally:
        gc.enable()
        gc.set_threshold(*before)


def test_a_finalizer_may_call_loads_whenever_the_collector_runs() -> None:
    called = 0

    class Node:
        def __del__(self) -> None:
            nonlocal called
            called += 1
            for text in SHORT_TEXTS:
                assert krait.loads(text) == json.loads(text)
            assert len(krait.loads(b"[" + b'{"k":[]},' * 200 + b"{}]")) == 201

    before = gc.get_threshold()
    gc.set_threshold(1, 1, 1)
    try:
        kept = []
        for number in range(300):
            node = Node()
            node.itself = node  # type: ignore[attr-defined]
            del node
            text = b'{"a":%d,"b":[%d,{}]}' % (number, number)
            kept.append(krait.loads(text))
            assert kept[-1] == {"a": number, "b": [number, {}]}
    finally:
        gc.set_threshold(*before)
    assert called > 0


def test_garbage_is_collected_and_weak_references_called_as_without_krait() -> None:
    class Node:
        pass

    before = gc.get_threshold()
    called: list[str] = []
    text = b"[" + b",".join([b'{"a":[{}]}'] * 1000) + b"]"
    for data, is_right in ((text, True), (text[:-1], False)):
        gc.collect()
        gc.set_threshold(500, 10, 10)
        try:
            node = Node()
            node.itself = node  # type: ignore[attr-defined]
            reference = weakref.ref(node, lambda _: called.append("gone"))
            del node
            if is_right:
                value = krait.loads(data)
                assert len(value) == 1000
            else:
                with pytest.raises(krait.JSONDecodeError):
                    krait.loads(data)
            kept = [[n] for n in range(2000)]  # the collector's turn
            assert len(kept) == 2000
            assert reference() is None
            assert called.pop() == "gone"
            assert not called
        finally:
            gc.set_threshold(*before)
