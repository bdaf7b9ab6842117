"""反馈/<单位>.xlsx: a unit's own rows again as a valid form, what is to be corrected first, coloured and noted.

    feedback(outcome)                     file name to content, for every unit with something to correct
    feedback(outcome, earlier=json)       the same, faults of the last round marked 已改 or 未改

The workbook is written afresh from the form, never the unit's file loaded and saved. Corrected and sent back, it is a
valid return: the reader passes over 修改清单. The same outcome gives the same bytes.
"""

from __future__ import annotations

import gc
import io
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.engine.beside import side_by_side
from toolkit.findings.concerned import TO_CORRECT, Sent
from toolkit.forms.feedback.earlier import read_earlier
from toolkit.forms.feedback.items import items
from toolkit.forms.feedback.listing import SHEET, Entry, Listing, Place
from toolkit.forms.feedback.places import with_places
from toolkit.forms.feedback.rows import blocks_by_unit
from toolkit.forms.template import Mark, add_form, finish, open_ink
from toolkit.intake.layouts.answers import ROUND
from toolkit.normalise.file_names import safe_names
from toolkit.normalise.masking import masked
from toolkit.regulations.own_words import in_its_words
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.forms.feedback.earlier import Earlier
    from toolkit.forms.feedback.items import Item, Spot
    from toolkit.forms.feedback.rows import Block
    from toolkit.forms.template import Ink, Plan
    from toolkit.forms.template.live import Live
    from toolkit.model import Outcome
    from toolkit.regulations.profile import Profile

__all__ = ["feedback"]

MOST_ROWS = 5_000
"""Nobody corrects more rows by hand in a form: who sent so many keeps them in a system, and corrects them there."""

_MOST_TEXT = 120


@in_its_words
def feedback(
    outcome: Outcome,
    *,
    profile: Profile | None = None,
    earlier: bytes | None = None,
    lang: str = "zh",
    jobs: int | None = 1,
) -> dict[str, bytes]:
    """Return the feedback workbooks, file name (`教务处.xlsx`) to content, in the order of the units.

    Args:
        outcome: a finished run.
        profile: its regulation; None loads the one the outcome names.
        earlier: the `outcome.json` of the round before, if there was one.
        lang: `zh` or `en`: the language of 修改清单 and of the notes; forms are Chinese.
        jobs: how many processes write; None for one a processor.
    """
    told = profile or load_profile(outcome.profile)
    sent = Sent(outcome)
    findings = sent.findings(outcome)
    wanted = {unit for unit, own in findings.items() if any(one.severity in TO_CORRECT for one in own)}
    blocks = blocks_by_unit(outcome, told, wanted.union(filter(None, sent.nameless)))
    day = outcome.as_of.isoformat()
    before = read_earlier(earlier, outcome.profile, lang=lang) if blocks else None
    found: list[_Feedback] = []
    alike: dict[tuple[object, ...], Live] = {}
    for unit, blocks_of_unit in blocks.items():
        own = with_places(blocks_of_unit, findings.get(unit, ()), told)
        if sum(len(block.rows) for block in own) > MOST_ROWS:
            continue
        listed = items(unit, findings.get(unit, ()), own, sent=sent, profile=told, lang=lang)
        if any(item.severity in TO_CORRECT for item in listed):
            found.append(_Feedback(unit, listed, tuple(_with_own_sheets(own)), told, before, lang, day, alike))
    names = safe_names(masked(one.unit) for one in found)
    gc.freeze()  # what came of the run stays: the collector need not walk it for every workbook
    try:
        contents = side_by_side([one.workbook for one in found], jobs=jobs)
    finally:
        gc.unfreeze()
    return {f"{name}.xlsx": content for name, content in zip(names, contents, strict=True)}


@dataclass(frozen=True, slots=True)
class _Feedback:
    """One unit's workbook: what it is asked to correct, and what it sent."""

    unit: str
    listed: Sequence[Item]
    blocks: Sequence[Block]
    profile: Profile
    before: Earlier | None
    lang: str
    round: str
    """The day of the round that the workbook answers: it outranks what the unit had sent by then."""
    alike: dict[tuple[object, ...], Live]
    """Sheets of all workbooks whose formulas are those of others drawn alike."""

    def workbook(self) -> bytes:
        """Return the workbook: 修改清单, then form after form with the guide before each."""
        buffer = io.BytesIO()
        ink = open_ink(buffer, self.alike)
        ink.workbook.set_custom_property(ROUND, self.round, "text")
        listing = Listing(ink, ink.workbook.add_worksheet(SHEET), self.lang)
        plans = [self._add(ink, number) for number in range(len(self.blocks))]
        entries = [Entry(item, self._place(item, plans), self._state(item)) for item in self.listed]
        gone = self.before.gone(self.unit, self.listed) if self.before else ()
        listing.write(self.unit, [*entries, *(Entry(item, None, "done") for item in gone)])
        listing.sheet.activate()
        finish(ink, {block.form.key: block.form for block in self.blocks}, self.profile)
        return buffer.getvalue()

    def _add(self, ink: Ink, number: int) -> Plan:
        block = self.blocks[number]
        notes: dict[tuple[int | None, str], dict[str, str]] = {}
        for item in self.listed:  # the gravest first
            for spot in item.spots:
                if spot.block == number and spot.key:
                    notes.setdefault(self._mark(spot), {}).setdefault(item.note, item.severity)
        rows = [row.answers for row in block.rows]
        head = next((row["unit"] for row in rows if row.get("unit")), self.unit)
        marks = {place: Mark("\n".join(told), next(iter(told.values()))) for place, told in notes.items()}
        return add_form(ink, block.form, self.profile, rows=rows, unit=head, marks=marks, lang=self.lang)

    def _mark(self, spot: Spot) -> tuple[int | None, str]:
        return (None if spot.key in self.blocks[spot.block].form.head_keys else spot.row), spot.key

    def _place(self, item: Item, plans: Sequence[Plan]) -> Place | None:
        """Return the first cell to correct; a finding about no single answer leads to the name of its group."""
        if not item.spots:
            return None
        first = item.spots[0]
        plan, block = plans[first.block], self.blocks[first.block]
        keys = (first.key, "group_name", *(answer.key for answer in block.form.answers))
        page, box = next(found for key in keys if key and (found := plan.find(first.row, key)))
        label = box.label.rstrip("：:").replace("\n", "")
        text = block.rows[first.row].answers.get(box.key, "") if first.key else ""
        cells = {(spot.block, *self._mark(spot)) for spot in item.spots}
        return Place(page.name, box.cell, label, text[:_MOST_TEXT], len(cells) - 1)

    def _state(self, item: Item) -> str:
        if self.before is None or not self.before.knew(self.unit):
            return ""
        return "open" if self.before.had(self.unit, item) else "first"


def _with_own_sheets(blocks: Sequence[Block]) -> Iterator[Block]:
    """Name the sheets of a form that occurs again 登记表（2）, so that each head keeps a sheet of its own."""
    seen: Counter[str] = Counter()
    for block in blocks:
        drawing = block.form.drawing
        seen[drawing.sheet] += 1
        if seen[drawing.sheet] > 1:
            drawing = replace(drawing, sheet=f"{drawing.sheet}（{seen[drawing.sheet]}）")
        yield replace(block, form=replace(block.form, drawing=drawing))
