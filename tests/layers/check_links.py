#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""krait links nothing but the C library; what is Python's is in krait-python alone.

    check_links.py [--readelf READELF] [--instrumented WORDS] KRAIT KRAIT_PYTHON

WORDS: the sanitizers and coverage of the build; they bring libraries of their own.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

NEEDED = re.compile(r"\(NEEDED\)\s+Shared library: \[([^\]]+)\]")
# The C library and what comes with it; none of them where krait is linked statically.
C_LIBRARY = re.compile(r"(?:libc|libm|libpthread|ld-linux-[\w-]+)\.so\.\d+")
NEVER = re.compile(r"lib(?:python|simdjson|fmt)")
# CPython's names, and those of the rooms that stand on it (mangled).
OF_PYTHON = re.compile(
    r"\s(Py[A-Z]\w+|_ZNK?5krait6py(?:core|host)\w+|_ZN8pybind11\w+)"
)


def output_of(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readelf", default="readelf")
    parser.add_argument("--instrumented", default="")
    parser.add_argument("krait", type=Path)
    parser.add_argument("krait_python", type=Path)
    arguments = parser.parse_args()
    plain = arguments.instrumented.upper() in ("", "OFF", "0", "FALSE", "NO")

    def needed(binary: Path) -> list[str]:
        return NEEDED.findall(output_of(arguments.readelf, "-dW", str(binary)))

    def python_names(binary: Path) -> list[str]:
        return OF_PYTHON.findall(output_of(arguments.readelf, "-sW", str(binary)))

    wrong = []
    libraries = needed(arguments.krait)
    for library in libraries:
        if NEVER.match(library) or (plain and not C_LIBRARY.fullmatch(library)):
            wrong.append(f"{arguments.krait}: needs {library}")
    for name in python_names(arguments.krait)[:10]:
        wrong.append(f"{arguments.krait}: holds {name}")
    # Proves that the patterns find what they look for.
    if not python_names(arguments.krait_python):
        wrong.append(f"{arguments.krait_python}: no name of CPython's in it")
    print(*wrong, sep="\n")
    print(f"krait needs {', '.join(libraries) or 'nothing'}; {len(wrong)} offences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
