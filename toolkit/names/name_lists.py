"""Very many group names taken apart at once, each exactly as `canonical_name` takes it apart alone.

    计算机学院 | 2021级会计1班工作群（已满）
    外国语学院 | 2021级会计1班工作群（已满）       the name of a unit, and what a hundred units say behind it

What stands behind the unit is read once (`_behind`), each unit's name once (`bare`), the seam between them once
(`no_seam`); a name is then these put together. That holds where nothing reaches across the seam; any other name is
left to `canonical_name`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.names import names
from toolkit.names.tokens import grammar
from toolkit.normalise.text import fold, key, simplify, simplify_lines
from toolkit.normalise.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

Parts = tuple[str, str, str]
"""Key, status and rest of a name."""

_HAN = "\u4e00-\u9fff"  # without compatibility forms: neither width nor case
_ENDS = "院系处部中心馆委会"
_LINE = re.compile(
    rf"^(?:([{_HAN}]{{1,14}}(?:院|系|处|部|中心|馆|委|会))([ \u3000]?)(?=[0-9A-Za-z０-９Ａ-Ｚａ-ｚ{_HAN}]))?(.*)$",
    re.MULTILINE,
)
# What becomes of such letters does not hang on the ones before them; with the unit they stay below LONGEST_ANSWER
_CALM = re.compile(rf"[ -~\u3000\uff01-\uff5e{_HAN}]{{1,200}}")
_UNIT = "院"


class _Behind(NamedTuple):
    """What stands behind a unit's name, taken apart; `front` is where it touches it."""

    key: str
    status: str
    rest: str
    front: str


def in_bulk(texts: Sequence[str]) -> list[Parts | None]:
    """Take names apart that begin with a unit's name; None for one that must be taken apart alone.

    Args:
        texts: as typed.
    """
    nothing: list[Parts | None] = [None] * len(texts)
    lines = [text if "\n" not in text else "" for text in texts] if "\n" in "".join(texts) else texts
    simple = simplify_lines(lines)
    if len(simple) != len(lines) or not _words_fit():
        return nothing
    found = _LINE.findall("\n".join(lines))
    return [
        _together(head, behind) if head and line == plain else None
        for (head, _, behind), line, plain in zip(found, lines, simple, strict=True)
    ]


def _together(head: str, text: str) -> Parts | None:
    behind = _behind(text)
    end = _end(head)
    if behind is None or not end or not names.no_seam(end, behind.front):
        return None
    return head + behind.key, behind.status, head + behind.rest


@lru_cache(maxsize=1 << 14)
def _end(head: str) -> str:
    """Return the letters of a unit's name that touch what follows, "" when it holds a token itself."""
    return head[-names.SEAM :] if names.bare(head) else ""


@lru_cache(maxsize=1 << 17)
def _behind(text: str) -> _Behind | None:
    """Take apart what stands behind any unit; None where a unit's name before it would make a difference."""
    if not _CALM.fullmatch(text):
        return None
    folded = fold(text)
    if simplify(folded) != folded:
        return None
    plain = names.plain(text)
    left, status = names.without_status(plain)
    if any(names.without_status(f"{_UNIT}{gap}{plain}") != (f"{_UNIT}{gap}{left}", status) for gap in ("", " ")):
        return None
    bare = names.without_gaps(left)
    rest, marks = names.known(bare)
    return _Behind(names.key_of(rest, marks), status, rest, bare[: names.SEAM]) if bare else None


@cache
def _words_fit() -> bool:
    """Return whether no word of the definitions could begin in a unit's name and end behind it."""
    endings = not any(letter in word for word in grammar().endings for letter in _ENDS)
    return endings and not any(_LINE.findall(f"{key(word)}某")[0][0] for word in words().placeholders)
