# SPDX-License-Identifier: Apache-2.0
"""Results are objects like any other: whatever CPython does with them, it does as with
those of json. Where krait writes objects straight into memory, this is what says that
it writes them right."""

from __future__ import annotations

import copy
import gc
import json
import pickle
import random
import sys
import threading
import weakref
from collections import ChainMap, OrderedDict, defaultdict
from collections.abc import Callable
from typing import Any

import krait
import oracle
import pytest

# Objects of one shape share their table of keys from the second on; keys in another
# order, one time only, many, twice or no ASCII do not.
def any_order(keys: int, count: int) -> bytes:
    """So many objects with the same keys, each in an order of its own, some with a key
    twice or left out. Enough of them that the shapes give up."""
    rng = random.Random(keys)
    rows = []
    for n in range(count):
        pairs = [f'"key{k}":{json.dumps([n, str(k), None, {}][k % 4])}' for k in range(keys)]
        rng.shuffle(pairs)
        if n % 7 == 3:
            pairs.append(pairs[0].split(":")[0] + ':"last"')
        if n % 7 == 5:
            pairs.pop()
        rows.append("{" + ",".join(pairs) + "}")
    return ("[" + ",".join(rows) + "]").encode()


RECORDS = [
    b'{"id":%d,"name":"name %d","real":%d.5,"none":null,"big":%d}' % (n, n, n, n**9)
    for n in range(1, 12)
]
DOCUMENTS = {
    "shared": b"[" + b",".join(RECORDS) + b"]",
    "one key": b"[" + b",".join(b'{"only":"%d"}' % n for n in range(50, 60)) + b"]",
    "30 keys": b"[" + b",".join(
        b"{" + b",".join(b'"key%d":%d' % (k, k * n) for k in range(30)) + b"}"
        for n in range(5)
    ) + b"]",
    "62 keys": b"[" + b",".join(
        b"{" + b",".join(b'"key%d":%d' % (k, k * n) for k in range(62)) + b"}"
        for n in range(5)
    ) + b"]",
    "63 keys": b"[" + b",".join(
        b"{" + b",".join(b'"key%d":%d' % (k, k * n) for k in range(63)) + b"}"
        for n in range(5)
    ) + b"]",
    "any order": any_order(7, 120),
    "any order, many keys": any_order(24, 60),
    "any order, most keys": any_order(62, 40),
    "any order, too many keys": any_order(63, 30),
    "once": b'[{"first":1,"second":"two"},{"other":[1,2,3]}]',
    "orders": b'[{"a":1,"b":2},{"b":3,"a":4},{"a":5},{"b":6},{"c":7,"a":8,"b":9}]',
    "nested": b'[{"a":{"b":[{"c":1},{"c":2},{"c":3}]}},{"a":{"b":[{"c":4}]}},'
              b'{"a":{"b":[]}},{"a":{}}]',
    "twice": b'[{"a":1,"b":2,"a":3},{"a":1,"b":2,"a":4},{"a":1,"b":2,"a":5}]',
    "twice, spelled otherwise": b"[" + b",".join(
        b'{"name":%d,"b":{"c":1,"c":[%d]},"n\\u0061me":%d}' % (n, n, -n) for n in range(6)
    ) + b"]",
    "all the same": b"[" + b",".join(
        b'{"k":%d' % n + b',"k":{}' * (n % 5) + b"}" for n in range(30)
    ) + b"]",
    "wide": b'[{"\\u00e9":1,"\\u20ac":2},{"\\u00e9":3,"\\u20ac":4},{"\\u00e9":5}]',
    "many keys": b"[{" + b",".join(b'"k%d":%d' % (n, n) for n in range(300)) + b"}]",
}  # fmt: skip


def objects_in(value: list[Any]) -> list[dict[str, Any]]:
    return [each for each in value if type(each) is dict]


# ------------------------------------------------------------ what is done with dicts
# Each takes a dict, does something to it, and returns what can be compared.


def insert(d: dict) -> Any:
    d["new"] = [1]
    d["newer"] = d["new"]
    return list(d.items())


def insert_many(d: dict) -> Any:
    for n in range(500):
        d[f"added {n}"] = n
    return list(d.items()), len(d)


