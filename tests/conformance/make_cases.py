#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the conformance cases: a file for each production of RFC 8259 and each break.

    make_cases.py            write cases/ anew
    make_cases.py --check    fail if cases/ is not what this table says

A name begins with the verdict on the file as a single JSON text: y_ must be accepted,
n_ must be refused, i_ is left open by the RFC and answered in answers.tsv. Then follows
the production: ws, array, object, string, number, literal, text (the top level), utf8,
encoding, depth. What the command line tool says otherwise, because it reads several
texts one after another, stands in streams.tsv.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
CASES = HERE / "cases"
Case = tuple[str, bytes]


def named(prefix: str, table: dict[str, str | bytes]) -> Iterator[Case]:
    """Cases from a table; text is encoded as UTF-8."""
    for name, content in table.items():
        data = content.encode() if isinstance(content, str) else content
        yield f"{prefix}_{name}", data


def white_space() -> Iterator[Case]:
    """ws = *( space / tab / line feed / carriage return ), and what is none."""
    for name, char in {"space": " ", "tab": "\t", "lf": "\n", "cr": "\r"}.items():
        yield (
            f"y_ws_{name}_around_everything",
            (
                f'{char}{{{char}"a"{char}:{char}[{char}1{char},{char}2{char}]{char},{char}'
                f'"b"{char}:{char}{{{char}}}{char}}}{char}'
            ).encode(),
        )
    yield from named(
        "y_ws",
        {
            "none_at_all": '{"a":[1,2],"b":{}}',
            "crlf_lines": '{\r\n  "a": 1,\r\n  "b": 2\r\n}\r\n',
            "mixed_run": " \t\n\r \t\n\r[ \t\n\r]\r\n\t ",
            "long_run_before": " " * 200 + "7",
            "long_run_behind": "7" + "\n" * 200,
            "long_run_inside": "[" + "\t" * 200 + "7" + "\r" * 200 + "]",
            "in_empty_object": "{ \n }",
            "in_empty_array": "[ \n ]",
            "vertical_tab_in_string_as_escape": '"\\u000b"',
        },
    )
    others = {
        "vertical_tab": b"\x0b",
        "form_feed": b"\x0c",
        "backspace": b"\x08",
        "nul": b"\x00",
        "escape": b"\x1b",
        "unit_separator": b"\x1f",
        "record_separator": b"\x1e",
        "delete": b"\x7f",
        "nel": "\u0085".encode(),
        "no_break_space": "\u00a0".encode(),
        "ogham_space": "\u1680".encode(),
        "em_space": "\u2003".encode(),
        "zero_width_space": "\u200b".encode(),
        "line_separator": "\u2028".encode(),
        "paragraph_separator": "\u2029".encode(),
        "ideographic_space": "\u3000".encode(),
        "word_joiner": "\u2060".encode(),
    }
    for name, char in others.items():
        yield f"n_ws_{name}_in_array", b"[1," + char + b"2]"
    for name in ("form_feed", "nul", "no_break_space", "line_separator"):
        yield f"n_ws_{name}_before", others[name] + b"[]"
        yield f"n_ws_{name}_behind", b"[]" + others[name]
    yield "n_ws_bom_inside", b"[\xef\xbb\xbf1]"
    yield "n_ws_backslash_n_as_two_characters", b"[1,\\n2]"


def arrays() -> Iterator[Case]:
    """array = [ value *( , value ) ]"""
    yield from named(
        "y_array",
        {
            "of_nothing": "[]",
            "of_one": "[1]",
            "of_each_type": '[{}, [], "", 0, 0.5, true, false, null]',
            "of_arrays": "[[], [[]], [[], []]]",
            "of_objects": '[{}, {"a": {}}, {"b": []}]',
            "of_seventeen": "[" + ",".join(map(str, range(17))) + "]",
            "of_many": "[" + ",".join(["0"] * 1000) + "]",
            "of_strings_without_space": '["a","b","c"]',
            "of_equal_records": "["
            + ",".join(f'{{"id":{n},"name":"n{n}","on":true}}' for n in range(40))
            + "]",
            "of_records_that_lose_keys": '[{"a":1,"b":2,"c":3},{"a":1,"c":3},{"a":1}]',
            "of_records_in_other_order": '[{"a":1,"b":2},{"b":2,"a":1},{"a":3,"b":4}]',
        },
    )
    yield from named(
        "n_array",
        {
            "never_closed": "[",
            "never_closed_after_value": "[1",
            "never_closed_after_comma": "[1,",
            "never_closed_nested": "[[1]",
            "never_closed_after_string": '["a"',
            "closed_twice": "[1]]",
            "closed_first": "]",
            "closed_as_object": "[1}",
            "closed_by_parenthesis": "[1)",
            "opened_by_parenthesis": "(1)",
            "opened_by_angle": "<1>",
            "trailing_comma": "[1,]",
            "trailing_comma_in_string_array": '["a",]',
            "trailing_comma_before_space": "[1, \n]",
            "trailing_comma_nested": "[[1,],2]",
            "leading_comma": "[,1]",
            "only_comma": "[,]",
            "two_commas": "[1,,2]",
            "comma_apart_from_comma": "[1, ,2]",
            "no_comma": "[1 2]",
            "no_comma_between_strings": '["a" "b"]',
            "no_comma_between_strings_at_all": '["a""b"]',
            "no_comma_between_containers": "[[] {}]",
            "semicolon": "[1;2]",
            "colon_for_comma": "[1:2]",
            "key_in_array": '["a":1]',
            "key_in_array_later": '[0,"a":1]',
            "ellipsis": "[1,...]",
            "hole_closed_as_object": "[1,}",
            "unclosed_string_inside": '["a]',
            "bare_word": "[abc]",
            "star": "[*]",
            "ampersand": "[&]",
            "equals": "[=]",
        },
    )


