"""Ours: automatic pairs (M1 to M3), then the first suggestion of each record left, where its score is 0.5 or more."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.match.pairs import pair
from toolkit.match.suggest import suggest
from toolkit.model import Ledger
from toolkit.rows.settle import name_columns

if TYPE_CHECKING:
    import pandas as pd

AT = 0.5


def main(folder: Path, out: Path, automatic: Path) -> None:
    """Match the two registers; write the automatic pairs, and those with the suggestions."""
    import pandas as pd

    gc.disable()  # as a run does while rows are compared; the storage of texts likewise
    pd.set_option("mode.string_storage", "python")
    ours, theirs = _ledgers(*(pd.read_parquet(folder / f"{side}.parquet") for side in ("ours", "theirs")))
    pairs = pair(ours, theirs)
    matched = pairs.matched
    sure = matched[["record", "previous"]].set_axis(["ours", "theirs"], axis=1)
    sure.to_parquet(automatic)
    suggestions = suggest(
        ours,
        theirs,
        pairs,
        open_ours=frozenset(ours.frame["id"]) - frozenset(matched["record"]),
        open_theirs=frozenset(theirs.frame["id"]) - frozenset(matched["previous"]),
    )
    first = {}
    for one in suggestions:
        first.setdefault(one.record, one)
    likely = [(one.record, one.previous) for one in first.values() if one.score >= AT]
    pd.concat([sure, pd.DataFrame(likely, columns=["ours", "theirs"], dtype=str)]).to_parquet(out)


def _ledgers(*frames: pd.DataFrame) -> tuple[Ledger, ...]:
    """Return the registers; a name that stands in both is taken apart once."""
    import pandas as pd

    names = name_columns(pd.concat([frame["group_name"] for frame in frames], ignore_index=True))
    found, start = [], 0
    for frame in frames:
        part = {column: values.iloc[start : start + len(frame)].array for column, values in names.items()}
        start += len(frame)
        told = {
            "filing_no": "",
            "group_nos": frame["group_no"],
            "owner.name": frame["owner"],
            "member_count.low": frame["member_count"].astype("Int64"),
            "member_count.raw": frame["member_count"].astype(str),
        }
        found.append(Ledger(frame.assign(**part, **told), ()))
    return tuple(found)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
