"""Which group a line of a second source speaks of: one answer for evidence, rules and groups seen in use."""

from __future__ import annotations

import pytest
from drawing import frame, ledger, returned, run

from toolkit.register.decisions.identity import Index, Sides, party_by_hand
from toolkit.register.mentions import mentioned, refer
from toolkit.register.merge.identity import Groups, identity

REGISTER = """
    id | unit   | group_name | group_no  | platform | filing_no
    r1 | 教务处 | 考务群     |           | QQ群     | 备2025-01
    r2 | 教务处 | 考务群     |           | 微信群   |
    r3 | 教务处 | 排课群     | 330000002 | QQ群     |
    r4 | 图书馆 | 馆员群     | 330000003 | QQ群     |
    r5 | 图书馆 | 馆员群     | 330000003 | QQ群     |
    r6 | 学生处 | 值班群     |           |          |
    r7 | 保卫处 | 值班群     |           |          |
    r8 | 财务处 | 报销群     | 330000008 | QQ群     |
    r9 | 财务处 | 报销群     |           | QQ群     |
"""


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ("教务处 | 考务群 | | |", ()),  # on two platforms: either could be meant
        ("教务处 | 考务群 | | 微信群 |", (1,)),
        ("       | 排课群 | | |", (2,)),  # no unit, one group of that name
        ("       | 值班群 | | |", ()),  # two units have one
        ("保卫处 | 值班群 | | |", (6,)),
        ("图书馆 | 馆员群 | | |", (3, 4)),  # typed twice: every row is that group
        ("       | 旧名   | 330000003 | |", (3, 4)),
        ("       | 旧名   | 330000077、330000002 | |", (2,)),
        ("       | 旧名   | | | 备2025-01", (0,)),
        ("教务处 | 排课群 | 330000099 | |", ()),  # another number says it is another group
        ("财务处 | 报销群 | | |", (7, 8)),  # the copy without its number is the same group
        ("教务处 | 无     | | |", ()),
    ],
)
def test_a_line_speaks_of_one_group_or_of_none(line: str, rows: tuple[int, ...]) -> None:
    source = frame(f"unit | group_name | group_no | platform | filing_no\n{line}")
    assert mentioned(source, ledger(REGISTER)) == [rows]
    assert refer(source, ledger(REGISTER)) == [rows[0] if rows else None]


HEAD = "unit | group_name | group_no | platform | is_active"


@pytest.mark.parametrize(
    ("notice", "spoken_of"),
    [
        ("解散 |        | 排课群 |           | 2026-02-01 | 2026-02-02", {"排课群"}),  # no unit
        ("解散 | 教务处 | 考务群 |           | 2026-02-01 | 2026-02-02", set()),  # on two platforms
        ("解散 |        | 别名   | 330000001 | 2026-02-01 | 2026-02-02", {"考务群"}),
    ],
)
def test_dormancy_and_the_rule_hear_of_the_same_group(notice: str, spoken_of: set[str]) -> None:
    rows = f"""{HEAD}
        教务处 | 考务群 | 330000001 | QQ群   | 是
        教务处 | 考务群 |           | 微信群 | 是
        教务处 | 排课群 | 330000002 | QQ群   | 是"""
    notices = f"类型 | 单位 | 群名称 | 群号 | 发生日期 | 报备日期\n{notice}"
    outcome = run(returned("教务处.xlsx", "cqny-2021/register", rows), notices=notices)
    names = dict(zip(outcome.ledger.frame["id"], outcome.ledger.frame["group_name"], strict=True))
    evidence = {names[record] for record in outcome.defunct.loc[outcome.defunct["tag"] == "E3", "record"]}
    told = [one for one in outcome.findings if one.rule == "still-active" and one.facts.get("variant") == "noticed"]
    assert evidence == spoken_of == {names[record] for one in told for record in one.records}


SIGNED = """
    id | unit   | group_name     | platform
    r1 | 体育部 | 🏀校队群       | 微信群
    r2 | 体育部 | ⚽校队群       | 微信群
    r3 | 图书馆 | 读者群（已满） | 微信群
    r4 | 图书馆 | 读者群         | 微信群
    r5 | 团委   | 志愿者群🎉     | 微信群
    r6 | 团委   | 🎸社团群       | 微信群
    r7 | 工会   | 妈咪群         | 微信群
    r8 | 工会   | 妈咪　群       | 微信群
"""


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ("体育部 | ⚽校队群", (1,)),
        ("体育部 | ⚽ 校队群", (1,)),
        ("体育部 | 校队群", ()),  # either could be meant
        ("体育部 | 🎾校队群", ()),  # another one
        ("图书馆 | 读者群", (3,)),
        ("图书馆 | 读者群（已满）", (2,)),
        ("团委 | 志愿者群", (4,)),  # the only one of its name
        ("团委 | 🎹社团群", ()),
        ("工会 | 妈咪群", (6, 7)),  # typed twice: every row
    ],
)
def test_of_names_that_differ_by_signs_the_line_means_the_one_that_has_the_same(
    line: str, rows: tuple[int, ...]
) -> None:
    assert mentioned(frame(f"unit | group_name\n{line}"), ledger(SIGNED)) == [rows]


def test_a_card_that_comes_later_is_the_group_whose_sign_it_bears() -> None:
    rows = ledger(SIGNED).frame
    groups = Groups(rows, range(len(rows)))
    asked = ledger(
        "unit | group_name | platform\n体育部 | ⚽校队群 | 微信群\n体育部 | 🎾校队群 | 微信群\n团委 | 志愿者群 | 微信群"
    )

    found = [
        groups.find(unit, one)
        for unit, one in zip(asked.frame["unit"], identity(asked.frame, range(len(asked.frame))), strict=True)
    ]

    assert found == [1, None, 4]


def test_an_answer_is_about_the_group_whose_sign_it_bears() -> None:
    index = Index(Sides(ledger(SIGNED)))

    def about(unit: str, name: str) -> str:
        return index.find(party_by_hand(unit, name, "").key)

    assert [about("体育部", name) for name in ("🏀校队群", "⚽校队群", "🎾校队群", "校队群")] == ["r1", "r2", "", ""]
    assert [about("图书馆", name) for name in ("读者群", "读者群（已满）", "读者群（停用）")] == ["r4", "r3", ""]
    assert [about("团委", name) for name in ("志愿者群", "志愿者群🎉", "🎹社团群")] == ["r5", "r5", ""]
