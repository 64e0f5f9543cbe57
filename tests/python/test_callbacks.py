# SPDX-License-Identifier: Apache-2.0
"""Python code that runs inside dumps: default, items(), comparisons, finalizers."""

from __future__ import annotations

import gc
import json
import random
import sys
import threading
import weakref
from collections.abc import Callable
from typing import Any

import krait
import oracle
import pytest


class Odd:
    """Of no type that JSON knows."""


def test_default_is_called_with_each_other_object_once_and_in_order() -> None:
    first, second = Odd(), Odd()
    calls: list[Any] = []

    def default(obj: Any) -> Any:
        calls.append(obj)
        return len(calls)

    assert krait.dumps([first, {"a": second}, 3, (first,)], default=default) == (
        b'[1,{"a":2},3,[3]]'
    )
    assert calls == [first, second, first]


@pytest.mark.parametrize(
    "result",
    [None, True, 1, 2**70, 0.5, "é", "", [], {}, (), [1, [2]], {"a": {"b": 1}}],
    ids=repr,
)
@pytest.mark.parametrize("indent", [None, 2])
def test_what_default_returns_is_written_in_its_place(result: Any, indent: Any) -> None:
    for make in (lambda o: o, lambda o: [o], lambda o: {"k": o}, lambda o: [1, o, 2]):
        assert krait.dumps(make(Odd()), default=lambda _: result, indent=indent) == (
            krait.dumps(make(result), indent=indent)
        )


def test_default_may_return_another_object_that_needs_it() -> None:
    def default(obj: Any) -> Any:
        if isinstance(obj, set):
            return frozenset(obj)
        return [*obj, {"nested": 1j}] if isinstance(obj, frozenset) else str(obj)

    assert krait.dumps({"s": {1}}, default=default) == b'{"s":[1,{"nested":"1j"}]}'


@pytest.mark.parametrize("indent", [None, 1])
def test_default_that_never_ends_is_an_error(indent: Any) -> None:
    for default in (lambda o: o, lambda _: Odd(), lambda o: [o], lambda o: {"a": o},
                    lambda o: [[Odd()]], lambda o: (o, o)):  # fmt: skip
        for value in (Odd(), [Odd()], {"a": [Odd()]}):
            with pytest.raises(krait.JSONEncodeError):
                krait.dumps(value, default=default, indent=indent)


@pytest.mark.parametrize(
    "error",
    [
        KeyError("k"),
        ValueError("v"),
        KeyboardInterrupt(),
        StopIteration(),
        MemoryError(),
        RecursionError("r"),
        SystemExit(3),
        TypeError("t"),
    ],
    ids=repr,
)
def test_what_default_raises_comes_out_as_it_is(error: BaseException) -> None:
    def default(_: Any) -> Any:
        raise error

    for value in (Odd(), [1, Odd()], {"a": {"b": [Odd()]}}):
        with pytest.raises(type(error)) as caught:
            krait.dumps(value, default=default)
        assert caught.value is error
        assert error.__cause__ is None
    assert krait.dumps([1]) == b"[1]"


# ------------------------------------------------------------ containers that are
# changed


def _mutations_of_lists() -> dict[str, Callable[[list[Any]], None]]:
    return {
        "clear": lambda items: items.clear(),
        "append": lambda items: items.append("new") if len(items) < 50 else None,
        "extend far": lambda items: items.extend(range(9)) if len(items) < 50 else None,
        "pop": lambda items: items.pop() and None,
        "pop the first": lambda items: items.pop(0) and None,
        "delete all but one": lambda items: items.__delitem__(slice(1, None)),
        "replace all": lambda items: items.__setitem__(slice(None), ["x" * 50] * 5),
        "replace each": lambda items: (
            [items.__setitem__(n, n) for n in range(len(items))] and None
        ),
        "reverse": lambda items: items.reverse(),
        "shrink and collect": lambda items: (
            (items.__delitem__(slice(0, 2)), gc.collect()) and None
        ),
    }


@pytest.mark.parametrize("name", _mutations_of_lists())
@pytest.mark.parametrize("options", [{}, {"indent": 2}, {"sort_keys": True}], ids=repr)
def test_a_list_may_change_while_it_is_written(name: str, options: Any) -> None:
    mutate = _mutations_of_lists()[name]
    for wrap in (lambda v: v, lambda v: [v, v], lambda v: {"a": v}):
        target: list[Any] = ["a" * 30, Odd(), "b" * 30, [1, Odd()], "c" * 30]

        def default(_: Any, target: list[Any] = target) -> Any:
            mutate(target)
            return "odd"

        try:
            written = krait.dumps(wrap(target), default=default, **options)
        except (krait.JSONEncodeError, RuntimeError, IndexError) as error:
            assert str(error)
        else:
            json.loads(written)