def objects() -> Iterator[Case]:
    """object = { string : value *( , string : value ) }"""
    wide = ",".join(f'"key{n}":{n}' for n in range(300))
    yield from named(
        "y_object",
        {
            "of_nothing": "{}",
            "of_one": '{"a":1}',
            "of_each_type": '{"o":{},"a":[],"s":"","i":0,"f":0.5,"t":true,"g":false,'
            '"n":null}',
            "with_empty_key": '{"":1}',
            "with_blank_key": '{" ":1}',
            "with_digit_keys": '{"0":0,"1":1}',
            "with_escaped_key": '{"a\\n\\u0062":1}',
            "with_quote_in_key": '{"\\"":1}',
            "with_backslash_in_key": '{"\\\\":1}',
            "with_slash_in_key": '{"a/b":1}',
            "with_nul_in_key": '{"\\u0000":1}',
            "with_two_byte_key": '{"ключ":1}',
            "with_three_byte_key": '{"鍵":1}',
            "with_four_byte_key": '{"🔑":1}',
            "with_latin_key": '{"clé":1}',
            "with_long_key": '{"' + "k" * 3000 + '":1}',
            "with_sixteen_byte_key": '{"0123456789abcdef":1}',
            "with_proto_key": '{"__proto__":{}}',
            "with_keys_by_case": '{"a":1,"A":2}',
            "with_keys_by_normal_form": '{"\u00e9":1,"e\u0301":2}',
            "of_objects": '{"a":{"b":{"c":{}}}}',
            "of_three_hundred": "{" + wide + "}",
        },
    )
    yield from named(
        "i_object",
        {
            "key_twice": '{"a":1,"a":2}',
            "key_twice_same_value": '{"a":1,"a":1}',
            "key_twice_around_another": '{"a":1,"b":2,"a":3}',
            "key_twice_in_two_spellings": '{"a":1,"\\u0061":2}',
            "key_thrice": '{"a":1,"a":[],"a":{"a":1}}',
            "key_with_lone_surrogate": '{"\\ud800":1}',
            "key_twice_among_three_hundred": "{" + wide + ',"key7":"last"}',
        },
    )
    yield from named(
        "n_object",
        {
            "never_closed": "{",
            "never_closed_after_key": '{"a"',
            "never_closed_after_colon": '{"a":',
            "never_closed_after_value": '{"a":1',
            "never_closed_after_comma": '{"a":1,',
            "never_closed_nested": '{"a":{}',
            "never_closed_in_key": '{"a',
            "closed_twice": '{"a":1}}',
            "closed_first": "}",
            "closed_as_array": '{"a":1]',
            "trailing_comma": '{"a":1,}',
            "trailing_comma_before_space": '{"a":1 , }',
            "leading_comma": '{,"a":1}',
            "only_comma": "{,}",
            "two_commas": '{"a":1,,"b":2}',
            "no_comma": '{"a":1 "b":2}',
            "no_comma_at_all": '{"a":"b""c":1}',
            "semicolon": '{"a":1;"b":2}',
            "no_colon": '{"a" 1}',
            "no_colon_before_string": '{"a" "b"}',
            "two_colons": '{"a"::1}',
            "equals_for_colon": '{"a"=1}',
            "arrow_for_colon": '{"a"=>1}',
            "comma_for_colon": '{"a",1}',
            "no_value": '{"a":}',
            "no_value_before_comma": '{"a":,"b":1}',
            "no_value_no_colon": '{"a"}',
            "no_key": "{:1}",
            "value_only": "{1}",
            "bare_key": "{a:1}",
            "single_quoted_key": "{'a':1}",
            "number_key": "{1:1}",
            "null_key": "{null:1}",
            "true_key": "{true:1}",
            "array_key": "{[]:1}",
            "object_key": "{{}:1}",
            "bare_key_later": '{"a":1,b:2}',
            "number_key_later": '{"a":1,2:2}',
            "single_quoted_value": "{\"a\":'b'}",
            "colon_first": '{:"a":1}',
            "spread": '{...{"a":1}}',
            "key_with_control": b'{"a\x01":1}',
            "key_with_tab": b'{"a\t":1}',
            "key_with_bad_escape": '{"\\x":1}',
            "key_with_bad_utf8": b'{"\xff":1}',
        },
    )


