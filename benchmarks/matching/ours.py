"""Ours: automatic pairs (M1 to M3), then the first suggestion of each record left, where its score is 0.5 or more."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.comparison.match.pairs import pair
from toolkit.comparison.match.suggest import suggest
from toolkit.model import Ledger
from toolkit.register.rows.defaults import name_columns

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

AT = 0.5
SHARED = ["unit", "group_name", "platform", "group_no", "owner", "purpose", "created_on"]


def main(folder: Path, out: Path, automatic: Path) -> None:
    """Match the two registers; write the automatic pairs, and those with the suggestions."""
    import pandas as pd

    gc.disable()  # as a run does while rows are compared; the storage of texts likewise
    pd.set_option("mode.string_storage", "python")
    ours, theirs = _ledgers(folder)
    pairs = pair(ours, theirs)
    matched = pairs.matched
    sure = matched[["record", "previous"]].set_axis(["ours", "theirs"], axis=1)
    sure.to_parquet(automatic)
    suggestions = suggest(
        ours,
        theirs,
        pairs,
        open_ours=_without(ours.frame["id"], matched["ours"]),
        open_theirs=_without(theirs.frame["id"], matched["theirs"]),
    )
    first = {}
    for one in suggestions:
        first.setdefault(one.record, one)
    likely = [(one.record, one.previous) for one in first.values() if one.score >= AT]
    pd.concat([sure, pd.DataFrame(likely, columns=["ours", "theirs"], dtype=str)]).to_parquet(out)


def _without(names: pd.Series, rows: pd.Series) -> list[str]:
    """Return the ids of all rows but these."""
    import numpy as np

    free = np.ones(len(names), dtype=bool)
    free[rows.to_numpy()] = False
    left: list[str] = names[free].tolist()
    return left


def _ledgers(folder: Path) -> tuple[Ledger, ...]:
    """Read the registers; a text that stands in many rows, or in both registers, is held once and read once."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = [pq.read_table(folder / f"{side}.parquet", read_dictionary=SHARED) for side in ("ours", "theirs")]
    both = pa.concat_tables(tables).unify_dictionaries()
    length = tables[0].num_rows
    del tables
    told = {"id": both["id"].to_pandas(), "filing_no": pd.Series("", index=range(both.num_rows), dtype="str")}
    for name in SHARED:
        told[name] = _shared(both[name].combine_chunks())
    told["member_count.low"] = both["member_count"].to_pandas().astype("Int64")
    told["member_count.raw"] = _shared(both["member_count"].combine_chunks().cast("str").dictionary_encode())
    del both
    pa.default_memory_pool().release_unused()
    told |= name_columns(told["group_name"])
    told |= {"group_nos": told["group_no"], "owner.name": told["owner"]}
    frame = pd.DataFrame(told, copy=False)
    return tuple(Ledger(part.reset_index(drop=True), ()) for part in (frame.iloc[:length], frame.iloc[length:]))


def _shared(column: pa.DictionaryArray) -> pd.Series:
    """Return a column as texts; rows that say the same hold one text."""
    import pandas as pd

    return pd.Series(pd.array(column.dictionary.to_pylist(), dtype="str").take(column.indices.to_numpy()))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
