"""What became of last year's groups and where this year's come from: 去向待核, 变更, 新增与补报, 疑似换号."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from toolkit.register.decisions.sheet import OFFERED, RENUMBERED, WHEREABOUTS
from toolkit.regulations.fields import vocabulary
from toolkit.report.fates import GONE_BEFORE, fates
from toolkit.report.findings import COLUMNS as FINDING_COLUMNS
from toolkit.report.findings import finding_row
from toolkit.report.page import Column, Mark, Sheet
from toolkit.report.styles import SEVERITY_COLOURS
from toolkit.report.view import Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.model import Finding
    from toolkit.report.page import Cell
    from toolkit.report.view import View

PREVIOUS = "previous"
_STATES = ("undated", "unreported", "late", "not_approved")
_REPORTED = ("change-reported", "handover")
_COUNTED = "member_count"
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
    Column("filing-no", 17, "code"),
    Column("message", 42),
    Column("clause", 11),
    Column("previous-place", 22, "place"),
    Column("whereabouts", 12, "choice", OFFERED[WHEREABOUTS]),
    Column("remark", 14, "remark"),
    Column("question", 8, "hidden"),
    Column("previous", 8, "hidden"),
)
_CHANGES = (
    Column("change", 12, "mark"),
    Column("unit", 14),
    Column("group", 20),
    Column("number", 12, "code"),
    Column("before", 20),
    Column("after", 20),
    Column("reported", 11, "centre"),
    Column("message", 36),
    Column("place", 30, "place"),
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
    exempt = {unit.unit for unit in view.outcome.units if unit.status == "exempt"}
    rows: list[tuple[Cell, ...]] = []
    for name, verdict in shown:
        group, findings = view.previous[name], told.of(name)
        message = view.sentences(findings) or view.say(
            "gone-exempt" if verdict == "carried" and group.unit in exempt else f"gone-{verdict}"
        )
        mark = Mark(view.verdict(verdict), _TONES[verdict])
        answered = view.questions.answered(name)
        asked = view.questions.whereabouts(name) if verdict in _ASKED or answered else ""
        written = view.jotted(asked)
        answer = written.get("whereabouts", "") or answered
        answers = (answer, written.get("remark", ""), asked, name)
        rows.append((mark, *group[1:5], group.filing_no, message, view.clauses(findings), group.where, *answers))
    rows += [_left(view, finding, _UNACCOUNTED) for finding in told.left()]
    return _compared(view, "unaccounted", _UNACCOUNTED, rows, tone=SEVERITY_COLOURS["review"])


def gone(view: View) -> list[tuple[str, str]]:
    """Return last year's groups that did not come back with their verdicts, those nobody explained first."""
    return sorted(
        (row for row in zip(view.previous_verdicts, fates(view.outcome), strict=True) if row[1] in _GONE),
        key=lambda row: _GONE.index(row[1]),
    )


def change_sheet(view: View) -> Sheet:
    """Return one row a changed field, with what is known of its being reported."""
    told = Told(view.families.get("changes", ()))
    frame = view.outcome.changes
    rolled = frame["rolled"].tolist() if "rolled" in frame else [False] * len(frame)
    columns = (frame[name].tolist() for name in ("record", "field", "kind", "before", "after"))
    reported = _change_reported(view)
    asked = {
        name.partition(".")[0] for rule in _REPORTED for entry in view.profile.by_rule(rule) for name in entry.fields
    }
    crossings = _Crossings(view)
    rows: list[tuple[Cell, ...]] = []
    private, said = view.private, set[int]()
    for (record, field, kind, before, after), turned in zip(zip(*columns, strict=True), rolled, strict=True):
        group, findings = view.records[record], told.of(record, fits=partial(_speaks_of, field))
        state = crossings.state(record) if field == _COUNTED else ""
        if state:
            findings = [*findings, *crossings.told.get(record, ())]
        state = state or _state(view, findings, reported.get(record, ""), asked=field in asked)
        message = view.sentences(finding for finding in findings if id(finding) not in said)
        said.update(map(id, findings))
        mark = Mark(_kind(view, field, kind, rolled=bool(turned)), "notice" if turned or "-" in kind else "warning")
        texts = (view.say("withheld"),) * 2 if (record, field) in private else (before, after)
        rows.append((mark, *group[1:4], *texts, state, message, group.where))
    rows += [_left(view, finding, _CHANGES) for finding in told.left()]
    return _compared(view, "changes", _CHANGES, rows)


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
    rows += [_left(view, finding, _NEW) for finding in told.left()]
    return _compared(view, "new", _NEW, rows, tone=SEVERITY_COLOURS["notice"])


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
    rows += [_left(view, finding, _RENUMBERED) for finding in told.left()]
    return _compared(view, "renumbered", _RENUMBERED, rows, tone=SEVERITY_COLOURS["review"])


