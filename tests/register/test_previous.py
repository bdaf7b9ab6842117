"""Last year's register in the shapes it comes in, typed like this year's."""

from __future__ import annotations

import datetime as dt
import io
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from toolkit.errors import SourceError
from toolkit.normalise.units import UnitIndex
from toolkit.register.closing import cutoff
from toolkit.register.previous import load_previous
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.model import Ledger

NONE = UnitIndex()


def csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "去年.csv"
    path.write_text(dedent(text).strip() + "\n", encoding=encoding)
    return path


def load(path: Path, units: UnitIndex = NONE, **more: Any) -> Ledger:
    return load_previous(path, load_profile("sccm-2022"), units, **more)


def workbook(path: Path, sheets: dict[str, list[list[object]]], *merges: str) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for span in merges:
            sheet.merge_cells(span)
    book.save(path)
    return path


def written(values: dict[str, object]) -> list[list[object]]:
    """A register as this tool writes it: one column a flat column, Chinese headings."""
    columns = [column for column in vocabulary().columns if column != "other"]
    return [[vocabulary().heading(column) for column in columns], [values.get(column) for column in columns]]


def test_a_ledger_as_departments_keep_it(tmp_path: Path) -> None:
    found = load(
        csv(
            tmp_path,
            """
            某校QQ群、微信群备案台账,,,,,,,,,,
            序号,单位,群名称,群号,平台,群主,管理员,人数,创建时间,备案编号,备案日期,二维码
            1,教务处,通知群（已满）,QQ：123456789,QQ,张三 13900000001,李四,约50,2020年3月,bz001,2025-03-05,有
            2,学生处,辅导员群,,微信,王五,,30人,2021.9,,2025-03-08,
            合计,,,,,,,80,,,,
            填表人：某某,,,,,,,,,,,
            """,
        )
    )
    frame = found.frame
    assert frame["id"].tolist() == ["p1", "p2"]
    first = frame.iloc[0]
    assert first[["unit", "group_no", "platform", "filing_no", "created_on", "name_status"]].tolist() == [
        "教务处",
        "123456789",
        "QQ群",
        "BZ001",
        "2020-03",
        "已满",
    ]
    assert (first["owner.name"], first["owner.mobile"], first["member_count.high"]) == ("张三", "13900000001", 55)
    assert first["other"] == '{"二维码": "有"}'
    assert found.where(1, "group_name") == ("去年.csv", "", "C4")
    assert cutoff(found) == dt.date(2025, 3, 8)


def test_two_rows_of_headings_and_merged_units(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["台账"],
        ["单位", "群名称", "群主", None, "管理员", None, "人数"],
        [None, None, "姓名", "联系电话", "姓名", "联系电话", None],
        ["教务处", "甲群", "张三", "13900000001", "李四", "13900000002", 5],
        [None, "乙群", "王五", None, None, None, 6],
    ]
    found = load(workbook(tmp_path / "a.xlsx", {"Sheet1": rows}, "A2:A3", "C2:D2", "E2:F2", "A4:A5"))
    frame = found.frame
    assert frame["unit"].tolist() == ["教务处", "教务处"]
    assert frame["owner.mobile"].tolist() == ["13900000001", ""]
    assert frame["admins.name"].tolist() == ["李四", ""]
    assert found.where(0, "admins.mobile").cell == "F4"


def test_several_sheets_named_after_their_units(tmp_path: Path) -> None:
    rows: list[list[object]] = [["群名称", "群号"], ["甲群", 123456789]]
    path = workbook(tmp_path / "a.xlsx", {"教务处": rows, "计科院": rows, "说明": [["请勿改动"]]})
    found = load(path, UnitIndex([("教务处", (), ()), ("计算机学院", ("计科院",), ())]))
    assert found.frame["unit"].tolist() == ["教务处", "计算机学院"]
    assert found.frame["sheet"].tolist() == [0, 1]


