# SPDX-License-Identifier: Apache-2.0
"""What errors say: the rule, the position, line and column, and the path."""

from __future__ import annotations

import json
from typing import Any

import krait
import oracle
import pytest


def decode_error(data: Any, **options: Any) -> krait.JSONDecodeError:
    """The error that loads raises."""
    with pytest.raises(krait.JSONDecodeError) as caught:
        krait.loads(data, **options)
    return caught.value


def encode_error(obj: Any, **options: Any) -> krait.JSONEncodeError:
    """The error that dumps raises."""
    with pytest.raises(krait.JSONEncodeError) as caught:
        krait.dumps(obj, **options)
    return caught.value


def test_the_exceptions_are_what_callers_of_json_catch() -> None:
    assert issubclass(krait.JSONDecodeError, json.JSONDecodeError)
    assert issubclass(krait.JSONDecodeError, ValueError)
    assert issubclass(krait.JSONEncodeError, TypeError)
    assert issubclass(krait.JSONEncodeError, ValueError)
    for name in ("JSONDecodeError", "JSONEncodeError"):
        assert getattr(krait, name).__module__ == "krait"
        assert getattr(krait, name).__name__ == name


# text, words of the message, position, path
PLACES: list[tuple[str, str, int, str]] = [
    ("", "no JSON text", 0, "$"),
    ("  ", "no JSON text", 2, "$"),
    ("\n\n", "no JSON text", 2, "$"),
    ("x", "literal", 0, "$"),
    ("[1,x]", "literal", 3, "$[1]"),
    ("[nul]", "nul", 1, "$[0]"),
    ("[truex]", "truex", 1, "$[0]"),
    ("[True]", "true", 1, "$[0]"),
    ('{"a":None}', "null", 5, "$.a"),
    ("NaN", "NaN", 0, "$"),
    ('{"a":[1,-Infinity]}', "Infinity", 8, "$.a[1]"),
    ("[1 2]", "','", 3, "$[0]"),
    ('{"a":1 "b":2}', "','", 7, "$.a"),
    ('{"a" 1}', "':'", 5, "$.a"),
    ('{"a":{"b":{"c"}}}', "':'", 14, "$.a.b.c"),
    ("[1,]", "trailing comma", 2, "$[0]"),
    ('{"a":1,}', "trailing comma", 6, "$.a"),
    ("{1:2}", "key", 1, "$"),
    ("{a:2}", "key", 1, "$"),
    ('{"a":1,b:2}', "key", 7, "$"),
    ("{'a':2}", "double quotes", 1, "$"),
    ("['a']", "double quotes", 1, "$[0]"),
    ("[1}", "}", 2, "$[0]"),
    ('{"a":1]', "]", 6, "$.a"),
    ("[1] 2", "unexpected data", 4, "$"),
    ("{}]", "unexpected data", 2, "$"),
    ('["a', "not closed", 1, "$[0]"),
    ('["a\\', "not closed", 1, "$[0]"),
    ('["a\\u00', "not closed", 1, "$[0]"),
    ('["ab\\q"]', "escape", 4, "$[0]"),
    ('["ab\\u12g4"]', "hex digits", 4, "$[0]"),
    ('["a\tb"]', "control", 3, "$[0]"),
    ("[01]", "zero", 1, "$[0]"),
    ("[-01]", "zero", 1, "$[0]"),
    ("[+1]", "'\\+'", 1, "$[0]"),
    ("[-]", "digit", 2, "$[0]"),
    ("[1.]", "digit", 3, "$[0]"),
    ("[.5]", "", 1, "$[0]"),
    ("[1e]", "exponent", 3, "$[0]"),
    ("[1e+]", "exponent", 4, "$[0]"),
    ("[0, 1e400]", "range", 4, "$[1]"),
    ('{"a":{"b c":[0,1e999]}}', "range", 15, '$.a["b c"][1]'),
    ("[1, // x\n2]", "comment", 4, "$[1]"),
    ("[1 /* x */]", "", 3, "$[0]"),
    ("# x\n[]", "comment", 0, "$"),
    ("[[[", "not closed", 3, "$[0][0][0]"),
    ('{"a":[1,{"b":', "not closed", 13, "$.a[1].b"),
    ("é", "", 0, "$"),
    ('{"é":[x]}', "literal", 6, '$["é"][0]'),
    ('{"":x}', "literal", 4, '$[""]'),
    ('{"\\u0061b":x}', "literal", 11, "$.ab"),
    ('{"a\\"b":x}', "literal", 8, '$["a\\"b"]'),
    ('{"1a":x}', "literal", 6, '$["1a"]'),
    ('{"_a1":x}', "literal", 7, "$._a1"),
    ('{"\\ud800":x}', "literal", 10, '$["\\ud800"]'),
    ('{"users":[0,1,2,{"name":tru}]}', "tru", 24, "$.users[3].name"),
    ("[1,\n 2,\n  x]", "literal", 10, "$[2]"),
    ("[1,\r\n 2,\r\n  x]", "literal", 12, "$[2]"),
    ('["😀é€", x]', "literal", 8, "$[1]"),
]


