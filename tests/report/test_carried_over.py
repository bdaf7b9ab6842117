"""What this year's form has no place for is kept from last year's row, through as many years as it takes."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest
from drawing import previous, returned, run
from two_years import table

from toolkit.register.previous import load_previous
from toolkit.register.roster import unit_index
from toolkit.regulations.profile import load_profile
from toolkit.report.ledger import render_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.model import Ledger, Outcome

PROFILES = ("cqny-2021", "jsut-2019", "sccm-2022", "scnvc-2019", "suzhou-2018")
FIRST = dt.date(2026, 3, 11)
HELD = """
    unit   | group_name     | platform | group_no  | created_on | filed_on   | owner | owner.mobile | admins | admins.mobile | creator | member_scope | category | party_approved_on
    教务处 | 教务处通知一群 | QQ群     | 310000001 | 2020-03-10 | 2020-03-11 | 张一  | 13900000001  | 李一   | 13900000002   | 张一    | 全体教师     | 教工     | 2020-03-01
    教务处 | 教务处通知二群 | 微信群   |           | 2021-05    | 2021-06-01 | 张二  | 13900000003  | 李二   | 13900000004   | 张二    | 教学秘书     | 教工     | 2021-05-20
"""  # noqa: E501 - a table is read line by line
TYPED = {
    "unit": "教务处",
    "platform": ("QQ群", "微信群"),
    "group_name": ("教务处通知一群", "教务处通知二群"),
    "group_no": ("310000001", "无"),
    "group_name&group_no": ("教务处通知一群（310000001）", "教务处通知二群"),
    "owner": ("张一", "张二"),
    "owner.name": ("张一", "张二"),
    "admins": ("李一", "李二"),
    "admins.name": ("李一", "李二"),
    "owner.mobile": ("13900000001", "13900000003"),
    "admins.mobile": ("13900000002", "13900000004"),
    "created_on": ("2020-03-10", "2021-05"),
    "filed_on": ("2020-03-11", "2021-06-01"),
    "category": "教工",
    "member_scope": ("全体教师", "教学秘书"),
}
"""What the unit writes where its form has the place; every other place it leaves empty."""


def forms() -> list[str]:
    """Return the registers of every profile, each without the columns that this tool adds."""
    found = (form for name in PROFILES for form in load_profile(name).forms)
    return [form.key for form in found if form.role == "register" and not form.key.endswith("/account")]


def asked(form: str) -> list[str]:
    profile, _, name = form.partition("/")
    return list(dict.fromkeys(answer.key for answer in load_profile(profile).form(name).answers if not answer.extra))


def drawn(keys: list[str]) -> str:
    rows = [
        [told if isinstance(told, str) else told[number] for told in (TYPED.get(key, "") for key in keys)]
        for number in range(2)
    ]
    return "\n".join(" | ".join(line) for line in (keys, *rows))


def year_after(outcome: Outcome, profile: str, folder: Path) -> Ledger:
    path = folder / "台账.xlsx"
    path.write_bytes(render_ledger(outcome))
    told = load_profile(profile)
    return load_previous(path, told, unit_index(None, told))


@pytest.mark.parametrize("form", forms())
def test_no_number_platform_date_or_contact_is_lost_through_five_years(form: str, tmp_path: Path) -> None:
    profile, keys = form.partition("/")[0], [key for key in asked(form) if key != "filing_no"]
    theirs = previous(HELD)
    for year in range(5):
        day = FIRST.replace(year=FIRST.year + year)
        outcome = run(returned("教务处.xlsx", form, drawn(keys)), profile=profile, theirs=theirs, as_of=day)
        theirs = year_after(outcome, profile, tmp_path)
        rows = table(render_ledger(outcome), "台账", head=1)
        kept = {row["群名称"]: row for row in rows}
        first, second = kept["教务处通知一群"], kept["教务处通知二群"]
        assert len(rows) == 2
        assert (first["群号"], first["平台"], second["平台"]) == ("310000001", "QQ群", "微信群")
        assert [(row["创建日期"], row["备案日期"]) for row in (first, second)] == [
            ("2020-03-10", "2020-03-11"),
            ("2021-05", "2021-06-01"),
        ]
        assert [row["群主手机"] for row in (first, second)] == ["13900000001", "13900000003"]
        assert [row["成员范围"] for row in (first, second)] == ["全体教师", "教学秘书"]
        assert first["首次登记"] == "2025年或更早"


def test_what_is_carried_over_is_said_and_the_outcome_holds_what_was_returned() -> None:
    text = "unit | group_name | owner\n教务处 | 教务处通知一群 | 张一"
    outcome = run(returned("教务处.xlsx", "jsut-2019/register", text), profile="jsut-2019", theirs=previous(HELD))
    row = next(row for row in table(render_ledger(outcome), "台账", head=1) if row["群名称"] == "教务处通知一群")
    assert row["沿用上年"].split("、")[:2] == ["平台", "群号"]
    assert "群主手机" in row["沿用上年"].split("、")
    assert outcome.ledger.frame["group_no"].tolist() == [""]


@pytest.mark.parametrize(
    ("heading", "cell", "shown"),
    [
        ("group_no", "", ""),  # the column is there and was left empty
        ("group_no", "310000001", "310000001"),
        ("purpose", "考务", "310000001"),  # there is no such column
    ],
)
def test_an_empty_cell_under_a_column_that_is_there_stays_empty(heading: str, cell: str, shown: str) -> None:
    text = f"unit | group_name | {heading}\n教务处 | 教务处通知一群 | {cell}"
    outcome = run(returned("教务处.xlsx", "sccm-2022/register", text), profile="sccm-2022", theirs=previous(HELD))
    rows = {row["群名称"]: row for row in table(render_ledger(outcome), "台账", head=1)}
    assert (rows["教务处通知一群"]["群号"] or "") == shown


def test_a_telephone_does_not_go_over_to_another_owner() -> None:
    text = "unit | group_name | owner.name\n教务处 | 教务处通知一群 | 王五\n教务处 | 教务处通知二群 | 张二"
    outcome = run(returned("教务处.xlsx", "sccm-2022/register", text), profile="sccm-2022", theirs=previous(HELD))
    rows = {row["群名称"]: row["群主手机"] for row in table(render_ledger(outcome), "台账", head=1)}
    assert rows == {"教务处通知一群": None, "教务处通知二群": "13900000003"}


def test_what_happened_last_year_is_not_kept_for_this_one() -> None:
    theirs = previous(
        "unit | group_name | change_on | change_reported_on | reporter\n"
        "教务处 | 通知群 | 2025-05-01 | 2025-05-02 | 张一"
    )
    text = "unit | group_name\n教务处 | 通知群"
    outcome = run(returned("教务处.xlsx", "sccm-2022/register", text), profile="sccm-2022", theirs=theirs)
    row = table(render_ledger(outcome), "台账", head=1)[0]
    assert [row[name] for name in ("变更日期", "变更报备日期", "填报人", "沿用上年")] == [None] * 4


def test_a_group_that_nobody_could_match_takes_nothing_from_last_year() -> None:
    text = "unit | group_name\n教务处 | 另一个群"
    outcome = run(returned("教务处.xlsx", "sccm-2022/register", text), profile="sccm-2022", theirs=previous(HELD))
    row = next(row for row in table(render_ledger(outcome), "台账", head=1) if row["群名称"] == "另一个群")
    assert (row["群号"], row["群主手机"], row["沿用上年"]) == (None, None, None)


@pytest.mark.parametrize("label", ["处长批示", "领导意见（2025）", "归口"])
def test_a_column_of_the_offices_own_in_its_register_goes_on_with_the_group_year_after_year(
    label: str, tmp_path: Path
) -> None:
    """What the office wrote beside a group is asked of no unit; a label the return has is the unit's to answer."""
    theirs = previous("unit | group_name | other\n教务处 | 通知群 | @\n教务处 | 教师群 | #")
    texts = {"@": json.dumps({label: "同意保留", "星座": "白羊"}, ensure_ascii=False), "#": ""}
    theirs.frame["other"] = theirs.frame["other"].map(texts)
    for year in (2026, 2027, 2028):
        text = "unit | group_name | other:星座\n教务处 | 通知群 | 金牛\n教务处 | 教师群 |"
        outcome = run(
            returned("教务处.xlsx", "sccm-2022/register", text),
            profile="sccm-2022",
            theirs=theirs,
            as_of=dt.date(year, 3, 11),
        )
        workbook = render_ledger(outcome)
        rows = {row["群名称"]: row for row in table(workbook, "台账", head=1)}
        assert sorted(rows["通知群"]["其他"].split("\n")) == sorted([f"{label}：同意保留", "星座：金牛"])
        assert label in rows["通知群"]["沿用上年"].split("、")
        assert not rows["教师群"]["其他"]
        path = tmp_path / f"台账{year}.xlsx"
        path.write_bytes(workbook)
        theirs = load_previous(path, load_profile("sccm-2022"), unit_index(None, load_profile("sccm-2022")))


