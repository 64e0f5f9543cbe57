# SPDX-License-Identifier: Apache-2.0
"""What the fuzzers hold krait to: json wrapped by the list of docs/semantics.md.

python_fuzz.cpp calls loads(data) or dumps(data) for each input, and so does
tests/differential/json_fuzz.py without a sanitizer; an exception ends the fuzzer. Each check asks two instances of the module, one that writes objects straight
into memory where it can and one that keeps to the documented API, and both live for the
whole run: what they remember of shapes and keys is what the inputs before have left.
"""

from __future__ import annotations

import collections
import enum
import importlib.util
import os
import sys
from types import ModuleType
from typing import Any

import oracle

DEFAULT_DEPTH = 1024


def instance(compat: str) -> ModuleType:
    """A new instance of the extension, with a state of its own: of the one that is
    built into this interpreter, or else of the importable one."""
    os.environ["KRAIT_COMPAT"] = compat
    built_in = "_krait" in sys.builtin_module_names
    spec = importlib.util.find_spec("_krait" if built_in else "krait._krait")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if compat == "public":
        assert module.build_info()["compat"] == "public"
    return module


KRAITS = [instance(""), instance("public")]


# ----------------------------------------------------------------------------- reading

# Where documents of one input are cut apart: no UTF-8 has this byte, and the fuzzer
# has others at hand for texts that are to be none.
CUT = b"\xff"


def _sparse(data: bytes) -> memoryview:
    """The data as every second byte of something."""
    spread = bytearray(2 * len(data))
    spread[::2] = data
    return memoryview(spread)[::2]


# What the bytes are given as, by three bits of the first byte.
KINDS = [
    lambda data: data,
    bytearray,
    memoryview,
    _sparse,
    lambda data: data.decode("utf-8", "surrogatepass"),
    lambda data: data.decode("utf-8", "replace"),
    lambda data: data.decode("latin-1"),
    lambda data: data.decode("utf-16-le", "surrogatepass"),
]


def _check_place(error: Any, given: Any) -> None:
    """The place lies in the text; line and column are those of its position."""
    doc = error.doc
    if isinstance(given, str):
        assert doc == given
    else:
        assert doc == bytes(given).decode("utf-8", "replace")
    assert 0 <= error.pos <= len(doc)
    assert error.lineno == doc.count("\n", 0, error.pos) + 1
    assert error.colno == error.pos - doc.rfind("\n", 0, error.pos)
    assert error.path.startswith("$")
    assert error.msg


def _check_reading(given: Any, options: dict[str, Any]) -> None:
    try:
        expected = oracle.loads(given, **options)
    except oracle.Refused:
        for krait in KRAITS:
            try:
                value = krait.loads(given, **options)
            except krait.JSONDecodeError as error:
                _check_place(error, given)
            else:
                raise AssertionError(f"{given!r} was read as {value!r}") from None
        return
    for krait in KRAITS:
        value = krait.loads(given, **options)
        assert oracle.same(value, expected), (given, value, expected)


def loads(data: bytes) -> None:
    """Two bytes of options, then texts, each read twice: the second time what it has
    left in the caches is met."""
    if len(data) < 2:
        return
    options: dict[str, Any] = {}
    if data[0] & 1:
        options["allow_nan"] = True
    if data[0] & 2:
        options["max_depth"] = data[1]
    convert = KINDS[data[0] >> 2 & 7]
    for text in data[2:].split(CUT)[:8]:
        try:
            given = convert(text)
        except UnicodeDecodeError:
            given = text
        _check_reading(given, options)
        _check_reading(given, options)


# ----------------------------------------------------------------------------- writing


class Text(str):
    """Written as the str that it is."""

    def __str__(self) -> str:
        return "not asked"

    __repr__ = __str__


class Whole(int):
    """Written as the int that it is."""

    def __repr__(self) -> str:
        return "not asked"


class Real(float):
    """Written as the float that it is."""

    def __repr__(self) -> str:
        return "not asked"


class Row(list):
    """Written as a list."""


class Pair(tuple):
    """Written as a list."""


class Mapping(dict):
    """Asked for its items."""

    def items(self) -> Any:
        return list(super().items())[::-1]


class Level(enum.IntEnum):
    """Written by value."""

    LOW = 1
    HIGH = 2**40


class Name(str, enum.Enum):
    """Written by value, as a key as well."""

    FIRST = "first"
    SECOND = "zwei\u00e9"


class Colour(enum.Enum):
    """Goes to default."""

    RED = 1


class Unknown:
    """Goes to default."""


class Instance:
    """Its __dict__ has a table of keys that it shares with others."""


