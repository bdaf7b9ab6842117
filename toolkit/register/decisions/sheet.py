"""Answers read back: from an edited 对账报告.xlsx, from the 裁定 sheet of a ledger, from a list of one's own.

A sheet of the report asks in a hidden column `question`; the drop-down beside it holds the answer. 裁定 has the same
column and says who decided when. A list written by hand has 裁定, 群名称, 单位 … and no hidden column: its answers hold
whatever the evidence was, until they are first applied.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from toolkit.errors import SourceError
from toolkit.messages import word
from toolkit.model import Decision, Party, cell_name
from toolkit.normalise.identifiers import read_identifiers
from toolkit.normalise.masking import masked
from toolkit.normalise.numbers import read_numbers
from toolkit.normalise.private import hide
from toolkit.normalise.text import clean, fold, is_placeholder
from toolkit.normalise.ticks import read_yes_no
from toolkit.register.decisions.identity import asked, party_by_hand
from toolkit.regulations.fields import label_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from toolkit.model import Grid, Workbook
    from toolkit.normalise.units import UnitIndex

Answer = Literal["yes", "no", "open"]

QUESTION, BULK = "question", "bulk"
"""Hidden columns: what a row asks, and the bulk rename it is part of; a row with only the latter answers for all."""
COLUMNS = (
    "decision-kind",
    "answer",
    "state",
    "unit",
    "group",
    "number",
    "previous-unit",
    "previous-group",
    "previous-number",
    "decided-by",
    "decided-on",
    "remark",
)
"""The columns of 裁定; `col-<code>` of the report's catalogue heads each."""

SUGGESTION, RENUMBERED = "suggestion", "renumbered"
PAIRS = (SUGGESTION, RENUMBERED)
CLUSTERS = (
    "same-number-two-units",
    "same-number-two-names",
    "same-number-same-unit",
    "same-work",
    "several-official",
    "cross-platform",
    "same-name",
)
_SHOWN, _SIDES = ("unit", "group", "number"), ("", "previous-")
WHEREABOUTS = "unaccounted"
"""The question what became of a group of last year: it is about one group."""

CHOSEN: Mapping[str, Answer] = {
    "renumbered": "yes",
    "new": "no",
    "mistyped": "yes",
    "dissolved": "yes",
    "omitted": "yes",
    "in-use": "yes",
    "merged-into": "yes",
}
"""Answers that say more than 是 or 否, each with the one of the three that it is: `choice-<code>` words them."""

OFFERED: Mapping[str, tuple[str, ...]] = {
    RENUMBERED: ("renumbered", "new", "mistyped", "open"),
    WHEREABOUTS: ("dissolved", "omitted", "in-use", "merged-into", "open"),
}
"""What is offered for a kind of question; for all others 是, 否 and 待定."""

_PLAIN: tuple[str, ...] = ("yes", "no", "open")
_CHOICES = ("same-group", "merge", "keeper", "whereabouts", "answer")
_FREE = "whereabouts"
"""The one column where people write what they heard: a text that is no answer is a remark, and no fault."""

_SAME_NAME = "same-name"
_NUMBER = re.compile(r"(?:以|群号)?(?P<number>\d{5,11})(?:为准|是?对的?|正确|isright)?", re.IGNORECASE)
"""The number that is right, of two that one name has: 以612340007为准, or the number alone."""

_TOLD_BY = ({"answer", "group"}, {"whereabouts", "group"}, {"same-group", "group", "previous-group"})
"""Columns that tell what a row asks where the hidden one was deleted, or there never was one."""

_DISPUTES = ("same-number-two-units", "same-number-two-names")
_WITHIN = 8
_LANGUAGES = ("zh", "en")
_KNOWN = ("exact", "alias", "former")
_SAVED_BY, _SAVED_ON = "core:lastModifiedBy", "core:modified"
_DAY = 10
_ENDING = "。.！!，,；; "
_WORD = 4
"""No answer is longer: what is longer says more, and is kept as the reason."""


