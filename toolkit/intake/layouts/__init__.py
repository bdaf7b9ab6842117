"""Grids to tables: the forms in a workbook, found by their labels and never by their cells.

    recognise("教务处.xlsx", workbook, profile.forms).tables

A sheet may be a ledger (a row a group), a matrix (a column a group) or cards (a page a group), whatever the form is:
the reading that explains most of the sheet wins (`choose`). Addresses are always those of the page that a person sees.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from toolkit.intake.layouts.answers import answered_round
from toolkit.intake.layouts.choose import (
    attempts,
    cells_of,
    cells_of_prose,
    cells_of_rest,
    grid_captions,
    labels_seen,
    look_at,
    prose_captions,
)
from toolkit.intake.layouts.continued import continued
from toolkit.intake.layouts.elsewhere import with_references
from toolkit.intake.layouts.hints import with_hints
from toolkit.intake.layouts.known_labels import shelf
from toolkit.intake.layouts.labels import NAMING, lexicon
from toolkit.intake.layouts.lines import parted
from toolkit.intake.layouts.marks import with_marks
from toolkit.intake.layouts.nil import said_of_groups, states_nil, without_nil, without_nil_rows
from toolkit.intake.layouts.numbers_in_names import with_numbers_apart
from toolkit.intake.layouts.page_words import page_words
from toolkit.intake.layouts.printed import page
from toolkit.intake.layouts.two_forms import parts_of
from toolkit.intake.layouts.unchanged import offers_it, states_unchanged
from toolkit.intake.layouts.withheld import without_identities
from toolkit.intake.layouts.years import of_latest_year
from toolkit.model import NO_CELLS, Cells, Sheet, Table, Unread
from toolkit.regulations.fields import label_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.intake.layouts.weigh import Attempt, Look
    from toolkit.model import Grid, Workbook
    from toolkit.regulations.forms import Form

__all__ = ["Recognised", "is_skipped", "prepare", "recognise"]

PROSE = "正文"
_GUIDES, _CHOICES = ("填表说明", "修改清单"), "list_"
SMALL = 80
TITLES, LONGEST_TITLE = 3, 60


@dataclass(frozen=True, slots=True)
class Recognised:
    """What one workbook turned out to be.

    Attributes:
        tables: one for each block of rows or card; without rows where a form is there and empty.
        nil: the file says that there are no groups.
        empty: a form was recognised and nothing is filled in.
        evidence: where no form was recognised the nearest one and its labels that were seen (`closest`, `labels`);
            how many rows of hidden sheets were left out (`hidden_rows_left_out`); what said that there is no group
            (`nil`). How each table was read stands in its own evidence.
        cells: what became of every filled cell of the sheets that hold a form.
    """

    tables: tuple[Table, ...]
    nil: bool = False
    empty: bool = False
    evidence: Mapping[str, Any] = field(default_factory=dict)
    cells: Cells = NO_CELLS


def prepare(forms: tuple[Form, ...]) -> None:
    """Collect the labels and printed texts of `forms`, which the first workbook would do otherwise."""
    shelf(forms).labels_in(("",))
    for form in forms:
        lexicon(form).loosely("群名称：")
        page(form).typed("", "")


def recognise(path: str, workbook: Workbook, forms: tuple[Form, ...]) -> Recognised:
    """Find the tables of `forms` in a workbook.

    Args:
        path: of the file, relative to the collected folder; every address begins with it.
        workbook: the file as grids.
        forms: those of one profile, or of all when the profile is to be told from the files.

    Returns:
        All tables with their rows as typed; the same input always gives the same result.
    """
    prose = next((grid for grid in workbook.grids if grid.name == PROSE), None)
    page_of_lines = parted(prose) if prose and len(workbook.grids) == 1 else None
    around = "\n".join([path.rpartition("/")[2], *(text for row in prose.rows for text in row)] if prose else [path])
    named = _named_forms(workbook)
    ours = any(form.key in named for form in forms)
    grids = [grid for grid in workbook.grids if grid is not prose and not (ours and is_skipped(grid.name))]
    grids = [grid for grid in grids if not _is_our_guide(grid)]
    if page_of_lines:
        grids, prose = [page_of_lines], None
    looks = [look_at(grid, forms=forms, around=around, named=named) for grid in grids if grid.rows]
    looks = [part for look in looks for part in _each_form(look, forms=forms, around=around)]
    found = [(look, attempts(look, path=path, forms=forms, prose=prose)) for look in looks]
    profile = _profile(tried for _, tried in found)
    chosen = _with_continued(path, [(look, _best(tried, profile)) for look, tried in found])
    tables = [
        _explained(table, one, tried=dict(_tried(found, look)), titles=_titles(look, prose))
        for look, one in chosen
        for table in one.tables
    ]
    tables = _each_its_own(tables, prose, chosen[0][1].form) if prose and chosen else tables
    hidden = {look.grid.name for look in looks if look.grid.hidden}
    tables = [with_references(with_hints(with_numbers_apart(without_identities(table)))) for table in tables]
    tables = with_marks(tables, workbook.grids)
    if not any(one.form.drawing.log for _, one in chosen):
        tables = of_latest_year(tables)
    kept, dropped = _without_copies(tables, hidden)
    concluded = _concluded(path, workbook, forms, looks=looks, tables=kept, dropped=dropped)
    if not chosen or not concluded.tables:
        return concluded
    cells = _with_said_beside_nil(_cells(chosen, prose, tables, concluded), concluded.tables)
    read = {look.grid.name for look, _ in chosen}
    form = chosen[0][1].form
    rest = [grid for grid in grids if grid.name not in read and not grid.hidden]
    return replace(concluded, cells=sum((cells_of_rest(grid, form) for grid in rest), cells))


def _each_form(look: Look, *, forms: tuple[Form, ...], around: str) -> list[Look]:
    """Return the look at a sheet, or one for each form that stands on it under a title of its own."""
    parts = parts_of(look.grid, look.titles, forms)
    if len(parts) == 1:
        return [look]
    return [look_at(part, forms=forms, around=around, named=look.named) for part in parts]


def _with_continued(path: str, found: Sequence[tuple[Look, Attempt | None]]) -> list[tuple[Look, Attempt]]:
    """Return the sheets that were read, with those that go on where the list before them ends (`continued`)."""
    chosen: list[tuple[Look, Attempt]] = []
    for look, attempt in found:
        free = attempt is None and not (look.grid.hidden or is_skipped(look.grid.name))
        before = chosen[-1] if chosen and free else None
        going = continued(path, look, before[1], before[0].grid) if before else attempt
        if going:
            chosen.append((look, going))
    return chosen


def _cells(
    chosen: Sequence[tuple[Look, Attempt]], prose: Grid | None, tables: Sequence[Table], concluded: Recognised
) -> Cells:
    """Return what became of the cells of all sheets that hold a form; a statement for the whole unit was understood."""
    found = [cells_of(look, attempt) for look, attempt in chosen]
    if prose:
        found.append(cells_of_prose(prose, chosen[0][1].form, tables))
    said = {str(concluded.evidence.get("nil", "")), *(str(t.evidence.get("unchanged", "")) for t in concluded.tables)}
    return sum((_without_statement(cells, said - {""}) for cells in found), NO_CELLS)


def _with_said_beside_nil(cells: Cells, tables: Sequence[Table]) -> Cells:
    """Return the cells with what stood in the row of a nil report and has no place in a file without groups."""
    told = [
        Unread(table.sheet.name, cell, text)
        for table in tables
        for cell, text in table.evidence.get("beside", {}).items()
    ]
    return replace(cells, unread=(*cells.unread, *told), answers=cells.answers - len(told)) if told else cells


def _without_statement(cells: Cells, said: set[str]) -> Cells:
    unread = tuple(spot for spot in cells.unread if spot.text not in said)
    understood = len(cells.unread) - len(unread)
    return replace(cells, unread=unread, answers=cells.answers + understood) if understood else cells


def _concluded(  # noqa: PLR0913 - one conclusion from all that was seen
    path: str, workbook: Workbook, forms: tuple[Form, ...], *, looks: Sequence[Look], tables: list[Table], dropped: int
) -> Recognised:
    evidence: dict[str, Any] = {"hidden_rows_left_out": dropped} if dropped else {}
    if not tables:
        return _unrecognised(path, workbook, forms, looks)
    answers = answered_round(workbook)
    if answers:
        tables = [replace(table, evidence={**table.evidence, "answers": answers}) for table in tables]
    if offers_it(_answering(workbook)):
        tables = [replace(table, evidence={**table.evidence, "handed_out": True}) for table in tables]
    unchanged = states_unchanged(_answering(workbook))
    if unchanged:
        tables = [replace(table, evidence={**table.evidence, "unchanged": unchanged}) for table in tables]
    printed = frozenset().union(*(page(form).literals for form in forms))
    rows = sum(len(table.offsets) + len(table.rejected) for table in tables)
    nil = without_nil(tables)
    if nil is not None:
        return Recognised(nil, nil=True, evidence={**evidence, "nil": "name"})
    if rows:
        return Recognised(_with_rows(without_nil_rows(tables)), evidence=evidence)
    statement = unchanged or states_nil(_answering(workbook), printed=printed)
    if statement:
        return Recognised(tuple(tables), nil=True, evidence={**evidence, "nil": statement})
    return Recognised(tuple(tables), empty=True, evidence={**evidence, "path": path})


def _each_its_own(tables: list[Table], prose: Grid, form: Form) -> list[Table]:
    """Give each card of a Word document its own line of the text: the second 备案部门 above the second table."""
    told: dict[str, list[str]] = {}
    for key, text in prose_captions(prose, form):
        told.setdefault(key, []).append(text)
    cards = [table for table in tables if table.sheet.axis == "card"]
    lines = {key: texts for key, texts in told.items() if len(texts) == len(cards) > 1}
    if not lines:
        return tables
    found = []
    for table in tables:
        number = next((place for place, card in enumerate(cards) if card is table), -1)
        own = {key: texts[number] for key, texts in lines.items() if number >= 0 and key not in table.sheet.places}
        columns = {**table.columns, **{key: (text,) * len(table.offsets) for key, text in own.items()}}
        head = {**table.evidence["head"], **{key: text for key, text in own.items() if text}}
        found.append(replace(table, columns=columns, evidence={**table.evidence, "head": head}))
    return found


def _with_rows(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Return the tables that hold rows; a sheet with an empty card before a filled one is a blank slot of that."""
    found: list[Table] = []
    blank = 0
    for table in tables:
        if table.offsets or table.rejected:
            found.append(replace(table, blank=table.blank + blank))
            blank = 0
        elif table.sheet.axis == "card":
            blank += 1
    return tuple(found)


