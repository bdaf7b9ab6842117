"""Looking into XML bytes without a parser: what is needed of a workbook's small parts, and nothing is ever expanded."""

from __future__ import annotations

import functools
import html
import posixpath
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ATTRIBUTE = re.compile(rb"(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
TAGS = re.compile(rb"<[^>]*>")
SMALL = 8 << 10
"""What was found in parts of at most so many bytes is remembered: many workbooks share them."""
UTF16 = (b"\xff\xfe", b"\xfe\xff")


@functools.cache
def _opening(tag: str) -> re.Pattern[bytes]:
    return re.compile(rb"<(?:[\w.-]+:)?%s(?=[\s/>])([^>]*)>" % tag.encode())


@functools.cache
def _whole(tag: str) -> re.Pattern[bytes]:
    return re.compile(rb"<((?:[\w.-]+:)?%s)(?=[\s/>])([^>]*)(?<!/)>(.*?)</\1\s*>" % tag.encode(), re.DOTALL)


def elements(xml: bytes, tag: str) -> Sequence[Mapping[str, str]]:
    """Return the attributes of every element called `tag`, whatever its prefix, in the order of the text."""
    return _elements(xml, tag) if len(xml) <= SMALL else _elements.__wrapped__(xml, tag)


@functools.lru_cache(maxsize=256)
def _elements(xml: bytes, tag: str) -> tuple[Mapping[str, str], ...]:
    return tuple(attributes(found[1]) for found in _opening(tag).finditer(xml))


def contents(xml: bytes, tag: str) -> Iterator[tuple[dict[str, str], str]]:
    """Yield attributes and text of every element called `tag` that does not contain another of its name."""
    for found in _whole(tag).finditer(xml):
        yield attributes(found[2]), plain(found[3])


def attributes(inside: bytes) -> dict[str, str]:
    """Return the attributes written in an opening tag by their names without prefix."""
    return {
        found[1].decode("ascii", "replace"): plain(found[2] or found[3] or b"") for found in ATTRIBUTE.finditer(inside)
    }


def plain(xml: bytes) -> str:
    """Return the text of a piece of XML without its tags."""
    text = TAGS.sub(b"", xml).decode("utf-8", "replace")
    return html.unescape(text) if "&" in text else text


def has_dtd(xml: bytes) -> bool:
    """Return whether a part declares a document type: no office program writes one, XML bombs need one."""
    if xml.startswith(UTF16):
        return "<!DOCTYPE" in xml.decode("utf-16", "replace").upper()
    return b"!" in xml and b"<!DOCTYPE" in xml  # one rare letter is found forty times faster


@functools.lru_cache(maxsize=1024)
def beside(part: str, target: str) -> str:
    """Return the name of the part that a relation of `part` points to."""
    path = target.replace("\\", "/")
    return (
        path.lstrip("/") if path.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(part), path))
    )


def relations_of(part: str) -> str:
    """Return the name of the part that holds the relations of `part`."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
