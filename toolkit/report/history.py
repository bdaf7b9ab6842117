"""What became of last year's groups and where this year's come from: 去向待核, 新增与补报, 疑似换号."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.register.decisions.sheet import OFFERED, RENUMBERED, WHEREABOUTS
from toolkit.report.fates import GONE_BEFORE
from toolkit.report.findings import COLUMNS as FINDING_COLUMNS
from toolkit.report.findings import finding_row
from toolkit.report.page import Column, Mark, Sheet
from toolkit.report.styles import SEVERITY_COLOURS
from toolkit.report.view import Told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.model import Finding
    from toolkit.report.page import Cell
    from toolkit.report.view import View

PREVIOUS, TO_ASK = "previous", "to-ask"
_TONES = {
    "unaccounted": "review",
    "unit_missing": "error",
    "carried": "good",
    "dissolved": "notice",
    GONE_BEFORE: "notice",
    "repeated": "notice",
}
_GONE = tuple(_TONES)
_ASKED = ("unaccounted", "unit_missing")
"""Of these groups a person is asked what became of them; of others what was answered is shown."""

_UNACCOUNTED = (
    Column("verdict", 10, "mark"),
    Column("unit", 14),
    Column("group", 22),
    Column("number", 12, "code"),
    Column("platform", 8, "centre"),
    Column("filing-no", 17, "filing"),
    Column("message", 42),
    Column("clause", 11),
    Column("previous-place", 22, "place"),
    Column("whereabouts", 12, "choice", OFFERED[WHEREABOUTS]),
    Column("remark", 14, "remark"),
    Column("question", 8, "hidden"),
    Column("previous", 8, "hidden"),
)
_NEW = (
    Column("verdict", 10, "mark"),
    Column("unit", 14),
    Column("group", 22),
    Column("number", 12, "code"),
    Column("platform", 8, "centre"),
    Column("created-on", 11, "centre"),
    Column("filed-on", 11, "centre"),
    Column("message", 42),
    Column("place", 30, "place"),
)
_RENUMBERED = (
    Column("unit", 14),
    Column("group", 22),
    Column("number-before", 12, "code"),
    Column("number-after", 12, "code"),
    Column("platform", 8, "centre"),
    Column("message", 42),
    Column("place", 30, "place"),
    Column("same-group", 9, "choice", OFFERED[RENUMBERED]),
    Column("remark", 14, "remark"),
    Column("question", 8, "hidden"),
    Column("record", 8, "hidden"),
    Column("previous", 8, "hidden"),
)


def unaccounted_sheet(view: View) -> Sheet:
    """Return last year's groups that this year's returns do not have, those nobody explained first."""
    told = Told(view.families.get("unaccounted", ()))
    shown = gone(view)
    rows: list[tuple[Cell, ...]] = []
    tags: list[str] = []
    for name, verdict in shown:
        group, findings = view.previous[name], told.of(name)
        message = view.sentences(findings) or came_of(view, name, verdict)
        mark = Mark(view.verdict(verdict), _TONES[verdict])
        answered = view.questions.answered(name)
        asked = view.questions.whereabouts(name) if verdict in _ASKED or answered else ""
        written = view.jotted(asked)
        answer = written.get("whereabouts", "") or answered
        answers = (answer, written.get("remark", ""), asked, name)
        rows.append((mark, *group[1:5], group.filing_no, message, view.clauses(findings), group.where, *answers))
        tags.append(TO_ASK if name in view.to_ask else "")
    rows += [left_over(view, finding, _UNACCOUNTED) for finding in told.left()]
    sheet = compared(view, "unaccounted", _UNACCOUNTED, rows, tone=SEVERITY_COLOURS["review"])
    return replace(sheet, tags=tags)


def came_of(view: View, name: str, verdict: str) -> str:
    """Return what became of a group of last year, in a sentence; one that goes on says on whose word."""
    if verdict != "carried":
        return view.say(f"gone-{verdict}")
    status = next((unit.status for unit in view.outcome.units if unit.unit == view.previous[name].unit), "")
    code = "answered" if view.questions.answered(name) else status
    return view.say(f"gone-{code}" if code in ("answered", "exempt") else "gone-carried")


def gone(view: View) -> list[tuple[str, str]]:
    """Return last year's groups that did not come back with their verdicts, those nobody explained first."""
    return sorted(
        (row for row in zip(view.previous_verdicts, view.fates, strict=True) if row[1] in _GONE),
        key=lambda row: (row[0] not in view.to_ask, _GONE.index(row[1])),
    )


