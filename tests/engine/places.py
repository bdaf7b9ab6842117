"""Which engines this machine has; where a skip is no answer (RECONCILE_NO_SKIP), one that it lacks is a failure."""

from __future__ import annotations

import importlib.util
import os
import shutil

import pytest

NEEDED = {"dask": "distributed", "spark": "pyspark"}


def lacking(name: str) -> str:
    """Return what this machine lacks for an engine, "" when nothing."""
    module = NEEDED.get(name, "")
    if module and importlib.util.find_spec(module) is None:
        return f"pip install reconcile-toolkit[{name}]"
    return "Java 17" if name == "spark" and not (shutil.which("java") or os.environ.get("JAVA_HOME")) else ""


def need(name: str) -> None:
    """Skip, or fail where RECONCILE_NO_SKIP is set, when an engine cannot run here."""
    if told := lacking(name):
        (pytest.fail if os.environ.get("RECONCILE_NO_SKIP") else pytest.skip)(f"not here: {told}")