def test_a_list_that_is_emptied_ends_there() -> None:
    target: list[Any] = [1, Odd(), 2, 3]

    def default(_: Any) -> Any:
        target.clear()
        return "odd"

    assert krait.dumps(target, default=default) == b'[1,"odd"]'


def test_a_list_that_grows_is_written_to_its_end() -> None:
    target: list[Any] = [1, Odd()]

    def default(_: Any) -> Any:
        target.extend([2, 3])
        return "odd"

    assert krait.dumps(target, default=default) == b'[1,"odd",2,3]'


def _mutations_of_dicts() -> dict[str, Callable[[dict[str, Any]], None]]:
    return {
        "clear": lambda d: d.clear(),
        "pop": lambda d: d.popitem() and None,
        "insert": lambda d: d.update({f"new{len(d)}": 1}),
        "insert many": lambda d: d.update(dict.fromkeys(map(str, range(len(d), 300)))),
    }


@pytest.mark.parametrize("name", _mutations_of_dicts())
@pytest.mark.parametrize("indent", [None, 2])
def test_a_dict_that_changes_its_size_is_a_runtime_error(
    name: str, indent: Any
) -> None:
    mutate = _mutations_of_dicts()[name]
    for wrap in (lambda v: v, lambda v: [v], lambda v: {"outer": v}):
        target = {"a": "x" * 30, "b": Odd(), "c": "y" * 30, "d": Odd(), "e": 1}

        def default(_: Any, target: dict[str, Any] = target) -> Any:
            mutate(target)
            return "odd"

        with pytest.raises(RuntimeError, match="changed size"):
            krait.dumps(wrap(target), default=default, indent=indent)


@pytest.mark.parametrize("options", [{}, {"indent": 2}, {"sort_keys": True}], ids=repr)
def test_a_dict_that_is_changed_and_keeps_its_size_does_no_harm(options: Any) -> None:
    def swap(target: dict[str, Any]) -> None:
        key, value = next(iter(target.items()))
        del target[key]
        target[key + "'" if len(key) < 9 else "z"] = value
        gc.collect()

    def rebuild(target: dict[str, Any]) -> None:
        keys = list(target)
        target.clear()
        target.update({key: "new" * 20 for key in keys})

    for mutate in (swap, rebuild):
        target = {
            "".join(("k", str(n))): Odd() if n % 2 else "v" * 40 for n in range(9)
        }

        def default(_: Any, target: Any = target, mutate: Any = mutate) -> Any:
            mutate(target)
            return "odd"

        try:
            written = krait.dumps(target, default=default, **options)
        except RuntimeError as error:
            assert str(error)
        else:
            assert type(json.loads(written)) is dict


def test_sorted_members_are_those_at_the_start() -> None:
    target = {"b": Odd(), "a": Odd(), "c": 3}

    def default(_: Any) -> Any:
        target.clear()
        return "odd"

    assert (
        krait.dumps(target, default=default, sort_keys=True)
        == b'{"a":"odd","b":"odd","c":3}'
    )


def test_everything_above_the_place_of_default_may_vanish() -> None:
    outer: dict[str, Any] = {"list": [[{"deep": [Odd(), "after"]}], "tail"], "last": 1}

    def default(_: Any) -> Any:
        outer["list"][0].clear()
        outer["list"][:] = []
        outer["list"] = None
        gc.collect()
        return "odd"

    assert krait.dumps(outer, default=default) == (
        b'{"list":[[{"deep":["odd","after"]}]],"last":1}'
    )


@pytest.mark.parametrize("kind", ["cleared", "shrunk", "grown", "replaced"])
def test_any_list_around_the_place_of_default_may_change(kind: str) -> None:
    # json asks for the length of a list again each time, too.
    def change(one: list[Any]) -> None:
        if kind == "cleared":
            one.clear()
        elif kind == "shrunk":
            del one[2:]
        elif kind == "grown":
            one += [*range(40), "end"]
        else:
            one[:] = [0.5, "new", [1]] * 20

    for depth in (1, 2, 5, 11, 12, 13, 14, 30):
        for place in range(depth):
            texts = []
            for dumps in (krait.dumps, oracle.dumps):
                chain: list[list[Any]] = [[1, Odd(), 2, 3]]
                for _ in range(depth - 1):
                    chain.append([1, {"a": chain[-1]}, 2, [3.5]])

                def default(_: object, chain: Any = chain) -> str:
                    change(chain[place])
                    return "done"

                texts.append(dumps(chain[-1], default=default))
            assert texts[0] == texts[1], (depth, place)


