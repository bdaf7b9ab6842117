"""What a unit says of its groups (今年状态, 本单位本年度无变更) against what its return shows."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from toolkit.findings.case import Hit
from toolkit.findings.rules.as_typed import as_typed
from toolkit.findings.rules.masks import grouped, hit, several, text, verdicts
from toolkit.normalise.text import clean
from toolkit.normalise.ticks import ticked_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from toolkit.findings.case import Case
    from toolkit.regulations.profile import Requirement

_CHANGED, _GOES_ON = re.compile("(?<![无未不])变[更化动]"), re.compile("继续|续用|续报|[无未不]变")
_KEPT = re.compile(f"{_GOES_ON.pattern}|正常|保留|在用|使用")
_MATCHED = ("renewed", "changed")
_IDENTITY = frozenset({"group_name", "group_no"})
_APPEARED = frozenset({"number-appeared", "number-disappeared"})
_STATUS = "disposition"
_NAMED = 6


def stated(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A word of the unit that its own return contradicts: it is asked which of the two holds.

    Variants: `unchanged` (变更, and nothing differs from last year), `changed` (继续, and the name or the number does),
    `no_change` (本单位本年度无变更 is ticked, and a group does; one finding a file), `blank` (the place was left empty
    and the group is taken to go on; one finding a file).
    """
    del requirement
    frame, differing, matched = case.ledger.frame, _differences(case), verdicts(case).isin(_MATCHED).tolist()
    ticked = _ticked(case)
    paths = text(frame, "path")
    for place, (record, word) in enumerate(
        zip(frame["id"].tolist(), map(ticked_words, as_typed(case, _STATUS)), strict=True)
    ):
        if not word or not matched[place] or paths.iat[place] in ticked:
            continue
        found = differing.get(record, {})
        if _CHANGED.search(word) and not found:
            yield hit(frame, place, _STATUS, "unchanged", word=word, raw=word)
        elif _GOES_ON.search(word) and not _IDENTITY.isdisjoint(found):
            told = [said for field, said in found.items() if field in _IDENTITY]
            yield hit(frame, place, _STATUS, "changed", word=word, raw=word, differences=told)
    for _, rows in grouped(paths, paths.isin(ticked)):
        records = several(frame, "id", rows)
        wrong = tuple(record for record in records if differing.get(record))
        if wrong:
            names = dict(zip(records, several(frame, "group_name", rows), strict=True))
            told = [f"{names[record]}：{'、'.join(differing[record].values())}" for record in wrong]
            yield Hit(wrong, "group_name", {"differences": told, "count": len(wrong)}, variant="no_change")
    yield from _blank(case, ticked)


def _blank(case: Case, ticked: Collection[str]) -> Iterator[Hit]:
    """Tell, once a file, the groups that go on because nobody said otherwise where each was to be answered for."""
    frame, asking = case.ledger.frame, _asking(case)
    if not asking:
        return
    silent = frame["id"].map(dict(zip(frame["id"], (not word for word in as_typed(case, _STATUS)), strict=True)))
    silent &= (frame["dissolved_on"] == "") & frame["sheet"].isin(asking) & ~frame["path"].isin(ticked)
    open_ = verdicts(case).isin(_MATCHED) & silent
    for _, rows in grouped(text(frame, "path"), open_):
        records, names = several(frame, "id", rows), several(frame, "group_name", rows)
        more = len(names) if len(names) > _NAMED else ""
        facts = {"names": names[:_NAMED], "more": more, "count": len(records), "raw": ""}
        yield Hit(records, _STATUS, facts, variant="blank")


def _asking(case: Case) -> frozenset[int]:
    """Return the sheets that ask of each group what holds this year, by their number.

    A form that was handed out with last year's groups does; in any other list a blank means something only where other
    groups are said to go on. A workbook of 反馈/ asks anew only what its unit was asked.
    """
    sender = {file.path: file.unit for file in case.submissions}
    asking: dict[int, tuple[str, bool]] = {}
    going_on = {
        (table.sheet.file, table.form)
        for table in case.tables
        if any(_KEPT.search(word) for word in map(clean, table.columns.get(_STATUS, ())))
    }
    for number, table in enumerate(case.tables):
        handed_out = bool(table.evidence.get("handed_out"))
        if _STATUS in table.columns and (handed_out or (table.sheet.file, table.form) in going_on):
            asking[number] = sender.get(table.sheet.file, ""), bool(table.evidence.get("answers"))
    first = {unit for unit, answers in asking.values() if not answers}
    return frozenset(number for number, (unit, answers) in asking.items() if not answers or unit in first)


def _ticked(case: Case) -> frozenset[str]:
    """Return the files in which the unit ticked that nothing has changed."""
    return frozenset(table.sheet.file for table in case.tables if table.evidence.get("unchanged"))


def _differences(case: Case) -> Mapping[str, Mapping[str, str]]:
    """Return by record what differs from last year, by field; a number that is filled in or left out is no change."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    frame = case.changes
    columns = (frame[name].tolist() for name in ("record", "field", "kind", "before", "after", "rolled"))
    for record, field, kind, before, after, rolled in zip(*columns, strict=True):
        if kind not in _APPEARED and not rolled:
            found[record][field] = f"“{before}”→“{after}”"
    return found
