"""The page that somebody sends to whoever helps: it says what is wrong and nothing of whom it comes from."""

from __future__ import annotations

import getpass
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from toolkit import cli
from toolkit.tasks import doctor


def test_a_good_installation_is_told_so_and_nothing_private_is_on_the_page(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["doctor"]) == 0
    said = capfd.readouterr().out
    assert "内置样例：读出 2 个群" in said
    assert "一切正常" in said
    private = [tempfile.gettempdir(), str(Path.home()), platform.node(), str(Path.cwd()), sys.executable]
    assert [text for text in private if len(text) > 3 and text in said] == []
    if len(getpass.getuser()) > 4:
        assert getpass.getuser() not in said


def test_a_sample_that_does_not_run_is_told_with_the_place_and_no_value(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> bytes:
        message = "13900000001 /home/zhang"
        raise RuntimeError(message)

    monkeypatch.setattr(doctor, "sample", broken)
    assert cli.run(["doctor", "--lang", "en"]) == 1
    said = capfd.readouterr().out
    assert "builtins.RuntimeError" in said
    assert "test_self_check.py" in said
    assert "zhang" not in said
    assert "1 things to do" in said


def test_a_library_that_is_missing_or_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        doctor.metadata, "requires", lambda _: ["click>=999", "no-such-thing>=1", "pytest; extra == 'dev'"]
    )
    wrong = [check for check in doctor._of_libraries() if check.grade == "bad"]
    assert [check.code for check in wrong] == ["libraries-wrong"]
    assert "no-such-thing >=1" in wrong[0].facts["libraries"]
    assert wrong[0].facts["libraries"][0].startswith("click ")


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp437", "utf-8"])
def test_it_runs_without_a_home_and_on_every_console(tmp_path: Path, encoding: str) -> None:
    bare = {"PYTHONIOENCODING": encoding, "PATH": os.environ.get("PATH", ""), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "toolkit", "doctor"]
    done = subprocess.run(command, env=bare, capture_output=True, check=False, cwd=tmp_path)  # noqa: S603 - our own
    assert done.returncode == 0, done.stderr
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("~")]
