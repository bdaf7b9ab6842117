"""A vocabulary of one's own: fields, platforms and levels of an institution have the rights of the built-in ones."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
from institutions import files_of, institution, run, said, send, sheet, table, told, verdicts

from toolkit.errors import DefinitionError
from toolkit.forms.prepare import prepare
from toolkit.forms.template import render
from toolkit.messages import word
from toolkit.normalise.platforms import platform_of
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.own_words import speaking

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.regulations.profile import Profile

LIST = """\
    form: list
    title: 示例大学新媒体账号登记表
    sheet: 登记表
    layout: ledger
    offered: 6
    head:
      - {row: [填报单位：, "{unit}", "<", 填报日期：, "{reported_on}", "", "", "", "", "", "", ""], height: 24}
    columns:
      - {label: 账号名称, answer: group_name, width: 20}
      - {label: 账号类别, answer: platform, width: 12}
      - {label: 账号ID, answer: group_no, width: 16}
      - {label: 级别, answer: level, width: 8}
      - {label: 校区, answer: campus, width: 8}
      - {label: 内容审核人, answer: checker.name, width: 10}
      - {label: 审核人手机, answer: checker.mobile, width: 14}
      - {label: 首发日期, answer: first_post_on, width: 12}
      - {label: 年发文数, answer: posts, width: 8}
      - {label: 日均阅读, answer: reads, width: 8}
      - {label: 是否留言审核, answer: comments_checked, width: 8}
      - {label: 备案号ICP, answer: icp, width: 14}
"""
FIELDS = """\
    fields:
      campus: {zh: 校区, en: Campus, kind: enum, options: [东校区, 西校区], ask: 请选校区。, change: 换校区}
      checker: {zh: 内容审核人, kind: people, ask: 审核内容的人。, change: 换审核人}
      first_post_on: {zh: 首发日期, kind: date}
      posts: {zh: 年发文数, kind: int, change: 发文数}
      reads: {zh: 日均阅读, kind: count}
      comments_checked: {zh: 是否留言审核, kind: bool}
      icp: {zh: 备案号ICP, kind: text}
      level: {options: [一级, 二级]}
      group_name: {labels: [新媒体名]}
    platforms:
      校园号: [校内号]
"""
LIST_OF_NAMES = """\
    form: list
    title: 示例大学账号登记表
    sheet: 登记表
    layout: ledger
    columns:
      - {label: 单位, answer: unit, width: 20}
      - {label: 名称, answer: group_name, width: 20}
