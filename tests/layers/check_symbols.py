#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Finds weak functions in object files that are compiled for one instruction set.

    check_symbols.py [--nm NM] [--objdump OBJDUMP] LIBRARY.a...

An inline function or template that such a file emits as a weak symbol may be the one
the linker keeps for the whole program, and then runs on machines without that set. Weak
functions that hold no instruction of a later set than the baseline (they come from
standard headers, included before the target region; unoptimised builds keep many) are
harmless.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator

ISA_OBJECT = re.compile(r"(?:^|_)(avx512|avx2|sse42)\.(?:cpp\.)?(?:o|obj)$")
# VEX and EVEX mnemonics begin with v; the rest is BMI1, BMI2, LZCNT, POPCNT, SSE3 to
# SSE4.2.
BEYOND_BASELINE = re.compile(
    r"^(?:v[a-z0-9]+|k(?:mov|or|and|not|xor|shift|unpck|add|test)\w*|andn|bextr|bls(?:i|r|msk)|"
    r"bzhi|pdep|pext|mulx|rorx|sarx|shlx|shrx|lzcnt|tzcnt|popcnt|crc32\w?|pshufb|palignr|"
    r"pcmp[ie]str[im]|pcmpgtq|pcmpeqq|pblend\w+|blend\w+|ptest|pm(?:ax|in)[su][bwdq]|pmulld|"
    r"pmov[sz]x\w+|pins?r[bdq]|pextr[bdq]|round[ps][sd]|pabs[bwd]|phadd\w+|pmaddubsw|lddqu)$"
)
FUNCTION = re.compile(r"^[0-9a-f]+ <(?P<name>[^>]+)>:$")


def output_of(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def weak_functions(nm: str, library: str) -> Iterator[tuple[str, str]]:
    """(object, mangled symbol) of each weak definition in an object of one ISA."""
    member = ""
    for line in output_of(nm, "--defined-only", library).splitlines():
        if line.endswith(":"):
            member = line[:-1]
        elif ISA_OBJECT.search(member):
            fields = line.split()
            # W: weak; V: weak object; u: unique global. Data is no code: V and u pass.
            if len(fields) == 3 and fields[1] == "W":
                yield member, fields[2]


# GNU's objdump names a member "avx2.cpp.o", LLVM's "libkrait_simd.a(avx2.cpp.o)".
MEMBER = re.compile(r"^(?:.*\()?([^()\s]+?)\)?:\s+file format ")
INSTRUCTION = re.compile(r"^\s*[0-9a-f]+:\s+(\S+)")


def late_instructions(objdump: str, library: str) -> dict[tuple[str, str], set[str]]:
    """(object, mangled symbol) -> instructions beyond the baseline in it."""
    result: dict[tuple[str, str], set[str]] = {}
    member = symbol = ""
    text = output_of(objdump, "-d", "--no-show-raw-insn", library)
    for line in text.splitlines():
        if match := MEMBER.match(line):
            member = match[1]
        elif match := FUNCTION.match(line):
            symbol = match["name"]
        elif ISA_OBJECT.search(member) and (match := INSTRUCTION.match(line)):
            if BEYOND_BASELINE.match(match[1]):
                result.setdefault((member, symbol), set()).add(match[1])
    return result


def isa_objects(nm: str, library: str) -> list[str]:
    names = [
        line[:-1] for line in output_of(nm, library).splitlines() if line.endswith(":")
    ]
    return [name for name in names if ISA_OBJECT.search(name)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nm", default="nm")
    parser.add_argument("--objdump", default="objdump")
    parser.add_argument("libraries", nargs="+")
    arguments = parser.parse_args()
    objects = weak = 0
    offences = []
    for library in arguments.libraries:
        found = len(isa_objects(arguments.nm, library))
        if not found:
            offences.append(f"{library}: no object of an instruction set in it")
        objects += found
        late = late_instructions(arguments.objdump, library)
        if found and not late:
            offences.append(
                f"{library}: objdump shows no vector code where some must be"
            )
        for member, symbol in weak_functions(arguments.nm, library):
            weak += 1
            if instructions := late.get((member, symbol)):
                shown = ", ".join(sorted(instructions)[:4])
                offences.append(f"{library}({member}): weak {symbol} holds {shown}")
    print(*offences, sep="\n")
    print(f"{objects} objects of one instruction set, {weak} weak functions in them, "
          f"{len(offences)} offences")  # fmt: skip
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main())
