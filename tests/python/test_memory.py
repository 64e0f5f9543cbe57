# SPDX-License-Identifier: Apache-2.0
"""Out of memory at every allocation: MemoryError, no crash, and the next call works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("_testcapi", reason="this Python comes without _testcapi")
import probe_memory  # noqa: E402

PROBE = Path(probe_memory.__file__)


@pytest.mark.parametrize("name", probe_memory.scenarios())
def test_each_allocation_may_fail(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", str(PROBE), name],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:] + done.stdout
    assert int(done.stdout) >= 1
