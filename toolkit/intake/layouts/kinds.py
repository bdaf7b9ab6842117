"""May these cells be what a label asks for? The readers of `normalise` say it; cells that say nothing leave it open.

`agrees` answers True where most of the cells are surely of the kind, False where most surely are not, None where they
do not tell: blank cells, and free text under a label for free text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.intake.layouts.concepts import core_of
from toolkit.normalise.counts import read_count
from toolkit.normalise.dates import read_date
from toolkit.normalise.numbers import read_numbers
from toolkit.normalise.phones import read_email, read_phone
from toolkit.normalise.platforms import platform_of, read_platform, words_beside
from toolkit.normalise.text import is_placeholder
from toolkit.normalise.ticks import read_yes_no
from toolkit.normalise.words import words
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LOOKED_AT = 40
MOST = 0.6
SEVERAL = 2
LONGEST = 60
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}(?:[\s,，、(（:：/\d].*)?", re.DOTALL)
_FAMILIAR = re.compile(r"[小老][\u4e00-\u9fff]|[\u4e00-\u9fff](?:老师|同志|[处科院部校站馆所]长|主任|书记)")
_OFFICE = re.compile(r".*(?:院|处|部|系|室|中心|馆|委|会|科|办|所|校|站|团|厅|局|社)(?:[(（].*[)）])?")
_FIGURE = re.compile(r"\D{0,3}\d{1,5}(?:\.\d)?\D{0,4}|\d{1,4}\s*[-—~至到]\s*\d{1,4}\D{0,2}")
_MEASURE = re.compile(r"[群类级]+$")
_STATES = ("在用", "正常", "停用")
_END, LONGEST_END = "解散", 20
OBJECT = "kind"
"""What a form is about (群, 公众号): its drawing says it, and no column in other words does."""
_TEXT = frozenset({"text", "enum"})


def agrees(kind: str, texts: Sequence[str]) -> bool | None:
    """Return whether cells are of a kind of the vocabulary, `part.mobile` of a person, or a choice (`enum.level`)."""
    told = [text for text in texts if text.strip() and not is_placeholder(text)][:LOOKED_AT]
    if not told:
        return None
    kind, _, field = (kind, "", "") if kind in _TESTS else kind.partition(".")
    share = sum(map(_TESTS[kind], told)) / len(told)
    if field and sum(_is_option(text, vocabulary()[field].options) for text in told) >= MOST * len(told):
        return True
    if kind in _TEXT:
        return None if share >= MOST else False
    return share >= MOST


def told_by_cells(texts: Sequence[str]) -> str:
    """Return the one field that all cells answer, whatever stands over them: platforms, options, 在用 and 停用.

    A single word answers nothing, unless it is a platform: it may stand under any heading.
    """
    told = [text.strip() for text in texts if text.strip() and not is_placeholder(text)][:LOOKED_AT]
    if told and all(map(platform_of, told)):
        return "platform"
    if len({*told}) < SEVERAL:
        return ""
    if all(map(_is_state, told)):
        return "is_active"
    every = (name for name, field in vocabulary().fields.items() if field.kind == "enum" and name != OBJECT)
    fields = [name for name in every if all(_is_option(text, vocabulary()[name].options) for text in told)]
    return fields[0] if len(fields) == 1 else ""


def are_groups(texts: Sequence[str]) -> bool:
    """Whether most cells are names that say 群, and none is a platform's."""
    told = [text for text in texts if text.strip()][:LOOKED_AT]
    return bool(told) and not any(map(platform_of, told)) and sum("群" in text for text in told) >= MOST * len(told)


def _is_state(text: str) -> bool:
    """Whether a text says that something is in use or no longer is: 使用中, 已停用; a plain 是 says it of anything."""
    core = core_of(text)
    if len(text) <= LONGEST_END and core_of(_END) in core:
        return True
    return read_yes_no(text).value is not None and any(core_of(state) in core for state in _STATES)


def _is_option(text: str, options: Sequence[str]) -> bool:
    return _MEASURE.sub("", text.strip()) in {_MEASURE.sub("", option) for option in options}


def _is_date(text: str) -> bool:
    return len(text) <= LONGEST and bool(read_date(text).value) and not _is_count(text)


def _is_count(text: str) -> bool:
    return len(text) <= LONGEST and (_FIGURE.fullmatch(text.strip()) is not None or read_count(text).low is not None)


def _is_yes_no(text: str) -> bool:
    return len(text) <= LONGEST and read_yes_no(text).value is not None and not text.strip().isdigit()


def _is_platform(text: str) -> bool:
    return bool({*read_platform(text).platforms} - {"其他"}) and not words_beside(text)


def _is_number(text: str) -> bool:
    found = read_numbers(text)
    return len(text) <= LONGEST and not found.fault and not _is_date(text)


def _is_phone(text: str) -> bool:
    found = read_phone(text)
    return bool(found.value) and not found.fault


def _is_mail(text: str) -> bool:
    return bool(read_email(text).value)


def is_person(text: str) -> bool:
    """Whether a text may be who somebody is: 张三, 张三（院长）, 小刘, 王老师."""
    return _is_person(text) or _FAMILIAR.fullmatch(text.strip()) is not None


def _is_person(text: str) -> bool:
    return _NAME.match(text.strip()) is not None and text.strip()[0] in words().surnames


def is_office(text: str) -> bool:
    """Whether a text may be the name of a unit, by its end."""
    return len(text) <= LONGEST and _OFFICE.fullmatch(text.strip()) is not None


def _is_text(text: str) -> bool:
    """Whether a text is none of the kinds that a reader knows by itself."""
    return not (text.isdigit() or _is_phone(text) or _is_mail(text) or (_is_date(text) and text[:2] in {"19", "20"}))


_TESTS: Mapping[str, Callable[[str], bool]] = {
    "text": _is_text,
    "enum": _is_text,
    "unit": is_office,
    "date": _is_date,
    "count": _is_count,
    "int": _is_count,
    "bool": _is_yes_no,
    "number": _is_number,
    "platform": _is_platform,
    "people": _is_person,
    "part.name": _is_person,
    "part.title": _is_text,
    "part.mobile": _is_phone,
    "part.office_phone": _is_phone,
    "part.email": _is_mail,
}
