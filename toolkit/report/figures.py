"""Every figure that is shown anywhere, defined once: what is counted, of which rows, and where those rows are listed.

The screen, 总览, the sheets, the page, 对账简报, the control workbook and `totals` in outcome.json take their figures
from here, so that one thing has one number. What each counts is told to readers by `<code>-counts` of
`messages/figures.yaml` (documentation: the page of figures).

A question that could not be asked for want of a source has no figure: `value` is None.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from toolkit.messages import word
from toolkit.report.fates import UNCOUNTED, fates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from toolkit.model import Duplicate, Outcome

DUE = ("filed", "late", "nil", "no_change", "returned", "missing")
CAME = ("filed", "late", "nil", "no_change")
"""Statuses of units: of whom a return is due, and whose return came."""

CONTINUED = ("renewed", "changed", "renumbered")
"""Verdicts of groups of last year that came back this year."""

IN_FORCE = ("renewed", "changed", "renumbered", "new", "late", "no_history")
"""Verdicts of records in force."""

DISPUTES = ("same-number-two-units", "same-number-two-names")
CLUSTERS = ("disputes", "clusters", "decided")
"""What clusters count as, in the order in which they are listed."""
TAGS = frozenset({*CLUSTERS, "to-ask", "evidence", "pair"})
"""What rows count as that their marks do not say."""

_ASIDE = ("ignored", "opened")
_TAKEN, _REFUSED = ("merged", "nil"), ("rejected", "empty")


class Figure(NamedTuple):
    """One figure of one run.

    `value` is None where the question was not asked. `sheet` is the sheet of 对账报告.xlsx that lists what is counted,
    `marked` the codes of its rows (of their status, verdict or severity; () for all rows), `way` the list in the page.
    """

    code: str
    value: int | None
    sheet: str = ""
    marked: tuple[str, ...] = ()
    way: str = ""
    tone: str = ""

    @property
    def asked(self) -> bool:
        """Whether there is a figure."""
        return self.value is not None

    def name(self, lang: str = "zh") -> str:
        """Return what the figure is called."""
        return word("figures", self.code, lang=lang)

    def shown(self, lang: str = "zh") -> str:
        """Return the figure as text: 92%, 未比对."""
        if self.value is None:
            return word("figures", "unasked", lang=lang)
        return f"{self.value}%" if self.code == "rate" else str(self.value)


class _Of:
    """The counts of one outcome."""

    def __init__(self, outcome: Outcome, became: Sequence[str]) -> None:
        self.outcome = outcome
        self.files = Counter[str](file.status for file in outcome.submissions)
        self.units = Counter[str](unit.status for unit in outcome.units)
        self.records = Counter[str](outcome.verdicts["verdict"].tolist())
        self.before = Counter[str](became)
        self.findings = Counter[str](finding.severity for finding in outcome.findings)
        self.seen = Counter[str](outcome.observed["verdict"].tolist())

    def due(self) -> int:
        return sum(self.units[status] for status in DUE)

    def came(self) -> int:
        return sum(self.units[status] for status in CAME)

    def rate(self) -> int:
        """Return the units that filed in a hundred of those due, rounded half up; only all of them are 100."""
        came, due = self.came(), self.due()
        if came == due:
            return 100
        return min((200 * came + due) // (2 * due), 99)

    def filed(self) -> int:
        return sum(self.records[verdict] for verdict in IN_FORCE)

    def filing_units(self) -> int:
        frame, verdicts = self.outcome.ledger.frame, self.outcome.verdicts["verdict"]
        return len({unit for unit in frame.loc[verdicts.isin(IN_FORCE).to_numpy(), "unit"].tolist() if unit})

    def clusters(self, state: str) -> int:
        return sum(cluster_state(one) == state for one in self.outcome.duplicates)


class _Definition(NamedTuple):
    code: str
    count: Callable[[_Of], int]
    wants: str = ""
    sheet: str = ""
    marked: tuple[str, ...] = ()
    way: str = ""
    tone: str = ""


def cluster_state(cluster: Duplicate) -> str:
    """Return what a cluster counts as: `disputes` and `clusters` wait for a person, `decided` ones no more."""
    if cluster.evidence.get("decision"):
        return "decided"
    return "disputes" if cluster.kind in DISPUTES else "clusters"


def to_ask(outcome: Outcome) -> frozenset[str]:
    """Return the groups of last year of which nobody has said yet what became of them."""
    answered = {row for one in outcome.decisions if one.state == "applied" for row in one.previous}
    frame = outcome.previous_verdicts
    return frozenset(frame.loc[frame["verdict"] == "unaccounted", "id"].tolist()) - answered


def _status(code: str, *statuses: str, wants: str = "", tone: str = "") -> _Definition:
    way = f"/units?status={'.'.join(statuses)}"
    return _Definition(code, lambda of: sum(of.units[name] for name in statuses), wants, "units", statuses, way, tone)


def _verdict(code: str, verdict: str, sheet: str = "", tone: str = "", *, wants: str = "previous") -> _Definition:
    marked = {"new": (verdict,), "changes": (verdict,), "renumbered": ("pair",)}.get(sheet, ())
    way = f"/groups?state={verdict}"
    return _Definition(code, lambda of: of.records[verdict], wants, sheet, marked, way, tone)


def _fate(code: str, verdict: str, tone: str = "") -> _Definition:
    way = f"/groups?state={verdict}"
    return _Definition(code, lambda of: of.before[verdict], "previous", "unaccounted", (verdict,), way, tone)


def _severity(code: str, severity: str) -> _Definition:
    return _Definition(
        code, lambda of: of.findings[severity], sheet="units", way=f"/findings?severity={severity}", tone=severity
    )


DEFINITIONS: tuple[_Definition, ...] = (
    _status("due", *DUE, wants="units"),
    _status("came", *CAME, tone="good"),
    _status("overdue", "late", tone="warning"),
    _status("missing", "missing", wants="units", tone="error"),
    _status("returned", "returned", tone="error"),
    _status("exempt", "exempt", wants="units"),
    _status("unlisted", "unknown", wants="units", tone="review"),
    _Definition("rate", _Of.rate, "units", "units", way="/units"),
    _Definition("files", lambda of: sum(of.files.values()) - sum(of.files[name] for name in _ASIDE), sheet="files",
                marked=("merged", "superseded", "rejected", "empty", "nil"), way="/files"),
    _Definition("files-taken", lambda of: sum(of.files[name] for name in _TAKEN), sheet="files", marked=_TAKEN,
                way="/files"),
    _Definition("files-refused", lambda of: sum(of.files[name] for name in _REFUSED), sheet="files", marked=_REFUSED,
                way="/files", tone="error"),
    _Definition("in-force", lambda of: of.filed() + of.before["carried"], marked=(*IN_FORCE, "carried"),
                way=f"/groups?state={'.'.join((*IN_FORCE, 'carried'))}"),
    _Definition("groups", _Of.filed, marked=IN_FORCE, way=f"/groups?state={'.'.join(IN_FORCE)}"),
    _Definition("filing-units", _Of.filing_units),
    _Definition("before", lambda of: of.before.total() - sum(of.before[name] for name in UNCOUNTED), "previous"),
    _Definition("continued", lambda of: sum(of.before[name] for name in CONTINUED), "previous"),
    _verdict("renewed", "renewed"),
    _verdict("changed", "changed", "changes"),
    _verdict("new", "new", "new"),
    _verdict("late", "late", "new", "warning"),
    _verdict("no-history", "no_history", "new"),
    _verdict("renumbered", "renumbered", "renumbered", "review"),
    _verdict("cancelled", "cancelled", wants=""),
    _verdict("copies", "duplicate", wants=""),
    _fate("unaccounted", "unaccounted", "review"),
    _Definition("to-ask", lambda of: len(to_ask(of.outcome)), "previous", "unaccounted", ("to-ask",),
                "/groups?flag=to-ask", "review"),
    _fate("carried", "carried"),
    _fate("dissolved", "dissolved"),
    _fate("of-missing", "unit_missing", "warning"),
    _Definition("unregistered", lambda of: of.seen["unregistered"], "observed", "unregistered", ("unregistered",),
                "/groups?state=unregistered", "error"),
    _Definition("duplicates", lambda of: len(of.outcome.duplicates), "", "duplicates", CLUSTERS,
                "/decide?part=duplicates", "warning"),
    _Definition("disputes", lambda of: of.clusters("disputes"), "", "duplicates", ("disputes",),
                "/decide?part=duplicates&of=disputes", "error"),
    _Definition("clusters", lambda of: of.clusters("clusters"), "", "duplicates", ("clusters",),
                "/decide?part=duplicates&of=clusters"),
    _Definition("defunct", lambda of: int(of.outcome.defunct["record"].nunique()), "", "defunct", ("evidence",),
                "/groups?flag=defunct", "warning"),
    _Definition("suggestions", lambda of: len({one.record for one in of.outcome.suggestions}), "previous",
                "suggestions", (), "/decide?part=suggestions", "review"),
    _severity("errors", "error"),
    _severity("warnings", "warning"),
    _severity("reviews", "review"),
    _severity("notices", "notice"),
)  # fmt: skip

NEEDED: Mapping[str, str] = {one.code: one.wants for one in DEFINITIONS if one.wants}
"""The second source without which a figure cannot be told."""


def figures(outcome: Outcome, became: Sequence[str] | None = None) -> Mapping[str, Figure]:
    """Return every figure of a run by its code, in the order of the table; the fates of last year's rows if known."""
    of = _Of(outcome, fates(outcome) if became is None else became)
    lacking = {name for name, missing in _lacking(outcome).items() if missing}
    return {
        one.code: Figure(
            one.code,
            None if one.wants in lacking else one.count(of),
            one.sheet,
            one.marked,
            one.way,
            one.tone,
        )
        for one in DEFINITIONS
    }


def _lacking(outcome: Outcome) -> Mapping[str, bool]:
    return {
        "previous": outcome.first_filing,
        "units": "missing_units" in outcome.not_compared,
        "observed": "unregistered" in outcome.not_compared,
    }
