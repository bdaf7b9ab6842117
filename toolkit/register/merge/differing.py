"""What two papers of one group say differently, field by field: a question for a person, with both cells.

Spelling is no difference: width, spaces, punctuation, the order of people. A date of less precision agrees with the
days it leaves open, 约150人 with what it can mean; a blank agrees with everything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.normalise.dates import earliest, latest
from toolkit.normalise.identifiers import identifier_key
from toolkit.normalise.text import key
from toolkit.normalise.units import unit_key
from toolkit.register.rows.distinct import as_texts
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from toolkit.regulations.roles import Role

    _Comparison = tuple[tuple[str, ...], Callable[[tuple[str, ...], tuple[str, ...]], bool]]

COLUMNS = ("record", "paper", "role", "field", "ours", "theirs")
"""A frame of differences: the record, the paper that accompanies it and its role, the field, and what each says."""
_OF_THE_PAPER = frozenset(
    {
        "kind", "reporter", "unit_head", "reported_on", "received_on", "remark", "disposition", "planned",
        "dissolved_on", "dissolve_reported_on", "change_on", "change_reported_on", "change_items",
        "unit_approved_on", "party_approved_on", "leader_approved_on", "filed_on", "filing_office", "copied_to",
    }
)  # fmt: skip
"""Fields that each paper answers for itself."""
_WORDLESS = re.compile(r"[\W_]+")


def differing(register: pd.DataFrame, main: Mapping[int, int], roles: Sequence[Role]) -> pd.DataFrame:
    """Return one row a difference (`COLUMNS`), in the order of the papers and the vocabulary.

    Args:
        register: its rows, with `id`, before anything was taken from one paper to another.
        main: for each paper that accompanies a record the position of that record.
        roles: the role of each row.
    """
    import pandas as pd

    papers, records = list(main), list(main.values())
    found: list[tuple[int, int, str, str, str]] = []
    for place, (name, entry) in enumerate(vocabulary().fields.items() if main else ()):
        if name in _OF_THE_PAPER or entry.former:
            continue
        templates, alike = _NAME if name == "group_name" else _COMPARED.get(entry.kind, _WORDS)
        columns = tuple(column.format(name) for column in templates)
        ours, theirs = (_told(register, columns, rows) for rows in (records, papers))
        for at, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            if one != other and one[0] and other[0] and not alike(one, other):
                found.append((at, place, name, one[-1], other[-1]))
    ids = register["id"].tolist()
    rows = [
        (ids[records[at]], ids[papers[at]], roles[papers[at]], name, one, other)
        for at, _, name, one, other in sorted(found)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def _told(register: pd.DataFrame, columns: Sequence[str], rows: Sequence[int]) -> list[tuple[str, ...]]:
    """Return the columns at some rows as texts side by side; what is missing is ""."""
    return list(zip(*(_texts(register[name].take(rows)) for name in columns), strict=True))


def _texts(column: pd.Series) -> list[str]:
    told = column.map({True: "是", False: "否"}) if str(column.dtype) == "boolean" else column
    return as_texts(told)


def _same_words(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return _WORDLESS.sub("", key(one[0])) == _WORDLESS.sub("", key(other[0]))


def _same_unit(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return unit_key(one[0]) == unit_key(other[0])


def _same_days(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return earliest(one[0]) <= latest(other[0]) and earliest(other[0]) <= latest(one[0])


def _same_counts(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return int(one[0]) <= int(other[1] or other[0]) and int(other[0]) <= int(one[1] or one[0])


def _one_in_common(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    ours, theirs = (set(map(identifier_key, text.split("\n"))) for text in (one[0], other[0]))
    return not ours.isdisjoint(theirs)


def _same_people(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    ours, theirs = ({key(name) for name in text.split("\n") if name} for text in (one[0], other[0]))
    return ours == theirs


_WORDS: _Comparison = (("{}",), _same_words)
_NAME: _Comparison = (("name_key", "{}"), _same_words)
_COMPARED: Mapping[str, _Comparison] = {
    "unit": (("{}",), _same_unit),
    "date": (("{}",), _same_days),
    "count": (("{}.low", "{}.high", "{}.raw"), _same_counts),
    "number": (("{}s",), _one_in_common),
    "people": (("{}.name",), _same_people),
}
"""By kind of field: the columns that are compared, the last of them shown, and when they agree."""
