"""What a requirement asks of single cells: which column, which rows, and what makes a value a fault.

`asked` turns the cell rules of a profile into `Asked` values for the rows of one form; `toolkit.findings.validate` puts
them to
pandera in bulk. A cell that could not be read is no blank, and a value that is told elsewhere is not told twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.findings.rules.masks import columns_of, filled, mapped, nothing, scope_asked, scope_of, text
from toolkit.findings.rules.standing import fields_of_sheets, standing_in, unreadable_in
from toolkit.normalise.persons import is_personal_name
from toolkit.normalise.phones import read_email, read_phone
from toolkit.normalise.text import key
from toolkit.normalise.ticks import read_yes_no
from toolkit.normalise.words import words
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.model import Ledger
    from toolkit.regulations.forms import Form
    from toolkit.regulations.profile import Profile, Requirement

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_GROUP_NO = re.compile(r"[1-9]\d{4,10}")
_HAN = re.compile("[㐀-鿿]+")
_NAME_LENGTHS = (2, 4)
"""How many characters a Chinese name has where the requirement does not say (`chars`)."""
_OTHER = "其他"


@dataclass(frozen=True, eq=False)
class Asked:
    """One question to one column. `rows` says of which rows it is asked, `wrong` which of its values are faults."""

    requirement: Requirement
    column: str
    answer: str
    variant: str
    rows: pd.Series
    wrong: Callable[[pd.Series], pd.Series]


@dataclass(frozen=True, eq=False)
class Lacking:
    """A field that a requirement asks for and that some tables have no place for at all."""

    requirement: Requirement
    field: str
    rows: pd.Series
    official: bool


class Cells:
    """The rows of one register, ready to be asked about."""

    def __init__(self, ledger: Ledger, profile: Profile, faults: pd.DataFrame, off: pd.Series | None = None) -> None:
        """Keep what every question needs; the rows that are `off` are asked nothing."""
        self._off = off
        self.frame, self._ledger, self._profile, self._faults = ledger.frame, ledger, profile, faults
        self._scopes: dict[tuple[str, str], pd.Series] = {}
        self._of_sheets = fields_of_sheets(ledger)
        self._forms: Mapping[str, Form] = {form.key: form for form in profile.forms}

    def asked(self, requirement: Requirement) -> Iterator[Asked | Lacking]:
        """Return the questions of one requirement; none for a rule that is no cell rule."""
        build = _BUILDERS.get(requirement.rule)
        if build is not None:
            yield from build(self, requirement)

    def scope(self, requirement: Requirement) -> pd.Series:
        """Return the rows a requirement speaks of."""
        asked = scope_asked(requirement.with_)
        if asked not in self._scopes:
            found = scope_of(self.frame, requirement.with_, self._profile.id)
            self._scopes[asked] = found if self._off is None else found & ~self._off
        return self._scopes[asked].copy()

    def standing(self, field: str) -> pd.Series:
        """Return the rows whose table has a place for the field."""
        return standing_in(self._ledger, field, self._of_sheets)

    def readable(self, field: str) -> pd.Series:
        """Return the rows without a fault in the field; a list of boxes without a tick is a plain blank."""
        faults = self._faults
        counted = faults[faults["fault"] != "none-ticked"] if len(faults) else faults
        return ~unreadable_in(self.frame, counted, field)

    def faulty(self, field: str) -> pd.Series:
        """Return the rows with a fault in exactly this part of the field, or in the field as a whole."""
        faults = self._faults
        if not len(faults):
            return nothing(self.frame)
        named = faults["field"].isin([field, field.split(".", maxsplit=1)[0]])
        return self.frame["id"].isin(set(faults.loc[named, "record"]))

    def on_form(self, field: str, *, official: bool) -> pd.Series:
        """Return the rows whose form asks for the field, in its official part or only as 本工具增列."""
        stem = field.split(".", maxsplit=1)[0]
        told = {
            name: stem in (form.official_fields if official else form.fields - form.official_fields)
            for name, form in self._forms.items()
        }
        return mapped(text(self.frame, "form"), lambda name: told.get(name, False))


def _required(cells: Cells, requirement: Requirement) -> Iterator[Asked | Lacking]:
    asked, scope = requirement.with_, cells.scope(requirement)
    if asked.get("any_of"):
        yield from _any_of(cells, requirement, asked["any_of"], scope)
    for field in asked.get("fields", ()):
        there, answered = scope & cells.standing(field), filled(cells.frame, field)
        nowhere = scope & ~there & ~answered
        for official in (True, False) if nowhere.any() else ():
            lacking = nowhere & cells.on_form(field, official=official)
            if lacking.any():
                yield Lacking(requirement, field, lacking, official=official)
        blank = there & ~answered & cells.readable(field)
        stand_in = asked.get("stand_in")
        if stand_in:
            instead = filled(cells.frame, stand_in)
            yield _blank(requirement, field, "substituted", blank & instead)
            blank &= ~instead
        yield _blank(requirement, field, "missing", blank)


def _any_of(cells: Cells, requirement: Requirement, fields: Sequence[str], scope: pd.Series) -> Iterator[Asked]:
    there, answered = nothing(cells.frame), nothing(cells.frame)
    for field in fields:
        there |= cells.standing(field) | cells.on_form(field, official=True)
        answered |= filled(cells.frame, field) | cells.faulty(field)
    yield _blank(requirement, fields[-1], "missing", scope & there & ~answered)


def _one_of(cells: Cells, requirement: Requirement) -> Iterator[Asked]:
    asked, field = requirement.with_, requirement.with_["field"]
    scope = cells.scope(requirement) & cells.readable(field)
    answered = filled(cells.frame, field)
    if asked.get("blank"):
        yield _blank(requirement, field, "missing", scope & ~answered & cells.standing(field))
    allowed = _allowed(field, asked["values"])
    listed = [option for option in vocabulary()["platform"].options if option != _OTHER]
    given = scope & answered & (text(cells.frame, field).isin(listed) if field == "platform" else scope)
    yield Asked(requirement, field, field, "not_listed", given, lambda values: ~values.isin(allowed))


def _allowed(field: str, values: Iterable[str | bool]) -> list[str | bool]:
    """Return the values that may stand; of a yes-or-no field 是 and 否 as what they say."""
    entry = vocabulary().fields.get(field)
    if entry is None or entry.kind != "bool":
        return list(values)
    said = (value if isinstance(value, bool) else read_yes_no(value).value for value in values)
    return [value for value in said if value is not None]


def _too_vague(cells: Cells, requirement: Requirement) -> Iterator[Asked]:
    asked, field = requirement.with_, requirement.with_["field"]
    scope, answered = cells.scope(requirement) & cells.standing(field), filled(cells.frame, field)
    if asked.get("blank"):
        yield _blank(requirement, field, "missing", scope & ~answered)
    phrases = {key(phrase) for phrase in asked["phrases"]}

    def vague(value: str) -> bool:
        bare = key(value).strip("。.，,、；;")
        return len(bare) < asked["min_chars"] or bare in phrases

    yield Asked(requirement, field, field, "vague", scope & answered, lambda values: mapped(values, vague))


def _well_formed(cells: Cells, requirement: Requirement) -> Iterator[Asked]:
    asked, scope = requirement.with_, cells.scope(requirement)
    for field, kind in asked["fields"].items():
        needed = _needed(cells, asked)
        given = scope & filled(cells.frame, field) & cells.readable(field)
        if "." in field:  # a person whom the form does not ask for is another one's copy: told where it was typed
            given &= cells.standing(field)
        wrong = _column_check(_FORMATS[kind])
        if "needed_when" in asked:
            blank = scope & needed & ~filled(cells.frame, field) & cells.readable(field)
            yield _blank(requirement, field, "missing", blank & cells.standing(field))
            yield Asked(requirement, field, field, "other_platform", given & ~needed, wrong)
            given &= needed
        yield Asked(requirement, field, field, "malformed", given, wrong)
    if asked.get("any_of"):
        named = filled(cells.frame, f"{asked['any_of'][0].split('.', maxsplit=1)[0]}.name")
        yield from _any_of(cells, requirement, asked["any_of"], scope & named)


def _number_in_cell(cells: Cells, requirement: Requirement) -> Iterator[Asked]:
    asked, field, scope = requirement.with_, requirement.with_["field"], cells.scope(requirement)
    if "needed_when" in asked:
        blank = scope & _needed(cells, asked) & ~filled(cells.frame, field) & cells.readable(field)
        yield _blank(requirement, field, "none", blank & cells.standing(field))
    several = text(cells.frame, f"{field}s").str.contains("\n", regex=False)
    # the fault `several-numbers` is claimed elsewhere; this is for registers that keep no faults
    yield Asked(requirement, field, field, "several", scope & several & cells.readable(field), _always)


def _real_name(cells: Cells, requirement: Requirement) -> Iterator[Asked]:
    asked, scope = requirement.with_, cells.scope(requirement)
    least, most = asked.get("chars", _NAME_LENGTHS)

    def wrong(value: str) -> bool:
        return not _is_name(value, asked.get("not_names", ()), least, most)

    for field in asked["fields"]:
        column = f"{field}.name"
        given = scope & filled(cells.frame, column) & cells.readable(field)
        yield Asked(requirement, column, column, "not_a_name", given, _column_check(wrong))


def _is_name(value: str, not_names: Iterable[str], least: int, most: int) -> bool:
    if "·" in value or is_personal_name(value):
        return True
    plain = bool(_HAN.fullmatch(value)) and least <= len(value) <= most and value[-1] not in words().office_endings
    return plain and not any(word in value for word in not_names)


def _needed(cells: Cells, asked: Mapping[str, Mapping[str, list[str]]]) -> pd.Series:
    needed = ~nothing(cells.frame)
    for field, values in asked.get("needed_when", {}).items():
        needed &= text(cells.frame, field).isin(values)
    return needed


def _blank(requirement: Requirement, field: str, variant: str, rows: pd.Series) -> Asked:
    return Asked(requirement, columns_of(field)[0], field, variant, rows, _always)


def _always(values: pd.Series) -> pd.Series:
    import pandas as pd

    return pd.Series(data=True, index=values.index)


def _column_check(wrong: Callable[[str], bool]) -> Callable[[pd.Series], pd.Series]:
    """Return a check of a column whose cells hold one value a line."""

    def any_line(value: str) -> bool:
        if "\n" in value or "/" in value:
            return any(wrong(part) for line in value.split("\n") for part in line.split("/") if part)
        return bool(value) and wrong(value)

    return lambda values: mapped(values, any_line)


_FORMATS: Mapping[str, Callable[[str], bool]] = {
    "mobile": lambda value: not _MOBILE.fullmatch(value) and read_phone(value).kind != "mobile",
    "office_phone": lambda value: bool(read_phone(value).fault),
    "email": lambda value: bool(read_email(value).fault),
    "group_no": lambda value: _GROUP_NO.fullmatch(value) is None,
}
_BUILDERS: Mapping[str, Callable[[Cells, Requirement], Iterator[Asked | Lacking]]] = {
    "required": _required,
    "one-of": _one_of,
    "too-vague": _too_vague,
    "well-formed": _well_formed,
    "number-in-cell": _number_in_cell,
    "real-name": _real_name,
}
