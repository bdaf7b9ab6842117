"""How sentences suit a regulation: 账号 for 群 where it speaks of accounts alone, no 备注 where no form has it.

The sentences of the catalogues are written of groups; under such a regulation they are spoken of accounts. What people
typed, headings, the names of sheets and files and what is read again from our own workbooks stay as they are.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_OF_ACCOUNTS: ContextVar[bool] = ContextVar("of_accounts", default=False)
_NO_REMARK: ContextVar[bool] = ContextVar("no_remark", default=False)
_REMARK = re.compile(r"(?:写)?在“备注”栏(?:里)?(?=说明)")
_BELOW = "在表格下方的空白处写一句"
_WHOLE = ("findings", "brief", "figures")
_PARTS = {
    "report": (
        *("remind", "note-", "nothing-", "task-", "published-title", "published-note", "report-title", "ledger-print-"),
        *("defunct-", "duplicate-", "gone-", "renumbered-do", "source-observed-given", "chart-", "observed-"),
        *("came-late", "basis-paper", "result-", "change-number"),
    ),
    "template": ("guide.",),
}
"""Of these catalogues the codes that begin so; the others name columns, sheets and answers."""
_AS_IT_IS = frozenset({"guide.sheet"})
_WORDS = (
    ("群（账号）", "账号"),
    ("QQ 群、微信群", "新媒体账号"),
    ("QQ群、微信群", "新媒体账号"),
    ("网络群组", "新媒体账号"),
    ("在用群清单", "在用群清单"),
    ("群名称", "账号名称"),
    ("群名", "账号名称"),
    ("群号", "账号ID"),
    ("公众号已", "账号已"),
    ("群组", "账号"),
    ("建群", "开设账号"),
    ("已建了", "已开设了"),
    ("解散", "注销"),
)
_GROUP = re.compile(r"(?<![QqＱ信钉聊业 用])群(?![主聊发内友里公清])")


@contextmanager
def suiting(*, accounts_only: bool, no_remark: bool) -> Iterator[None]:
    """Suit a regulation as long as the block lasts: one that knows accounts only, one whose forms have no 备注."""
    tokens = _OF_ACCOUNTS.set(accounts_only), _NO_REMARK.set(no_remark)
    try:
        yield
    finally:
        _OF_ACCOUNTS.reset(tokens[0])
        _NO_REMARK.reset(tokens[1])


def spoken(catalogue: str, code: str, sentence: str, lang: str) -> str:
    """Return a sentence of a catalogue as it is spoken now, before the facts are filled in."""
    if lang != "zh":
        return sentence
    if catalogue == "findings" and _NO_REMARK.get():
        sentence = _REMARK.sub(_BELOW, sentence)
    if not _OF_ACCOUNTS.get() or code in _AS_IT_IS:
        return sentence
    meant = catalogue in _WHOLE or code.startswith(_PARTS.get(catalogue, ("\0",)))
    return _of_accounts(sentence) if meant else sentence


@cache
def _of_accounts(sentence: str) -> str:
    """Return a sentence about groups as one about accounts.

    >>> _of_accounts("以下 {count} 个群可能已经停用，不再使用的请解散；在用群清单和微信群不变")
    '以下 {count} 个账号可能已经停用，不再使用的请注销；在用群清单和微信群不变'
    """
    for group, account in _WORDS:
        sentence = sentence.replace(group, account)
    return _GROUP.sub("账号", sentence)