@pytest.mark.parametrize(("heads", "kept"), [("unit | group_name", "校领导关注"), ("unit | group_name | remark", None)])
def test_a_remark_goes_on_where_the_form_has_no_place_for_one(heads: str, kept: str | None) -> None:
    then = previous("unit | group_name | remark\n教务处 | 通知群 | 校领导关注")
    outcome = run(
        returned("a.xlsx", "cqny-2021/register", f"{heads}\n教务处 | 通知群{' |' * heads.count('remark')}"), theirs=then
    )
    (row,) = table(render_ledger(outcome), "台账", head=1)
    assert row["备注"] == kept


@pytest.mark.parametrize(
    ("was", "now", "other"),
    [
        ("校领导关注", "", "上年备注：校领导关注"),
        ("校领导关注", "新生报到用", "上年备注：校领导关注"),
        ("校领导关注", "校领导关注，新生报到用", None),
        ("校 领导关注", "校领导关注", None),
        ("", "新生报到用", None),
    ],
)
def test_a_remark_that_the_return_does_not_repeat_stays_with_the_group(was: str, now: str, other: str | None) -> None:
    then = previous(f"unit | group_name | remark\n教务处 | 通知群 | {was}")
    text = f"unit | group_name | remark\n教务处 | 通知群 | {now}"
    (row,) = table(render_ledger(run(returned("a.xlsx", "cqny-2021/register", text), theirs=then)), "台账", head=1)
    assert (row["备注"] or "", row["其他"]) == (now, other)


