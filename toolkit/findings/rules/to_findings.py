"""Hits to findings: where to click, how strong, and the facts a sentence needs; telephone numbers never among them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from toolkit.findings.rules.standing import stems
from toolkit.model import Finding
from toolkit.normalise import masking
from toolkit.normalise.harmless import harmless
from toolkit.normalise.phones import mask_personal, mask_phone
from toolkit.normalise.private import hide, hide_in
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.findings.case import Hit
    from toolkit.model import Ledger, Severity, Where
    from toolkit.regulations.profile import Profile, Requirement

_LONG = re.compile(r"(?<!\d)(?!(?:19|20)\d\d-\d\d(?:-\d\d)?(?!\d))\d[\d-]{5,}\d")
_MOST_CELLS = 50
_NUMBERS = ("group_no",)
_OURS = frozenset({"clause", "quote", "title", "variant", "field", "label"})
"""Facts that nobody typed into a return."""


class Teller:
    """Knows where every record and every previous row stands, and what its form calls a field."""

    def __init__(self, profile: Profile, ledger: Ledger, previous: Ledger | None = None) -> None:
        """Index the rows by id."""
        self._labels = {
            (form.key, answer.key): _label(answer.group, answer.label)
            for form in profile.forms
            for answer in form.answers
        }
        self._ledger, self._previous = ledger, previous
        self._columns: dict[str, list[Any]] = {}
        self._known: dict[tuple[str, str], str] = {}
        self._at = {str(record): place for place, record in enumerate(ledger.frame["id"].tolist())}
        before = previous.frame["id"].tolist() if previous is not None and "id" in previous.frame else ()
        self._before = {str(row): place for place, row in enumerate(before)}

    def finding(self, requirement: Requirement, hit: Hit) -> Finding:
        """Return the finding of a hit."""
        facts: dict[str, Any] = {"clause": requirement.clause, "quote": requirement.quote, "title": requirement.title}
        if hit.variant:
            facts["variant"] = hit.variant
        facts["field"] = hit.answer
        facts["label"] = self.label(hit.records[0] if hit.records else "", hit.answer)
        if hit.records and "raw" not in hit.facts:
            facts["raw"] = self.shown(hit.records[0], hit.answer)
        facts |= hit.facts
        if "fields" in facts:
            record = hit.records[0] if hit.records else ""
            facts["labels"] = [self.label(record, field) for field in facts["fields"]]
        return Finding(
            requirement.id,
            requirement.rule,
            hit.severity or severity_of(requirement, hit.variant),
            hit.unit or self._unit(hit),
            hit.where or self._where(hit),
            hit.records,
            hit.previous,
            {name: value if name in _OURS else masked(value, hit.answer) for name, value in facts.items()},
        )

    def label(self, record: str, answer: str) -> str:
        """Return what the form of a record prints beside an answer; else the heading of the vocabulary."""
        if answer.startswith("other:"):
            return answer.removeprefix("other:")
        form = self._cells("form")[self._standing(record, answer)] if record in self._at else ""
        known = self._known.get((form, answer))
        if known is None:
            known = self._known[form, answer] = self._label_on(form, answer)
        return known

    def _label_on(self, form: str, answer: str) -> str:
        return self._labels.get((form, answer)) or self._beside(form, answer) or _asked_as(answer) or heading(answer)

    def _beside(self, form: str, answer: str) -> str:
        """Return the label of the one cell in which the form asks for the field and others (创建者及联系方式)."""
        stem = answer.split(".", maxsplit=1)[0]
        whole = (label for (name, key), label in self._labels.items() if name == form and stem in key.split("&"))
        return next(whole, "")

    def shown(self, record: str, answer: str) -> Any:
        """Return what stands in the cell: the text of a number or a count, the names of people."""
        place = self._at[record]
        for column in (f"{answer}.raw", "group_nos" if answer == "group_no" else answer, answer, f"{answer}.name"):
            if column in self._ledger.frame:
                value = self._cells(column)[place]
                if isinstance(value, str):
                    return value.replace("\n", "、")
                return _plain(value)
        return ""

    def _cells(self, column: str) -> list[Any]:
        """Return a column as a list, made once: findings ask cell by cell."""
        if column not in self._columns:
            self._columns[column] = self._ledger.frame[column].tolist()
        return self._columns[column]

    def _standing(self, record: str, answer: str) -> int:
        """Return the row in which an answer of a record stands: its own, or that of the paper it was taken from."""
        place = self._at[record]
        taken = self._cells("taken")[place] if "taken" in self._ledger.frame else ""
        return self._at[origin(taken, answer) or record] if taken else place

    def _unit(self, hit: Hit) -> str:
        if hit.records:
            return str(self._cells("unit")[self._at[hit.records[0]]])
        if hit.previous and self._previous is not None:
            return str(self._previous.frame["unit"].iat[self._before[hit.previous[0]]])
        return ""

    def _where(self, hit: Hit) -> tuple[Where, ...]:
        if hit.records:
            sheets, offsets = self._cells("sheet"), self._cells("offset")
            places = (self._standing(record, hit.answer) for record in hit.records[:_MOST_CELLS])
            found = (self._ledger.sheets[sheets[place]].where(hit.answer, offsets[place]) for place in places)
            return tuple(dict.fromkeys(found))
        if hit.previous and self._previous is not None:
            return tuple(self._previous.where(self._before[row], hit.answer) for row in hit.previous)
        return ()


def severity_of(requirement: Requirement, variant: str) -> Severity:
    """Return how strong a variant of a requirement is: its own level, else the requirement's."""
    levels: Mapping[str, Severity] = requirement.with_.get("severities", {})
    return levels.get(variant) or levels.get(variant.replace("-", "_")) or requirement.severity