def _compared(
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


def _kind(view: View, field: str, kind: str, *, rolled: bool) -> str:
    if rolled:
        return view.say("change-rolled")
    if "-" in kind:
        return view.say(f"change-{kind}")
    if view.lang == "zh":
        return kind
    return view.say("change-of", field=vocabulary().fields[field].en) if field in vocabulary().fields else kind


def _change_reported(view: View) -> dict[str, str]:
    frame = view.outcome.ledger.frame
    days = zip(frame["id"].tolist(), frame["change_reported_on"].tolist(), strict=True)
    return {name: day for name, day in days if day}


def _speaks_of(field: str, finding: Finding) -> bool:
    """Tell whether a finding is about a changed field; one that names no changed field is about all of them."""
    facts = finding.facts
    named = {str(name).partition(".")[0] for name in facts.get("changed_fields") or [facts.get("field", "")]}
    return field in named or not named & _watched()


def _state(view: View, findings: Iterable[Finding], reported_on: str, *, asked: bool) -> str:
    """Return what is known of a change's being reported; a regulation that asks for no report is not broken."""
    found = next((str(one.facts.get("variant", "")) for one in findings if one.rule in _REPORTED), None)
    if found is not None:
        return view.say(f"reported-{found}" if found in _STATES else "reported-see")
    if reported_on:
        return view.say("reported-on", day=reported_on)
    return view.say("reported-fine" if asked else "reported-unasked")


class _Crossings:
    """Groups that grew above the limit: whether what the clause asks of them (approval, reason) was seen."""

    def __init__(self, view: View) -> None:
        """Take the findings about size, and what the regulation lets clear them."""
        self._view, frame = view, view.outcome.ledger.frame
        limit = view.profile.parameters.size_limit
        over = [] if limit is None else frame["member_count.low"].gt(limit).fillna(value=False).tolist()
        self._over = frozenset(name for name, more in zip(frame["id"].tolist(), over, strict=False) if more)
        asked = (entry.with_.get("cleared_by", "none") for entry in view.profile.by_rule("over-size"))
        self._cleared_by = next(asked, "")
        self.told: dict[str, list[Finding]] = {}
        for finding in view.outcome.findings:
            if finding.rule == "over-size":
                for record in finding.records:
                    self.told.setdefault(record, []).append(finding)

    def state(self, record: str) -> str:
        """Return what is known of a group's leave to be so large; "" where the regulation asks for none."""
        if not self._cleared_by or record not in self._over:
            return ""
        return self._view.say(f"crossed-{self._cleared_by}{'' if record in self.told else '-seen'}")


def _left(view: View, finding: Finding, columns: tuple[Column, ...]) -> tuple[Cell, ...]:
    """Return a finding that belongs to no row of its sheet, its cells under whichever columns the sheet has."""
    cells = dict(zip((column.code for column in FINDING_COLUMNS), finding_row(view, finding), strict=True))
    cells |= {columns[0].code: cells.get(columns[0].code, cells["severity"]), "previous-place": cells["place"]}
    return tuple(cells.get(column.code) for column in columns)


def _watched() -> frozenset[str]:
    """Return the fields whose change has a name, and the number."""
    return frozenset(name for name, entry in vocabulary().fields.items() if entry.change) | {"group_no"}
