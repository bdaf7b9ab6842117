"""What is taken out of a table before anybody keeps it: the numbers of identity cards.

They are sought in the cell as typed, before it is parted into people, names and numbers. The table that leaves here
holds none; its evidence says in which answers they stood (`withheld`: offset, key, whether nothing else stood there).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from toolkit.normalise.identity import may_hold_identity, without_identity
from toolkit.normalise.private import LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.model import Table

EVIDENCE = "withheld"
_OTHER = "other:"


def without_identities(table: Table) -> Table:
    """Return a table without the numbers of identity cards; most tables are returned as they are."""
    named = [key for key in table.columns if key.startswith(_OTHER) and LABELS["id_number"].search(key)]
    if not named and not may_hold_identity(chain.from_iterable(table.columns.values())):
        return table
    columns = dict(table.columns)
    places: list[list[object]] = []
    for key, texts in table.columns.items():
        if key not in named and not may_hold_identity(texts):
            continue
        columns[key], found = _taken_out(texts, labelled=key in named)
        once = None not in table.sheet.places.get(key, (None, None))  # in the head: it is said once, for all rows
        places += ([table.offsets[row], key, not columns[key][row]] for row in (found[:1] if once else found))
    if not places:
        return table
    head = {key: without_identity(str(text)).text for key, text in table.evidence.get("head", {}).items()}
    return replace(table, columns=columns, evidence={**table.evidence, "head": head, EVIDENCE: places})


def _taken_out(texts: Sequence[str], *, labelled: bool) -> tuple[tuple[str, ...], list[int]]:
    """Return the texts of an answer without such numbers, and in which rows they stood."""
    if labelled:  # 身份证号 is the column's label: whatever stands there with a digit in it is one
        found = [row for row, text in enumerate(texts) if any(map(str.isdigit, text))]
        return tuple("" if row in set(found) else text for row, text in enumerate(texts)), found
    told = [without_identity(text) for text in texts]
    return tuple(text for text, _ in told), [row for row, (_, found) in enumerate(told) if found]