def _unrecognised(path: str, workbook: Workbook, forms: tuple[Form, ...], looks: Sequence[Look]) -> Recognised:
    """Conclude for a file that holds no form: a letter that says there are no groups is a nil report all the same.

    Its table has no rows and no columns; it only carries what the letter says of the unit.
    """
    cells = sum(len(row) for grid in _answering(workbook) for row in grid.rows)
    statement = states_nil(_answering(workbook), printed=frozenset()) if cells <= SMALL else ""
    if statement and forms:
        every = [look_at(grid, forms=forms, around="", named=frozenset()) for grid in workbook.grids]
        head = {key: text for look in reversed(every) for key, text in grid_captions(look, forms[0]).items()}
        form = next((form for form in forms if form.role == "register"), forms[0])
        letter = Sheet(path, workbook.grids[0].name, form.key, "row", {})
        table = Table(form.key, letter, (), {}, evidence={"head": head})
        more = tuple(said_of_groups(_answering(workbook)))
        told = Cells(filled=len(more), unread=more)
        return Recognised((table,), nil=True, evidence={"nil": statement}, cells=told)
    seen: dict[str, set[str]] = {}
    for look in looks:
        for key, labels in labels_seen(look, forms).items():
            seen.setdefault(key, set()).update(labels)
    closest = max(seen, key=lambda key: len(seen[key]), default="")
    nearest = sorted(seen.get(closest, ()))
    return Recognised((), evidence={"closest": closest if nearest else "", "labels": nearest})


