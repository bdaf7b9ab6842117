"""A form worked in through LibreOffice, and what the sheet says held against what the check says of the same file.

    pairs(profile, form, folder)    one `Pair` a value: the colour of its cell, and the gravest finding about it

Each value stands in a group of its own, in which everything else is well written, so one workbook holds them all and
LibreOffice calculates it in one run. Colours and warnings are the formulas of the file itself: they are written once
more into cells far right, and read when LibreOffice has worked them out.
"""

from __future__ import annotations

import datetime as dt
import io
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import yaml
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from toolkit import reconcile
from toolkit.findings.wording import sentence
from toolkit.forms.feedback.items import answer_key
from toolkit.forms.template import plan, render
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from toolkit.forms.template import Box, Page, Plan
    from toolkit.model import Outcome
    from toolkit.regulations.forms import Form

TODAY = dt.date(2026, 3, 5)
DAY = dt.datetime(2019, 9, 1)  # noqa: DTZ001 - a cell's day has no zone
UNIT = "商学院"
_CARDS = 80  # sheets of one workbook
FAR = 60  # columns right of everything
BETWEEN_GROUPS = frozenset(
    [
        "duplicates",
        "same-work",
        "clue",
        "one-official",
        "no-official",
        "too-many-groups",
        "unit-summary",
        "annual-window",
        "copy-kept",
        "disposition-arithmetic",
        "student-route",
        "other-label",
        "near",
        "near-option",
        "unread",
        "copied-from-last-year",
    ]
)
"""Rules that look at several groups, or at the file: no cell of a group is right or wrong by them."""
GRAVE = ("error", "warning", "review", "notice", "")


@dataclass(frozen=True)
class Case:
    """A value to be written into one answer; `base` are other answers of its group that go with it."""

    key: str
    value: Any
    base: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Pair:
    """What the sheet shows of a cell, and the gravest finding of the check about it."""

    form: str
    case: Case
    red: bool
    yellow: bool
    refused: bool
    check: str
    said: str

    @property
    def quarrels(self) -> str:
        """Return in what the two disagree, "" when they do not."""
        if self.red and not self.check:
            return "red, and the check is content"
        if self.check == "error" and not self.red and not self.yellow:
            return "clean, and the check says 须改正"
        if self.refused and not self.check:
            return "refused, and the check is content"
        if self.check == "warning" and not self.red and not self.yellow:
            return "clean, and the check says 需说明"
        return ""


def cases_of(form: Form) -> list[Case]:
    """Return the values that are tried on a form: all of a kind on its first answer, some on the others."""
    typed = yaml.safe_load((Path(__file__).parent / "typed_values.yaml").read_text(encoding="utf-8"))
    page = plan(form).pages[0]
    seen: set[str] = set()
    found = []
    for box in answers_of(form, page):
        part = box.key.partition(".")[2] if "&" not in box.key else ""
        kind = part or vocabulary()[box.stems[0]].kind
        values = typed["keys"].get(box.key) or (typed["parts"][part] if part else typed["kinds"][kind])
        if box.key not in typed["keys"]:
            values = values if kind not in seen else values[::5]
            seen.add(kind)
        found += [Case(box.key, value) for value in ("", *values)]
        if kind in {"date", "count", "number", "int"} and "&" not in box.key:
            numbers: list[Any] = [DAY] if kind == "date" else [86, 12345678, 1.5, 0]
            found += [Case(box.key, number) for number in numbers]
        if box.key == "group_no":
            found += [Case("group_no", value, (("platform", "微信群"),)) for value in values]
    return found


def answers_of(form: Form, page: Page) -> Iterator[Box]:
    across = form.drawing.across.answer if form.drawing.across else ""
    told: set[str] = set()
    for box in page.answers():
        if box.role != "signature" and box.slot == 0 and box.line == 0 and box.key != across and box.key not in told:
            told.add(box.key)
            yield box


