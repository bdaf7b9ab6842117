"""Cards as tables: one table a card, since each has places of its own; empty cards before the last filled are blank."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from toolkit.intake.layouts.blocks import PRESET
from toolkit.intake.layouts.elsewhere import with_dittos_of_cards
from toolkit.intake.layouts.row_kinds import is_example, says_nothing
from toolkit.intake.layouts.several import NAME, WHOLE, cells_of, names_in
from toolkit.intake.layouts.stacked import one_line
from toolkit.model import Note, Sheet, Table, cell_name
from toolkit.normalise.dates import read_date
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.forms import parse_cell
from toolkit.regulations.roles import OF_A_UNIT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.intake.layouts.captions import Caption
    from toolkit.intake.layouts.card import Card, Spot
    from toolkit.regulations.forms import Form

    _Read = tuple[Card, dict[str, str], dict[str, tuple[int | None, int | None]], str]

SHARED = ("unit", "reported_on")
_ROWS = frozenset({"record", "example-row", "no-name-no-number"})


def tables_of_cards(  # noqa: PLR0913 - where, as what, from what, and why
    path: str, name: str, *, form: Form, cards: Sequence[Card], captions: Sequence[Caption], evidence: Mapping[str, Any]
) -> list[Table]:
    """Return a table for each card that holds something; all empty gives one table without rows.

    Args:
        path: of the file.
        name: of the sheet.
        form: what it was read as.
        cards: in the order of the page.
        captions: what stands outside the grid (the free text of a Word document), for cards without a head.
        evidence: why it was read so; completed here.
    """
    presets = frozenset(form.naming) if form.role in OF_A_UNIT else PRESET | _head_keys(form)
    read = _read(cards, captions, presets, frozenset(form.naming))
    found: list[Table] = []
    blank = 0
    for card, texts, places, kind in read:
        first = min(((spot.row, spot.column) for spot in card.spots), default=(card.area.top, card.area.left))
        sheet = Sheet(path, name, form.key, "card", places)
        table = Table(
            form.key,
            sheet,
            (),
            dict.fromkeys(texts, ()),
            blank,
            evidence={**evidence, **_evidence(card, texts, presets)},
        )
        if kind == "record":
            found.append(replace(table, offsets=(first[0],), columns={key: (text,) for key, text in texts.items()}))
        elif kind in {"example-row", "no-name-no-number"}:
            found.append(replace(table, rejected=((first[0], Note(kind, {"cell": cell_name(*first)})),)))
        elif not found and card is read[-1][0]:
            found.append(replace(table, blank=0))
        blank = 0 if kind in _ROWS else blank + 1
    return found


def _read(
    cards: Sequence[Card], captions: Sequence[Caption], presets: frozenset[str], naming: frozenset[str]
) -> list[_Read]:
    """Return each card with its answers and what it is; one that says 无 counts where no other holds anything."""
    shared: dict[str, str] = {}
    before: dict[str, str] = {}
    found = []
    for number, card in enumerate(cards):
        texts, places = _answers(card)
        texts = before = with_dittos_of_cards(texts, card.spots, before)
        if "unit" not in naming:  # a card of each unit shares nothing with the next
            _share(texts, shared, captions, number, len(cards))
        content = [text for key, text in texts.items() if text and key not in presets]
        found.append((card, texts, places, _kind(content, texts, naming)))
    kinds = [kind for *_, kind in found]
    if "none" in kinds and not _ROWS.intersection(kinds):
        card, texts, places, _ = found[kinds.index("none")]
        found[kinds.index("none")] = (card, texts, places, "record")
    for card, _, _, kind in found:
        card.kind = kind
    return found


def _head_keys(form: Form) -> frozenset[str]:
    cells = (cell for row in form.drawing.head for cell in row.row)
    return frozenset(answer.key for answer in map(parse_cell, cells) if answer)


def _kind(content: Sequence[str], texts: Mapping[str, str], naming: frozenset[str]) -> str:
    """Tell a record, why a card is rejected, an empty card, and one that only says that there is no group."""
    names = [text for key, text in texts.items() if text and not naming.isdisjoint(key.split("&"))]
    if all(map(says_nothing, content)):
        return "none" if names else "slot"
    if any(map(is_example, names)):
        return "example-row"
    return "record" if names else "no-name-no-number"


def _answers(card: Card) -> tuple[dict[str, str], dict[str, tuple[int | None, int | None]]]:
    by_key: dict[str, list[Spot]] = {}
    for spot in card.spots:
        by_key.setdefault(spot.key, []).append(spot)
    texts: dict[str, str] = {}
    places: dict[str, tuple[int | None, int | None]] = {}
    for key, spots in by_key.items():
        chosen, text, spare = _one(key, spots)
        texts[key] = text
        places[key] = (chosen.row, chosen.column)
        for spot in spare:
            other = _free(f"other:{one_line(spot.label.text)}", texts)
            texts[other], places[other] = spot.text, (spot.row, spot.column)
    for label, text, row, column in card.unknown:
        other = _free(f"other:{label}", texts)
        texts[other], places[other] = text, (row, column)
    return {key: text for key, text in texts.items() if text or not key.startswith("other:")}, places


def _one(key: str, spots: Sequence[Spot]) -> tuple[Spot, str, list[Spot]]:
    """Return the spot to point at, the answer, and other texts for the same answer."""
    filled = [spot for spot in spots if spot.text]
    if len(filled) == 0:
        return spots[0], "", []
    stem = key.partition(".")[0]
    if stem in vocabulary().of_kind("people"):
        if all(spot.label.meaning.part for spot in spots):
            return filled[0], "\n".join(spot.text for spot in spots), []
        return filled[0], "\n".join(dict.fromkeys(spot.text for spot in filled)), []
    first = filled[0]
    said = _same_day if vocabulary().fields.get(key) and vocabulary()[key].kind == "date" else str
    return first, first.text, [spot for spot in filled[1:] if said(spot.text) != said(first.text)]


def _same_day(text: str) -> str:
    """Return the day that a text gives, as a text; what gives none is itself (the form has two places for one day)."""
    return read_date(text).value or text


def _free(key: str, taken: Mapping[str, str]) -> str:
    number, free = 2, key
    while free in taken:
        free, number = f"{key} {number}", number + 1
    return free


def _share(texts: dict[str, str], shared: dict[str, str], captions: Sequence[Caption], number: int, count: int) -> None:
    """Fill in what stands once for several cards: above them, or outside the table."""
    outside: dict[str, list[str]] = {}
    for caption in captions:
        outside.setdefault(caption.key, []).append(caption.text)
    for key, given in outside.items():
        text = given[number] if len(given) == count else next(filter(None, given), "")
        if text and not texts.get(key):
            texts[key] = text
    for key in SHARED:
        if key not in texts and shared.get(key):
            texts[key] = shared[key]
        if texts.get(key):
            shared[key] = texts[key]


def _is_several(spot: Spot) -> bool:
    return spot.key == NAME and len(names_in(spot.text)) > 1


def _evidence(card: Card, texts: Mapping[str, str], presets: frozenset[str]) -> dict[str, Any]:
    seen = {(spot.label.row, spot.label.column, spot.key): spot for spot in card.spots}
    return {
        "labels": [
            {
                "label": one_line(spot.label.text),
                "cell": cell_name(row, column),
                "key": key,
                "how": spot.label.meaning.how,
            }
            for (row, column, key), spot in seen.items()
        ],
        "head": {key: texts[key] for key in sorted(presets) if texts.get(key)},
        "several": cells_of([(spot.row, spot.column, spot.text, WHOLE) for spot in seen.values() if _is_several(spot)]),
    }
