"""The engines that tests run on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from places import need

from toolkit.engine import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.engine import Engine


@pytest.fixture(scope="session", params=["local", "dask", "spark"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine in turn; the workers of Spark find the functions of the tests by PYTHONPATH."""
    need(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent), prepend=os.pathsep)
        with open_engine(request.param, jobs=2) as opened:
            yield opened
