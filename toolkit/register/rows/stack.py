"""The raw answers of all tables side by side, compound answers taken apart."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from toolkit.normalise.compound import (
    split_count_scope,
    split_followers_members,
    split_name_number,
    split_platform_purpose,
)
from toolkit.normalise.ticks import ticked_words
from toolkit.register.rows.distinct import BETWEEN, MORE, each, join_cells, no_faults, same_in_all
from toolkit.register.rows.people import pair_roles
from toolkit.register.rows.same_person import name_the_same
from toolkit.regulations.forms import boxes_as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd

    from toolkit.model import Table
    from toolkit.normalise.compound import Parted
    from toolkit.register.rows.distinct import Codes, Mask, Texts
    from toolkit.regulations.forms import Form
    from toolkit.regulations.profile import Profile

OTHER = "other:"
WITHHELD, WITHHELD_ALONE = "id-number", "id-number-alone"
"""The number of an identity card stood in the cell, beside an answer or alone; it was taken out while reading."""
MARKS: Mapping[str, str] = {
    "struck": "struck-out",
    "row": "struck-row",
    "note": "cell-note",
    "picture": "picture-instead",
}
"""What is seen on a cell beside its text, and the fault it is told as."""
POST, HALF_NAMED = "post-alone", "half-named"
"""In the place of a name stands a post (院长), or a family name with a word of address (王院长, 小李)."""
BESIDE = frozenset({WITHHELD, "struck-out", "struck-row", "cell-note", MORE, POST, HALF_NAMED})
"""Faults of cells whose answer was read all the same."""
_COMPOUNDS: Mapping[str, Callable[[str], Parted]] = {
    "group_name&group_no": split_name_number,
    "platform&purpose": split_platform_purpose,
    "member_count&member_scope": split_count_scope,
}
_FIGURES = "followers&member_count"
_ROLES, _CONTACTS = "owner&admins", "owner.mobile&admins.mobile"


@dataclass(frozen=True)
class Raw:
    """Answers as typed: `texts[key]` has one text a row, "" where the row's table has no such answer.

    `forms` are the forms that occur (None: a table of no form) and `form_of` tells for each row which. The keys are
    fields and parts (`owner`, `owner.mobile`) and `other:LABEL`; compound keys are split already. `options` are the
    regulation's own words for the options of a field.
    """

    length: int
    texts: Mapping[str, Texts]
    forms: tuple[Form | None, ...]
    form_of: Codes
    faults: tuple[pd.DataFrame, ...] = field(default=())
    options: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def has(self, field: str) -> bool:
        """Return whether any table has an answer for a field or a part of it."""
        return field in self.texts or any(key.startswith(f"{field}.") for key in self.texts)

    def text(self, key: str) -> Texts:
        """Return an answer of all rows, blank when no table has it."""
        found = self.texts.get(key)
        return same_in_all("", self.length) if found is None else found

    def rows_where(self, told: Callable[[Form], bool]) -> Mask:
        """Return which rows are of a form that `told` says yes to."""
        import numpy as np

        yes = np.fromiter((form is not None and told(form) for form in self.forms), np.bool_, len(self.forms))
        return yes[self.form_of] if len(self.forms) else np.zeros(0, dtype=np.bool_)

    def rows_of(self, form: Form | None) -> Mask:
        """Return which rows are of one form."""
        return self.rows_where(lambda other: other is form)


def gather(tables: Sequence[Table], profile: Profile) -> Raw:
    """Put the columns of all tables one below the other, and take compound answers apart."""
    import numpy as np

    length = sum(len(table.offsets) for table in tables)
    texts: dict[str, Texts] = {}
    start = 0
    for table in tables:
        end = start + len(table.offsets)
        for key, column in table.columns.items():
            if key not in texts:
                texts[key] = np.full(length, "", dtype=object)
            texts[key][start:end] = column
        start = end
    names = list(dict.fromkeys(table.form for table in tables))
    known = {form.key: form for form in profile.forms}
    lengths = [len(table.offsets) for table in tables]
    form_of = np.repeat(np.array([names.index(table.form) for table in tables], dtype=np.int64), lengths)
    raw = Raw(length, texts, tuple(known.get(name) for name in names), form_of)
    return _parted(replace(_boxed(raw), faults=_seen(tables), options=profile.options))


def _seen(tables: Sequence[Table]) -> tuple[pd.DataFrame, ...]:
    """Return what was seen on the cells while they were read: identity numbers taken out, lines, notes and pictures."""
    import pandas as pd

    found: list[tuple[int, str, str, str]] = []
    start = 0
    for table in tables:
        told = [(spot, key, WITHHELD_ALONE if alone else WITHHELD, "") for spot, key, alone in _told(table, "withheld")]
        told += [(spot, key, MARKS[kind], text) for spot, key, kind, text in _told(table, "marked")]
        if told:
            rows = {offset: start + row for row, offset in enumerate(table.offsets)}
            found += [(rows[spot], _field(key), fault, text) for spot, key, fault, text in told if spot in rows]
        start += len(table.offsets)
    return (pd.DataFrame(found, columns=list(no_faults().columns)).astype(no_faults().dtypes),) if found else ()


def _told(table: Table, name: str) -> Sequence[Sequence[Any]]:
    told: Sequence[Sequence[Any]] = table.evidence.get(name, ())
    return told


def _field(key: str) -> str:
    return key if key.startswith(OTHER) else key.split("&", maxsplit=1)[0]


def _parted(raw: Raw) -> Raw:
    texts = dict(raw.texts)
    faults = [*raw.faults]
    for key, split in _COMPOUNDS.items():
        if key not in texts:
            continue
        first, second = key.split("&")
        spread = each(texts.pop(key), split)
        _fill(texts, first, (part.first for part in spread.answers), spread.codes)
        _fill(texts, second, (part.second for part in spread.answers), spread.codes)
        faults.append(spread.faults(first, lambda part: part.fault))
    _figures(texts, raw.length)
    if _ROLES in texts or _CONTACTS in texts:
        faults += _part_roles(texts, raw.length)
    name_the_same(texts)
    return replace(raw, texts=texts, faults=tuple(faults))


def _figures(texts: dict[str, Texts], length: int) -> None:
    """Part followers from members by the platform that stands in the row."""
    if _FIGURES not in texts:
        return
    both = join_cells(texts.pop(_FIGURES), texts.get("platform", same_in_all("", length)))
    spread = each(both, lambda text: split_followers_members(*text.split(BETWEEN)))
    for key, side in zip(_FIGURES.split("&"), ("first", "second"), strict=True):
        _fill(texts, key, (getattr(part, side) for part in spread.answers), spread.codes)


def _boxed(raw: Raw) -> Raw:
    """Return the answers with the ticked word in place of a row of boxes, where the reader of the field knows none."""
    import numpy as np

    texts = dict(raw.texts)
    for form in {form.key: form for form in raw.forms if form is not None}.values():
        rows = np.flatnonzero(raw.rows_of(form))
        for key in {answer.key for answer in form.answers if answer.options and boxes_as_text(answer.key)} & {*texts}:
            spread = each(texts[key][rows], ticked_words)
            texts[key] = texts[key].copy()
            texts[key][rows] = np.array([*spread.answers, ""], dtype=object)[:-1][spread.codes]
    return replace(raw, texts=texts)


def _part_roles(texts: dict[str, Texts], length: int) -> list[pd.DataFrame]:
    both = join_cells(*(texts.pop(key, same_in_all("", length)) for key in (_ROLES, _CONTACTS)))
    spread = each(both, lambda text: pair_roles(*text.split(BETWEEN)))
    _fill(texts, "owner", (part.first for part in spread.answers), spread.codes)
    _fill(texts, "admins", (part.second for part in spread.answers), spread.codes)
    found = spread.faults("owner", lambda part: part.fault)
    return [found.assign(raw=found["raw"].str.replace(BETWEEN, " ", regex=False))]


def _fill(texts: dict[str, Texts], key: str, values: Iterable[str], codes: Codes) -> None:
    """Put values into a column; where it has an answer already, numbers are put together and others stay."""
    import numpy as np

    found = np.array([*values, ""], dtype=object)[codes]
    held = texts.get(key)
    if held is None:
        texts[key] = found
    elif key == "group_no":
        both = [f"{one}\n{two}".strip("\n") for one, two in zip(found, held, strict=True)]
        texts[key] = np.array([*both, ""], dtype=object)[:-1]
    else:
        texts[key] = np.where(held == "", found, held)
