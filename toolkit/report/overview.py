"""总览: the figures of the run, what to do first, native charts, and what was not compared for want of a source."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from toolkit.model import SEVERITIES
from toolkit.normalise.masking import masked
from toolkit.report import todo
from toolkit.report.charts import Charted, draw
from toolkit.report.fates import GONE_BEFORE
from toolkit.report.figures import NEEDED, Figure
from toolkit.report.links import rows_url
from toolkit.report.page import MOST_ROWS, lines_of, row_height
from toolkit.report.styles import SEVERITY_COLOURS, STATUS_COLOURS
from toolkit.report.text import fit, risky
from toolkit.report.units import PLACES, counted_as
from toolkit.report.units import TONES as UNIT_TONES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.worksheet import Worksheet

    from toolkit.report.page import Book
    from toolkit.report.view import View

COLUMNS, WIDTH, CARD = 12, 11.5, 2
_ACROSS = COLUMNS // CARD
_STEPS, _RULES = 7, 8
_SUMMED = frozenset({"errors", "warnings", "reviews"})
"""Figures that are the sum of the column of their name on 报送情况, in its last row."""

PAGE_ONE = (
    *("due", "came", "missing", "returned", "rate", "files"),
    *("in-force", "before", "new", "late", "changed", "unaccounted"),
    *("unregistered", "duplicates", "defunct", "errors", "warnings", "reviews"),
)
"""The figures on page one, in three rows of six."""

_VERDICTS = ("renewed", "changed", "renumbered", "new", "late", "no_history", "cancelled", "duplicate")
_CAME_BACK = ("renewed", "changed", "renumbered")
_PREVIOUS = (*_CAME_BACK, "dissolved", "unaccounted", "carried", "unit_missing", GONE_BEFORE, "repeated")
SOURCES = ("previous", "units", "observed", "notices", "approvals", "people", "classes", "received")
_CHART_ROWS = 18
_STEP_WIDTH = (COLUMNS - 3) * WIDTH - 3
_BY_SEVERITY = tuple(SEVERITY_COLOURS[name] for name in SEVERITIES)


class Card(NamedTuple):
    """One figure on the page: a click leads to the sheet that lists what it counts."""

    figure: Figure
    note: str = ""


class Overview:
    """The page from top to bottom; `_row` is the next free row."""

    def __init__(self, book: Book, view: View) -> None:
        """Add the page before all others; it is written when they are, because its figures lead to their rows."""
        self._book, self._view, self._row = book, view, 0
        self._page: Worksheet = book.add("overview")

    def write(self) -> None:
        """Write the first sheet of the report."""
        self._page.set_column(0, COLUMNS - 1, WIDTH, self._book.styles.get("plain"))
        self._head()
        cards = _cards(self._view)
        for first in range(0, len(cards), _ACROSS):
            self._cards(cards[first : first + _ACROSS])
        self._steps()
        self._section("section-sources")
        self._sources()
        self._charts()
        self._page.set_first_sheet()
        self._page.activate()

    def _charts(self) -> None:
        """Draw a page of charts, and below it, not printed, the figures they show."""
        tables = _tables(self._view)
        shown = sum(bool(table.rows) for table in tables)
        breaks = [self._row]
        self._section("section-charts")
        top = self._row + 1
        self._row = top + -(-shown // 2) * _CHART_ROWS + 1
        self._page.set_h_pagebreaks(breaks)
        self._page.print_area(0, 0, self._row - 1, COLUMNS - 1)
        self._section("section-figures")
        drawn = [(table, *self._table(table)) for table in tables]
        for number, (table, first, last) in enumerate(entry for entry in drawn if entry[0].rows):
            spot = (top + number // 2 * _CHART_ROWS, number % 2 * (COLUMNS // 2))
            draw(self._book, self._page, table, rows=(first, last), spot=spot)

    def _head(self) -> None:
        view = self._view
        document = view.profile.regulation.document
        facts = {
            "institution": view.profile.regulation.institution.name,
            "title": document.title,
            "number": document.number,
            "day": view.outcome.as_of.isoformat(),
        }
        self._merged(view.say("report-title", **facts), "title", height=36)
        self._merged(view.say("report-regulation", **facts), "subtitle", height=18)
        self._merged(view.say("report-day", **facts), "subtitle", height=18)
        if self._book.most < MOST_ROWS:
            self._merged(view.say("report-shortened", shown=self._book.most), "subtitle", height=18)
        self._row += 1

    def _cards(self, cards: Sequence[Card]) -> None:
        page, styles, row = self._page, self._book.styles, self._row
        for height, offset in ((20, 0), (30, 1), (26, 2)):
            page.set_row(row + offset, height)
        for number, (figure, note) in enumerate(cards):
            left, right = number * CARD, number * CARD + CARD - 1
            label = figure.name(self._view.lang)
            kind = "card-missing" if figure.value is None else "card-rate" if figure.code == "rate" else "card-value"
            look = styles.get(kind)
            page.merge_range(row + 1, left, row + 1, right, "", look)
            if figure.value is None:
                page.write_string(row + 1, left, figure.shown(self._view.lang), look)
            else:
                value = figure.value / 100 if figure.code == "rate" else figure.value
                page.write_number(row + 1, left, value, look)
            page.merge_range(row, left, row, right, "", styles.get("card-label"))
            if figure.sheet:
                page.write_url(row, left, self._url(figure), styles.get("card-label"), label)
            else:
                page.write_string(row, left, label, styles.get("card-label"))
            page.merge_range(row + 2, left, row + 2, right, "", styles.get("card-note"))
            page.write_string(row + 2, left, note, styles.get("card-note"))
        self._row += 3

    def _url(self, figure: Figure) -> str:
        """Return the link to the rows that a figure counts; to their sheet where others stand between them."""
        if figure.code in _SUMMED:
            spans = self._book.spans.get(figure.sheet, {})
            sums = spans[""].last if "" in spans else 0
            return rows_url(self._book.name(figure.sheet), sums, sums, PLACES[figure.code])
        return self._book.rows_of(figure.sheet, todo.marks_of(self._view, figure))

    def _steps(self) -> None:
        self._section("section-first")
        found = todo.tasks(self._view)
        if not found:
            self._merged(self._view.say("nothing-todo"), "step", height=22)
        for number, task in enumerate(found[:_STEPS], start=1):
            text = fit(masked(todo.headline(self._view, task)))
            row, styles = self._row, self._book.styles
            self._page.set_row(row, row_height(lines_of(text, _STEP_WIDTH)))
            self._page.write_number(row, 0, number, styles.get("step-number"))
            self._page.merge_range(row, 1, row, COLUMNS - 3, "", styles.get("step"))
            self._page.write_string(row, 1, text, styles.get("step", quoted=False))
            name, url = self._book.name(task.sheet), self._book.rows_of(task.sheet, task.marks)
            self._page.merge_range(row, COLUMNS - 2, row, COLUMNS - 1, "", styles.get("step-link"))
            self._page.write_url(row, COLUMNS - 2, url, styles.get("step-link"), name)
            self._row += 1
        self._row += 1

    def _sources(self) -> None:
        view, styles = self._view, self._book.styles
        for name in SOURCES:
            given = name in view.outcome.given
            row = self._row
            self._page.merge_range(row, 0, row, 1, "", styles.get("text"))
            self._page.write_string(row, 0, view.say(f"source-{name}"), styles.get("text"))
            mark = styles.get("mark", tone="good" if given else "notice")
            self._page.write_string(row, 2, source_state(view, name), mark)
            self._page.merge_range(row, 3, row, COLUMNS - 1, "", styles.get("text"))
            said = view.say(f"source-{name}-given" if given else f"source-{name}-wanted")
            self._page.write_string(row, 3, said, styles.get("text"))
            self._row += 1
        self._row += 1

    def _table(self, table: Charted) -> tuple[int, int]:
        """Write one table of figures; return its first and last row of data."""
        page, styles, row = self._page, self._book.styles, self._row
        page.merge_range(row, 0, row, 3, "", styles.get("heading"))
        page.write_string(row, 0, table.title, styles.get("heading"))
        for number, name in enumerate(table.series):
            page.write_string(row, 4 + number, name, styles.get("heading"))
        if not table.rows:
            page.merge_range(row + 1, 0, row + 1, 3 + len(table.series), "", styles.get("text"))
            page.write_string(row + 1, 0, table.nothing, styles.get("text"))
            self._row = row + 3
            return row + 1, row + 1
        for place, (name, values) in enumerate(table.rows, start=row + 1):
            page.merge_range(place, 0, place, 3, "", styles.get("text"))
            page.write_string(place, 0, fit(masked(name)), styles.get("text", quoted=risky(name)))
            for number, value in enumerate(values):
                page.write_number(place, 4 + number, value, styles.get("number"))
        self._row = row + len(table.rows) + 2
        return row + 1, row + len(table.rows)

    def _section(self, code: str) -> None:
        self._merged(self._view.say(code), "section", height=24)

    def _merged(self, text: str, role: str, *, height: float) -> None:
        self._page.set_row(self._row, height)
        self._page.merge_range(self._row, 0, self._row, COLUMNS - 1, "", self._book.styles.get(role))
        self._page.write_string(self._row, 0, fit(masked(text)), self._book.styles.get(role, quoted=risky(text)))
        self._row += 1


def source_state(view: View, name: str) -> str:
    """Return whether a second source was given, was given without a row, or was not given."""
    if name in view.outcome.given:
        return view.say("given")
    return view.say("given-blank" if name in view.outcome.blank else "not-given")


def _cards(view: View) -> list[Card]:
    """Return the figures of page one, three rows of six: who filed, the register, what is to be looked into."""
    told = view.figures
    notes = {
        "due": _also(view, "exempt"),
        "came": _also(view, "overdue", "unlisted"),
        "in-force": _also(view, "groups", "carried"),
        "before": _cutoff(view),
        "files": _also(view, "files-taken", "files-refused"),
        "duplicates": _also(view, "disputes"),
        "changed": _also(view, "renumbered"),
        "unaccounted": _also(view, "of-missing"),
    }

    def note(figure: Figure) -> str:
        if figure.asked:
            return notes.get(figure.code, "")
        return view.say(f"figure-needs-{NEEDED[figure.code]}")

    return [Card(told[code], note(told[code])) for code in PAGE_ONE]


def _also(view: View, *codes: str) -> str:
    """Return figures that stand small under another one: those that are not nought."""
    told = (view.figures[code] for code in codes)
    return "  ".join(f"{one.name(view.lang)} {one.shown(view.lang)}" for one in told if one.value)


def _cutoff(view: View) -> str:
    closing = view.outcome.closing
    if closing is None:
        return ""
    return view.say("figure-before-note" if closing.known else "figure-before-reckoned", day=closing.day.isoformat())


def _tables(view: View) -> list[Charted]:
    outcome, say = view.outcome, view.say
    count = (say("col-count"),)
    verdicts = _counted(outcome.verdicts["verdict"].tolist(), _VERDICTS)
    before = [] if outcome.first_filing else _counted(view.fates, _PREVIOUS)
    units = _counted((unit.status for unit in outcome.units), tuple(UNIT_TONES))
    named = [(counted_as(view, status), count) for status, count in units]
    severities = tuple(say(f"severity-{name}") for name in SEVERITIES)
    unasked, nothing = say("not-compared-previous"), say("nothing")

    def worded(prefix: str, counted: Sequence[tuple[str, int]]) -> list[tuple[str, tuple[int, ...]]]:
        return [(say(f"{prefix}-{name}"), (number,)) for name, number in counted]

    return [
        Charted("verdicts", say("chart-verdicts"), count, worded("verdict", verdicts), "bar", nothing),
        Charted("previous", say("chart-previous"), count, worded("verdict", before), "ring", unasked, _colours(before)),
        Charted("units", say("chart-units"), count, worded("unit", named), "ring", nothing, _colours(units)),
        Charted("rules", say("chart-rules"), severities, _by_rule(view), "stack", nothing, _BY_SEVERITY),
    ]


def _counted(values: Iterable[str], order: Sequence[str]) -> list[tuple[str, int]]:
    counts = Counter(values)
    return [(name, counts[name]) for name in order if counts[name]]


def _colours(counted: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    return tuple(STATUS_COLOURS[name] for name, _ in counted)


def _by_rule(view: View) -> list[tuple[str, tuple[int, ...]]]:
    """Return the requirements with most findings, each with its findings by severity."""
    counts: dict[str, Counter[str]] = {}
    for finding in view.outcome.findings:
        counts.setdefault(view.requirement(finding), Counter())[finding.severity] += 1
    most = sorted(counts.items(), key=lambda item: (-sum(item[1].values()), item[0]))[:_RULES]
    return [(name, tuple(found[severity] for severity in SEVERITIES)) for name, found in most]
