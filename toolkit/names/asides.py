"""What a name holds beside its words: signs and a remark, which canonical names set aside.

    🏀校队群 · ⚽校队群             the sign is exchanged: two groups, or a question
    校队群 · 校队群🎉              a sign was added: one group, unless a list has both
    读者群（已满） · 读者群          the same, of a remark
    辅导员群（原群已满）             the remark speaks of another group: a question, and so does one of none yet

Two rows of one list are two groups where their signs or remarks differ (`told_apart`); between two years the row that
is typed alike is the same, and else what `exchanged` says is asked and never joined without a person.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.names.names import canonical_name
from toolkit.names.tokens import grammar
from toolkit.normalise.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIGN = re.compile("[\U0001f1e6-\U0001f1ff]{2}|.", re.DOTALL)
_SYMBOL = "So"
_SO_IT_IS = "已"  # 满 and 已满 say the same
_NO_SIGNS = re.compile(r"[\x20-\x7e\u3000-\u303f\u3400-\u9fff\uff01-\uff5e]*")


class Aside(NamedTuple):
    """What stands beside the words: signs (a flag is one of two letters) and the remark (`Name.status`, without 已)."""

    signs: frozenset[str]
    remark: str


NOTHING = Aside(frozenset(), "")


@lru_cache(maxsize=1 << 16)
def aside(text: str) -> Aside:
    """Return what stands beside the words of a name; nothing where signs are all there is."""
    if text.isalnum() and not text.endswith(grammar().endings):
        return NOTHING
    name = canonical_name(text)
    signs = () if _NO_SIGNS.fullmatch(text) else _SIGN.findall(clean(text))
    kept = frozenset(sign for sign in signs if unicodedata.category(sign[0]) == _SYMBOL and sign not in name.rest)
    remark = name.status.replace(_SO_IT_IS, "")
    return Aside(kept, remark) if kept or remark else NOTHING


def told_apart(one: str, other: str) -> bool:
    """Return whether two names of one list are two groups' for their signs or remarks, whatever their words say."""
    return one != other and aside(one) != aside(other)


def meant(name: str, others: Sequence[str]) -> tuple[int, ...]:
    """Return which of some names with the same words a name means that stands in another paper, as places.

    Those with the same signs and remark; else those that have more or fewer, where they are one group's; none whose
    sign is another one.
    """
    here = aside(name)
    if same := tuple(place for place, other in enumerate(others) if aside(other) == here):
        return same
    near = tuple(place for place, other in enumerate(others) if not _another_sign(here, aside(other)))
    return () if any(told_apart(others[near[0]], others[place]) for place in near[1:]) else near


def _another_sign(one: Aside, other: Aside) -> bool:
    return not (one.signs <= other.signs or other.signs <= one.signs)


def exchanged(now: str, then: str) -> bool:
    """Return whether what stands beside the words forbids to join two names of two years without a person.

    A sign was exchanged for another; a remark on one side only speaks of another group, or of one that is not there
    yet; or last year's says that the group had ended, and this year's does not.
    """
    if now == then:
        return False
    here, there = aside(now), aside(then)
    if _another_sign(here, there):
        return True
    if here.remark == there.remark:
        return False
    other = grammar().other_group
    if bool(other.search(here.remark)) != bool(other.search(there.remark)):
        return True
    ended = grammar().ended
    return bool(ended.search(there.remark)) and not ended.search(here.remark)
