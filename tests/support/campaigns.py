"""Small campaigns as a publicity officer would write them down, carried through everything but the reading of files.

A case names what is on the returned forms (群), on last year's register (上年) and in the second sources, by the
headings people see. What it does not say is as in the profile's `row`, a group with nothing wrong.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import yaml

from toolkit.comparison.compare import compare
from toolkit.findings.conclude import conclude
from toolkit.model import Cells, Note, Reading, Sheet, Sources, Table, Unread
from toolkit.pipeline import in_bulk
from toolkit.register.compile import compile_register
from toolkit.register.known import Known, known_before
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from toolkit.model import Outcome
    from toolkit.regulations.profile import Profile

CASES = Path(__file__).resolve().parents[1] / "cases"
SOURCES = {
    "名录": "units",
    "在用": "observed",
    "来文": "notices",
    "审批": "approvals",
    "人员": "people",
    "班级": "classes",
    "收件": "received",
}
_UNTAKEN_AT = 20
_OWN = {
    "裁定",
    "群",
    "表",
    "上年",
    "上年已解散",
    "未采用",
    "缺栏",
    "文件",
    "未读",
    "近似",
    "级别",
    "说法",
    "学校",
    "今天",
    "参数",
    *SOURCES,
}


@dataclass(frozen=True, eq=False)
class Written:
    """One case: whose regulation, which requirement, whether it must hit, and the campaign as written."""

    profile: str
    requirement: str
    hit: bool
    title: str
    says: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.requirement}-{'hit' if self.hit else 'miss'}-{self.title}"


def written() -> Iterator[Written]:
    """Return every case of every file."""
    for path in sorted(CASES.glob("*.yaml")):
        page = yaml.safe_load(path.read_text(encoding="utf-8"))
        for requirement, sides in page["cases"].items():
            for side, cases in sides.items():
                for case in cases:
                    ((title, says),) = case.items()
                    says = says or {}
                    unknown = set(says) - _OWN
                    if unknown or side not in {"该报", "不该报"}:
                        raise ValueError(f"{path.name}: {requirement}: {title}: {unknown or side}")
                    yield Written(says.get("学校", page.get("学校", "")), requirement, side == "该报", title, says)


def run(case: Written, folder: Path, readings: Iterable[Reading] = ()) -> Outcome:
    """Return the outcome of a case; its sources are written below `folder` and read from there.

    `readings` are what was returned, in place of the forms that the case draws.
    """
    page = _page(case.profile)
    profile = _with_parameters(load_profile(case.profile), case.says.get("参数", {}))
    as_of = dt.date.fromisoformat(str(case.says.get("今天", page["今天"])))
    sources = _sources(case.says, page, folder)
    with in_bulk():
        known = known_before(sources, profile) if sources.given else _nothing_known(case.profile)
        given = [*readings] or [*_readings(case, page, profile)]
        register = compile_register(given, known, profile=profile, as_of=as_of)
        return conclude(compare(register, known, profile=profile, as_of=as_of), register.faults, profile=profile)


def as_it_should_be(profile: str, form: str) -> Mapping[str, str]:
    """Return the answers of a group with nothing wrong, by answer key."""
    rows = _page(profile)["表"]
    return _answers(rows.get(form, next(iter(rows.values()))), ())


def _with_parameters(profile: Profile, parameters: Mapping[str, Any]) -> Profile:
    regulation = profile.regulation
    if not parameters:
        return profile
    return replace(profile, regulation=replace(regulation, parameters=replace(regulation.parameters, **parameters)))


def _readings(case: Written, page: Mapping[str, Any], profile: Profile) -> Iterator[Reading]:
    files: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in case.says.get("群", [{}]):
        form = str(row.get("表", case.says.get("表", next(iter(page["表"])))))
        answers = _answers({**page["表"][form], **row}, case.says.get("缺栏", ()))
        path = str(row.get("文件", f"{answers.get('unit', '') or '无名'}.xlsx"))
        files.setdefault((path, form), []).append(answers)
    by_path: dict[str, list[Table]] = {}
    for (path, form), rows in files.items():
        by_path.setdefault(path, []).extend(_tables(path, form, rows, profile))
    asked = [{"label": said, "cell": "C2", "key": key} for said, key in case.says.get("近似", {}).items()]
    if asked:
        first = next(iter(by_path.values()))
        first[0] = replace(first[0], evidence={"asked": asked})
    untaken = tuple((_UNTAKEN_AT, Note(code)) for code in case.says.get("未采用", ()))
    if untaken:
        first = next(iter(by_path.values()))
        first[0] = replace(first[0], rejected=untaken)
    found = [Reading(path, path, "read", tables=tuple(tables)) for path, tables in by_path.items()]
    beside = tuple(Unread("登记表", f"K{number}", text) for number, text in enumerate(case.says.get("未读", ()), 9))
    found[0] = replace(found[0], cells=Cells(len(beside), unread=beside))
    for file in case.says.get("文件", ()):
        reason = Note(file.get("原因", "corrupt")) if file["状态"] == "rejected" else None
        found.append(Reading(file["路径"], file["路径"], file["状态"], reason=reason))
    yield from sorted(found, key=lambda reading: reading.path)


def _tables(path: str, form: str, rows: list[dict[str, str]], profile: Profile) -> Iterator[Table]:
    keys = list(dict.fromkeys(key for row in rows for key in row))
    name = f"{profile.id}/{form}"
    if profile.form(form).drawing.layout == "card":
        for number, row in enumerate(rows, start=1):
            places = {key: (place, 1) for place, key in enumerate(row)}
            sheet = Sheet(path, f"{form}{number}", name, "card", places)
            yield Table(name, sheet, (0,), {key: (value,) for key, value in row.items()})
        return
    sheet = Sheet(path, form, name, "row", {key: (None, place) for place, key in enumerate(keys)})
    columns = {key: tuple(row.get(key, "") for row in rows) for key in keys}
    yield Table(name, sheet, tuple(range(3, 3 + len(rows))), columns)


def _answers(row: Mapping[str, Any], without: Any) -> dict[str, str]:
    named = {name: value for name, value in row.items() if name not in {"表", "文件", *without}}
    return {_keys().get(name, f"other:{name}"): _typed(value) for name, value in named.items()}


def _sources(says: Mapping[str, Any], page: Mapping[str, Any], folder: Path) -> Sources:
    given: dict[str, Path] = {}
    for heading, source in SOURCES.items():
        if heading in says:
            given[source] = _sheet(folder / f"{heading}.csv", says[heading])
    if "上年" in says:
        form = next(iter(page["表"]))
        rows = [{**page["表"][str(row.get("表", form))], **row} for row in says["上年"]]
        rows = [{name: value for name, value in row.items() if name != "表"} for row in rows]
        given["previous"] = _sheet(folder / "上年台账.csv", rows)
        if "上年已解散" in says:
            given["previous"] = _ledger(folder / "台账.xlsx", {"台账": rows, "已解散": says["上年已解散"]})
    decisions = (_sheet(folder / "裁定.csv", says["裁定"]),) if "裁定" in says else ()
    return Sources(**given, decisions=decisions)


def _sheet(path: Path, rows: list[dict[str, Any]]) -> Path:
    headings = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows([_typed(row.get(name, "")) for name in headings] for row in rows)
    return path


def _ledger(path: Path, sheets: Mapping[str, list[dict[str, Any]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        ours = (vocabulary().heading(column) for column in ("unit_raw", "group_nos"))  # what only our ledger has
        headings = list(dict.fromkeys([*(heading for row in rows for heading in row), *ours]))
        sheet.append(headings)
        for row in rows:
            sheet.append([_typed(row.get(heading, "")) for heading in headings])
    book.save(path)
    return path


def _typed(value: Any) -> str:
    return {True: "是", False: "否", None: ""}.get(value, str(value)) if not isinstance(value, int) else str(value)


@cache
def _nothing_known(profile: str) -> Known:
    return known_before(Sources(), load_profile(profile))


@cache
def _keys() -> Mapping[str, str]:
    """Return the answer key for every heading a case may use: 群名称, 群主, 群主手机."""
    words = vocabulary()
    found = {entry.zh: name for name, entry in words.fields.items()}
    for name in words.of_kind("people"):
        found |= {words[name].zh + part.zh: f"{name}.{key}" for key, part in words.parts.items()}
    return found


@cache
def _page(profile: str) -> Mapping[str, Any]:
    page: Mapping[str, Any] = yaml.safe_load((CASES / f"{profile}.yaml").read_text(encoding="utf-8"))
    return page