def test_remarks_of_several_years_are_all_kept(tmp_path: Path) -> None:
    theirs = previous("unit | group_name | remark\n教务处 | 通知群 | 校领导关注")
    profile = load_profile("cqny-2021")
    for year, now in ((2026, "群主出国"), (2027, ""), (2028, "")):
        text = f"unit | group_name | remark\n教务处 | 通知群 | {now}"
        outcome = run(returned("a.xlsx", "cqny-2021/register", text), theirs=theirs, as_of=dt.date(year, 3, 11))
        path = tmp_path / f"台账{year}.xlsx"
        path.write_bytes(render_ledger(outcome))
        theirs = load_previous(path, profile, unit_index(None, profile))
    (row,) = table(path.read_bytes(), "台账", head=1)
    assert row["其他"] == "上年备注：校领导关注；群主出国"


def test_a_word_about_its_state_does_not_outlive_an_answer() -> None:
    last = "单位 | 群名称 | 状态\n教务处 | 甲群 | 很少用\n教务处 | 乙群 | 很少用"
    text = "unit | group_name | is_active\n教务处 | 甲群 | 是\n教务处 | 乙群 |"
    outcome = run(returned("a.xlsx", "cqny-2021/register", text), previous=last)
    rows = {row["群名称"]: row["其他"] for row in table(render_ledger(outcome), "台账", head=1)}
    assert rows == {"甲群": None, "乙群": "状态：很少用"}


ANSWERING = "unit | group_name | group_no | owner | created_on | platform"


@pytest.mark.parametrize(
    ("first", "kept"),
    [
        (
            "unit | group_name\n教务处 | 教务处通知一群",
            ("QQ群", "310000001", "2020-03-10"),
        ),  # its own list asked for neither
        (f"{ANSWERING}\n教务处 | 教务处通知一群 | 310000001 | 张一 | 2020-03-10 | QQ群", (None, None, None)),  # emptied
        ("", ("QQ群", "310000001", "2020-03-10")),  # the first return is not in the folder
    ],
)
def test_a_blank_on_a_feedback_workbook_is_no_answer_where_nothing_was_asked_before(
    first: str, kept: tuple[str | None, ...]
) -> None:
    back = returned("反馈.xlsx", "sccm-2022/register", f"{ANSWERING}\n教务处 | 教务处通知一群 | | 张一 | |")
    back = replace(back, tables=(replace(back.tables[0], evidence={"answers": "2026-03-10"}),))
    sent = [returned("教务处.xlsx", "sccm-2022/register", first)] if first else []
    outcome = run(*sent, back, profile="sccm-2022", theirs=previous(HELD))
    row = next(row for row in table(render_ledger(outcome), "台账", head=1) if row["群名称"] == "教务处通知一群")
    assert (row["平台"], row["群号"], row["创建日期"]) == kept


@pytest.mark.parametrize("word", ["注销", "解散"])
def test_a_group_that_is_taken_off_keeps_what_was_known_of_it(word: str) -> None:
    text = f"unit | group_name | group_no | owner | owner.mobile | disposition\n教务处 | 教务处通知一群 | | | | {word}"
    outcome = run(returned("a.xlsx", "sccm-2022/register", text), profile="sccm-2022", theirs=previous(HELD))
    (row,) = [one for one in table(render_ledger(outcome), "已解散", head=1) if one["群名称"] == "教务处通知一群"]
    told = (row["群号"], row["群主姓名"], row["群主手机"], row["管理员姓名"], row["管理员手机"], row["创建日期"])
    assert told == ("310000001", "张一", "13900000001", "李一", "13900000002", "2020-03-10")


def test_a_sheet_that_somebody_added_to_our_ledger_is_told(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(render_ledger(run(returned("a.xlsx", "cqny-2021/register", "unit | group_name\n教务处 | 通知群"))))
    profile = load_profile("cqny-2021")
    assert load_previous(path, profile, unit_index(None, profile)).taken.cells.unread == ()
    book = openpyxl.load_workbook(path)
    book.create_sheet("联系记录")["B2"] = "3月2日电话问过教务处"
    book.save(path)

    taken = load_previous(path, profile, unit_index(None, profile)).taken

    assert [(one.sheet, one.cell, one.text) for one in taken.cells.unread] == [
        ("联系记录", "B2", "3月2日电话问过教务处")
    ]
    assert taken.cells.filled == taken.cells.answers + taken.cells.labels + taken.cells.printed + 1