SIMPLE_ESCAPES = {
    "quote": '"',
    "backslash": "\\",
    "slash": "/",
    "b": "b",
    "f": "f",
    "n": "n",
    "r": "r",
    "t": "t",
}


def strings() -> Iterator[Case]:
    """string = quote *char quote, with its two-character and its \\u escapes."""
    for name, char in SIMPLE_ESCAPES.items():
        yield f"y_string_escape_{name}", f'"\\{char}"'.encode()
    yield from named(
        "y_string",
        {
            "of_nothing": '""',
            "of_one_letter": '"a"',
            "of_one_space": '" "',
            "of_printable_ascii": '"'
            + "".join(chr(c) for c in range(0x20, 0x7F) if c not in (0x22, 0x5C))
            + '"',
            "of_delete": b'"\x7f"',
            "of_quotes": '"\\"\\"\\""',
            "of_backslashes": '"\\\\\\\\\\\\"',
            "of_backslash_before_quote": '"\\\\\\""',
            "of_brackets": '"[{]}:,"',
            "of_json": '"{\\"a\\":[1,2]}"',
            "escapes_all_at_once": '"\\"\\\\\\/\\b\\f\\n\\r\\t"',
            "escape_after_escape": '"\\n\\u000a\\n"',
            "of_comment": '"/* no */ // no"',
            "of_a_literal": '"true"',
            "of_nan": '"NaN"',
            "escaped_slash_and_plain": '"\\//"',
            "u_nul": '"\\u0000"',
            "u_control": '"\\u001f"',
            "u_ascii": '"\\u0041"',
            "u_quote": '"\\u0022"',
            "u_backslash": '"\\u005c"',
            "u_backslash_then_letter": '"\\u005cn"',
            "u_latin": '"\\u00e9"',
            "u_latin_last": '"\\u00ff"',
            "u_first_above_latin": '"\\u0100"',
            "u_three_byte": '"\\u20ac"',
            "u_last_before_surrogates": '"\\ud7ff"',
            "u_first_after_surrogates": '"\\ue000"',
            "u_replacement": '"\\ufffd"',
            "u_noncharacter": '"\\uffff"',
            "u_bom": '"\\ufeff"',
            "u_upper_hex": '"\\uABCD"',
            "u_lower_hex": '"\\uabcd"',
            "u_mixed_hex": '"\\uAbCd"',
            "u_then_digits": '"\\u00412"',
            "u_pair": '"\\ud83d\\ude00"',
            "u_pair_upper": '"\\uD83D\\uDE00"',
            "u_pair_first": '"\\ud800\\udc00"',
            "u_pair_last": '"\\udbff\\udfff"',
            "u_pairs_in_a_row": '"\\ud83d\\ude00\\ud83d\\ude01"',
            "raw_two_byte": '"é"',
            "raw_three_byte": '"€"',
            "raw_four_byte": '"😀"',
            "raw_each_width": '"aé€😀"',
            "raw_noncharacter": '"\uffff\ufdd0"',
            "raw_plane_end": '"\U0010ffff"',
            "raw_bom_inside": '"a\ufeffb"',
            "raw_line_separators": '"\u2028\u2029\u0085"',
            "raw_combining": '"e\u0301"',
            "raw_joined_emoji": '"👩‍👩‍👧"',
            "raw_right_to_left": '"\u202eabc"',
            "widens_late_to_latin": '"' + "a" * 70 + 'é"',
            "widens_late_to_bmp": '"' + "a" * 70 + '€"',
            "widens_late_to_astral": '"' + "a" * 70 + '😀"',
            "narrow_in_the_end": '"€' + "a" * 70 + '"',
        },
    )
    for length in (15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 4096):
        yield f"y_string_of_length_{length}", b'"' + b"x" * length + b'"'
    yield from named(
        "i_string",
        {
            "lone_high": '"\\ud800"',
            "lone_high_last": '"\\udbff"',
            "lone_low": '"\\udc00"',
            "lone_low_last": '"\\udfff"',
            "high_then_letter": '"\\ud83dx"',
            "high_then_newline_escape": '"\\ud83d\\n"',
            "high_then_high": '"\\ud83d\\ud83d"',
            "high_then_pair": '"\\ud83d\\ud83d\\ude00"',
            "low_then_high": '"\\ude00\\ud83d"',
            "high_then_bmp": '"\\ud83d\\u0041"',
            "high_then_raw_astral": '"\\ud83d😀"',
        },
    )
    yield from named(
        "n_string",
        {
            "never_closed": '"',
            "never_closed_after_text": '"abc',
            "never_closed_after_escape": '"abc\\n',
            "never_closed_after_escaped_quote": '"abc\\"',
            "never_closed_after_backslash": '"abc\\',
            "never_closed_over_vector": '"' + "x" * 100,
            "never_opened": 'abc"',
            "closed_thrice": '"a"""',
            "single_quotes": "'a'",
            "back_quotes": "`a`",
            "typographic_quotes": "“a”",
            "closed_by_single_quote": "\"a'",
            "no_quotes": "abc",
            "triple_quotes": '"""a"""',
            "concatenated": '"a" + "b"',
            "two_lines": b'"a\nb"',
            "continued_line": b'"a\\\nb"',
            "crlf_inside": b'"a\r\nb"',
            "prefixed": 'u"a"',
            "backslash_only": '"\\"',
            "bare_escape": "\\n",
            "escape_outside": '["a",\\u0020"b"]',
        },
    )
    for code in range(0x20):
        yield f"n_string_raw_control_{code:02x}", b'"' + bytes([code]) + b'"'
    for name, char in {
        "a": "a", "v": "v", "e": "e", "x41": "x41", "0": "0", "101": "101", "N": "N",
        "U": "U00000041", "single_quote": "'", "space": " ", "question": "?",
        "upper_t": "T", "brace": "u{41}", "two_byte": "é", "astral": "😀",
    }.items():  # fmt: skip
        yield f"n_string_escape_{name}", f'"\\{char}"'.encode()
    yield "n_string_escape_nul", b'"\\\x00"'
    yield "n_string_escape_bad_byte", b'"\\\xff"'
    for name, digits in {
        "none": "",
        "one": "0",
        "two": "00",
        "three": "004",
        "not_hex_first": "g041",
        "not_hex_second": "0g41",
        "not_hex_third": "00g1",
        "not_hex_last": "004g",
        "plus": "+041",
        "minus": "-041",
        "space": " 041",
        "prefix": "0x41",
        "underscore": "0_41",
        "wide_digits": "００４１",
        "slash": "00/1",
        "colon": "00:1",
        "at": "00@1",
        "backquote": "00`1",
    }.items():
        yield f"n_string_u_digits_{name}", f'"\\u{digits}"'.encode()
    yield from named(
        "n_string_u",
        {
            "cut_by_end": '"\\u00',
            "cut_after_u": '"\\u',
            "second_of_pair_short": '"\\ud83d\\ude0"',
            "second_of_pair_cut": '"\\ud83d\\u',
            "second_of_pair_not_hex": '"\\ud83d\\uzzzz"',
            "second_of_pair_backslash_end": '"\\ud83d\\',
            "upper": '"\\U0041"',
        },
    )


