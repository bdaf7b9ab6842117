"""The one masker: what a person reads, on whatever it is written, has no whole telephone, address or identity number.

    张三 139 0000 0001        →  张三 139****0001
    座机（0557）2340001       →  座机（0557-****001
    zhang ＠ example.com      →  z****＠ example.com
    500101-19900307-1004      →  ****

Workbook, page, outcome.json, reminders, screen, logs and names of files all go through `masked` (free text) or
`masked_in` (what stands in a field). A text without anything to hide comes back letter for letter; in one that has,
only the number is replaced. A number without an area code may be a group and stays, unless a word in front of it says
what it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.model.formats import READ
from toolkit.normalise.digits import HIDDEN, numbers_in, only_group_numbers
from toolkit.normalise.harmless import harmless, may_be_a_group
from toolkit.normalise.spelt import spelt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.normalise.spelt import Spelt

_SPELT_AT = r"[(\[{<] *(?:at|@|艾特) *[)\]}>]|(?<=[A-Za-z0-9]) {1,4}at {1,4}(?=[A-Za-z0-9])|[-_]at[-_]|艾特|#"
_AT = re.compile(rf"(?:(?P<sign>@)|{_SPELT_AT})[ \n]{{0,8}}", re.IGNORECASE)
_DOT = r"[ \n]{0,8}(?:\.|[(\[{<] *(?:dot|点) *[)\]}>]|(?<=[A-Za-z0-9]) {1,4}dot {1,4}|点)[ \n]{0,8}"
_LABEL = r"[A-Za-z0-9\u4e00-\u9fff-]+"
_DOMAIN = re.compile(rf"{_LABEL}(?:{_DOT}{_LABEL})+", re.IGNORECASE)
_PLAIN_DOMAIN = re.compile(rf"[A-Za-z0-9-]+(?:{_DOT}[A-Za-z0-9-]+)+", re.IGNORECASE)
_HOST = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_NAME = r"[A-Za-z0-9._%+'*~-]"
_LOCAL = re.compile(rf"(?:\"[^\"\n]{{1,64}}\"|{_NAME}{{1,64}}(?:\n *{_NAME}{{1,64}})?)\Z")
_LOCAL_NAME = re.compile(r"[\u4e00-\u9fff]{1,4}\Z")
_OTHERS = (".doc", ".pdf", ".zip", ".rar", ".7z", ".png", ".jpg", ".jpeg", ".html", ".json")
_ENDING = re.compile(rf"(?:{'|'.join(map(re.escape, (*READ, *_OTHERS)))})\Z", re.IGNORECASE)
_GROUP_NUMBER = re.compile(r"[1-9]\d*")
_BEFORE = 160
_ALNUM = re.compile(r"[^\W_]")
_GAP = r"(?:(?![群qQ微信博])[^\d]){0,8}"
"""What may stand between a word and the telephone number it speaks of: a name, a mark; not the word of a group."""

_SAID = re.compile(
    rf"(?:(?:电话|座机|宅电|家电|手机|传真|联系方式|热线|\btel|\bphone|\bmobile)(?:号码?)?{_GAP}"
    r"(?P<number>(?!(?:19|20)\d\d-\d\d-\d\d(?!\d))\d[\d -]{5,10}\d)(?!\d)"
    rf"|(?:分机|内线|短号|小号|虚拟网)(?:号码?)?{_GAP}(?P<inner>\d{{3,8}})(?!\d)"
    rf"|(?:联系人|联络人|负责人|值班|总机|咨询|报修|办公室|接待|家里|家中){_GAP}"
    r"(?P<line>(?!(?:19|20)\d\d)[2-8]\d{2,3}[ -]?\d{4})(?!\d)"
    r"|(?:[\u4e00-\u9fff](?:老师|主任|书记|院长|处长|科长|部长|校长|先生|女士|同学)[ :]{0,2}|[☎☏✆📞📱][ :]{0,2})"
    r"(?P<person>[2-8]\d{6,7})(?!\d)"
    r"|(?:身份证|证件|护照|通行证|银行卡|卡)(?:号码?)?[ :.\n]{0,8}"
    r"(?P<paper>[a-z]{1,2}\d{6} ?\(?[\da](?:\)|(?![\da-z]))|[a-z]{0,2}\d[\d -]{5,21}[\dx](?![\da-z])))"
    r"|(?:军官证|士兵证|警官证|学生证)[^\d\n]{0,8}(?P<card>\d{6,12})(?!\d)"
    r"|(?<![a-z\d])(?P<passport>[eg](?!(?:19|20)\d\d)\d{8}|e[a-z]\d{7})(?!\d)",
    re.IGNORECASE | re.ASCII,
)
"""Numbers that are told by the word in front of them, and passports."""
_FOREIGN = re.compile(
    r"(?<![\d+])(?:"
    r"(?:\+|00)(?:852[ -]{0,2}[2-9]\d{3}|853[ -]{0,2}[268]\d{3}|886[ -]{0,2}0?[2-9]\d{0,2}[ -]{0,2}\d{2,3})"
    r"[ -]{0,2}\d{3,4}"
    r"|\+[1-9]\d{9,14}"
    r"|(?:\+|00)[1-9]\d{0,2}[ -]{1,2}(?:\(?\d{1,5}\)?[ -]){0,4}\d{3,10})(?!\d)"
)
"""Telephones abroad and in Hong Kong, Macau and Taiwan: a sign, the number of the country, gaps as one writes them."""
_FOREIGN_DIGITS = range(8, 16)
_AND_ANOTHER = re.compile(r" ?(?:[/、,;|]|或|和|及)[ \n]?(?P<other>[2-8]\d{2,3}[ -]?\d{4})(?!\d)")
"""A second landline beside a telephone: 0519-86958888/86950036."""
_SIGN = r"(?:[^\w\s*]{1,3}|&nbsp;|</?[a-z]{1,6} ?/?>|空格?|横?杠|横线?|减号?|一)"
"""What parts a number that its lengths give away: signs of any kind, or a word for one."""
_PARTED = re.compile(
    rf"(?<!\d)(?P<first>1[3-9]\d){_SIGN}\d{{4}}{_SIGN}(?P<last>\d{{4}})(?!\d)"
    r"|(?<!\d)(?<!群号)(?<!群号[ :])(?<!qq)(?<!qq[ :])(?=1[3-9][\d \n、]{10}(?!\d))(?P<start>1[3-9]\d)"
    r"(?:\d{5}[ \n、]\d{3}|\d{6}[ \n、]\d{2}|\d{7}[ \n、]\d)(?![\d人名个位])"
    r"|(?<!\d)[(\[{<〔【“](?P<within>1[3-9]\d)[)\]}>〕】”]\d{4}(?P<tail>\d{4})(?!\d)"
    r"|(?<!\d)(?<!\d[.,])(?P<big>1[3-9],\d{3},\d{3},\d{3})(?![\d,])"
    r"|(?<!\d)(?P<power>1\.[3-9]\d{6,9}e\+?0{0,2}10)(?!\d)"
    rf"|(?<!\d)(?P<paper>[1-8]\d{{5}}{_SIGN}(?:19|20)\d{{6}}{_SIGN}\d{{3}}[\dx])(?![\da-z])",
    re.IGNORECASE,
)
"""Mobiles and identity numbers that nobody would write so, but programs and scanners do: 13,900,000,001 · 1.39…E+10."""
_PAPERS = ("paper", "card", "passport")


@lru_cache(maxsize=1 << 16)
def masked(text: str) -> str:
    """Return a text with telephones, e-mail addresses and identity numbers masked, however they are spelt."""
    if harmless(text) or may_be_a_group(text):
        return text
    letters = spelt(text)
    return _replaced(text, letters, [*_mails(_lines(letters.letters)), *_numbers(letters.letters)])


@lru_cache(maxsize=1 << 16)
def without_identity_numbers(text: str) -> str:
    """Return a text with `****` for identity and card numbers; telephones stay: for a unit's own papers."""
    if harmless(text) or may_be_a_group(text):
        return text
    letters = spelt(text)
    found = [(one.start, one.end, one.shown) for one in numbers_in(letters.letters) if one.identity]
    found += [(*said.span(kind), HIDDEN) for said in _SAID.finditer(letters.letters) for kind in _PAPERS if said[kind]]
    found += [(*one.span(), HIDDEN) for one in _PARTED.finditer(letters.letters) if one["paper"]]
    return _replaced(text, letters, found)


