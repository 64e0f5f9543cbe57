# SPDX-License-Identifier: Apache-2.0
"""Makes sure that the krait under test is there, and the one that was asked for."""

from __future__ import annotations

import os
import sys

import pytest

try:
    import krait
except ImportError as error:
    raise pytest.UsageError(
        f"cannot import krait ({error}); build it and set PYTHONPATH=BUILD/python"
    ) from error

if os.environ.get("KRAIT_ISA", krait.build_info()["isa"]) != krait.build_info()["isa"]:
    raise pytest.UsageError(
        f"KRAIT_ISA={os.environ['KRAIT_ISA']} was forced, "
        f"but krait uses {krait.build_info()['isa']}"
    )

# Objects are written straight into memory where the layout is known; a version where
# that no longer holds is not to pass unnoticed.
_known = (3, 11) <= sys.version_info[:2] <= (3, 14)
_other_abi = sys.abiflags != ""  # debug or free-threaded
_public = os.environ.get("KRAIT_COMPAT") == "public" or not _known or _other_abi
if krait.build_info()["compat"] != ("public" if _public else "layout"):
    raise pytest.UsageError(
        f"krait makes objects by {krait.build_info()['compat']}, not as expected"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: minutes instead of seconds")
    config.addinivalue_line("markers", "per_isa: worth a run for each instruction set")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the slow tests as well")


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    if config.getoption("--slow") or "slow" in config.getoption("-m"):
        return
    slow = pytest.mark.skip(reason="slow: ask with --slow or -m slow")
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(slow)


def pytest_report_header() -> str:
    return f"krait: {krait.__file__} {krait.build_info()}"
