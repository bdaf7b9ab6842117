"""What a sheet of an xlsx shows beside its texts: the precision of its dates, lines through a text, notes, pictures.

Only the small parts of the package are looked through (styles, shared strings, notes, drawings), and the cells of a
sheet only where one of these says that there is something to find: for most workbooks that is a look for a few words.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.intake.grids.markup import beside, elements, relations_of
from toolkit.intake.grids.symbols import drawn, is_symbol_font, names_symbol_font

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_CELL = re.compile(
    rb"<(?:\w+:)?c\b(?P<about>[^>]*?)(?:/>|>(?P<inside>.*?)</(?:\w+:)?c>)", re.DOTALL
)  # the whole cell, its attributes in any order
_REF = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_STYLE = re.compile(rb"\bs=[\"'](\d+)[\"']")
_SHARED = re.compile(rb"\bt=[\"']s[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v>(\d+)</")
_STRIKE = re.compile(rb"<(?:\w+:)?d?strike(?:\s*/>|\s+val=[\"'](?:1|true)[\"']\s*/>|>)")
_FONTS = re.compile(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", re.DOTALL)
_FONT = re.compile(rb"<(?:\w+:)?font\s*/>|<(?:\w+:)?font>(?:.*?)</(?:\w+:)?font>", re.DOTALL)
_FONT_NAME = re.compile(rb"<(?:\w+:)?(?:name|rFont) val=[\"']([^\"']*)[\"']")
_XFS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_XF = re.compile(rb"<(?:\w+:)?xf\b([^>]*)>")
_OF_FORMAT = re.compile(rb"\bnumFmtId=[\"'](\d+)[\"']")
_OF_FONT = re.compile(rb"\bfontId=[\"'](\d+)[\"']")
_ITEM = re.compile(rb"<(?:\w+:)?si>(.*?)</(?:\w+:)?si>|<(?:\w+:)?si\s*/>", re.DOTALL)
_RUN = re.compile(rb"<(?:\w+:)?r>(.*?)</(?:\w+:)?r>", re.DOTALL)
_TEXT = re.compile(rb"<(?:\w+:)?t\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?t>)", re.DOTALL)
_NOTE = re.compile(rb"<(?:\w+:)?comment\b([^>]*)>(.*?)</(?:\w+:)?comment>", re.DOTALL)
_AUTHOR = re.compile(rb"<(?:\w+:)?author\s*/>|<(?:\w+:)?author>(.*?)</(?:\w+:)?author>", re.DOTALL)
_ANCHOR = re.compile(
    rb"<(?:\w+:)?(?:twoCellAnchor|oneCellAnchor)\b.*?</(?:\w+:)?(?:twoCellAnchor|oneCellAnchor)>", re.DOTALL
)
_FROM = re.compile(rb"<(?:\w+:)?col>(\d+)</.*?<(?:\w+:)?row>(\d+)</", re.DOTALL)
_PICTURE = re.compile(rb"<(?:\w+:)?pic\b")
_NO_LETTERS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')
MONTH_FORMATS = frozenset({17, 27, 36, 50, 52, 57})  # mmm-yy, and yyyy年m月 of Chinese editions
_MOST = 200
OURS = "reconcile-toolkit"
"""The author of the notes that this tool writes into its own workbooks; LibreOffice saves them without an author."""


def authors_of_ours(properties: bytes) -> frozenset[str]:
    """Return whose notes are this tool's own, told from the bytes that hold a workbook's properties."""
    stamped = any(OURS.encode(coding) in properties for coding in ("ascii", "utf-16-le"))
    return frozenset((OURS, "") if stamped else (OURS,))


@dataclass(frozen=True, slots=True)
class Shown:
    """What one sheet shows; cells are (row, column), both from 0. A struck text is "" when the whole cell is struck."""

    months: tuple[tuple[int, int], ...] = ()
    years: tuple[tuple[int, int], ...] = ()
    struck: tuple[tuple[int, int, str], ...] = ()
    fonts: tuple[tuple[int, int, str], ...] = ()
    texts: tuple[tuple[int, int, str], ...] = ()
    notes: tuple[tuple[int, int, str], ...] = ()
    pictures: tuple[tuple[int, int], ...] = ()


class _Styles(NamedTuple):
    """Numbers of cell styles, as a sheet writes them, that show something of interest."""

    months: frozenset[bytes] = frozenset()
    years: frozenset[bytes] = frozenset()
    struck: frozenset[bytes] = frozenset()
    fonts: Mapping[bytes, str] = {}

    @property
    def all(self) -> frozenset[bytes]:
        return self.months | self.years | self.struck | frozenset(self.fonts)


class _Rich(NamedTuple):
    """A shared text with runs of its own: what of it is struck out, and how it reads with its signs drawn."""

    struck: str
    text: str


@dataclass
class _Found:
    months: list[tuple[int, int]] = field(default_factory=list)
    years: list[tuple[int, int]] = field(default_factory=list)
    struck: list[tuple[int, int, str]] = field(default_factory=list)
    fonts: list[tuple[int, int, str]] = field(default_factory=list)
    texts: list[tuple[int, int, str]] = field(default_factory=list)


class Shows:
    """A workbook's styles and shared texts, looked through once for all its sheets."""

    def __init__(self, parts: Mapping[str, bytes], book: str) -> None:
        """Look through the parts beside the workbook's main one."""
        folder = book.rpartition("/")[0]
        self._parts = parts
        self._styles = _styles(parts.get(f"{folder}/styles.xml", b""))
        strings = parts.get(f"{folder}/sharedStrings.xml", b"")
        rich = b"strike" in strings or names_symbol_font(strings)
        self._rich = _rich_texts(strings) if rich else {}
        self._authors_of_ours = authors_of_ours(parts.get("docProps/custom.xml", b""))
        self._beside = any("comment" in name.lower() or "/drawings/" in name.lower() for name in parts)

    def of(self, place: str, xml: bytes) -> Shown | None:
        """Return what the sheet in the part `place` shows; None for most."""
        notes, pictures = self._notes_and_pictures(place) if self._beside else ((), ())
        found = self._cells(xml)
        if found is None:
            return Shown(notes=notes, pictures=pictures) if notes or pictures else None
        return Shown(
            tuple(found.months),
            tuple(found.years),
            tuple(found.struck),
            tuple(found.fonts),
            tuple(found.texts),
            notes,
            pictures,
        )

    def _cells(self, xml: bytes) -> _Found | None:
        inline = b"inlineStr" in xml and (b"strike" in xml or names_symbol_font(xml))
        styles = self._styles.all
        if not inline and not self._rich and not (styles and _uses(styles).search(xml)):
            return None
        found = _Found()
        for cell in _CELL.finditer(xml):
            style = _STYLE.search(cell["about"])
            if cell["inside"] and (ref := _REF.search(cell["about"])):
                spot = int(ref[2]) - 1, _column(ref[1])
                self._look(found, spot, style[1] if style else b"0", cell)
        return found

    def _look(self, found: _Found, spot: tuple[int, int], style: bytes, cell: re.Match[bytes]) -> None:
        styles, inside = self._styles, cell["inside"]
        if style in styles.months:
            found.months.append(spot)
        elif style in styles.years:
            found.years.append(spot)
        if style in styles.fonts:
            found.fonts.append((*spot, styles.fonts[style]))
        rich = None
        if self._rich and _SHARED.search(cell["about"]) and (value := _VALUE.search(inside)):
            rich = self._rich.get(int(value[1]))
        elif b"<is>" in inside and b"<r>" in inside:
            rich = _rich_text(inside)
        if style in styles.struck:
            found.struck.append((*spot, ""))
        elif rich and rich.struck:
            found.struck.append((*spot, rich.struck))
        if rich and rich.text:
            found.texts.append((*spot, rich.text))

    def _notes_and_pictures(self, place: str) -> tuple[tuple[tuple[int, int, str], ...], tuple[tuple[int, int], ...]]:
        notes: list[tuple[int, int, str]] = []
        pictures: list[tuple[int, int]] = []
        for relation in elements(self._parts.get(relations_of(place), b""), "Relationship"):
            kind, target = relation.get("Type", ""), beside(place, relation.get("Target", ""))
            if kind.endswith("/comments"):
                notes += _notes(self._parts.get(target, b""), self._authors_of_ours)
            elif kind.endswith("/drawing"):
                pictures += _pictures(self._parts.get(target, b""))
        return tuple(notes[:_MOST]), tuple(pictures[:_MOST])


