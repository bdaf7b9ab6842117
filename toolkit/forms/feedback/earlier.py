"""What the round before found, from the `outcome.json` it left: which faults are still there, which are gone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.findings.concerned import LEFT_OUT, asked, foreign_sentence
from toolkit.findings.shared import ALIKE
from toolkit.findings.to_units import is_theirs
from toolkit.findings.wording import of_how_many
from toolkit.forms.feedback.items import Item, Trace, parted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_FORMAT = "reconcile-outcome/1"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The faults of the round before by unit, each with the line it had; a unit without a file then is not in it."""

    items: Mapping[str, Sequence[Item]]

    def knew(self, unit: str) -> bool:
        """Return whether something of the unit was read then."""
        return unit in self.items

    def had(self, unit: str, item: Item) -> bool:
        """Return whether a fault was there then."""
        return any(item.trace.same_as(before.trace) for before in self.items.get(unit, ()))

    def gone(self, unit: str, items: Sequence[Item]) -> tuple[Item, ...]:
        """Return the faults of then that are not among `items`."""
        then = self.items.get(unit, ())
        return tuple(one for one in then if not any(one.trace.same_as(item.trace) for item in items))


def read_earlier(content: bytes | None, profile: str, *, lang: str = "zh") -> Earlier | None:
    """Read an earlier `outcome.json`; None when there is none, or it is not one of this regulation.

    What a person put in its place is no reason to stop: it is then as if there were none.
    """
    try:
        told = json.loads(content or b"null")
        if not isinstance(told, dict) or (told["format"], told["profile"]) != (_FORMAT, profile):
            return None
        return Earlier(_items_by_unit(told, lang))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _items_by_unit(told: Mapping[str, Any], lang: str) -> dict[str, list[Item]]:
    unit_of = {file["path"]: file["unit"] or "" for file in told["files"]}
    records = {row["id"]: row for row in told["records"]}
    before = {row["id"]: row["values"] for row in told["previous"]}
    sender = {name: unit_of[row["source"]["file"]] for name, row in records.items()}
    found: dict[str, list[Item]] = {unit: [] for unit in sender.values() if unit}
    for finding in told["findings"]:
        variant = str(finding["facts"].get("variant", ""))
        if asked(finding["severity"], variant) and is_theirs(finding["rule"], variant):
            for unit, item in _items(finding, records, before, sender, lang):
                found.setdefault(unit, []).append(item)
    return found


def _alone(finding: Mapping[str, Any]) -> str:
    """Return the sentence of a finding, without of how many other units it was said too."""
    message, facts = str(finding["message"]), finding["facts"]
    for lang in ("zh", "en") if ALIKE in facts else ():
        message = message.removesuffix(of_how_many(facts, lang))
    return message


def _items(
    finding: Mapping[str, Any],
    records: Mapping[str, Any],
    before: Mapping[str, Any],
    sender: Mapping[str, str],
    lang: str,
) -> Iterator[tuple[str, Item]]:
    units = {sender[record] for record in finding["records"]}
    if finding["rule"] in LEFT_OUT and not finding["records"]:
        units = {finding["unit"] or ""}
    for unit in sorted(filter(None, units)):
        own = [records[record]["values"] for record in finding["records"] if sender[record] == unit]
        rows = own or [before[row] for row in finding["previous"]]
        facts = finding["facts"]
        variant = str(facts.get("variant", ""))
        others = any((before[row]["unit"] or unit) not in {unit, finding["unit"]} for row in finding["previous"])
        foreign = ALIKE not in facts and (others or len(own) < len(finding["records"]))
        words = foreign_sentence(finding["rule"], variant, facts, lang=lang) if foreign else _alone(finding)
        groups = frozenset(text for row in rows for text in (row["group_name"], row["group_no"]) if text)
        trace = Trace(finding["requirement"], variant, str(facts.get("field", "")), groups)
        name = next((row["group_name"] for row in rows if row["group_name"]), "")
        yield unit, Item(finding["severity"], *parted(words, lang), name, (), None, trace)
