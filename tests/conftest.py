"""What all tests share: LibreOffice where it is there, and in CI it has to be there."""

from __future__ import annotations

import os
import shutil

import pytest


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that needs LibreOffice where there is none; in CI (RECONCILE_NO_SKIP) that is a failure."""
    if item.get_closest_marker("office") is None or shutil.which("soffice"):
        return
    if os.environ.get("RECONCILE_NO_SKIP"):
        pytest.fail("LibreOffice (soffice) is not installed, and in CI it has to be")
    pytest.skip("LibreOffice (soffice) is not installed")
