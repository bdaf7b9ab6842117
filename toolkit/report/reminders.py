"""What a unit is asked for, ready to send: short for a group chat, whole for a letter.

Only the unit's own files and groups are named, never those of others nor who told us. What it is asked to correct are
the items of its 修改清单 (`toolkit.findings.concerned`); every unit that has something to do gets both texts.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from toolkit.findings.concerned import TO_CORRECT, Sent, said
from toolkit.messages import files as file_words
from toolkit.report.fates import UNCOUNTED, fates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.model import Finding, Submission
    from toolkit.report.view import View

_GROUPS, _FILES, _NAMED = 12, 6, 3
"""So many groups, files and groups of one fault are named in a letter."""

_OF_FILES = frozenset({"file-read", "unit-returned"})
"""Rules about files as such: a unit whose files were all sent back is told so with their reasons."""

_REFUSED = ("rejected", "empty")


class Reminder(NamedTuple):
    """The two texts for one unit; both "" where there is nothing to ask it for."""

    short: str
    letter: str


NOTHING = Reminder("", "")


class Reminders:
    """Makes the texts; what is looked up for one unit is looked up once for all."""

    def __init__(self, view: View) -> None:
        """Keep the outcome and its language."""
        self._view = view

    def of(self, unit: str, status: str = "") -> Reminder:
        """Return the texts for a unit of a status (`units[].status`, "" where it has none)."""
        view = self._view
        lines = list(self._asked(unit, status)) if unit else []  # what is of no unit is asked of nobody
        if not lines:
            return NOTHING
        facts = {"unit": unit, "day": self._day, "institution": view.profile.regulation.institution.name}
        facts["office"] = view.profile.parameters.filing_office or view.say("office")
        whole = (
            [f"{number}. {letter}" for number, (_, letter) in enumerate(lines, start=1)]
            if len(lines) > 1
            else [letter for _, letter in lines]
        )
        return Reminder(
            view.say("remind-short", asked=view.say("remind-stop").join(short for short, _ in lines), **facts),
            view.say("remind-letter", asked="\n".join(whole), **facts),
        )

    def _asked(self, unit: str, status: str) -> Iterator[tuple[str, str]]:
        """Yield what is asked, each short and whole."""
        if status == "missing":
            yield self._missing(unit)
        refused = [file for file in self._files.get(unit, ()) if file.status in _REFUSED]
        if refused and status == "returned":
            yield self._refused(refused)
        own = [one for one in self._findings.get(unit, ()) if status != "returned" or one.rule not in _OF_FILES]
        if own or self._sent.nameless.get(unit):
            yield self._corrections(unit, own, self._beside(unit) if status == "missing" else "")
        yield from self._groups("unregistered", self._unregistered.get(unit, ()))
        if status != "missing":
            yield from self._groups("defunct", self._defunct.get(unit, ()))

    def _missing(self, unit: str) -> tuple[str, str]:
        count, beside = self._before.get(unit, 0), self._beside(unit)
        code = "missing-before" if count else "missing"
        short, letter = self._both(code, count=count)
        return short, self._view.say("remind-beside", forms=beside) + letter if beside else letter

    def _beside(self, unit: str) -> str:
        """Return the titles of the forms that came of a unit whose register did not, "" when none did."""
        titles = {form.key: form.drawing.title for form in self._view.profile.forms}
        sent = [form for file in self._files.get(unit, ()) if file.status == "merged" for form in file.forms]
        return self._view.join(f"“{titles[form]}”" for form in dict.fromkeys(sent) if form in titles)

    def _refused(self, refused: Sequence[Submission]) -> tuple[str, str]:
        view = self._view
        told = [
            view.say("remind-file", file=file.path, reason=file_words.for_unit(file.reason, lang=view.lang))
            for file in refused[:_FILES]
            if file.reason is not None
        ]
        return self._both("returned", count=len(refused), files="\n".join(told))

    def _corrections(self, unit: str, findings: Sequence[Finding], beside: str) -> tuple[str, str]:
        """Return what is to be corrected: item by item what 修改清单 has, one sentence once.

        `beside` are the forms that came in place of the register, where that did not come.
        """
        view = self._view
        faults = [
            view.say("remind-fault", name=_one_line(row.name), text=file_words.sentence(row.reason, lang=view.lang))
            for row in self._sent.nameless.get(unit, ())
        ]
        alike: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        for one in findings:
            told = said(one, foreign=self._sent.is_foreign(one, unit), lang=view.lang)
            alike[one.severity, told].append(one)
        faults += [
            view.say("remind-fault", name=self._named(same, unit), text=text) for (_, text), same in alike.items()
        ]
        code = "errors-beside" if beside else "errors"
        return self._both(code, count=len(faults), faults="\n".join(faults), forms=beside)

    def _groups(self, code: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
        if names:
            shown = self._view.join(map(_one_line, names[:_GROUPS]))
            named = shown if len(names) <= _GROUPS else self._view.say("and-more", units=shown, count=len(names))
            yield self._both(code, count=len(names), groups=named)

    def _both(self, code: str, **facts: object) -> tuple[str, str]:
        view = self._view
        return view.say(f"remind-{code}-short", **facts), view.say(f"remind-{code}", **facts)

    def _named(self, findings: Sequence[Finding], unit: str) -> str:
        """Return which of the unit's own groups findings are about, of many the first."""
        view, sent = self._view, self._sent
        own = [record for one in findings for record in one.records if sent.sender[record] == unit]
        names = [view.records[record].name for record in own]
        names = names or [view.previous[row].name for one in findings for row in one.previous]
        different = [name for name in dict.fromkeys(map(_one_line, names)) if name]
        shown = view.join(different[:_NAMED])
        if len(different) <= _NAMED:
            return shown
        return view.say("and-more", units=shown, count=len(different))

    @property
    def _day(self) -> str:
        day = self._view.outcome.as_of
        return f"{day.year}年{day.month}月{day.day}日" if self._view.lang == "zh" else day.isoformat()

    @cached_property
    def _sent(self) -> Sent:
        return Sent(self._view.outcome)

    @cached_property
    def _findings(self) -> Mapping[str, list[Finding]]:
        """The findings that a unit has to deal with, the gravest first."""
        found = self._sent.findings(self._view.outcome)
        return {
            unit: sorted(
                (one for one in own if one.severity in TO_CORRECT), key=lambda one: TO_CORRECT.index(one.severity)
            )
            for unit, own in found.items()
        }

    @cached_property
    def _files(self) -> Mapping[str, list[Submission]]:
        found: dict[str, list[Submission]] = defaultdict(list)
        for file in self._view.outcome.submissions:
            found[file.unit].append(file)
        return found

    @cached_property
    def _before(self) -> Mapping[str, int]:
        found: dict[str, int] = defaultdict(int)
        outcome = self._view.outcome
        for unit, fate in zip(outcome.previous.frame["unit"].tolist(), fates(outcome), strict=True):
            found[unit] += fate not in UNCOUNTED
        return found

    @cached_property
    def _unregistered(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        seen = self._view.outcome.observed
        open_ones = seen[seen["verdict"] == "unregistered"]
        for unit, name, number in zip(
            *(open_ones[column].tolist() for column in ("unit", "group_name", "group_no")), strict=True
        ):
            found[str(unit)].append(str(name or number))
        return found

    @cached_property
    def _defunct(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        told = {record for one in self._view.families.get("defunct", ()) for record in one.records}
        for record in dict.fromkeys(self._view.outcome.defunct["record"].tolist()):
            if record not in told:
                group = self._view.records[record]
                found[group.unit].append(group.name or group.number)
        return found


def _one_line(name: str) -> str:
    """Return what a unit typed on one line: a break of it would write a paragraph of the office's message."""
    return " ".join(name.split())
