"""Groups seen in use, against what was filed this year or stood in last year's register.

    registered     this year's records or last year's register have it
    unregistered   neither has it
    exempt         neither has it, and it is a temporary group where the regulation frees those
    foreign        neither has it, and the list says it is private or another institution's

Whether a group is registered is asked by proof only, as in `match.pairs`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.model.frames import OBSERVED
from toolkit.register.mentions import refer

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.model import Ledger
    from toolkit.regulations.profile import Profile

_TEMPORARY = "临时|专项"
_FOREIGN = "私人|外校|非本校|校外"


def compare_observed(observed: Ledger, ours: Ledger, theirs: Ledger, *, profile: Profile) -> pd.DataFrame:
    """Return the observed list with verdict, record and previous ("" where there is none) for each of its rows.

    Args:
        observed: the second source `observed`.
        ours: this year's records.
        theirs: last year's register; empty when there is none.
        profile: its `exempt_temporary` says whether temporary groups need no filing.
    """
    import numpy as np

    frame = observed.frame
    records, previous = (_ids(refer(frame, register), register) for register in (ours, theirs))
    told = frame["group_name"] + " " + frame["state"] + " " + frame["origin"]
    temporary = told.str.contains(_TEMPORARY, regex=True) & profile.parameters.exempt_temporary
    verdict = np.select(
        [(records != "") | (previous != ""), told.str.contains(_FOREIGN, regex=True), temporary],
        ["registered", "foreign", "exempt"],
        "unregistered",
    )
    return frame.assign(verdict=verdict, record=records, previous=previous).astype(
        {"verdict": str, "record": str, "previous": str}
    )


def nothing_observed() -> pd.DataFrame:
    """Return the frame without a row, for a run without the source."""
    return OBSERVED.empty()


def _ids(positions: list[int | None], register: Ledger) -> pd.Series:
    import pandas as pd

    ids = register.frame["id"].tolist()
    return pd.Series(["" if position is None else ids[position] for position in positions], dtype=str)