@lru_cache(maxsize=64)
def _uses(styles: frozenset[bytes]) -> re.Pattern[bytes]:
    return re.compile(rb"\bs=[\"'](?:%s)[\"']" % b"|".join(sorted(styles)))


@lru_cache(maxsize=64)
def _styles(xml: bytes) -> _Styles:
    """Return the cell styles of interest; for most workbooks there are none, and a few looks tell."""
    months, years = _formats(xml)
    struck, symbols = b"strike" in xml, names_symbol_font(xml)
    built_in = any(int(found) in MONTH_FORMATS for found in set(_OF_FORMAT.findall(xml)))
    if not (months or years or struck or symbols or built_in):
        return _Styles()
    section = _FONTS.search(xml)
    fonts = _FONT.findall(section[0]) if section else []
    names = [name[1].decode("utf-8", "replace") if (name := _FONT_NAME.search(font)) else "" for font in fonts]
    found: dict[str, set[bytes]] = {"months": set(), "years": set(), "struck": set()}
    drawn_by: dict[bytes, str] = {}
    section = _XFS.search(xml)
    for number, about in enumerate(_XF.findall(section[0]) if section else ()):
        key = str(number).encode()
        shape, font = (int(hit[1]) if (hit := wanted.search(about)) else 0 for wanted in (_OF_FORMAT, _OF_FONT))
        if shape in months or shape in MONTH_FORMATS:
            found["months"].add(key)
        elif shape in years:
            found["years"].add(key)
        if font < len(fonts) and _STRIKE.search(fonts[font]):
            found["struck"].add(key)
        if font < len(names) and is_symbol_font(names[font]):
            drawn_by[key] = names[font]
    return _Styles(frozenset(found["months"]), frozenset(found["years"]), frozenset(found["struck"]), drawn_by)