def right(form: Form, number: int) -> dict[str, str]:
    """Return answers of a group with which nothing is wrong, different for each number."""
    first, second, third = "王李张刘陈杨赵黄周吴", "一二三四五六七八九", "甲乙丙丁戊己庚辛"
    person = first[number % 10] + second[number // 10 % 9] + third[number // 90 % 8]
    mobile = f"1390000{number:04d}"
    line = f"{UNIT}第{_spoken(number)}专题工作"
    group_no, count = str(300_000_000 + 7 * number), str(20 + number % 60)
    told = {
        "unit": UNIT,
        "group_name": f"{line}群",
        "group_no": group_no,
        "platform": "QQ群",
        "purpose": f"{line}的通知与材料收集",
        "member_scope": f"{line}参加人员",
        "member_count": count,
        "owner": f"{person} {mobile}",
        "admins": f"{person} {mobile}",
        "created_on": "2017年5月15日",
        "is_active": "是",
        "has_rules": "是",
        "filing_office": _office(form),
        "rules_text": "只发布与工作有关的信息",
        "retain_basis": f"{line}需要保留",
        "prior_group_count": "600",
        "followers": str(100 + number),
        "verified": "是",
        "verified_name": UNIT,
        "category": "教工",
        "group_name&group_no": f"{line}群（{group_no}）",
        "platform&purpose": f"QQ群，用于{line}的通知",
        "member_count&member_scope": f"{count}人，{line}参加人员",
        "owner&admins": f"群主：{person}；管理员：{person}",
        "owner.mobile&admins.mobile": f"{mobile}；{mobile}",
        "reporter": "李四",
        "unit_head": "王五",
        "reported_on": "2026年3月3日",
        "unit_approved_on": "2017年5月1日",
        "party_approved_on": "2017年5月2日",
        "parent_party_org": f"{UNIT}党总支",
        "is_official": "否",
        "copied_to": "校办",
        "work_item": line,
        "filed_on": "2017年5月3日",
    }
    whom = {
        "name": person,
        "mobile": mobile,
        "office_phone": f"0557-3{number:06d}",
        "email": f"a{number}b@example.edu.cn",
    }
    posts = {"owner": "干事", "admins": "干事", "leader": "院长"}
    return told | {f"{who}.{part}": text for who in posts for part, text in (whom | {"title": posts[who]}).items()}


def _office(form: Form) -> str:
    party = {"jsut-2019/register": f"{UNIT}党总支", "jsut-2019/approval": f"{UNIT}党总支"}
    return party.get(form.key) or {"cqny-2021": "党委工作部", "sccm-2022": "本单位"}.get(form.profile, "党委宣传部")


def _spoken(number: int) -> str:
    return "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in f"{number:03d}")


def pairs(profile_id: str, form_id: str, folder: Path, every: int = 1) -> list[Pair]:
    """Return what sheet and check say of each value that is tried on a form; LibreOffice runs once, or once a batch.

    Of all that could be tried, each `every`th value is.
    """
    form = load_profile(profile_id).form(form_id)
    tried = cases_of(form)[::every]
    size = _CARDS if form.drawing.layout == "card" else len(tried)
    batches = (tried[start : start + size] for start in range(0, len(tried), size))
    return [pair for batch in batches for pair in _tried(profile_id, form_id, folder, batch)]


def _tried(profile_id: str, form_id: str, folder: Path, tried: Sequence[Case]) -> list[Pair]:
    profile = load_profile(profile_id)
    form = profile.form(form_id)
    rows = [right(form, number) | dict(case.base) for number, case in enumerate(tried)]
    found = plan(form, rows=rows, unit=UNIT)
    book = openpyxl.load_workbook(io.BytesIO(render(form, profile, rows=rows, unit=UNIT)))
    for number, case in enumerate(tried):
        page, box = place_of(found, number, case)
        cell = book[page.name][box.cell]
        cell.value = case.value if case.value != "" else None
        if isinstance(case.value, str):
            cell.data_type = "s" if case.value else "n"
        else:
            cell.number_format = "yyyy/m/d" if isinstance(case.value, dt.datetime) else "General"
    typed = folder / f"{profile_id}-{form_id}.xlsx"
    book.save(typed)
    probes = _probes(book, found, tried)
    probed = folder / f"{profile_id}-{form_id}-probe.xlsx"
    book.save(probed)
    calculated = openpyxl.load_workbook(calculate(probed, folder), data_only=True)
    outcome = reconcile(typed, as_of=TODAY, profile=profile_id, jobs=1)
    told = _told(outcome, found, form)
    made = []
    for number, case in enumerate(tried):
        page, box = place_of(found, number, case)
        red, yellow, allowed = (_truth(calculated, probe) for probe in probes[number])
        severity, said = told.get((found.groups[number], case.key), ("", ""))
        made.append(Pair(form.key, case, bool(red), bool(yellow) and not red, allowed is False, severity, said))
    return made


def calculate(path: Path, folder: Path) -> Path:
    """Have LibreOffice calculate a workbook; return the one it saved."""
    out = folder / "calculated"
    home = f"-env:UserInstallation=file://{folder}/office"
    command = ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=900)  # noqa: S603 - our own file
    return out / path.name


