# SPDX-License-Identifier: Apache-2.0
"""Makes sure that the krait under test is there, and the one that was asked for."""

from __future__ import annotations

import os

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