def _formats(xml: bytes) -> tuple[set[int], set[int]]:
    """Return the numbers of the formats of a styles part that show year and month only, and a year only."""
    told = ((about.get("numFmtId", ""), about.get("formatCode", "")) for about in elements(xml, "numFmt"))
    return formats_of((int(number), code) for number, code in told if number.isdecimal())


def formats_of(codes: Iterable[tuple[int, str]]) -> tuple[set[int], set[int]]:
    """Return which of the numbered formats show year and month only, and which a year only."""
    months: set[int] = set()
    years: set[int] = set()
    for number, code in codes:
        letters = set(_NO_LETTERS.sub("", code.split(";", maxsplit=1)[0]).lower())
        if "y" in letters and letters.isdisjoint("dhs"):
            (months if "m" in letters else years).add(number)
    return months, years


def _rich_texts(strings: bytes) -> dict[int, _Rich]:
    found = {}
    for number, item in enumerate(_ITEM.finditer(strings)):
        if item[1] and b"<r>" in item[1] and (rich := _rich_text(item[1])):
            found[number] = rich
    return found


def _rich_text(xml: bytes) -> _Rich | None:
    runs = [found[1] for found in _RUN.finditer(xml)]
    texts = ["".join(_plain(text[1] or b"") for text in _TEXT.finditer(run)) for run in runs]
    names = [name[1].decode("utf-8", "replace") if (name := _FONT_NAME.search(run)) else "" for run in runs]
    struck = "".join(text for text, run in zip(texts, runs, strict=True) if _STRIKE.search(run))
    signs = any(map(is_symbol_font, names))
    shown = "".join(drawn(name, text) for text, name in zip(texts, names, strict=True)) if signs else ""
    return _Rich(struck.strip(), shown) if struck.strip() or shown else None


def _plain(text: bytes) -> str:
    return html.unescape(text.decode("utf-8", "replace"))


def _notes(xml: bytes, ours: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the notes that somebody wrote; those of this tool's own workbooks are none."""
    authors = [_plain(found[1] or b"") for found in _AUTHOR.finditer(xml)]
    for found in _NOTE.finditer(xml):
        ref = re.search(rb"\bref=[\"']([A-Z]{1,3})(\d{1,7})", found[1])
        author = re.search(rb"\bauthorId=[\"'](\d+)", found[1])
        by = authors[int(author[1])] if author and int(author[1]) < len(authors) else ""
        text = "".join(_plain(piece[1] or b"") for piece in _TEXT.finditer(found[2])).strip()
        if ref and text and by.strip() not in ours:
            yield int(ref[2]) - 1, _column(ref[1]), text.removeprefix(f"{by}:").strip()


def _pictures(xml: bytes) -> Iterator[tuple[int, int]]:
    for anchor in _ANCHOR.findall(xml):
        if _PICTURE.search(anchor) and (start := _FROM.search(anchor)):
            yield int(start[2]), int(start[1])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