def numbers() -> Iterator[Case]:
    """number = [ minus ] int [ frac ] [ exp ]"""
    accepted = [
        "0", "-0", "1", "-1", "9", "10", "42", "-42", "123456789", "2147483647",
        "2147483648", "-2147483648", "4294967296", "9007199254740993",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "-9223372036854775809", "18446744073709551615", "18446744073709551616",
        "0.0", "-0.0", "0.1", "0.5", "1.0", "1.25", "-1.25", "0.10", "10.01",
        "0.000001", "1.000000000000000000000000000001", "123.456",
        "0e0", "0e5", "0E-5", "0.0e0", "-0e0", "-0.0E+0", "1e0", "1e1", "1E1", "1e+1",
        "1e-1", "1E+1", "1E-1", "1.5e3", "1.5E-3", "-1.5e+3", "1e00", "1e007", "1e-007",
        "1e22", "1e23", "8.5e22", "1.7976931348623157e308", "2.2250738585072014e-308",
        "2.225073858507201e-308", "5e-324", "4.9e-324", "9007199254740993.0",
        "0.1e1", "100e-2", "31415926535897932384626433832795028841971693993e-46",
    ]  # fmt: skip
    for text in accepted:
        name = text.replace("-", "minus_").replace("+", "plus_").replace(".", "_point_")
        # E and e are two cases; some file systems do not tell them apart.
        name = name.replace("E", "_upper_e_").replace("e_", "e")
        yield f"y_number_{name.replace('__', '_').strip('_')}", text.encode()
    yield from named(
        "y_number",
        {
            "forty_zeros_behind_the_point": "0." + "0" * 40,
            "forty_digits_behind_the_point": "0." + "1234567890" * 4,
            "nine_hundred_digits_behind_the_point": "0." + "123456789" * 100,
            "long_zero_fraction_then_exponent": "0." + "0" * 399 + "1e400",
            "closed_by_bracket": "[0]",
            "closed_by_brace": '{"a":-1e5}',
            "closed_by_comma": "[1.5,2]",
            "closed_by_space": "1 ",
            "closed_by_newline": "1\n",
            "coordinates": "[[-122.419416,37.774929],[13.404954,52.520008]]",
            "columns": "[\n 1, 22, 333, 4444, 55555, 666666, 7777777, 88888888,\n"
            " 999999999, 1234567890\n]",
        },
    )
    yield from named(
        "i_number",
        {
            "of_forty_digits": "1234567890" * 4,
            "minus_of_forty_digits": "-" + "9876543210" * 4,
            "of_4300_digits": "7" * 4300,
            "of_4301_digits": "7" * 4301,
            "ten_to_400_written_out": "1" + "0" * 400,
            "too_large": "1e400",
            "too_large_minus": "-1e400",
            "too_large_by_a_little": "1.7976931348623159e308",
            "largest_rounds_down": "1.7976931348623158e308",
            "too_large_with_digits": "1" + "0" * 400 + ".0",
            "too_large_exponent_overflows": "1e99999999999999999999",
            "too_small": "1e-400",
            "too_small_minus": "-1e-400",
            "too_small_exponent_overflows": "1e-99999999999999999999",
            "half_of_smallest": "2.4703282292062327e-324",
            "more_than_half_of_smallest": "2.4703282292062329e-324",
            "zero_with_large_exponent": "0e400",
            "zero_with_overflowing_exponent": "-0.0e99999999999999999999",
            "more_digits_than_a_double": "0.1234567890123456789",
            "odd_above_2_to_53": "[9007199254740993, 9007199254740993.0]",
        },
    )
    refused = {
        "minus_alone": "-",
        "plus_alone": "+",
        "plus_one": "+1",
        "two_minus": "--1",
        "minus_space": "- 1",
        "minus_plus": "-+1",
        "minus_letter": "-x",
        "leading_zero": "01",
        "two_zeros": "00",
        "minus_leading_zero": "-01",
        "zeros_before_fraction": "00.5",
        "minus_two_zeros": "-00",
        "point_alone": ".",
        "leading_point": ".5",
        "minus_leading_point": "-.5",
        "trailing_point": "1.",
        "trailing_point_minus": "-1.",
        "zero_point": "0.",
        "point_exponent": "1.e5",
        "two_points": "1.2.3",
        "two_points_in_a_row": "1..2",
        "comma_fraction": "1,5",
        "space_in_number": "1 5",
        "space_at_point": "1. 5",
        "exponent_alone": "e5",
        "exponent_empty": "1e",
        "exponent_upper_empty": "1E",
        "exponent_plus_only": "1e+",
        "exponent_minus_only": "1e-",
        "exponent_two_signs": "1e+-5",
        "exponent_fraction": "1e5.5",
        "exponent_twice": "1e5e5",
        "exponent_space": "1 e5",
        "exponent_space_in": "1e 5",
        "exponent_letter": "1ex",
        "exponent_hex": "0x1p5",
        "exponent_of_zero_empty": "0e",
        "point_exponent_empty": "0.5e",
        "hex": "0x1f",
        "hex_upper": "0X1F",
        "octal": "0o17",
        "binary": "0b11",
        "underscore": "1_000",
        "apostrophe": "1'000",
        "long_suffix": "10L",
        "n_suffix": "10n",
        "float_suffix": "1.5f",
        "imaginary": "1j",
        "percent": "50%",
        "degree": "50°",
        "fraction": "1/2",
        "product": "2*3",
        "difference": "3-2",
        "sum": "1+1",
        "letter_behind": "1a",
        "letter_behind_zero": "0a",
        "quote_behind": '1"',
        "bracket_behind": "1]",
        "wide_digits": "１２",
        "arabic_digits": "١٢",
        "devanagari_digits": "१२",
        "superscript": "2²",
        "typographic_minus": "\u22121",
        "nan": "NaN",
        "nan_lower": "nan",
        "minus_nan": "-NaN",
        "infinity": "Infinity",
        "minus_infinity": "-Infinity",
        "plus_infinity": "+Infinity",
        "inf": "inf",
        "minus_inf": "-inf",
        "infinity_short": "Infinit",
        "minus_infinity_short": "-Infi",
        "nan_longer": "NaN1",
        "one_hash_inf": "1#INF",
        "currency": "$5",
        "nul_behind": b"1\x00",
        "nul_in": b"1\x002",
        "bad_byte_behind": b"1\xff",
        "bad_byte_in_exponent": b"1e\xff5",
        "control_in": b"12\x013",
    }
    yield from named("n_number", refused)
    for name in ("minus_alone", "leading_zero", "trailing_point", "leading_point",
                 "exponent_empty", "exponent_plus_only", "plus_one", "hex", "nan",
                 "minus_infinity", "infinity", "minus_leading_zero"):  # fmt: skip
        text = refused[name]
        assert isinstance(text, str)
        yield f"n_number_{name}_in_array", f"[{text}]".encode()
        yield f"n_number_{name}_in_object", f'{{"a":{text},"b":0}}'.encode()


