"""A regulation of accounts alone is spoken to as of accounts: guide, reminders, brief, published list, kinds."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from docx import Document
from institutions import files_of, institution, run, send, table, told

from toolkit.forms.template import blank_workbooks
from toolkit.intake.grids import read_workbook
from toolkit.intake.layouts import recognise
from toolkit.messages.nouns import spoken, suiting
from toolkit.regulations.own_words import speaking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.model import Outcome
    from toolkit.regulations.profile import Profile

LIST = """\
    form: list
    role: register
    title: 示例大学新媒体账号清单
    sheet: 清单
    layout: ledger
    offered: 8
    head:
      - {row: [单位：, "{unit}", 填报日期：, "{reported_on}", "", ""]}
    columns:
      - {label: 账号名称, answer: group_name}
      - {label: 平台, answer: platform}
      - {label: 账号ID, answer: group_no}
      - {label: 责任人, answer: leader.name}
      - {label: 责任人手机, answer: leader.mobile}
      - {label: 最近更新, answer: last_update_on}
"""
REVIEW = """\
    form: review
    role: review
    title: 示例大学新媒体账号年审表
    sheet: 年审表
    layout: card
    page:
      - {row: [账号名称, "{group_name}", 单位, "{unit}"]}
      - {row: [平台, "{platform}", 账号ID, "{group_no}"]}
      - {row: [抄送部门, "{copied_to}", 责任人, "{leader.name}"]}
"""
FIELDS = "fields: {group_no: {labels: [账号ID]}, group_name: {labels: [账号名称]}}\nplatforms: {校园电台: [电台]}"
PARAMETERS = (
    "scope_kinds: [公众号, APP], platforms: [公众号, 微博, 抖音, 校园电台], account_stale_days: 30, "
    'numbering: "示媒〔{year}〕{001}号"'
)
ASKED = """\
- {id: SD-2, article: "一", clause: 第一条, quote: 须填写名称, title: 停更, rule: stale-account,
   with: {field: last_update_on}, severity: warning, fields: [last_update_on]}
