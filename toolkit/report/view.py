"""What the sheets look things up in: groups by their id, findings by family, sentences and words in one language."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.findings.shared import UNITS, alone, is_shared
from toolkit.findings.wording import sentence
from toolkit.messages import word
from toolkit.model import SEVERITIES, Where
from toolkit.register.decisions.jottings import Jottings
from toolkit.regulations.fields import vocabulary
from toolkit.report.entries import register
from toolkit.report.families import family
from toolkit.report.fates import fates
from toolkit.report.figures import figures, to_ask
from toolkit.report.page import Mark
from toolkit.report.questions import Questions
from toolkit.report.renames import Block, leads, renames

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from toolkit.model import Finding, Ledger, Outcome
    from toolkit.regulations.profile import Profile
    from toolkit.report.entries import Register
    from toolkit.report.figures import Figure

_NAMED = 3
_PRIVATE = "sensitive-content"
NOBODY = Where("", "", "")


class Group(NamedTuple):
    """What a reader needs to know which group is meant."""

    id: str
    unit: str = ""
    name: str = ""
    number: str = ""
    platform: str = ""
    created_on: str = ""
    filed_on: str = ""
    filing_no: str = ""
    where: Where = NOBODY


_TEXTS = {
    "unit": "unit",
    "name": "group_name",
    "number": "group_nos",
    "platform": "platform",
    "created_on": "created_on",
    "filed_on": "filed_on",
    "filing_no": "filing_no",
}


class Groups:
    """The rows of a register by id."""

    def __init__(self, ledger: Ledger) -> None:
        """Take the columns that are shown, as lists."""
        frame = ledger.frame
        self._ledger = ledger
        self._columns = {field: frame[name].tolist() for field, name in _TEXTS.items()}
        self.position = {name: position for position, name in enumerate(frame["id"].tolist())}

    def __getitem__(self, name: str) -> Group:
        """Return the group with an id; an unknown one has no name."""
        position = self.position.get(name)
        if position is None:
            return Group(name)
        told = {field: str(column[position]) for field, column in self._columns.items()}
        told["number"] = told["number"].replace("\n", "、")
        return Group(name, **told, where=self._ledger.where(position))


class View:
    """One outcome, ready to be shown in one language."""

    def __init__(self, outcome: Outcome, profile: Profile, *, lang: str, entries: Register | None = None) -> None:
        """Keep the outcome with the regulation that it was judged by, and the new register if it is made already."""
        self.outcome, self.profile, self.lang = outcome, profile, lang
        self._entries = entries

    def say(self, code: str, **facts: object) -> str:
        """Return a sentence of the report's catalogue."""
        return word("report", code, facts, lang=self.lang)

    def join(self, texts: Iterable[str]) -> str:
        """Return words as a list: 、 in Chinese, a comma in English."""
        return ("、" if self.lang == "zh" else ", ").join(texts)

    @cached_property
    def entries(self) -> Register:
        """The new register, as the ledger holds it."""
        return self._entries or register(self.outcome, numbering=self.profile.parameters.numbering)

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """Every figure that is shown, by its code."""
        return figures(self.outcome, self.fates)

    @cached_property
    def fates(self) -> Sequence[str]:
        """What became of each row of last year's register, in its order."""
        return fates(self.outcome)

    @cached_property
    def to_ask(self) -> frozenset[str]:
        """The rows of last year's register of which nobody has said yet what became of them."""
        return to_ask(self.outcome)

    @cached_property
    def records(self) -> Groups:
        """This year's records."""
        return Groups(self.outcome.ledger)

    @cached_property
    def previous(self) -> Groups:
        """The rows of last year's register."""
        return Groups(self.outcome.previous)

    @cached_property
    def _jottings(self) -> Jottings:
        return Jottings(self.outcome.jottings)

    def jotted(self, question: str) -> Mapping[str, str]:
        """Return what a person wrote beside a question in the last report: column to text."""
        return self._jottings.of(question)

    @cached_property
    def questions(self) -> Questions:
        """What is asked of a person, and what was answered before."""
        return Questions(self.outcome, lang=self.lang)

    @cached_property
    def renamed(self) -> Mapping[str, Block]:
        """Return for each record that is part of one the block of its first suggestion."""
        return renames(self.outcome.suggestions)

    @cached_property
    def rename_sizes(self) -> Mapping[tuple[str, str], int]:
        """Return on how many rows each bulk rename (now, before) stands."""
        found: dict[tuple[str, str], int] = {}
        for now, was, count, _ in self.renamed.values():
            found[now, was] = max(count, found.get((now, was), 1))
        return found

    @cached_property
    def leads(self) -> Mapping[tuple[str, str], int]:
        """Return for each first suggestion how much higher it scores than the second."""
        return leads(self.outcome.suggestions)

    @cached_property
    def verdicts(self) -> Mapping[str, tuple[str, str, str]]:
        """Verdict, basis and previous row of every record."""
        return _by_id(self.outcome.verdicts, ("verdict", "basis", "previous"))

    @cached_property
    def previous_verdicts(self) -> Mapping[str, tuple[str, str]]:
        """Verdict and record of every previous row."""
        return _by_id(self.outcome.previous_verdicts, ("verdict", "record"))

    @cached_property
    def families(self) -> Mapping[str, Sequence[Finding]]:
        """All findings by the sheet that tells them, the gravest first."""
        found: dict[str, list[Finding]] = defaultdict(list)
        for finding in sorted(self.outcome.findings, key=lambda one: SEVERITIES.index(one.severity)):
            found[family(finding)].append(finding)
        return found

    @cached_property
    def private(self) -> frozenset[tuple[str, str]]:
        """Records and fields whose text holds what must not circulate (an identity number, an address, a 微信号)."""
        personal = {name for name, entry in vocabulary().fields.items() if entry.personal}
        changed = zip(self.outcome.changes["record"].tolist(), self.outcome.changes["field"].tolist(), strict=True)
        return frozenset(pair for pair in changed if pair[1] in personal) | frozenset(
            (record, str(finding.facts.get("field", "")).partition(".")[0])
            for finding in self.outcome.findings
            if finding.rule == _PRIVATE
            for record in finding.records
        )

    def asked(self, question: str) -> bool:
        """Tell whether a question could be asked: it is not among those that lacked a source."""
        return question not in self.outcome.not_compared

    def verdict(self, code: str) -> str:
        """Return the word for a verdict."""
        return self.say(f"verdict-{code}")

    def severity(self, finding: Finding) -> Mark:
        """Return how strong a finding is, as a coloured word."""
        return Mark(self.say(f"severity-{finding.severity}"), finding.severity)

    def sentence(self, finding: Finding) -> str:
        """Return what a finding says."""
        return sentence(finding, self.lang)

    def sentences(self, findings: Iterable[Finding]) -> str:
        """Return what several findings say of one group or unit, one a line, nothing twice."""
        return "\n".join(dict.fromkeys(self.sentence(alone(finding)) for finding in findings))

    def clause(self, finding: Finding) -> str:
        """Return where the requirement stands: 第三条（二）."""
        requirement = self.profile.requirements.get(finding.requirement)
        return requirement.clause if requirement else finding.requirement

    def clauses(self, findings: Iterable[Finding]) -> str:
        """Return where the requirements of several findings stand."""
        return self.join(dict.fromkeys(self.clause(finding) for finding in findings))

    def requirement(self, finding: Finding) -> str:
        """Return the title of the requirement a finding comes from: 人数上限."""
        requirement = self.profile.requirements.get(finding.requirement)
        if requirement is None:
            return finding.requirement
        return requirement.title if self.lang == "zh" else requirement.english or requirement.title

    def names(self, finding: Finding) -> str:
        """Return the names of the groups a finding is about; of many the first few."""
        if not finding.records:
            return self.group(finding).name
        shown = [self.records[record].name for record in finding.records[:_NAMED]]
        named = self.join(name for name in shown if name)
        return (
            named if len(finding.records) <= _NAMED else self.say("and-more", units=named, count=len(finding.records))
        )

    def group(self, finding: Finding) -> Group:
        """Return the group a finding is about first; one about a unit or a file has a unit only."""
        if finding.records:
            return self.records[finding.records[0]]
        if finding.previous:
            return self.previous[finding.previous[0]]
        return Group("", finding.unit)

    def units_of(self, finding: Finding) -> tuple[str, ...]:
        """Return the units a finding is counted with: all it is said of, else its own or that of its group; or ""."""
        return tuple(finding.facts[UNITS]) if is_shared(finding) else (finding.unit or self.group(finding).unit,)

    def unit_named(self, finding: Finding) -> str:
        """Return the unit of a finding as it is shown; of several the first few."""
        units = [unit for unit in self.units_of(finding) if unit]
        shown = self.join(units[:_NAMED])
        return shown if len(units) <= _NAMED else self.say("and-more", units=shown, count=len(units))

    def where(self, finding: Finding) -> Where | None:
        """Return the cell to click first."""
        return finding.where[0] if finding.where else self._first(finding)

    def _first(self, finding: Finding) -> Where | None:
        found = self.group(finding).where
        return None if found == NOBODY else found


