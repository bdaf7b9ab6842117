"""prepare, purge and the control workbook overwrite nothing that they did not write, or that was changed since."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from drawing import workbook

from toolkit import cli

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "重庆能源职业学院 QQ 群、微信群审备登记表"
HEAD = "单位 | 群名称 | 平台 | 群号 | 群主 | 群主手机 | 人数 | 创建日期 | 用途"
LINE = "{} | {}工作群 | QQ群 | 310000001 | 章一 | 13900000001 | 60 | 2019-09-01 | 发布通知"


@pytest.fixture(autouse=True)
def _someones(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECONCILE_CACHE_DIR", str(tmp_path_factory.mktemp("user") / "cache"))


def prepare(out: Path, *more: str) -> int:
    return cli.run(["prepare", "--profile", "cqny-2021", "--out", str(out), *more])


def roster(folder: Path, *units: str) -> str:
    return str(workbook(folder / "名录.xlsx", "\n".join(["单位 | 应报", *(f"{unit} | 是" for unit in units)])))


def test_forms_that_nobody_touched_are_written_anew_and_changed_ones_set_aside(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "下发"
    units = roster(tmp_path, "教务处", "图书馆", "后勤处")
    assert prepare(out, "--units", units) == 0
    names = sorted(path.name for path in out.iterdir())
    mine = next(path for path in out.iterdir() if "教务处" in path.name)
    mine.write_bytes(mine.read_bytes() + b"filled in")
    content = mine.read_bytes()
    capfd.readouterr()
    assert prepare(out, "--units", units) == 0
    aside = mine.with_name(f"{mine.stem}（原有）.xlsx")
    assert sorted(path.name for path in out.iterdir()) == sorted([*names, aside.name])
    assert aside.read_bytes() == content
    assert f"{mine.name} → {aside.name}" in capfd.readouterr().out


def test_what_bears_the_name_of_a_form_and_is_another_file_is_set_aside(tmp_path: Path) -> None:
    out = tmp_path / "下发"
    prepare(out)
    (name,) = (path.name for path in out.iterdir())
    shutil.rmtree(out)
    out.mkdir()
    (tmp_path / "原件.xlsx").write_bytes(b"mine")
    (out / name).symlink_to(tmp_path / "原件.xlsx")
    assert prepare(out) == 0
    assert (tmp_path / "原件.xlsx").read_bytes() == b"mine"
    assert sum(path.is_symlink() for path in out.iterdir()) == 1


@pytest.mark.parametrize("place", ["收回", "收回/下发", "收回/二批/下发"])
def test_forms_are_not_handed_out_into_a_folder_of_returns(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], place: str
) -> None:
    workbook(tmp_path / "收回" / "教务处交来.xlsx", f"{HEAD}\n{LINE.format('教务处', '教务')}", title=TITLE)
    before = sorted(tmp_path.rglob("*"))
    assert prepare(tmp_path / place) == 2
    assert len(capfd.readouterr().err.strip().splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_last_years_register_on_the_institutions_own_form_is_no_return(tmp_path: Path) -> None:
    workbook(tmp_path / "上年.xlsx", f"{HEAD}\n{LINE.format('教务处', '教务')}", title=TITLE)
    workbook(tmp_path / "前年.xlsx", f"{HEAD}\n{LINE.format('教务处', '教务')}", title=TITLE)
    units = roster(tmp_path, "教务处")
    assert prepare(tmp_path / "下发", "--previous", str(tmp_path / "上年.xlsx"), "--units", units) == 0


def test_a_register_of_ours_beside_the_forms_is_no_return(tmp_path: Path) -> None:
    (tmp_path / "年度" / "收回").mkdir(parents=True)
    workbook(tmp_path / "年度" / "收回" / "教务处.xlsx", f"{HEAD}\n{LINE.format('教务处', '教务')}", title=TITLE)
    cli.run(["run", str(tmp_path / "年度" / "收回"), "--profile", "cqny-2021", "--as-of", "2026-05-01", "--quiet"])
    (tmp_path / "年度" / "对账结果" / "台账.xlsx").rename(tmp_path / "年度" / "台账.xlsx")
    assert prepare(tmp_path / "年度" / "下发") == 0


def test_purge_sets_aside_what_stands_where_it_writes(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    workbook(tmp_path / "收回" / "教务处.xlsx", f"{HEAD}\n{LINE.format('教务处', '教务')}", title=TITLE)
    cli.run(["run", str(tmp_path / "收回"), "--profile", "cqny-2021", "--as-of", "2026-05-01", "--quiet", "--no-cache"])
    ledger = tmp_path / "对账结果" / "台账.xlsx"
    target = tmp_path / "清理后.xlsx"
    target.write_bytes(b"notes")
    asked = ["purge", str(ledger), "--out", str(target), "--as-of", "2026-05-01"]
    assert cli.run(asked) == 0
    assert (tmp_path / "清理后（原有）.xlsx").read_bytes() == b"notes"
    assert "清理后.xlsx → 清理后（原有）.xlsx" in capfd.readouterr().out
    assert target.stat().st_mode & 0o777 == 0o600
    assert cli.run(asked) == 0
    assert len(list(tmp_path.glob("清理后*"))) == 2
    (tmp_path / "同一份.xlsx").hardlink_to(ledger)
    assert cli.run(["purge", str(ledger), "--out", str(tmp_path / "同一份.xlsx")]) == 2


def test_a_control_workbook_leaves_what_stands_beside_it(tmp_path: Path) -> None:
    launcher = tmp_path / "控制台.command"
    launcher.write_bytes(b"#!/bin/sh\n# mine\n")
    assert cli.run(["excel", "new", str(tmp_path / "控制台.xlsm")]) == 0
    assert (tmp_path / "控制台（原有）.command").read_bytes() == b"#!/bin/sh\n# mine\n"
    (tmp_path / "断.xlsm").symlink_to(tmp_path / "没有")
    assert cli.run(["excel", "new", str(tmp_path / "断.xlsm")]) == 2
    assert not (tmp_path / "没有").exists()