def literals() -> Iterator[Case]:
    """true, false, null: in lower case, whole, and nothing else."""
    for word in ("true", "false", "null"):
        yield f"y_literal_{word}", word.encode()
        yield f"y_literal_{word}_in_array", f"[{word},{word}]".encode()
        yield f"n_literal_{word}_upper", word.upper().encode()
        yield f"n_literal_{word}_title", word.title().encode()
        yield f"n_literal_{word}_cut", word[:-1].encode()
        yield f"n_literal_{word}_cut_in_array", f"[{word[:-1]}]".encode()
        yield f"n_literal_{word}_first_letter", word[:1].encode()
        yield f"n_literal_{word}_longer", f"{word}{word[-1]}".encode()
        yield f"n_literal_{word}_digit_behind", f"{word}1".encode()
        yield f"n_literal_{word}_twice", f"{word}{word}".encode()
        yield f"n_literal_{word}_quote_behind", f'[{word}"a"]'.encode()
        yield f"n_literal_{word}_last_letter_wrong", f"{word[:-1]}x".encode()
        yield (
            f"n_literal_{word}_last_letter_upper",
            (f"[{word[:-1]}{word[-1].upper()}]".encode()),
        )
        yield f"n_literal_{word}_nul_behind", word.encode() + b"\x00"
        yield f"n_literal_{word}_spaced", f"{word[:2]} {word[2:]}".encode()
    yield from named(
        "n_literal",
        {
            "none": "None",
            "python_true": "[True]",
            "nil": "nil",
            "undefined": "undefined",
            "yes": "yes",
            "parenthesised": "(true)",
            "negated": "!true",
            "minus": "-true",
            "wide_letters": "ｔｒｕｅ",
            "dotless": "nul\u0142",
            "bad_byte_inside": b"tr\xffe",
            "nan_in_array": "[NaN]",
            "date": "2020-01-01",
            "hash": "#true",
        },
    )


