"""Groups that a paper says had another name before (原群名称): they are last year's row of that name.

The same proof as M3, by the former name: same unit, one row of that name on each side, no conflict of platform or
number. Asked of records that nothing else has matched.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.register.keys import number_texts, numbers_differ, platforms_differ, unit_keys
from toolkit.register.merge.identity import former_names

if TYPE_CHECKING:
    from collections.abc import Collection

    from toolkit.comparison.match.pairs import Pairs
    from toolkit.model import Ledger


def with_former(pairs: Pairs, ours: Ledger, theirs: Ledger, *, apart: Collection[str]) -> Pairs:
    """Return the pairs with those that a former name proves.

    Args:
        pairs: who is who by everything else.
        ours: this year's records.
        theirs: last year's register.
        apart: ids of rows that are no candidates.
    """
    import pandas as pd

    former = former_names(ours.frame)
    if not any(former):
        return pairs
    taken = {*pairs.matched["record"], *pairs.matched["previous"], *apart}
    places: dict[tuple[str, str], list[int]] = {}
    marks = zip(theirs.frame["id"].tolist(), unit_keys(theirs.frame), theirs.frame["name_key"].tolist(), strict=True)
    for row, (name, unit, key) in enumerate(marks):
        if name not in taken and unit and key:
            places.setdefault((unit, key), []).append(row)
    asked: dict[int, list[int]] = {}
    for row, (record, unit, key) in enumerate(
        zip(ours.frame["id"].tolist(), unit_keys(ours.frame), former, strict=True)
    ):
        found = places.get((unit, key), ()) if key and record not in taken else ()
        if len(found) == 1 and not _conflict(ours, row, theirs, found[0]):
            asked.setdefault(found[0], []).append(row)
    rows = [(records[0], there) for there, records in asked.items() if len(records) == 1]
    if not rows:
        return pairs
    here, there = (list(side) for side in zip(*rows, strict=True))
    more = pd.DataFrame(
        {
            "record": ours.frame["id"].take(here).tolist(),
            "previous": theirs.frame["id"].take(there).tolist(),
            "ours": here,
            "theirs": there,
            "basis": "unit_name",
        }
    ).astype(pairs.matched.dtypes.to_dict())
    both = pd.concat([pairs.matched, more], ignore_index=True).sort_values("ours", kind="stable", ignore_index=True)
    told = {*both["record"], *both["previous"]}
    left = pairs.renumbered
    left = left[~left["record"].isin(told) & ~left["previous"].isin(told)].reset_index(drop=True)
    return replace(pairs, matched=both, renumbered=left)


def _conflict(ours: Ledger, row: int, theirs: Ledger, other: int) -> bool:
    one, two = ours.frame.iloc[[row]], theirs.frame.iloc[[other]]
    if platforms_differ(str(one["platform"].iat[0]), str(two["platform"].iat[0])):
        return True
    return numbers_differ(number_texts(one)[0], number_texts(two)[0])
