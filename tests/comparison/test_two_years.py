"""Two years as small tables: what the register of last year held, what came in, and what a careful clerk makes of it.

A case names the verdict of every record and of every row of last year, in their order, and says why.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from drawing import cells, previous, returned, run
from two_years import table

from toolkit.report.ledger import render_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.model import Outcome, Reading

AS_OF = dt.date(2026, 3, 11)
FORM = "cqny-2021/register"


@dataclass(frozen=True, slots=True)
class Years:
    """One case. `ours` and `theirs` are the verdicts; `ledger` the states in the new register by name, when told."""

    why: str
    last: str
    now: str
    ours: str
    theirs: str
    ledger: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)


CASES: dict[str, Years] = {
    # --- the unit's own word ------------------------------------------------------------------------------------------
    **{
        f"cancelled-{word}": Years(
            "the unit takes the group off: what it says counts, in any of the words people use",
            "unit | group_name | group_no\n教务处 | 通知群 | 310000001\n教务处 | 考务群 | 310000002",
            "unit | group_name | group_no | disposition\n"
            f"教务处 | 通知群 | 310000001 | {word}\n教务处 | 考务群 | 310000002 | 继续",
            "cancelled renewed",
            "dissolved renewed",
            {"考务群": "在册"},
        )
        for word in ("注销", "解散", "合并")
    },
    "cancelled-by-its-day": Years(
        "a day of dissolution that has come says the same",
        "unit | group_name\n教务处 | 通知群",
        "unit | group_name | dissolved_on\n教务处 | 通知群 | 2025-12-30",
        "cancelled",
        "dissolved",
        {},
    ),
    "dissolution-to-come": Years(
        "till its day the group is in force",
        "unit | group_name\n教务处 | 通知群",
        "unit | group_name | dissolved_on\n教务处 | 通知群 | 2026-06-30",
        "renewed",
        "renewed",
        {"通知群": "在册"},
    ),
    "out-of-use-is-not-cancelled": Years(
        "是否在用 = 否 is evidence of 停用 and takes nothing off",
        "unit | group_name\n教务处 | 通知群",
        "unit | group_name | is_active\n教务处 | 通知群 | 否",
        "renewed",
        "renewed",
        {"通知群": "在册"},
    ),
    "cancelled-and-new": Years(
        "a group that last year did not have, founded and dissolved within the year",
        "unit | group_name\n教务处 | 通知群",
        "unit | group_name | disposition\n教务处 | 通知群 | 继续\n教务处 | 迎新群 | 注销",
        "renewed cancelled",
        "renewed",
        {"通知群": "在册"},
    ),
    "cancelled-and-renamed": Years(
        "the number proves it, whatever it is called now",
        "unit | group_name | group_no\n教务处 | 通知群 | 310000001",
        "unit | group_name | group_no | disposition\n教务处 | 教务通知群 | 310000001 | 注销",
        "cancelled",
        "dissolved",
        {},
    ),
    "cancelled-under-another-number": Years(
        "name alone with another number proves nothing: last year's row is still to be asked about",
        "unit | group_name | group_no\n教务处 | 通知群 | 310000001",
        "unit | group_name | group_no | disposition\n教务处 | 通知群 | 310000002 | 注销",
        "cancelled",
        "unaccounted",
        {"通知群": "待核"},
    ),
    "cancelled-in-its-first-year": Years(
        "the unit is in no register before: its cancelled group is cancelled all the same",
        "unit | group_name\n学生处 | 学工群",
        "unit | group_name | disposition\n教务处 | 通知群 | 解散\n学生处 | 学工群 | 继续",
        "cancelled renewed",
        "renewed",
        {"学工群": "在册"},
    ),
    "cancelled-and-a-notice": Years(
        "both say it, and it is said once",
        "unit | group_name | group_no\n教务处 | 通知群 | 310000001",
        "unit | group_name | group_no | disposition\n教务处 | 通知群 | 310000001 | 注销",
        "cancelled",
        "dissolved",
        {},
        {"notices": "类型 | 单位 | 群名称 | 群号 | 发生日期\n解散 | 教务处 | 通知群 | 310000001 | 2025-12-30"},
    ),
    "noticed-and-filed-as-in-use": Years(
        "the return says it is in use, the notice says it is gone: in force, with evidence",
        "unit | group_name | group_no\n教务处 | 通知群 | 310000001",
        "unit | group_name | group_no\n教务处 | 通知群 | 310000001",
        "renewed",
        "renewed",
        {"通知群": "在册"},
        {"notices": "类型 | 单位 | 群名称 | 群号 | 发生日期\n解散 | 教务处 | 通知群 | 310000001 | 2025-12-30"},
    ),
    "noticed-and-not-filed": Years(
        "a notice accounts for what is not filed",
        "unit | group_name\n教务处 | 通知群\n教务处 | 考务群",
        "unit | group_name\n教务处 | 考务群",
        "renewed",
        "dissolved renewed",
        {"考务群": "在册"},
        {"notices": "类型 | 单位 | 群名称 | 发生日期\n解散 | 教务处 | 通知群 | 2025-12-30"},
    ),
    # --- one group on several rows of this year -----------------------------------------------------------------------
    "typed-twice": Years(
        "one unit, one name, no number: one group, and the copy makes nothing ambiguous",
        "unit | group_name\n教务处 | 通知群",
        "unit | group_name | owner.name | purpose\n教务处 | 通知群 | 张一 | 通知\n教务处 | 通 知 群 | 张一 | 通知",
        "renewed duplicate",
        "renewed",
        {"通知群": "在册"},
    ),
    "typed-three-times": Years(
        "the first stays, all others are copies",
        "unit | group_name\n教务处 | 通知群",
        "unit | group_name\n教务处 | 通知群\n教务处 | 通知群\n教务处 | 通知群",
        "renewed duplicate duplicate",
        "renewed",
    ),
    "typed-twice-with-another-purpose": Years(
        "another purpose alone does not make it another group",
        "unit | group_name\n教务处 | 通知群",
        "unit | group_name | owner.name | purpose\n教务处 | 通知群 | 张一 | 通知\n教务处 | 通知群 | 张一 | 考务",
        "renewed duplicate",
        "renewed",
    ),
    "two-groups-of-one-name": Years(
        "owner and purpose both differ: two groups, a question, and no proof by name",
        "unit | group_name\n教务处 | 通知群",
        "unit | group_name | owner.name | purpose\n教务处 | 通知群 | 张一 | 通知\n教务处 | 通知群 | 李二 | 考务",
        "new new",
        "unaccounted",
    ),
    "one-name-on-two-platforms": Years(
        "QQ and WeChat under one name are two groups, each matched with its own",
        "unit | group_name | platform\n教务处 | 通知群 | QQ群\n教务处 | 通知群 | 微信群",
        "unit | group_name | platform\n教务处 | 通知群 | 微信群\n教务处 | 通知群 | QQ群",
        "renewed renewed",
        "renewed renewed",
    ),
    "typed-twice-by-two-units": Years(
        "one name in two units is two groups",
        "unit | group_name\n教务处 | 通知群\n学生处 | 通知群",
        "unit | group_name\n学生处 | 通知群\n教务处 | 通知群",
        "renewed renewed",
        "renewed renewed",
    ),
    "number-twice-owner-of-the-name": Years(
        "of two names on one number the one that last year had keeps it; both stay till somebody decides",
        "unit | group_name | group_no\n教务处 | 甲群 | 310000009\n教务处 | 乙群 | 310000001",
        "unit | group_name | group_no\n教务处 | 甲群 | 310000001\n教务处 | 乙群 | 310000001",
        "duplicate renewed",
        "unaccounted renewed",
        {"甲群": "争议 待核", "乙群": "争议"},
    ),
    "number-twice-owner-of-the-unit": Years(
        "of two units the one that last year names keeps the match; the other row is not lost",
        "unit | group_name | group_no\n教务处 | 校友群 | 310000001",
        "unit | group_name | group_no\n学生处 | 校友群 | 310000001\n教务处 | 校友群 | 310000001",
        "duplicate renewed",
        "renewed",
        {"校友群": "争议 争议"},
    ),
    "number-twice-unit-without-the-name": Years(
        "no row has unit and name of last year: the unit decides",
        "unit | group_name | group_no\n教务处 | 校友群 | 310000001",
        "unit | group_name | group_no\n学生处 | 校友群 | 310000001\n教务处 | 校友联络群 | 310000001",
        "duplicate changed",
        "changed",
    ),
    "number-twice-nobody-known": Years(
        "last year says nothing: the first in reading order",
        "unit | group_name\n教务处 | 通知群",
        "unit | group_name | group_no\n教务处 | 通知群 |\n教务处 | 甲群 | 310000001\n教务处 | 乙群 | 310000001",
        "renewed new duplicate",
        "renewed",
        {"通知群": "在册", "甲群": "争议", "乙群": "争议"},
    ),
    "number-twice-in-one-unit": Years(
        "the same group filed twice: nothing is in dispute",
        "unit | group_name | group_no\n教务处 | 通知群 | 310000001",
        "unit | group_name | group_no\n教务处 | 通知群 | 310000001\n教务处 | 通知群 | 310000001",
        "renewed duplicate",
        "renewed",
        {"通知群": "在册"},
    ),
    "number-twice-one-cancelled": Years(
        "one row takes it off, the other goes on: it stays in force",
        "unit | group_name | group_no\n教务处 | 通知群 | 310000001",
        "unit | group_name | group_no | disposition\n"
        "教务处 | 通知群 | 310000001 | 注销\n教务处 | 通知群 | 310000001 | 继续",
        "duplicate renewed",
        "renewed",
        {"通知群": "在册"},
    ),
    "several-numbers-in-a-cell": Years(
        "one record, matched by any of its numbers",
        "unit | group_name | group_no\n教务处 | 通知群 | 310000002",
        "unit | group_name | group_no\n教务处 | 通知群 | 310000001、310000002",
        "renewed",
        "renewed",
    ),
    # --- one group on several rows of last year -----------------------------------------------------------------------
    "register-of-several-years": Years(
        "the row of the latest 报送年度 speaks for the group",
        "unit | group_name | other\n"
        '教务处 | 通知群 | {"报送年度": "2024"}\n教务处 | 通知群 | {"报送年度": "2025"}\n'
        '教务处 | 考务群 | {"报送年度": "2025"}',
        "unit | group_name\n教务处 | 通知群\n教务处 | 考务群",
        "renewed renewed",
        "repeated renewed renewed",
    ),
    "register-of-several-years-latest-first": Years(
        "whatever the order of the rows",
        "unit | group_name | other\n"
        '教务处 | 通知群 | {"年度": "2025年"}\n教务处 | 通知群 | {"年度": "2024年"}\n'
        '教务处 | 通知群 | {"年度": "2023年"}',
        "unit | group_name\n教务处 | 通知群",
        "renewed",
        "renewed repeated repeated",
    ),
    "register-with-a-row-twice": Years(
        "within one year the first speaks",
        "unit | group_name\n教务处 | 通知群\n教务处 | 通知群",
        "unit | group_name\n教务处 | 通知群",
        "renewed",
        "renewed repeated",
    ),
    "register-with-a-number-twice": Years(
        "the row that agrees in name speaks, the other says the same group",
        "unit | group_name | group_no\n教务处 | 旧名群 | 310000001\n教务处 | 通知群 | 310000001",
        "unit | group_name | group_no\n教务处 | 通知群 | 310000001",
        "renewed",
        "repeated renewed",
    ),
    "register-with-two-groups-of-one-name": Years(
        "two owners for two purposes are two groups: both are asked about",
        "unit | group_name | owner | purpose\n教务处 | 通知群 | 张一 | 通知\n教务处 | 通知群 | 李二 | 考务",
        "unit | group_name\n教务处 | 别的群",
        "new",
        "unaccounted unaccounted",
    ),
    "repeated-and-not-filed": Years(
        "asked about once",
        "unit | group_name\n教务处 | 通知群\n教务处 | 通知群",
        "unit | group_name\n教务处 | 别的群",
        "new",
        "unaccounted repeated",
    ),
    "repeated-and-cancelled": Years(
        "dissolved once",
        "unit | group_name | group_no\n教务处 | 通知群 | 310000001\n教务处 | 通知群 | 310000001",
        "unit | group_name | group_no | disposition\n教务处 | 通知群 | 310000001 | 注销",
        "cancelled",
        "dissolved repeated",
        {},
    ),
    # --- who filed ----------------------------------------------------------------------------------------------------
    "unit-sent-nothing": Years(
        "its groups are not unaccounted for: it is to be reminded",
        "unit | group_name\n教务处 | 通知群\n学生处 | 学工群",
        "unit | group_name\n教务处 | 通知群",
        "renewed",
        "renewed unit_missing",
        {"通知群": "在册", "学工群": "待核"},
    ),
    "unit-is-exempt": Years(
        "应报 = 否: last year's entry stands",
        "unit | group_name\n教务处 | 通知群\n后勤处 | 维修群",
        "unit | group_name\n教务处 | 通知群",
        "renewed",
        "renewed carried",
        {"通知群": "在册", "维修群": "沿用"},
        {"roster": "单位 | 应报\n教务处 | 是\n后勤处 | 否"},
    ),
    "exempt-unit-that-filed": Years(
        "who filed is judged like everybody",
        "unit | group_name\n后勤处 | 维修群\n后勤处 | 食堂群",
        "unit | group_name\n后勤处 | 维修群",
        "renewed",
        "renewed unaccounted",
        {},
        {"roster": "单位 | 应报\n后勤处 | 否"},
    ),
    "unit-reports-no-change": Years(
        "a notice 无变更 carries the entries over, under every regulation",
        "unit | group_name\n教务处 | 通知群\n学生处 | 学工群",
        "unit | group_name\n教务处 | 通知群",
        "renewed",
        "renewed carried",
        {"通知群": "在册", "学工群": "沿用"},
        {"notices": "类型 | 单位\n无变更 | 学生处"},
    ),
    "unit-that-was-split": Years(
        "its former name stands at two successors: nobody owes its return, its group is to be asked about",
        "unit | group_name\n作曲与指挥系 | 排练群\n教务处 | 通知群",
        "unit | group_name\n教务处 | 通知群\n作曲系 | 作品群",
        "renewed no_history",
        "unaccounted renewed",
        {},
        {"roster": "单位 | 曾用名\n作曲系 | 作曲与指挥系\n指挥系 | 作曲与指挥系\n教务处 |"},
    ),
    "unit-that-was-renamed": Years(
        "one successor is the unit under its new name",
        "",
        "unit | group_name\n教学运行部 | 通知群",
        "renewed",
        "renewed",
        {},
        {"roster": "单位 | 曾用名\n教学运行部 | 教务处", "previous": "单位 | 群名称\n教务处 | 通知群"},
    ),
    # --- numbers ------------------------------------------------------------------------------------------------------
    "renumbered": Years(
        "same unit and name under another number is shown on both sides",
        "unit | group_name | group_no\n教务处 | 通知群 | 310000001",
        "unit | group_name | group_no\n教务处 | 通知群 | 310000002",
        "renumbered",
        "renumbered",
        {"通知群": "待核 待核"},
    ),
    "number-moved-to-another-unit": Years(
        "same number, other unit: 划转",
        "unit | group_name | group_no\n教务处 | 通知群 | 310000001",
        "unit | group_name | group_no\n学生处 | 通知群 | 310000001\n教务处 | 考务群 |",
        "changed new",
        "changed",
    ),
    "filing-number-proves-most": Years(
        "one filing number on both sides, whatever else changed",
        "unit | group_name | filing_no\n教务处 | 通知群 | CN-1",
        "unit | group_name | filing_no\n教务处 | 教务信息群 | CN-1",
        "changed",
        "changed",
    ),
}

NAMES = "类型 | 单位 | 群名称 | 群号 | 上年单位 | 上年群名称 | 上年群号 | 裁定\n"
PAIR = (
    "unit | group_name | group_no\n教务处 | 通知群 | 310000001",
    "unit | group_name | group_no\n教务处 | 通知群 | 310000002",
)
RENAMED = ("unit | group_name\n教务处 | 通知群", "unit | group_name\n教务处 | 教务信息群")
GONE = ("unit | group_name\n教务处 | 通知群\n教务处 | 考务群", "unit | group_name\n教务处 | 考务群")
DISPUTE = (
    "unit | group_name | group_no\n教务处 | 校友群 | 310000001",
    "unit | group_name | group_no\n学生处 | 校友群 | 310000001\n教务处 | 校友群 | 310000001",
)
COPIES = ("unit | group_name\n教务处 | 通知群", "unit | group_name\n教务处 | 通知群\n教务处 | 通知群")


def _decided(kind: str, said: str) -> Mapping[str, str]:
    return {"decisions": NAMES + f"{kind} | {said}"}


DECIDED: dict[str, Years] = {
    **{
        f"suggestion-{answer}": Years(
            "是 joins the two, 否 parts them for good, 待定 leaves the question",
            *RENAMED,
            ours,
            theirs,
            {},
            _decided("相似建议", f"教务处 | 教务信息群 | | 教务处 | 通知群 | | {answer}"),
        )
        for answer, ours, theirs in (
            ("是", "changed", "changed"),
            ("否", "new", "unaccounted"),
            ("待定", "new", "unaccounted"),
        )
    },
    **{
        f"renumbered-{answer}": Years(
            "换号 and 填错 are one group, 新建 is another and the old one is to be asked about",
            *PAIR,
            ours,
            theirs,
            ledger,
            _decided("疑似换号", f"教务处 | 通知群 | 310000002 | 教务处 | 通知群 | 310000001 | {answer}"),
        )
        for answer, ours, theirs, ledger in (
            ("换号", "renewed", "renewed", {"通知群": "在册"}),
            ("是", "renewed", "renewed", {"通知群": "在册"}),
            ("填错", "renewed", "renewed", {"通知群": "在册"}),
            ("新建", "new", "unaccounted", {"通知群": "在册 待核"}),
            ("否", "new", "unaccounted", {"通知群": "在册 待核"}),
            ("待定", "renumbered", "renumbered", {"通知群": "待核 待核"}),
        )
    },
    **{
        f"whereabouts-{answer}": Years(
            "已解散 and 并入 close the row, 仍在用 carries it over, 漏报 and 待定 leave it with the unit",
            *GONE,
            "renewed",
            f"{fate} renewed",
            ledger,
            _decided("去向待核", f"教务处 | 通知群 | | | | | {answer}"),
        )
        for answer, fate, ledger in (
            ("已解散", "dissolved", {"考务群": "在册"}),
            ("并入", "dissolved", {"考务群": "在册"}),
            ("仍在用", "carried", {"考务群": "在册", "通知群": "沿用"}),
            ("漏报", "unaccounted", {"考务群": "在册", "通知群": "待核"}),
            ("待定", "unaccounted", {"考务群": "在册", "通知群": "待核"}),
        )
    },
    **{
        f"dispute-{answer}": Years(
            "the unit that keeps the group has the match, the other row leaves the register",
            *DISPUTE,
            ours,
            theirs,
            ledger,
            _decided("两单位报同一群", f"学生处\\n教务处 | 校友群\\n校友群 | 310000001\\n310000001 | | | | {answer}"),
        )
        for answer, ours, theirs, ledger in (
            ("教务处", "duplicate renewed", "renewed", {"校友群": "在册"}),
            ("学生处", "changed duplicate", "changed", {"校友群": "在册"}),
            ("是", "duplicate renewed", "renewed", {"校友群": "在册"}),
            ("否", "duplicate renewed", "renewed", {"校友群": "争议 争议"}),
            ("待定", "duplicate renewed", "renewed", {"校友群": "争议 争议"}),
        )
    },
    **{
        f"copies-{answer}": Years(
            "one name twice without a number is one group till a person says that they are two",
            *COPIES,
            ours,
            theirs,
            {},
            _decided("同单位同名", f"教务处\\n教务处 | 通知群\\n通知群 | \\n | | | | {answer}"),
        )
        for answer, ours, theirs in (
            ("是", "renewed duplicate", "renewed"),
            ("否", "new new", "unaccounted"),
            ("待定", "renewed duplicate", "renewed"),
        )
    },
    "suggestion-cancelled": Years(
        "a cancelled group that a person ties to last year's row dissolves it",
        "unit | group_name\n教务处 | 通知群",
        "unit | group_name | disposition\n教务处 | 教务信息群 | 注销",
        "cancelled",
        "dissolved",
        {},
        _decided("相似建议", "教务处 | 教务信息群 | | 教务处 | 通知群 | | 是"),
    ),
    "whereabouts-of-a-group-that-came": Years(
        "what is filed needs no inquiry",
        "unit | group_name\n教务处 | 通知群",
        "unit | group_name\n教务处 | 通知群",
        "renewed",
        "renewed",
        {"通知群": "在册"},
        _decided("去向待核", "教务处 | 通知群 | | | | | 已解散"),
    ),
    "whereabouts-of-a-missing-unit": Years(
        "also of a unit that sent nothing somebody may know",
        "unit | group_name\n教务处 | 通知群\n学生处 | 学工群",
        "unit | group_name\n教务处 | 通知群",
        "renewed",
        "renewed dissolved",
        {"通知群": "在册"},
        _decided("去向待核", "学生处 | 学工群 | | | | | 已解散"),
    ),
    "two-answers": Years(
        "two answers to one question: neither counts",
        *GONE,
        "renewed",
        "unaccounted renewed",
        {},
        {
            "decisions": NAMES
            + "去向待核 | 教务处 | 通知群 | | | | | 已解散\n去向待核 | 教务处 | 通知群 | | | | | 仍在用"
        },
    ),
}


def files(now: str) -> Iterator[Reading]:
    """Return the drawn rows as one file a unit."""
    rows = cells(now)
    for unit in dict.fromkeys(row["unit"] for row in rows):
        own = "\n".join(" | ".join(row.values()) for row in rows if row["unit"] == unit)
        yield returned(f"{unit}.xlsx", FORM, " | ".join(rows[0]) + "\n" + own)


def judged(case: Years) -> Outcome:
    theirs = previous(case.last) if case.last else None
    return run(*files(case.now), theirs=theirs, as_of=AS_OF, **case.lists)


@pytest.mark.parametrize(("name", "case"), [*CASES.items(), *DECIDED.items()])
def test_two_years(name: str, case: Years) -> None:
    outcome = judged(case)
    assert (outcome.verdicts["verdict"].tolist(), outcome.previous_verdicts["verdict"].tolist()) == (
        case.ours.split(),
        case.theirs.split(),
    ), f"{name}: {case.why}"
    if case.ledger:
        states: dict[str, list[str]] = {}
        for row in table(render_ledger(outcome), "台账", head=1):
            states.setdefault(row["群名称"], []).append(row["在册状态"])
        assert {group: " ".join(told) for group, told in states.items()} == case.ledger, case.why
