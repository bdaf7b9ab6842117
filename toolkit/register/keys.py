"""What rows are compared by: group numbers, units, filing numbers and platforms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.normalise import map_unique
from toolkit.normalise.identifiers import identifier_key
from toolkit.normalise.text import key
from toolkit.normalise.units import unit_key

if TYPE_CHECKING:
    import pandas as pd


def unit_keys(frame: pd.DataFrame) -> list[str]:
    """Return each row's unit without its spelling; "" when the row names none."""
    return map_unique(unit_key, frame["unit"].tolist())


def filing_keys(frame: pd.DataFrame) -> list[str]:
    """Return each row's filing number without spaces, width and case; "" when it has none."""
    return map_unique(key, frame["filing_no"].tolist())


def number_texts(frame: pd.DataFrame) -> list[str]:
    """Return all group numbers of each row, newline-separated; "" when it has none."""
    several: list[str] = number_column(frame).tolist()
    return several


def number_column(frame: pd.DataFrame) -> pd.Series:
    """Return `number_texts` as a column; what an account is known by in one spelling."""
    import pandas as pd

    column = frame["group_nos"].where(frame["group_nos"] != "", frame["group_no"])
    texts = column.tolist()
    if all(text.isdigit() or not text or text.replace("\n", "").isdigit() for text in set(texts)):
        return column
    return pd.Series(map_unique(_compared, texts), index=column.index, dtype="str")


def _compared(texts: str) -> str:
    return "\n".join(text if text.isdigit() else identifier_key(text) for text in texts.split("\n"))


def number_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a group number: `position` (of the row in `frame`, from 0) and `number`, in reading order."""
    import numpy as np
    import pandas as pd

    numbers = pd.DataFrame({"position": np.arange(len(frame)), "number": number_column(frame).array.astype(str)})
    many = numbers["number"].str.contains("\n", regex=False)
    if many.any():
        parted = numbers[many].assign(number=numbers.loc[many, "number"].str.split("\n")).explode("number")
        numbers = pd.concat([numbers[~many], parted.astype({"number": str})]).sort_values("position", kind="stable")
    return numbers[numbers["number"] != ""].drop_duplicates().reset_index(drop=True)


def numbers_differ(one: str, other: str) -> bool:
    """Return whether two texts of numbers are both given and have none in common."""
    return bool(one and other) and one != other and set(one.split("\n")).isdisjoint(other.split("\n"))


def platforms_differ(one: str, other: str) -> bool:
    """Return whether two platforms are both given and are not the same."""
    return bool(one and other) and one != other
