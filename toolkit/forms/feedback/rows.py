"""The rows a unit sent, as typed, each beside the form it is to stand in again.

What the unit wrote under an answer of the form stands there to the letter. What it wrote in another shape (name and
telephone in two columns, the form asks for one) is put together from the typed register. What the form has no place
for becomes an extra answer, or a line of the remark when no field of the vocabulary knows its label: nothing is lost.
Who signed stands in the place for the signature again. What the unit's own list had no column for, and the new
register keeps from last year, is filled in: this workbook takes the place of the list.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.forms.feedback.kept import kept_from_last_year
from toolkit.forms.template import place_of_signature, texts
from toolkit.intake.layouts.stacked import one_line
from toolkit.intake.layouts.tables import SECTION
from toolkit.normalise.private import hide_in
from toolkit.register.rows.distinct import as_texts
from toolkit.regulations.fields import label_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from toolkit.model import Outcome, RejectedRow, Table, Where
    from toolkit.regulations.forms import Form
    from toolkit.regulations.profile import Profile

OTHER, REMARK = "other:", "remark"
_NOT_THEIRS_NOW = frozenset({"superseded", "duplicate-copy"})
"""Reasons of rows that another row of the unit stands for."""
_IN_ONE_CELL = frozenset({"name", "mobile"})
"""Parts of a person that `texts` writes into the one cell of a form."""


_SIGNED = frozenset({"party_approved_on", "unit_approved_on"})
"""Days of opinions: a second one of a row is that beside the signature."""


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One row as sent: its record ("" when it was not taken, and `rejection` says why), and what the form holds."""

    record: str
    name: str
    where: Where
    answers: Mapping[str, str]
    rejection: RejectedRow | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one form that share its head. `form` asks for all that the rows say, extra answers added."""

    form: Form
    rows: tuple[OwnRow, ...]


def blocks_by_unit(outcome: Outcome, profile: Profile, units: Iterable[str]) -> dict[str, tuple[Block, ...]]:
    """Return what each of `units` sent and still stands for, form by form, in reading order."""
    wanted = set(units)
    if not wanted:
        return {}
    sender = {file.path: file.unit for file in outcome.submissions}
    forms = {form.key: form for form in profile.forms}
    typed, carried = _Typed(outcome), kept_from_last_year(outcome)
    found: dict[str, dict[tuple[str, ...], list[tuple[OwnRow, dict[str, str]]]]] = {}
    for number, table in enumerate(outcome.tables):
        unit = sender.get(table.sheet.file, "")
        if unit not in wanted or table.form not in forms:
            continue
        form = forms[table.form]
        for place in range(len(table.offsets)):
            position = typed.of(number, table, place)
            own = _own_row(table, place, form, position, typed)
            if own and position is not None and position in carried:
                own = _with_kept(own, carried[position], table, form)
            if own:
                head = (own[0].answers.get(key, "") for key in sorted(form.head_keys))
                found.setdefault(unit, {}).setdefault((table.form, *head), []).append(own)
    return {
        unit: tuple(_block(forms[key], rows) for (key, *_), rows in groups.items()) for unit, groups in found.items()
    }


class _Typed:
    """The typed register by the place of a row, and the rows that were not taken."""

    def __init__(self, outcome: Outcome) -> None:
        frame = outcome.ledger.frame
        sheets, offsets = frame["sheet"].tolist(), frame["offset"].tolist()
        self._position = {place: row for row, place in enumerate(zip(sheets, offsets, strict=True))}
        self._columns: dict[str, list[str]] = {}
        self._frame = frame
        self.ids = frame["id"].tolist()
        self.rejected = {row.where: row for row in outcome.rejections}

    def of(self, number: int, table: Table, place: int) -> int | None:
        """Return the position of a row in the register, None when it was not taken."""
        return self._position.get((number, table.offsets[place]))

    def record(self, position: int) -> dict[str, str]:
        """Return a row of the register as text, flat column to text."""
        return {name: hide_in(name, self._text(name, position)) for name in vocabulary().columns}

    def _text(self, name: str, position: int) -> str:
        if name not in self._columns:
            self._columns[name] = as_texts(self._frame[name])
        return self._columns[name][position]


def _own_row(
    table: Table, place: int, form: Form, position: int | None, typed: _Typed
) -> tuple[OwnRow, dict[str, str]] | None:
    """Return a row and what the form has no place for; None when another row of the unit stands for it."""
    where = table.sheet.where("group_name", table.offsets[place])
    rejection = None if position is not None else typed.rejected.get(where)
    if position is None and (rejection is None or rejection.reason.code in _NOT_THEIRS_NOW):
        return None
    raw = {key: hide_in(key, column[place]) for key, column in table.columns.items() if column[place]}
    record = typed.record(position) if position is not None and _elsewhere(raw, form) else {}
    answers, loose = _placed(raw, form, record)
    name = next((text for key, text in answers.items() if "group_name" in key.split("&")), "")
    row = OwnRow(typed.ids[position] if position is not None else "", name, where, answers, rejection)
    return row, loose


def _with_kept(
    own: tuple[OwnRow, dict[str, str]], kept: Mapping[str, str], table: Table, form: Form
) -> tuple[OwnRow, dict[str, str]]:
    """Return a row with what the register keeps from last year under the answers that the table had no place for."""
    row, loose = own
    stems = {stem for key in (*table.columns, *loose) for stem in _stems(key)}
    parted = {answer.key for answer in form.answers if "." in answer.key}
    added = {
        key: hide_in(key, text)
        for key, text in texts(form, kept).items()
        if key not in row.answers and (key in parted or stems.isdisjoint(_stems(key)))
    }
    return (replace(row, answers={**row.answers, **added}), loose) if added else own


def _elsewhere(raw: Mapping[str, str], form: Form) -> bool:
    known = {answer.key for answer in form.answers}
    return any(key not in known and not key.startswith(OTHER) for key in raw)


def _placed(raw: Mapping[str, str], form: Form, record: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what stands under the form's own answers, and what is left over (answer key to text)."""
    known = [answer.key for answer in form.answers]
    signs = {
        f"{OTHER}{one_line(one.label)}": place_of_signature(one.key)
        for one in form.answers
        if one.signature and one.label
    }
    answers = {key: raw[key] for key in known if key in raw}
    loose = {key: text for key, text in raw.items() if key not in answers and key not in signs}
    answers |= {signs[key]: text for key, text in raw.items() if key in signs}
    if not loose:
        return answers, {}
    said = {stem for key in loose for stem in _stems(key)}
    composed = {key: text for key, text in texts(form, record).items() if key not in raw and said & set(_stems(key))}
    shown = {part for key in (*composed, *answers) for part in _shown(key)}
    left: dict[str, str] = {}
    for key, text in loose.items():
        if key in vocabulary().of_kind("people"):
            parts = (f"{key}.{part}" for part in vocabulary().parts)
            left |= {part: record[part] for part in parts if record.get(part, "").strip() and part not in shown}
        elif not all(part in shown for part in key.split("&")):
            left[key] = text
    return answers | composed, left


