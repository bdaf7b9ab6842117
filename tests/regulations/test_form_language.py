"""What a drawing may say: boxes with words of one's own on every kind of field, two answers in a cell, columns kept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from institutions import institution, run, said, send, told

from toolkit.errors import DefinitionError
from toolkit.findings.definition import examined
from toolkit.forms.trial import tried
from toolkit.register.rows import stack
from toolkit.regulations.forms import COMBINED

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.regulations.profile import Profile

CARD = """\
    form: card
    title: 示例大学群组登记卡
    sheet: 登记卡
    layout: card
    widths: [16, 24, 16, 24]
    page:
      - {row: [群名称, "{group_name}", 单位, "{unit}"]}
      - {row: [平台, "{platform: QQ群 | 微信群}", 群号, "{group_no}"]}
      - {row: [用途, "{purpose: 通知公告 | 教学 | 其他}", 事项, "{disposition: 新建 | 变更 | 注销}"]}
      - {row: [运行, "{is_active: 正常 | 停用}", 分类, "{category: 工作信息类 | 交流娱乐类}"]}
      - {row: [层级, "{level: 校级 | 院级 | 班级}", 规模, "{member_count: 50人以内 | 50-200人 | 200人以上}"]}
"""
LIST = """\
    form: list
    title: 示例大学群组清单
    sheet: 清单
    layout: ledger
    offered: 5
    head:
      - {row: [单位：, "{unit}", "<", "<", "", ""]}
    columns:
      - {label: 序号, width: 6}
      - {label: 名称, answer: group_name}
      - {label: 类型, answer: platform}
      - {label: 账号, answer: group_no}
      - {label: 粉丝数/群人数, answer: followers&member_count}
      - {label: 上级批示}
