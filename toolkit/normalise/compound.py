r"""Two answers in one cell, taken apart; what stands on each side is read by that side's own reader.

群名及群号        计算机学院工作群（123456789） · 计科1班：123456789 · 名\n号
群类别与功能      微信群，用于日常工作通知
人员规模与范围    约50人，全体教职工
群主、管理员      群主：张三；管理员：李四、王五
粉丝数/群人数     1200 (of an account its followers, of a group its members)
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.normalise.numerals import LETTERS
from toolkit.normalise.platforms import platform_of
from toolkit.normalise.text import LONGEST_CELL, clean, fold, is_placeholder, key
from toolkit.normalise.ticks import has_marks, marked
from toolkit.normalise.words import words

if TYPE_CHECKING:
    from toolkit.normalise.words import Words


class Parted(NamedTuple):
    """The two answers in the order of the column's label, and a fault or ""."""

    first: str
    second: str
    fault: str = ""


_DIGITS = r"[0-9０-９]"
_NUMBER = (
    rf"(?<![0-9０-９A-PR-Za-pr-z]){_DIGITS}(?:[ -]?{_DIGITS}){{4,10}}(?:\.0)?(?![0-9０-９])(?![级届班年月日栋楼室期人])"
)
_SCIENTIFIC = r"\d(?:\.\d+)?[Ee]\+?\d{1,2}(?!\w)"
_ACCOUNT = r"(?:wxid|gh)_[A-Za-z0-9_-]+"
_LABEL = r"(?:(?:QQ|微信|钉钉)?群?(?:号码?|账号|帐号|ID)|QQ群?)\s*(?:为|是)?\s*[:：]?\s*"
_OPEN, _SHUT = r"[(（\[【〔<《]", r"[)）\]】〕>》]"
_TOLD = re.compile(rf"{_OPEN}?\s*(?:{_LABEL})?(?P<number>{_NUMBER}|{_SCIENTIFIC}|{_ACCOUNT})\s*{_SHUT}?", re.IGNORECASE)
_FULL_LENGTH = 9  # today's numbers have nine digits and more; shorter ones must be set apart from the name
_NONE_TOLD = re.compile(
    rf"(?P<name>.+?)(?:\s*[:：\n]\s*|\s*(?P<bracket>{_OPEN})\s*)(?:{_LABEL})?(?P<none>[^:：\n()（）]+?)\s*{_SHUT}?$"
)
_NAME_LABEL = re.compile(r"^(?:群名称?|群全称|名称)\s*[:：]\s*")
_LOOSE_ENDS = " \t\n:：,，、;；/-—|"
_LIST = re.compile(r"[,;、。\n]+")
_BETWEEN_PEOPLE = re.compile(r"[\n、,;/]+|(?<=\d)\s+(?=[\u4e00-\u9fff])")
_PURPOSE_LABEL = re.compile(r"^(?:主要)?(?:功能|用途|目的)(?:及用途|与用途)?\s*:\s*")
_COUNT = re.compile(
    rf"(?:约有?|大约|大概|近|共计?|现有|超过?|至少|不少于)?\s*(?:\d{{1,6}}\s?人?\s?[-~–—至到]\s?)?(?:\d[\d,]*(?:\.\d+)?[百千万]?|[{LETTERS}]+)\s*(?:余|多|\+)?\s*(?:个人|人|名|位)"
    r"\s*(?:左右|上下|以上|以内|\+)?"
)
_FOLLOWERS, _MEMBERS, _GROUP = re.compile(r"(?:粉丝|关注)(?:数|量|人数)?"), re.compile("群|成员"), "群"
_ONLY_COUNT = re.compile(r"(?:约|近)?\d+\+?(?:左右|上下)?")


def split_name_number(text: str) -> Parted:
    """Part a group's name from its number or numbers; 1班, 2018级 and （北京） stay with the name.

    The second answer is for `toolkit.normalise.numbers.read_numbers`; several numbers stand on lines of their own.
    """
    line = clean(text)
    found = [hit for hit in _TOLD.finditer(line) if not _is_class(line, hit)]
    if not found:
        told = _NONE_TOLD.fullmatch(line)
        named = told and told["bracket"] and platform_of(told["none"])  # a name may well end in （微信群）
        if told and not named and _says_none(told["none"]):
            return Parted(_name(told["name"]), told["none"].strip())
        return Parted(_name(line), "")
    name = line
    for hit in reversed(found):
        name = f"{name[: hit.start()]} {name[hit.end() :]}"
    return Parted(_name(name), "\n".join(hit["number"] for hit in found))


def split_platform_purpose(text: str) -> Parted:
    """Part the platform from what the group is for: 微信群，用于通知; without a platform in front all is purpose."""
    line = clean(text)
    if has_marks(marked(line)):
        ticked, *purpose = re.split(r"\n|(?=(?:主要)?(?:功能|用途)\s*[:：])", line, maxsplit=1)
        return Parted(ticked.strip(_LOOSE_ENDS), _PURPOSE_LABEL.sub("", fold("".join(purpose))))
    line = fold(line)
    if found := re.match(
        rf"(?:类别\s*:\s*)?(?P<platform>{_platform_words()})(?!\w)|(?P<glued>{_platform_words()})(?=用于|用途|功能)",
        line,
        re.IGNORECASE,
    ):
        return Parted(
            found["platform"] or found["glued"], _PURPOSE_LABEL.sub("", line[found.end() :].strip(_LOOSE_ENDS))
        )
    inside = {platform_of(name) for name in re.findall(_platform_words(), line, re.IGNORECASE)}
    return Parted(inside.pop() if len(inside) == 1 else "", line)