def test_the_result_of_default_lives_as_long_as_it_is_written() -> None:
    class Array(list):
        pass

    class Mapping(dict):
        pass

    alive: list[weakref.ref[Any]] = []

    def default(obj: Any) -> Any:
        made: Any = (
            Array([1, {"x": [Odd()]} if len(alive) < 5 else 2])
            if len(alive) % 2
            else Mapping(k=[Odd()] if len(alive) < 5 else 3)
        )
        alive.append(weakref.ref(made))
        gc.collect()
        return made

    written = krait.dumps([Odd(), Odd()], default=default)
    assert written == krait.dumps(json.loads(written))
    assert len(alive) > 4
    gc.collect()
    assert [ref() for ref in alive] == [None] * len(alive)


def test_seeded_mutations_never_crash() -> None:
    for seed in range(1500):
        rng = random.Random(seed)
        containers: list[Any] = []

        def build(
            depth: int, rng: random.Random = rng, seen: list[Any] = containers
        ) -> Any:
            if depth == 0 or rng.random() < 0.3:
                return Odd() if rng.random() < 0.5 else "s" * rng.randrange(40)
            size = rng.randrange(5)
            made: Any
            if rng.random() < 0.5:
                made = [build(depth - 1) for _ in range(size)]
            else:
                made = {f"k{n}": build(depth - 1) for n in range(size)}
            seen.append(made)
            return made

        root = build(4)
        budget = [60]

        def default(_: Any, rng: random.Random = rng, seen: list[Any] = containers,
                    budget: list[int] = budget) -> Any:  # fmt: skip
            budget[0] -= 1
            if budget[0] < 0:
                return 0
            target = rng.choice(seen) if seen else []
            action = rng.randrange(6)
            if action == 0:
                target.clear()
            elif isinstance(target, list):
                target[rng.randrange(len(target) + 1) :] = [build(1)] * rng.randrange(4)
            elif target and action < 4:
                target[rng.choice(list(target))] = build(1)
            elif target:
                target.popitem()
            return rng.choice((1, "x", build(2), target))

        try:
            written = krait.dumps(root, default=default, indent=rng.choice((None, 1)),
                                  sort_keys=rng.random() < 0.3)  # fmt: skip
        except (krait.JSONEncodeError, RuntimeError) as error:
            assert str(error)
        else:
            json.loads(written)


# --------------------------------------------------------------------------- other code


def test_dumps_and_loads_may_be_called_again_from_default() -> None:
    depth = 0

    def default(obj: Any) -> Any:
        nonlocal depth
        depth += 1
        if depth == 40:
            with pytest.raises(krait.JSONDecodeError):
                krait.loads(b"[1,")
            with pytest.raises(krait.JSONEncodeError):
                krait.dumps([1, 1j])
            return krait.loads(b'{"bottom":[1,2,"' + b"x" * 5000 + b'"]}')
        inner = krait.dumps(["y" * 100, Odd()], default=default)
        assert krait.loads(inner)[0] == "y" * 100
        return krait.loads(inner)

    value = krait.loads(krait.dumps([Odd()], default=default))
    for _ in range(39):
        value = value[-1] if value[0] == "y" * 100 else value[0]
    assert value["bottom"][:2] == [1, 2] if isinstance(value, dict) else True
    assert depth == 40