def read_decisions(book: Workbook, file: str, units: UnitIndex) -> tuple[Decision, ...]:
    """Return every answer in a workbook, in reading order; none when nobody has answered anything.

    Where a question is asked in the same workbook, its answer there stands against what 裁定 says of it; where both say
    the same, 裁定 knows who said it and when.

    Args:
        book: the workbook.
        file: its name, for messages.
        units: resolves names of units in a list written by hand.

    Raises:
        SourceError: an answer is none of 是, 否, 待定; the text names the cell.
    """
    found, misread = read_answers(book, units)
    if misread:
        raise SourceError("decision-unreadable", file=file, **misread[0]._asdict())
    return found


class Misread(NamedTuple):
    """What was written where an answer is asked for, and is none: sheet, cell and the text, masked."""

    sheet: str
    cell: str
    value: str


def read_answers(book: Workbook, units: UnitIndex) -> tuple[tuple[Decision, ...], tuple[Misread, ...]]:
    """Return the answers of a workbook as `read_decisions`, and beside them what is no answer: the others still hold.

    Args:
        book: the workbook.
        units: resolves names of units in a list written by hand.
    """
    misread: list[Misread] = []
    found = [
        (decision, by_hand)
        for grid in book.grids
        for decision, by_hand in _of_sheet(grid, book.properties, units, misread)
    ]
    here = {(one.kind, one.evidence): _said(one) for one, by_hand in found if not by_hand and one.evidence}
    listed = {
        (one.kind, one.evidence)
        for one, by_hand in found
        if by_hand and here.get((one.kind, one.evidence)) == _said(one)
    }
    told = [one for one, by_hand in found if by_hand == ((one.kind, one.evidence) in listed)]
    loose = [one for one, by_hand in found if by_hand and (one.kind, one.evidence) not in here]
    return (*told, *loose), tuple(misread)


def _about(decision: Decision) -> tuple[str, str]:
    return decision.kind, decision.evidence


def _said(decision: Decision) -> tuple[str, str]:
    return decision.answer, decision.chosen


def asks(book: Workbook) -> bool:
    """Return whether a workbook has a sheet on which decisions can stand."""
    return any(_heading(grid) is not None for grid in book.grids)


def kind_word(kind: str, *, lang: str = "zh") -> str:
    """Return what a kind of question is called."""
    names = {name: f"sheet-{name}" for name in (RENUMBERED, WHEREABOUTS)} | {SUGGESTION: "sheet-suggestions"}
    return word("report", names.get(kind, f"duplicate-{kind}"), lang=lang)


class _Heading(NamedTuple):
    row: int
    columns: Mapping[str, int]


def _heading(grid: Grid) -> _Heading | None:
    """Return where the columns stand on a sheet that takes answers."""
    for row in range(min(_WITHIN, len(grid.rows))):
        columns: dict[str, int] = {}
        for column, text in enumerate(grid.rows[row]):
            if code := _by_label().get(label_key(text), ""):
                columns.setdefault(code, column)
        told = QUESTION in columns or any(needed <= set(columns) for needed in _TOLD_BY)
        if told and any(name in columns for name in _CHOICES):
            return _Heading(row, columns)
    return None


@cache
def _by_label() -> Mapping[str, str]:
    codes = (*COLUMNS, *_CHOICES)
    found = {label_key(word("report", f"col-{code}", lang=lang)): code for lang in _LANGUAGES for code in codes}
    return {**found, label_key(QUESTION): QUESTION, label_key(BULK): BULK}


def offered(kind: str, units: Iterable[str] = (), *, numbers: Iterable[str] = (), lang: str = "zh") -> tuple[str, ...]:
    """Return the answers that a question offers, in words: a dispute the units, one of which keeps the group.

    Of one name under several numbers it is also asked which number is right.
    """
    if kind == _SAME_NAME and len(several := _each(numbers)) > 1:
        right = (word("report", "choice-number", {"number": one}, lang=lang) for one in several if masked(one) == one)
        yes, no, later = (word("report", f"choice-{code}", lang=lang) for code in _PLAIN)
        return (*right, yes, no, later)
    if kind in _DISPUTES and len(names := tuple(dict.fromkeys(filter(None, units)))) > 1:
        return (*names, word("report", "choice-open", lang=lang))
    return tuple(word("report", f"choice-{code}", lang=lang) for code in OFFERED.get(kind, _PLAIN))


def _each(numbers: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number for text in numbers for number in text.split("、") if number))


def answer_word(decision: Decision, *, lang: str = "zh") -> str:
    """Return an answer in words, as the drop-down had it."""
    if decision.kind == _SAME_NAME and decision.chosen:
        return word("report", "choice-number", {"number": decision.chosen}, lang=lang)
    if decision.chosen and decision.chosen not in CHOSEN:
        return decision.chosen
    return word("report", f"choice-{decision.chosen or decision.answer}", lang=lang)


@cache
def _answers() -> Mapping[str, tuple[Answer, str]]:
    """Return by its words each answer, and what it says beyond 是, 否 and 待定."""
    plain: tuple[Answer, ...] = ("yes", "no", "open")
    codes = {code: (code, "") for code in plain} | {code: (answer, code) for code, answer in CHOSEN.items()}
    return {
        label_key(word("report", f"choice-{code}", lang=lang)): told
        for lang in _LANGUAGES
        for code, told in codes.items()
    }


def _answer(text: str, kind: str, units: Iterable[str], *, free: bool) -> tuple[Answer, str] | None:
    """Return what an answer says, None where it is none: a word of the drop-down, or the unit that keeps the group.

    Where people write what they heard, an answer may begin the text: 已解散，3月2日来电.
    """
    spelled = label_key(text)
    if kind in _DISPUTES:
        keeper = next((unit for unit in units if unit and label_key(unit) == spelled), "")
        if keeper:
            return "yes", keeper
    if kind == _SAME_NAME and (number := _NUMBER.fullmatch(fold(text).replace(" ", ""))):
        return "yes", number["number"]
    found = _answers().get(spelled)
    spoken = None if found or is_placeholder(text) else read_yes_no(text.rstrip(_ENDING).removesuffix("的")).value
    if spoken is not None:  # 不是, 是的, √
        found = ("yes" if spoken else "no"), ""
    if found is None and free:
        words = (told for known, told in _answers().items() if told[1] and spelled.startswith(known))
        found = next(words, None)
    return found


@cache
def _kinds() -> Mapping[str, str]:
    kinds = (*CLUSTERS, *PAIRS, WHEREABOUTS)
    return {label_key(kind_word(kind, lang=lang)): kind for kind in kinds for lang in _LANGUAGES}


def _of_sheet(
    grid: Grid, properties: Mapping[str, str], units: UnitIndex, misread: list[Misread]
) -> Iterator[tuple[Decision, bool]]:
    """Yield the answers on a sheet, each with whether it stands in a list of decisions and not at its question.

    What is no answer goes to `misread`.
    """
    heading = _heading(grid)
    if heading is None:
        return
    saved = properties.get(_SAVED_BY, ""), properties.get(_SAVED_ON, "")[:_DAY]
    choices = [name for name in _CHOICES if name in heading.columns]
    rows = [
        (row, {name: clean(grid.at(row, column)) for name, column in heading.columns.items()})
        for row in range(heading.row + 1, len(grid.rows))
    ]
    members = _members(told for _, told in rows)
    bulks = {told[BULK]: told for _, told in rows if told.get(BULK) and not told.get(QUESTION) and told.get(choices[0])}
    found: dict[tuple[Decision, bool], None] = {}  # a cluster is answered on any of its rows
    for row, said in rows:
        told = said if said[choices[0]] else _answered_in_bulk(said, bulks, choices[0])
        choice = next((name for name in choices if told[name]), "")
        if not choice:
            continue
        kind, groups, evidence = _asked(told, members, units)
        answer = _answer(told[choice], kind, [group.unit for group in groups], free=choice == _FREE)
        if answer is None and choice == _FREE:
            continue
        if answer is None:
            cell = cell_name(row, heading.columns[choice])
            value = masked(hide(told[choice]))
            misread.append(Misread(grid.name, cell, value))
            continue
        if kind:
            by, on = saved if choice != "answer" else (told.get("decided-by", ""), told.get("decided-on", ""))
            why = told.get("remark", "") or (told[choice] if choice == _FREE and len(told[choice]) > _WORD else "")
            decision = Decision(kind, answer[0], groups, evidence, by, on, why, chosen=answer[1])
            found[decision, choice == "answer"] = None
    yield from found


