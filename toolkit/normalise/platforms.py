"""The platform of a group: ticked in a printed list, chosen from a drop-down, or typed in words.

QQ 群 □　微信群 ☑ (box after) → 微信群      微信 · wechat · 微信群3 → 微信群
□微信 ☑其他 QQ群 (box before) → QQ群       ☑其他 易班 → 其他, and 易班 beside it
□微信 □微博 □其他____         → none-ticked  ☑其他____ → 其他, unnamed-other
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.normalise.text import LONGEST_ANSWER, is_placeholder, key
from toolkit.normalise.ticks import has_marks, marked, read_choices
from toolkit.normalise.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.normalise.ticks import Box
    from toolkit.normalise.words import Words


class PlatformReading(NamedTuple):
    """Canonical platforms in the order of the text, what stands behind 其他, and a fault or ""."""

    platforms: tuple[str, ...]
    other: str = ""
    fault: str = ""


_OTHER = re.compile("其[他它](?:群聊方式|平台|类型)?")
_OTHERS = re.compile(rf"^(?:{_OTHER.pattern}[ _:\-—.。,;、()]*)+")
_BETWEEN = re.compile(r"[\s,;、/|+&。]+|和|及|或|与")
_SHEDDING = " _:-—.。,;、()\t"
_GROUP = frozenset("群组聊号和与及或")
_LEAD = re.compile(r"\s*[☑□√]")
_NUMBERED = re.compile(r"[\d一二三四五六七八九十]+$")


def read_platform(text: str, box: Box = "before") -> PlatformReading:
    """Read a platform cell; `box` tells where the form prints its boxes, and matters to printed lists only.

    Faults: `none-ticked`, `unnamed-other`.
    """
    line = marked(text)
    if is_placeholder(line):
        return PlatformReading(())
    if not has_marks(line):
        return _typed(line)
    head, other = _part_other(line, box)
    ticked = _unique(platform_of(name) for name in read_choices(head, _printed(), box))
    if not ticked and not other:
        return PlatformReading((), "", "none-ticked")
    unnamed = words().other_platform
    if unnamed not in ticked:
        return PlatformReading(ticked) if ticked else _typed(other)
    named = _typed(other)
    rest = tuple(name for name in ticked if name != unnamed)
    if not other:
        return PlatformReading(ticked, "", "unnamed-other")
    return PlatformReading(_unique((*rest, *named.platforms)), named.other)


def platform_of(word: str) -> str:
    """Return the canonical platform that `word` names exactly, "" when it names none."""
    bare = key(word) if len(word) <= LONGEST_ANSWER else ""
    return _by_key().get(bare) or _by_key().get(_NUMBERED.sub("", bare), "")


def platforms_in(text: str) -> tuple[str, ...]:
    """Return the canonical platforms that are named anywhere within a text: QQ群名称 names QQ群."""
    return _unique(platform_of(name) for name in _finder().findall(text))


def words_beside(text: str) -> str:
    """Return what was typed beside a platform's name, or in its place: 班主任用 of `QQ群（班主任用）`, 飞书."""
    if platform_of(text) or is_placeholder(text) or has_marks(marked(text)):
        return ""
    bare = _finder().sub("", key(text)).replace(key(words().other_platform), "")
    return "".join(letter for letter in bare if letter.isalpha() and letter not in _GROUP)


def _typed(line: str) -> PlatformReading:
    unnamed = words().other_platform
    if whole := platform_of(line):
        return PlatformReading((whole,), "", "unnamed-other" if whole == unnamed else "")
    line = _OTHERS.sub("", line).rstrip(_SHEDDING)
    exact = _unique(platform_of(piece) for piece in _BETWEEN.split(line))
    inside = exact or _unique(platform_of(name) for name in _finder().findall(line))
    return PlatformReading(inside) if inside else PlatformReading((unnamed,), line, "" if line else "unnamed-other")


def _part_other(line: str, box: Box) -> tuple[str, str]:
    """Take out what was written behind 其他, so that it is not taken for a printed option."""
    found = _OTHER.search(line)
    if not found:
        return line, ""
    end = found.end()
    if box == "after" and (mark := _LEAD.match(line, end)):
        end = mark.end()
    following = re.search("[☑□√]", line[end:])
    stop = end + following.start() if following else len(line)
    return line[:end] + line[stop:], line[end:stop].strip(_SHEDDING)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))


def _by_key() -> dict[str, str]:
    return _keys_of(words())


@cache
def _keys_of(spoken: Words) -> dict[str, str]:
    found = {key(alias): name for name, aliases in spoken.platforms.items() for alias in (name, *aliases)}
    return found | {key(other): spoken.other_platform for other in (spoken.other_platform, "其它")}


def _printed() -> tuple[str, ...]:
    return _printed_of(words())


@cache
def _printed_of(spoken: Words) -> tuple[str, ...]:
    """Every name a list may print; short Latin ones (wx) only count when they stand alone."""
    names = (name for canonical, aliases in spoken.platforms.items() for name in (canonical, *aliases))
    return (*(name for name in names if not name.isascii() or name == "QQ"), spoken.other_platform, "其它")


def _finder() -> re.Pattern[str]:
    return _finder_of(words())


@cache
def _finder_of(spoken: Words) -> re.Pattern[str]:
    printed = (name for name in _printed_of(spoken) if not _OTHER.fullmatch(name))
    return re.compile("|".join(map(re.escape, sorted(printed, key=len, reverse=True))), re.IGNORECASE)