def test_items_of_a_subclass_may_do_anything() -> None:
    holder: list[Any] = []

    class Emptying(dict):
        def items(self) -> Any:
            holder.clear()
            self.clear()
            gc.collect()
            return [("a", 1), ("b", [2])]

    class Raising(dict):
        def items(self) -> Any:
            raise LookupError("no items")

    class Nothing(dict):
        def items(self) -> Any:
            return []

    class Strange(dict):
        def items(self) -> Any:
            return [1, (2,), "ab"]

    class Shrinking(dict):
        def items(self) -> Any:
            self.kept = list(super().items())
            return self.kept

    holder.append(Emptying(x=1))
    holder.append("tail")
    assert krait.dumps(holder) == b'[{"a":1,"b":[2]}]'
    with pytest.raises(LookupError, match="no items"):
        krait.dumps([Raising(x=1)])
    assert krait.dumps([Nothing(x=1)]) == b"[{}]"
    with pytest.raises((krait.JSONEncodeError, TypeError, ValueError)):
        krait.dumps([Strange(x=1)])
    shrinking = Shrinking({"a": Odd(), "b": Odd(), "c": 1})

    def default(_: Any) -> Any:
        shrinking.kept.clear()
        gc.collect()
        return 0

    assert json.loads(krait.dumps([shrinking], default=default))[0]["a"] == 0


def test_comparing_keys_may_do_anything() -> None:
    target: dict[Any, Any] = {}

    class Key(str):
        def __lt__(self, other: str) -> bool:
            target.clear()
            gc.collect()
            return str.__lt__(self, other)

        __hash__ = str.__hash__

    target.update({Key("b"): [1], Key("a"): [2], Key("c"): [3]})
    assert krait.dumps([target], sort_keys=True) == b'[{"a":[2],"b":[1],"c":[3]}]'

    class Refusing(str):
        def __lt__(self, other: str) -> bool:
            raise ArithmeticError("no order")

        __hash__ = str.__hash__

    with pytest.raises(ArithmeticError, match="no order"):
        krait.dumps({Refusing("a"): 1, Refusing("b"): 2}, sort_keys=True)


def test_finalizers_may_run_while_levels_are_closed() -> None:
    log: list[bytes] = []

    class Loud(list):
        def __del__(self) -> None:
            log.append(krait.dumps(list(self)))
            krait.loads(b"[1]")

    def default(_: Any) -> Any:
        return Loud([1, Loud([2])])

    assert krait.dumps([Odd(), Odd()], default=default) == b"[[1,[2]],[1,[2]]]"
    assert len(log) == 4


def test_truth_of_an_option_may_run_code_or_raise() -> None:
    class Truth:
        def __bool__(self) -> bool:
            raise OSError("no truth")

    for name in ("sort_keys", "ensure_ascii", "allow_nan", "skipkeys"):
        with pytest.raises(OSError, match="no truth"):
            krait.dumps([1], **{name: Truth()})
    with pytest.raises(OSError, match="no truth"):
        krait.loads(b"1", allow_nan=Truth())


def test_threads_that_change_what_is_written_do_no_harm() -> None:
    shared: dict[str, Any] = {f"k{n}": [n, "v" * 20] for n in range(50)}
    stop = threading.Event()
    problems: list[BaseException] = []

    def churn() -> None:
        rng = random.Random(1)
        while not stop.is_set():
            key = f"k{rng.randrange(80)}"
            shared.pop(key, None)
            shared[key] = [rng.random(), Odd()]

    def write() -> None:
        try:
            for _ in range(150):
                try:
                    json.loads(
                        krait.dumps(shared, default=lambda _: sys.getswitchinterval())
                    )
                except RuntimeError as error:
                    if "changed size" not in str(error):
                        raise
        except BaseException as error:
            problems.append(error)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    threads = [
        threading.Thread(target=churn),
        *(threading.Thread(target=write) for _ in "ab"),
    ]
    try:
        for thread in threads:
            thread.start()
        for thread in threads[1:]:
            thread.join()
    finally:
        stop.set()
        threads[0].join()
        sys.setswitchinterval(before)
    assert problems == []


@pytest.mark.parametrize("indent", [None, 2])
def test_default_may_start_threads_that_change_what_is_written(indent: Any) -> None:
    def change(target: Any) -> None:
        if isinstance(target, list):
            target[:] = ["new", [1.5]] * 20
        else:
            target.clear()
        krait.loads(krait.dumps([{"a": [target]}] * 3))
        gc.collect()

    inner: list[Any] = [0.5, Odd(), "tail"]
    for target in (inner, {"a": Odd(), "b": inner}):

        def default(_: Any, target: Any = target) -> Any:
            threads = [threading.Thread(target=change, args=[target]) for _ in "abc"]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            return "odd"

        if isinstance(target, list):
            written = krait.dumps([target], default=default, indent=indent)
            assert json.loads(written) == [[0.5, "odd", *(["new", [1.5]] * 20)[2:]]]
        else:
            with pytest.raises(RuntimeError, match="changed size"):
                krait.dumps([target], default=default, indent=indent)
