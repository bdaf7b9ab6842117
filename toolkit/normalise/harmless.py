"""Most texts hold nothing that could be private: told by one pattern, before anything is looked for in them.

Whoever masks a register asks `harmless` first; the patterns of `private` and `masking` then see the few texts that are
left. It says yes only to what all of them leave as it is, letter for letter.
"""

from __future__ import annotations

import re
from itertools import pairwise

_SIGNS = r" !-\"$-,./:-?A-~\n　、。〇《》【】“”‘’（），：；？！—…·›"
_NEVER, _BESIDE_DIGITS = "址", "生路街道巷弄村"
"""What an address, a date of birth or a house number is known by (`private`)."""

_FEW = 6
"""Fewer digits and hyphens than make a telephone number, wherever they stand."""


def _without(letters: str) -> str:
    """Return a set of a pattern: the Chinese characters and signs that need no second look, but for `letters`."""
    ends = [0x4E00 - 1, *sorted(map(ord, letters)), 0x9FFF + 1]
    spans = (f"{chr(after + 1)}-{chr(before - 1)}" for after, before in pairwise(ends))
    return f"[{''.join(spans)}{_SIGNS}]"


_WORDS = _without(_NEVER)
_QUIET = _without(_NEVER + _BESIDE_DIGITS)
_HARMLESS = re.compile(f"{_WORDS}*|(?:{_QUIET}*[0-9-]){{0,{_FEW}}}{_QUIET}*")
_NUMBER_ALONE = re.compile("[1-9][0-9]{0,9}|[A-HJKMNP-Z]{2,8}-(?:19|20)[0-9]{2}-[0-9]{1,6}")  # no O, I, L: 0 and 1
_NUMERALS = "〇零○洞幺一二两三四五六七拐八九勾壹贰叁肆伍陆柒捌玖"
_SPELT_OUT = re.compile(
    r"[(\[{<（【] *(?:at|艾特) *[)\]}>）】]| at |[-_]at[-_]|艾特|[1Il|][3-9][0-9OoQDIl|ZSB]{9}"
    r"|内线|短号|分机|小号|虚拟网"
    rf"|[{_NUMERALS}](?:[ ,，、.-]?[{_NUMERALS}0-9]){{6}}",
    re.IGNORECASE,
)
"""An address with a word for its @, a number in words (`spelt`), a number within the house: few signs or digits."""


def harmless(text: str) -> bool:
    """Tell whether a text surely holds no telephone, e-mail, identity number, home address or date of birth."""
    return _HARMLESS.fullmatch(text) is not None and _SPELT_OUT.search(text) is None


def may_be_a_group(text: str) -> bool:
    """Tell whether a text is one number that free text keeps: too short for a mobile or a card, no 0 of an area code.

    So is a filing number as offices give it (JSUT-2026-00012).

    Under a label of telephones it may be one all the same.
    """
    return _NUMBER_ALONE.fullmatch(text) is not None
