"""A unit's name as the name of a file: one that every file system takes."""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORBIDDEN = re.compile(r"""[/\\:*?"<>|\x00-\x1f\x7f]""")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)
_UNSEEN = frozenset({"Cf", "Cs", "Co", "Cn"})
_LONGEST = 60
"""Letters of a name: three bytes each in UTF-8, and 255 bytes are what file systems take."""


def safe_names(names: Iterable[str]) -> list[str]:
    """Return for each name one that every file system takes, no two alike, in the same order.

    What separates folders or is forbidden on Windows becomes `_`; leading dots, device names (CON, NUL …) and lengths
    that no file system takes are dealt with; names alike but for case or width of letters get a number.
    """
    found: list[str] = []
    taken: set[str] = set()
    for name in names:
        plain = _safe(name)
        numbered = (plain if number == 1 else f"{plain}（{number}）" for number in itertools.count(1))
        chosen = next(entry for entry in numbered if entry.casefold() not in taken)
        taken.add(chosen.casefold())
        found.append(chosen)
    return found


def _safe(name: str) -> str:
    kept = (letter for letter in unicodedata.normalize("NFC", name) if unicodedata.category(letter) not in _UNSEEN)
    plain = _FORBIDDEN.sub("_", "".join(kept)).strip(" .")[:_LONGEST].strip(" .")
    plain = plain if plain.strip("_") else f"_{plain}"
    return f"_{plain}" if _DEVICE.fullmatch(plain.partition(".")[0].strip()) else plain
