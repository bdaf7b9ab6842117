"""What people put around a label that is no part of it: a number, a sign, 必填, a hint, words about signing.

*1.群名称（必填） · 【群名称】 · 一、群名称： · ■群名称 · 群名称（如：教务处通知群） · 群名称（签字、盖章）     群名称
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.intake.layouts.page_words import page_words

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBERING = re.compile(
    r"(?:\(?[\da-z一二三四五六七八九十]{1,3}\)|[\d一二三四五六七八九十]{1,3}[、,，.．\-—)]|[①-⑳]"
    r"|(?:第\d{1,2}[项题栏列]|(?:问题|[问项题栏列])\d{1,2}|[a-z]?\d{1,2}|[a-z])(?=[\u4e00-\u9fff(\[]))"
)
HINT = re.compile(r"[(（\[【［〔][^()（）\[\]【】［］〔〕]*[)）\]】］〕]")
BRACKET = re.compile(r"\([^()]*\)$|\[[^\[\]]*\]$")
ENCLOSED = re.compile(r"\([^()]+\)|\[[^\[\]]+\]")
REQUIRED = re.compile(
    r"(?:\(?(?:必填项?|选填项?|必选|单选|多选|可不填|可选)\)?|\((?:人|名|个|年月|年月日)\)|/(?:人|名|个))$"
)
_SIGN = r"[^\w\s“”‘’\"'《》「」()\[\]（）［］【】〔〕｛｝、，。；！？,;!?&+/]"
"""Neither a letter nor a bracket, nor what stands between words or ends a sentence: ■, →, -, ……

Nor a quotation mark: a guide speaks of “群名称”, nobody heads a column so."""
SIGNS = re.compile(rf"(?:{_SIGN}|\s)+")
_ENDS = re.compile(rf"^(?:{_SIGN}|[、,，\s])+|(?:{_SIGN}|\s)+$")
_DECORATION = re.compile(
    rf"[(（\[【［〔]|必填|选填|必选|单选|多选|^\s*(?:{_SIGN}|[①-⑳⑴-⒇]|[\d一二三四五六七八九十]{{1,3}}\s*[、.．,，)）\-—]"
    rf"|[A-Za-z][、.．)）]|[QqTt]\d{{1,3}}[、.．:：]|(?:第|问题|[问项题栏列])\d{{1,2}})|{_SIGN}\s*$"
)


def is_decorated(text: str) -> bool:
    """Whether a text has anything around it that may be no part of a label."""
    return _DECORATION.search(text) is not None


def plainer(label: str) -> Iterator[str]:
    """Yield a folded label without signs, numbering, signing words, 必填 and a bracket around it or at its end."""
    plain = stripped(label)
    yield plain
    unsigned = page_words().signature.sub("", plain)
    yield unsigned
    yield BRACKET.sub("", unsigned)
    yield BRACKET.sub("", plain)
    inside = HINT.sub("", plain)
    if inside != plain:
        yield inside
        yield REQUIRED.sub("", inside)


def stripped(label: str) -> str:
    """Return a folded label without what stands around it, however many times: ②[群名称](必填) is 群名称."""
    while True:
        plain = label[1:-1] if ENCLOSED.fullmatch(label) else label
        plain = _ENDS.sub("", plain)
        plain = REQUIRED.sub("", NUMBERING.sub("", plain, count=1) if NUMBERING.match(plain) else plain)
        if plain == label:
            return plain
        label = plain