def masked_number(text: str) -> str:
    """Return what was typed as the number of a group: one run of digits is that, all else is masked.

    Of eleven digits that are a mobile too the words beside them tell: 群号139… is a group, 张三139… is not.
    """
    if harmless(text) or may_be_a_group(text):
        return text
    letters = spelt(text)
    found = [
        (one.start, one.end, one.shown)
        for one in numbers_in(letters.letters)
        if one.identity
        or not _GROUP_NUMBER.fullmatch(letters.letters, one.start, one.end)
        or not only_group_numbers(letters.letters)
    ]
    return _replaced(text, letters, [*_mails(_lines(letters.letters)), *found])


def _lines(letters: str) -> str:
    """Return the letters with the breaks of lines that were written as 、 on the way."""
    return letters.replace("、", "\n")


def _replaced(text: str, letters: Spelt, found: list[tuple[int, int, str]]) -> str:
    """Put in place of what was found what is shown for it, from behind; of what overlaps the rest."""
    kept: list[tuple[int, int, str]] = []
    reached = 0
    for start, end, shown in sorted(found, key=lambda one: one[0]):
        first = start if start >= reached else _next(letters.letters, reached)
        if first < end:
            kept.append((first, end, shown))
            reached = end
    for start, end, shown in reversed(kept):
        first, last = letters.span(start, end)
        text = text[:first] + shown + text[last:]
    return text


