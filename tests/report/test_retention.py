"""Dissolved groups stay in the ledger year after year; their people leave it when the years of keeping are over."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import openpyxl
import pytest
from campaigns import Written, run
from click.testing import CliRunner

from toolkit import Sources
from toolkit.cli import run as main_status
from toolkit.cli.commands import build
from toolkit.intake.grids.locked import unlocked
from toolkit.publish.deliver import encrypt
from toolkit.register.known import known_before
from toolkit.regulations.profile import load_profile
from toolkit.report.ledger import render_ledger
from toolkit.report.retention import purge as purge_ledger

if TYPE_CHECKING:
    from pathlib import Path

LONG_AGO = {"单位": "教务处", "群名称": "教务处老群", "群号": "320000077", "解散日期": "2021-05-01", "群主姓名": "冯八"}
LATELY = {**LONG_AGO, "群名称": "教务处新近解散群", "群号": "320000078", "解散日期": "2025-05-01", "群主姓名": "冯七"}
UNDATED = {**LONG_AGO, "群名称": "教务处无日期群", "群号": "320000079", "解散日期": "", "群主姓名": "冯六"}


def ledger(folder: Path) -> Path:
    """The ledger of a campaign whose last year's ledger already kept three dissolved groups."""
    says = {"群": [{}], "上年": [{}], "上年已解散": [LONG_AGO, LATELY, UNDATED]}
    outcome = run(Written("suzhou-2018", "", hit=False, title="", says=says), folder)
    path = folder / "新台账.xlsx"
    path.write_bytes(render_ledger(outcome))
    return path


def rows(path: Path, sheet: str) -> list[dict[str, str]]:
    head, *body = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), (str(value or "") for value in row), strict=True)) for row in body]


def purge(source: Path, *more: str) -> tuple[int, str, Path]:
    target = source.with_name("清理后.xlsx")
    command = ["purge", str(source), "--out", str(target), "--as-of", "2026-03-11", *more]
    result = CliRunner().invoke(build("zh"), command, standalone_mode=False)
    assert result.exception is None, result.exception
    return result.return_value, result.output, target


def test_what_was_dissolved_years_ago_is_still_in_the_ledger(tmp_path: Path) -> None:
    names = {row["群名称"]: row["解散日期"] for row in rows(ledger(tmp_path), "已解散")}
    assert names == {"教务处老群": "2021-05-01", "教务处新近解散群": "2025-05-01", "教务处无日期群": ""}


def test_only_people_of_groups_dissolved_long_ago_are_dropped(tmp_path: Path) -> None:
    before = ledger(tmp_path)
    status, said, after = purge(before)
    owners = {row["群名称"]: row["群主姓名"] for row in rows(after, "已解散")}
    assert status == 0
    assert owners == {"教务处老群": "", "教务处新近解散群": "冯七", "教务处无日期群": "冯六"}
    assert {row["群号"] for row in rows(after, "已解散")} == {"320000077", "320000078", "320000079"}
    assert rows(after, "台账") == rows(before, "台账")
    assert "教务处老群" in said
    assert "群主姓名" in said
    assert "教务处无日期群" in said
    assert not any(name in said for name in ("冯八", "冯七", "冯六"))


@pytest.mark.parametrize(("as_of", "kept"), [("2024-04-30", True), ("2024-05-01", False), ("2024-05-02", False)])
def test_the_keeping_ends_on_its_anniversary(tmp_path: Path, as_of: str, *, kept: bool) -> None:
    done = purge_ledger(ledger(tmp_path).read_bytes(), years=3, as_of=dt.date.fromisoformat(as_of))
    assert ([one.name for one in done.forgotten] == []) is kept