def insert_other_types(d: dict) -> Any:
    d[1] = d[None] = d[(1, 2)] = d[2.5] = "no str"
    return list(d.items()), d.get(1), d.get("absent")


def replace(d: dict) -> Any:
    for key in d:
        d[key] = key * 2
    return list(d.items())


def delete_first(d: dict) -> Any:
    del d[next(iter(d))]
    return list(d.items())


def delete_and_insert_again(d: dict) -> Any:
    for key in list(d):
        d[key] = d.pop(key)
        assert key in d
    first = next(iter(d))
    value = d.pop(first)
    d["between"] = 0
    d[first] = value
    return list(d.items())


def delete_each(d: dict) -> Any:
    seen = []
    for key in list(d):
        del d[key]
        seen.append(list(d.items()))
        with pytest.raises(KeyError):
            del d[key]
    d["again"] = 1
    return seen, d


def popitem_until_empty(d: dict) -> Any:
    seen = []
    while d:
        seen.append(d.popitem())
    d["again"] = 1
    return seen, d


def clear(d: dict) -> Any:
    d.clear()
    emptied = dict(d), len(d)
    d["again"] = 1
    return emptied, d


def copies(d: dict) -> Any:
    made = [d.copy(), dict(d), {**d}, copy.copy(d), copy.deepcopy(d), d | {}, {} | d]
    made += [dict(d.items()), OrderedDict(d), defaultdict(list, d), dict(ChainMap(d))]
    for each in made:
        each["mine"] = 1
        del each[next(iter(each))]
    d["own"] = 2
    return made, d


def merge(d: dict) -> Any:
    other = {"id": "other", "more": 1}
    both = d | other, other | d
    d |= other
    d.update(more=2, most=3)
    d.update([("pair", 1)])
    return both, d


def set_default(d: dict) -> Any:
    first = next(iter(d), "x")
    return d.setdefault(first, "default"), d.setdefault("absent", "default"), d


def look_up(d: dict) -> Any:
    class Text(str):
        __slots__ = ()

    found = [d[Text(key)] for key in d] + [d["".join(list(key))] for key in d]
    with pytest.raises(KeyError):
        d["absent"]
    with pytest.raises(TypeError):
        d[[]]
    return found, [key in d for key in ("id", "a", "", 1, None)]


def views(d: dict) -> Any:
    return (
        list(reversed(d)), list(reversed(d.items())), d.keys() & {"a", "id"},
        sorted(d.keys() | {"a"}), d.items() == dict(d).items(), len(d.values()),
        repr(d), str(d), bool(d), d == dict(d), d != {},
    )  # fmt: skip


def change_while_iterating(d: dict) -> Any:
    with pytest.raises(RuntimeError, match="changed"):
        for key in d:
            d[key + " more"] = 1
            d[key + " still more"] = 1
    return len(d)


def call_with(d: dict) -> Any:
    def named(**options: Any) -> Any:
        options["added"] = 1
        return options

    return named(**d), dict(**d), d


def dict_of_an_instance(d: dict) -> Any:
    class Plain:
        shared = "class"

    for _ in range(3):
        thing = Plain()
        thing.__dict__ = d
        for _ in range(40):  # long enough for the interpreter to specialise
            read = [getattr(thing, key) for key in d] + [thing.shared]
            try:
                read.append(thing.id)
            except AttributeError as error:
                read.append(error.name)
            thing.added = len(read)
            thing.added += 1
            del thing.added
    thing.kept = 1
    other = Plain()
    other.__dict__.update(d)
    return read, vars(thing) is d, d, other.__dict__


def dict_of_a_class(d: dict) -> Any:
    made = type("Made", (), d)
    made.added = 1
    names = {key: getattr(made, key) for key in d}
    return names, getattr(made(), next(iter(d)), None), d


def globals_of_code(d: dict) -> Any:
    code = "def f():\n    global added\n    added = 1\n    return added, len, __name__\n"
    d["__name__"] = "loaded"
    exec(compile(code, "code", "exec"), d)
    for _ in range(60):
        result = d["f"]()
    names = [eval(name, d) for name in list(d) if name.isidentifier() and name != "f"]
    for name in ("f", "__builtins__"):
        del d[name]
    return result, len(names), d


