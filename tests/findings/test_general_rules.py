"""Rules of any field: so many, within so many days, all of these parts, of this pattern, by this route, preferred."""

from __future__ import annotations

import datetime as dt
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
from institutions import fates, institution, run, send, table, told

from toolkit.errors import DefinitionError
from toolkit.regulations.windows import begun_last

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.regulations.profile import Profile

LIST = """\
    form: list
    title: 示例大学群组登记清单
    sheet: 清单
    layout: ledger
    offered: 5
    columns:
      - {label: 单位, answer: unit}
      - {label: 群名称, answer: group_name}
      - {label: 平台, answer: platform}
      - {label: 群号, answer: group_no}
      - {label: 管理员, answer: admins}
      - {label: 人数, answer: member_count}
      - {label: 关注量, answer: followers}
      - {label: 群组类别, answer: category}
      - {label: 创建日期, answer: created_on}
      - {label: 备案日期, answer: filed_on}
      - {label: 解散日期, answer: dissolved_on}
      - {label: 解散反馈日期, answer: dissolve_reported_on}
      - {label: 备案单位, answer: filing_office}
      - {label: 报送单位, answer: copied_to}
      - {label: 填报日期, answer: reported_on}
      - {label: 工号, answer: staff_no}
      - {label: 备注, answer: remark}
"""
FIELDS = "fields: {staff_no: {zh: 工号, kind: text}}"
GROUP = {"unit": "教务处", "group_name": "示大教务处通知群", "platform": "QQ群", "group_no": "100000001"}
ROUTES = """\
routes:
  - {when: {category: 学生班级}, file_with: 学生处}
  - {when: {category: 社团}, file_with: 团委, copy_to: [学生处]}
  - {when: {}, file_with: 本单位}
"""


def asking(folder: Path, rule: str, with_: str = "", *, extra: str = "", parameters: str = "") -> Profile:
    """Return an institution that asks one thing more."""
    requirement = f"""\
- id: SD-2
  article: "一"
  clause: 第一条
  quote: 须填写名称
  title: 要求
  rule: {rule}
  severity: warning
"""
    requirement += f"  with: {with_}\n" if with_ else ""
    school = institution(folder, {"list": LIST}, fields=FIELDS, parameters=parameters, requirements=requirement)
    if not extra:
        return school
    path = folder / school.id / "regulation.yaml"
    path.write_text(path.read_text(encoding="utf-8") + dedent(extra), encoding="utf-8")
    from toolkit.findings.definition import examined

    return examined(path.parent).whole()


def variants(school: Profile, folder: Path, as_of: str = "2026-04-01", **answers: str) -> list[str]:
    send(school, folder / "收回" / "教务处.xlsx", "list", [{**GROUP, **answers}])
    found = told(run(school, folder / "收回", as_of=as_of), school)["findings"]
    return [entry["facts"].get("variant", "") for entry in found if entry["requirement"] == "SD-2"]


