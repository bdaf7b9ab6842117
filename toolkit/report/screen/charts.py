"""The figures behind the charts, each row with its way into the page, and which sources there were."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from toolkit.model import SEVERITIES
from toolkit.report.fates import GONE_BEFORE
from toolkit.report.overview import SOURCES, source_state
from toolkit.report.screen.words import GONE, VERDICTS
from toolkit.report.units import TONES, counted_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.report.view import View

_CAME_BACK = ("renewed", "changed", "renumbered")
_FATES = (*_CAME_BACK, "carried", "dissolved", "unaccounted", "unit_missing", GONE_BEFORE, "repeated")
_HERE = frozenset(GONE)
_MOST = 8


def charts(view: View) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each chart: code, name, figures (one, or one a severity) and the way to the list."""
    outcome = view.outcome
    units = _counted((unit.status for unit in outcome.units), tuple(TONES))
    verdicts = _counted(outcome.verdicts["verdict"].tolist(), VERDICTS)
    before = [] if outcome.first_filing else _counted(view.fates, _FATES)
    return {
        "units": [
            _row(code, view.say(f"unit-{counted_as(view, code)}"), [n], f"/units?status={code}") for code, n in units
        ],
        "verdicts": [_row(code, view.verdict(code), [n], f"/groups?state={code}") for code, n in verdicts],
        "previous": [
            _row(code, view.verdict(code), [n], f"/groups?state={code}" if code in _HERE else "") for code, n in before
        ],
        "articles": _by_requirement(view),
    }


def sources(view: View) -> list[dict[str, Any]]:
    """Return the second sources: what each is, whether it was given, and what that means."""
    given = view.outcome.given
    return [
        {
            "name": view.say(f"source-{name}"),
            "given": name in given,
            "state": source_state(view, name),
            "text": view.say(f"source-{name}-given" if name in given else f"source-{name}-wanted"),
        }
        for name in SOURCES
    ]


def _by_requirement(view: View) -> list[dict[str, Any]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for (requirement, severity), count in Counter(
        (one.requirement, one.severity) for one in view.outcome.findings
    ).items():
        counts[requirement][severity] = count
    most = sorted(counts.items(), key=lambda item: (-sum(item[1].values()), item[0]))[:_MOST]
    titles = view.profile.requirements
    return [
        _row(
            code,
            (titles[code].title if view.lang == "zh" else titles[code].english or titles[code].title)
            if code in titles
            else code,
            [found[severity] for severity in SEVERITIES],
            f"/findings?article={code}",
        )
        for code, found in most
    ]


def _counted(values: Iterable[str], order: Sequence[str]) -> list[tuple[str, int]]:
    counts = Counter(values)
    return [(name, counts[name]) for name in order if counts[name]]


def _row(code: str, name: str, values: list[int], way: str) -> dict[str, Any]:
    return {"code": code, "name": name, "values": values, "way": way}
