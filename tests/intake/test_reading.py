"""From collected files to readings: whatever comes, one reading an entry, and nothing is raised."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from layout_pages import all_forms, forms_of

from toolkit.engine import Died, Local
from toolkit.forms.template import render
from toolkit.intake.discover import Found, discover
from toolkit.intake.read import read_all, read_found
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CQNY = forms_of("cqny-2021")
HEAD = ["单位", "群名称", "平台", "群号", "群主", "人数"]
ROWS = [["教务处", "一群", "QQ群", 310000001, "张三", 10], ["教务处", "二群", "微信群", "无", "李四", 20]]


def xlsx(*rows: Sequence[object], merge: str = "", title: str = "登记表") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def collected(folder: Path, **files: bytes) -> tuple[Found, ...]:
    for name, data in files.items():
        (folder / name.replace("_", ".")).write_bytes(data)
    return discover(folder)


def test_a_workbook_is_read_with_its_digest_and_day(tmp_path: Path) -> None:
    data = xlsx(["群组备案表"], HEAD, *ROWS)
    (found,) = collected(tmp_path, 教务处_xlsx=data)
    os.utime(tmp_path / "教务处.xlsx", (0, dt.datetime(2024, 3, 5, 12).timestamp()))  # noqa: DTZ001 - the local day
    (found,) = discover(tmp_path)
    result = read_found(found, forms=CQNY)
    assert (result.path, result.status, result.reason) == ("教务处.xlsx", "read", None)
    assert result.sha256 == hashlib.sha256(data).hexdigest()
    assert result.received_on == dt.date(2024, 3, 5)
    (table,) = result.tables
    assert table.columns["group_name"] == ("一群", "二群")
    assert table.columns["group_no"] == ("310000001", "无")
    assert table.sheet.where("group_no", table.offsets[1]) == ("教务处.xlsx", "登记表", "D4")


def test_merged_cells_of_a_real_workbook(tmp_path: Path) -> None:
    rows = [["教务处", "一群", "QQ群", 310000001, "张三", 10], ["", "二群", "微信群", "", "李四", 20]]
    (found,) = collected(tmp_path, 甲_xlsx=xlsx(HEAD, *rows, merge="A2:A3"))
    (table,) = read_found(found, forms=CQNY).tables
    assert table.columns["unit"] == ("教务处", "教务处")


def test_csv_has_no_sheet_name(tmp_path: Path) -> None:
    text = "部门,群名,群号,群主,人数\n教务处,一群,310000001,张三,10\n"
    (found,) = collected(tmp_path, 甲_csv=text.encode("gb18030"))
    (table,) = read_found(found, forms=CQNY).tables
    assert table.sheet.where("member_count", table.offsets[0]) == ("甲.csv", "", "E2")


def test_a_member_of_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "全部.zip", "w") as archive:
        archive.writestr("教务处/甲.xlsx", xlsx(HEAD, *ROWS))
    results = read_all(discover(tmp_path), forms=CQNY, engine=Local(1))
    assert [(result.path, result.status) for result in results] == [
        ("全部.zip", "opened"),
        ("全部.zip!/教务处/甲.xlsx", "read"),
    ]
    assert results[1].tables[0].sheet.file == "全部.zip!/教务处/甲.xlsx"


def test_what_cannot_be_taken_says_why(tmp_path: Path) -> None:
    founds = collected(
        tmp_path,
        坏_xlsx=b"PK\x03\x04 nonsense",
        空_xlsx=xlsx(HEAD),
        通讯录_xlsx=xlsx(["姓名", "电话"], ["张三", "1390000"]),
        照片_png=b"\x89PNG\r\n\x1a\n" + bytes(64),
        零_xlsx=xlsx(HEAD, ["教务处", "无", "", "", "", ""]),
        好_xlsx=xlsx(HEAD, *ROWS),
    )
    results = read_all(founds, forms=CQNY, engine=Local(2))
    assert [found.path for found in founds] == [result.path for result in results]
    told = {result.path: (result.status, result.reason.code if result.reason else None) for result in results}
    assert told == {
        "坏.xlsx": ("rejected", "corrupt"),
        "空.xlsx": ("empty", "no-rows"),
        "通讯录.xlsx": ("rejected", "no-form"),
        "照片.png": ("rejected", "not-a-workbook"),
        "零.xlsx": ("nil", None),
        "好.xlsx": ("read", None),
    }


def test_the_nearest_form_is_told_when_there_is_none(tmp_path: Path) -> None:
    (found,) = collected(tmp_path, 甲_xlsx=xlsx(["群名称", "颜色"], ["一群", "红"], title="Sheet1"))
    result = read_found(found, forms=CQNY)
    assert result.reason is not None
    assert result.reason.facts == {"closest": "cqny-2021/register", "labels": ["群名称"]}


def test_what_was_never_a_candidate_keeps_its_reason(tmp_path: Path) -> None:
    (tmp_path / "~$甲.xlsx").write_bytes(b"x")
    (result,) = read_all(discover(tmp_path), forms=CQNY, engine=Local(1))
    assert result.status == "ignored"
    assert result.reason is not None
    assert result.reason.code == "lock-file"


def test_a_file_that_vanished_is_rejected(tmp_path: Path) -> None:
    (found,) = collected(tmp_path, 甲_xlsx=xlsx(HEAD, *ROWS))
    (tmp_path / "甲.xlsx").unlink()
    result = read_found(found, forms=CQNY)
    assert result.status == "rejected"
    assert result.reason is not None
    assert result.reason.code == "corrupt"


@pytest.mark.parametrize(("kind", "code"), [("memory", "too-large"), ("time", "too-large"), ("crash", "corrupt")])
def test_a_file_that_kills_its_reader_is_rejected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, code: str
) -> None:
    data = xlsx(HEAD, *ROWS)
    founds = collected(tmp_path, 甲_xlsx=data)
    engine = Local(1)
    monkeypatch.setattr(engine, "isolated", lambda *_, **__: iter([Died(kind, "there")]))  # type: ignore[arg-type]
    (result,) = read_all(founds, forms=CQNY, engine=engine)
    assert result.status == "rejected"
    assert result.reason is not None
    assert (result.reason.code, result.reason.facts["kind"]) == (code, kind)
    assert result.sha256 == hashlib.sha256(data).hexdigest()


def test_the_outcome_does_not_hang_on_the_number_of_workers(tmp_path: Path) -> None:
    files = {
        f"单位{number}_xlsx": xlsx(HEAD, [f"单位{number}", f"群{number}", "QQ群", 310000000 + number, "张三", 5])
        for number in range(6)
    }
    founds = collected(tmp_path, **files)
    done: list[int] = []
    one = read_all(founds, forms=all_forms(), engine=Local(1))
    three = read_all(founds, forms=all_forms(), engine=Local(3), on_done=done.append)
    assert one == three
    assert done == [1, 2, 3, 4, 5, 6]


def test_encrypted_files_open_with_a_given_word(tmp_path: Path) -> None:
    office = pytest.importorskip("msoffcrypto.format.ooxml")
    locked = io.BytesIO()
    office.OOXMLFile(io.BytesIO(xlsx(HEAD, *ROWS))).encrypt("abc", locked)
    (found,) = collected(tmp_path, 甲_xlsx=locked.getvalue())
    refused = read_found(found, forms=CQNY)
    assert refused.reason is not None
    assert refused.reason.code == "encrypted"
    assert read_found(found, forms=CQNY, passwords=("x", "abc")).status == "read"


def test_the_hidden_lists_of_our_own_forms_are_nothing_to_warn_about(tmp_path: Path) -> None:
    profile = load_profile("sccm-2022")
    form = profile.form("register")
    (tmp_path / "教务处.xlsx").write_bytes(render(form, profile, rows=[{"unit": "教务处", "group_name": "教务通知群"}]))

    (found,) = read_all(discover(tmp_path), forms=profile.forms, engine=Local(1))

    assert found.status == "read"
    assert found.warnings == ()


def test_what_is_not_read_has_its_digest_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "~$教务处.xlsx").write_bytes(b"lock")

    (found,) = read_all(discover(tmp_path), forms=load_profile("sccm-2022").forms, engine=Local(1))

    assert found.status == "ignored"
    assert found.sha256 == hashlib.sha256(b"lock").hexdigest()
