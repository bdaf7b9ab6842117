"""Who is named in a run of letters: a family name with a given name, a post, or both together.

张三 → 张三          张三主任 · 主任张三 → 张三, 主任     宣传部部长 → a post, and nobody
宣传部张三 → 张三, 宣传部            党办 beside a name → what the name belongs to (`is_office`)
张  三 → 张三        阿不都•买买提 → 阿不都·买买提        办公室 → kept as a name; a rule says it is none
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from toolkit.normalise.text import key
from toolkit.normalise.words import words

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af\ue000-\uf8ff"  # rare characters may sit in private use
_DOT = re.compile(rf"(?<=[{HAN}])\s*[·•‧・∙.]\s*(?=[{HAN}])")
_SPACED_OUT = re.compile(rf"(?<![{HAN}·])(?:[{HAN}] +[{HAN}](?: +[{HAN}])?|[{HAN}] +[{HAN}]{{2}})(?![{HAN}·])")
_PLAIN_LENGTHS = range(2, 4)
_NEVER_IN_NAMES = "部处院系室委办组队馆所"  # no given name ends so; 登科, 建社, 立中心 may
_ENDS_OF_POSTS = "长员师任记授席理监事工"
_LONGEST = 40
_FAMILIAR = "小老"


class Named(NamedTuple):
    """A name and a post; either may be ""."""

    name: str
    title: str


def is_post(text: str) -> bool:
    """Return whether a text may be the post of the person beside it, also one that no list has: 秘书长, 联络员."""
    return len(text) > 1 and text[-1] in _ENDS_OF_POSTS and not is_personal_name(text)


def join_spaced(text: str) -> str:
    """Join names spaced out to one width (张  三, 欧阳 娜娜) and give name dots one shape."""
    doubled = _double_surname().sub(r"\1", _DOT.sub("·", text))
    return _SPACED_OUT.sub(lambda found: found[0].replace(" ", ""), doubled)


def read_named(text: str) -> Named:
    """Tell name and post apart in a run of letters without spaces."""
    if len(text) > _LONGEST:
        return Named(text, "")
    if is_title(text):
        return Named("", text)
    if (found := _name_first().fullmatch(text)) and is_personal_name(found["name"]):
        return Named(found["name"], found["title"])
    if (found := _title_first().fullmatch(text)) and is_personal_name(found["name"]):
        return Named(found["name"], found["title"])
    if (found := _office_first().fullmatch(text)) and is_personal_name(found["name"]):
        return Named(found["name"], found["office"])
    return Named(text, "")


def is_office(text: str) -> bool:
    """Return whether a text that names nobody may be the office of the person beside it: 党办, 教务处, 计算机学院."""
    return not is_personal_name(text) and not is_title(text) and text[-1:] in _NEVER_IN_NAMES and len(text) > 1


def is_personal_name(text: str) -> bool:
    """Return whether `text` is shaped like a Chinese personal name: 张三, 欧阳娜娜, 阿不都·买买提, never 办公室."""
    if "·" in text:
        return all(re.fullmatch(rf"[{HAN}]+", part) for part in text.split("·"))
    if not re.fullmatch(rf"[{HAN}]{{2,4}}", text) or is_title(text):
        return False
    if text[:2] in words().double_surnames:
        return True
    if key(text[1:]) in _titles():  # 张主任, 李老师
        return False
    return text[0] in words().surnames and len(text) in _PLAIN_LENGTHS and text[-1] not in words().office_endings


def is_half_named(text: str) -> bool:
    """Return whether a family name with a word of address stands in place of a name: 王院长, 李老师, 小张."""
    if len(text) == _PLAIN_LENGTHS[0] and text[0] in _FAMILIAR:
        return text[1] in words().surnames
    return text[:1] in words().surnames and key(text[1:]) in _titles()


def may_be_half_named(text: str) -> bool:
    """Return whether a cell may hold such a name, or a post: all it takes away is the work on cells that cannot."""
    return _end_of_a_post().search(text) is not None


def is_title(text: str) -> bool:
    """Return whether a text is a post: one of the words, or an office and one (教务处处长); 张主任 stays a person."""
    if key(text) in _titles():
        return True
    found = _office_title().fullmatch(text)
    return bool(found and (found["office"][0].isdigit() or found["office"][-1] in words().office_endings))


@cache
def _titles() -> frozenset[str]:
    return frozenset(map(key, words().titles))


@cache
def _end_of_a_post() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted({title[-1] for title in words().titles}))}]|[{_FAMILIAR}]")


@cache
def _choice() -> str:
    return "|".join(map(re.escape, sorted(words().titles, key=len, reverse=True)))


@cache
def _office_title() -> re.Pattern[str]:
    return re.compile(rf"(?P<office>.{{2,}}?)(?:{_choice()})")


@cache
def _name_first() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>[{HAN}·]{{2,}}?)(?P<title>(?:{_choice()})+)")


@cache
def _title_first() -> re.Pattern[str]:
    return re.compile(rf"(?P<title>.*(?:{_choice()}))(?P<name>[{HAN}·]{{2,}})")


@cache
def _office_first() -> re.Pattern[str]:
    return re.compile(rf"(?P<office>[{HAN}]+[{_NEVER_IN_NAMES}])(?P<name>[{HAN}·]{{2,}}?)")


@cache
def _double_surname() -> re.Pattern[str]:
    return re.compile(rf"(?<![{HAN}·])({'|'.join(words().double_surnames)}) +(?=[{HAN}]{{1,2}}(?![{HAN}]))")