@pytest.mark.parametrize(("text", "words", "pos", "path"), PLACES)
def test_an_error_of_reading_names_rule_place_and_path(
    text: str, words: str, pos: int, path: str
) -> None:
    for data in (
        text,
        text.encode(),
        bytearray(text.encode()),
        memoryview(text.encode()),
    ):
        error = decode_error(data)
        assert (error.pos, error.path) == (pos, path)
        assert error.doc == text
        assert error.lineno == text.count("\n", 0, pos) + 1
        assert error.colno == pos - text.rfind("\n", 0, pos)
        with pytest.raises(krait.JSONDecodeError, match=f"(?i){words}"):
            krait.loads(data)
        assert str(error) == (
            f"{error.msg}: line {error.lineno} column {error.colno} (char {pos})"
        )


@pytest.mark.parametrize(
    ("data", "pos", "path"),
    [
        (b"\xff", 0, "$"),
        (b'"\xff"', 1, "$"),
        (b'["ab\xff"]', 4, "$[0]"),
        (b'["\xc3\xa9\xff"]', 3, "$[0]"),
        (b'{"a":"\xe2\x82"}', 6, "$.a"),
        (b'{"a":"\xed\xa0\x80"}', 6, "$.a"),
        (b'{"\xff":1}', 2, "$"),
        (b"[1,\xff]", 3, "$[1]"),
        (b"[1]\xff", 3, "$"),
        (b'["x",\n"\xf0\x9f\x98\x80\xc0\x80"]', 8, "$[1]"),
    ],
)
def test_invalid_utf8_is_named_at_its_first_byte(
    data: bytes, pos: int, path: str
) -> None:
    error = decode_error(data)
    assert "UTF-8" in error.msg or data == b"[1]\xff"
    assert (error.pos, error.path) == (pos, path)
    assert error.doc == data.decode("utf-8", "replace")
    assert error.lineno == error.doc.count("\n", 0, pos) + 1


def test_positions_count_a_byte_order_mark_that_stands_in_doc() -> None:
    for data in ("\ufeff[x]", "\ufeff[x]".encode()):
        error = decode_error(data)
        assert error.doc[error.pos] == "x"
        assert error.path == "$[0]"


def test_the_bracket_that_goes_too_deep_is_named() -> None:
    error = decode_error("[[[1]]]", max_depth=2)
    assert (error.pos, error.path) == (2, "$[0][0]")
    error = decode_error('{"a":[{"b":{}}]}', max_depth=3)
    assert (error.pos, error.path) == (11, "$.a[0].b")
    assert decode_error("[" * 2000).pos == 1024
    assert "1024" in decode_error("[" * 2000).msg


def test_the_path_of_a_very_deep_error_is_not_very_long() -> None:
    error = decode_error("[" * 100_000 + "x", max_depth=100_000)
    assert error.pos == 100_000
    assert error.path.startswith("$[0][0]")
    assert error.path.endswith("[0][0]")
    assert len(error.path) < 1000


def test_the_digit_limit_is_named_with_its_place() -> None:
    error = decode_error('{"a":[0,' + "1" * 5000 + "]}")
    assert (error.pos, error.path) == (8, "$.a[1]")
    assert "5000" in error.msg and "4300" in error.msg


@pytest.mark.parametrize("kind", [str.encode, str])
def test_a_document_cut_at_any_byte_is_an_error_at_or_before_the_cut(kind: Any) -> None:
    text = (
        '{"id":12,"name":"Zoë \\u00e9\\n😀","tags":["a","b",[],{}],"pos":{"x":-1.5e3},'
        ' "on":true,"off":false, "nil":null}'
    )
    data = kind(text)
    assert krait.loads(data) == oracle.loads(data)
    for length in range(len(data)):
        cut = data[:length]
        error = decode_error(cut)
        shown = cut if isinstance(cut, str) else cut.decode("utf-8", "replace")
        assert error.doc == shown
        assert 0 <= error.pos <= len(shown)
        assert error.path.startswith("$")


