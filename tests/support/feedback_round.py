"""The round of a feedback: a faulty return, its 修改清单 followed to the letter, and what sheet and check then say.

    rounds(profile, form, folder)    one `Round` of all values that are faulty on a form

The clerk here knows nothing but the list: it goes to the cell that a line leads to, and writes there what belongs to
that group. What the list does not name stays as it was.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.utils.cell import coordinate_to_tuple
from sheet_pairs import TODAY, UNIT, Case, calculate, cases_of, right

from toolkit import Sources, reconcile
from toolkit.comparison.compare import compare
from toolkit.findings.concerned import TO_CORRECT, Sent
from toolkit.findings.conclude import conclude
from toolkit.findings.wording import sentence
from toolkit.forms.feedback import feedback
from toolkit.forms.template import plan, render
from toolkit.model import Reading, Sheet, Table
from toolkit.register.compile import compile_register
from toolkit.register.known import known_before
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from toolkit.model import Finding, Outcome
    from toolkit.regulations.forms import Form

ASKED_FOR = {
    "应到党总支、直属党支部": f"{UNIT}党总支",
    "应到党委工作部": "党委工作部",
    "带班辅导员": "辅导员",
    "社团指导老师": "指导老师",
    "报送校团委": "校团委",
    "报送学生处": "学生处",
    "应为党委宣传部": "党委宣传部",
    "应报党委宣传部": "党委宣传部",
}
"""What a line asks for in so many words, and what the clerk then writes."""
TAKEN = re.compile(r"按“([^”]+)”读|归口([^，]+)，")
OF_A_KIND = {"date": "2025年5月3日", "bool": "是", "text": "已按要求核对清楚"}
FILE = f"{UNIT}.xlsx"
_OF_ALL = 100
FIRST = 5  # the first line of 修改清单, counted as people count


@dataclass
class Round:
    """What came of a round: the requirements that were hit, lines nobody could follow, what is left afterwards."""

    form: str
    hit: set[str] = field(default_factory=set)
    lines: int = 0
    helpless: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    live: str = ""


def told(outcome: Outcome, unit: str = UNIT) -> list[Finding]:
    """Return what the unit is asked to deal with."""
    return [one for one in Sent(outcome).findings(outcome).get(unit, ()) if one.severity in TO_CORRECT]


def faulty(profile_id: str, form: Form) -> list[Case]:
    """Return one case for each way in which a value is faulty by a requirement: the first two values of each."""
    profile = load_profile(profile_id)
    tried = [case for case in cases_of(form) if case.key not in form.head_keys and not case.base]
    tables = [card(form, number, answers(form, number, case)) for number, case in enumerate(tried)]
    known = known_before(Sources(), profile)
    reading = Reading(FILE, FILE, "read", tables=tuple(tables))
    register = compile_register([reading], known, profile=profile, as_of=TODAY)
    campaign = compare(register, known, profile=profile, as_of=TODAY)
    outcome = conclude(campaign, register.faults, profile=profile)
    where = dict(zip(outcome.ledger.frame["id"], outcome.ledger.frame["sheet"], strict=True))
    kept: dict[tuple[Any, ...], list[int]] = {}
    for one in told(outcome):
        sort = (one.requirement, one.facts.get("variant"), one.facts.get("field"), one.severity)
        if len(one.records) < _OF_ALL and one.facts.get("variant") != "shared":
            kept.setdefault(sort, []).extend(where[record] for record in one.records)
    return [tried[number] for number in sorted({number for numbers in kept.values() for number in numbers[:2]})]


def answers(form: Form, number: int, case: Case) -> dict[str, str]:
    asked = {answer.key for answer in form.answers}
    value = f"{case.value:%Y年%-m月%-d日}" if isinstance(case.value, dt.datetime) else str(case.value)
    every = right(form, number) | dict(case.base) | {case.key: value}
    if case.key != "prior_group_count":
        every.pop("prior_group_count")
    return {key: text for key, text in every.items() if key in asked}


def card(form: Form, number: int, answers: Mapping[str, str]) -> Table:
    sheet = Sheet(FILE, f"{number}", form.key, "card", {key: (place, 1) for place, key in enumerate(answers)})
    return Table(form.key, sheet, (0,), {key: (value,) for key, value in answers.items()})


def _judged(content: bytes, folder: Path, profile: str) -> Outcome:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{UNIT}.xlsx").write_bytes(content)
    return reconcile(folder, as_of=TODAY, profile=profile, jobs=1)


def rounds(profile_id: str, form_id: str, folder: Path, *, office: bool = True) -> Round:
    """Return what came of the round with all faulty values of a form."""
    profile = load_profile(profile_id)
    form = profile.form(form_id)
    tried = faulty(profile_id, form)
    before = {"prior_group_count": str(len(tried))}
    rows = [before | answers(form, number, case) for number, case in enumerate(tried)]
    outcome = _judged(render(form, profile, rows=rows, unit=UNIT), folder / "sent" / form_id, profile_id)
    made = Round(form.key, {one.requirement for one in told(outcome)})
    (content,) = feedback(outcome).values()
    book = openpyxl.load_workbook(io.BytesIO(content))
    clerk = Clerk(form, book, len(tried))
    for line in listing(book):
        made.lines += 1
        fault = clerk.follow(line)
        if fault:
            made.helpless.append(fault)
    out = folder / f"{form_id}-corrected.xlsx"
    book.save(out)
    again = _judged(out.read_bytes(), folder / "again" / form_id, profile_id)
    made.left = [
        f"{one.severity} {one.requirement} {sentence(one)} {[w.cell for w in one.where][:3]}" for one in told(again)
    ]
    if office:
        made.live = " / ".join(live_lines(out, folder))
    return made


def live_lines(path: Path, folder: Path) -> Iterator[str]:
    """Yield what the live line of each form of a workbook says when LibreOffice has calculated it."""
    book = openpyxl.load_workbook(calculate(path, folder), data_only=True)
    for name in book.sheetnames:
        said = book[name]["A1"].value
        if isinstance(said, str) and any(word in said for word in ("必填", "须改")):
            yield said


def listing(book: openpyxl.Workbook) -> list[dict[str, Any]]:
    """Return the lines of 修改清单, heading to text, with `links`: the places its line leads to."""
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[FIRST - 1]]
    found = []
    for row in sheet.iter_rows(min_row=FIRST):
        link = next((cell.hyperlink.location for cell in row if cell.hyperlink), "")
        found.append({**dict(zip(heads, [cell.value for cell in row], strict=True)), "link": link})
    return found


def _neutral(form: Form, key: str) -> str:
    """Return the option of a list that asks for nothing more."""
    options = load_profile(form.profile).options_of(key)
    return next(option for option in options if option not in {"学校", "本级官方", "注销", "解散", "合并"})


class Clerk:
    """Follows the lines of a list."""

    def __init__(self, form: Form, book: openpyxl.Workbook, groups: int) -> None:
        """Keep the form as it was handed out, to know what each of its cells asks for."""
        self.form, self.book, self.groups = form, book, groups
        blank = plan(form, rows=[right(form, number) for number in range(groups)], unit=UNIT)
        self.pages = blank.pages
        self.done: set[tuple[str, str]] = set()
        self.keys = {(box.top + 1, box.left + 1): box.key for box in blank.pages[0].answers()}

    def follow(self, line: Mapping[str, Any]) -> str:
        """Correct what a line asks for; return what stands in the way."""
        if not line["link"]:
            return f"no place: {line}"
        name, _, cell = line["link"].rpartition("!")
        sheet = self.book[name.strip("'")]
        several = str(line["在哪里改（点击跳转）"]).endswith("处")
        places = self._coloured(line) if several else [(sheet, cell)]
        faults = [self._correct(where, place, line) for where, place in places]
        return faults[0] if faults and all(faults) else ""

    def _coloured(self, line: Mapping[str, Any]) -> list[tuple[Any, str]]:
        return [
            (sheet, cell.coordinate)
            for sheet in self.book.worksheets[1:]
            for row in sheet.iter_rows()
            for cell in row
            if cell.comment and str(line["问题"]) in cell.comment.text
        ]

    def _correct(self, sheet: Any, place: str, line: Mapping[str, Any]) -> str:
        row, column = coordinate_to_tuple(place)
        key = self.keys.get((row, column), "")
        if not key:
            return f"no answer at {place}: {line}"
        number = self._number(sheet, row, column)
        said = f"{line['问题']}{line['怎么改']}"
        kind = vocabulary()[key.split("&", maxsplit=1)[0].split(".", maxsplit=1)[0]].kind
        taken = TAKEN.search(said)
        if key == "prior_group_count":
            return self._write(sheet, place, str(self.groups))
        value = taken[1] or taken[2] if taken else next((text for word, text in ASKED_FOR.items() if word in said), "")
        if key == "last_update_on":
            value = "2026年3月3日"
        elif key == "is_temporary":
            value = "否"
        elif kind == "enum" and not value:
            value = right(self.form, number).get(key, "") or _neutral(self.form, key)
        value = value or right(self.form, number).get(key, "") or OF_A_KIND.get(kind, "")
        cell = sheet[place]
        if not value or (value == str(cell.value) and (sheet.title, place) not in self.done):
            return f"already right or unknown: {key} {cell.value!r} {line}"
        return self._write(sheet, place, value)

    def _write(self, sheet: Any, place: str, value: str) -> str:
        sheet[place].value = value
        self.done.add((sheet.title, place))
        return ""

    def _number(self, sheet: Any, row: int, column: int) -> int:
        """Return which group a cell belongs to: the one most of whose answers stand there."""
        page = self.pages[0]
        if page.axis == "card":
            area: Sequence[Any] = [cell for line in sheet.iter_rows() for cell in line]
        elif page.axis == "row":
            area = sheet[row]
        else:
            area = [line[column - 1] for line in sheet.iter_rows()]
        texts = {str(cell.value) for cell in area if cell.value is not None}
        return max(range(self.groups), key=lambda number: len(texts & set(right(self.form, number).values())))
