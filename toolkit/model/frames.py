"""The frames of a campaign: which columns each has, of which kind, and which values may stand in them.

The laws (`toolkit.findings.laws`) hold every finished run against these shapes, so that a misspelt column is a fault of
ours on the spot and no blank for the reader.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

RECORDS = ("renewed", "changed", "renumbered", "new", "late", "no_history", "duplicate", "cancelled")
"""The verdicts of this year's records."""
PREVIOUS = ("renewed", "changed", "renumbered", "dissolved", "unaccounted", "carried", "unit_missing", "repeated")
"""The verdicts of last year's rows."""


@dataclass(frozen=True)
class Shape:
    """The shape of a frame. `columns` maps each to `text` (never null), `flag` or `facts` (a mapping); more may follow.

    `values` lists what may stand in a column; "" stands for nothing to say.
    """

    name: str
    columns: Mapping[str, str]
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def empty(self) -> pd.DataFrame:
        """Return the frame without a row."""
        import pandas as pd

        dtypes = {"text": str, "flag": bool, "facts": object}
        return pd.DataFrame({name: pd.Series([], dtype=dtypes[kind]) for name, kind in self.columns.items()})

    def fault(self, frame: pd.DataFrame) -> str:
        """Return what is wrong with a frame; "" when it has this shape."""
        missing = [name for name in self.columns if name not in frame.columns]
        if missing:
            return f"{self.name} lacks {missing}"
        blank = [name for name in self.columns if frame[name].isna().any()]
        if blank:
            return f"{self.name}: nothing stands in {blank}"
        for name, known in self.values.items():
            if strange := set(frame[name].unique().tolist()) - set(known):
                return f"{self.name}: {name} says {sorted(map(str, strange))}"
        flags = [name for name, kind in self.columns.items() if kind == "flag" and frame[name].dtype.kind != "b"]
        return f"{self.name}: {flags} are no flags" if flags else ""


def _texts(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "text")


VERDICTS = Shape(
    "verdicts",
    _texts("id", "verdict", "basis", "previous"),
    {"verdict": RECORDS, "basis": ("filing_no", "group_no", "unit_name", "decision", "")},
)
PREVIOUS_VERDICTS = Shape("previous_verdicts", _texts("id", "verdict", "record"), {"verdict": PREVIOUS})
CHANGES = Shape("changes", {**_texts("record", "previous", "field", "kind", "before", "after"), "rolled": "flag"})
DEFUNCT = Shape(
    "defunct",
    {**_texts("record", "tag"), "facts": "facts"},
    {"tag": ("E1", "E2", "E3", "E4", "E5", "E6", "E7")},
)
OBSERVED = Shape(
    "observed",
    _texts(
        "id",
        "group_name",
        "group_no",
        "platform",
        "unit",
        "origin",
        "seen_on",
        "state",
        "verdict",
        "record",
        "previous",
    ),
    {"verdict": ("registered", "unregistered", "exempt", "foreign")},
)
SHAPES = (VERDICTS, PREVIOUS_VERDICTS, CHANGES, DEFUNCT, OBSERVED)