def test_the_new_ledger_is_next_years_as_the_old_one_is(tmp_path: Path) -> None:
    before = ledger(tmp_path)
    _, _, after = purge(before)
    profile = load_profile("suzhou-2018")
    old, new = (known_before(Sources(previous=path), profile) for path in (before, after))
    told = [
        {name: one.previous.frame.attrs[name] for name in ("cutoff", "profile", "last_filing_no")} for one in (old, new)
    ]
    assert told[0] == told[1]
    assert old.previous.frame["group_name"].tolist() == new.previous.frame["group_name"].tolist()
    assert len(new.closed.frame) == len(old.closed.frame) == 3


def test_a_second_time_there_is_nothing_left_to_drop(tmp_path: Path) -> None:
    _, _, after = purge(ledger(tmp_path))
    again = after.with_name("再清理.xlsx")
    again.write_bytes(after.read_bytes())
    _, said, _ = purge(again)
    assert "已清理 0 个" in said


def test_without_a_date_the_last_year_in_force_tells(tmp_path: Path) -> None:
    life = "2020-03-11｜教务处无日期群｜320000079｜教务处｜冯六｜续报｜台账!A2"
    says = {"群": [{}], "上年": [{}], "上年已解散": [{**UNDATED, "沿革": life}]}
    path = tmp_path / "新台账.xlsx"
    path.write_bytes(render_ledger(run(Written("suzhou-2018", "", hit=False, title="", says=says), tmp_path)))
    _, said, after = purge(path)
    (row,) = rows(after, "已解散")
    assert (row["群主姓名"], "冯六" in row["沿革"], "教务处无日期群" in row["沿革"]) == ("", False, True)
    assert dt.date(2021, 3, 11).isoformat() in said


NOTICE = {"类型": "解散", "单位": "教务处", "群名称": "教务处停用群", "群号": "320000080"}
GONE = {"单位": "教务处", "群名称": "教务处停用群", "群号": "320000080", "群主姓名": "冯五"}


def noticed(folder: Path, previous: dict[str, str], groups: list[dict[str, str]] | None = None, **days: str) -> Path:
    """The ledger of a campaign in which a notice of a dissolution came."""
    says = {"群": groups or [{}], "上年": [{}, previous], "来文": [{**NOTICE, **days}]}
    path = folder / "新台账.xlsx"
    path.write_bytes(render_ledger(run(Written("suzhou-2018", "", hit=False, title="", says=says), folder)))
    return path


def test_the_days_of_a_notice_stand_in_the_ledger_and_the_years_count_from_them(tmp_path: Path) -> None:
    path = noticed(tmp_path, GONE, 发生日期="2021-02-01", 报备日期="2021-02-03")
    (row,) = rows(path, "已解散")
    assert (row["群名称"], row["解散日期"], row["解散反馈日期"]) == ("教务处停用群", "2021-02-01", "2021-02-03")
    _, said, after = purge(path)
    assert "2021-02-01" in said
    assert rows(after, "已解散")[0]["群主姓名"] == ""


def test_what_last_years_register_says_of_the_day_is_kept(tmp_path: Path) -> None:
    path = noticed(tmp_path, {**GONE, "解散日期": "2021-01-05"}, 发生日期="2021-02-01", 报备日期="2021-02-03")
    (row,) = rows(path, "已解散")
    assert (row["解散日期"], row["解散反馈日期"]) == ("2021-01-05", "2021-02-03")


def test_a_group_returned_as_dissolved_without_a_day_has_that_of_the_notice(tmp_path: Path) -> None:
    returned = {"群名称": "教务处停用群", "群号": "320000080", "处置": "解散"}
    path = noticed(tmp_path, GONE, [{}, returned], 发生日期="2021-02-01")
    (row,) = rows(path, "已解散")
    assert row["解散日期"] == "2021-02-01"


def test_a_group_still_in_use_has_no_day_of_dissolution(tmp_path: Path) -> None:
    returned = {"群名称": "教务处停用群", "群号": "320000080"}
    path = noticed(tmp_path, GONE, [{}, returned], 发生日期="2021-02-01")
    assert rows(path, "已解散") == []
    assert {row["解散日期"] for row in rows(path, "台账")} == {""}


