"""Every line of “常见的要求怎么写” goes into a regulation as it stands, and can find something."""

from __future__ import annotations

import re
from pathlib import Path

from institutions import institution

from toolkit.findings.definition import examined
from toolkit.findings.rules.unplaced import Unplaced
from toolkit.regulations.own_words import speaking

PAGE = Path("docs/another-institution.md")
_LINE = re.compile(r"^\| (?P<said>[^|`]+) \| `(?P<written>rule: .+)` \|$", re.MULTILINE)
_KINDS = {
    *("over-size", "count-between", "required", "within-days", "annual-window", "name-parts", "preferred", "route"),
    *("one-of", "pattern", "groups-per-unit", "one-official", "differ", "valid-for", "stale-account"),
    *("temporary-ended", "form-filed", "change-reported"),
}
LIST = """\
    form: list
    title: 示例大学群组登记清单
    sheet: 清单
    layout: ledger
    columns:
      - {label: 单位, answer: unit}
      - {label: 群名称, answer: group_name}
      - {label: 平台, answer: platform}
"""
REVIEW = """\
    form: review
    title: 示例大学账号年审表
    sheet: 年审表
    layout: card
    page:
      - {row: [群名称, "{group_name}", 单位, "{unit}"]}
"""
EXTRA = (
    "    extra: [level, category, admins, member_count, followers, owner, leader, checker, created_on, filed_on, "
    "dissolved_on, dissolve_reported_on, reported_on, last_update_on, work_end_on, change_on, change_reported_on, "
    "purpose, campus, staff_no, filing_office]\n"
)
FIELDS = """\
    fields:
      campus: {zh: 校区, kind: enum, options: [东校区, 西校区]}
      staff_no: {zh: 工号, kind: text}
      checker: {zh: 内容审核人, kind: people}
      level: {options: [校级, 二级]}
"""


def test_each_line_can_be_copied_and_asked(tmp_path: Path) -> None:
    lines = [found["written"] for found in _LINE.finditer(PAGE.read_text(encoding="utf-8"))]
    head = 'article: "一", clause: 第一条, quote: 须填写名称, title: 要求, severity: warning'
    asked = "".join(f"- {{id: K-{number}, {head}, {told}}}\n" for number, told in enumerate(lines))

    school = institution(tmp_path, {"list": LIST + EXTRA, "review": REVIEW}, fields=FIELDS, requirements=asked)

    assert school.folder is not None
    assert examined(school.folder).mistakes == ()
    entries = school.regulation.requirements[1:]
    assert len(entries) == len(lines)
    assert {entry.rule for entry in entries} == _KINDS
    with speaking(school.own):
        assert {entry.id: told for entry in entries if (told := Unplaced(school).of(entry))} == {}
