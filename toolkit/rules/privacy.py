"""What must not stand in a return: identity numbers, home addresses, dates of birth. The content is never repeated."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING

from toolkit.fields import vocabulary
from toolkit.normalise.text import fold
from toolkit.rules.ask import at, hit, in_scope, mapped, positions, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from toolkit.case import Case, Hit
    from toolkit.regulations import Requirement

_ID_NUMBER = re.compile(r"(?<![\dA-Za-z])[1-8]\d{5}((?:19|20)\d{2})(\d{2})(\d{2})\d{3}[\dXx](?![\dA-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_ADDRESS = re.compile(
    r"(?:家庭|现|居住|户籍|通讯|通信)(?:住址|地址)\s*[:：]?\s*\S{4,}|住址\s*[:：]\s*\S{4,}"
    r"|[路街道巷弄村]\s*\d+\s*号\S{0,12}?\d+\s*(?:单元|室|栋|幢|号楼)"
)
_BIRTH = re.compile(
    r"(?:出生(?:日期|年月|时间)?|生日|生于)\s*[:：]?\s*(?:19|20)?\d{2}\s*[年./-]\s*\d{1,2}|(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?\s*(?:出?生)(?![成产])"
)
_LABELS: Mapping[str, re.Pattern[str]] = {
    "id_number": re.compile("身份证|证件号"),
    "address": re.compile("家庭住址|家庭地址|住址|户籍地"),
    "birth_date": re.compile("出生|生日"),
}
_UNSEARCHED = ("date", "bool", "int", "number")


def sensitive_content(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Cells that hold an identity number, a home address or a date of birth; `variant` says which.

    Telephone numbers that the form asks for are none of these, and no group number is as long as an identity number.
    """
    frame, scope = case.ledger.frame, in_scope(case, requirement)
    words = vocabulary()
    fields = [name for name, entry in words.fields.items() if entry.kind not in _UNSEARCHED]
    for column in (column for field in fields for column in _text_columns(field)):
        written = text(frame, column)
        if not (written != "").any():
            continue
        for kind in requirement.with_["kinds"]:
            for position in positions(scope & mapped(written, _SEES[kind])):
                yield hit(frame, position, column.removesuffix(".raw"), kind, raw="")
    others = text(frame, "other")
    for position in positions(scope & (others != "")):
        for label, value in json.loads(at(others, position)).items():
            for kind in requirement.with_["kinds"]:
                if value and (_LABELS[kind].search(label) or _SEES[kind](value)):
                    yield hit(frame, position, f"other:{label}", kind, raw="")


def _text_columns(field: str) -> tuple[str, ...]:
    words = vocabulary()
    if words[field].kind == "count":
        return (f"{field}.raw",)
    return tuple(column for column in words.columns_of(field) if not column.endswith("_raw"))


def is_id_number(value: str) -> bool:
    """Return whether a text holds a valid number of a Chinese identity card: date and check digit fit."""
    return any(_valid(found) for found in _ID_NUMBER.finditer(value))


def _valid(found: re.Match[str]) -> bool:
    try:
        dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return False
    digits = found[0].upper()
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return _CHECK[total % 11] == digits[17]


_SEES: Mapping[str, Callable[[str], bool]] = {
    "id_number": lambda value: is_id_number(fold(value)),
    "address": lambda value: bool(_ADDRESS.search(fold(value))),
    "birth_date": lambda value: bool(_BIRTH.search(fold(value))),
}
