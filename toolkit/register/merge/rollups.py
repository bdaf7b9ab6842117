"""Roll-ups: an office that the regulation names as aggregator sends the groups of other units along with its own.

Its rows confirm the units' own rows and are no duplicates of them; a row found only there is taken, and says by whom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.model import Note
from toolkit.register.merge.identity import Groups, identity

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from toolkit.normalise.units import UnitIndex
    from toolkit.register.merge.fates import Fates
    from toolkit.regulations.profile import Profile


def aggregators(profile: Profile, units: UnitIndex) -> frozenset[str]:
    """Return the canonical names of the offices that send roll-ups."""
    return frozenset(units.resolve(name).unit for name in profile.parameters.aggregators)


def confirm(
    frame: pd.DataFrame, fates: Fates, profile: Profile, units: UnitIndex, of_file: Mapping[str, str]
) -> dict[str, pd.Series]:
    """Reject the rows of roll-ups that confirm a unit's own row.

    Returns:
        For every row `via`, the office in whose roll-up alone it was found, and `confirmed_by`, the offices whose
        roll-ups confirm it, one a line; "" where there is none.
    """
    import numpy as np
    import pandas as pd

    offices = aggregators(profile, units)
    senders = [of_file.get(path, "") for path in frame["path"].tolist()] if offices else []
    names = frame["unit"].tolist()
    via = [
        sender if sender in offices and unit not in {sender, ""} else ""
        for sender, unit in zip(senders, names, strict=False)
    ]
    if not any(via):
        nobody = pd.Series([""] * len(frame), dtype="str")
        return {"via": nobody, "confirmed_by": nobody}
    forwarded = np.array([bool(sender) for sender in via])
    own = Groups(frame, np.flatnonzero(~forwarded & fates.live))
    rolled = np.flatnonzero(forwarded & fates.live)
    paths = frame["path"].tolist()
    confirmed_by: dict[int, dict[str, None]] = {}
    for row, group in zip(rolled, identity(frame, rolled), strict=True):
        confirmed = own.find(names[row], group)
        if confirmed is not None:
            confirmed_by.setdefault(confirmed, {})[via[row]] = None
            fates.reject([int(row)], Note("confirmed-by-rollup", {"by": via[row], "file": paths[confirmed]}))
    offices_of = ["\n".join(confirmed_by.get(row, ())) for row in range(len(frame))]
    return {"via": pd.Series(via, dtype="str"), "confirmed_by": pd.Series(offices_of, dtype="str")}
