"""Approval cards beside the register (江苏理工 附件1 beside 附件3): two papers of one group.

The card stays a record of its own and says which record it accompanies; the register's row takes from it what it leaves
blank, so that an approval date given on the card is not missing from the group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.register.merge.identity import Groups, identity
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.regulations.profile import Profile

_OF_THE_FILE = frozenset({"kind", "unit", "reporter", "unit_head", "reported_on", "received_on", "other"})


def with_approvals(register: pd.DataFrame, profile: Profile) -> pd.DataFrame:
    """Return the register with the column `accompanies`, and blanks of its rows filled from the cards beside them."""
    import pandas as pd

    row_of = _pairs(register, profile)
    ids = register["id"].tolist()
    accompanies = [ids[row_of[card]] if card in row_of else "" for card in range(len(register))]
    register = register.assign(accompanies=pd.Series(accompanies, dtype="str"))
    if row_of:
        card_of = {row: card for card, row in reversed(row_of.items())}
        for name in vocabulary().fields:
            if name not in _OF_THE_FILE:
                _fill(register, vocabulary().columns_of(name), card_of)
    return register


def _pairs(register: pd.DataFrame, profile: Profile) -> dict[int, int]:
    """Return for each card beside a register's row of the same unit and group the position of that row."""
    approvals = [form.key for form in profile.forms if not form.drawing.register]
    registers = [form.key for form in profile.forms if form.drawing.register and form.drawing.layout != "card"]
    cards = register["form"].isin(approvals).to_numpy().nonzero()[0]
    rows = register["form"].isin(registers).to_numpy().nonzero()[0]
    if not len(cards) or not len(rows):
        return {}
    groups = Groups(register, rows)
    units = register["unit"].to_numpy()
    beside = zip(cards, identity(register, cards), strict=True)
    found = {int(card): groups.find(units[card], group) for card, group in beside}
    return {card: row for card, row in found.items() if row is not None}


def _fill(register: pd.DataFrame, columns: tuple[str, ...], card_of: dict[int, int]) -> None:
    """Copy one field, all of its columns together, to the rows that have none of them."""
    import numpy as np

    chosen = register[list(columns)].take(list(card_of))
    blank = chosen.isna() | (chosen == "").fillna(value=False)
    empty = [row for row, all_blank in zip(card_of, blank.all(axis=1), strict=True) if all_blank]
    if not empty:
        return
    source = np.arange(len(register))
    source[empty] = [card_of[row] for row in empty]
    for column in columns:
        register[column] = register[column].take(source).array
