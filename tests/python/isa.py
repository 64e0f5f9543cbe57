# SPDX-License-Identifier: Apache-2.0
"""Runs a command with one instruction set forced: isa.py NAME COMMAND [ARGUMENT...].

Exits with 77, which ctest shows as skipped, where this machine lacks it. The module
must then refuse to be imported; where the machine has it, the module must say that it
uses it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

NAMES = ("scalar", "sse42", "avx2", "avx512")
SKIPPED = 77

_NEEDED = {
    "scalar": set(),
    "sse42": {"sse4_2", "popcnt"},
    "avx2": {"avx2", "bmi1", "bmi2", "pclmulqdq"},
    "avx512": {
        "avx512f", "avx512bw", "avx512vl", "avx512dq", "avx512ifma", "avx512vbmi",
        "avx512_vbmi2",
    },
}  # fmt: skip


def machine_has(name: str) -> bool:
    """Whether this machine has the instruction set, or this build emulates it."""
    if os.environ.get("KRAIT_TEST_EMULATED") == name:
        return True
    needed = _NEEDED[name] | (_NEEDED["avx2"] if name == "avx512" else set())
    try:
        flags = re.search(r"^flags\s*:(.*)$", Path("/proc/cpuinfo").read_text(), re.M)
    except OSError:
        return not needed
    return needed <= set(flags[1].split() if flags else ())


def main() -> int:
    if len(sys.argv) < 3 or sys.argv[1] not in NAMES:
        print(__doc__)
        return 2
    name, command = sys.argv[1], sys.argv[2:]
    environment = dict(os.environ, KRAIT_ISA=name)
    probe = subprocess.run(
        [sys.executable, "-c", "import krait; print(krait.build_info()['isa'])"],
        env=environment,
        capture_output=True,
        text=True,
    )
    if not machine_has(name):
        refused = probe.returncode == 1 and "ImportError" in probe.stderr
        print(f"{name} is not on this machine; krait said: {probe.stderr[-200:]}")
        return SKIPPED if refused else 1
    if probe.stdout.strip() != name:
        print(f"{name} was forced, krait uses {probe.stdout!r}; {probe.stderr[-400:]}")
        return 1
    return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