def test_the_register_this_tool_wrote_comes_back_as_it_was(tmp_path: Path) -> None:
    values: dict[str, object] = {
        "filing_no": "SC-001",
        "kind": "群",
        "unit": "教务处",
        "unit_raw": "教 务处",
        "platform": "QQ群",
        "group_name": "甲群",
        "group_no": "123456789",
        "group_nos": "123456789\n223456789",
        "member_count.low": 45,
        "member_count.high": 55,
        "member_count.raw": "约50人",
        "owner.name": "张三\n李四",
        "owner.mobile": "\n13900000001",
        "created_on": "2018-05",
        "is_active": "是",
        "is_official": "否",
        "prior_group_count": 3,
    }
    other: list[list[object]] = [["群名称", "群号"], ["旧群", "987654321"]]
    path = tmp_path / "台账.xlsx"
    frame = load(workbook(path, {"封面": [["台账"]], "台账": written(values), "已解散": other})).frame
    row = frame.iloc[0]
    assert len(frame) == 1
    for column, value in values.items():
        if column not in {"unit_raw", "is_active", "is_official"}:
            assert row[column] == value, column
    assert (row["is_active"], row["is_official"], row["other"]) == (True, False, "")


def test_parquet_of_a_register_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    first = load(
        csv(tmp_path, "单位,群名称,群号,人数,是否在用,新列\n教务处,甲群,123456789,约50,是,值\n学生处,乙群,,,,")
    )
    first.frame.to_parquet(path)
    again = load(path)
    pd.testing.assert_frame_equal(
        first.frame.drop(columns=["path", "unit_raw"]),
        again.frame.drop(columns=["path", "unit_raw"]),
        check_dtype=False,
    )


def test_a_protected_register_opens_with_its_password(tmp_path: Path) -> None:
    import msoffcrypto.format.ooxml

    plain = workbook(tmp_path / "plain.xlsx", {"台账": [["单位", "群名称"], ["教务处", "甲群"]]})
    locked = tmp_path / "locked.xlsx"
    sealed = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(plain.read_bytes())).encrypt("开门", sealed)
    locked.write_bytes(sealed.getvalue())
    assert load(locked, password="开门").frame["group_name"].tolist() == ["甲群"]  # noqa: S106 - of the test's own file
    for wrong, code in {"": "source-locked-no-word", "别的": "source-locked"}.items():
        with pytest.raises(SourceError) as raised:
            load(locked, password=wrong)
        assert raised.value.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("甲,乙\n1,2", "previous-no-heading"), ("单位,人数\n教务处,5", "previous-no-heading")],
)
def test_a_table_that_is_no_register(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(SourceError) as raised:
        load(csv(tmp_path, text))
    assert raised.value.code == code
    assert "\n" not in str(raised.value)


def test_a_damaged_parquet_file(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 and nothing more")
    with pytest.raises(SourceError) as raised:
        load(path)
    assert raised.value.code == "source-unreadable"


def test_a_register_without_rows(tmp_path: Path) -> None:
    found = load(csv(tmp_path, "单位,群名称,群号"))
    assert len(found.frame) == 0
    assert cutoff(found) is None


def test_the_workbook_says_when_it_was_closed(tmp_path: Path) -> None:
    from openpyxl.packaging.custom import StringProperty

    path = workbook(
        tmp_path / "台账.xlsx", {"台账": [["群名称", "群号", "备案日期"], ["甲群", "123456789", "2025-06-01"]]}
    )
    book = openpyxl.load_workbook(path)
    book.custom_doc_props.append(StringProperty(name="cutoff", value="2025-03-31"))
    book.save(path)
    assert cutoff(load(path)) == dt.date(2025, 3, 31)


def test_gb18030_is_read(tmp_path: Path) -> None:
    assert load(csv(tmp_path, "单位,群名称\n教务处,甲群", "gb18030")).frame["group_name"].tolist() == ["甲群"]
