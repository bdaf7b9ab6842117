"""A field of one's own that is personal (微信号): masked where it circulates, whole where it is kept, purged."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
from institutions import files_of, institution, run, send, table

from toolkit.findings.definition import examined
from toolkit.regulations.own_words import speaking
from toolkit.report.retention import purge

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from toolkit.regulations.profile import Profile

LIST = """\
    form: list
    role: register
    title: 示例大学群组清单
    sheet: 清单
    layout: ledger
    columns:
      - {label: 单位, answer: unit}
      - {label: 群名称, answer: group_name}
      - {label: 平台, answer: platform}
      - {label: 群号, answer: group_no}
      - {label: 联系微信号, answer: wechat}
      - {label: 解散日期, answer: dissolved_on}
"""
FIELDS = "fields:\n  wechat: {zh: 联系微信号, kind: text, personal: true, change: 换微信号}"
ASKED = """\
- {id: SD-2, article: "一", clause: 第一条, quote: 须填写名称, title: 微信号, rule: pattern,
   with: {field: wechat, pattern: 'wx_\\w+'}, severity: warning, fields: [wechat]}
"""
SECRET, BEFORE, WRONG = "wx_zhaoliu_long", "wx_sunqi_before", "zhouba-private"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    return institution(tmp_path_factory.mktemp("school"), {"list": LIST}, fields=FIELDS, requirements=ASKED)


@pytest.fixture(scope="module")
def files(school: Profile, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    folder = tmp_path_factory.mktemp("round")
    head = ("单位", "群名称", "平台", "群号", "联系微信号")
    last = table(folder / "上年.xlsx", head, ("教务处", "教务通知群", "QQ群", "100000001", BEFORE))
    rows = [
        {"unit": "教务处", "group_name": "教务通知群", "platform": "QQ群", "group_no": "100000001", "wechat": SECRET},
        {"unit": "教务处", "group_name": "考务群", "platform": "QQ群", "group_no": "100000002", "wechat": WRONG},
    ]
    send(school, folder / "收回" / "教务处.xlsx", "list", rows)
    return files_of(run(school, folder / "收回", previous=last), school)


def words(data: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return "\n".join(
        str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row if cell is not None
    )


def test_it_circulates_nowhere(files: Mapping[str, bytes]) -> None:
    told = {name: words(files[name]) for name in ("对账报告.xlsx", "备案群组公示.xlsx")}
    told |= {name: files[name].decode() for name in ("对账报告.html", "outcome.json")}
    leaks = {(name, value) for name, text in told.items() for value in (SECRET, BEFORE, WRONG) if value in text}
    assert leaks == set()
    assert '"w****"' in told["outcome.json"]
    assert "换微信号" in told["对账报告.xlsx"]


def test_the_register_and_the_unit_have_it_whole(files: Mapping[str, bytes]) -> None:
    assert SECRET in words(files["台账.xlsx"])
    assert WRONG in words(files["反馈/教务处.xlsx"])


def test_it_leaves_with_the_people_of_a_dissolved_group(school: Profile, files: Mapping[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["台账.xlsx"]))
    page = book["台账"]
    heads = [str(cell.value) for cell in page[1]]
    names = [row[heads.index("群名称")].value for row in page.iter_rows()]
    page.cell(names.index("教务通知群") + 1, heads.index("解散日期") + 1).value = "2026-05-01"
    stream = io.BytesIO()
    book.save(stream)

    with speaking(school.own):
        purged = purge(stream.getvalue(), years=3, as_of=dt.date(2030, 1, 1))

    assert [(one.name, one.headings) for one in purged.forgotten] == [("教务通知群", ("联系微信号",))]
    assert SECRET not in words(purged.workbook)
    assert WRONG in words(purged.workbook)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("wechat: {zh: 联系微信号, kind: people, personal: true}", "own-personal"),
        ("wechat: {zh: 联系微信号, kind: text, personal: 是}", "wrong-bool"),
        ("wechat: {zh: 联系微信号, kind: text, personnal: true}", "unknown-key"),
    ],
)
def test_what_cannot_be_personal_is_told(tmp_path: Path, field: str, said: str) -> None:
    place = institution(tmp_path, {"list": LIST}, fields=FIELDS).folder
    assert place is not None
    (place / "fields.yaml").write_text(f"fields:\n  {field}\n", encoding="utf-8")
    assert [one.code for one in examined(place).mistakes] == [said]
