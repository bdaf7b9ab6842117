"""条款对照: the regulation article by article, how each is checked, and what came of it.

A requirement is `checked` (by a rule, on what the returns hold), `by_hand` (人工: a form cannot show it),
`not_compared` (未比对: it needs a second source that was not given) or `not_due` (未到时间: it is asked in a season of
the year, and not on the day of the run) or `no_place` (未检查: no form has a place for what it looks at). None of these
says "passed": without findings it was checked, and nothing was found.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from toolkit.findings.rules.in_force import due, in_force
from toolkit.findings.rules.table import BY_HAND, RULE_OF
from toolkit.findings.rules.unplaced import Unplaced

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from toolkit.model import Finding
    from toolkit.regulations.profile import Profile, Requirement

Status = Literal["checked", "by_hand", "not_compared", "not_due", "no_place"]
MEMBERS = "members"
"""The source that is never collected: what needs it is always 未比对."""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One requirement of an article. `title` and `text` are the article's; `needs` are the sources still missing.

    `findings` is None when there was no run, or nothing was compared. `unplaced` are fields that no form has a place
    for and nobody answered: all that it looks at (`no_place`), or some of them.
    """

    article: str
    title: str
    text: str
    requirement: Requirement
    status: Status
    needs: tuple[str, ...]
    findings: int | None
    unplaced: tuple[str, ...] = ()


def compliance(
    profile: Profile,
    given: Iterable[str] | None = None,
    findings: Iterable[Finding] = (),
    *,
    as_of: dt.date | None = None,
    frame: pd.DataFrame | None = None,
) -> tuple[ArticleRow, ...]:
    """Return a row for each requirement, in the order of the articles, then of the forms, then the tool's own.

    Args:
        profile: the regulation.
        given: the second sources of the run (`Outcome.given`); None without a run, and then `needs` tells what each
            requirement would need.
        findings: those of the run.
        as_of: the day of the run.
        frame: the register of the run (`Ledger.frame`).
    """
    counted = Counter(finding.requirement for finding in findings)
    places = Unplaced(profile, given=tuple(given or ()), frame=frame)
    rows = (_row(*place, given=given, counted=counted, as_of=as_of) for place in _in_order(profile))
    return tuple(_placed(row, places) for row in rows)


def _placed(row: ArticleRow, places: Unplaced) -> ArticleRow:
    """Return a row with what no form has a place for; one that found something was asked."""
    if row.status not in {"checked", "not_due"}:
        return row
    lacking = places.of(row.requirement)
    if lacking and not row.findings:
        return replace(row, status="no_place", findings=None, unplaced=lacking)
    return replace(row, unplaced=places.partly(row.requirement))


def _in_order(profile: Profile) -> Iterator[tuple[str, str, str, Requirement]]:
    entries = in_force(profile)
    for article in profile.regulation.articles:
        for entry in entries:
            if entry.article == article.id:
                yield article.id, article.title, article.text, entry
    known = {article.id for article in profile.regulation.articles}
    for entry in entries:
        if entry.article not in known:
            yield entry.article, entry.clause, entry.quote, entry


def _row(  # noqa: PLR0913 - an article, its requirement, and the run
    article: str,
    title: str,
    text: str,
    entry: Requirement,
    *,
    given: Iterable[str] | None,
    counted: Counter[str],
    as_of: dt.date | None,
) -> ArticleRow:
    lacking = tuple(source for source in entry.needs if given is None or source not in set(given))
    if MEMBERS in entry.needs:
        return ArticleRow(article, title, text, entry, "not_compared", (MEMBERS,), None)
    if RULE_OF[entry.rule].function == BY_HAND:
        return ArticleRow(article, title, text, entry, "by_hand", (), None)
    if not due(entry, as_of):
        return ArticleRow(article, title, text, entry, "not_due", (), None)
    if given is None:
        return ArticleRow(article, title, text, entry, "checked", lacking, None)
    if lacking:
        return ArticleRow(article, title, text, entry, "not_compared", lacking, None)
    return ArticleRow(article, title, text, entry, "checked", (), counted[entry.id])