FILED = "{event: created_on, reported: filed_on, days: 10}"
ENDED = "{event: dissolved_on, reported: dissolve_reported_on, days: 30, kind: calendar}"
PARTS = "{field: group_name, parts: [institution, unit, [通知, 工作]]}"
CASES: list[tuple[str, str, dict[str, str], list[str]]] = [
    ("count-between", "{field: admins, at_least: 1, at_most: 3}", {"admins": "张三、李四、王五"}, []),
    ("count-between", "{field: admins, at_least: 2, at_most: 3}", {"admins": "张三"}, ["too_few"]),
    ("count-between", "{field: admins, at_most: 3}", {"admins": "张三、李四、王五、赵六"}, ["too_many"]),
    ("count-between", "{field: admins, at_least: 1}", {}, []),
    ("count-between", "{field: member_count, at_least: 10}", {"member_count": "约10"}, []),
    ("count-between", "{field: member_count, at_least: 10}", {"member_count": "5"}, ["too_few"]),
    ("count-between", "{field: followers, at_most: 1000}", {"followers": "1001"}, ["too_many"]),
    # 2026-03-02 is a Monday; ten working days later is the 16th
    ("within-days", FILED, {"created_on": "2026-03-02", "filed_on": "2026-03-16"}, []),
    ("within-days", FILED, {"created_on": "2026-03-02", "filed_on": "2026-03-17"}, ["late"]),
    ("within-days", FILED[:-1] + ", kind: calendar}", {"created_on": "2026-03-02", "filed_on": "2026-03-13"}, ["late"]),
    ("within-days", FILED, {"created_on": "2026-03-02"}, ["missing"]),
    ("within-days", FILED, {"created_on": "2026-03-27"}, []),
    ("within-days", FILED, {"created_on": "2026-03", "filed_on": "2026-04-01"}, []),
    ("within-days", FILED[:-1] + ", since: 2026-01-01}", {"created_on": "2025-05-01"}, []),
    ("within-days", ENDED, {"dissolved_on": "2026-01-05"}, ["missing"]),
    ("within-days", ENDED, {"dissolved_on": "2026-01-05", "dissolve_reported_on": "2026-02-03"}, []),
    ("name-parts", PARTS, {}, []),
    ("name-parts", PARTS, {"group_name": "教务处通知群"}, ["missing"]),
    ("name-parts", "{field: group_name, parts: [institution, [活动]]}", {}, ["missing"]),
    ("name-parts", "{field: group_name, parts: [category]}", {"category": "社团"}, ["missing"]),
    ("name-parts", "{field: group_name, parts: [category]}", {"category": "社团", "group_name": "示大社团群"}, []),
    ("preferred", "{field: platform, values: [企业微信群], reason: remark}", {}, ["other"]),
    ("preferred", "{field: platform, values: [企业微信群], reason: remark}", {"remark": "家长用QQ"}, []),
    ("preferred", "{field: platform, values: [企业微信群]}", {"platform": "企业微信群"}, []),
    ("pattern", "{field: staff_no, pattern: '[0-9]{6}', example: '202401'}", {"staff_no": "202401"}, []),
    ("pattern", "{field: staff_no, pattern: '[0-9]{6}'}", {"staff_no": "2024-1"}, ["other"]),
    ("pattern", "{field: staff_no, pattern: '[0-9]{6}'}", {}, []),
    ("required", "{fields: [staff_no]}", {}, ["missing"]),
    ("required", "{fields: [staff_no]}", {"staff_no": "7"}, []),
    ("one-of", "{field: staff_no, values: [甲, 乙]}", {"staff_no": "丙"}, ["not_listed"]),
    ("one-of", "{field: staff_no, values: [甲, 乙]}", {"staff_no": "甲"}, []),
    ("required", "{fields: [remark], when: {followers: {over: 1000}}}", {"followers": "1001"}, ["missing"]),
    ("required", "{fields: [remark], when: {followers: {over: 1000}}}", {"followers": "1000"}, []),
    ("required", "{fields: [remark], when: {member_count: {at_least: 100}}}", {"member_count": "约100"}, []),
    ("required", "{fields: [remark], unless: {followers: {under: 100}}}", {"followers": "99"}, []),
    ("over-size", "{limit: 60, when: {category: 学生班级}}", {"member_count": "65", "category": "学生班级"}, ["over"]),
    ("over-size", "{limit: 60, when: {category: 学生班级}}", {"member_count": "65", "category": "教工"}, []),
    ("over-size", "{limit: 60, when: {platform: 微信群}}", {"member_count": "65"}, []),
]


@pytest.mark.parametrize(("rule", "with_", "answers", "expected"), CASES)
def test_a_rule_speaks_where_it_should_and_nowhere_else(
    tmp_path: Path, rule: str, with_: str, answers: dict[str, str], expected: list[str]
) -> None:
    assert variants(asking(tmp_path, rule, with_), tmp_path, **answers) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"category": "学生班级", "filing_office": "学生处"}, []),
        ({"category": "学生班级", "filing_office": "宣传部"}, ["wrong_office"]),
        ({"category": "社团", "filing_office": "团委"}, ["not_copied"]),
        ({"category": "社团", "filing_office": "校团委", "copied_to": "学生处"}, []),
        ({"category": "教工", "filing_office": "教务处"}, []),
        ({"category": "教工", "filing_office": "学生处"}, ["wrong_office"]),
        ({"category": "教工"}, []),
    ],
)
def test_a_route_depends_on_a_field(tmp_path: Path, answers: dict[str, str], expected: list[str]) -> None:
    assert variants(asking(tmp_path, "route", extra=ROUTES), tmp_path, **answers) == expected


