"""Where headings stand that are near a known one: in the head of a list, on a page with no plain heading, on a card."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.intake.layouts.kinds import LOOKED_AT, agrees, are_groups
from toolkit.intake.layouts.labels import Meaning
from toolkit.intake.layouts.merged import turned
from toolkit.intake.layouts.near import LONGEST, kind_of, nearness
from toolkit.intake.layouts.page_words import page_words
from toolkit.intake.layouts.ticked import ACTIVE, is_opposite
from toolkit.normalise.platforms import platform_of
from toolkit.regulations.fields import label_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from toolkit.intake.layouts.heads import Head
    from toolkit.intake.layouts.labels import Lexicon
    from toolkit.intake.layouts.stacked import Column
    from toolkit.model import Grid

DEEP, FEWEST, MOST = 30, 3, 0.6
"""How far down a heading is sought, how many labels it has, and how many of its texts they must be."""
_PLATFORM, _SCOPE, _COUNT = "platform", "member_scope", "member_count"
_RUN = re.compile(r"\d{4}")


def with_near(head: Head, texts_at: Callable[[int], Sequence[str]], lexicon: Lexicon) -> Head:
    """Return a head in which columns nobody knew are taken for what they are nearest to.

    A column of the head that asks for the same already keeps it alone; a part of a person (联系方式) is that of the
    person told last before it.

    Args:
        head: as it was found.
        texts_at: gives for a column what stands under it.
        lexicon: the labels of the form.
    """
    head = _by_their_cells(head, texts_at)
    if all(column.key or not column.label for column in head.columns):
        return head
    taken = set(head.keys)
    drawn = _drawn_there(head, lexicon)
    people = frozenset(vocabulary().of_kind("people"))
    columns, person = [], ""
    for column in head.columns:
        free = not column.key and column.label
        found = _taken(column, texts_at(column.at), lexicon, drawn.get(column.at, "")) if free else None
        if found:
            key = f"{person}.{found.part}" if found.part and person else found.key
            if key and (key not in taken or platform_of(column.label)):
                taken.add(key)
                columns.append(column._replace(key=key, how="near"))
                person = key.partition(".")[0] if key.partition(".")[0] in people else person
                continue
        stem = column.key.partition(".")[0]
        person = stem if stem in people else person
        columns.append(column)
    return replace(head, columns=tuple(columns))


def _by_their_cells(head: Head, texts_at: Callable[[int], Sequence[str]]) -> Head:
    """Return a head in which 类别 over 微信群, QQ群 asks for the platform, 群类别 over 教工, 社团 for the category."""
    columns = [*head.columns]
    for number, column in enumerate(head.columns):
        if column.key == _SCOPE and _COUNT not in head.keys and agrees("count", texts_at(column.at)):
            columns[number] = column._replace(key=_COUNT, how="near")  # 群成员（人） over 48, 213
            continue
        kind = kind_of(Meaning(column.key, "vocabulary", "")) if column.how == "vocabulary" else ""
        if kind not in {_PLATFORM, f"enum.{column.key}"}:
            continue
        texts = texts_at(column.at)
        if agrees(kind, texts):
            continue
        others = (_PLATFORM, *(name for name, field in vocabulary().fields.items() if field.kind == "enum"))
        taken = {each.key for each in columns}
        meant = [
            one for one in others if one not in taken and agrees(one if one == _PLATFORM else f"enum.{one}", texts)
        ]
        if len(meant) == 1:
            columns[number] = column._replace(key=meant[0], how="near")
    return replace(head, columns=tuple(columns))


def _drawn_there(head: Head, lexicon: Lexicon) -> dict[int, str]:
    """Return for the columns nobody knows what the form asks for in their place.

    As many as the form has answers between what stands left and right of them, none of which the head has elsewhere.
    """
    order = [*dict.fromkeys(answer.key for answer in lexicon.form.answers if not answer.extra)]
    order = [key for key in order if key not in lexicon.outside]
    rank = {key: number for number, key in enumerate(order)}
    found: dict[int, str] = {}
    before, unknown = -1, list[int]()
    for column in (*head.columns, None):
        if column and (not column.key or column.key not in rank):
            if not column.key and label_key(column.label) not in page_words().sequence:
                unknown.append(column.at)
            continue
        here = rank[column.key] if column else len(order)
        between = [key for key in order[before + 1 : here] if key not in head.keys]
        if len(between) == len(unknown):
            found |= dict(zip(unknown, between, strict=True))
        before, unknown = here, []
    return found


def _taken(column: Column, texts: Sequence[str], lexicon: Lexicon, drawn: str) -> Meaning | None:
    if label_key(column.label) in page_words().sequence:
        return None
    known = lexicon.loosely(column.label)
    if known and known.part:
        return known if agrees(kind_of(known), texts) is not False else None
    if known is None and is_opposite(column.label) and agrees("bool", texts):
        return lexicon.exact.get(label_key(vocabulary()[ACTIVE].zh))
    return (
        None
        if known
        else _named_by_platform(column.label, texts, lexicon) or nearness(lexicon).nearest(column.label, texts, drawn)
    )


def _named_by_platform(label: str, texts: Sequence[str], lexicon: Lexicon) -> Meaning | None:
    """Return what 微信群 over the names of groups asks for: not over ticks, nor over numbers."""
    if not platform_of(label) or agrees("bool", texts) or agrees("number", texts) or not are_groups(texts):
        return None
    names = lexicon.exact.get(label_key(vocabulary()["group_name"].zh))
    return replace(names, how="near") if names else None


def near_labels(grid: Grid, lexicon: Lexicon) -> dict[str, Meaning]:
    """Return the texts of lines of short texts of which most are labels or near one, for a page with no plain heading.

    Args:
        grid: the page, upright; one on its side is looked at too.
        lexicon: the labels of the form.
    """
    found: dict[str, Meaning] = {}
    for page in (grid, turned(grid)):
        for row, line in enumerate(page.rows[:DEEP]):
            texts = [(at, text) for at, text in enumerate(line) if _may_head(text)]
            if len(texts) < FEWEST or len(texts) < sum(bool(text.strip()) for text in line) * MOST:
                continue
            read = {text: _nearest_at(page, row, at, lexicon) for at, text in texts}
            known = {text: meaning for text, meaning in read.items() if meaning}
            named = any(lexicon.names(meaning.key) for meaning in known.values())
            if named and len({meaning.key for meaning in known.values()}) >= max(FEWEST, MOST * len(texts)):
                found |= {text: meaning for text, meaning in known.items() if meaning.how == "near"}
    return found


def near_labels_of_card(grid: Grid, lexicon: Lexicon) -> dict[str, Meaning]:
    """Return the texts of a card that are near a label and have an answer of its kind right beside them."""
    known = {meaning.key for line in grid.rows for text in line if (meaning := lexicon.loosely(text))}
    found: dict[str, Meaning] = {}
    for line in grid.rows[:DEEP]:
        for text, answer in pairwise(line):
            if _may_head(text) and answer.strip() and not lexicon.loosely(text):
                meaning = nearness(lexicon).nearest(text, [answer])
                if meaning and meaning.key not in known:
                    found[text] = meaning
    return found


def _may_head(text: str) -> bool:
    return 1 < len(text.strip()) <= LONGEST * 2 and not text.strip().isascii() and not _RUN.search(text)


def _nearest_at(grid: Grid, row: int, at: int, lexicon: Lexicon) -> Meaning | None:
    text = grid.at(row, at)
    below = [grid.at(line, at) for line in range(row + 1, min(len(grid.rows), row + 1 + LOOKED_AT))]
    told = lexicon.loosely(text) or _named_by_platform(text, below, lexicon)
    return told or nearness(lexicon).nearest(text, below)
