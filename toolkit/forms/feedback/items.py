"""What a unit is asked to correct: findings that point into its own rows, each with the answers it speaks of.

Nothing of another unit reaches the list. A finding that rests on rows of several units says so in words of its own,
without their names, groups or people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from toolkit.findings.concerned import (
    LEFT_OUT,
    UNTAKEN,
    Sent,
    said,
)
from toolkit.findings.rules.to_findings import origin
from toolkit.findings.ways_out import to_fill
from toolkit.messages import files, word
from toolkit.model import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.forms.feedback.rows import Block, OwnRow
    from toolkit.model import Finding, Severity, Where
    from toolkit.regulations.forms import Form
    from toolkit.regulations.profile import Profile

_HOW_WRITTEN = frozenset({"pattern", "well-formed"})
"""Rules about the writing of one answer: whoever is told to write it otherwise has to see what was written."""
_MASK = "*"
_OPENING, _CLOSING, _STOPS = "“（《「", "”）》」", "。"


class Spot(NamedTuple):
    """An answer in the new workbook: number of the block, of the row in it, and its key ("" for the row as such)."""

    block: int
    row: int
    key: str


class Trace(NamedTuple):
    """What tells that two rounds speak of the same fault: the groups it was found at are names and numbers."""

    requirement: str
    variant: str
    field: str
    groups: frozenset[str]

    def same_as(self, other: Trace) -> bool:
        """Return whether two faults are the same, the group perhaps renamed or renumbered in between."""
        alike = self[:3] == other[:3]
        return alike and (not self.groups.isdisjoint(other.groups) or self.groups == other.groups)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of 修改清单: what is wrong and how to write it, where it stood, and where to correct it."""

    severity: Severity
    what: str
    how: str
    name: str
    spots: tuple[Spot, ...]
    original: Where | None
    trace: Trace

    @property
    def note(self) -> str:
        """The note on a faulty cell."""
        return f"{self.what}\n{self.how}".strip()


def items(  # noqa: PLR0913 - a unit, what is said of it, its rows, and by whose rules and in which language
    unit: str, findings: Iterable[Finding], blocks: Sequence[Block], *, sent: Sent, profile: Profile, lang: str = "zh"
) -> tuple[Item, ...]:
    """Return what a unit is asked to correct, gravest first, rows that were not taken before everything else."""
    here = _Here(unit, blocks, sent, profile, lang)
    told = [here.item(finding) for finding in findings]
    found = [*_untaken(unit, blocks, sent, lang), *_joined_alike(item for item in told if item)]
    order: tuple[Severity, ...] = SEVERITIES
    return tuple(sorted(found, key=lambda item: order.index(item.severity)))


def _joined_alike(items: Iterable[Item]) -> Iterator[Item]:
    """Yield items with one and the same sentence as one that names all its cells."""
    alike: dict[tuple[str, str, str], list[Item]] = {}
    for item in items:
        alike.setdefault((item.severity, item.what, item.how), []).append(item)
    for first, *others in alike.values():
        every = (first, *others)
        spots = tuple(dict.fromkeys(spot for item in every for spot in item.spots))
        groups = frozenset[str]().union(*(item.trace.groups for item in every))
        names = dict.fromkeys(item.name for item in every)
        more = {"names": first.name, "count": len(names)}
        name = first.name if len(names) == 1 else word("feedback", "and-more", more)
        yield replace(first, spots=spots, name=name, trace=first.trace._replace(groups=groups)) if others else first


def parted(sentence: str, lang: str) -> tuple[str, str]:
    """Return what is wrong and what to do: the first sentence, and the rest. A quotation is not cut."""
    depth = 0
    for place, letter in enumerate(sentence):
        depth += (letter in _OPENING) - (letter in _CLOSING)
        stops = letter in _STOPS if lang == "zh" else sentence[place : place + 2] == ". "
        if stops and depth <= 0:
            return sentence[: place + 1].strip(), sentence[place + 1 :].strip()
    return sentence, ""


def answer_key(form: Form, field: str) -> str:
    """Return the answer of a form that asks for a field or a part; "" when it has none."""
    keys = [answer.key for answer in form.answers]
    if field in keys:
        return field
    stem = field.split(".", maxsplit=1)[0]
    exact = (key for key in keys if field in key.split("&"))
    near = (key for key in keys if stem in {part.split(".")[0] for part in key.split("&")})
    return next(exact, "") or next(near, "")


