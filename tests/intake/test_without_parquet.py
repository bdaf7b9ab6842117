"""Without the extra for parquet: one sentence with what to install, never a broken file or a fault of ours."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from toolkit import load_profile, reconcile
from toolkit.cli import run
from toolkit.errors import OutputError
from toolkit.intake.grids.parquet import read_parquet, read_register, write_parquet
from toolkit.intake.grids.unreadable import Unreadable
from toolkit.publish.deliver import deliver

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.model import Outcome

EXTRA = 'pip install "reconcile-toolkit[parquet]"'
LIST = {"单位": ["教务处", "财务处"], "群名称": ["教务处考务群", "财务处报销群"], "群号": ["100000001", "100000002"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A returned csv, and the same list as parquet, made while there was a writer."""
    (tmp_path / "收回").mkdir()
    pd.DataFrame(LIST).to_csv(tmp_path / "收回" / "教务处.csv", index=False)
    return tmp_path


@pytest.fixture
def parquet(folder: Path) -> bytes:
    pd.DataFrame(LIST).to_parquet(folder / "汇总.parquet")
    return (folder / "汇总.parquet").read_bytes()


@pytest.fixture
def absent(parquet: bytes, monkeypatch: pytest.MonkeyPatch) -> bytes:
    for name in ("pyarrow", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, name, None)
    return parquet


def outcome_of(folder: Path) -> Outcome:
    return reconcile(folder / "收回", as_of=dt.date(2026, 3, 11), profile="cqny-2021", jobs=1)


def test_a_returned_parquet_is_rejected_with_what_to_install(folder: Path, absent: bytes) -> None:
    (folder / "收回" / "汇总.parquet").write_bytes(absent)
    (folder / "收回" / "名字不对.xlsx").write_bytes(absent)

    outcome = outcome_of(folder)
    told = {
        file["path"]: file for file in json.loads(deliver(outcome, load_profile("cqny-2021"))["outcome.json"])["files"]
    }

    assert told["教务处.csv"]["status"] == "merged"
    for name in ("汇总.parquet", "名字不对.xlsx"):
        assert told[name]["status"] == "rejected"
        assert told[name]["reason"]["code"] == "not-a-workbook"
        assert EXTRA in told[name]["reason"]["text"]
        assert "损坏" not in told[name]["reason"]["text"]


@pytest.mark.parametrize("option", ["--previous", "--units", "--observed"])
def test_a_list_as_parquet_stops_the_run_with_what_to_install(
    option: str, folder: Path, absent: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert absent
    asked = ["run", str(folder / "收回"), "--profile", "cqny-2021", option, str(folder / "汇总.parquet")]
    status = run([*asked, "--out", str(folder / "结果"), "--no-cache"])

    said = capsys.readouterr().err
    assert status == 2
    assert EXTRA in said
    assert "汇总.parquet" in said
    assert len(said.strip().splitlines()) == 1
    assert not (folder / "结果").exists()


def test_a_ledger_beyond_the_rows_of_excel_is_refused_before_anything_is_written(folder: Path, absent: bytes) -> None:
    assert absent
    with pytest.raises(OutputError) as raised:
        deliver(outcome_of(folder), load_profile("cqny-2021"), rows=1)
    assert raised.value.code == "ledger-without-parquet"
    assert set(deliver(outcome_of(folder), load_profile("cqny-2021"))) >= {"台账.xlsx"}


@pytest.mark.parametrize("read", [read_parquet, read_register])
def test_a_broken_parquet_is_still_a_broken_one(read: object, parquet: bytes) -> None:
    with pytest.raises(Unreadable) as raised:
        read(parquet[:-9])  # type: ignore[operator]
    assert raised.value.note.code == "corrupt"
    assert write_parquet({"台账": {"群名称": ["考务群"]}}, beside={}, properties={}).startswith(b"PAR1")


def test_a_run_without_parquet_imports_nothing_of_it(folder: Path) -> None:
    """What is not installed cannot be missing: a whole run in a process where pyarrow must not be."""
    script = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from toolkit.cli import run\n"
        f"sys.exit(run(['run', {str(folder / '收回')!r}, '--profile', 'cqny-2021', '--out', {str(folder / '结果')!r},"
        " '--no-cache', '--quiet']))"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stderr
    assert (folder / "结果" / "台账.xlsx").is_file()
