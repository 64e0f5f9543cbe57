# SPDX-License-Identifier: Apache-2.0
"""Fails every allocation of a call in turn: probe_memory.py SCENARIO.

Run by test_memory.py in a process of its own, as a mistake here is a crash. Prints the
number of allocations that were made to fail.
"""

from __future__ import annotations

import _testcapi
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import krait

# Far more than any scenario here needs.
MOST = 20_000

DOCUMENT = (
    b'{"id":1,"name":"Zo\xc3\xab \\u20ac \\n","list":[1,2.5,null,true,"",[],{}],"big":'
    b'123456789012345678901234567890,"text":"' + b"x" * 300 + b'","\xf0\x9f\x98\x80":'
    b'[["\\ud83d\\ude00"],-1e-7],"key of more than sixty-four bytes, so that no cache '
    b'of keys may ever keep it":{"a":{"b":{"c":[]}}},"long":['
    + b",".join(b"%d" % n for n in range(400, 900)) + b"]}"
)  # fmt: skip


class Odd:
    pass


class Mapping(dict):
    pass


def scenarios() -> dict[str, tuple[Callable[[], Any], type[BaseException] | None]]:
    """Name -> the call, and the exception that it raises while there is memory."""
    value = krait.loads(DOCUMENT)
    text = DOCUMENT.decode()
    wide = {f"k{n}": [n, str(n) * 9, n / 7] for n in range(150)}
    deep: Any = 1
    for _ in range(200):
        deep = [deep]
    own: list[Any] = []
    own.append({"a": own})
    loads, dumps = krait.loads, krait.dumps
    return {
        "loads bytes": (partial(loads, DOCUMENT), None),
        "loads str": (partial(loads, text), None),
        "loads a view": (partial(loads, memoryview(DOCUMENT)), None),
        "loads deep": (partial(loads, b"[" * 900 + b"]" * 900), None),
        "loads invalid": (partial(loads, DOCUMENT[:-1]), krait.JSONDecodeError),
        "loads invalid str": (partial(loads, text[:-9]), krait.JSONDecodeError),
        "loads bad utf8": (partial(loads, b'{"a":"\xff"}'), krait.JSONDecodeError),
        "loads long integer": (partial(loads, b"1" * 5000), krait.JSONDecodeError),
        "dumps": (partial(dumps, value), None),
        "dumps indented": (partial(dumps, value, indent=2), None),
        "dumps sorted": (partial(dumps, wide, sort_keys=True), None),
        "dumps ascii": (partial(dumps, value, ensure_ascii=True), None),
        "dumps wide": (partial(dumps, [wide] * 5), None),
        "dumps deep": (partial(dumps, deep), None),
        "dumps subclass": (partial(dumps, Mapping(wide)), None),
        "dumps default": (
            partial(dumps, [Odd()] * 5, default=lambda _: {"a": [1]}),
            None,
        ),
        "dumps unknown type": (partial(dumps, {"a": [Odd()]}), krait.JSONEncodeError),
        "dumps bad key": (partial(dumps, [{(): 1}]), krait.JSONEncodeError),
        "dumps cycle": (partial(dumps, own), krait.JSONEncodeError),
        "dumps number keys": (partial(dumps, {1.5: 1, 2: 2, None: 3, 2**70: 4}), None),
    }


def outcome(call: Callable[[], Any]) -> Any:
    """What the call gives, or the type of what it raises."""
    try:
        return call()
    except (krait.JSONDecodeError, krait.JSONEncodeError) as error:
        return type(error)


def fail_each(call: Callable[[], Any], raised: type[BaseException] | None) -> int:
    """The number of allocations that failed before the call came through."""
    # CPython 3.11 loses an exception where it cannot make a frame object for it. So
    # there is one frame only between us and the call, and it has its object already.
    sys._getframe()
    expected = outcome(call)
    if raised is not None and expected is not raised:
        raise SystemExit(f"expected {raised}, got {expected!r}")
    failures = 0
    for number in range(MOST):
        result = None
        _testcapi.set_nomemory(number)
        try:
            result = call()
        except MemoryError:
            result = MemoryError
        except (krait.JSONDecodeError, krait.JSONEncodeError) as error:
            result = type(error)
        finally:
            _testcapi.remove_mem_hooks()
        if result is MemoryError:
            failures += 1
        elif result == expected:
            return failures
        else:
            raise SystemExit(f"allocation {number}: {result!r} instead of {expected!r}")
        if number % 7 == 0 and outcome(call) != expected:
            raise SystemExit(f"after allocation {number} the next call was wrong")
    raise SystemExit("the call never came through")


def fail_one(call: Callable[[], Any], count: int) -> None:
    """One allocation fails, those behind it do not: code that goes on must notice."""
    sys._getframe()
    expected = outcome(call)
    for number in range(1, count + 1):
        result: Any = None
        _testcapi.set_nomemory(number, number + 1)
        try:
            result = call()
        except MemoryError:
            result = expected
        except (krait.JSONDecodeError, krait.JSONEncodeError) as error:
            result = type(error)
        finally:
            _testcapi.remove_mem_hooks()
        if result != expected:
            raise SystemExit(f"allocation {number} alone: {result!r}, not {expected!r}")


def main() -> None:
    call, raised = scenarios()[sys.argv[1]]
    failures = fail_each(call, raised)
    fail_one(call, min(failures + 5, 400))
    print(failures)


if __name__ == "__main__":
    main()
