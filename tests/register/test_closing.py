"""When last year's register was closed: what it says anywhere, or a day that is reckoned and told as such."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
from two_years import FIRST, campaign, group, report, sheet

from toolkit.normalise.units import UnitIndex
from toolkit.register.closing import closing_day
from toolkit.register.previous import load_previous
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.model import Ledger

AS_OF = dt.date(2026, 3, 10)
HEAD, ROW = ["单位", "群名称", "群号", "创建时间"], ["教务处", "甲群", "123456789", "2020-03"]
ANOTHER = ["教务处", "乙群", "223456789", "2021-09"]


def load(folder: Path, sheets: dict[str, list[list[str]]], name: str = "去年.xlsx") -> Ledger:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(folder / name)
    return load_previous(folder / name, load_profile("sccm-2022"), UnitIndex())


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ([["2025年台账（截至2025年6月30日）"]], []),
        ([["某校台账"], ["更新日期：2025-06-30"]], []),
        ([["某校台账"], ["更新日期", "2025-06-30"]], []),
        ([["某校台账"], ["最近更新", "", "2025/6/30"]], []),
        ([["单位：宣传部", "", "更新时间：2025.6.30"]], []),
        ([["数据截止到2025年6月底"]], []),
        ([["截至二〇二五年六月三十日"]], []),
        ([["制表日期：2025/6/30", "制表人：甲"]], []),
        ([["某校台账（20250630）"]], []),
        ([["填报日期：2025-06-30"]], []),
        ([["某校台账"]], [["宣传部", "", "", "2025年6月30日"]]),
        ([["某校台账"]], [["党委宣传部 2025年6月30日制"]]),
        ([["某校台账"]], [["统计截止日期：2025年6月30日"]]),
        ([["根据2022年3月1日印发的《办法》编制"], ["2025年6月30日更新"]], []),
    ],
)
def test_a_list_says_when_it_was_closed_above_or_below_its_rows(
    tmp_path: Path, above: list[list[str]], below: list[list[str]]
) -> None:
    found = load(tmp_path, {"Sheet1": [*above, HEAD, ROW, ANOTHER, *below]})

    assert len(found.frame) == 2
    assert closing_day(found, as_of=AS_OF) == (dt.date(2025, 6, 30), True)
    assert found.taken is not None
    assert [spot.text for spot in found.taken.cells.unread if "2025" in spot.text] == []
    assert found.taken.cells.balanced


@pytest.mark.parametrize(
    ("sheets", "name"),
    [
        ({"Sheet1": [HEAD, ROW]}, "2025年台账（截至20250630）.xlsx"),
        ({"Sheet1": [HEAD, ROW]}, "群台账2025.6.30.xlsx"),
        ({"截至2025.6.30": [HEAD, ROW]}, "去年.xlsx"),
        ({"Sheet1": [HEAD, ROW], "说明": [["本台账更新至2025年6月30日"]]}, "去年.xlsx"),
        ({"Sheet1": [[*HEAD, "更新日期"], [*ROW, "2025-02-01"], [*ANOTHER, "2025.6.30"]]}, "去年.xlsx"),
        ({"Sheet1": [[*HEAD, "最近维护时间"], [*ROW, "2025年6月30日"]]}, "去年.xlsx"),
        ({"Sheet1": [[*HEAD, "备案日期"], [*ROW, "2025-06-30"], [*ANOTHER, "2029-06-30"]]}, "去年.xlsx"),
        ({"Sheet1": [["更新日期：2025-03-01"], [*HEAD, "备案日期"], [*ROW, "2025-06-30"]]}, "去年.xlsx"),
    ],
)
def test_or_in_a_name_on_another_sheet_or_row_by_row(
    tmp_path: Path, sheets: dict[str, list[list[str]]], name: str
) -> None:
    assert closing_day(load(tmp_path, sheets, name), as_of=AS_OF) == (dt.date(2025, 6, 30), True)


@pytest.mark.parametrize(
    ("rows", "name", "day"),
    [
        ([["2025年台账"], HEAD, ROW], "去年.xlsx", dt.date(2025, 3, 10)),
        ([["根据2022年3月1日印发的《办法》编制"], HEAD, ROW], "去年.xlsx", dt.date(2025, 3, 10)),
        ([["更新日期：2027-01-01"], HEAD, ROW], "去年.xlsx", dt.date(2025, 3, 10)),
        ([[*HEAD, "备注"], [*ROW, "截至2024年6月30日人数50"]], "去年.xlsx", dt.date(2025, 3, 10)),
        ([HEAD, [*ROW[:3], "2025-06-30"]], "去年.xlsx", dt.date(2025, 6, 30)),
        ([HEAD, ROW], "2023年台账.xlsx", dt.date(2023, 3, 10)),
    ],
)
def test_a_list_that_says_nothing_has_a_day_that_is_reckoned(
    tmp_path: Path, rows: list[list[str]], name: str, day: dt.date
) -> None:
    assert closing_day(load(tmp_path, {"Sheet1": rows}, name), as_of=AS_OF) == (day, False)


def texts(workbook: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return [str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value is not None]


def test_a_day_that_is_reckoned_is_printed_as_reckoned_only(tmp_path: Path) -> None:
    before = sheet(tmp_path / "去年.csv", [group("商学院通知群"), group("商学院教研群")])
    told = sheet(tmp_path / "去年（截至20240501）.csv", [group("商学院通知群"), group("商学院教研群")])
    filed = [group("商学院通知群"), group("商学院党务群", 创建日期="2019-05-06")]

    reckoned = campaign(tmp_path / "甲", filed, as_of=FIRST, previous=before)
    known = campaign(tmp_path / "乙", filed, as_of=FIRST, previous=told)

    day = "2024-04-10"
    printed = [text for text in texts(report(reckoned)) if day in text]
    assert printed
    assert all("推算" in text for text in printed)
    assert not any("推算" in text for text in texts(report(known)))
    assert any("2024-05-01" in text for text in texts(report(known)))


def test_an_answer_holds_whatever_day_of_the_year_it_is_run_again(tmp_path: Path) -> None:
    from two_years import answered

    before = sheet(tmp_path / "去年.csv", [group("商学院通知群"), group("商学院教研群")])
    first = campaign(tmp_path, [group("商学院通知群")], as_of=FIRST, previous=before)
    told = answered(
        report(first), "去向待核", tmp_path / "答.xlsx", lambda row: {"核实结果": "已解散"} if row["群名称"] else {}
    )

    again = campaign(
        tmp_path, [group("商学院通知群")], as_of=FIRST + dt.timedelta(days=3), previous=before, decisions=(told,)
    )

    assert again.previous_verdicts["verdict"].tolist() == ["renewed", "dissolved"]
