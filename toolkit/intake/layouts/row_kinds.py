"""Texts on a page that are no answers: examples, totals, notes, titles of sections, marks for nothing."""

from __future__ import annotations

import re
from functools import cache

from toolkit.intake.layouts.labels import bare
from toolkit.intake.layouts.page_words import folded_start, page_words
from toolkit.normalise.dates import read_date
from toolkit.normalise.phones import read_phone
from toolkit.normalise.words import words

_SECTION = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]部分"
)
_NO_GROUP = re.compile(
    r"[本我该]?(?:单位|部门|系部?|院|处|部|学院|科室?|室|中心)?(?:目前|暂时?|现)?(?:没有|无|未建立?|未设立?|暂无)"
    r"(?:任何|其[他它]|别的|新增?)?(?:QQ|qq|微信|钉钉|企业微信)?(?:工作|官方)?群[组聊]?了?[。.]?"
)
_SENTENCE = re.compile(r"[，；。！]")
SENTENCE_LENGTH = 14
_NOTE = re.compile(r"\d{1,2}[、.．]\s*\D")
NOTE_LENGTH = 40
_REMARK = re.compile(r"[\u4e00-\u9fff]{2,6}[:：]\s*\S*[^\d\s]")
_SUSPECT = re.compile(r"\d|[:：@]|[〇零一二三四五六七八九]年|空白|[章字名][)）]")
_HAN = re.compile("[\u4e00-\u9fff]")
_DATED = frozenset("年月日号时分秒上下午星期周一二三四五六七八九十〇零至到起前后约电话手机传真办公转")
_PAGE = re.compile(
    r"[—－\-\s]*(?:以[上下]|此处)?空白[—－\-\s]*|第\s*\d+\s*页.{0,12}|.{2,20}[（(](?:盖章|公章|签章|签字|签名)[)）]\s*"
)
_FIGURE = re.compile(r"[\d\s.,，]+[个人条项次群]?")
_LABELLED = re.compile(r"[\u4e00-\u9fff、（）()]{2,16}[:：]")
_DIALLED = frozenset("0123456789+(（")
_SUM = re.compile(r"\s*[共计约]*\s*[\d,，.]+\s*[个人条项次群%％]*\s*")
_TOTAL_LETTERS = frozenset("计共数")
_EXAMPLE_LETTERS = frozenset("示样范举填例如(（[［【")


def says_nothing(text: str) -> bool:
    """Whether a text only says that there is no answer: blank, 无, / or a dash, 本系没有QQ群."""
    text = text.strip()
    if text in _placeholders() or not any(map(str.isalnum, text)):
        return True
    return "群" in text and _NO_GROUP.fullmatch(text) is not None


@cache
def _placeholders() -> frozenset[str]:
    return frozenset(words().placeholders)


def is_example(text: str) -> bool:
    """Whether a text says that what follows is an example."""
    text = text.lstrip()
    if text[:1] not in _EXAMPLE_LETTERS:
        return False
    return text.strip() == "例" or folded_start(text).startswith(page_words().examples)


def is_total(text: str) -> bool:
    """Whether a text says that its row is a sum: 合计, 共3个群."""
    return not _TOTAL_LETTERS.isdisjoint(text) and page_words().totals.fullmatch(bare(text)) is not None


def is_sum(text: str) -> bool:
    """Whether a text is what stands beside 合计: a figure, with a word of measure behind it or without."""
    return _SUM.fullmatch(text) is not None


def names_nothing(text: str) -> bool:
    """Whether a text can be no group's name: a date, a telephone, a mail address, a bare figure, a label's answer."""
    if not _SUSPECT.search(text):
        return False
    if _FIGURE.fullmatch(text) or _PAGE.fullmatch(text) or (is_labelled(text) and "群" not in text) or "@" in text:
        return True
    if not _DATED.issuperset(_HAN.findall(text)):
        return False
    return bool(read_date(text).value) or (text[:1] in _DIALLED and not read_phone(text).fault)


def is_labelled(text: str) -> bool:
    """Whether a text begins with a label and its colon: 联系人：张三, 统计人签字：."""
    return _LABELLED.match(text) is not None


def is_note(text: str) -> bool:
    """Whether a text explains the form: 注：…, 备注：…, 填表说明."""
    return folded_start(text).startswith(page_words().notes)


def is_numbered_note(text: str) -> bool:
    """Whether a text that stands alone in its row is a note without a heading: 2.党的各级组织…, or a long sentence."""
    return len(text) > NOTE_LENGTH or _NOTE.match(text) is not None


def is_sentence(text: str) -> bool:
    """Whether a text that stands alone in its row says something and names no group: 另有3个群，均已解散，不再填报."""
    return len(text) >= SENTENCE_LENGTH and _SENTENCE.search(text) is not None


def is_section(text: str) -> bool:
    """Whether a text that stands alone in its row is the title of a section: 一、QQ群."""
    return _SECTION.match(text) is not None


def is_remark(text: str) -> bool:
    """Whether a text that stands alone in its row is a label with its answer, and no group: 联系人：张三."""
    return _REMARK.match(text) is not None and "群" not in text
