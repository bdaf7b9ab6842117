"""What 对账简报.docx says: one page for leaders. How many, how they changed, who is missing, what is asked of whom.

All figures are those of `toolkit.report.figures`; nothing is counted here but by unit. No names of options, no codes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.messages import word
from toolkit.report.figures import IN_FORCE, cluster_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from toolkit.report.view import View

_OURS = ("renewed", "changed", "new", "late", "no-history", "renumbered", "carried")
_THEIRS = ("dissolved", "unaccounted", "of-missing")
_CHARTED = (*_OURS, *_THEIRS)
_ASKS = ("missing", "returned", "disputes", "errors", "unregistered", "unaccounted", "defunct")
_NAMED, _FEW, _ASKED, _CHART = 12, 4, 9, 6
"""So many units are named in a sentence, in a bracket, in the table, and in the chart of a first filing: one page."""


@dataclass(frozen=True, slots=True)
class Brief:
    """The page as texts: `sections` are heading and sentences, `asked` rows of unit and what it is asked for."""

    institution: str
    title: str
    line: str
    sections: Sequence[tuple[str, Sequence[str]]]
    asked_heading: str
    asked: Sequence[tuple[str, str]]
    columns: tuple[str, str]
    chart: str
    bars: Sequence[tuple[str, int]]
    closing: str


def brief(view: View) -> Brief:
    """Return what the page says."""
    say = _Words(view)
    asked = asks(view)
    left = sum(view.figures[code].value or 0 for code in ("warnings", "reviews"))
    ranked = sorted(asked.items(), key=lambda item: (min(map(_ASKS.index, item[1])), -sum(item[1].values())))
    rows = [(unit, say.asked(wanted)) for unit, wanted in ranked]
    if len(rows) > _ASKED:
        rest = len(rows) - _ASKED + 1
        rows = [*rows[: _ASKED - 1], (say("asked-more", count=rest), say("asked-list"))]
    return Brief(
        institution=view.profile.regulation.institution.name,
        title=say("title"),
        line=say("line", office=say.office, day=say.day),
        sections=[
            (say("section-state"), _state(view, say)),
            (say("section-change"), _change(view, say)),
            (say("section-matters"), _matters(view, say)),
        ],
        asked_heading=say("section-asked"),
        asked=rows,
        columns=(say("col-unit"), say("col-asked")),
        chart=say("chart-first" if view.outcome.first_filing else "chart"),
        bars=_bars(view),
        closing="" if rows else say("asked-little", count=left) if left else say("asked-none"),
    )


def asks(view: View) -> Mapping[str, Counter[str]]:
    """Return for each unit that has something to do what it is asked for, and how often."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for unit, code in (*_of_returns(view), *_of_findings(view), *_of_groups(view)):
        if unit:
            found[unit][code] += 1
    return found


def _of_returns(view: View) -> Iterator[tuple[str, str]]:
    known = view.asked("missing_units")
    for unit in view.outcome.units:
        if unit.status == "returned" or (unit.status == "missing" and known):
            yield unit.unit, unit.status


def _of_findings(view: View) -> Iterator[tuple[str, str]]:
    for cluster in view.outcome.duplicates:
        if cluster_state(cluster) == "disputes":
            for name in sorted({view.records[record].unit for record in cluster.records}):
                yield name, "disputes"
    for finding in view.outcome.findings:
        if finding.severity == "error" and finding.records:
            for unit in view.units_of(finding):
                yield unit, "errors"


def _of_groups(view: View) -> Iterator[tuple[str, str]]:
    seen = view.outcome.observed
    if view.asked("unregistered"):
        for name in seen.loc[seen["verdict"] == "unregistered", "unit"].tolist():
            yield name, "unregistered"
    for name, (verdict, _) in view.previous_verdicts.items():
        if verdict == "unaccounted":
            yield view.previous[name].unit, "unaccounted"
    for record in dict.fromkeys(view.outcome.defunct["record"].tolist()):
        yield view.records[record].unit, "defunct"