"""
_PAIRS = [("群名称", "group_name"), ("单位", "unit"), ("平台", "platform"), ("群号", "group_no"), ("用途", "purpose")]
GROUP = {"unit": "教务处", "group_name": "教务处工作群", "platform": "QQ群", "group_no": "100000001"}


def read(school: Profile, folder: Path, form: str, **answers: str) -> dict[str, object]:
    send(school, folder / "收回" / "教务处.xlsx", form, [{**GROUP, **answers}])
    (record,) = told(run(school, folder / "收回"), school)["records"]
    values: dict[str, object] = record["values"]
    return values


@pytest.mark.parametrize(
    ("field", "ticked", "read_as"),
    [
        ("purpose", "教学", "教学"),
        ("purpose", "通知公告", "通知公告"),
        ("disposition", "变更", "变更"),
        ("disposition", "新建", "新建"),
        ("is_active", "停用", False),
        ("is_active", "正常", True),
        ("category", "交流娱乐类", "交流娱乐类"),
        ("level", "院级", "院级"),
        ("level", "班级", "班级"),
        ("platform", "微信群", "微信群"),
        ("member_count", "50-200人", {"low": 50, "high": 200, "raw": "50-200人"}),
    ],
)
def test_the_ticked_word_is_the_answer(tmp_path: Path, field: str, ticked: str, read_as: object) -> None:
    school = institution(tmp_path, {"card": CARD})
    assert read(school, tmp_path, "card", **{field: ticked})[field] == read_as


def test_a_box_that_is_ticked_is_no_fault_and_needs_no_list_of_options(tmp_path: Path) -> None:
    school = institution(tmp_path, {"card": CARD})
    send(school, tmp_path / "收回" / "教务处.xlsx", "card", [{**GROUP, "category": "工作信息类", "level": "校级"}])
    assert said(told(run(school, tmp_path / "收回"), school), "readable") == []


def test_a_word_that_the_regulation_explains_stands_for_its_option(tmp_path: Path) -> None:
    school = institution(tmp_path, {"card": CARD})
    regulation = tmp_path / "two" / "shida-2026" / "regulation.yaml"
    institution(tmp_path / "two", {"card": CARD})
    regulation.write_text(
        regulation.read_text(encoding="utf-8") + "options: {level: {学校: [校级]}}\n", encoding="utf-8"
    )
    explained = examined(regulation.parent).whole()

    assert read(school, tmp_path / "a", "card", level="校级")["level"] == "校级"
    assert read(explained, tmp_path / "b", "card", level="校级")["level"] == "学校"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("{owner: 教师 | 学生}", "boxes-nowhere"),
        ("{owner.title: 主任 | 科员}", "boxes-nowhere"),
        ("{group_name&group_no: 有 | 无}", "boxes-nowhere"),
        ("{is_active: 活跃 | 沉寂}", "boxes-yes-no"),
        ("{is_active: 是 | 否 | 不清楚}", "boxes-yes-no"),
        ("{created_on: 早 | 晚}", "boxes-not-read"),
        ("{member_count: 很多 | 很少}", "boxes-not-read"),
    ],
)
def test_boxes_that_would_be_read_as_nothing_are_refused(tmp_path: Path, cell: str, code: str) -> None:
    drawn = CARD.replace("{purpose: 通知公告 | 教学 | 其他}", cell).replace("{is_active: 正常 | 停用}", "{remark}")
    drawn = drawn.replace("{member_count: 50人以内 | 50-200人 | 200人以上}", "{work_item}")
    drawn = drawn.replace('群名称, "{group_name}"', '群名称, "{work_end_on}"') if "group_name" in cell else drawn
    with pytest.raises(DefinitionError) as caught:
        institution(tmp_path, {"card": drawn})
    assert code in caught.value.codes


def test_a_figure_is_of_followers_or_of_members_by_the_platform(tmp_path: Path) -> None:
    school = institution(tmp_path, {"list": LIST})
    group = read(school, tmp_path / "a", "list", **{"followers&member_count": "86"})
    account = read(school, tmp_path / "b", "list", platform="公众号", **{"followers&member_count": "1500"})
    named = read(school, tmp_path / "c", "list", **{"followers&member_count": "粉丝12"})
    short = [
        read(school, tmp_path / f"d{number}", "list", platform=platform, **{"followers&member_count": "350"})
        for number, platform in enumerate(("微信", "QQ", "钉钉", "企业微信"))
    ]

    assert (group["member_count"], group["followers"]) == ({"low": 86, "high": 86, "raw": "86"}, None)
    assert (account["member_count"], account["followers"]) == (None, 1500)
    assert (named["member_count"], named["followers"]) == (None, 12)
    assert [(one["member_count"]["low"], one["followers"]) for one in short] == [(350, None)] * 4


def test_a_column_without_a_meaning_is_printed_and_kept(tmp_path: Path) -> None:
    school = institution(tmp_path, {"list": LIST})
    lines = [
        "示例大学群组清单",
        "单位：,教务处,,,,",
        "序号,名称,类型,账号,粉丝数/群人数,上级批示",
        "1,教务处工作群,QQ群,100000001,86,同意",
        "2,教务处教师群,QQ群,100000002,20,",
    ]
    (tmp_path / "收回").mkdir()
    (tmp_path / "收回" / "教务处.csv").write_text("\n".join(lines), encoding="utf-8")
    found = told(run(school, tmp_path / "收回"), school)

    assert [record["values"]["other"] for record in found["records"]] == [{"上级批示": "同意"}, {}]
    assert said(found, "other-label") == []
    assert found["files"][0]["unread"] == []


def test_every_answer_comes_back_of_what_may_be_drawn(tmp_path: Path) -> None:
    school = institution(tmp_path, {"card": CARD, "list": LIST})
    assert [tried(form, school).lost for form in school.forms] == [(), ()]


def test_what_may_share_a_cell_is_what_is_parted_again() -> None:
    parted = {*stack._COMPOUNDS, stack._ROLES, stack._CONTACTS, stack._FIGURES}
    assert parted == set(COMBINED)


def test_a_day_among_boxes_is_read_as_a_day(tmp_path: Path) -> None:
    drawn = CARD.replace("{member_count: 50人以内 | 50-200人 | 200人以上}", "{filed_on: 2026年3月1日 | 2026年9月1日}")
    school = institution(tmp_path, {"card": drawn})
    assert read(school, tmp_path, "card", filed_on="2026年9月1日")["filed_on"] == dt.date(2026, 9, 1).isoformat()


@pytest.mark.parametrize("columns", [2, 3, 4])
@pytest.mark.parametrize("widths", ["", "widths: [{}]"])
def test_a_card_of_few_columns_without_widths_is_drawn_and_read(tmp_path: Path, columns: int, widths: str) -> None:
    rows = [f'[{label}, "{{{key}}}"{", " + chr(34) + "<" + chr(34) if columns > 2 else ""}' for label, key in _PAIRS]
    filling = ', "<"' if columns == 4 else ""
    drawn = "\n".join(f"      - {{row: {row}{filling}]}}" for row in rows)
    given = f"    {widths.format(', '.join(['20'] * columns))}\n" if widths else ""
    card = f"    form: card\n    title: 示例大学群组卡\n    sheet: 卡\n    layout: card\n{given}    page:\n{drawn}\n"
    school = institution(tmp_path, {"card": card + "    extra: [created_on, is_active, remark]\n"})

    assert [tried(form, school).lost for form in school.forms] == [()]
