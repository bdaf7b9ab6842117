"""What an Office Open XML package tells beside its cells: warnings, properties, what calamine would lose.

One pass over the parts. python-calamine answers `""` for an error cell and for a formula that was never calculated,
and its memory is the box around all cells; all three are seen here in the sheet's XML before it is called.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.intake.grids.markup import SMALL, beside, contents, elements, has_dtd, plain, relations_of
from toolkit.intake.grids.shown import Shows
from toolkit.intake.grids.unreadable import CELLS, Unreadable
from toolkit.model import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.intake.grids.package import Package
    from toolkit.intake.grids.shown import Shown

XML = (".xml", ".rels", ".vml")
NEEDED = ("workbook.xml", "sharedstrings.xml", "styles.xml", "document.xml")
WIDEST = 16_384
_SAVED = ("lastModifiedBy", "created", "modified")
ROOT = re.compile(rb"<(\w+:)?worksheet\b")
ROW_NUMBER = re.compile(rb"[^>]*?\br=[\"'](\d{1,7})[\"']")
COLUMN = re.compile(rb" r=\"([A-Z]{1,3})\d")
FILLED_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*(?<!/)>(?!</)")
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
ADDRESS = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
ERROR_TYPE = re.compile(rb"\bt=[\"']e[\"']")
TEXT_TYPE = re.compile(rb"\bt=[\"']str[\"']")
FORMULA = re.compile(rb"<f[ >/]|<\w+:f[ >/]")
FORMULA_BARE = re.compile(rb"<f[ >/]")
VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*(?<!/)>([^<]*)")
UNCALCULATED = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:</(?:\w+:)?c>|<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</)"
)
EMPTY_VALUE = re.compile(rb"<(?:\w+:)?v></")
SHARED = re.compile(rb"<(?:\w+:)?si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
SHARED_TYPE = re.compile(rb"\bt=[\"']s[\"']")
SOME_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?(?<!/)>[^<]")
DDE_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*>[^<|]{0,80}\|[^<!]{0,300}!")
EXTERNAL_LINK = re.compile(r"/externalLinks/[^/]+\.(?:xml|bin)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """One sheet's XML as far as it was looked at. `filled` counts its cells with a value, -1 when not told."""

    errors: tuple[tuple[int, int, str], ...] = ()
    uncached: tuple[tuple[int, int], ...] = ()
    filled: int = -1
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """A package as far as it was looked at; `sheets` in the order of the workbook."""

    warnings: tuple[Note, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[SheetFacts, ...] = ()
    duplicate_names: bool = False


def look(package: Package) -> PackageFacts:
    """Return what the parts of a spreadsheet or text package tell.

    Raises:
        Unreadable: `too-large` for a bomb, `corrupt` when a part that is needed cannot be unpacked.
    """
    parts, damaged = _texts(package)
    book = _main_part(parts)
    names, places = _sheets(parts, book)
    shows = Shows(parts, book)
    return PackageFacts(
        warnings=tuple(_warnings(package, parts, damaged)),
        properties=_properties(parts),
        sheets=tuple(_sheet(place, parts.get(place, b""), shows) for place in places),
        duplicate_names=len(set(names)) < len(names),
    )


def filled_cells(package: Package) -> tuple[int, ...]:
    """Return how many cells of each sheet say something, counted cell by cell.

    `SheetFacts.filled` also counts cells whose text is empty, which many programs write: all forms of ours have some.
    """
    parts, _ = _texts(package)
    book = _main_part(parts)
    shared = next((xml for name, xml in parts.items() if name.lower().endswith("sharedstrings.xml")), b"")
    silent = {
        b"%d" % place for place, found in enumerate(SHARED.finditer(shared)) if not SOME_TEXT.search(found[1] or b"")
    }
    return tuple(_says_something(parts.get(place, b""), silent) for place in _sheets(parts, book)[1])


def _says_something(xml: bytes, silent: set[bytes]) -> int:
    """Count the cells of a sheet with a value; `silent` are the numbers of shared texts that are empty."""
    values = ((about, inside, _value(inside)) for about, inside in CELL.findall(xml) if inside)
    return sum(
        value not in silent if SHARED_TYPE.search(about) and value else bool(value or SOME_TEXT.search(inside))
        for about, inside, value in values
    )


def _sheet(place: str, xml: bytes, shows: Shows) -> SheetFacts:
    facts = sheet_facts(xml)
    shown = shows.of(place, xml)
    return replace(facts, shown=shown) if shown else facts


def properties(package: Package) -> Mapping[str, str]:
    """Return what a package says of itself, its other parts left packed."""
    parts = ("docProps/custom.xml", "docProps/core.xml")
    return _properties({name: package.read(name) for name in package.names if name in parts})


def _texts(package: Package) -> tuple[dict[str, bytes], list[str]]:
    """Return the XML parts unpacked, and the names of those that are damaged and not needed."""
    parts: dict[str, bytes] = {}
    damaged: list[str] = []
    for name in package.names:
        low = name.lower()
        if not low.endswith(XML):
            continue
        try:
            parts[name] = package.read(name)
        except Unreadable as fault:
            if fault.note.code != "corrupt" or low.endswith(NEEDED) or "worksheets/" in low:
                raise
            damaged.append(name)
    return parts, damaged


def _main_part(parts: Mapping[str, bytes]) -> str:
    for relation in elements(parts.get("_rels/.rels", b""), "Relationship"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return beside("", relation.get("Target", ""))
    return "xl/workbook.xml"


def _sheets(parts: Mapping[str, bytes], book: str) -> tuple[list[str], list[str]]:
    """Return the names of the sheets and of the parts they stand in."""
    targets = {
        relation.get("Id", ""): beside(book, relation.get("Target", ""))
        for relation in elements(parts.get(relations_of(book), b""), "Relationship")
    }
    sheets = elements(parts.get(book, b""), "sheet")
    return [sheet.get("name", "") for sheet in sheets], [targets.get(sheet.get("id", ""), "") for sheet in sheets]


def _properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the file's own properties by name, and who saved it when as `core:lastModifiedBy` and `core:modified`."""
    own = {
        about["name"]: text.strip()
        for about, text in contents(parts.get("docProps/custom.xml", b""), "property")
        if "name" in about
    }
    core = parts.get("docProps/core.xml", b"")
    saved = {f"core:{name}": text.strip() for name in _SAVED for _, text in contents(core, name)}
    return own | {name: text for name, text in saved.items() if text}


def _warnings(package: Package, parts: Mapping[str, bytes], damaged: list[str]) -> Iterator[Note]:
    names = package.names
    low = [name.lower() for name in names]
    if any(name.endswith("vbaproject.bin") or "macrosheets/" in name for name in low):
        yield Note("macro", {"kind": "xlm" if any("macrosheets/" in name for name in low) else "vba"})
    links = [name for name in names if EXTERNAL_LINK.search("/" + name)]
    dde = [name for name in links if b"ddeLink" in (parts.get(name) or package.read(name))]
    seen = [(name, _seen_before(xml) if len(xml) <= SMALL else _seen(xml)) for name, xml in parts.items()]
    if dde or any(found.dde for _, found in seen):
        yield Note("dde", {"count": max(1, len(dde))})
    outside = len(links) - len(dde) + sum(_outside(name, xml) for name, xml in parts.items())
    outside += sum(name.endswith(("/connections.xml", "/connections.bin")) for name in low)
    if outside:
        yield Note("external-link", {"count": outside})
    objects = [name for name in low if "/embeddings/" in name or "/activex/" in name]
    if objects:
        yield Note("embedded-object", {"count": len(objects)})
    declared = [name for name, found in seen if found.dtd]
    if declared:
        yield Note("dtd", {"parts": declared[:5]})
    if damaged:
        yield Note("recovered", {"parts": damaged[:5]})


class _Seen(NamedTuple):
    """What a part holds that is to be warned about: a formula that calls a program, a document type."""

    dde: bool
    dtd: bool


def _seen(xml: bytes) -> _Seen:
    called = b"|" in xml and b"<f" in xml and DDE_FORMULA.search(xml) is not None
    return _Seen(called, has_dtd(xml))


_seen_before = lru_cache(maxsize=256)(_seen)


def _outside(name: str, xml: bytes) -> int:
    """Count the relations of a part that reach outside and are no mere hyperlink."""
    if not name.endswith(".rels") or b"External" not in xml or "/externalLinks/" in name:
        return 0
    return sum(
        relation.get("TargetMode") == "External"
        and not relation.get("Type", "").endswith(("/hyperlink", "/attachedTemplate"))
        for relation in elements(xml, "Relationship")
    )


def sheet_facts(xml: bytes) -> SheetFacts:
    """Return what a worksheet's XML tells before it is read.

    Raises:
        Unreadable: `too-large` when the box around its cells holds more than 20 million.
    """
    root = ROOT.search(xml, 0, 4096)
    if root is None:
        return SheetFacts()
    prefix = root[1] or b""
    _check_box(xml, prefix)
    filled = xml.count(b"</" + prefix + b"v>") + xml.count(b"</" + prefix + b"is>")
    wrong = b't="e"' in xml or (b"'" in xml and ERROR_TYPE.search(xml))
    errors = [found for found in _cells(xml) if ERROR_TYPE.search(found[2])] if wrong else []
    uncached: list[tuple[int, int]] = []
    formulas = FORMULA if prefix else FORMULA_BARE  # without the alternative three times faster
    if formulas.search(xml) and UNCALCULATED.search(xml):  # the second is ten times dearer
        filled -= len(EMPTY_VALUE.findall(xml))
        uncached = [(row, column) for row, column, about, inside in _cells(xml) if _never_calculated(about, inside)]
    return SheetFacts(
        errors=tuple((row, column, plain(_value(inside))) for row, column, _, inside in errors),
        uncached=tuple(uncached),
        filled=filled,
    )


def _check_box(xml: bytes, prefix: bytes) -> None:
    """Refuse a sheet whose cells stand so far apart that the box around them cannot be held."""
    last = xml.rfind(b"<" + prefix + b"row")
    number = ROW_NUMBER.match(xml, last + len(prefix) + 4) if last >= 0 else None
    rows = int(number[1]) if number else xml.count(b"<" + prefix + b"row")
    if rows * WIDEST <= CELLS:
        return
    if rows * max((_column(name) for name in set(COLUMN.findall(xml))), default=0) <= CELLS:
        return
    cells = FILLED_CELL.findall(xml)
    box = max((int(row) for _, row in cells), default=0) * max((_column(name) for name, _ in cells), default=0)
    if box > CELLS:
        raise Unreadable("too-large", limit="cells", most=CELLS, cells=box)


def _column(letters: bytes) -> int:
    """Return the number of a column counting from 1: `B` is 2."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cells(xml: bytes) -> Iterator[tuple[int, int, bytes, bytes]]:
    """Yield row, column (from 0), attributes and inside of every cell that tells its address."""
    for found in CELL.finditer(xml):
        address = ADDRESS.search(found[1])
        if address:
            yield int(address[2]) - 1, _column(address[1]) - 1, found[1], found[2] or b""


def _never_calculated(about: bytes, inside: bytes) -> bool:
    """A formula without a value; a formula whose value is the empty text (`t="str"`) has one."""
    if not FORMULA.search(inside):
        return False
    return not _value(inside).strip() and not (TEXT_TYPE.search(about) and VALUE.search(inside))


def _value(inside: bytes) -> bytes:
    found = VALUE.search(inside)
    return found[1] if found else b""