def names_of_code(d: dict) -> Any:
    exec("added = 1\nfor each in range(50): added += each", {}, d)
    return d, "{only}".format_map(defaultdict(int, d))


def pattern(d: dict) -> Any:
    match d:
        case {"id": number, **rest}:
            return number, rest
        case {"a": found}:
            return found
    return None


def pickled(d: dict) -> Any:
    return [
        pickle.loads(pickle.dumps(d, protocol))
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
    ]


def put_into_itself(d: dict) -> Any:
    d["self"] = d
    assert gc.is_tracked(d)
    text = repr(d)
    del d["self"]
    return text


USES: list[Callable[[dict], Any]] = [
    insert, insert_many, insert_other_types, replace, delete_first,
    delete_and_insert_again, delete_each, popitem_until_empty, clear, copies, merge,
    set_default, look_up, views, change_while_iterating, call_with, dict_of_an_instance,
    dict_of_a_class, globals_of_code, names_of_code, pattern, pickled, put_into_itself,
]  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("use", USES, ids=lambda use: use.__name__)
def test_a_dict_is_used_like_any_other(use: Callable[[dict], Any], name: str) -> None:
    for _ in range(2):  # the second time with the shapes known from the start
        ours = objects_in(krait.loads(DOCUMENTS[name]))
        theirs = objects_in(json.loads(DOCUMENTS[name]))
        assert len(ours) == len(theirs) > 0
        for mine, expected in zip(ours, theirs, strict=True):
            if not expected and use in (delete_first, delete_and_insert_again):
                continue
            if not expected and use in (change_while_iterating, dict_of_a_class):
                continue
            assert repr(use(mine)) == repr(use(expected))
        # Its neighbours, which may share the table of keys, know nothing of it.
        fresh = krait.loads(DOCUMENTS[name])
        assert oracle.same(fresh, json.loads(DOCUMENTS[name]))


def test_dicts_of_one_shape_do_not_see_each_other() -> None:
    value = krait.loads(DOCUMENTS["shared"])
    expected = json.loads(DOCUMENTS["shared"])
    for number, (mine, other) in enumerate(zip(value, expected, strict=True)):
        for each in (mine, other):
            USES[number % 4](each)
    assert repr(value) == repr(expected)
    assert oracle.same(krait.loads(DOCUMENTS["shared"]),
                       json.loads(DOCUMENTS["shared"]))  # fmt: skip


@pytest.mark.parametrize("count", [1, 5, 6, 7, 30, 31, 62, 63, 120])
def test_dicts_of_one_shape_have_their_own_values(count: int) -> None:
    expected = [{f"key {n}": [row, n] for n in range(count)} for row in range(8)]
    values = krait.loads(json.dumps(expected))
    for row, value in enumerate(values):
        assert value == expected[row] and list(value) == list(expected[row])
        value["key 0"] = "changed"
        value["other"] = row
    assert krait.loads(json.dumps(expected)) == expected


def test_dicts_outlive_what_they_share_their_keys_with() -> None:
    kept = [krait.loads(DOCUMENTS["shared"])[-1] for _ in range(3)]
    for start in range(0, 200_000, 1000):  # enough to make the tree of shapes forget
        krait.loads(
            b"[" + b",".join(b'{"%d":1}' % n for n in range(start, start + 1000)) + b"]"
        )
    gc.collect()
    for each in kept:
        assert each == json.loads(RECORDS[-1])
        each["new"] = 1
        assert list(each)[-1] == "new"


@pytest.mark.skipif(
    krait.build_info()["compat"] != "layout", reason="only there dicts share keys"
)
@pytest.mark.parametrize("keys", [2, 5, 30, 31, 62])
def test_dicts_share_their_keys_in_any_order(keys: int) -> None:
    text = any_order(keys, 300)
    for _ in range(40):  # keys may be left alone for a while
        krait.loads(text)
    ours, theirs = krait.loads(text), json.loads(text)
    smaller = [
        sys.getsizeof(mine) < sys.getsizeof(other)
        for mine, other in zip(ours, theirs, strict=True)
    ]
    assert sum(smaller) > 150
    assert oracle.same(ours, theirs)
    assert [krait.dumps(mine) for mine in ours] == [
        json.dumps(other, separators=(",", ":")).encode() for other in theirs
    ]


