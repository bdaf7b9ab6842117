"""What all tests share: LibreOffice where it is there, and in CI it has to be there."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator


settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
"""The same examples at every run, however slow the machine; new ones are looked for by hand, not by chance in CI."""
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--engine=excel`: press the buttons in the Excel of this machine instead of one made of paper."""
    parser.addoption("--engine", choices=("paper", "excel"), default="paper", help="what the Excel tests run in")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that needs LibreOffice where there is none; in CI (RECONCILE_NO_SKIP) that is a failure."""
    if item.get_closest_marker("office") is None or shutil.which("soffice"):
        return
    if os.environ.get("RECONCILE_NO_SKIP"):
        pytest.fail("LibreOffice (soffice) is not installed, and in CI it has to be")
    pytest.skip("LibreOffice (soffice) is not installed")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what is read in a folder of the session, not among the readings of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECONCILE_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield
