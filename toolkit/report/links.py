"""Where a finding stands, as text and as a link. All links are built here; nothing typed by a unit becomes one.

教务处.xlsx › 登记表!C7   →   external:../收回/教务处.xlsx#'登记表'!C7
收回.zip!/音乐系.xlsx      →   external:../收回/收回.zip
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.model.formats import BOOKS
from toolkit.normalise.masking import masked

if TYPE_CHECKING:
    from collections.abc import Collection

    from toolkit.model import Where

LONGEST = 1_900
"""XlsxWriter and Excel refuse longer addresses (2,079 characters)."""

ARROW, MEMBER = " › ", "!/"
_ESCAPED = re.compile(r"""[%#?"<>\[\]^`{}| ]""")
_NOT_A_PATH = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def place_text(where: Where) -> str:
    """Return what a person reads: file › sheet!cell, with what is private masked."""
    told = _sheet_text(where.file, where.sheet)
    return f"{told}{'!' if where.sheet else ARROW}{where.cell}" if where.cell else told


@lru_cache(maxsize=1 << 12)
def _sheet_text(file: str, sheet: str) -> str:
    return masked(f"{file}{ARROW}{sheet}" if sheet else file)


def sheet_url(name: str) -> str:
    """Return a link to the top of a sheet of this workbook."""
    return f"internal:{_quoted(name)}!A1"


def rows_url(name: str, first: int, last: int, width: int) -> str:
    """Return a link that selects rows of a sheet of this workbook, counted from 0, over so many columns."""
    from xlsxwriter.utility import xl_range

    return f"internal:{_quoted(name)}!{xl_range(first, 0, last, width - 1)}"


class Links:
    """Turns places into links.

    `collected` is the way from the output folder to the collected folder (`../收回`); "" makes no links. Only files
    that are listed as collected get one: last year's register stands elsewhere.
    """

    def __init__(self, collected: str, files: Collection[str]) -> None:
        """Keep the way and the paths of the collected files."""
        self._collected = collected.replace("\\", "/").rstrip("/")
        self._files = frozenset(files)

    def url(self, where: Where) -> str:
        """Return the link to a cell, "" where there is none.

        A file whose name holds a telephone number gets no link: the address would tell it to every reader.
        """
        file, _, inside = where.file.partition(MEMBER)
        spoken = f"{file}{where.sheet}"
        if (
            not self._collected
            or where.file not in self._files
            or _NOT_A_PATH.search(spoken)
            or masked(spoken) != spoken
        ):
            return ""
        address = f"external:{escaped(f'{self._collected}/{file}')}"
        if where.sheet and where.cell and not inside and file.lower().endswith(BOOKS):
            address += f"#{_quoted(where.sheet)}!{where.cell}"
        return address if len(address.encode("utf-16-le")) // 2 <= LONGEST else ""


def escaped(path: str) -> str:
    """Return a path as it may stand in a link: what ends or splits an address is percent-encoded."""
    return _ESCAPED.sub(lambda found: f"%{ord(found[0]):02X}", path)


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"
