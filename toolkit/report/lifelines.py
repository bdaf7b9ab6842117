"""沿革: one line a group with each year's name, number, unit, owner, verdict and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.normalise.private import hide
from toolkit.register.ledger_columns import HISTORY, LIFELINE, SOURCE, VERDICT
from toolkit.register.lifelines import Moment, moved, parsed
from toolkit.report.page import Column, Mark, Sheet
from toolkit.report.styles import SEVERITY_COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.model import Ledger
    from toolkit.report.entries import Entry
    from toolkit.report.page import Cell
    from toolkit.report.view import View

_COLUMNS = (
    Column("filing-no", 17, "filing"),
    Column("unit", 14),
    Column("group", 22),
    Column("number", 12, "code"),
    Column("owner", 9),
    Column("verdict", 10, "mark"),
    Column("years", 6, "centre"),
    Column("lifeline", 70),
    Column("place", 28, "place"),
)
_ENDED = frozenset({"dissolved", "unaccounted", "unit_missing", "cancelled"})


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
    years = [_told(ledger) for ledger in (view.outcome.previous, view.outcome.ledger)]
    verdicts = (view.outcome.previous_verdicts["verdict"].tolist(), view.outcome.verdicts["verdict"].tolist())
    ended = [[verdict in _ENDED for verdict in told] for told in verdicts]
    today = view.outcome.as_of.isoformat()
    at, verdict, source = (HISTORY.index(name) for name in (LIFELINE, VERDICT, SOURCE))
    for entry in (*view.entries.standing, *view.entries.closed):
        earlier = parsed(entry.history[at])
        if not earlier:
            continue
        name, number, unit, owner = years[entry.ours][entry.position]
        now = Moment(today, name, number, unit, owner, entry.history[verdict], entry.history[source])
        moments = (*earlier, now)
        yield entry, moments, moved(moments) or ended[entry.ours][entry.position]


def _told(ledger: Ledger) -> list[tuple[str, str, str, str]]:
    """Return name, number, unit and owner of every row, each on one line where there are several."""
    names, numbers, units, owners = (
        list(map(str, ledger.frame[name].tolist())) for name in ("group_name", "group_nos", "unit", "owner.name")
    )
    numbers = [text.replace("\n", "、") for text in numbers]
    owners = [hide(text.replace("\n", "、")) for text in owners]
    return list(zip(names, numbers, units, owners, strict=True))


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
