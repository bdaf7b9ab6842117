"""Three years of one invented institution, one after the other: what units sent and a person answered, what came of it.

    python samples/years.py [--write]     plays them, prints what differs from `expect`; --write makes the files anew

Each `years/<year>/campaign.yaml` is a year; last year's register of the second and the third is the 台账 that the year
before wrote. `answers` are written into the report of a first run, and the year is run again with them.
"""

from __future__ import annotations

import csv
import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import yaml
from make import EXPECT, SOURCES, lines_of, sheet

from toolkit import Sources, load_profile, reconcile
from toolkit.forms.feedback import feedback
from toolkit.report import render_report
from toolkit.report.ledger import render_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.model import Outcome

HERE = Path(__file__).resolve().parent / "years"
YEARS = tuple(path.parent.name for path in sorted(HERE.glob("*/campaign.yaml")))
LISTS = ("units", "observed", "notices", "received")
_CORRECTED, _NAME = "feedback", "名称"
"""The returns that are workbooks of 反馈/ come back; the row of 登记表 that has the names of the groups."""

_HEAD = 3
"""The row of the headings on a sheet of the report."""


def page_of(year: str) -> dict[str, Any]:
    """Return the readable page of a year."""
    return yaml.safe_load((HERE / year / "campaign.yaml").read_text(encoding="utf-8"))


def write() -> None:
    """Write what was returned and the department's lists of each year."""
    for year in YEARS:
        page, folder = page_of(year), HERE / year
        shutil.rmtree(folder / "收回", ignore_errors=True)
        (folder / "收回").mkdir()
        for entry in page["returns"]:
            if _CORRECTED not in entry:
                (folder / "收回" / entry["file"]).write_bytes(_csv(lines_of(entry)))
        for name in LISTS:
            if name in page:
                (folder / SOURCES[name]).write_bytes(sheet(lines_of(page[name]), "Sheet1"))
        if "previous" in page:
            (folder / page["previous"]["name"]).write_bytes(sheet(lines_of(page["previous"]), "Sheet1"))


def play(folder: Path) -> Iterator[tuple[str, Outcome]]:
    """Yield each year with its outcome after the answers; 台账 and reports stand below `folder` then."""
    for year, _, outcome in rounds(folder):
        yield year, outcome


def rounds(folder: Path) -> Iterator[tuple[str, Outcome, Outcome]]:
    """Yield each year with its outcome before anybody answered or corrected anything, and after."""
    previous: Path | None = None
    for year in YEARS:
        page, here = page_of(year), HERE / year
        given = {name: here / SOURCES[name] for name in LISTS if name in page}
        before = here / page["previous"]["name"] if "previous" in page else previous
        sources = Sources(previous=before, **given)
        collected = shutil.copytree(here / "收回", folder / f"{year}收回")
        first = _run(page, collected, sources)
        for entry in page["returns"]:
            if _CORRECTED in entry:
                _send_back(first, collected / entry["file"], entry[_CORRECTED])
        report = folder / f"{year}对账报告.xlsx"
        report.write_bytes(_answered(render_report(first, profile=load_profile(page["profile"])), page["answers"]))
        outcome = _run(page, collected, Sources(previous=before, decisions=(report,), **given))
        previous = folder / f"{year}台账.xlsx"
        previous.write_bytes(render_ledger(outcome))
        yield year, first, outcome


def differences(page: dict[str, Any], outcome: Outcome) -> list[str]:
    """Return what a year shows otherwise than its page says; empty when all is as meant."""
    looks = (_rows, _before, _units, _register)
    return [line for look in looks for line in look(page, outcome)]


def _run(page: dict[str, Any], collected: Path, sources: Sources) -> Outcome:
    return reconcile(collected, as_of=page["as_of"], profile=page["profile"], sources=sources, jobs=1)