Probe = tuple[str, str] | None


def place_of(found: Plan, number: int, case: Case) -> tuple[Page, Box]:
    place = found.find(number, case.key)
    assert place is not None, case
    return place


def _probes(book: openpyxl.Workbook, found: Plan, tried: Sequence[Case]) -> list[tuple[Probe, Probe, Probe]]:
    """Write the colours and the warning of each tried cell once more as formulas far right; return where they stand."""
    made: list[tuple[Probe, Probe, Probe]] = []
    rules = {page.name: _rules(book[page.name]) for page in found.pages}
    for number, case in enumerate(tried):
        page, box = place_of(found, number, case)
        sheet = book[page.name]
        row = number % 1000 + 1
        places: list[Probe] = []
        for place, colour in enumerate(("FFFFC7CE", "FFFFF2CC", "allowed")):
            known = (
                _moved(text, area, box)
                for kind, area, text in rules[page.name]
                if kind == colour and _within(box, area)
            )
            formula = next(known, "")
            cell = f"{get_column_letter(len(page.widths) + FAR + place)}{row}"
            if formula:
                sheet[cell] = f"={formula}"
            places.append((page.name, cell) if formula else None)
        made.append((places[0], places[1], places[2]))
    return made


def _rules(sheet: Worksheet) -> list[tuple[str, Any, str]]:
    rules = [
        (str(rule.dxf.fill.bgColor.rgb), area, rule.formula[0])
        for ranges in sheet.conditional_formatting
        for area in ranges.sqref.ranges
        for rule in ranges.rules
    ]
    customs = [rule for rule in sheet.data_validations.dataValidation if rule.type == "custom"]
    return rules + [("allowed", area, rule.formula1) for rule in customs for area in rule.sqref.ranges]


def _within(box: Box, area: Any) -> bool:
    return bool(area.min_row <= box.top + 1 <= area.max_row and area.min_col <= box.left + 1 <= area.max_col)


def _moved(formula: str, area: Any, box: Box) -> str:
    first = f"{get_column_letter(area.min_col)}{area.min_row}"
    return str(Translator(f"={formula}", origin=first).translate_formula(box.cell)).removeprefix("=")


def _truth(book: openpyxl.Workbook, probe: Probe) -> bool | None:
    if probe is None:
        return None
    value = book[probe[0]][probe[1]].value
    assert value in (True, False, 0, 1), (probe, value)
    return bool(value)


def _told(outcome: Outcome, found: Plan, form: Form) -> dict[tuple[tuple[int, int], str], tuple[str, str]]:
    """Return the gravest finding about each answer of each group: (page and slot, answer key) to severity, sentence."""
    pages = {page.name: number for number, page in enumerate(found.pages)}
    frame = outcome.ledger.frame
    spots = dict(zip(frame["id"], zip(frame["sheet"], frame["offset"], strict=True), strict=True))

    def group(sheet: str, cell: str) -> tuple[int, int]:
        number = pages[sheet]
        page = found.pages[number]
        row, column = coordinate_to_tuple(cell)
        if page.axis == "card":
            return number, 0
        return number, (row - 1 if page.axis == "row" else column - 1) - page.start

    told: dict[tuple[tuple[int, int], str], tuple[str, str]] = {}
    for finding in outcome.findings:
        fields = finding.facts.get("fields") or [finding.facts.get("field", "")]
        several = finding.rule == "prior-count" and finding.facts.get("variant") in {"differs", "too_few"}
        if finding.rule in BETWEEN_GROUPS or several or finding.facts.get("variant") == "shared":
            continue
        if finding.records:
            places = [spots[record] for record in finding.records]
            wheres = [outcome.ledger.sheets[sheet].where("group_name", offset) for sheet, offset in places]
            keys = {answer_key(form, str(field)) for field in fields}
        else:
            wheres = list(finding.where)
            keys = {answer_key(form, "group_name")}
        for where in wheres:
            if where.sheet not in pages:
                continue
            for key in keys:
                place = (group(where.sheet, where.cell), key)
                known = told.get(place, ("", ""))
                if GRAVE.index(finding.severity) < GRAVE.index(known[0]):
                    told[place] = (finding.severity, sentence(finding))
    return told
