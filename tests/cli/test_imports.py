"""What a command does not need yet is not imported: workers are forked before the heavy libraries are there."""

from __future__ import annotations

import subprocess
import sys

BEFORE_READING = """
import toolkit.cli, toolkit.tasks.campaign, toolkit.pipeline, toolkit.publish.deliver
import toolkit.engine, toolkit.intake.discover, toolkit.intake.recognise
from toolkit.findings.definition import load_profile
from toolkit.intake.read import _prepare
_prepare(load_profile("cqny-2021").forms)
"""


HEAVY = ("pandas", "numpy", "pandera", "pyarrow", "xlsxwriter", "openpyxl", "docx")


def test_nothing_heavy_is_there_when_the_workers_are_forked() -> None:
    script = f"{BEFORE_READING}\nimport sys; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