def _csv(lines: list[list[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def _send_back(outcome: Outcome, path: Path, corrected: dict[str, Any]) -> None:
    """Save a unit's workbook of 反馈/ with some cells of a group filled in anew; all else stays as it was written."""
    book = openpyxl.load_workbook(io.BytesIO(feedback(outcome)[path.name]))
    page = next(
        sheet
        for sheet in book
        if any(corrected["group"] in row for row in sheet.iter_rows(values_only=True) if row[0] == _NAME)
    )
    labels = {str(row[0].value): row for row in page.iter_rows() if row[0].value}
    at = next(cell.column for cell in labels[_NAME] if cell.value == corrected["group"])
    for label, value in corrected["cells"].items():
        labels[label][at - 1].value = value
    path.parent.mkdir(exist_ok=True)
    book.save(path)


def _answered(report: bytes, answers: list[dict[str, str]]) -> bytes:
    """Return a report in which somebody has answered; each answer must find its row."""
    book = openpyxl.load_workbook(io.BytesIO(report))
    for answer in answers:
        page = book[answer["sheet"]]
        heads = [cell.value for cell in page[_HEAD]]
        rows = [row for row in page.iter_rows(min_row=_HEAD + 1) if answer["group"] in [cell.value for cell in row]]
        if not rows:
            raise LookupError(f"{answer['sheet']}: {answer['group']}")
        rows[0][heads.index(answer["column"])].value = answer["answer"]
        if "remark" in answer:
            rows[0][heads.index("备注")].value = answer["remark"]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _rows(page: dict[str, Any], outcome: Outcome) -> Iterator[str]:
    told: dict[str, set[str]] = {}
    for finding in outcome.findings:
        for record in finding.records:
            told.setdefault(record, set()).add(finding.requirement)
    frame = outcome.ledger.frame.assign(verdict=outcome.verdicts["verdict"].tolist())
    status = {file.path: file.status for file in outcome.submissions}
    for entry in page["returns"]:
        if status[entry["file"]] != entry.get("status", "merged"):
            yield f"{entry['file']}: {status[entry['file']]}"
        at = entry["columns"].index(EXPECT)
        meant = [(row[1], *row[at].split()) for row in entry["rows"] if row[at] != "rejected"]
        rows = frame[frame["path"] == entry["file"]]
        says = list(zip(rows["group_name"], rows["verdict"], rows["id"], strict=True))
        if len(says) != len(meant):
            yield f"{entry['file']}: {len(says)} rows, meant {len(meant)}"
            continue
        for (name, verdict, record), (group, wanted, *asked) in zip(says, meant, strict=True):
            if (name, verdict) != (group, wanted) or not set(asked) <= told.get(record, set()):
                found = f"{verdict} {sorted(told.get(record, ()))}"
                yield f"{entry['file']} › {name}: {found}, meant {group} {wanted} {asked}"


def _before(page: dict[str, Any], outcome: Outcome) -> Iterator[str]:
    names, verdicts = outcome.previous.frame["group_name"].tolist(), outcome.previous_verdicts
    if "previous" in page:
        meant = [(row[2], row[-1]) for row in page["previous"]["rows"]]
    else:
        names = [name for name, record in zip(names, verdicts["record"], strict=True) if not record]
        meant = [(name, page["before"].get(name, "?")) for name in names]
        verdicts = verdicts[verdicts["record"] == ""]
    for (group, wanted), name, verdict in zip(meant, names, verdicts["verdict"], strict=True):
        if (name, verdict) != (group, wanted):
            yield f"last year › {name}: {verdict}, meant {group} {wanted}"


def _units(page: dict[str, Any], outcome: Outcome) -> Iterator[str]:
    at = page["units"]["columns"].index(EXPECT)
    meant = {row[0]: row[at] for row in page["units"]["rows"]}
    says = {unit.unit: unit.status for unit in outcome.units}
    for unit in sorted(meant.keys() | says.keys()):
        if meant.get(unit) != says.get(unit):
            yield f"{unit}: {says.get(unit)}, meant {meant.get(unit)}"


def _register(page: dict[str, Any], outcome: Outcome) -> Iterator[str]:
    book = openpyxl.load_workbook(io.BytesIO(render_ledger(outcome)))["台账"]
    heads = [cell.value for cell in book[1]]
    rows = [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in book.iter_rows(min_row=2)]
    says: dict[str, list[list[str]]] = {}
    for row in rows:
        says.setdefault(row["群名称"], []).append([row["群号"], row["群主手机"]])
    for group in sorted(says.keys() | page["register"].keys()):
        meant = page["register"].get(group, [])
        several = meant if meant and isinstance(meant[0], list) else [meant]
        if sorted(says.get(group, []), key=str) != sorted(several, key=str):
            yield f"台账 › {group}: {says.get(group)}, meant {several}"


def main() -> int:
    """Play the years and print what differs; return 1 when anything does."""
    if "--write" in sys.argv:
        write()
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        for year, outcome in play(Path(folder)):
            differing = differences(page_of(year), outcome)
            found += len(differing)
            print(f"{year}: {len(differing)}", *differing, sep="\n  ")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
