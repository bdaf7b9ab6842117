"""Answers that stand elsewhere: 同上 on a card, 同第一责任人 beside a person.

card 1: 创建单位 商学院 · card 2: 创建单位 同上       商学院, as in a list
管理员 张三, 同上 in the line below it               the line above
手机 同上, no card before it                        13900000001（同上）, of the person above on the card
群主手机 同第一责任人                                13900000001（同第一责任人）

What is taken from another answer keeps the words beside it, so that the readers of people and phones ask about them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.intake.layouts.labels import NAMING
from toolkit.intake.layouts.repeated import is_ditto
from toolkit.regulations.fields import label_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.intake.layouts.card import Spot
    from toolkit.model import Table

_CUE = "同"
_REFERRED = re.compile(
    r"[（(]?同(?:上述|前述|上|前)?(?P<who>[\u4e00-\u9fff]{2,8}?)(?:的?(?:电话|手机号?|联系方式|姓名|职务|邮箱))?[)）]?"
)


def with_dittos_of_cards(texts: Mapping[str, str], spots: Iterable[Spot], before: Mapping[str, str]) -> dict[str, str]:
    """Return the answers of a card with 同上 replaced by what it repeats.

    Args:
        texts: by answer key.
        spots: the answers in the order of the page.
        before: those of the card before it, {} for the first.
    """
    found = dict(texts)
    order = [*spots]
    for key, text in texts.items():
        if _CUE in text and key not in NAMING and any(map(is_ditto, text.split("\n"))):
            found[key] = _repeated(key, text, before) if len(text.split("\n")) > 1 or before.get(key) else ""
            found[key] = found[key] or _of_the_person_above(key, text, order)
    return found


def _repeated(key: str, text: str, before: Mapping[str, str]) -> str:
    lines = text.split("\n")
    earlier = before.get(key, "")
    if len(lines) == 1:
        return earlier
    above = (*earlier.split("\n"), "")[0]
    told: list[str] = []
    for line in lines:
        above = (above or line) if is_ditto(line) else line or above
        told.append(above if line else line)
    return "\n".join(told)


def _of_the_person_above(key: str, text: str, order: list[Spot]) -> str:
    """Return the same part of the person told last before this one on the card, with the words that referred to it."""
    stem, _, part = key.partition(".")
    here = next((number for number, spot in enumerate(order) if spot.key == key), 0)
    people = vocabulary().of_kind("people")
    above = (spot for spot in reversed(order[:here]) if spot.text and not is_ditto(spot.text))
    for spot in above:
        other, _, same = spot.key.partition(".")
        if part and other != stem and other in people and same == part:
            return f"{spot.text}（{text.strip()}）"
    return text


def with_references(table: Table) -> Table:
    """Return a table in which 同第一责任人 stands behind what that person's answer is."""
    people = [key for key in table.columns if key.partition(".")[0] in vocabulary().of_kind("people")]
    changed = {
        key: tuple(_referred(table, key, row, text) for row, text in enumerate(table.columns[key]))
        for key in people
        if any(_CUE in text for text in table.columns[key])
    }
    return replace(table, columns={**table.columns, **changed}) if changed else table


def _referred(table: Table, key: str, row: int, text: str) -> str:
    found = _REFERRED.fullmatch(text.strip()) if _CUE in text else None
    who = _person(found["who"]) if found else ""
    stem, _, part = key.partition(".")
    if not who or who == stem:
        return text
    for name in (f"{who}.{part}" if part else who, f"{who}.name" if part in {"", "name"} else who):
        told = table.columns.get(name, ())
        if told and told[row].strip() and _CUE not in told[row]:
            return f"{told[row].strip()}（{text.strip('()（） ')}）"
    return text


def _person(label: str) -> str:
    name = vocabulary().by_label.get(label_key(label), "")
    return name if name in vocabulary().of_kind("people") else ""