class _Here:
    """One unit's rows, and what a finding says of them."""

    def __init__(self, unit: str, blocks: Sequence[Block], sent: Sent, profile: Profile, lang: str) -> None:
        self._unit, self._blocks, self._sent, self._profile, self._lang = unit, blocks, sent, profile, lang
        self._place = {
            row.record: (number, position)
            for number, block in enumerate(blocks)
            for position, row in enumerate(block.rows)
            if row.record
        }

    def item(self, finding: Finding) -> Item | None:
        """Return the line of a finding; None when none of the unit's own rows is concerned."""
        spots = tuple(self._spots(finding))
        if not spots and finding.records:
            return None
        rows = [self._blocks[block].rows[row] for block, row in dict.fromkeys(spot[:2] for spot in spots)]
        foreign = self._sent.is_foreign(finding, self._unit)
        kinds = (self._blocks[spot.block].form.drawing.fixed.get("kind", "") for spot in spots)
        told = said(self._as_typed(finding, spots), foreign=foreign, lang=self._lang, kind=next(kinds, ""))
        what, how = parted(told, self._lang)
        names = [row.name for row in rows] or [self._sent.before[row] for row in finding.previous]
        groups = [self._sent.groups[row.record] for row in rows] or [frozenset(names)]
        facts = finding.facts
        trace = Trace(
            finding.requirement, str(facts.get("variant", "")), str(facts.get("field", "")), frozenset().union(*groups)
        )
        name, where = _joined(names, self._lang), _original(finding, rows)
        return Item(finding.severity, what, how, name, spots, where, trace)

    def _spots(self, finding: Finding) -> Iterator[Spot]:
        fields = [str(field) for field in finding.facts.get("fields") or [finding.facts.get("field", "")]]
        instead = to_fill(finding, self._profile)
        for record in finding.records:
            blank = list(self._blank(record, instead))
            if blank:
                yield from blank
                continue
            for paper, asked in self._papers(record, fields):
                block, row = self._place[paper]
                keys = dict.fromkeys(answer_key(self._blocks[block].form, field) for field in asked)
                yield from (Spot(block, row, key) for key in keys)

    def _blank(self, record: str, fields: Sequence[str]) -> Iterator[Spot]:
        """Yield the answers of a record's row that some fields are written into, as far as they are blank."""
        if record in self._place:
            block, row = self._place[record]
            form, answers = self._blocks[block].form, self._blocks[block].rows[row].answers
            keys = dict.fromkeys(answer_key(form, field) for field in fields)
            yield from (Spot(block, row, key) for key in keys if key and not answers.get(key))

    def _as_typed(self, finding: Finding, spots: Sequence[Spot]) -> Finding:
        """Return a finding about how one answer is written with what the unit wrote, which stands in the form below."""
        if finding.rule not in _HOW_WRITTEN or len(spots) != 1 or _MASK not in str(finding.facts.get("raw", "")):
            return finding
        block, row, key = spots[0]
        typed = self._blocks[block].rows[row].answers.get(key, "")
        return replace(finding, facts={**finding.facts, "raw": typed}) if typed else finding

    def _papers(self, record: str, fields: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
        """Yield the rows in which the answers of a record stand, each with these: its own, or those of other papers."""
        found: dict[str, list[str]] = {}
        for field in fields:
            paper = origin(self._sent.taken.get(record, ""), field)
            found.setdefault(paper if paper in self._place else record, []).append(field)
        yield from ((paper, asked) for paper, asked in found.items() if paper in self._place)


def _original(finding: Finding, rows: Sequence[OwnRow]) -> Where | None:
    if not rows:
        return None if finding.rule in LEFT_OUT else next(iter(finding.where), None)
    own = {row.where.file for row in rows}
    return next((where for where in finding.where if where.file in own), rows[0].where)


def _joined(names: Sequence[str], lang: str) -> str:
    different = list(dict.fromkeys(filter(None, names)))
    shown = different[:3]
    text = ("、" if lang == "zh" else ", ").join(shown)
    more = {"names": text, "count": len(different)}
    return text if len(shown) == len(different) else word("feedback", "and-more", more, lang=lang)


def _untaken(unit: str, blocks: Sequence[Block], sent: Sent, lang: str) -> Iterator[Item]:
    """Yield the rows that name no group: those that stand in the new form, then those that the reading refused."""
    standing = {
        row.where: Spot(number, position, answer_key(block.form, "group_name"))
        for number, block in enumerate(blocks)
        for position, row in enumerate(block.rows)
        if row.rejection
    }
    for row in sent.nameless.get(unit, ()):
        spot = standing.get(row.where)
        what, how = parted(files.sentence(row.reason, lang=lang), lang)
        how = how if spot else word("feedback", "not-here", lang=lang)
        trace = Trace(UNTAKEN, row.reason.code, "group_name", frozenset())
        yield Item("error", what, how, row.name, (spot,) if spot else (), row.where, trace)
