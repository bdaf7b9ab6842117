"""沿革: one line a group with each year's name, number, unit, owner, verdict and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.lifelines import Moment, moved, parsed
from toolkit.normalise.private import hide
from toolkit.report.entries import HISTORY, LIFELINE, VERDICT, register
from toolkit.report.page import Column, Mark, Sheet
from toolkit.report.styles import SEVERITY_COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.report.entries import Entry
    from toolkit.report.page import Cell
    from toolkit.report.view import View

_COLUMNS = (
    Column("filing-no", 17, "code"),
    Column("unit", 14),
    Column("group", 22),
    Column("number", 12, "code"),
    Column("owner", 9),
    Column("verdict", 10, "mark"),
    Column("years", 6, "centre"),
    Column("lifeline", 70),
    Column("place", 28, "place"),
)
_ENDED = frozenset({"dissolved", "unaccounted", "unit_missing"})


def lifeline_sheet(view: View) -> Sheet:
    """Return the groups that became something else or came to an end, in the order of the new register.

    A first filing has no earlier year. Groups that are the same in every year are counted, and stand in the ledger.
    """
    compared = not view.outcome.first_filing
    lives = list(_lives(view)) if compared else []
    shown = [_row(view, entry, moments) for entry, moments, told in lives if told]
    same = sum(not told for _, _, told in lives)
    return Sheet(
        "lifelines",
        _COLUMNS,
        shown,
        note=view.say("note-lifelines", same=same) if compared else view.say("not-compared-previous"),
        nothing=view.say("nothing-lifelines" if compared else "not-compared"),
        frozen=3,
        tone=SEVERITY_COLOURS["notice"],
    )


def _lives(view: View) -> Iterator[tuple[Entry, Sequence[Moment], bool]]:
    """Yield every group with a past, its moments, and whether its line is worth telling."""
    found = register(view.outcome)
    owners = [ledger.frame["owner.name"].tolist() for ledger in (view.outcome.previous, view.outcome.ledger)]
    ids = [ledger.frame["id"].tolist() for ledger in (view.outcome.previous, view.outcome.ledger)]
    ended = {name for name, (verdict, _) in view.previous_verdicts.items() if verdict in _ENDED}
    at, verdict = HISTORY.index(LIFELINE), HISTORY.index(VERDICT)
    for entry in (*found.standing, *found.closed):
        earlier = parsed(entry.history[at])
        if not earlier:
            continue
        name = ids[entry.ours][entry.position]
        group = (view.records if entry.ours else view.previous)[name]
        now = Moment(
            view.outcome.as_of.isoformat(),
            group.name,
            group.number,
            group.unit,
            hide(str(owners[entry.ours][entry.position]).replace("\n", "、")),
            entry.history[verdict],
            entry.history[HISTORY.index("source")],
        )
        moments = (*earlier, now)
        yield entry, moments, moved(moments) or (not entry.ours and name in ended)


def _row(view: View, entry: Entry, moments: Sequence[Moment]) -> tuple[Cell, ...]:
    now = moments[-1]
    names = (view.outcome.ledger if entry.ours else view.outcome.previous).frame["id"]
    group = (view.records if entry.ours else view.previous)[str(names.iat[entry.position])]
    return (
        entry.number,
        now.unit,
        now.name,
        now.number,
        now.owner,
        Mark(now.verdict, "notice"),
        len(moments),
        "\n".join("　".join(filter(None, moment)) for moment in moments),
        group.where,
    )