class _Words:
    """The sentences of the page in one language, with what most of them need."""

    def __init__(self, view: View) -> None:
        self._view = view
        day = view.outcome.as_of
        self.day = f"{day.year}年{day.month}月{day.day}日" if view.lang == "zh" else day.isoformat()
        self.office = view.profile.parameters.filing_office or view.say("office")

    def __call__(self, code: str, **facts: object) -> str:
        return word("brief", code, facts, lang=self._view.lang)

    def units(self, names: Iterable[str], most: int) -> str:
        told = [name for name in dict.fromkeys(names) if name]
        shown = self._view.join(told[:most])
        return shown if len(told) <= most else self("named-more", units=shown)

    def counted(self, codes: Iterable[str]) -> str:
        told = ((code, self._view.figures[code].value) for code in codes)
        shown = [self("count", name=self(f"word-{code}"), count=value) for code, value in told if value]
        return ("，" if self._view.lang == "zh" else ", ").join(shown)

    def asked(self, wanted: Counter[str]) -> str:
        shown = [self(f"ask-{code}", count=wanted[code]) for code in _ASKS if wanted[code]]
        return ("；" if self._view.lang == "zh" else "; ").join(shown)


def _state(view: View, say: _Words) -> list[str]:
    told, outcome = view.figures, view.outcome
    facts = {"title": view.profile.regulation.document.title, "day": say.day, "came": told["came"].value}
    if told["due"].asked:
        first = say("returns", due=told["due"].value, rate=told["rate"].shown(view.lang), **facts)
    else:
        first = say("returns-unknown", **facts)
    lines = [first]
    for status in ("missing", "returned"):
        count = told[status].value
        if count:
            units = (unit.unit for unit in outcome.units if unit.status == status)
            lines.append(say(status, count=count, units=say.units(units, _NAMED)))
    standing = outcome.ledger.frame[outcome.verdicts["verdict"].isin(IN_FORCE).to_numpy()]
    carried = outcome.previous.frame[(outcome.previous_verdicts["verdict"] == "carried").to_numpy()]
    owners = {*standing["unit"].tolist(), *carried["unit"].tolist()} - {""}
    platforms = Counter(name for name in (*standing["platform"].tolist(), *carried["platform"].tolist()) if name)
    shown = [say("count", name=name, count=count) for name, count in platforms.most_common(3)]
    register = say(
        "register",
        count=told["in-force"].value,
        units=len(owners),
        platforms="，".join(shown) if len(platforms) > 1 else "",
    )
    return ["".join(lines), register]


def _change(view: View, say: _Words) -> list[str]:
    told = view.figures
    if view.outcome.first_filing:
        return [say("first")]
    before, now = told["before"].value or 0, told["in-force"].value or 0
    code = "more" if now > before else "less" if now < before else "same"
    difference = say(code, count=abs(now - before))
    lines = [say("change", before=before, difference=difference, ours=say.counted(_OURS) or "0")]
    kept = (told["continued"].value or 0) + (told["carried"].value or 0)
    theirs = say.counted(_THEIRS)
    return (
        [*lines, say("fates", before=before, kept=kept, carried=told["carried"].value or "", theirs=theirs)]
        if theirs
        else lines
    )


def _matters(view: View, say: _Words) -> list[str]:
    told, wanted = view.figures, asks(view)

    def of(code: str) -> list[str]:
        return [unit for unit, asked in wanted.items() if asked[code]]

    lines = []
    for code in ("disputes", "unregistered", "unaccounted", "defunct"):
        if told[code].value:
            units = say.units(of(code), _FEW)
            lines.append(say(f"matter-{code}", count=told[code].value, units=units, office=say.office))
    faulty = of("errors")
    if faulty:
        count = sum(one.severity == "error" and bool(one.records) for one in view.outcome.findings)  # each once
        lines.append(say("matter-errors", count=count, units=len(faulty)))
    left = sum(told[code].value or 0 for code in ("warnings", "reviews"))
    return lines or [say("matter-little", count=left) if left else say("matter-none")]


def _bars(view: View) -> list[tuple[str, int]]:
    """Return the bars of the one chart: what became of the groups, or where most of them are."""
    if not view.outcome.first_filing:
        told = (view.figures[code] for code in _CHARTED)
        named = {one.code: word("brief", f"bar-{one.code}", lang=view.lang) for one in told if one.value}
        return [(name, view.figures[code].value or 0) for code, name in named.items()]
    frame = view.outcome.ledger.frame[view.outcome.verdicts["verdict"].isin(IN_FORCE).to_numpy()]
    return Counter(unit for unit in frame["unit"].tolist() if unit).most_common(_CHART)