def new_sheet(view: View) -> Sheet:
    """Return the groups that last year's register does not have; a first filing has no such list."""
    told = Told(view.families.get("new", ()))
    rows: list[tuple[Cell, ...]] = []
    tones = {"late": "warning", "new": "good", "no_history": "notice"}
    if view.asked(PREVIOUS) and not view.outcome.first_filing:
        for wanted, tone in tones.items():
            for record, (verdict, _, _) in view.verdicts.items():
                if verdict == wanted:
                    group, findings = view.records[record], told.of(record)
                    message = view.sentences(findings) or _came(view, verdict)
                    mark = Mark(view.verdict(verdict), tone)
                    rows.append((mark, *group[1:5], group.created_on, group.filed_on, message, group.where))
    rows += [left_over(view, finding, _NEW) for finding in told.left()]
    return compared(view, "new", _NEW, rows, tone=SEVERITY_COLOURS["notice"])


def _came(view: View, verdict: str) -> str:
    closing = view.outcome.closing
    if verdict == "late" and closing and not closing.known:
        return view.say("came-late-reckoned", day=closing.day.isoformat())
    return view.say(f"came-{verdict}")


def renumbered_sheet(view: View) -> Sheet:
    """Return the groups of the same unit and name under another number, for a person to decide."""
    told = Told(view.families.get("renumbered", ()))
    rows: list[tuple[Cell, ...]] = []
    for record, (verdict, _, previous) in view.verdicts.items():
        if verdict == "renumbered":
            now, then = view.records[record], view.previous[previous]
            message = view.sentences(told.of(record, previous)) or view.say("renumbered-do")
            message = "\n".join([*view.questions.told(record, previous), message])
            asked = view.questions.pair("renumbered", record, previous)
            written = view.jotted(asked)
            shown = (now.unit, now.name, then.number, now.number, now.platform, message, now.where)
            answers = (written.get("same-group", ""), written.get("remark", ""))
            rows.append((*shown, *answers, asked, record, previous))
    tags = ["pair"] * len(rows)
    rows += [left_over(view, finding, _RENUMBERED) for finding in told.left()]
    sheet = compared(view, "renumbered", _RENUMBERED, rows, tone=SEVERITY_COLOURS["review"])
    return replace(sheet, tags=tags)


def compared(
    view: View, code: str, columns: tuple[Column, ...], rows: Sequence[tuple[Cell, ...]], *, tone: str = ""
) -> Sheet:
    """Return a sheet that needs last year's register; without one it says so, and counts nothing."""
    compared = not view.outcome.first_filing
    return Sheet(
        code,
        columns,
        rows,
        note=view.say(f"note-{code}" if compared else "not-compared-previous"),
        nothing=view.say(f"nothing-{code}" if compared else "not-compared"),
        frozen=1,
        tone=tone,
    )


def left_over(view: View, finding: Finding, columns: tuple[Column, ...]) -> tuple[Cell, ...]:
    """Return a finding that belongs to no row of its sheet, its cells under whichever columns the sheet has."""
    cells = dict(zip((column.code for column in FINDING_COLUMNS), finding_row(view, finding), strict=True))
    cells |= {columns[0].code: cells.get(columns[0].code, cells["severity"]), "previous-place": cells["place"]}
    return tuple(cells.get(column.code) for column in columns)
