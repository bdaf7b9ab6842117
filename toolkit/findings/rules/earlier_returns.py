"""Returns against those before them: what a later one left out, and one that is last year's sent again."""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from toolkit.findings.case import Hit
from toolkit.findings.rules.masks import grouped, hit_of_unit, in_scope_over_too, several, text
from toolkit.model import Where
from toolkit.names.names import canonical_name
from toolkit.normalise.dates import latest
from toolkit.normalise.text import key
from toolkit.register.merge.left_out import LEFT_OUT
from toolkit.register.merge.sheets import EARLIER_YEAR, year_named
from toolkit.register.merge.versions import correction_rank

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.findings.case import Case
    from toolkit.regulations.profile import Requirement

_NAME = "group_name"
_ALIKE = 0.75
"""Share of letters that two names have in common where one may be the other corrected."""
_SPRING = 2
"""Till the end of this month a sheet may still be named for the year that has just ended."""


def left_out(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A group of a return that a later one replaced, and that stands in no return that counts.

    Variants: `earlier_year` (it stands only on the sheet of an earlier year of a file that has both), `added` (a file
    that calls itself a correction has no group in common with what the unit sent before, and was added to it), `nil` (a
    zero report, and groups of the same unit in another file), `nil_row` (in the same file).
    """
    yield from _added(case, requirement)
    yield from _nil_beside_groups(case)
    units = {file.path: file.unit for file in case.submissions}
    for row in case.rejections:
        facts = row.reason.facts
        if facts.get(LEFT_OUT):
            variant = "earlier_year" if row.reason.code == EARLIER_YEAR else "left_out"
            told = {"name": row.name, "raw": row.name, "by": facts.get("by") or facts.get("later", "")}
            yield Hit(answer=_NAME, facts=told, unit=units.get(row.where.file, ""), where=(row.where,), variant=variant)


def _added(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Yield the corrections that took the place of nothing, though there was something of that unit and form."""
    replaced = {str(row.reason.facts.get("by", "")) for row in case.rejections}
    replaced |= {str(file.reason.facts.get("by", "")) for file in case.submissions if file.reason}
    sent: dict[tuple[str, str], list[str]] = defaultdict(list)
    merged = [file for file in case.submissions if file.status == "merged" and file.unit]
    for file in merged:
        for form in file.forms:
            sent[file.unit, form].append(file.path)
    corrections = [file for file in merged if file.path not in replaced and correction_rank(file.path)]
    rows = dict(grouped(text(case.ledger.frame, "path"), in_scope_over_too(case, requirement))) if corrections else {}
    for file in corrections:
        others = dict.fromkeys(path for form in file.forms for path in sent[file.unit, form])
        before = [path for path in others if path in rows and not correction_rank(path)]
        now = several(case.ledger.frame, _NAME, rows.get(file.path, ()))
        then = [name for path in before for name in several(case.ledger.frame, _NAME, rows[path])]
        if any(_corrected(one, other) for one in now for other in then):
            facts = {"by": file.path, "others": before}
            yield hit_of_unit(case.ledger.frame, rows[file.path], _NAME, "added", **facts)


def _nil_beside_groups(case: Case) -> Iterator[Hit]:
    """Yield the zero reports of units that filed groups on the same form: which of the two holds is for a person."""
    filed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for file in case.submissions:
        for form in file.forms if file.merged else ():
            filed[file.unit, form].append(file.path)
    for file in case.submissions:
        others = dict.fromkeys(path for form in file.forms for path in filed.get((file.unit, form), ()))
        if file.status == "nil" and file.unit and others:
            facts = {"by": file.path, "others": list(others)}
            yield Hit(facts=facts, unit=file.unit, where=(Where(file.path, "", ""),), variant="nil")
    units = {file.path: file for file in case.submissions}
    for table in case.tables:
        file = units[table.sheet.file]
        if table.evidence.get("nil_row") and file.merged:
            told = {"by": file.path, "word": table.evidence["nil_row"], "count": file.merged}
            where = (Where(file.path, table.sheet.name, ""),)
            yield Hit(facts=told, unit=file.unit, where=where, variant="nil_row")


def _corrected(name: str, earlier: str) -> bool:
    """Return whether one name may be another corrected: they share most letters, and no mark (2班, 一群) parts them."""
    one, other = canonical_name(name).tokens, canonical_name(earlier).tokens
    parted = any(one[kind] != other[kind] for kind in one.keys() & other.keys())
    return not parted and SequenceMatcher(None, key(name), key(earlier)).ratio() >= _ALIKE


def earlier_return(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A return of a year before, one finding a file.

    Variants: `dated` (its date lies before last year's register was closed), `reckoned` (before the day that is taken
    for it, where the register says none), `named` (it has no date, and its sheet is named for an earlier year).
    """
    frame = case.ledger.frame
    dates, closing = text(frame, "reported_on"), case.closing
    this_year = str(case.as_of.year - (case.as_of.month <= _SPRING))
    for _, rows in grouped(text(frame, "path"), in_scope_over_too(case, requirement)):
        told = sorted(filter(None, dates.take(rows).tolist()))
        own = {case.ledger.sheets[number].name for number in frame["sheet"].take(rows).tolist()}
        groups = several(frame, "group_name", rows)
        sheets = sorted(name for name in own if _own_year(name, groups))
        named = max((_own_year(name, groups) for name in sheets), default="")
        if told and closing and latest(told[-1]) < closing.day:
            facts = {"date": told[-1], "closed": closing.day.isoformat(), "year": told[-1][:4]}
            yield hit_of_unit(frame, rows, "reported_on", "dated" if closing.known else "reckoned", **facts)
        elif not told and named and named < this_year:
            yield hit_of_unit(frame, rows, _NAME, "named", year=named, sheets=sheets)


def _own_year(sheet: str, groups: Sequence[str]) -> str:
    """Return the year that a sheet is named for; what its tab says of its group (登记表3 2026招生群) names no year."""
    form, _, about = sheet.partition(" ")
    about = about.rstrip(" …")
    return year_named(form if about and any(about in name for name in groups) else sheet)