@pytest.mark.parametrize("byte", [0x00, 0x01, 0x1F, 0x7F, 0x80, 0xBF, 0xC0, 0xF5, 0xFF])
def test_a_bad_byte_is_named_where_it_stands(byte: int) -> None:
    text = b'{"id":12,"tags":["a",[],{"k":-1.5e3}],"on":true}'
    for at in range(len(text) + 1):
        data = text[:at] + bytes([byte]) + text[at:]
        try:
            expected = oracle.loads(data)
        except oracle.Refused:
            error = decode_error(data)
            # Never behind it; before it only where a token is named by its start.
            assert error.pos <= at, data
            assert at - error.pos <= 8, data
        else:
            assert krait.loads(data) == expected  # 0x7f inside a string


def test_no_line_ending_but_newline_begins_a_line() -> None:
    error = decode_error("[1,\r\x0b\x0c")
    assert error.lineno == 1
    error = decode_error('["\u2028", x]')
    assert (error.lineno, error.colno) == (1, 7)


def test_errors_of_equal_texts_are_equal_in_every_form() -> None:
    for text, *_ in PLACES:
        shown = {
            (type(error), error.msg, error.pos, error.lineno, error.colno, error.path)
            for error in map(
                decode_error, (text, text.encode(), memoryview(text.encode()))
            )
        }
        assert len(shown) == 1, text


def test_no_exception_is_chained_to_a_decode_error() -> None:
    error = decode_error(b"[1" + b"0" * 5000 + b"]")
    assert error.__cause__ is None
    assert error.__context__ is None


# ----------------------------------------------------------------------------- writing


ENCODE_PLACES: list[tuple[Any, str]] = [
    (object(), "$"),
    ([object()], "$[0]"),
    ([0, 1, object()], "$[2]"),
    ((0, (1, object())), "$[1][1]"),
    ({"a": object()}, "$.a"),
    ({"a": 1, "b": {"c": object()}}, "$.b.c"),
    ({"users": [{}, {}, {}, {"name": object()}]}, "$.users[3].name"),
    ({"full name": object()}, '$["full name"]'),
    ({"": object()}, '$[""]'),
    ({'q"': object()}, '$["q\\""]'),
    ({"é": object()}, '$["é"]'),
    ({"\ud800": object()}, '$["\\ud800"]'),
    ({"\n": object()}, '$["\\n"]'),
    ({"1a": object()}, '$["1a"]'),
    ({"_a1": object()}, "$._a1"),
    ([float("nan")], "$[0]"),
    ({"x": [0.5, float("-inf")]}, "$.x[1]"),
    ([10**5000], "$[0]"),
    ([[[10**5000]]], "$[0][0][0]"),
]


@pytest.mark.parametrize(("value", "path"), ENCODE_PLACES, ids=lambda v: ascii(type(v)))
@pytest.mark.parametrize("options", [{}, {"indent": 2}, {"sort_keys": True}], ids=repr)
def test_an_error_of_writing_names_its_place(
    value: Any, path: str, options: Any
) -> None:
    error = encode_error(value, **options)
    assert error.path == path
    assert path in str(error)


def test_a_key_that_is_no_string_appears_in_the_path_as_it_is_written() -> None:
    assert encode_error({1: object()}).path in ("$.1", '$["1"]')
    assert encode_error({None: [object()]}).path == "$.null[0]"
    assert encode_error({True: {2.5: object()}}).path == '$.true["2.5"]'


def test_a_refused_key_is_placed_in_its_object() -> None:
    error = encode_error({"a": [{"b": 1, (1, 2): 3}]})
    assert error.path.startswith("$.a[0]")
    assert "tuple" in str(error)


def test_too_deep_and_circular_objects_name_a_place() -> None:
    error = encode_error([[[[1]]]], max_depth=2)
    assert error.path == "$[0][0]"
    own: dict[str, Any] = {}
    own["self"] = [0, own]
    assert encode_error(own).path == "$.self[1]"
    assert encode_error({"top": own}).path.startswith("$.top.self[1]")


def test_the_path_below_a_subclass_and_a_default_is_right() -> None:
    class Mapping(dict):
        pass

    assert encode_error({"a": Mapping(b=[object()])}).path == "$.a.b[0]"
    assert encode_error(
        [set()], default=lambda _: {"x": [b""]} if _ == set() else _
    ).path in ("$[0].x[0]",)


def test_unsortable_keys_keep_the_comparison_as_the_cause() -> None:
    error = encode_error({"x": {"a": 1, 2: 3}}, sort_keys=True)
    assert error.path == "$.x"
    assert isinstance(error.__cause__, TypeError)


def test_the_error_indicator_is_clear_after_an_error() -> None:
    for _ in range(100):
        encode_error([object()])
        decode_error(b"[")
        assert krait.loads(krait.dumps([1])) == [1]