def _shown(key: str) -> Iterator[str]:
    """Yield the fields and parts that an answer put together from the register shows."""
    for part in key.split("&"):
        yield part
        if part in vocabulary().of_kind("people"):
            yield from (f"{part}.{name}" for name in _IN_ONE_CELL)


def _block(form: Form, rows: Sequence[tuple[OwnRow, dict[str, str]]]) -> Block:
    """Return the rows with their left-overs in extra answers and in the remark."""
    words = vocabulary()
    signed = {label_key(answer.label) for answer in form.answers if answer.signature} | set(form.kept)
    rows = [(row, {key: text for key, text in loose.items() if not _is_signed(key, signed)}) for row, loose in rows]
    keys = dict.fromkeys(key for _, loose in rows for key in loose)
    fields = [key for key in keys if "&" not in key and key.split(".")[0] in words.fields]
    remarked = len(fields) < len(keys)
    known = {answer.key for answer in form.answers}
    extra = [*fields, *([REMARK] if remarked and REMARK not in {*fields, *known} else [])]
    placed = []
    for row, loose in rows:
        lines = [_line(key, text) for key, text in loose.items() if key not in fields]
        answers = dict(row.answers) | {key: text for key, text in loose.items() if key in fields}
        if lines:
            answers[REMARK] = "\n".join(filter(None, [answers.get(REMARK, ""), *lines]))
        placed.append(replace(row, answers=answers))
    if extra:
        form = replace(form, drawing=replace(form.drawing, extra=(*form.drawing.extra, *extra)))
    return Block(form, tuple(placed))


def _is_signed(key: str, signed: Collection[str]) -> bool:
    """Return whether something stood where the form is signed, or dated beside it: it is signed anew."""
    if not key.startswith(OTHER):
        return False
    label = label_key(key.removeprefix(OTHER))
    field = next((name for name in vocabulary().of_kind("date") if label_key(vocabulary()[name].zh) == label), "")
    return label in signed or label.removesuffix("日期") in signed or field in _SIGNED


def _line(key: str, text: str) -> str:
    label = key.removeprefix(OTHER) if key.startswith(OTHER) else vocabulary().heading(key.split("&", maxsplit=1)[0])
    return text if key == SECTION else f"{label}：{text}"


def _stems(key: str) -> tuple[str, ...]:
    return () if key.startswith(OTHER) else tuple(part.split(".")[0] for part in key.split("&"))