def split_count_scope(text: str) -> Parted:
    """Part how many from who: 约50人，全体教职工; counts of several kinds of people are left to a person."""
    line = fold(text)
    found = _COUNT.findall(line) if len(line) <= LONGEST_CELL else []
    if len(found) > 1:
        return Parted(line, line)
    if found:
        rest = re.sub(r"\(\s*\)", " ", line.replace(found[0], " ", 1))
        return Parted(found[0].strip(), rest.strip(_LOOSE_ENDS))
    pieces = [piece.strip() for piece in _LIST.split(line) if piece.strip()]
    figures = [piece for piece in pieces if _ONLY_COUNT.fullmatch(piece)]
    if len(figures) != 1:
        return Parted("", line)
    return Parted(figures[0], "、".join(piece for piece in pieces if piece != figures[0]))


def split_followers_members(text: str, platform: str) -> Parted:
    """Tell whether a figure counts followers or members: by its own word, else by what the platform is.

    粉丝数/群人数 is one column for accounts and groups: an account has followers, a group members.
    """
    line, named = fold(text), platform_of(platform) or platform
    if _FOLLOWERS.search(line) or (named and _GROUP not in named and _MEMBERS.search(line) is None):
        return Parted(_FOLLOWERS.sub("", line).strip(_LOOSE_ENDS), "")
    return Parted("", line)


def split_owner_admins(text: str) -> Parted:
    """Part the owner from the administrators by the roles written beside their names.

    Without roles the first name is the owner's, as the column's label has it; fault `unmarked-roles` when there are
    more names than one.
    """
    line = fold(text)
    if len(line) > LONGEST_CELL:
        return Parted(line, "")
    told = _roles_behind(line) or _roles_ahead(line)
    if told:
        owner, admins = ("\n".join(who for role, who in told if who and role == side) for side in ("owner", "admins"))
        return Parted(owner, admins)
    names = [piece.strip() for piece in _BETWEEN_PEOPLE.split(line) if piece.strip()]
    if len([piece for piece in names if re.search(r"[^\W\d_]", piece)]) <= 1:
        return Parted(line, "")
    return Parted(names[0], "\n".join(names[1:]), "unmarked-roles")


def _roles_behind(line: str) -> list[tuple[str, str]]:
    """张三（群主）、李四（管理员）13900000002."""
    pattern = rf"(?P<who>[^()]+?)\(\s*(?P<role>{_roles()})\s*\)(?P<more>[^、,;\n]*)"
    return [
        (_side(found["role"]), f"{found['who'].strip(_LOOSE_ENDS)} {found['more'].strip()}".strip())
        for found in re.finditer(pattern, line, re.IGNORECASE)
    ]


def _roles_ahead(line: str) -> list[tuple[str, str]]:
    """群主：张三；管理员：李四、王五 (and 群主、管理员：张三, who is both; and 张三，管理员：李四)."""
    roles = list(re.finditer(_roles(), line))
    if not roles:
        return []
    ends = [*(found.start() for found in roles[1:]), len(line)]
    told: list[tuple[str, str]] = []
    who = ""
    for found, end in reversed(list(zip(roles, ends, strict=True))):
        who = line[found.end() : end].strip(_LOOSE_ENDS + "()和及兼") or who
        told.insert(0, (_side(found[0]), who))
    ahead = line[: roles[0].start()].strip(_LOOSE_ENDS)
    return [("owner", ahead), *told] if ahead else told


def _name(text: str) -> str:
    """Return what is left of a name when its number is gone, without the brackets and labels left empty."""
    bare = re.sub(rf"{_OPEN}\s*{_SHUT}", " ", clean(text))
    tidy = re.sub(r"\s+(?=[、,，;；])", "", bare.strip(_LOOSE_ENDS))
    return clean(_NAME_LABEL.sub("", tidy).replace("\n", " "))


def _is_class(line: str, hit: re.Match[str]) -> bool:
    """Tell digits that go on from the name (计科20180101) from a number that is set apart or has its full length."""
    touching = hit.start() > 0 and hit[0][0].isdigit() and "\u4e00" <= line[hit.start() - 1] <= "\u9fff"
    return touching and len(re.sub(r"\D", "", hit["number"])) < _FULL_LENGTH


def _says_none(text: str) -> bool:
    return is_placeholder(text) or key(text) in _absent()


def _side(role: str) -> str:
    return "owner" if key(role) in set(map(key, words().owner_roles)) else "admins"


@cache
def _roles() -> str:
    return "|".join(sorted((*words().owner_roles, *words().admin_roles), key=len, reverse=True))


@cache
def _absent() -> frozenset[str]:
    return frozenset(map(key, words().no_number))


def _platform_words() -> str:
    return _platforms_of(words())


@cache
def _platforms_of(spoken: Words) -> str:
    names = (name for canonical, aliases in spoken.platforms.items() for name in (canonical, *aliases))
    return "|".join(map(re.escape, sorted((name for name in names if len(name) > 1), key=len, reverse=True)))
