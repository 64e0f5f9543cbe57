# SPDX-License-Identifier: Apache-2.0
"""The layers check finds planted violations, and nothing in a tree without any.

test_layers.py ROOT        (no pytest needed: the check must be trusted first)
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import check_layers

SPDX = "// SPDX-License-Identifier: Apache-2.0\n"


def plant(name: str, text: str) -> Callable[[Path], None]:
    """A new file."""

    def write(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SPDX + text, encoding="utf-8")

    return write


def append(name: str, text: str) -> Callable[[Path], None]:
    """More text at the end of a file that is there."""

    def write(root: Path) -> None:
        path = root / name
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    return write


def without_licence(root: Path) -> None:
    path = root / "lib/base/status.hpp"
    text = path.read_text(encoding="utf-8")
    assert "SPDX" in text
    path.write_text(text.replace("SPDX", "XPDS"), encoding="utf-8")


# What is planted, and words of the line that must be reported for it.
PLANTS: list[tuple[Callable[[Path], None], str]] = [
    (
        plant("lib/base/planted.cpp", '#include "json/options.hpp"\n'),
        "base includes json",
    ),
    (plant("lib/simd/planted.cpp", '#include "json/path.hpp"\n'), "simd includes json"),
    (
        plant("lib/json/planted.hpp", '#  include  "pycore/core.hpp"\n'),
        "json includes pycore",
    ),
    (
        plant("lib/json/planted.cpp", '#include "../pycore/core.hpp"\n'),
        "json includes pycore",
    ),
    (plant("lib/json/planted.cpp", '#include "no/such/file.hpp"\n'), "no file of ours"),
    (
        plant("lib/pycore/planted.cpp", '#include "app/nothing.hpp"\n'),
        "no file of ours",
    ),
    (plant("lib/nowhere/planted.cpp", "int x;\n"), "is in no room"),
    (
        plant("lib/base/planted.cpp", "#include <fmt/format.h>\n"),
        "without PACKAGES krait::fmt",
    ),
    (plant("lib/json/planted.cpp", "#include <simdjson.h>\n"), "only pycore may"),
    (
        plant("lib/pycore/planted.cpp", "#include <simdjson.h>\n"),
        "one file includes simdjson",
    ),
    (
        plant("lib/pycore/planted.cpp", "#include <Python.h>\n"),
        "pycore/python.hpp alone",
    ),
    (
        plant("lib/pycore/planted.cpp", "#include <pybind11/embed.h>\n"),
        "without PACKAGES pybind11",
    ),
    (plant("lib/json/planted.cpp", "PyObject* x;\n"), "PyObject is CPython's"),
    (
        plant("lib/base/planted.cpp", "auto n = PyList_GET_SIZE(x);\n"),
        "PyList_GET_SIZE is",
    ),
    (
        plant("lib/simd/planted.cpp", "void f() { PyErr_Clear(); }\n"),
        "PyErr_Clear is CPython's",
    ),
    (
        plant("lib/pycore/planted.cpp", "#if PY_VERSION_HEX > 1\n#endif\n"),
        "PY_VERSION_HEX belongs",
    ),
    (
        plant("lib/pycore/planted.cpp", "#ifdef Py_GIL_DISABLED\n#endif\n"),
        "Py_GIL_DISABLED",
    ),
    (
        plant("lib/pycore/planted.cpp", "auto x = _PyLong_AsByteArray;\n"),
        "_PyLong_AsByteArray",
    ),
    (
        plant("lib/json/planted.cpp", "void f() { std::cout << 1; }\n"),
        "std::cout in lib/",
    ),
    (plant("lib/json/planted.cpp", 'void f() { printf("x"); }\n'), "printf in lib/"),
    (plant("lib/base/planted.cpp", "void f() { std::exit(1); }\n"), "exit in lib/"),
    (plant("lib/base/planted.cpp", "void f() { abort(); }\n"), "abort in lib/"),
    (
        plant("lib/base/planted.cpp", "#include <immintrin.h>\n"),
        "belongs to the ISA files",
    ),
    (
        plant("lib/pycore/planted.cpp", "#include <emmintrin.h>\n"),
        "belongs to the ISA files",
    ),
    (without_licence, "no SPDX line"),
    (
        append("CMakeLists.txt", "\nkrait_room(planted USES nothing)\n"),
        "which is no room",
    ),
    (
        append(
            "CMakeLists.txt", "\nkrait_room(one USES two)\nkrait_room(two USES one)\n"
        ),
        "in a circle",
    ),
]

# What looks like a violation and is none.
HARMLESS = [
    plant("lib/json/planted.cpp", "// PyObject, printf(x) and abort() in a comment\n"),
    plant(
        "lib/json/planted.cpp",
        '/* PY_VERSION_HEX\n#include nothing */ auto s = "exit(1)";\n',
    ),
    plant("lib/json/planted.cpp", '#include "base/status.hpp"\n#include <vector>\n'),
    plant("lib/pycore/planted.cpp", "int f() { return _PyBytes_Resize(x, 1); }\n"),
    plant("lib/base/planted.cpp", 'auto s = R"(std::cout)"; void on_exit_do(int);\n'),
]


def copy_of(root: Path, parent: Path) -> Path:
    """The parts of the tree that the check looks at."""
    copy = parent / "tree"
    copy.mkdir()
    shutil.copy(root / "CMakeLists.txt", copy)
    for top in ("lib", "app"):
        shutil.copytree(root / top, copy / top)
    return copy


def missed(root: Path, act: Callable[[Path], None], words: str) -> str | None:
    """What is wrong with the answer to one planted change; "" as words: nothing new."""
    with tempfile.TemporaryDirectory() as parent:
        copy = copy_of(root, Path(parent))
        before = set(check_layers.offences(copy))
        act(copy)
        fresh = set(check_layers.offences(copy)) - before
    if words and not any(words in line for line in fresh):
        return f"not found: {words!r}; found {sorted(fresh)}"
    if not words and fresh:
        return f"false alarms: {sorted(fresh)}"
    return None


def main() -> int:
    root = Path(sys.argv[1]).resolve()
    answers = [missed(root, act, words) for act, words in PLANTS]
    answers += [missed(root, act, "") for act in HARMLESS]
    wrong = [answer for answer in answers if answer]
    print(*wrong, sep="\n")
    print(f"{len(answers)} planted changes, {len(wrong)} wrong answers")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
