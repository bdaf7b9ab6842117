"""Advice can be followed: what a message tells a unit is done on the very form it got back, and the finding is gone.

For every requirement that a unit is told of there is a case that shows it (tests/cases). Its feedback workbook is made,
what the message says is typed into it, it is read as a file, and judged beside the same lists.
"""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from campaigns import Written, as_it_should_be, run, written

from toolkit.findings.concerned import TO_CORRECT, Sent
from toolkit.findings.wording import sentence_to_unit
from toolkit.forms.feedback import feedback
from toolkit.intake.grids import read_workbook
from toolkit.intake.layouts import recognise
from toolkit.model import Reading
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from toolkit.model import Finding, Outcome, Table

Way = dict[str, str]
SPOKEN = re.compile("“([^“”]+?)”栏")
OF_ITSELF = re.compile(
    "核对|核查|确认|改正|改名|改成|改填|改用|填错|补填|补批|未填|填写[^。]*(?:姓名|用途)|勾选|写明群号|写明是什么|填写日期"
)
"""A message that asks to correct or to fill in the very answer it is about."""
BEFORE = "2020-01-02"
"""A day before every case."""
GOOD: Mapping[str, str] = {
    "dissolved_on": BEFORE,
    "disposition": "继续",
    "owner.name": "章三",
    "admins.name": "章四",
    "retain_basis": "迎新工作未了",
    "leader_approved_on": BEFORE,
    "party_approved_on": BEFORE,
}
CHANGE_DATES: Way = {"change_on": "2026-03-02", "change_reported_on": "2026-03-03"}
SAID: Way = {"remark": "属实，含返聘教师"}
GONE: Way = {"dissolved_on": BEFORE}
NOT_TEMPORARY: Way = {"is_temporary": "否"}
WAYS: Mapping[str, tuple[Way, ...]] = {
    "headcount.over": (SAID, {"member_count": "20"}),
    "headcount.under": (SAID,),
    "class-sized": (SAID,),
    "people-on-roster.not_found": (SAID,),
    "people-on-roster.other_unit": (SAID,),
    "people-on-roster.left": ({"owner": "甲乙", "admins.name": "甲乙"},),
    "temporary-large": (NOT_TEMPORARY,),
    "clue": (SAID,),
    "same-work": (SAID, GONE),
    "duplicates.same-work": (SAID, GONE),
    "duplicates.cross-platform": (SAID, GONE),
    "duplicates.same-name": ({"group_name": "通知一群/通知二群"},),
    "duplicates.same-number-two-names": ({"group_no": "310000001/310000009"},),
    "empty-group": (SAID, GONE),
    "verified.not_verified": (SAID,),
    "stale-account": (SAID,),
    "graduated": (SAID, GONE),
    "change-reported.late": (SAID,),
    "change-reported": (CHANGE_DATES,),
    "handover.not_approved": ({"change_reported_on": "2026-03-03"},),
    "handover.left_post": ({"owner": "甲乙"},),
    "still-active": (GONE,),
    "temporary-ended.overdue": (GONE, {"work_end_on": "2029-06-30"}),
    "CY-3.5.overdue": (GONE, {"disposition": "继续", "retain_basis": "迎新工作未了"}),
    "stated.changed": ({"disposition": "变更"},),
    "stated.blank": ({"disposition": "继续"},),
    "stated.unchanged": ({"disposition": "继续"},),
    "over-size.straddles": ({"member_count": "120"},),
    "CY-3.2a.over": ({"oversize_approved_by": "章一", "oversize_approved_on": "2025-09-01"}, {"member_count": "120"}),
    "CH-10a.over": ({"oversize_reason": "全系通知需要"}, {"member_count": "90"}),
    "filing-route.not_copied": ({"copied_to": "学生处、校团委、学校团委"},),
    "filing-route.wrong_office": ({"filing_office": "党总支、党委工作部"},),
    "CN-7.1b.other_role": ({"leader.title": "带班辅导员"},),
    "CN-7.1c.other_role": ({"leader.title": "社团指导老师"},),
    "one-official": ({"is_official": "否"},),
    "official-route.other": ({"filing_office": "声乐系"},),
    "platform-number": ({"platform": "QQ群"}, {"group_no": "无"}),
    "planned.unconfirmed": ({"planned": "否"},),
    "prior-count.too_few": ({"prior_group_count": "2"},),
    "phone-shared.shared": ({"admins.mobile": "13900000009"},),
    "sensitive-content": ({"remark": "", "purpose": "发布教学通知"},),
    "student-route.none": ({"filing_office": "团委"},),
    "inactive": (GONE,),
    "SZ-7c.wrong": ({"filing_office": "党委宣传部"},),
}
"""By `requirement.variant`, `rule.variant` or rule: each way out that the message offers, answer key to what is typed.

`甲/乙` is 甲 in the first row and 乙 in the next.
"""


def shown() -> dict[tuple[str, str], list[Written]]:
    found: dict[tuple[str, str], list[Written]] = {}
    for case in written():
        if case.hit:
            found.setdefault((case.profile, case.requirement), []).append(case)
    return found


CASES = shown()


def told(outcome: Outcome, requirement: str) -> list[Finding]:
    sent = Sent(outcome)
    found = [one for own in sent.findings(outcome).values() for one in own]
    return [one for one in found if one.requirement == requirement and one.severity in TO_CORRECT and one.records]