def _answered_in_bulk(
    told: Mapping[str, str], bulks: Mapping[str, Mapping[str, str]], choice: str
) -> Mapping[str, str]:
    """Return a row that says nothing itself with the answer for all of its bulk rename, where there is one."""
    whole = bulks.get(told.get(BULK, "")) if told.get(QUESTION) else None
    if whole is None:
        return told
    return {**told, choice: whole[choice], "remark": told.get("remark", "") or whole.get("remark", "")}


def _members(rows: Iterable[Mapping[str, str]]) -> Mapping[str, list[tuple[str, str, str]]]:
    """Return unit, name and number of the rows of each question: 重复 has one row a member."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for told in rows:
        found[told.get(QUESTION, "")].append((told.get("unit", ""), told.get("group", ""), told.get("number", "")))
    return found


def _asked(
    told: Mapping[str, str], members: Mapping[str, list[tuple[str, str, str]]], units: UnitIndex
) -> tuple[str, tuple[Party, ...], str]:
    """Return kind, groups and fingerprint of the question in a row; no kind where the row asks nothing."""
    if told.get(QUESTION):
        kind, evidence, keys = asked(told[QUESTION])
        if kind in PAIRS:
            shown = [tuple(told.get(f"{side}{name}", "") for name in _SHOWN) for side in _SIDES]
        elif len(members[told[QUESTION]]) == len(keys):
            shown = [*members[told[QUESTION]]]
        else:
            shown = [(unit, name, number) for unit, name, number in _lines(told, "", len(keys))]
        known = kind in (*PAIRS, *CLUSTERS, WHEREABOUTS)
        return (kind if known else ""), tuple(Party(key, *one) for key, one in zip(keys, shown, strict=False)), evidence
    if "answer" not in told:
        return _told_by_the_row(told, units)
    kind = _kinds().get(label_key(told.get("decision-kind", "")), SUGGESTION)
    ours = _by_hand(told, "", units)
    if kind == WHEREABOUTS:
        return (kind if ours else ""), ours[:1], ""
    groups = ours if kind in CLUSTERS else (*ours[:1], *_by_hand(told, "previous-", units)[:1])
    return (kind if len(groups) > 1 else ""), groups, ""


def _told_by_the_row(told: Mapping[str, str], units: UnitIndex) -> tuple[str, tuple[Party, ...], str]:
    """Return what a row asks whose sheet has lost its hidden column, by what it shows of the groups.

    A row of a sheet that has the column and leaves it blank is a finding, and no question.
    """
    if QUESTION in told:
        return "", (), ""
    ours = _by_hand(told, "", units)[:1]
    if "whereabouts" in told:
        return (WHEREABOUTS if ours else ""), ours, ""
    theirs = _by_hand(told, "previous-", units)[:1] if "previous-group" in told else ()
    return (SUGGESTION if ours and theirs else ""), (*ours, *theirs), ""


def _by_hand(told: Mapping[str, str], side: str, units: UnitIndex) -> tuple[Party, ...]:
    found = []
    for unit, name, number in _lines(told, side, max(len(told.get(f"{side}group", "").split("\n")), 1)):
        resolved = units.resolve(unit or told.get("unit", ""))
        known = resolved.unit if resolved.how in _KNOWN else unit or told.get("unit", "")
        numbers = "\n".join(read_numbers(number).numbers or read_identifiers(number))
        if name or numbers:
            found.append(party_by_hand(known, name, numbers))
    return tuple(found)


def _lines(told: Mapping[str, str], side: str, count: int) -> list[tuple[str, str, str]]:
    """Return unit, name and number of so many members, one a line; a single line stands for all of them."""
    columns = []
    for name in _SHOWN:
        lines = told.get(f"{side}{name}", "").split("\n")
        columns.append(lines if len(lines) == count else lines[:1] * count if len(lines) == 1 else [""] * count)
    return [(unit, name, number) for unit, name, number in zip(*columns, strict=True)]
