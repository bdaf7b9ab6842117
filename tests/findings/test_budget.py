"""The noise budget: one cause is one finding, the same words are said once, and nothing said is lost by it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from toolkit import reconcile
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
