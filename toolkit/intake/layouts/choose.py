"""Which form is this sheet? Every form is read, and the reading that explains most of the page wins.

What counts: the form named in the workbook's properties, the title, the institution's name, how many of the form's own
labels were found, and whether the page is laid out as the form is. All of it is kept as evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from toolkit.intake.layouts.blocks import PRESET, Sheetful
from toolkit.intake.layouts.captions import ELSEWHERE, Caption, captions_of
from toolkit.intake.layouts.card import Reader
from toolkit.intake.layouts.cells import Told, told_by_cards, told_by_prose
from toolkit.intake.layouts.known_labels import shelf
from toolkit.intake.layouts.labels import Lexicon, Meaning, lexicon
from toolkit.intake.layouts.merged import merges_of
from toolkit.intake.layouts.near_heads import near_labels, near_labels_of_card
from toolkit.intake.layouts.pages import tables_of_cards
from toolkit.intake.layouts.positions import where_labels_stand
from toolkit.intake.layouts.printed import page
from toolkit.intake.layouts.readings import ledgers, matrices, presets_of
from toolkit.intake.layouts.weigh import HALF, MANY_LABELS, Attempt, Look, Reading, titles_of, weighed
from toolkit.regulations.fields import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.model import Cells, Grid, Table
    from toolkit.regulations.forms import Form


_NAME = re.compile(r"群|名|号")
LONG_ENOUGH = 8
LONGEST_NAME = 16
DEEP = 60
NEAR = 0.45
FEWEST_OF_A_CARD = 3
ONE_ANSWER = 1
LINES = "正文"
FEW_BY_NAME = 20
"""So many cells of a sheet without a form are told one by one; a list of students beside the form is only counted."""


def look_at(grid: Grid, *, forms: Sequence[Form], around: str, named: frozenset[str]) -> Look:
    """Gather the texts of a grid that may be labels as they stand, and the long ones that may be titles.

    Args:
        grid: the sheet.
        forms: those that will be tried.
        around: free text of the document and the name of the file, where a title may stand too.
        named: the forms that the workbook's properties name.
    """
    known = shelf(forms)
    labels = known.labels_in(chain.from_iterable(grid.rows))
    cells = [
        (row, column, known.label(text))
        for row, line in enumerate(grid.rows)
        if not labels.isdisjoint(line)
        for column, text in enumerate(line)
        if text in labels
    ]
    long = [text for text in chain.from_iterable(grid.rows[:DEEP]) if len(text) >= LONG_ENOUGH]
    titles = [around, *[text for text in long if "\u4e00" <= text[0] <= "\u9fff"]]
    return Look(grid, merges_of(grid), tuple(cells), folded("|".join(titles)), named)


def attempts(look: Look, *, path: str, forms: Sequence[Form], prose: Grid | None) -> list[Attempt]:
    """Return the readings of the grid that hold together, best first; what cannot come near the best is not read."""
    found: list[Attempt] = []
    promising = sorted(((_promise(look, form), form) for form in forms), key=lambda pair: -pair[0])
    for promise, form in promising:
        if found and (promise + NEAR < max(attempt.score for attempt in found) or _explains_all(found[-1])):
            break
        words = lexicon(form)
        hits = [(row, column, words.exact[text]) for row, column, text in look.cells if text in words.exact]
        named = any(words.names(meaning.key) for _, _, meaning in hits)
        if named or titles_of(look, form)[0] or _may_name(look, hits, words):
            attempt = _attempt(look, hits, path=path, words=words, prose=prose)
            if attempt:
                found.append(attempt)
    found = found or _by_near_labels(look, path=path, forms=forms, prose=prose)
    return sorted(found, key=lambda attempt: -attempt.score)


def _by_near_labels(look: Look, *, path: str, forms: Sequence[Form], prose: Grid | None) -> list[Attempt]:
    """Read a page of which hardly a heading is plain: by what its headings are nearest to."""
    found = []
    for form in forms:
        words = lexicon(form)
        near = near_labels(look.grid, words)
        if form.drawing.layout == "card" and _promise(look, form) >= HALF:
            near |= near_labels_of_card(look.grid, words)
        if near:
            hits = [(row, column, words.exact[text]) for row, column, text in look.cells if text in words.exact]
            hits += [
                (row, column, near[text])
                for row, line in enumerate(look.grid.rows)
                for column, text in enumerate(line)
                if text in near
            ]
            attempt = _attempt(look, hits, path=path, words=words.taught(near), prose=prose)
            found += [attempt] if attempt else []
    return found


def _explains_all(attempt: Attempt) -> bool:
    """Whether a list was read of which every heading is known: nothing else explains the page better."""
    return attempt.form.drawing.layout == "list" and attempt.evidence["share"] == HALF


def _promise(look: Look, form: Form) -> float:
    """Return about the score that a reading will have, from the labels that stand there word for word."""
    words = lexicon(form)
    if form.drawing.layout == "list":
        return HALF
    seen = {text for _, _, text in look.cells}
    keys = {meaning.key or label for label in seen if (meaning := words.own.get(label)) and meaning.how == "own"}
    official = {answer.group or answer.key for answer in form.answers if not answer.extra}
    titled, at_home = titles_of(look, form)
    return min(len(keys) / len(official), 1.0) + 0.5 * titled + 0.3 * at_home + 2.0 * (form.key in look.named)


def labels_seen(look: Look, forms: Sequence[Form]) -> dict[str, tuple[str, ...]]:
    """Return for each form the own labels of it that the grid holds; for the message that no form was recognised."""
    seen = {text for _, _, text in look.cells}
    return {form.key: tuple(sorted(lexicon(form).official & seen)) for form in forms}


def _may_name(look: Look, hits: Sequence[tuple[int, int, Meaning]], words: Lexicon) -> bool:
    """Whether a label in other words names the group; only looked for beside labels that are plain."""
    columns = Counter(column for _, column, _ in hits)
    lines = [look.grid.rows[row] for row in {row for row, _, _ in hits}]
    lines += [
        tuple(row[column] for row in look.grid.rows[:DEEP] if column < len(row))
        for column in columns
        if columns[column] > 1
    ]
    texts = (text for line in lines for text in line if text and len(text) < LONGEST_NAME and _NAME.search(text))
    return any((meaning := words.loosely(text)) is not None and words.names(meaning.key) for text in texts)


def _attempt(
    look: Look, hits: Sequence[tuple[int, int, Meaning]], *, path: str, words: Lexicon, prose: Grid | None
) -> Attempt | None:
    form = words.form
    hits = where_labels_stand(look.grid, hits)
    printed = page(form)
    presets = presets_of(words)
    told = captions_of(prose, range(len(prose.rows)), lexicon=words, page=printed, merges={}) if prose else []
    outside = [caption._replace(row=ELSEWHERE) for caption in told]
    sheet = Sheetful(look.grid, look.merges, words, printed, presets)
    readings = [ledgers(path, sheet, hits, outside)]
    stands_alone = False
    stands = form.drawing.layout != "list" and _stands_as_a_card(look, hits)
    own = {"card": "card", "ledger": "row", "matrix": "column", "list": "row"}[form.drawing.layout]
    if not stands and _explains_every_label(readings[0], hits, words):
        return weighed(look, form, readings[0], own=own)
    if (form.drawing.layout == "card" or stands) and not _is_plain_list(readings[0].tables):
        cards = Reader(look.grid, look.merges, words, printed).cards()
        found = tables_of_cards(path, look.grid.name, form=form, cards=cards, captions=outside, evidence={})
        taken = partial(told_by_cards, look.grid, cards, presets=PRESET | words.outside)
        readings.append(Reading("card", found, taken))
        if stands and any(table.offsets for table in found):
            readings = readings[-1:]  # between labels in two columns stand answers: neither rows nor columns of groups
            stands_alone = True
    if form.drawing.layout != "list" and not stands_alone:
        readings.append(matrices(path, sheet, hits, outside))
    if form.key in look.named:  # a workbook of ours is drawn as the form is, and read so
        readings = [reading for reading in readings if reading.axis == own and reading.tables] or readings
    tried = [weighed(look, form, reading, own=own) for reading in readings if reading.tables]
    return _best([attempt for attempt in tried if attempt])


def _best(tried: Sequence[Attempt]) -> Attempt | None:
    """Return the reading with the best score, or one that finds as many answers and more groups; never one of nothing.

    The labels of a card may stand in one column with a group in each column beside it: then it is a matrix.
    """
    records = any(attempt.records for attempt in tried)
    tried = [attempt for attempt in tried if attempt.records or not (records and attempt.groups)]
    best = max(tried, key=lambda attempt: attempt.score, default=None)
    for attempt in tried:
        if best and attempt.score + 0.15 > best.score and attempt.groups > best.groups:
            best = attempt
    return best


def _stands_as_a_card(look: Look, hits: Sequence[tuple[int, int, Meaning]]) -> bool:
    """Whether labels stand as on a card: in two columns or more, or again below each other, one answer to each.

    A unit that sends a ledger or a matrix as a page a group, most often in Word, draws it so.
    """
    if len(hits) < 2 * FEWEST_OF_A_CARD:
        return False
    columns = Counter(column for _, column, _ in hits)
    names = Counter((column, meaning.key) for _, column, meaning in hits if meaning.names_group)
    again = any(count > 1 and columns[column] >= FEWEST_OF_A_CARD * count for (column, _), count in names.items())
    paired = sum(count >= FEWEST_OF_A_CARD for count in columns.values()) > 1
    lines = look.grid.name == LINES and any(len(row) > 2 * ONE_ANSWER for row in look.grid.rows)
    if not (paired or again or lines):
        return False
    labels = {(row, column) for row, column, _ in hits}
    beside = [_answers_beside(look.grid, row, column, labels) for row, column in labels]
    return 2 * beside.count(ONE_ANSWER) >= len(hits) and 4 * sum(count > ONE_ANSWER for count in beside) <= len(hits)


def _answers_beside(grid: Grid, row: int, column: int, labels: set[tuple[int, int]]) -> int:
    """Return how many texts that are no labels stand right of a label, up to the next one."""
    line = takewhile(lambda at: (row, at) not in labels, range(column + 1, len(grid.rows[row])))
    return sum(bool(grid.rows[row][at].strip()) for at in line)


def _explains_every_label(reading: Reading, hits: Sequence[tuple[int, int, Meaning]], words: Lexicon) -> bool:
    """Whether rows were read under so many labels, and every label stands over them or in the page's head or foot.

    Nothing is left then that a card or a matrix could be read by. A workbook that is stamped with a form drawn
    otherwise does not come here with rows.
    """
    if not any(table.offsets and len(table.evidence["labels"]) >= MANY_LABELS for table in reading.tables):
        return False
    outer = words.outside | {"unit"}
    return all(row in reading.heads or meaning.key in outer for row, _, meaning in hits)


def _is_plain_list(tables: Sequence[Table]) -> bool:
    """Whether rows were read under so many labels that the page can be no card."""
    return any(len(table.offsets) > 1 and len(table.evidence["labels"]) >= MANY_LABELS for table in tables)


def grid_captions(look: Look, form: Form) -> dict[str, str]:
    """Return the captions of a grid that was not read as a form (a letter, a nil report)."""
    captions = captions_of(
        look.grid, range(len(look.grid.rows)), lexicon=lexicon(form), page=page(form), merges=look.merges
    )
    return {caption.key: caption.text for caption in reversed(captions) if caption.text}


def prose_captions(prose: Grid, form: Form) -> list[tuple[str, str]]:
    """Return the captions in the free text of a Word document, in its order."""
    return [(caption.key, caption.text) for caption in _of_prose(prose, form)]


def _of_prose(prose: Grid, form: Form) -> list[Caption]:
    return captions_of(prose, range(len(prose.rows)), lexicon=lexicon(form), page=page(form), merges={})


def cells_of(look: Look, attempt: Attempt) -> Cells:
    """Return what became of the cells of a page in the reading that was chosen for it."""
    return attempt.told().cells(page(attempt.form)) if attempt.told else Told(look.grid).cells(page(attempt.form))


def cells_of_rest(grid: Grid, form: Form) -> Cells:
    """Return what stands on a sheet without a form beside one with `form`: labels, print, and a few of the rest."""
    told, words = Told(grid), lexicon(form)
    for row, line in enumerate(grid.rows):
        for at, text in enumerate(line):
            if text.strip() and words.whole(text):
                told.label(row, at)
    return told.cells(page(form), most=FEW_BY_NAME)


def cells_of_prose(prose: Grid, form: Form, tables: Sequence[Table]) -> Cells:
    """Return what became of the paragraphs of a Word document whose tables were read as `form`."""
    return told_by_prose(prose, _of_prose(prose, form), tables, page=page(form)).cells(page(form))