@lru_cache(maxsize=2)
def returned(content: bytes, profile: str) -> tuple[Table, ...]:
    return recognise("反馈.xlsx", read_workbook("反馈.xlsx", content), load_profile(profile).forms).tables


def typed(content: bytes, profile: str, names: frozenset[str], way: Way) -> bytes:
    """Type a way out into the rows of some groups; every answer must have a place."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for table in returned(content, profile):
        places = table.sheet.places
        for number, offset in enumerate(table.offsets):
            key = next(key for key in places if "group_name" in key.split("&"))
            text = table.columns[key][number]
            if names and not any(name in text if name else not text for name in names):
                continue
            for answer, values in way.items():
                value = values.split("/")[min(number, values.count("/"))]
                own = next((key for key in places if answer in key.split("&")), "") or next(
                    (key for key in places if answer.split(".")[0] in key.split("&")), ""
                )
                assert own, f"no place for {answer} among {sorted(places)}"
                cell = table.sheet.where(own, offset).cell
                book[table.sheet.name][cell].value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def jumps(content: bytes, sheet: Worksheet, profile: str) -> Iterator[tuple[str, str, str]]:
    """Yield what each line of 修改清单 says, the answer that its link leads to, and what stands there for the place."""
    heads = [cell.value for cell in sheet[4]]
    answers = {}
    for table in returned(content, profile):
        for key in table.sheet.places:
            for offset in table.offsets:
                where = table.sheet.where(key, offset)
                answers[where.sheet, where.cell] = key
    for row in sheet.iter_rows(min_row=5):
        linked = next((cell for cell in row if cell.hyperlink), None)
        if linked is not None:
            name, _, cell = linked.hyperlink.location.rpartition("!")
            key = answers.get((name.strip("'"), cell), "")
            yield str(row[heads.index("问题")].value), key, str(linked.value)


def read(content: bytes, profile: str) -> Reading:
    found = recognise("反馈.xlsx", read_workbook("反馈.xlsx", content), load_profile(profile).forms)
    return Reading("反馈.xlsx", "反馈", "read", tables=found.tables, cells=found.cells)


def ways(case: Written, finding: Finding, outcome: Outcome) -> tuple[Way, ...]:
    variant = str(finding.facts.get("variant", ""))
    for code in (f"{finding.requirement}.{variant}", f"{finding.rule}.{variant}", finding.rule):
        if code in WAYS:
            return WAYS[code]
    form = next(iter(outcome.ledger.sheets)).form.partition("/")[2]
    good: dict[str, Any] = {**GOOD, **as_it_should_be(case.profile, form)}
    fields = finding.facts.get("fields") or [finding.facts["field"]]
    return ({str(field): str(good.get(str(field), "?")) for field in fields},)


SOON = ("sccm-2022", "jsut-2019", "scnvc-2019")
"""Followed in every run; the others share most of their rules with these, and are followed by the long tests."""


@pytest.mark.parametrize(
    ("profile", "requirement"),
    [pair if pair[0] in SOON else pytest.param(*pair, marks=pytest.mark.soak) for pair in sorted(CASES)],
)
def test_what_a_message_says_is_done_on_the_form_that_came_back(profile: str, requirement: str, tmp_path: Path) -> None:
    done = set[str]()
    for case in CASES[profile, requirement]:
        outcome = run(case, tmp_path)
        findings = [one for one in told(outcome, requirement) if str(one.facts.get("variant", "")) not in done]
        if findings:
            follow(case, outcome, findings, tmp_path)
            done |= {str(one.facts.get("variant", "")) for one in findings}


def follow(case: Written, outcome: Outcome, findings: list[Finding], folder: Path) -> None:
    """Do what each finding says, one way out after the other."""
    content, *_ = feedback(outcome, profile=load_profile(case.profile)).values()
    book = openpyxl.load_workbook(io.BytesIO(content))
    texts = {str(cell.value) for page in book for row in page for cell in row}
    names = dict(zip(outcome.ledger.frame["id"], outcome.ledger.frame["group_name"], strict=True))
    places = list(jumps(content, book.worksheets[0], case.profile))
    drawn = [answer for form in load_profile(case.profile).forms for answer in form.answers]
    for finding in findings:
        said = sentence_to_unit(finding)
        offered = {key.split(".")[0] for way in ways(case, finding, outcome) for key in way}
        if OF_ITSELF.search(said):
            offered |= {str(field).split(".")[0] for field in finding.facts.get("fields") or [finding.facts["field"]]}
        for what, key, place in places:
            if said.startswith(what):
                asked = {part.split(".")[0] for part in key.split("&")}
                headings = [vocabulary().fields[field].zh for field in offered if field in vocabulary().fields]
                headings += [answer.label for answer in drawn if not offered.isdisjoint(answer.key.split("&"))]
                assert asked & offered or any(heading and heading.strip("：:") in place for heading in headings), (
                    key,
                    place,
                    said,
                )
        for label in SPOKEN.findall(sentence_to_unit(finding)):
            assert label in texts, label
        for way in ways(case, finding, outcome):
            about = frozenset(names[record] for record in finding.records)
            corrected = typed(content, case.profile, about, way)
            again = told(run(case, folder, [read(corrected, case.profile)]), case.requirement)
            left = [one for one in again if one.facts.get("variant") == finding.facts.get("variant")]
            assert not left, (way, [sentence_to_unit(one) for one in left], sentence_to_unit(finding))