def texts() -> Iterator[Case]:
    """JSON-text = ws value ws: any value at the top, one, and nothing beside it."""
    yield from named(
        "y_text",
        {
            "array": "[]",
            "object": "{}",
            "string": '"text"',
            "integer": "17",
            "real": "1.5",
            "true": "true",
            "false": "false",
            "null": "null",
            "newline_at_end": "[]\n",
            "no_newline_at_end": "[1]",
            "space_on_both_sides": " \n null \n ",
        },
    )
    yield from named(
        "n_text",
        {
            "empty": b"",
            "one_space": " ",
            "white_space_only": " \t\r\n",
            "bom_only": b"\xef\xbb\xbf",
            "bom_and_space_only": b"\xef\xbb\xbf \n",
            "nul_only": b"\x00",
            "comma_only": ",",
            "colon_only": ":",
            "hash_comment_only": "# nothing",
            "line_comment_before": "// note\n[]",
            "line_comment_behind": "[] // note",
            "block_comment_before": "/* note */[]",
            "block_comment_behind": "[]/* note */",
            "block_comment_inside": "[1,/* note */2]",
            "block_comment_open": "[1,/* note",
            "hash_comment_behind": "[] # note",
            "slash_alone": "/",
            "html_comment": "<!-- -->[]",
            "two_numbers": "1 2",
            "two_arrays": "[] []",
            "two_arrays_at_once": "[][]",
            "two_objects_by_line": '{"a":1}\n{"a":2}\n',
            "two_strings_at_once": '"a""b"',
            "three_literals": "true false null",
            "string_then_number": '"a"1',
            "number_then_array": "1[]",
            "number_then_string": '1"a"',
            "literal_then_object": "null{}",
            "literal_then_string": 'true"a"',
            "number_then_literal": "1true",
            "object_then_array": "{}[]",
            "array_then_number": "[]1",
            "array_then_word": "[]x",
            "array_then_comma": "[],",
            "arrays_by_comma": "[],[]",
            "numbers_by_comma": "1,2",
            "array_then_bracket": "[]]",
            "array_then_brace": "[]}",
            "array_then_colon": "[]:",
            "pair_without_braces": '"a":1',
            "array_then_nul": b"[]\x00",
            "array_then_control": b"[]\x1a",
            "array_then_bad_byte": b"[]\xff",
            "array_then_bom": b"[]\xef\xbb\xbf",
            "array_then_half": "[] [",
            "number_then_half_string": '1 "',
            "record_separator_first": b"\x1e[]\n",
            "call": "f([])",
            "assignment": "x = []",
            "semicolon_behind": "[];",
            "guard_before": ")]}'\n[]",
            "byte_literal": "b'[]'",
            "yaml": "a: 1",
            "xml": "<a/>",
            "lone_continuation": b"\x80",
            "lone_ff": b"\xff",
        },
    )