def test_a_name_without_a_roster_is_for_a_person_to_judge(tmp_path: Path) -> None:
    school = asking(tmp_path, "name-parts", "{field: group_name, parts: [unit]}")
    assert variants(school, tmp_path, unit="马克思主义学院", group_name="马院通知群") == ["uncertain"]


TWO = 'windows: [{start: "04-01", end: "04-30"}, {start: "12-01", end: "12-31"}]'


@pytest.mark.parametrize(
    ("reported", "as_of", "expected"),
    [
        ("2026-04-15", "2026-05-10", []),
        ("2026-05-02", "2026-05-10", ["late"]),
        ("2026-12-15", "2027-01-10", []),
        ("2026-11-15", "2026-12-20", ["early"]),
        ("2026-12-31", "2027-03-01", []),
    ],
)
def test_of_several_windows_the_one_that_began_last_counts(
    tmp_path: Path, reported: str, as_of: str, expected: list[str]
) -> None:
    school = asking(tmp_path, "annual-window", "{dates: [reported_on]}", parameters=TWO)
    assert variants(school, tmp_path, as_of, reported_on=reported) == expected


def test_a_requirement_with_a_window_of_its_own_is_silent_in_the_other(tmp_path: Path) -> None:
    school = asking(tmp_path, "annual-window", '{start: "04-01", end: "04-30", dates: [reported_on]}', parameters=TWO)
    assert variants(school, tmp_path / "spring", "2026-05-10", reported_on="2026-05-05") == ["late"]
    assert variants(school, tmp_path / "winter", "2026-12-20", reported_on="2026-12-15") == []


@pytest.mark.parametrize(
    ("as_of", "end"),
    [
        ("2026-04-10", "2026-04-30"),
        ("2026-11-30", "2026-04-30"),
        ("2026-12-01", "2027-01-15"),
        ("2026-02-28", "2026-01-15"),
    ],
)
def test_the_window_of_a_day(as_of: str, end: str) -> None:
    span = begun_last([("04-01", "04-30"), ("12-01", "01-15")], dt.date.fromisoformat(as_of))
    assert span is not None
    assert span[1].isoformat() == end


@pytest.mark.parametrize(
    ("delta", "fate", "status"), [(True, "carried", "no_change"), (False, "unit_missing", "missing")]
)
def test_where_only_changes_are_sent_silence_means_no_change(
    tmp_path: Path, *, delta: bool, fate: str, status: str
) -> None:
    school = institution(tmp_path, {"list": LIST}, fields=FIELDS, parameters=f"delta_filing: {str(delta).lower()}")
    before = table(
        tmp_path / "上年.xlsx",
        ["单位", "群名称", "平台", "群号"],
        ["教务处", "教务群", "QQ群", "100000001"],
        ["机械系", "机械群", "QQ群", "100000002"],
    )
    send(school, tmp_path / "收回" / "教务处.xlsx", "list", [{**GROUP, "group_name": "教务群"}])
    found: dict[str, Any] = told(run(school, tmp_path / "收回", previous=before), school)

    assert fates(found)["机械群"] == fate
    assert {entry["unit"]: entry["status"] for entry in found["units"]}["机械系"] == status


@pytest.mark.parametrize(
    ("rule", "with_", "code"),
    [
        ("count-between", "{field: group_name, at_least: 1}", "field-of-other-kind"),
        ("within-days", "{event: created_on, reported: purpose, days: 3}", "field-of-other-kind"),
        ("within-days", "{event: created_on, reported: filed_on, days: 十}", "parameter-type"),
        ("name-parts", "{field: group_name, parts: [campus]}", "unknown-field"),
        ("pattern", "{field: staff_no, pattern: '[0-9'}", "pattern-wrong"),
        ("pattern", "{field: staff_no, pattern: '[0-9]{6}', example: '12'}", "pattern-example"),
        ("required", "{fields: [remark], when: {followers: {ovr: 1000}}}", "unknown-key"),
        ("required", "{fields: [remark], when: {followers: {over: 一千}}}", "wrong-int"),
        ("required", "{fields: [remark], when: {group_name: {over: 1000}}}", "condition-not-figures"),
        ("well-formed", "{fields: {group_no: group_no}, needed_when: {followers: {over: 1}}}", "condition-not-figures"),
    ],
)
def test_what_no_rule_could_do_is_told_when_it_is_loaded(tmp_path: Path, rule: str, with_: str, code: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        asking(tmp_path, rule, with_)
    assert caught.value.codes == (code,)