@pytest.mark.skipif(
    krait.build_info()["compat"] != "layout", reason="only there dicts share keys"
)
def test_keys_seen_before_make_way_for_those_of_today() -> None:
    old = any_order(40, 300)
    for n in range(60):  # more tables than there is room for
        krait.loads(old.replace(b'"key', b'"%d old ' % n))
    test_dicts_share_their_keys_in_any_order(62)


@pytest.mark.parametrize("keys", [3, 20, 40])
def test_keys_in_any_order_equal_in_other_spellings(keys: int) -> None:
    text = any_order(keys, 200).decode()
    wanted = json.loads(text)
    for _ in range(3):
        assert oracle.same(krait.loads(text), wanted)
        assert oracle.same(krait.loads(text.replace('"key1"', '"\\u006bey1"')), wanted)
        wide = text.replace('"key1"', '"\u20ac1"')
        assert oracle.same(krait.loads(wide), json.loads(wide))
        spaced = text.replace(":", " : ").replace(",", " ,\n ")
        assert oracle.same(krait.loads(spaced), wanted)


# ------------------------------------------------------- str, int, float and list

INTEGERS = [
    0, 1, 255, 256, 257, 12287, 12288, 70000, 2**30 - 1, 2**30, 2**31, 2**32,
    999_999_999, 9_999_999_999, 2**53, 2**60 - 1, 2**60, 10**18, 2**63 - 1, 2**63, 2**64,
]  # fmt: skip


def test_integers_are_numbers_like_any_other() -> None:
    integers = INTEGERS + [-n for n in INTEGERS]
    loaded = krait.loads(json.dumps(integers).encode())
    for mine, other in zip(loaded, integers, strict=True):
        for n in (mine, mine + 0, int(str(mine))):
            assert n == other and hash(n) == hash(other) and repr(n) == repr(other)
            assert sys.getsizeof(n) == sys.getsizeof(other + 0)
            assert (n + 1, n - 1, n * 3, n // 7, n % 7, -n, ~n, abs(n), n << 3, n >> 3) == (
                other + 1, other - 1, other * 3, other // 7, other % 7, -other, ~other,
                abs(other), other << 3, other >> 3,
            )  # fmt: skip
            assert n.bit_length() == other.bit_length() and n / 3 == other / 3
            assert (n & 0xFFFF, n | 5, n ^ n, n**2) == (other & 0xFFFF, other | 5, 0,
                                                        other**2)  # fmt: skip
            assert {n: 1}[other] == 1 and float(n) == float(other)
    for mine, other in zip(loaded, integers, strict=True):
        mine += 1  # in place, where nobody else holds it
        assert mine == other + 1
    assert sum(loaded) == sum(integers) == 0
    assert sorted(loaded) == sorted(integers)


TEXTS = ["", "a", "ab", "id", "plain text", "x" * 31, "y" * 32, "z" * 33, "w" * 600,
         "\xe9t\xe9", "\u20ac uro", "\U0001f600!", "nul\0", "\ud800"]  # fmt: skip


def test_strings_are_texts_like_any_other() -> None:
    loaded = krait.loads(json.dumps(TEXTS).encode())
    for mine, other in zip(loaded, TEXTS, strict=True):
        assert mine == other and hash(mine) == hash(other) and repr(mine) == repr(other)
        assert sys.getsizeof(mine) == sys.getsizeof("".join(list(other)))
        assert mine.isascii() is other.isascii() and len(mine) == len(other)
        assert mine.encode("utf-8", "surrogatepass") == other.encode(
            "utf-8", "surrogatepass"
        )
        assert mine.upper() == other.upper() and mine[::-1] == other[::-1]
        assert (mine + "!", mine * 3, mine in other) == (other + "!", other * 3, True)
        assert sys.intern(mine) == other and mine.partition(" ") == other.partition(" ")
        assert f"{mine:>40}" == f"{other:>40}" and mine.split() == other.split()
        assert {other: 1}[mine] == 1
    assert "".join(loaded) == "".join(TEXTS) and ", ".join(loaded) == ", ".join(TEXTS)
    while loaded:
        text = loaded.pop()
        other = TEXTS[len(loaded)]
        for n in range(50):  # grows in place, as nobody else holds it
            text += "+"
            text += str(n)
            other += "+" + str(n)
        assert text == other