def utf8() -> Iterator[Case]:
    """RFC 3629: which byte sequences are code points, and every way to miss one."""
    edges = (
        0x7F, 0x80, 0x7FF, 0x800, 0xFFF, 0x1000, 0xCFFF, 0xD000, 0xD7FF, 0xE000, 0xFFFD,
        0xFFFE, 0xFFFF, 0x10000, 0x1FFFE, 0x3FFFF, 0x40000, 0xFFFFF, 0x100000, 0x10FFFF,
    )  # fmt: skip
    for code in edges:
        yield f"y_utf8_u{code:05x}", b'"' + chr(code).encode() + b'"'
    broken = {
        "continuation_80": b"\x80",
        "continuation_bf": b"\xbf",
        "two_continuations": b"\x80\xbf",
        "byte_c0": b"\xc0",
        "byte_f5": b"\xf5\x80\x80\x80",
        "byte_f8_five": b"\xf8\x88\x80\x80\x80",
        "byte_fc_six": b"\xfc\x84\x80\x80\x80\x80",
        "byte_fe": b"\xfe",
        "byte_ff": b"\xff",
        "overlong_nul": b"\xc0\x80",
        "overlong_slash_two": b"\xc0\xaf",
        "overlong_slash_three": b"\xe0\x80\xaf",
        "overlong_slash_four": b"\xf0\x80\x80\xaf",
        "overlong_last_two": b"\xc1\xbf",
        "overlong_last_three": b"\xe0\x9f\xbf",
        "overlong_last_four": b"\xf0\x8f\xbf\xbf",
        "surrogate_first": b"\xed\xa0\x80",
        "surrogate_last_high": b"\xed\xaf\xbf",
        "surrogate_first_low": b"\xed\xb0\x80",
        "surrogate_last": b"\xed\xbf\xbf",
        "surrogate_pair": b"\xed\xa0\xbd\xed\xb8\x80",
        "above_10ffff": b"\xf4\x90\x80\x80",
        "far_above": b"\xf7\xbf\xbf\xbf",
        "two_byte_cut": b"\xc3",
        "three_byte_cut_to_one": b"\xe2",
        "three_byte_cut_to_two": b"\xe2\x82",
        "four_byte_cut_to_one": b"\xf0",
        "four_byte_cut_to_two": b"\xf0\x9f",
        "four_byte_cut_to_three": b"\xf0\x9f\x98",
        "two_byte_by_ascii": b"\xc3a",
        "three_byte_by_ascii": b"\xe2\x82a",
        "four_byte_by_ascii": b"\xf0\x9f\x98a",
        "two_byte_by_lead": b"\xc3\xc3\xa9",
        "three_byte_by_lead": b"\xe2\x82\xe2\x82\xac",
        "latin_1": "Käse".encode("latin-1"),
        "windows_1252": "“a”".encode("cp1252"),
        "one_continuation_too_many": "é".encode() + b"\xa9",
    }
    for name, data in broken.items():
        yield f"n_utf8_{name}", b'["' + data + b'"]'
    for at in (15, 16, 31, 32, 63, 64, 127):
        yield (
            f"n_utf8_bad_at_{at}",
            b'"' + b"x" * (at - 1) + b"\xff" + b"y" * 140 + b'"',
        )
        yield f"n_utf8_cut_at_{at}", b'"' + b"x" * (at - 1) + b"\xe2\x82" + b'"'
        yield f"y_utf8_across_{at}", b'"' + b"x" * (at - 2) + "😀€é".encode() + b'"'
    yield "n_utf8_cut_by_end", b'"\xe2\x82'
    yield "n_utf8_bad_outside_string", b"[1,\xff2]"
    yield "n_utf8_bad_after_text", b"[1]\n\xc3"


def encodings() -> Iterator[Case]:
    """UTF-8 without a BOM is what the RFC asks for; the rest it allows to refuse."""
    yield "i_encoding_bom", b"\xef\xbb\xbf[1]"
    yield "i_encoding_bom_then_space", b"\xef\xbb\xbf \n[1]"
    yield "i_encoding_bom_then_string", b'\xef\xbb\xbf"a"'
    yield "n_encoding_two_boms", b"\xef\xbb\xbf\xef\xbb\xbf[1]"
    yield "n_encoding_bom_after_space", b" \xef\xbb\xbf[1]"
    yield "n_encoding_bom_cut", b"\xef\xbb[1]"
    yield "n_encoding_bom_one_byte", b"\xef"
    text = '{"é": [1, "€"]}'
    for codec in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        name = codec.replace("-", "")
        mark = "\ufeff".encode(codec)
        yield f"i_encoding_{name}", text.encode(codec)
        yield f"i_encoding_{name}_bom", mark + text.encode(codec)
        yield f"i_encoding_{name}_one_digit", "1".encode(codec)
        yield f"i_encoding_{name}_bom_only", mark
    yield "n_encoding_utf7", "[+AGE-]".encode("ascii")
    yield "n_encoding_ebcdic", '["a"]'.encode("cp500")


