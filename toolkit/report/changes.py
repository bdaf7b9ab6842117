"""变更: one row a group with all that changed of it since last year, and what is known of its being reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolkit.regulations.fields import vocabulary
from toolkit.report.history import compared, left_over
from toolkit.report.page import Column, Mark, Sheet
from toolkit.report.view import Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.model import Finding
    from toolkit.report.page import Cell
    from toolkit.report.view import View

CHANGED = "changed"
_STATES = ("undated", "unreported", "late", "not_approved")
_REPORTED = ("change-reported", "handover")
_COUNTED = "member_count"

_CHANGES = (
    Column("verdict", 10, "mark"),
    Column("unit", 14),
    Column("group", 20),
    Column("number", 12, "code"),
    Column("changed", 46),
    Column("reported", 14),
    Column("message", 36),
    Column("place", 30, "place"),
)


def change_sheet(view: View) -> Sheet:
    """Return one row a group with all that changed of it, and what is known of its being reported; 变更 first."""
    told = Told(view.families.get("changes", ()))
    changes, crossings = _changes(view), _Crossings(view)
    rows: list[tuple[Cell, ...]] = []
    said: set[int] = set()
    for record in _changed(view, changes):
        group, findings, verdict = view.records[record], told.of(record), view.verdicts[record][0]
        mark = Mark(view.verdict(verdict), "warning" if verdict == CHANGED else "notice")
        own = changes.get(record, ())
        leave = crossings.state(record) if any(one.field == _COUNTED for one in own) else ""
        findings = [*findings, *(crossings.told.get(record, ()) if leave else ())]
        state = _states(view, own, findings, leave)
        message = view.sentences(finding for finding in findings if id(finding) not in said)
        said.update(map(id, findings))
        rows.append((mark, *group[1:4], "\n".join(one.line for one in own), state, message, group.where))
    rows += [left_over(view, finding, _CHANGES) for finding in told.left()]
    return compared(view, "changes", _CHANGES, rows)


class _Change(NamedTuple):
    """One changed field of a group: what it is called, how it is shown, what is known of its being reported."""

    field: str
    kind: str
    line: str
    reported_on: str
    asked: bool


def _changes(view: View) -> dict[str, list[_Change]]:
    """Return by record what changed, field by field."""
    frame, private = view.outcome.changes, view.private
    rolled = frame["rolled"].tolist() if "rolled" in frame else [False] * len(frame)
    columns = (frame[name].tolist() for name in ("record", "field", "kind", "before", "after"))
    reported = _change_reported(view)
    asked = {
        name.partition(".")[0] for rule in _REPORTED for entry in view.profile.by_rule(rule) for name in entry.fields
    }
    blank, found = view.say("change-blank"), dict[str, list[_Change]]()
    for (record, field, code, before, after), turned in zip(zip(*columns, strict=True), rolled, strict=True):
        kind = _kind(view, field, code, rolled=bool(turned))
        hidden = (record, field) in private
        line = view.say(
            "change-withheld" if hidden else "change-line", kind=kind, before=before or blank, after=after or blank
        )
        found.setdefault(record, []).append(_Change(field, kind, line, reported.get(record, ""), field in asked))
    return found


def _changed(view: View, changes: Mapping[str, Sequence[_Change]]) -> list[str]:
    """Return the records that changed, those of the verdict 变更 first: all that its figure counts stand together."""
    counted = [record for record, (verdict, *_) in view.verdicts.items() if verdict == CHANGED]
    order = {record: place for place, record in enumerate(changes)}
    counted.sort(key=lambda record: order.get(record, len(order)))
    return [*counted, *(record for record in changes if view.verdicts[record][0] != CHANGED)]


def _states(view: View, changes: Sequence[_Change], findings: Sequence[Finding], leave: str) -> str:
    """Return what is known of the changes' being reported: once where it is the same of all, else field by field.

    `leave` is what is known of a group's leave to be larger than the limit, "" where none is asked for.
    """
    told = {
        one.kind: (leave if one.field == _COUNTED else "")
        or _state(view, (it for it in findings if _speaks_of(one.field, it)), one.reported_on, asked=one.asked)
        for one in changes
    }
    if len(set(told.values())) == 1:
        return next(iter(told.values()))
    return "\n".join(view.say("reported-of", kind=kind, state=state) for kind, state in told.items())


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


def _watched() -> frozenset[str]:
    """Return the fields whose change has a name, and the number."""
    return frozenset(name for name, entry in vocabulary().fields.items() if entry.change) | {"group_no"}