def test_interned_keys_are_names_like_any_other() -> None:
    class Plain:
        pass

    for key in krait.loads(b'[{"interned_key_one":1,"interned_key_two":2}]' * 1)[0]:
        setattr(Plain, key, 1)
        assert getattr(Plain, key) == 1
        assert sys.intern(key) == key
    assert Plain.interned_key_one == Plain.interned_key_two == 1


def test_floats_are_numbers_like_any_other() -> None:
    numbers = [0.5, -0.0, 1e300, 5e-324, 123456.789, 2.5]
    for mine, other in zip(krait.loads(json.dumps(numbers)), numbers, strict=True):
        assert repr(mine) == repr(other) and hash(mine) == hash(other)
        assert (mine + 1, mine * 2, -mine, mine // 3) == (
            other + 1, other * 2, -other, other // 3)  # fmt: skip
        assert sys.getsizeof(mine) == sys.getsizeof(other)


def lists() -> list[tuple[list[Any], list[Any]]]:
    text = b'[[],[1],[3,1,2],["b","a","c","d","e","f","g"],%s]' % json.dumps(
        list(range(1000, 0, -1))
    ).encode()
    return list(zip(krait.loads(text), json.loads(text), strict=True))


@pytest.mark.parametrize(
    "use",
    [
        lambda v: v.append(v[:1]), lambda v: v.extend(range(5)), lambda v: v.sort(),
        lambda v: v.insert(1, "x"), lambda v: v.reverse(), lambda v: v.clear(),
        lambda v: v.extend(v), lambda v: v.__setitem__(slice(0, 2), "abc"),
        lambda v: v.__delitem__(slice(0, 3)), lambda v: v.__imul__(3),
        lambda v: [v.append(n) for n in range(100)], lambda v: v[:] and v.pop(0),
        lambda v: [v.pop() for _ in range(len(v))], lambda v: v.sort(reverse=True),
    ],
)  # fmt: skip
def test_a_list_is_used_like_any_other(use: Callable[[list[Any]], Any]) -> None:
    for mine, other in lists():
        for value in (mine, other):
            use(value)
            value += ["more"]
            value.append("and more")
        assert repr(mine) == repr(other)
        assert copy.deepcopy(mine) == pickle.loads(pickle.dumps(mine)) == other


# ---------------------------------------------------------- memory and the collector


def parts_of(value: Any) -> list[Any]:
    found, todo = [], [value]
    while todo:
        each = todo.pop()
        found.append(each)
        if type(each) is dict:
            todo += each.values()
        elif type(each) is list:
            todo += each
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_object_is_larger_than_that_of_json(name: str) -> None:
    krait.loads(DOCUMENTS[name])
    ours = parts_of(krait.loads(DOCUMENTS[name]))
    theirs = parts_of(json.loads(DOCUMENTS[name]))
    for mine, other in zip(ours, theirs, strict=True):
        assert sys.getsizeof(mine) <= sys.getsizeof(other), (mine, other)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_collector_knows_what_can_hold_a_cycle(name: str) -> None:
    value = krait.loads(DOCUMENTS[name])
    known = {id(each) for each in gc.get_objects()}
    for each in parts_of(value):
        holds = type(each) is list or (
            type(each) is dict and any(type(v) in (list, dict) for v in each.values())
        )
        if holds:
            assert gc.is_tracked(each) and id(each) in known
            assert len(gc.get_referents(each)) >= len(each)
        elif type(each) is dict:
            each["other"] = []  # a dict is tracked at the latest from now on
            assert gc.is_tracked(each)
        else:
            assert not gc.is_tracked(each)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_cycles_in_results_are_found(name: str) -> None:
    class Canary:
        pass

    canaries = []
    for _ in range(20):
        value = krait.loads(DOCUMENTS[name])
        for each in parts_of(value):
            canary = Canary()
            canaries.append(weakref.ref(canary))
            if type(each) is dict:
                each["self"], each["canary"] = each, canary
            elif type(each) is list:
                each += [each, canary]
    del value, each, canary
    gc.collect()
    assert all(ref() is None for ref in canaries)


def test_the_collector_may_run_freeze_and_thaw_between_calls() -> None:
    kept = []
    for number in range(30):
        kept.append(krait.loads(DOCUMENTS["nested"]))
        gc.collect(number % 3)
        if number % 10 == 0:
            gc.freeze()
        kept.append(krait.loads(DOCUMENTS["shared"]))
        if number % 10 == 5:
            gc.unfreeze()
    gc.unfreeze()
    gc.collect()
    assert kept[0] == kept[-2] == json.loads(DOCUMENTS["nested"])
    assert kept[1] == kept[-1] == json.loads(DOCUMENTS["shared"])


@pytest.mark.skipif(
    krait.build_info()["compat"] != "layout"
    or (3, 14) <= sys.version_info < (3, 14, 5),
    reason="the order in which the collector meets containers is CPython's own",
)
def test_the_collector_meets_containers_before_what_they_hold() -> None:
    text = b'[{"a":[[1],{"b":[2]}],"c":{"d":{"e":[]}}},[[[]],[[]]],"' + b"x" * 600 + b'"]'
    gc.disable()
    try:
        kept = [krait.loads(text) for _ in range(3)]
        places = {id(each): at for at, each in enumerate(gc.get_objects())}
    finally:
        gc.enable()
    for value in parts_of(kept):
        for each in gc.get_referents(value) if gc.is_tracked(value) else ():
            if gc.is_tracked(each):
                assert places[id(value)] < places[id(each)]


def test_the_collector_may_run_and_values_go_while_a_text_is_read() -> None:
    digits = "7" * 7001  # 3.12 and later convert them by Python code
    text = f'[[[]],{{"a":[{{"b":[]}}],"a":[{digits},[{{}}]],"c":[[]]}},[[1],{digits}]]'
    before, limit = gc.get_threshold(), sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    gc.set_threshold(1, 1, 1)
    try:
        kept = [krait.loads(text) for _ in range(20)]
    finally:
        gc.set_threshold(*before)
    try:
        known = {id(each) for each in gc.get_objects()}
        expected = json.loads(text)
        assert all(value == expected for value in kept)
        for each in parts_of(kept):
            assert type(each) is not list or id(each) in known
    finally:
        sys.set_int_max_str_digits(limit)
    del kept
    gc.collect()


def test_containers_are_counted_towards_the_next_collection() -> None:
    text = b"[" + b",".join([b'{"a":[]}'] * 300) + b"]"
    runs: list[str] = []

    def seen(phase: str, _: Any) -> None:
        runs.append(phase)

    gc.collect()
    before = gc.get_threshold()
    gc.callbacks.append(seen)
    try:
        gc.set_threshold(1000, before[1], before[2])
        kept = []
        for _ in range(20):
            kept.append(krait.loads(text))  # 601 containers
            threading.local()  # a run is due when the caller allocates one more
        assert len(runs) >= 10
        assert runs[::2] == ["start"] * (len(runs) // 2)
    finally:
        gc.set_threshold(*before)
        gc.callbacks.remove(seen)
    assert kept[0] == kept[-1]


def test_results_are_freed_in_another_thread() -> None:
    values = [krait.loads(each) for each in DOCUMENTS.values() for _ in range(20)]
    expected = repr(values)
    made: list[Any] = []

    def free() -> None:
        while values:
            values.pop()
        made.extend(krait.loads(each) for each in DOCUMENTS.values() for _ in range(20))

    thread = threading.Thread(target=free)
    thread.start()
    thread.join()
    assert repr(made) == expected


def test_memory_of_results_is_used_again_by_the_interpreter() -> None:
    for number in range(300):
        value = krait.loads(DOCUMENTS["shared"])
        del value
        mine = [{"x": number, "y": [number] * 3} for _ in range(20)]
        text = "grown"
        for n in range(20):
            text += f" {n}"
        krait.loads(DOCUMENTS["nested"])
        assert mine == [{"x": number, "y": [number] * 3}] * 20
        assert text.split() == ["grown", *map(str, range(20))]