class Reader:
    """Takes an input apart; behind its end all is zero."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1] if self.at <= len(self.data) else 0

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]

    def done(self) -> bool:
        return self.at >= len(self.data)


MOST_VALUES = 150

# Beyond the limit of digits, just within it, and well within.
LONG_INTEGERS = (10**4300, 10**4300 - 1, -(10**600))


class Builder:
    """Objects from bytes: everything that dumps tells apart."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.left = MOST_VALUES
        self.made: list[Any] = []  # containers and strings, to be met again
        self.plain = False  # nothing that skipkeys would leave out

    def text(self) -> str:
        how = self.reader.byte()
        data = self.reader.bytes(how >> 2)
        match how & 3:
            case 0:
                return data.decode("latin-1")
            case 1:
                return data.decode("utf-8", "replace")
            case 2:
                return data.decode("utf-16-le", "replace") + "\ud83d"[: how & 4]
            case _:
                # Lone surrogates and code points of every width.
                units = (data[at : at + 3] for at in range(0, len(data), 3))
                codes = (int.from_bytes(unit, "little") % 0x110000 for unit in units)
                return "".join(map(chr, codes))

    def whole(self) -> int:
        length = self.reader.byte() & 31
        return int.from_bytes(self.reader.bytes(length), "little", signed=True)

    def real(self) -> float:
        how = self.reader.byte()
        if how & 1:
            return float.fromhex(f"0x{self.reader.bytes(6).hex() or 0}p{how - 128}")
        data = self.reader.bytes(8)
        return memoryview(data.ljust(8, b"\0")).cast("d")[0]

    def key(self) -> Any:
        match self.reader.byte() % 16:
            case 0:
                return self.whole()
            case 1:
                return self.real()
            case 2:
                return self.reader.byte() % 2 == 0
            case 3:
                return None
            case 4:
                return Text(self.text())
            case 5:
                return Name.SECOND
            case 6:
                return Level.HIGH
            case 7 if not self.plain:
                return (Colour.RED, (), b"bytes")[self.reader.byte() % 3]
            case _:
                return self.text()

    def again(self) -> Any:
        """Something that is there already: shared, or a cycle."""
        if not self.made:
            return Level.LOW
        return self.made[self.reader.byte() % len(self.made)]

    def mapping(self, kind: int) -> Any:
        made: dict[Any, Any] = {}
        match kind % 8:
            case 0:
                made = Mapping()
            case 1:
                made = collections.OrderedDict()
            case 2:
                made = vars(Instance())
                for number in range(self.reader.byte() % 35):
                    made[f"attribute{number}"] = number
        self.made.append(made)
        for _ in range(self.reader.byte() % 36):
            if self.reader.done():
                break
            key = self.key()
            made[key] = self.value()
        for _ in range(kind >> 3 & 3):  # holes
            if made:
                del made[list(made)[self.reader.byte() % len(made)]]
        return made

    def sequence(self, kind: int) -> Any:
        made: list[Any] = Row() if kind % 8 == 0 else []
        self.made.append(made)
        for _ in range(self.reader.byte() % 70):
            if self.reader.done():
                break
            made.append(self.value())
        if kind % 8 == 1:
            return tuple(made)
        return Pair(made) if kind % 8 == 2 else made

    def deep(self) -> Any:
        """Up to 255 levels at the price of two bytes."""
        made = self.value()
        depth = self.reader.byte()
        kind = self.reader.byte()
        for level in range(depth):
            match kind >> level % 4 & 3:
                case 0:
                    made = {"a": made}
                case 1:
                    made = (made,)
                case _:
                    made = [made]
        return made

    def value(self) -> Any:
        self.left -= 1
        if self.left < 0:
            return None
        match (kind := self.reader.byte()) >> 3:
            case 0:
                return (None, True, False)[kind % 3]
            case 1 | 2:
                return kind - 14
            case 3 | 4:
                return self.whole()
            case 5 | 6 | 7:
                return self.real()
            case 8:
                return LONG_INTEGERS[kind % 3]
            case 9:
                return (Text("a\x00\u00e9"), Whole(-5), Real(1e16), Level.HIGH,
                        Name.SECOND, Colour.RED, Unknown(), {1})[kind % 8]  # fmt: skip
            case 10:
                return self.again()
            case 11:
                return self.deep()
            case 12 | 13 | 14 | 15 | 16 | 17:
                return self.mapping(self.reader.byte())
            case 18 | 19 | 20 | 21 | 22 | 23:
                return self.sequence(self.reader.byte())
            case _:
                made = self.text()
                self.made.append(made)
                return made


INDENTS = [None, None, None, None, 0, 1, 2, 3, 4, 17, "", "\t", " \n", None, None, None]