def depths() -> Iterator[Case]:
    """Nesting: no limit in the grammar, 1,024 open containers by default here."""

    def mixed(levels: int) -> str:
        return '{"a":[' * (levels // 2) + "0" + "]}" * (levels // 2)

    yield from named(
        "y_depth",
        {
            "two": "[[]]",
            "hundred_arrays": "[" * 100 + "]" * 100,
            "hundred_objects": '{"a":' * 100 + "0" + "}" * 100,
            "hundred_mixed": mixed(100),
            "up_and_down": "["
            + ",".join("[" * n + "]" * n for n in range(1, 30))
            + "]",
        },
    )
    yield from named(
        "i_depth",
        {
            "1024_arrays": "[" * 1024 + "]" * 1024,
            "1024_objects": '{"a":' * 1024 + "null" + "}" * 1024,
            "1024_mixed": mixed(1024),
            "1025_arrays": "[" * 1025 + "]" * 1025,
            "1025_objects": '{"a":' * 1025 + "null" + "}" * 1025,
            "1026_mixed": mixed(1026),
            "3000_wide_at_the_top": "[" + ",".join(["[]"] * 3000) + "]",
        },
    )
    yield from named(
        "n_depth",
        {
            "hundred_not_closed": "[" * 100,
            "hundred_one_not_closed": "[" * 100 + "]" * 99,
            "hundred_one_too_many": "[" * 100 + "]" * 101,
            "hundred_crossed": "[" * 100 + "]" * 50 + "}" + "]" * 49,
            "hundred_thousand_arrays_open": "[" * 100_000,
            "ten_thousand_objects_open": '{"a":' * 10_000,
        },
    )


def broken_documents() -> Iterator[Case]:
    """A document of every kind of value, damaged at seeded places."""
    document = (
        '{"id":1,"name":"Zoë \\u00e9","tags":["a","b"],"pos":{"x":-1.5e3,"y":0},'
        '"on":true}'
    )
    rng = random.Random(8259)
    for number, cut in enumerate(sorted(rng.sample(range(1, len(document) - 1), 12))):
        yield f"n_document_cut_{number:02}", document[:cut].encode()
    structural = [at for at, char in enumerate(document) if char in "{}[]:,"]
    for number, at in enumerate(sorted(rng.sample(structural, 8))):
        yield (
            f"n_document_without_mark_{number:02}",
            (document[:at] + document[at + 1 :]).encode(),
        )
    for number, at in enumerate(sorted(rng.sample(structural, 8))):
        yield (
            f"n_document_with_mark_twice_{number:02}",
            (document[: at + 1] + document[at:]).encode(),
        )


def all_cases() -> dict[str, bytes]:
    """Every case by file name; a name or a content given twice is a mistake here."""
    result: dict[str, bytes] = {}
    contents: dict[tuple[str, bytes], str] = {}
    sources = (white_space, arrays, objects, strings, numbers, literals, texts, utf8,
               encodings, depths, broken_documents)  # fmt: skip
    for source in sources:
        for name, data in source():
            file_name = f"{name}.json"
            if file_name.lower() in {known.lower() for known in result}:
                raise SystemExit(f"two cases are called {file_name}")
            key = (source.__name__, data)
            if key in contents:
                raise SystemExit(f"{file_name} repeats {contents[key]}")
            contents[key] = file_name
            result[file_name] = data
    return result


def differences(cases: dict[str, bytes]) -> Iterator[str]:
    """What in cases/ is not as the table says."""
    present = {path.name: path for path in CASES.iterdir()} if CASES.is_dir() else {}
    for name in sorted(cases.keys() | present.keys()):
        if name not in cases:
            yield f"{name}: not in the table"
        elif name not in present:
            yield f"{name}: missing"
        elif present[name].read_bytes() != cases[name]:
            yield f"{name}: differs"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    arguments = parser.parse_args()
    cases = all_cases()
    if not arguments.check:
        CASES.mkdir(exist_ok=True)
        for path in CASES.iterdir():
            if path.name not in cases:
                path.unlink()
        for name, data in cases.items():
            (CASES / name).write_bytes(data)
    wrong = list(differences(cases))
    print(*wrong, f"{len(cases)} cases, {len(wrong)} differences", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
