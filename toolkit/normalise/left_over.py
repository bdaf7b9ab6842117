"""What was typed into a cell beside the answer that was read from it: told, never dropped.

2024-08-20（补登）         补登                  张三，电话同上        同上
是（2020年制定）           制定                  13900000001 值班     值班

Words that belong to the answer (年月日, 电话, 共…人) are none. What could not be read is told as a whole, elsewhere.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from toolkit.normalise.persons import HAN
from toolkit.normalise.phones import EMAIL
from toolkit.normalise.text import fold, is_placeholder, key, simplify
from toolkit.normalise.ticks import marked
from toolkit.normalise.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DOTS = re.compile(f"(?<=[{HAN}])[·•‧・∙.](?=[{HAN}])")
_EMAIL = re.compile(EMAIL)
_LETTERS = re.compile("[A-Za-z\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]+")
_OF_DATES = frozenset(
    "年月日号时分秒上下午中晚早凌晨星期周礼拜一二三四五六七八九十〇零○壹贰叁肆伍陆柒捌玖拾"
    "天约拟已预计划建立创成始开通于自从起启用群组聊注册解散备案填报变更份初底末旬度半期间T"
)
_PLAIN_DATE = re.compile(r"[\d年月日./\s:-]*")
_SIGNING = re.compile(r"(?:负责人|单位|部门|领导|同意|意见|签字|签章|盖章|加盖|公章|签名|党组织|书记|日期|时间)+")
_OF_COUNTS = frozenset(
    "共合总计现有目前已实全体在群内人数成员名位个约大概左右上下多余几以含学生教师老职工本科研究粉丝用户关注万千百十"
)
_OF_YES_NO = frozenset("是否有无已未不在用建停勾选打填")
_OF_PEOPLE = re.compile(
    "等|同志|老师|先生|女士|同学|和|与|及|以及|或|转|分机|号码|号|微信|同号|手机同|专用|为|是|的|系|由|兼|担任|任"
)


def beside_date(text: str) -> str:
    """Return the words of a date's cell that say nothing about the date."""
    if _PLAIN_DATE.fullmatch(text):
        return ""
    return "".join(letter for letter in _letters(text) if letter not in _OF_DATES)


def beside_signature(text: str) -> str:
    """Return the words beside the date of an opinion, without those that a form prints there."""
    return beside_date(_SIGNING.sub("", fold(text)))


def beside_count(text: str) -> str:
    """Return the words of a count's cell that say nothing about how many."""
    return "" if text.isdigit() else "".join(letter for letter in _letters(text) if letter not in _OF_COUNTS)


def beside_yes_no(text: str) -> str:
    """Return what was typed beside 是 or 否, with a box or without."""
    line = marked(text)
    bare = key(line)
    if bare in _said():
        return ""
    for word in sorted(_said(), key=len, reverse=True):
        bare = bare.replace(word, " ") if len(word) > 1 else bare
    return "".join(letter for letter in _letters(bare) if letter not in _OF_YES_NO)


def beside_people(cells: Iterable[str], people: Sequence[str]) -> str:
    """Return the words of the cells of people that went into none of their answers.

    Args:
        cells: as typed, one a part.
        people: all that was read: names, posts, numbers, addresses.
    """
    typed = fold("\n".join(text for text in cells if not is_placeholder(text)))
    plain = typed
    for piece in people:
        plain = plain.replace(piece, " ") if piece else plain
    if not _LETTERS.search(plain):  # the commonest cells: what was read is all that stands there
        return ""
    line = simplify(_EMAIL.sub(" ", typed))
    left = "".join(line.split())
    left = _DOTS.sub("", left)
    for told in sorted(people, key=len, reverse=True):
        for piece in re.split("[/、]", told):
            bare = _DOTS.sub("", "".join(simplify(fold(piece)).split()))
            left = left.replace(bare, " ") if bare else left
    left = "".join(_LETTERS.findall(_OF_PEOPLE.sub(" ", _labels().sub(" ", left))))
    return "" if {told[:1] for told in people}.issuperset(left) else left  # 李13900000044: whose number it is


def _letters(text: str) -> str:
    return "".join(_LETTERS.findall(simplify(fold(text))))


@cache
def _said() -> frozenset[str]:
    pairs = (word for pair in words().choices for word in pair)
    return frozenset(key(marked(word)) for word in (*words().yes, *words().no, *pairs)) - {""}


@cache
def _labels() -> re.Pattern[str]:
    told = words()
    labels = {key(word) for word in (*told.person_labels, *told.owner_roles, *told.admin_roles)}
    return re.compile("|".join(map(re.escape, sorted(labels, key=len, reverse=True))), re.IGNORECASE)
