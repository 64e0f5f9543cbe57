#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the #includes of lib/ and app/ with the rooms, and code with house rules.

    check_layers.py ROOT

A room may include its own files and those of the rooms its krait_room() line names:
only those, not what they use in turn. Prints one line for each offence; exit code 1 if
any.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SUFFIXES = {".cpp", ".hpp", ".c", ".h"}
SOURCES_OF_OURS = {*SUFFIXES, ".py", ".pyi", ".cmake"}
FOLDERS_OF_OURS = (
    "lib",
    "app",
    "python",
    "tests",
    "bench",
    "scripts",
    "cmake",
    "third_party",
)

# Third-party headers and the package that a room must name to include them.
PACKAGE_OF_HEADER = {
    "pybind11/": "pybind11",
    "CLI/": "CLI11",
    "fmt/": "krait::fmt",
    "simdjson": "simdjson",
    "Python.h": "Python",
    "doctest": "doctest",
}
ISA_ROOMS = {"simd", "json", "text"}
ISA_LOOP = re.compile(r"lib/pycore/(?:loads|dumps)_[a-z0-9]+\.cpp")
PYTHON_ROOMS = {"pycore", "pyhost"}
# Public, whatever their underscore says.
ALLOWED_PRIVATE = {"_PyBytes_Resize", "_Py_NULL", "_Py_CAST", "_Py_STATIC_CAST"}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)
PRIVATE_PYTHON = re.compile(r"\bPY_VERSION_HEX\b|\bPy_GIL_DISABLED\b|\b_Py[A-Z_]\w*")
PYTHON_API = re.compile(
    r"\bPy(?:[A-Z][a-z]+)+_\w+|\bPyObject\b|\bPy_[A-Za-z]\w*|\bPyErr_\w+"
)
PRINTS_OR_EXITS = re.compile(
    r"std::c(?:out|err|log)\b|\b(?:f|v|vf)?printf\s*\(|\bf?puts\s*\(|\bputchar\s*\(|"
    r"\bfwrite\s*\(|fmt::print|std::print\b|(?<![\w.>])(?:std::|::)?"
    r"(?:exit|_exit|_Exit|abort|quick_exit|terminate)\s*\("
)
# A comment, a raw string, a string or a character.
TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<tag>[^()\\ ]*)\(.*?\)(?P=tag)"|"(?:[^"\\\n]|\\.)*"|'
    r"'(?:[^'\\\n]|\\.)+'",
    re.DOTALL,
)


@dataclass
class Room:
    """One krait_room() line."""

    name: str
    folder: str  # relative to the root, "" for the root's own app/
    uses: set[str] = field(default_factory=set)
    packages: list[str] = field(default_factory=list)


def rooms_of(root: Path) -> dict[str, Room]:
    """The rooms that CMakeLists.txt declares."""
    text = re.sub(r"#[^\n]*", "", (root / "CMakeLists.txt").read_text(encoding="utf-8"))
    result: dict[str, Room] = {}
    for match in re.finditer(r"\bkrait_room\s*\(([^)]*)\)", text):
        name, *words = match[1].split()
        values: dict[str, list[str]] = {"IN": [], "USES": [], "PACKAGES": []}
        current = ""
        for word in words:
            if word in values:
                current = word
            elif current:
                values[current].append(word)
        base = values["IN"][0] if values["IN"] else "lib"
        folder = (Path(base) / name).as_posix()
        result[name] = Room(name, folder, set(values["USES"]), values["PACKAGES"])
    return result


def room_of(path: Path, root: Path, rooms: dict[str, Room]) -> Room | None:
    """The room whose folder is the closest above the file."""
    relative = path.relative_to(root).as_posix()
    owners = [room for room in rooms.values() if relative.startswith(room.folder + "/")]
    return max(owners, key=lambda room: len(room.folder), default=None)


def code_of(text: str) -> str:
    """The text with comments and the insides of literals blanked, line by line."""

    def blank(match: re.Match[str]) -> str:
        kept = re.sub(r"[^\n]", " ", match[0])
        return kept if match[0].startswith("/") else f'"{kept[1:-1]}"'

    return TOKEN.sub(blank, text)


def line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def source_files(root: Path) -> list[Path]:
    """C and C++ files of lib/ and app/."""
    files = [path for top in ("lib", "app") for path in (root / top).rglob("*")]
    return sorted(path for path in files if path.suffix in SUFFIXES and path.is_file())


def resolve(name: str, path: Path, root: Path) -> Path | None:
    """The file of ours that an #include "..." names."""
    for base in (path.parent, root / "lib", root):
        if (base / name).is_file():
            return (base / name).resolve()
    return None


def check_cycles(rooms: dict[str, Room]) -> Iterator[str]:
    """Rooms that are named but unknown, or that use each other in a circle."""
    for room in rooms.values():
        for used in sorted(room.uses - rooms.keys()):
            yield f"CMakeLists.txt: {room.name} uses {used}, which is no room"
    left = dict(rooms)
    while ready := [name for name, room in left.items() if not room.uses & left.keys()]:
        for name in ready:
            del left[name]
    if left:
        names = ", ".join(sorted(left))
        yield f"CMakeLists.txt: rooms use each other in a circle: {names}"


def check_includes(
    path: Path, text: str, root: Path, rooms: dict[str, Room]
) -> Iterator[str]:
    """Includes of rooms that are not named, and of packages that are not."""
    where = path.relative_to(root).as_posix()
    room = room_of(path, root, rooms)
    if room is None:
        yield f"{where}: is in no room"
        return
    for match in INCLUDE.finditer(text):
        at = f"{where}:{line_of(text, match.start(1))}"
        name = match[2]
        if match[1] == '"':
            target = resolve(name, path, root)
            if target is None:
                yield f'{at}: "{name}" is no file of ours; others are included with <>'
                continue
            other = room_of(target, root.resolve(), rooms)
            if other is None:
                yield f'{at}: "{name}" is in no room'
            elif other is not room and other.name not in room.uses:
                yield f"{at}: {room.name} includes {other.name}, not named in its USES"
            continue
        for prefix, package in PACKAGE_OF_HEADER.items():
            if name.startswith(prefix) and not any(package in p for p in room.packages):
                yield f"{at}: {room.name} includes <{name}> without PACKAGES {package}"


def check_rules(
    path: Path, text: str, root: Path, rooms: dict[str, Room]
) -> Iterator[str]:
    """What only some places may say."""
    where = path.relative_to(root).as_posix()
    room = room_of(path, root, rooms)
    name = room.name if room else ""
    code = code_of(text)
    compat = where.startswith(("lib/pycore/compat/", "tests/layout/"))

    def found(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
        for match in pattern.finditer(code):
            yield f"{where}:{line_of(code, match.start())}", match[0]

    for match in INCLUDE.finditer(text):
        at = f"{where}:{line_of(text, match.start(1))}"
        if match[2] == "Python.h" and where != "lib/pycore/python.hpp" and not compat:
            yield f"{at}: <Python.h> is included by pycore/python.hpp alone"
        is_vector = re.fullmatch(r"[a-z]*intrin\.h|arm_neon\.h", match[2])
        if is_vector and name not in ISA_ROOMS and not ISA_LOOP.fullmatch(where):
            yield f"{at}: <{match[2]}> belongs to the ISA files"
    if name not in PYTHON_ROOMS:
        for at, word in found(PYTHON_API):
            yield f"{at}: {word} is CPython's; only pycore and pyhost may use it"
    if not compat:
        for at, word in found(PRIVATE_PYTHON):
            if word not in ALLOWED_PRIVATE:
                yield f"{at}: {word} belongs to lib/pycore/compat"
    if where.startswith("lib/"):
        for at, word in found(PRINTS_OR_EXITS):
            yield f"{at}: {word.strip(' (')} in lib/: nothing there prints or exits"


def check_simdjson(files: list[Path], root: Path) -> Iterator[str]:
    """One file touches simdjson, and it is pycore's."""
    users = [
        path.relative_to(root).as_posix()
        for path in files
        if any(
            m[2].startswith("simdjson")
            for m in INCLUDE.finditer(path.read_text("utf-8"))
        )
    ]
    for user in users:
        if not user.startswith("lib/pycore/"):
            yield f"{user}: includes simdjson; only pycore may"
    if len(users) > 1:
        yield f"{', '.join(users)}: one file includes simdjson, not {len(users)}"


def check_licence(root: Path) -> Iterator[str]:
    """Every source file has its SPDX line near the top."""
    for top in FOLDERS_OF_OURS:
        for path in sorted((root / top).rglob("*")):
            relative = path.relative_to(root)
            if any(
                part.startswith(".") or part == "__pycache__" for part in relative.parts
            ):
                continue
            ours = path.suffix in SOURCES_OF_OURS or path.name == "CMakeLists.txt"
            if not ours or not path.is_file():
                continue
            head = path.read_text(encoding="utf-8").splitlines()[:4]
            if not any("SPDX-License-Identifier: Apache-2.0" in line for line in head):
                yield f"{relative.as_posix()}: no SPDX line"


def offences(root: Path) -> Iterator[str]:
    """Everything that is wrong below `root`."""
    rooms = rooms_of(root)
    files = source_files(root)
    if not rooms or not files:
        yield f"{root}: no rooms or no sources found"
        return
    yield from check_cycles(rooms)
    for path in files:
        text = path.read_text(encoding="utf-8")
        yield from check_includes(path, text, root, rooms)
        yield from check_rules(path, text, root, rooms)
    yield from check_simdjson(files, root)
    yield from check_licence(root)


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    root = Path(sys.argv[1]).resolve()
    found = list(offences(root))
    print(*found, sep="\n")
    print(f"{len(source_files(root))} files in {len(rooms_of(root))} rooms, "
          f"{len(found)} offences")  # fmt: skip
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