def test_no_day_of_dissolution_is_asserted_where_only_its_report_is_known(tmp_path: Path) -> None:
    path = noticed(tmp_path, GONE, 报备日期="2021-02-03")
    (row,) = rows(path, "已解散")
    assert (row["解散日期"], row["解散反馈日期"]) == ("", "2021-02-03")
    _, said, _ = purge(path)
    assert "年限从 2021-02-03 算起" in said
    assert "没有解散日期的" in said


def test_a_protected_ledger_stays_protected(tmp_path: Path) -> None:
    word = tmp_path / "密码.txt"
    word.write_text("开门\n", encoding="utf-8")
    path = tmp_path / "加密台账.xlsx"
    path.write_bytes(encrypt(ledger(tmp_path).read_bytes(), "开门"))
    status, _, after = purge(path, "--ledger-password-file", str(word))
    clear = after.with_name("明文.xlsx")
    clear.write_bytes(unlocked(after.read_bytes(), ("开门",)))
    assert (status, after.read_bytes().startswith(b"PK")) == (0, False)
    assert [row["群主姓名"] for row in rows(clear, "已解散")] == ["", "冯七", "冯六"]


def test_another_workbook_is_refused_and_the_ledger_itself_is_never_overwritten(tmp_path: Path) -> None:
    other = tmp_path / "别的表.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].append(["单位", "群名称"])
    book.save(other)
    refused = ["purge", str(other), "--out", str(tmp_path / "新.xlsx"), "--profile", "suzhou-2018"]
    assert main_status(refused) == 2
    assert main_status(["purge", str(other), "--out", str(other)]) == 2
    assert not (tmp_path / "新.xlsx").exists()


def test_where_a_dropped_name_still_stands_is_told_cell_by_cell(tmp_path: Path) -> None:
    """A remark is a person's to judge: nothing of it is changed, and no name is repeated on the screen."""
    before = ledger(tmp_path)
    book = openpyxl.load_workbook(before)
    gone = book["已解散"]
    long_ago = next(row for row in gone.iter_rows(min_row=2) if any(cell.value == "教务处老群" for cell in row))
    beside = gone.cell(long_ago[0].row, gone.max_column + 1, "原群主冯八，电话13900000001")
    gone.cell(1, beside.column, "科里备注")
    notes = book.create_sheet("联系记录")
    notes["B3"] = "2021年5月问过冯八"
    notes["B4"] = "冯七还在任"
    book.save(before)
    status, said, after = purge(before)
    assert status == 0
    assert f"已解散!{beside.coordinate}、联系记录!B3。" in said
    assert "另外 2 格" in said
    assert "冯八" not in said
    assert openpyxl.load_workbook(after)["联系记录"]["B3"].value == "2021年5月问过冯八"


def test_nothing_is_told_where_the_name_stands_nowhere_else(tmp_path: Path) -> None:
    assert "还出现在" not in purge(ledger(tmp_path))[1]


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("清理.docx", "后缀不是 .xlsx；请写成 --out “{folder}/清理.xlsx”。"),
        ("清理", "后缀不是 .xlsx；请写成 --out “{folder}/清理.xlsx”。"),
        ("清理.xls", "请写成 --out “{folder}/清理.xlsx”。"),
        ("材料", "--out “{folder}/材料”是文件夹；请写上文件名，例如 --out “{folder}/材料/台账（清理后）.xlsx”。"),
    ],
)
def test_a_place_that_is_no_workbook_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], out: str, said: str
) -> None:
    (tmp_path / "材料").mkdir()
    source = tmp_path / "台账.xlsx"
    source.write_bytes(b"PK")
    assert main_status(["purge", str(source), "--out", str(tmp_path / out)]) == 2
    assert said.format(folder=tmp_path) in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["台账.xlsx", "材料"]
