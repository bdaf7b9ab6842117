"""What was not read of the lists that the department gave, and what was read by its nearness: told once a list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.findings.case import Hit
from toolkit.findings.rules.rejected_rows import older_sheets
from toolkit.findings.rules.to_findings import heading
from toolkit.model import Where
from toolkit.normalise.masking import masked
from toolkit.register.mentions import mentioned
from toolkit.register.sources.shapes import sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.findings.case import Case
    from toolkit.model import Heading, SourceFile
    from toolkit.regulations.profile import Requirement

_OF_A_GROUP = ("解散", "变更")
_NAMED, _SHOWN, _CLICKED = 8, 20, 20
"""So many cells are named in a sentence, with so many letters each; so many can be clicked."""
_TAKEN_AS = {"standing": "按在用算", "unused": "按停用算", "gone": "按已解散算", "part": "其余照读", "": "没有读出"}


def source_unread(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A column of a list that was not read (`heading`), was read by nearness (`near`), cells beside it (`cells`).

    And of two sheets for two years the earlier (`older`), what is struck out or carries a note (`marked`), what was
    said in words that no answer takes whole (`words`), and sheets without headings that were read under those of the
    sheet before them (`continued`).
    """
    del requirement
    for source in case.taken:
        unread = [one for one in source.columns if one.filled and not one.field and one.heading]
        near = [one for one in source.columns if one.filled and one.field and one.near]
        if unread:
            yield _hit(source, "heading", unread)
        if near:
            yield _hit(source, "near", near)
        yield from _cells(source)
        if source.marked:
            yield _marked(source)
        if source.words:
            yield _words(source)
        if source.continued:
            sheets = [f"“{where.sheet}”" for where in source.continued]
            facts = {"source": source.name, "file": source.file, "cells": sheets, "count": len(sheets)}
            yield Hit(where=source.continued[:_CLICKED], facts=facts, variant="continued")
        for hit in older_sheets(source.older):
            yield replace(hit, facts={**hit.facts, "source": source.name, "file": source.file})
    yield from _of_no_group(case)


def _of_no_group(case: Case) -> Iterator[Hit]:
    """Tell the notices that speak of no group of either year, or that could mean either of two."""
    given = case.sources.get("notices")
    if given is None or given.taken is None or not len(given.frame):
        return
    frame = given.frame
    named = [*zip(*(frame[name].tolist() for name in ("type", "group_name", "group_no")), strict=True)]
    registers = [one for one in (case.ledger, case.previous, case.closed) if one is not None and len(one.frame)]
    known = [any(places) for places in zip(*(mentioned(frame, one) for one in registers), strict=True)]
    known = known or [False] * len(named)
    left = [
        (given.where(row), name or number)
        for row, ((kind, name, number), found) in enumerate(zip(named, known, strict=True))
        if kind in _OF_A_GROUP and (name or number) and not found
    ]
    if left:
        told = [f"{where.cell}“{masked(name)[:_SHOWN]}”" for where, name in left]
        more = len(told[_NAMED:]) or ""
        facts = {
            "source": "notices",
            "file": given.taken.file,
            "cells": told[:_NAMED],
            "count": len(told),
            "more": more,
        }
        where = tuple(where for where, _ in left[:_CLICKED])
        yield Hit(where=where, facts=facts, variant="of_no_group", severity="review")


def _hit(source: SourceFile, variant: str, headings: Sequence[Heading]) -> Hit:
    facts = {
        "source": source.name,
        "file": source.file,
        "headings": [one.heading for one in headings],
    }
    if variant == "near":
        facts["read_as"] = [f"“{one.heading}”按“{_title(source.name, one.field)}”读" for one in headings]
    return Hit(where=tuple(one.where for one in headings[:_CLICKED]), facts=facts, variant=variant)


def _title(source: str, field: str) -> str:
    """Return the heading that a list has for a column by itself."""
    listed = sources()[source].columns if source in sources() else {}
    return listed[field].zh if field in listed else heading(field)


def _marked(source: SourceFile) -> Hit:
    """Return what is told of the cells of a list that are struck out or carry a note."""
    told = [f"{where.cell}“{' '.join(text.split())[:_SHOWN]}”" for where, _, text in source.marked]
    facts = {"source": source.name, "file": source.file, "cells": told[:_NAMED], "count": len(told)}
    return Hit(where=tuple(where for where, _, _ in source.marked[:_CLICKED]), facts=facts, variant="marked")


def _words(source: SourceFile) -> Hit:
    """Return what is told of the words of a list that were taken by their nearness, or not at all."""
    spoken: dict[tuple[str, str, str], list[Where]] = {}
    for where, title, text, taken in source.words:
        spoken.setdefault((title, masked(text), taken), []).append(where)
    told = [
        f"“{title}”的“{text[:_SHOWN]}”（{len(places)}处，{_TAKEN_AS[taken]}）"
        for (title, text, taken), places in spoken.items()
    ]
    facts = {"source": source.name, "file": source.file, "told": told[:_NAMED], "more": len(told[_NAMED:]) or ""}
    clicked = tuple(places[0] for places in spoken.values())
    return Hit(where=clicked[:_CLICKED], facts=facts, variant="words")


def _cells(source: SourceFile) -> Iterator[Hit]:
    headed = {(one.where.sheet, one.where.cell) for one in source.columns}
    spots = [spot for spot in source.cells.unread if (spot.sheet, spot.cell) not in headed]
    if not spots:
        return
    texts = [(spot.cell, " ".join(spot.text.split())) for spot in spots[:_NAMED]]
    named = [f"{cell}“{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”" for cell, text in texts]
    count = len(spots) + source.cells.more
    facts = {"source": source.name, "file": source.file, "cells": named, "count": count}
    facts["more"] = max(count - len(named), 0) or ""
    where = tuple(Where(source.file, spot.sheet, spot.cell) for spot in spots[:_CLICKED])
    yield Hit(where=where, facts=facts, variant="cells")
