"""What all tests share: one opened gazetteer a worker, no network, no silent skips in CI."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from karamap.gazetteer import Gazetteer

ROOT = Path(__file__).resolve().parents[1]

# the same examples on every run, and no failure for a busy machine
settings.register_profile(
    "karamap",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)
settings.load_profile("karamap")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let no test reach the network (unix sockets stay on this machine); keep files together."""
    config.option.disable_socket = True
    config.option.allow_unix_socket = True
    if getattr(config.option, "dist", "no") == "load":
        config.option.dist = "loadfile"  # what a file's tests share is made once


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip tests that need a program this machine lacks."""
    if item.get_closest_marker("gis") and not shutil.which("ogrinfo"):
        pytest.skip("needs GDAL's ogrinfo")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,  # noqa: ARG001  the hook's own signature
    call: pytest.CallInfo[None],  # noqa: ARG001
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Count a skipped test as failed where REQUIRE_ALL=1: CI has everything that tests need."""
    report = yield
    if report.skipped and os.environ.get("REQUIRE_ALL") == "1":
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL=1 and the test was skipped: {why}"
    return report


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """Return the packaged gazetteer over the world, opened once a worker."""
    return Gazetteer.open()