def _next(letters: str, place: int) -> int:
    """Return where from a place on the next letter or digit stands."""
    found = _ALNUM.search(letters, place)
    return found.start() if found else len(letters)


def _numbers(letters: str) -> Iterator[tuple[int, int, str]]:
    """Yield the numbers of people, and the landlines that follow one of their telephones."""
    found = list(_said_or_seen(letters))
    yield from found
    for _, end, _ in found:
        another = _AND_ANOTHER.match(letters, end)
        while another:
            yield (*another.span("other"), HIDDEN)
            another = _AND_ANOTHER.match(letters, another.end())


def _said_or_seen(letters: str) -> Iterator[tuple[int, int, str]]:
    for one in numbers_in(letters):
        yield one.start, one.end, one.shown
    for said in _SAID.finditer(letters):
        yield (*said.span(said.lastgroup or 0), HIDDEN)
    for parted in _PARTED.finditer(letters):
        first, last = parted["first"] or parted["within"], parted["last"] or parted["tail"]
        yield (*parted.span(), f"{first}{HIDDEN}{last}" if first and last else HIDDEN)
    for abroad in _FOREIGN.finditer(letters):
        if sum(map(str.isdigit, abroad[0])) in _FOREIGN_DIGITS:
            yield (*abroad.span(), HIDDEN)


def _mails(letters: str) -> Iterator[tuple[int, int, str]]:
    """Yield the names in front of the @ of addresses: the first letter is shown, and the domain stays."""
    for at in _AT.finditer(letters):
        before = letters[max(0, at.start() - _BEFORE) : at.start()].rstrip()
        local = _LOCAL.search(before)
        local = local if local and any(map(str.isalnum, local[0])) else None  # · @name: what parts two things
        mail = (_DOMAIN if at["sign"] else _PLAIN_DOMAIN).match(letters, at.end())
        if mail is not None and not (at["sign"] and local) and "." not in _ENDING.sub("", mail[0]):
            continue  # a name of a file: 登记表#2.xlsx
        if mail is None and local and at["sign"]:
            mail = _HOST.match(letters, at.end())
        local = local or (_LOCAL_NAME.search(before) if at["sign"] else None)
        if mail and local and "*" not in local[0]:
            end = max(0, at.start() - _BEFORE) + len(before)
            first = local[0].strip("\"'._%+-")[:1]
            yield end - len(local[0]), end, f"{first}{HIDDEN}"