def _named_forms(workbook: Workbook) -> frozenset[str]:
    """Return the words of the workbook's own properties, among them the forms that one of our templates names."""
    return frozenset(word for value in workbook.properties.values() for word in value.split())


def is_skipped(sheet: str) -> bool:
    """Tell whether a sheet of this name holds no returns in our own workbooks: a guide, a list of choices."""
    return label_key(sheet).rstrip("0123456789") in page_words().skipped_sheets  # 填表说明2, in a workbook of two forms


def _is_our_guide(grid: Grid) -> bool:
    """Whether a sheet is one that our workbooks have beside the form, saved by a program that dropped their stamp."""
    first = next((text for row in grid.rows for text in row if text.strip()), "")
    return (is_skipped(grid.name) and first.strip().endswith(_GUIDES)) or first.startswith(_CHOICES)


def _answering(workbook: Workbook) -> list[Grid]:
    return [grid for grid in workbook.grids if not is_skipped(grid.name) and not grid.hidden]


def _profile(tried: Iterable[Sequence[Attempt]]) -> str:
    """Return the profile whose forms explain the workbook best; a workbook belongs to one institution."""
    totals: dict[str, float] = {}
    for one in tried:
        best: dict[str, float] = {}
        for attempt in one:
            best[attempt.form.profile] = max(best.get(attempt.form.profile, 0.0), attempt.score)
        for profile, score in best.items():
            totals[profile] = totals.get(profile, 0.0) + score
    return max(totals, key=lambda profile: totals[profile], default="")


