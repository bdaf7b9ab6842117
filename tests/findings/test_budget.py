"""The noise budget: one cause is one finding, the same words are said once, and nothing said is lost by it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from toolkit import Sources, reconcile
from toolkit.findings.wording import sentence

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.model import Finding, Outcome

HEAD = "单位,工作群名称,群主,成员范围,人数,用途,群信息发布规则,保留依据,平台,群号,创建日期\n"
DAY = dt.date(2025, 4, 10)


def run(folder: Path, files: dict[str, str]) -> Outcome:
    for name, text in files.items():
        path = folder / "收回" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return reconcile(folder / "收回", as_of=DAY, profile="jsut-2019", jobs=1)


def rows(count: int, *, unit: str = "商学院", purpose: str = "") -> str:
    """Return a list of groups that say nothing of their purpose, or all the same."""
    lines = (
        f"{unit},{unit}第{number}教学群,卫一,全院教师,60,{purpose},只发通知,工作需要,QQ群,3300000{number:02},2020-03-10\n"
        for number in range(1, count + 1)
    )
    return HEAD + "".join(lines)


def of(outcome: Outcome, field: str) -> list[Finding]:
    return [one for one in outcome.findings if one.facts.get("field") == field and one.rule == "required"]


@pytest.mark.parametrize(("count", "findings"), [(3, 3), (5, 5), (6, 1), (9, 1)])
def test_the_same_words_are_said_once_of_many_groups(tmp_path: Path, count: int, findings: int) -> None:
    found = of(run(tmp_path, {"商学院.csv": rows(count)}), "purpose")
    assert len(found) == findings
    assert sorted(record for one in found for record in one.records) == sorted(f"r{n}" for n in range(1, count + 1))
    assert len({where for one in found for where in one.where}) == count
    if findings == 1:
        assert sentence(found[0]).endswith(f"共{count}个群，情况相同。")


def test_what_several_units_are_told_of_two_groups_each_is_said_once_to_each(tmp_path: Path) -> None:
    """Two groups of one unit alone are two findings; of three units it would be the same words six times."""
    units = ("商学院", "文学院", "外国语学院")
    outcome = run(tmp_path, {f"{unit}.csv": rows(2, unit=unit) for unit in units})
    found = of(outcome, "purpose")
    assert {one.unit: len(one.records) for one in found} == dict.fromkeys(units, 2)
    assert len(found) == len(units)


@pytest.mark.parametrize(("count", "findings"), [(1, 1), (5, 5), (6, 1), (8, 1)])
def test_a_heading_that_all_units_took_from_one_paper_is_asked_about_once(
    tmp_path: Path, count: int, findings: int
) -> None:
    units = [f"第{number}学院" for number in "一二三四五六七八"[:count]]
    asked = ("保留依据", "保留的依据（必填）")
    files = {f"{unit}.csv": rows(1, unit=unit, purpose="教学通知").replace(*asked) for unit in units}
    found = [one for one in run(tmp_path, files).findings if one.rule == "near"]
    assert len(found) == findings
    assert {place.file for one in found for place in one.where} == set(files)


def test_units_are_told_apart(tmp_path: Path) -> None:
    outcome = run(tmp_path, {"商学院.csv": rows(7), "文学院.csv": rows(8, unit="文学院")})
    assert {one.unit: len(one.records) for one in of(outcome, "purpose")} == {"商学院": 7, "文学院": 8}


@pytest.mark.parametrize(
    ("name", "content"),
    [("商学院.xlsx", "不是表格"), ("商学院.pdf", "%PDF-1.4"), ("商学院.csv", "今天,天气\n晴,好\n")],
)
def test_a_file_that_cannot_be_taken_is_one_finding(tmp_path: Path, name: str, content: str) -> None:
    outcome = run(tmp_path, {name: content, "文学院.csv": rows(1, unit="文学院", purpose="教学通知")})
    about = [one for one in outcome.findings if any(where.file == name for where in one.where)]
    assert [one.rule for one in about] == ["file-read"]


def test_a_row_without_a_name_is_one_finding(tmp_path: Path) -> None:
    text = HEAD + "商学院,,卫一,全院教师,60,教学,只发通知,工作需要,QQ群,,2020-03-10\n"
    outcome = run(tmp_path, {"商学院.csv": text, "文学院.csv": rows(1, unit="文学院", purpose="教学通知")})
    about = [one for one in outcome.findings if any(where.file == "商学院.csv" for where in one.where)]
    assert [(one.rule, one.severity) for one in about] == [("required", "error")]


MATRIX = (
    "填报部门,群聊类别,名称,账号,创建者及联系方式,管理员及联系方式,主要功能或用途,"
    "创建时间,现有人数,是否正常运行,是否建立管理办法\n"
)


def of_music(folder: Path, units: int, *, number: str = "310000011", previous: Path | None = None) -> Outcome:
    """Run returns of so many units, none of which has a column for 成员范围."""
    for place in range(units):
        unit = f"第{'一二三四五六七八'[place]}教研室"
        line = (
            f"{unit},QQ群,{unit}工作群,{number}{place},章一13900000001,章二13900000002,教学通知,2022-03-01,20,是,是\n"
        )
        path = folder / "收回" / f"{unit}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(MATRIX + line, encoding="utf-8")
    day = dt.date(2026, 3, 8)
    return reconcile(folder / "收回", as_of=day, profile="sccm-2022", sources=Sources(previous=previous), jobs=1)


@pytest.mark.parametrize(("units", "findings"), [(2, 2), (5, 5), (6, 1), (8, 1)])
def test_a_notice_of_many_units_is_read_once_and_names_all_their_groups(
    tmp_path: Path, units: int, findings: int
) -> None:
    found = [one for one in of_music(tmp_path, units).findings if one.facts.get("variant") == "no_extra_column"]
    assert len(found) == findings
    assert len({record for one in found for record in one.records}) == units
    assert len({where.file for one in found for where in one.where}) == units
    if findings == 1:
        assert sentence(found[0]).endswith(f"共{units}个单位，情况相同。")


@pytest.mark.parametrize(("number", "told"), [("31", 0), ("", 1)])
def test_a_number_that_cannot_be_read_did_not_disappear(tmp_path: Path, number: str, told: int) -> None:
    last = tmp_path / "上年.csv"
    last.write_text("单位,群名称,平台,群号\n第一教研室,第一教研室工作群,QQ群,3100000110\n", encoding="utf-8")
    folder = tmp_path / "收回"
    folder.mkdir()
    line = f"第一教研室,QQ群,第一教研室工作群,{number},章一13900000001,章二13900000002,教学通知,2022-03-01,20,是,是\n"
    (folder / "第一教研室.csv").write_text(MATRIX + line, encoding="utf-8")
    outcome = reconcile(folder, as_of=dt.date(2026, 3, 8), profile="sccm-2022", sources=Sources(previous=last), jobs=1)
    assert len([one for one in outcome.findings if one.rule == "number-appeared"]) == told


CARDS = "备案部门,群组类型,群名及群号,群人数,开通时间,群主姓名,群主手机,管理员姓名,管理员手机,平台用途\n"


@pytest.mark.parametrize("last_day", ["2019-05", "2019-05-04", ""])
def test_a_month_that_stood_in_last_years_register_is_not_asked_about_again(tmp_path: Path, last_day: str) -> None:
    last = tmp_path / "上年.csv"
    last.write_text(f"单位,群名称,群号,创建日期\n护理系,护理系教工群,310000011,{last_day}\n", encoding="utf-8")
    folder = tmp_path / "收回"
    folder.mkdir()
    line = "护理系,QQ群,护理系教工群310000011,20,2019年5月,章一,13900000001,章一,13900000001,教学通知\n"
    (folder / "护理系.csv").write_text(CARDS + line, encoding="utf-8")
    outcome = reconcile(folder, as_of=dt.date(2026, 4, 8), profile="scnvc-2019", sources=Sources(previous=last), jobs=1)
    asked = [one for one in outcome.findings if one.rule == "preferred-date-style"]
    assert len(asked) == (0 if last_day == "2019-05" else 1)


def test_of_the_head_of_a_unit_and_of_who_is_reached_is_asked_once_a_unit(tmp_path: Path) -> None:
    folder = tmp_path / "收回"
    folder.mkdir()
    head = CARDS.replace("部门,", "部门,第一责任人姓名,第一责任人手机,")
    for unit, count in (("护理系", 3), ("药剂系", 2)):
        lines = (
            f"{unit},,,QQ群,{unit}{n}班群310000{n}{count},20,2019年5月6日,章一,13900000001,章二,,教学通知\n"
            for n in range(1, count + 1)
        )
        (folder / f"{unit}.csv").write_text(head + "".join(lines), encoding="utf-8")
    found = reconcile(folder, as_of=dt.date(2026, 4, 8), profile="scnvc-2019", jobs=1).findings
    told = [(one.unit, one.facts["field"], len(one.records)) for one in found if one.rule == "phone-shared"]
    assert sorted(told) == [
        ("护理系", "admins.mobile", 3),
        ("护理系", "leader.name", 3),
        ("药剂系", "admins.mobile", 2),
        ("药剂系", "leader.name", 2),
    ]