class Told:
    """The findings of one family, given out row by row; what no row took is left at the end: nothing is lost."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Index the findings by the records and previous rows they are about."""
        self._findings = list(findings)
        self._taken: set[int] = set()
        self._by_id: dict[str, list[int]] = defaultdict(list)
        for position, finding in enumerate(self._findings):
            for name in (*finding.records, *finding.previous):
                self._by_id[name].append(position)

    def of(self, *names: str, fits: Callable[[Finding], bool] = bool) -> list[Finding]:
        """Return the findings about any of these records or previous rows, of which `fits` holds."""
        return self._take(names, fits)

    def about(self, names: Collection[str]) -> list[Finding]:
        """Return the findings about these records and no others."""
        wanted = set(names)
        return self._take(names, lambda finding: set(finding.records) <= wanted)

    def _take(self, names: Iterable[str], fits: Callable[[Finding], bool]) -> list[Finding]:
        positions = sorted({position for name in names for position in self._by_id.get(name, ())})
        found = [position for position in positions if fits(self._findings[position])]
        self._taken.update(found)
        return [self._findings[position] for position in found]

    def left(self) -> list[Finding]:
        """Return the findings that no row has taken."""
        return [finding for position, finding in enumerate(self._findings) if position not in self._taken]


def _by_id(frame: Any, columns: tuple[str, ...]) -> dict[str, Any]:
    values = zip(*(_texts(frame[name]) for name in columns), strict=True)
    return dict(zip(frame["id"].tolist(), values, strict=True))


def _texts(column: Any) -> list[str]:
    """Return a column as texts, "" for what is missing."""
    texts: list[str] = (column.fillna("") if column.isna().any() else column).tolist()
    return texts
