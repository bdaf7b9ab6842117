"""Groups seen in use, against what was filed this year or stood in last year's register.

    registered     this year's records or last year's register have it
    unregistered   neither has it
    exempt         neither has it, and it is a temporary group where the regulation frees those
    foreign        neither has it, and the list says it is private or another institution's

Whether a group is registered is asked by proof only, as in `match.pairs`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.comparison.match.pairs import Pairs
from toolkit.comparison.match.suggest import suggest
from toolkit.model import Ledger
from toolkit.model.frames import OBSERVED
from toolkit.names.names import canonical_name
from toolkit.register.keys import number_texts, platforms_differ, unit_keys
from toolkit.register.mentions import refer

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from toolkit.regulations.profile import Profile

_TEMPORARY = "临时|专项"
_FOREIGN = "私人|外校|非本校|校外"
_LIKELY = 0.55
"""From this likeness on an observed group is shown with what it is like."""
_ONE_NAME = 0.9
"""What is said of the likeness of one name in another unit."""
_NAMED = 0.6
"""So like must the names be: numbers given out one after another say nothing."""


def compare_observed(
    observed: Ledger, ours: Ledger, theirs: Ledger, *, profile: Profile, closed: Ledger | None = None
) -> pd.DataFrame:
    """Return the observed list with verdict, record and previous ("" where there is none) for each of its rows.

    Args:
        observed: the second source `observed`.
        ours: this year's records.
        theirs: last year's register; empty when there is none.
        profile: its `exempt_temporary` says whether temporary groups need no filing.
        closed: the groups that our own ledger keeps as dissolved: known, though in neither register.
    """
    import numpy as np

    frame = observed.frame
    records, previous = (_ids(refer(frame, register), register) for register in (ours, theirs))
    told = frame["group_name"] + " " + frame["state"] + " " + frame["origin"]
    temporary = told.str.contains(_TEMPORARY, regex=True) & profile.parameters.exempt_temporary
    known = (records != "") | (previous != "")
    if closed is not None and len(closed.frame):
        known |= _ids(refer(frame, closed), closed) != ""
    verdict = np.select(
        [known, told.str.contains(_FOREIGN, regex=True), temporary],
        ["registered", "foreign", "exempt"],
        "unregistered",
    )
    return frame.assign(verdict=verdict, record=records, previous=previous).astype(
        {"verdict": str, "record": str, "previous": str}
    )


def with_likeness(observed: pd.DataFrame, ours: Ledger, theirs: Ledger) -> pd.DataFrame:
    """Return the compared list with what an unregistered group is likely to be: like_record, like_previous, like_score.

    Of this year's records and last year's rows the likelier; "" and 0.0 where none is like it. It stays unregistered: a
    likeness is a question for a person.

    Args:
        observed: as `compare_observed` gives it.
        ours: this year's records.
        theirs: last year's register.
    """
    import numpy as np

    open_rows = np.flatnonzero((observed["verdict"] == "unregistered") & (observed["group_name"] != ""))
    best: dict[int, tuple[float, str, str]] = {}
    if len(open_rows):
        seen = _as_register(observed.iloc[open_rows], ours)
        for side, register in enumerate((ours, theirs)):
            for row, name, score in _likest(seen, register):
                place = int(open_rows[row])
                if score > best.get(place, (_LIKELY - 0.001, "", ""))[0]:
                    best[place] = (score, "" if side else name, name if side else "")
            for row, name in _of_one_name(seen, register):
                best.setdefault(int(open_rows[row]), (_ONE_NAME, "" if side else name, name if side else ""))
    told = [best.get(place, (0.0, "", "")) for place in range(len(observed))]
    scores, records, rows = zip(*told, strict=True) if told else ((), (), ())
    return observed.assign(like_record=list(records), like_previous=list(rows), like_score=list(scores)).astype(
        {"like_record": str, "like_previous": str, "like_score": float}
    )


def _as_register(rows: pd.DataFrame, like: Ledger) -> Ledger:
    """Return observed groups as a register with the columns of another; what the list does not say is blank."""
    import pandas as pd

    blank = like.frame.iloc[:0].reindex(range(len(rows)))
    words = blank.select_dtypes(include=["object", "string"]).columns
    blank[words] = blank[words].fillna("")
    names = [canonical_name(name) for name in rows["group_name"].tolist()]
    own = {name: rows[name].tolist() for name in ("group_name", "unit", "platform", "group_no") if name in rows}
    keys = {"name_key": [name.key for name in names], "name_rest": [name.rest for name in names]}
    numbers = rows["group_nos" if "group_nos" in rows else "group_no"].tolist()
    ids = [f"o{number}" for number in range(len(rows))]
    told = {**own, **keys, "group_nos": numbers, "id": ids}
    texts = {name: pd.Series(column, dtype=str) for name, column in told.items()}
    return Ledger(blank.assign(sheet=0, offset=0, **texts), ())


def _likest(seen: Ledger, register: Ledger) -> Iterator[tuple[int, str, float]]:
    """Yield the first suggestion of each observed group: its place, the row that it is like, and how much."""
    import pandas as pd

    if not len(register.frame):
        return
    texts, places = pd.Series([], dtype=str), pd.Series([], dtype="int64")
    nothing = pd.DataFrame({"record": texts, "previous": texts, "ours": places, "theirs": places, "basis": texts})
    nobody = Pairs(nothing, nothing)
    ids = seen.frame["id"].tolist()
    found = suggest(seen, register, nobody, open_ours=set(ids), open_theirs=set(register.frame["id"]), floor=_LIKELY)
    first: dict[str, None] = {}
    units, numbers, names = unit_keys(register.frame), number_texts(register.frame), register.frame["name_key"].tolist()
    bearers = Counter(names)
    row_of = {name: row for row, name in enumerate(register.frame["id"].tolist())}
    own = list(zip(unit_keys(seen.frame), number_texts(seen.frame), strict=True))

    def elsewhere(place: int, row: int) -> bool:
        """Tell whether it is another unit's, and not surely this one: another number, or a name that several have."""
        unit, number = own[place]
        return units[row] != unit and bool((number and numbers[row]) or bearers[names[row]] > 1)

    for one in found:
        named = next((row["likeness"] for row in one.evidence if row["field"] == "group_name"), 0.0)
        if elsewhere(ids.index(one.record), row_of[one.previous]):
            continue
        if one.record not in first and named >= _NAMED:
            first[one.record] = None
            yield ids.index(one.record), one.previous, one.score


def _of_one_name(seen: Ledger, register: Ledger) -> Iterator[tuple[int, str]]:
    """Yield the observed groups whose name one row alone has, in whatever unit: its place and the row.

    Where the list has another unit (学院党总支, an old name) that is a question; two numbers or platforms say no.
    """
    frame = register.frame
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(frame["name_key"].tolist()):
        if name:
            rows.setdefault(name, []).append(row)
    numbers, platforms = number_texts(frame), frame["platform"].tolist()
    marks = zip(seen.frame["name_key"].tolist(), number_texts(seen.frame), seen.frame["platform"].tolist(), strict=True)
    for place, (name, number, platform) in enumerate(marks):
        found = rows.get(name, ())
        if (
            len(found) == 1
            and not (number and numbers[found[0]])
            and not platforms_differ(platform, platforms[found[0]])
        ):
            yield place, str(frame["id"].iat[found[0]])


def nothing_observed() -> pd.DataFrame:
    """Return the frame without a row, for a run without the source."""
    return OBSERVED.empty()


def _ids(positions: list[int | None], register: Ledger) -> pd.Series:
    import pandas as pd

    ids = register.frame["id"].tolist()
    return pd.Series(["" if position is None else ids[position] for position in positions], dtype=str)