def _best(tried: Sequence[Attempt], profile: str) -> Attempt | None:
    return next((attempt for attempt in tried if attempt.form.profile == profile), None)


def _tried(found: Sequence[tuple[Look, Sequence[Attempt]]], look: Look) -> list[tuple[str, float]]:
    return [
        (attempt.form.key, round(attempt.score, 3)) for seen, tried in found if seen is look for attempt in tried[:3]
    ]


def _titles(look: Look, prose: Grid | None) -> list[str]:
    """Return what stands above the first label of a page, and in the first lines above its table: who it is from."""
    top = min((row for row, _, _ in look.cells), default=0)
    texts = [text for row in (*look.grid.rows[:top], *(prose.rows[:TITLES] if prose else ())) for text in row]
    return [text.strip() for text in texts if 0 < len(text.strip()) <= LONGEST_TITLE][:TITLES]


def _explained(table: Table, attempt: Attempt, *, tried: Mapping[str, float], titles: list[str]) -> Table:
    words, printed = lexicon(attempt.form), page(attempt.form)
    asked = [
        {name: entry[name] for name in ("label", "cell", "key")}
        for entry in table.evidence["labels"]
        if entry["key"] and not words.is_known(printed.without_note(entry["label"]), entry["how"])
    ]
    asked += table.evidence.get("several", [])
    said = {"asked": asked} if asked else {}
    evidence = {**attempt.evidence, **table.evidence, "tried": dict(tried), "titles": titles, **said}
    return replace(table, evidence=evidence)


def _without_copies(tables: Sequence[Table], hidden: set[str]) -> tuple[list[Table], int]:
    """Drop the rows of hidden sheets whose groups stand on a visible sheet."""
    if not hidden:
        return list(tables), 0
    visible = {name for table in tables if table.sheet.name not in hidden for name in _names(table)}
    kept: list[Table] = []
    dropped = 0
    for table in tables:
        if table.sheet.name not in hidden:
            kept.append(table)
            continue
        stay = [row for row, name in enumerate(_names(table)) if name not in visible]
        gone = len(table.offsets) - len(stay)
        dropped += gone
        if stay or not visible:
            kept.append(_only(table, stay, gone))
    return kept, dropped


def _names(table: Table) -> list[str]:
    keys = [key for key in table.columns if not NAMING.isdisjoint(key.split("&"))]
    named = sorted(keys, key=lambda key: "group_name" not in key)[:1]
    return [label_key("".join(table.columns[key][row] for key in named)) for row in range(len(table.offsets))]


def _only(table: Table, stay: Sequence[int], gone: int) -> Table:
    return replace(
        table,
        offsets=tuple(table.offsets[row] for row in stay),
        columns={key: tuple(texts[row] for row in stay) for key, texts in table.columns.items()},
        rejected=table.rejected if stay else (),
        evidence={**table.evidence, "hidden_rows_left_out": gone},
    )