"""
ROWS = [
    {"group_name": "示大微博", "platform": "微博", "group_no": "@shidawb", "last_update_on": "2026-01-01"},
    {"group_name": "示大抖音", "platform": "抖音", "group_no": "shidady", "last_update_on": "2026-03-30"},
    {"group_name": "示大电台", "platform": "校园电台", "group_no": "无", "last_update_on": "2026-03-30"},
    {"group_name": "示大在线", "platform": "", "group_no": "sdzx", "last_update_on": "2026-03-30"},
]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    folder = tmp_path_factory.mktemp("school")
    forms = {"list": LIST, "review": REVIEW}
    return institution(folder, forms, fields=FIELDS, parameters=PARAMETERS, requirements=ASKED)


@pytest.fixture(scope="module")
def outcome(school: Profile, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("round")
    said = {"unit": "团委", "reported_on": "2026-03-20", "leader.name": "赵六", "leader.mobile": "13900000011"}
    send(school, folder / "收回" / "团委.xlsx", "list", [{**said, **row} for row in ROWS])
    units = table(folder / "单位.xlsx", ("单位", "应报"), ("团委", "是"), ("教务处", "是"))
    return run(school, folder / "收回", units=units)


@pytest.fixture(scope="module")
def files(school: Profile, outcome: Outcome) -> Mapping[str, bytes]:
    return files_of(outcome, school)


def texts(data: bytes, sheet: str | None = None) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheets = [book[sheet]] if sheet else book.worksheets
    return [str(cell) for page in sheets for row in page.iter_rows(values_only=True) for cell in row if cell]


def groups(said: list[str]) -> list[str]:
    """Return the texts that still speak of groups.

    Names of files and lists, and the chat in which nobody is to pass a form on, are called what they are.
    """
    return [one for one in said if "群" in re.sub("在用群清单|备案群组公示|请勿在群内", "", one)]


def test_every_platform_is_an_account(school: Profile, outcome: Outcome) -> None:
    kinds = {one["values"]["group_name"]: one["values"]["kind"] for one in told(outcome, school)["records"]}
    assert kinds == dict.fromkeys(("示大微博", "示大抖音", "示大电台", "示大在线"), "公众号")


def test_brief_and_published_list_speak_of_accounts(files: Mapping[str, bytes]) -> None:
    brief = Document(io.BytesIO(files["对账简报.docx"]))
    cells = [cell.text for grid in brief.tables for row in grid.rows for cell in row.cells]
    assert groups([paragraph.text for paragraph in brief.paragraphs] + cells) == []
    assert "新媒体账号备案情况简报" in "".join(paragraph.text for paragraph in brief.paragraphs)
    published = texts(files["备案群组公示.xlsx"])
    assert "示例大学备案账号公示" in published[0]
    assert "第一责任人" in published
    assert "群主" not in published


def test_the_reminder_speaks_of_accounts(files: Mapping[str, bytes]) -> None:
    said = [one for one in texts(files["对账报告.xlsx"], "报送情况") if one.startswith("教务处")]
    assert any("新媒体账号备案" in one for one in said)
    assert groups(said) == []


def test_advice_names_no_column_that_is_not_there(school: Profile, outcome: Outcome) -> None:
    """No form has 备注; the words go below the table, where they are told."""
    (stale,) = [one["message"] for one in told(outcome, school)["findings"] if one["requirement"] == "SD-2"]
    assert "账号已90天未更新" in stale
    assert "备注" not in stale
    assert "在表格下方的空白处写一句说明" in stale


def test_the_guide_asks_for_accounts_and_calls_columns_as_printed(school: Profile) -> None:
    with speaking(school.own):
        books = blank_workbooks(school)
    said = [one for data in books.values() for one in texts(data, "填表说明")]

    assert groups(said) == []
    assert {"“责任人”", "“责任人手机”"} <= set(said)
    assert "“第一责任人姓名”" not in said


def test_numbers_are_written_as_the_regulation_has_them(files: Mapping[str, bytes]) -> None:
    found = [one for one in texts(files["台账.xlsx"]) if re.fullmatch(r"示媒〔\d{4}〕\d+号", one)]
    assert sorted(set(found)) == [f"示媒〔2026〕00{number}号" for number in range(1, 5)]


@pytest.mark.parametrize(
    ("groups_of", "accounts"),
    [
        ("以下 {count} 个群可能已经停用，请解散", "以下 {count} 个账号可能已经停用，请注销"),
        ("QQ 群填 5 位数字；微信群没有群号", "QQ 群填 5 位数字；微信群没有账号ID"),
        ("同一个群（账号），两张表填的不一样", "同一个账号，两张表填的不一样"),
        ("群主已变更；建群前须备案", "群主已变更；开设账号前须备案"),
    ],
)
def test_what_is_said_of_groups_is_said_of_accounts(groups_of: str, accounts: str) -> None:
    with suiting(accounts_only=True, no_remark=False):
        assert spoken("findings", "any", groups_of, "zh") == accounts
        assert spoken("report", "col-name", groups_of, "zh") == groups_of  # headings are read again
        assert spoken("findings", "any", groups_of, "en") == groups_of
    assert spoken("findings", "any", groups_of, "zh") == groups_of


def test_nothing_on_the_list_of_a_prefilled_workbook_is_no_account(school: Profile, tmp_path: Any) -> None:
    """零报告 on the list and the prefilled review left as it was: the account is there."""
    path = send(school, tmp_path / "收回" / "图书馆.xlsx", "list", [{"unit": "图书馆", "group_name": "零报告"}])
    other = send(
        school,
        tmp_path / "年审.xlsx",
        "review",
        [{"unit": "图书馆", "group_name": "云麓书声", "platform": "抖音", "group_no": "ylss"}],
    )
    book = openpyxl.Workbook()  # typed anew, without our stamp
    for name, source in (("清单", path), ("年审表", other)):
        page = book.create_sheet(name)
        for row in openpyxl.load_workbook(source).worksheets[1].iter_rows():
            for cell in row:
                page[cell.coordinate] = cell.value
    book.remove(book.worksheets[0])
    book.save(path)

    with speaking(school.own):
        found = recognise("图书馆.xlsx", read_workbook("图书馆.xlsx", path.read_bytes()), school.forms)

    assert not found.nil
    assert [name for table in found.tables for name in table.columns.get("group_name", ())] == ["云麓书声"]
