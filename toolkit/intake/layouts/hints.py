"""What a row says in another place: the platform behind a name or on the sheet, the number beside a platform.

教工群（微信）            微信群, where the row has no platform        sheet 微信群        of all its rows without one
平台 QQ：630000077        QQ群, and the number, where the row has none
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.normalise.platforms import platform_of, platforms_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.model import Table

_NAME, _NUMBER, _PLATFORM = "group_name", "group_no", "platform"
_BEHIND = re.compile(r"[（(\[【]\s*(?P<said>[^（()）\[\]【】]{1,8}?)(?:群聊?)?\s*[)）\]】]\s*$")
_DIGITS = re.compile(r"(?<!\d)[1-9]\d{4,10}(?!\d)")
_BETWEEN = " \t\n:：,，、;；/()（）号"


def with_hints(table: Table) -> Table:
    """Return a table with the platforms and numbers that its rows tell in another place; a blank one stays blank."""
    if not table.offsets:
        return table
    table = _numbers_beside_platforms(table)
    own = table.columns.get(_PLATFORM)
    if (own and all(map(str.strip, own))) or any(_PLATFORM in key.split("&") and "&" in key for key in table.columns):
        return table
    own = own or ("",) * len(table.offsets)
    names = table.columns.get(_NAME, own)
    told = [text if text.strip() else _behind(name) for text, name in zip(own, names, strict=True)]
    sheet = _of_sheet(table)
    if sheet and not all(told):
        told = [text or sheet for text in told]
        asked = [{"label": f"工作表名“{table.sheet.name}”", "cell": "A1", "key": _PLATFORM}]
        table = replace(table, evidence={**table.evidence, "asked": [*table.evidence.get("asked", []), *asked]})
    return replace(table, columns={**table.columns, _PLATFORM: tuple(told)}) if any(told) else table


def _behind(name: str) -> str:
    found = _BEHIND.search(name) if name else None
    return platform_of(found["said"]) or platform_of(f"{found['said']}群") if found else ""


def _of_sheet(table: Table) -> str:
    """Return the one platform that the name of a sheet tells."""
    found = platforms_in(table.sheet.name) if table.sheet.axis == "row" else ()
    return found[0] if len(found) == 1 else ""


def _numbers_beside_platforms(table: Table) -> Table:
    platforms: Sequence[str] = table.columns.get(_PLATFORM, ())
    if not any(map(_DIGITS.search, platforms)) or any(
        _NUMBER in key.split("&") and "&" in key for key in table.columns
    ):
        return table
    numbers = list(table.columns.get(_NUMBER, ("",) * len(platforms)))
    texts = list(platforms)
    for row, text in enumerate(platforms):
        rest = _DIGITS.sub(" ", text).strip(_BETWEEN)
        if not numbers[row].strip() and _DIGITS.search(text) and platform_of(rest):
            numbers[row], texts[row] = "\n".join(_DIGITS.findall(text)), rest
    return replace(table, columns={**table.columns, _PLATFORM: tuple(texts), _NUMBER: tuple(numbers)})