def _options(reader: Reader) -> dict[str, Any]:
    flags = reader.byte()
    options: dict[str, Any] = {"indent": INDENTS[reader.byte() % len(INDENTS)]}
    for bit, name in enumerate(
        ("sort_keys", "ensure_ascii", "allow_nan", "skipkeys"),
    ):
        if flags >> bit & 1:
            options[name] = True
    return options


class Raised(Exception):
    """What default raises."""


def _default(builder: Builder, how: int) -> Any:
    """A default that answers the same for the same object, whoever asks."""
    builder.plain = True
    answers = [builder.value() for _ in range(3)]
    if how & 4:
        answers[0] = Raised()

    def default(obj: Any) -> Any:
        number = ("Colour", "Unknown").index(name) if (
            name := type(obj).__name__
        ) in ("Colour", "Unknown") else 2  # fmt: skip
        if isinstance(answers[number], Raised):
            raise Raised
        return answers[number]

    return default


def _meddler(builder: Builder) -> Any:
    """A default that changes what is being written and writes other things itself."""

    def default(obj: Any) -> Any:
        for container in builder.made:
            if isinstance(container, list):
                match builder.reader.byte() % 4:
                    case 0:
                        container.clear()
                    case 1:
                        container.append(obj)
                    case 2:
                        container[:] = [None]
            elif isinstance(container, dict):
                match builder.reader.byte() % 4:
                    case 0:
                        container.clear()
                    case 1:
                        container[len(container)] = container
                    case 2:
                        container.update(dict.fromkeys(container))
        for krait in KRAITS:
            krait.loads(krait.dumps([{"a": [1.5, "b"]}] * 2))
        if builder.reader.byte() % 8 == 0:
            raise Raised
        return [builder.reader.byte()]

    return default


def _depth(obj: Any, limit: int) -> bool:
    """Whether more than `limit` containers are open at a time, were it written as it
    is. What is not written (skipped keys) is seen as well."""
    stack = [(obj, 1)]
    seen = 0
    while stack and (seen := seen + 1) < 100_000:
        value, depth = stack.pop()
        if not isinstance(value, dict | list | tuple):
            continue
        if depth > limit:
            return True
        below = value.values() if isinstance(value, dict) else value
        stack.extend((one, depth + 1) for one in below)
    return False


def _meddle(obj: Any, options: dict[str, Any], builder: Builder) -> None:
    """A right answer or a clean error; which, depends on when things change."""
    krait = KRAITS[builder.reader.byte() % 2]
    try:
        written = krait.dumps(obj, default=_meddler(builder), **options)
    except (krait.JSONEncodeError, RuntimeError, Raised):
        return
    oracle.loads(written, allow_nan=True)


def _compare_writing(obj: Any, options: dict[str, Any], default: Any) -> None:
    try:
        expected = oracle.dumps(obj, default=default, **options)
    except (TypeError, ValueError, RecursionError, Raised) as error:
        refused = Raised if isinstance(error, Raised) else None
        for krait in KRAITS:
            try:
                written = krait.dumps(obj, default=default, **options)
            except refused or krait.JSONEncodeError as said:
                assert refused or "$" in said.path
            else:
                raise AssertionError(f"{written!r} was written") from error
        return
    for krait in KRAITS:
        for _ in range(2):
            written = krait.dumps(obj, default=default, **options)
            assert written == expected, (written, expected)
    _check_reading(written, {"allow_nan": True})


def _check_limit(obj: Any, limit: int) -> None:
    """max_depth, which json has not: of objects that json writes."""
    too_deep = _depth(obj, limit)
    for krait in KRAITS:
        try:
            krait.dumps(obj, max_depth=limit, allow_nan=True)
        except krait.JSONEncodeError:
            assert too_deep
        else:
            assert not too_deep


def dumps(data: bytes) -> None:
    """Two bytes of options, one of what else, then an object."""
    reader = Reader(data)
    options = _options(reader)
    how = reader.byte()
    builder = Builder(reader)
    obj = builder.value()
    default = _default(builder, how) if how & 2 else None
    if how & 1:
        _meddle(obj, options, builder)
        return
    if _depth(obj, DEFAULT_DEPTH):  # or a cycle, which krait tells apart by itself
        for krait in KRAITS:
            try:
                krait.dumps(obj, default=default, **options)
            except (krait.JSONEncodeError, Raised):
                continue
            # Cut short by skipkeys, and no deeper than allowed.
            assert "skipkeys" in options or any(
                isinstance(one, Mapping) for one in builder.made
            )
        return
    _compare_writing(obj, options, default)
    if default is None and not options.get("skipkeys"):
        try:
            oracle.dumps(obj, allow_nan=True)
        except (TypeError, ValueError):
            return
        _check_limit(obj, how >> 3)