"""
GOOD = {
    "unit": "宣传部",
    "group_name": "青山之声",
    "platform": "抖音",
    "group_no": "qszs2023",
    "level": "一级",
    "campus": "东校区",
    "checker.name": "赵一",
    "checker.mobile": "13900000001",
    "first_post_on": "2023-05-01",
    "posts": "120",
    "reads": "约800",
    "comments_checked": "是",
    "icp": "青ICP备0001号",
}


@pytest.fixture
def school(tmp_path: Path) -> Profile:
    return institution(tmp_path, {"list": LIST}, fields=FIELDS, parameters="platforms: [公众号, 抖音, 校园号]")


def values(school: Profile, tmp_path: Path, **answers: str) -> dict[str, object]:
    send(school, tmp_path / "收回" / "宣传部.xlsx", "list", [{**GOOD, **answers}])
    (record,) = told(run(school, tmp_path / "收回"), school)["records"]
    found: dict[str, object] = record["values"]
    return found


def test_every_kind_of_field_is_read(school: Profile, tmp_path: Path) -> None:
    found = values(school, tmp_path)
    assert found["campus"] == "东校区"
    assert found["level"] == "一级"
    assert found["checker"] == [
        {"name": "赵一", "title": None, "mobile": "139****0001", "office_phone": None, "email": None}
    ]
    assert (found["first_post_on"], found["posts"], found["comments_checked"]) == ("2023-05-01", 120, True)
    assert found["reads"] == {"low": 720, "high": 880, "raw": "约800"}
    assert found["icp"] == "青ICP备0001号"
    assert found["other"] == {}


def test_the_template_offers_its_options_and_explains_them(school: Profile) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render(school.form("list"), school)))
    lists = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in book["选项"].columns}
    assert lists["list_campus"] == ["东校区", "西校区"]
    assert lists["list_level"] == ["一级", "二级"]
    assert {"公众号", "抖音", "校园号"} <= set(lists["list_platform"])
    guide = [cell.value for row in book["填表说明"].iter_rows() for cell in row if cell.value]
    assert any("请选校区" in str(text) for text in guide)


def test_what_is_no_option_is_asked_about_and_kept(school: Profile, tmp_path: Path) -> None:
    send(school, tmp_path / "收回" / "宣传部.xlsx", "list", [{**GOOD, "campus": "北校区", "first_post_on": "五一"}])
    found = told(run(school, tmp_path / "收回"), school)
    messages = " ".join(said(found, "readable"))
    assert "北校区" in messages
    assert "五一" in messages
    assert found["records"][0]["values"]["other"] == {"校区": "北校区"}


def test_a_required_field_of_ones_own(tmp_path: Path) -> None:
    needs = """\
        - id: SD-2
          article: "一"
          clause: 第一条
          quote: 每个群组
          title: 校区
          rule: required
          with: {fields: [campus, checker.name]}
          severity: error
          fields: [campus, checker]
    """
    school = institution(tmp_path, {"list": LIST}, fields=FIELDS, requirements=needs)
    send(school, tmp_path / "收回" / "宣传部.xlsx", "list", [{**GOOD, "campus": "", "checker.name": ""}])
    found = told(run(school, tmp_path / "收回"), school)
    assert sum(one["requirement"] == "SD-2" for one in found["findings"]) == 2


def test_it_stands_in_the_ledger_and_is_compared_next_year(school: Profile, tmp_path: Path) -> None:
    send(school, tmp_path / "2025" / "宣传部.xlsx", "list", [GOOD])
    first = files_of(run(school, tmp_path / "2025", as_of="2025-04-01"), school)
    (row,) = sheet(first["台账.xlsx"], "台账")
    assert (row["校区"], row["内容审核人姓名"], row["年发文数"]) == ("东校区", "赵一", 120)
    ledger = tmp_path / "台账.xlsx"
    ledger.write_bytes(first["台账.xlsx"])
    send(school, tmp_path / "2026" / "宣传部.xlsx", "list", [{**GOOD, "campus": "西校区", "posts": "90"}])
    outcome = run(school, tmp_path / "2026", previous=ledger)
    assert verdicts(told(outcome, school)) == {"青山之声": ["changed"]}
    assert outcome.changes[["kind", "before", "after"]].to_numpy().tolist() == [
        ["换校区", "东校区", "西校区"],
        ["发文数", "120", "90"],
    ]
    again = files_of(outcome, school)
    page = openpyxl.load_workbook(io.BytesIO(again["对账报告.xlsx"]))["变更"]
    assert "换校区：东校区 → 西校区" in " ".join(str(cell) for row in page.values for cell in row)


def test_next_years_forms_are_prefilled_with_it(school: Profile, tmp_path: Path) -> None:
    send(school, tmp_path / "收回" / "宣传部.xlsx", "list", [GOOD])
    outcome = run(school, tmp_path / "收回")
    (book,) = prepare(school, year=2027, previous=outcome.ledger).values()
    texts = {cell.value for row in openpyxl.load_workbook(io.BytesIO(book))["登记表"].iter_rows() for cell in row}
    assert {"东校区", "赵一", "qszs2023", "抖音"} <= texts


def test_platforms_of_new_media_are_known() -> None:
    known = {"抖音号": "抖音", "哔哩哔哩": "B站", "微信视频号": "视频号", "今日头条": "头条号", "服务号": "公众号"}
    assert {word: platform_of(word) for word in known} == known
    assert [platform_of(word) for word in ("快手", "小红书", "知乎", "微博", "百家号", "小程序", "APP", "网站")] == [
        "快手", "小红书", "知乎", "微博", "百家号", "小程序", "APP", "网站",
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["校园号", "校内号", "喜马拉雅", "学习强国号"])
def test_what_was_typed_as_platform_never_turns_into_other(school: Profile, tmp_path: Path, typed: str) -> None:
    found = values(school, tmp_path, platform=typed)
    assert found["platform"] == {"校内号": "校园号"}.get(typed, typed)


@pytest.mark.parametrize(
    ("platform", "typed", "kept"),
    [
        ("公众号", "gh_abc123", "gh_abc123"),
        ("抖音", "抖音号：Dy2023", "Dy2023"),
        ("微博", "@青山之声", "@青山之声"),
        ("微博", "https://weibo.com/u/12345", "https://weibo.com/u/12345"),
        ("头条号", "1234567890123456", "1234567890123456"),
        ("喜马拉雅", "qs-fm", "qs-fm"),
        ("QQ群", "123456789", "123456789"),
    ],
)
def test_an_identifier_that_is_no_number_is_one(
    school: Profile, tmp_path: Path, platform: str, typed: str, kept: str
) -> None:
    found = values(school, tmp_path, platform=platform, group_no=typed)
    assert (found["group_no"], found["group_nos"]) == (kept, [kept])


def test_an_account_is_matched_by_its_identifier(school: Profile, tmp_path: Path) -> None:
    last = table(tmp_path / "上年.xlsx", ["单位", "群名称", "平台", "群号"], ["宣传部", "旧名字", "抖音", "@QSZS2023"])
    send(school, tmp_path / "收回" / "宣传部.xlsx", "list", [GOOD])
    found = told(run(school, tmp_path / "收回", previous=last), school)
    assert [(one["verdict"], one["basis"]) for one in found["records"]] == [("changed", "group_no")]


def test_a_group_without_a_number_keeps_none(school: Profile, tmp_path: Path) -> None:
    found = values(school, tmp_path, platform="微信群", group_no="wxid_abc123")
    assert found["group_nos"] == []


def test_the_words_of_one_institution_are_not_spoken_by_another(school: Profile) -> None:
    with speaking(school.own):
        assert "campus" in vocabulary().fields
        assert vocabulary()["level"].options == ("一级", "二级")
    assert "campus" not in vocabulary().fields
    assert vocabulary()["level"].options[0] == "学校"


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("fields: {campus: {zh: 校区}}", "缺少“kind”"),
        ("fields: {campus: {kind: text}}", "缺少“zh”"),
        ("fields: {campus: {zh: 校区, kind: enum}}", "还没有写选项"),
        ("fields: {Campus: {zh: 校区, kind: text}}", "栏目的键“Campus”不能用"),
        ("fields: {owner: {kind: text}}", "种类是 people，不能改"),
        ("fields: {purpose: {options: [工作]}}", "没有选项"),
        ("fields: {name2: {zh: 群名称, kind: text}}", "栏目名“群名称”已是“group_name”的栏目名"),
        ("fields: {old: {zh: 曾用名称, kind: text, former: grup_name}}", "是不是“group_name”"),
        ("fields: {campus: {zh: 校区, kind: txt}}", "kind"),
        ("feilds: {campus: {zh: 校区, kind: text}}", "fields"),
    ],
)
def test_a_mistake_in_ones_own_fields_is_told_with_its_line(tmp_path: Path, written: str, says: str) -> None:
    with pytest.raises(DefinitionError) as told_off:
        institution(tmp_path, {"list": LIST_OF_NAMES}, fields=written)
    said = word("errors", told_off.value.code, told_off.value.facts)
    assert says in said
    assert "fields.yaml" in said
