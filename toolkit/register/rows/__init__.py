"""Tables as typed to one frame of typed columns: the rows of all files at once, each distinct text read once.

    group_name&group_no   计科1班（123456789）     →  group_name 计科1班 · group_no 123456789
    member_count          约150人                  →  .low 135 · .high 165 · .raw 约150人
    owner, owner.mobile   张三、李四 | 139…、139…  →  five aligned columns, one person a line

Nothing is dropped: what cannot be read stays as typed where the column holds text, and is a row of `faults`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.model import Ledger
from toolkit.normalise.text import simplify_ahead
from toolkit.register.rows.defaults import others, settle
from toolkit.register.rows.distinct import no_faults, text_column
from toolkit.register.rows.kinds import read_field
from toolkit.register.rows.stack import MARKS, WITHHELD, WITHHELD_ALONE, Raw, gather
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from toolkit.engine import Engine
    from toolkit.model import Table
    from toolkit.normalise.units import UnitIndex
    from toolkit.regulations.fields import Vocabulary
    from toolkit.regulations.profile import Profile

__all__ = ["FAULTS", "Assembled", "assemble"]

_CHOSEN = ("both-ticked", "several-numbers", "unlisted-option", "near-option", "more-words")
FAULTS = (*_CHOSEN, WITHHELD, WITHHELD_ALONE, *MARKS.values())
"""Faults given here beside those of `toolkit.normalise.FAULTS`."""


_nothing: dict[tuple[str, Vocabulary], Assembled] = {}  # no rows are the same for every campaign of one vocabulary


@dataclass(frozen=True)
class Assembled:
    """The rows of many tables as one register, not yet weighed against each other.

    `ledger.frame` has one row a table row, in the order of the tables: `id` (blank), `sheet`, `offset`, `form`,
    `path`, the columns of the vocabulary, `name_key`, `name_status` and `name_rest`. `faults` is one row an unreadable
    value: row (position in the frame), field (`owner.mobile` when it is a part's), fault (code), raw.
    """

    ledger: Ledger
    faults: pd.DataFrame


def assemble(tables: Sequence[Table], profile: Profile, units: UnitIndex, *, engine: Engine | None = None) -> Assembled:
    """Return the rows of all tables, typed.

    Args:
        tables: in reading order; `ledger.sheets` keeps that order.
        profile: its forms tell where boxes stand, which answers are signatures, and what a form says of itself.
        units: resolves the names of units.
        engine: where very many names are taken apart; None does it here.
    """
    import pandas as pd

    if tables:
        return _assembled(tables, profile, units, engine)
    kind = str(pd.get_option("mode.string_storage")), vocabulary()
    if kind not in _nothing:
        _nothing[kind] = _assembled((), profile, units, None)
    none = _nothing[kind]
    return Assembled(Ledger(none.ledger.frame.copy(), ()), none.faults)


def _assembled(tables: Sequence[Table], profile: Profile, units: UnitIndex, engine: Engine | None) -> Assembled:
    import pandas as pd

    raw = gather(tables, profile)
    for name in ("unit", "group_name"):  # every one of them is compared
        simplify_ahead(raw.text(name).tolist())
    columns = _provenance(tables, raw)
    faults = list(raw.faults)
    for field in vocabulary().fields:
        typed, found = read_field(field, raw, units)
        columns |= typed
        faults += found
    columns["other"] = others(raw)
    frame = settle(pd.DataFrame(columns), raw, engine=engine)
    told = [piece for piece in faults if len(piece)]
    whole = pd.concat(told, ignore_index=True) if told else no_faults()
    whole = whole.sort_values("row", kind="stable", ignore_index=True)
    return Assembled(Ledger(frame, tuple(table.sheet for table in tables)), whole)


def _provenance(tables: Sequence[Table], raw: Raw) -> dict[str, pd.Series]:
    import numpy as np
    import pandas as pd

    lengths = [len(table.offsets) for table in tables]
    numbers = np.repeat(np.arange(len(tables), dtype=np.int64), lengths)
    offsets = np.fromiter((offset for table in tables for offset in table.offsets), np.int64, raw.length)
    return {
        "id": text_column([""], np.zeros(raw.length, dtype=np.int64)),
        "sheet": pd.Series(numbers),
        "offset": pd.Series(offsets),
        "form": text_column([table.form for table in tables], numbers),
        "path": text_column([table.sheet.file for table in tables], numbers),
    }
