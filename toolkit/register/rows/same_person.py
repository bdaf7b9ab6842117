"""Cells that name a person by another answer of the row: 管理员 “同群主” is the owner, with all that is said of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.normalise.text import fold
from toolkit.regulations.fields import PERSON_PARTS, label_key, vocabulary

if TYPE_CHECKING:
    from toolkit.register.rows.distinct import Texts

_SAME = re.compile(
    r"[(]?(?:与|和|同)(?P<who>群主|创建[者人]|群?管理员|第一责任人|责任人|负责人)(?:同一人|相同|一致|兼任?|同)?[)]?"
    r"|(?:由)?(?P<held>群主|创建[者人]|管理员)兼(?:任|管)?"
)
_TELLS = frozenset("同兼与和")
_OWNER = "owner"
LONGEST = 12


def name_the_same(texts: dict[str, Texts]) -> None:
    """Put the person meant into the cells that only refer to one; what cannot be told stays as typed."""
    people = vocabulary().of_kind("people")
    for field in people:
        for key in (field, f"{field}.name"):
            for row, text in enumerate(texts[key].tolist() if key in texts else ()):
                found = (
                    _SAME.fullmatch(fold(text)) if 1 < len(text) <= LONGEST and not _TELLS.isdisjoint(text) else None
                )
                if found:
                    _copy(texts, field, key, row, found["who"] or found["held"])


def _copy(texts: dict[str, Texts], field: str, key: str, row: int, word: str) -> None:
    import numpy as np

    meant = vocabulary().by_label.get(label_key(word), "").partition(".")[0]
    for other in dict.fromkeys((meant, _OWNER)):
        names = [name for name in (other, f"{other}.name") if name in texts and str(texts[name][row]).strip()]
        if other == field or not names:
            continue
        column = texts[key].copy()
        column[row] = texts[names[0]][row]
        texts[key] = column
        for part in PERSON_PARTS[1:]:
            here, there = texts.get(f"{field}.{part}"), texts.get(f"{other}.{part}")
            if there is not None and there[row] and (here is None or not here[row]):
                filled = np.full(len(column), "", dtype=object) if here is None else here.copy()
                filled[row] = there[row]
                texts[f"{field}.{part}"] = filled
        return
