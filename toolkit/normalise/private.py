"""Identity numbers, home addresses and dates of birth within a text: seen, and hidden wherever the text is shown.

No form asks for them, so nothing that the tool writes repeats them. A group number is never as long as an identity
number, and telephone numbers are none of these (`toolkit.normalise.phones`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.normalise.digits import HIDDEN
from toolkit.normalise.harmless import harmless, may_be_a_group
from toolkit.normalise.identity import is_valid
from toolkit.normalise.masking import without_identity_numbers
from toolkit.normalise.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

_OTHER, _NAMES = "other:", ("group_name", "group_no", "unit")

_ID_NUMBER = re.compile(r"(?<![\dA-Za-z])[1-8]\d{5}(?:19|20)\d{9}[\dXx](?![\dA-Za-z])", re.ASCII)
_ADDRESS = re.compile(
    r"(?:(?:家庭|现|居住|户籍|通讯|通信)(?:住址|地址)\s*[:：]?|住址\s*[:：])\s*[^\s,，、。;；:：()（）和及等或]\S{3,}"
    r"|(?<![^\s,，;；:：。])[^\s,，;；:：。]*[路街道巷弄村]\s*\d+\s*号\S{0,12}?\d+\s*(?:单元|室|栋|幢|号楼)[^\s,，;；。]*"
)
_BIRTH = re.compile(
    r"(?:出生(?:日期|年月|时间)?|生日|生于)\s*[:：]?\s*(?:19|20)?\d{2}\s*[年./-]\s*\d{1,2}[\d月日./-]*"
    r"|(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?\s*(?:出?生)(?![成产])"
)
_WORTH_A_LOOK = re.compile(r"\d{15}|址|生|[路街道巷弄村]\s*\d")
_PLAIN_LINES = re.compile("[\n!-^`-~\u4e00-\u9fff]*")  # letters that `fold` leaves as they are
LABELS: Mapping[str, re.Pattern[str]] = {
    "id_number": re.compile("身份证|证件号"),
    "address": re.compile("家庭住址|家庭地址|住址|户籍地"),
    "birth_date": re.compile("出生|生日"),
}
"""Labels under which whatever stands is one of these."""


def is_id_number(text: str) -> bool:
    """Return whether a text holds a valid number of a Chinese identity card: date and check digit fit."""
    return any(is_valid(found[0]) for found in _ID_NUMBER.finditer(text))


SEES: Mapping[str, Callable[[str], bool]] = {
    "id_number": lambda text: is_id_number(fold(text)),
    "address": lambda text: bool(_ADDRESS.search(fold(text))),
    "birth_date": lambda text: bool(_BIRTH.search(fold(text))),
}
"""What is looked for, and whether a text holds it."""


def worth_a_look(text: str) -> bool:
    """Return whether a text could hold anything of `SEES`: all it takes away is the work on texts that cannot."""
    return bool(_WORTH_A_LOOK.search(fold(text)))


def those_worth_a_look(texts: Collection[str]) -> list[str]:
    """Return which of many texts are `worth_a_look`; most often one look shows that none is."""
    whole = "\n".join(texts)
    if not _PLAIN_LINES.fullmatch(whole):
        return [text for text in texts if worth_a_look(text)]
    return [text for text in texts if _WORTH_A_LOOK.search(text)] if _WORTH_A_LOOK.search(whole) else []


def hide_in(field: str, text: str) -> str:
    """Return the text of a field (an answer key, a flat column) with `****` for what is private in it.

    What stands under a label such as 身份证号 is private whatever it says. Groups and units are named after houses
    (文苑路1号院3号楼业主群): in their names only numbers are hidden.
    """
    if field.startswith(_OTHER):
        return HIDDEN if text and is_private_label(field) else hide(text)
    if harmless(text) or may_be_a_group(text):
        return text
    return without_identity_numbers(text) if field.startswith(_NAMES) else hide(text)


@lru_cache(maxsize=1 << 16)
def hide(text: str) -> str:
    """Return a text with `****` for what is private in it; a text without any stays as it is, letter for letter."""
    text = without_identity_numbers(text)
    folded = fold(text)
    if not _WORTH_A_LOOK.search(folded):
        return text
    hidden = _BIRTH.sub(HIDDEN, _ADDRESS.sub(HIDDEN, folded))
    return text if hidden == folded else hidden


def is_private_label(label: str) -> bool:
    """Return whether a column so called holds what no form asks for."""
    return any(pattern.search(label) for pattern in LABELS.values())
