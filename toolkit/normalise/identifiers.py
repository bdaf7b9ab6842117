"""What an account is known by where it has no QQ number: gh_abc123, @name, a page's address, letters and figures.

账号：gh_abc123 · gh_abc123（服务号） → gh_abc123      @青山之声 → @青山之声      dy_2023、ks2023 → both
https://weibo.com/u/123 · 无 · 同名 · 见附件 → the address; none; none; none
"""

from __future__ import annotations

import re

from toolkit.normalise.text import fold, is_placeholder

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\u4e00-\u9fff（）()<>“”]+", re.IGNORECASE)
_HANDLE = re.compile(r"@[\w.\-\u4e00-\u9fff]{2,30}")
_LABEL = re.compile(r"(?:[\u4e00-\u9fff]{1,6}|[A-Za-z]{2,8})\s*:\s*(?=[\w@])")
_WORD = re.compile(r"(?<![\w@.-])(?=[A-Za-z0-9_.-]*[A-Za-z0-9])[A-Za-z0-9_][A-Za-z0-9_.-]{2,39}(?![\w.-])")
_KNOWN_AT_SIGHT = re.compile(rf"gh_\w{{3,}}|{_HANDLE.pattern}|{_ADDRESS.pattern}", re.IGNORECASE)
_FIGURES = re.compile(r"^(\d+)\.0+$")
"""A number as a cell of numbers gives it."""
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
_NO_IDENTIFIER = frozenset({"app", "url", "http", "https", "qq", "wx", "wechat", "weixin", "douyin", "none", "null"})


def read_identifiers(text: str) -> tuple[str, ...]:
    """Return what stands in a cell that asks for an account's number: each once, as it was typed."""
    if is_placeholder(text):
        return ()
    line = fold(text)
    found = _ADDRESS.findall(line)
    line = _ADDRESS.sub(" ", line)
    found += _HANDLE.findall(line)
    line = _LABEL.sub(" ", _HANDLE.sub(" ", line))
    found += [word for word in _WORD.findall(line) if word.casefold() not in _NO_IDENTIFIER]
    return tuple(dict.fromkeys(_FIGURES.sub(r"\1", one.rstrip("/.,;")) for one in found))


def at_sight(text: str) -> tuple[str, ...]:
    """Return the identifiers that are plain whatever the cell asks for: gh_…, @…, an address."""
    return tuple(dict.fromkeys(one.rstrip("/.,;") for one in _KNOWN_AT_SIGHT.findall(fold(text)))) if text else ()


def identifier_key(identifier: str) -> str:
    """Return an identifier as it is compared: without @, https:// and case."""
    return _SCHEME.sub("", identifier).lstrip("@").casefold()