def _asked_as(answer: str) -> str:
    """Return in which words units are asked for a field on what is handed out, where the register has others."""
    field = vocabulary().fields.get(answer)
    return field.on_forms.label if field and field.on_forms else ""


def heading(answer: str, *, lang: str = "zh") -> str:
    """Return the heading of an answer key in the vocabulary; the key itself when it names no field."""
    words = vocabulary()
    if any(stem not in words.fields for stem in stems(answer)):
        return answer
    joint = "、" if lang == "zh" else ", "
    return joint.join(words.heading(part, lang=lang) for part in answer.split("&"))


def origin(taken: str, answer: str) -> str:
    """Return the paper from which a record has an answer, by its column `taken`; "" where it is its own."""
    stem = answer.partition(".")[0]
    lines = (line.partition(" ") for line in taken.split("\n"))
    return next((paper for name, _, paper in lines if name == stem), "")


def masked(value: Any, answer: str = "") -> Any:
    """Return a fact without identity numbers, home addresses, dates of birth and telephones; group numbers stay."""
    if isinstance(value, (list, tuple)):
        return [masked(item, answer) for item in value]
    if isinstance(value, dict):
        return {name: masked(item, answer) for name, item in value.items()}
    if isinstance(value, str) and _is_personal(answer):
        return mask_personal(value)
    if not isinstance(value, str) or harmless(value):
        return value
    value = hide(value) if answer.startswith("other:") else hide_in(answer, value)
    if answer.startswith(_NUMBERS):
        return masking.masked_number(value)
    stem = answer.split(".", maxsplit=1)[0]
    fields = vocabulary().fields
    if stem in fields and fields[stem].kind == "people":
        value = _LONG.sub(lambda found: mask_phone(found[0]), value)
    return masking.masked(value)


def _is_personal(answer: str) -> bool:
    """Tell an answer of which the institution says that it is personal: 微信号, 个人邮箱."""
    entry = vocabulary().fields.get(answer.partition(".")[0])
    return entry is not None and entry.personal


def _label(group: str, label: str) -> str:
    text = label.strip("：: ")
    return f"{group.strip('：: ')}{text}" if group and group != label else text


def _plain(value: Any) -> Any:
    """Return a value of a nullable column as JSON has it; what is missing is ""."""
    import pandas as pd

    if value is pd.NA or value is None or value != value:  # noqa: PLR0124 - NaN is the one value unlike itself
        return ""
    return value.item() if hasattr(value, "item") else value
