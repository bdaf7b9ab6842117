"""The labels of a head over several rows: each column's lowest text, read under the titles above it.

单位 | 人员情况              |          merged down: 单位 is a column of its own
     | 群主信息       | 人数 | 经费     a title over parts: 群主信息 › 姓名 is `owner.name`
     | 姓名   | 手机  |      | 来源     nobody knows it: `经费·来源`, with what its title asks for where one does

QQ群          | 微信群            `QQ群·群名称`, `微信群·群名称`: two groups in one row
群名称 | 群号 | 群名称
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.intake.layouts.page_words import page_words
from toolkit.intake.layouts.row_kinds import is_total
from toolkit.normalise.platforms import platform_of
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from toolkit.intake.layouts.labels import Lexicon, Meaning
    from toolkit.model import Grid, Merge

_DIGITS = re.compile(r"\d{3}")
_LONGEST = 20
FEWEST = 2
_BETWEEN = "·"


class Column(NamedTuple):
    """One labelled column: `key` is "" for a label nobody knows, `label` is as typed, on one line."""

    at: int
    key: str
    label: str
    how: str


class Title(NamedTuple):
    """A text over another; `held` when it stands over that very column, not only over one to its left."""

    text: str
    held: bool


def stacked(
    grid: Grid,
    merges: Mapping[tuple[int, int], Merge],
    rows: range,
    *,
    lexicon: Lexicon,
    meaning_at: Callable[[int, int, str], Meaning | None],
) -> list[Column]:
    """Return the columns of a head over `rows`; blank ones and those of the page's own labels are left out."""
    found: list[Column] = []
    person = ""
    titles = [""] * len(rows)
    for at in range(max(len(grid.rows[row]) for row in rows)):
        own = [_text(grid, merges, row, at) for row in rows]
        lowest = max((level for level, text in enumerate(own) if text), default=-1)
        titles = _titles(titles, own, lowest)
        if lowest < 0:
            continue
        meaning = meaning_at(rows[lowest], at, own[lowest])
        if lowest + 1 < len(rows) and meaning and meaning.key in lexicon.outside - {"unit"}:
            continue
        over = [Title(titles[level], bool(own[level])) for level in range(lowest) if titles[level]]
        column = (
            _under(at, own[lowest], meaning, over, lexicon) if over else column_of(at, own[lowest], meaning, person)
        )
        person = person_after(column, meaning, person)
        found.append(column)
    return found


def are_parts(grid: Grid, merges: Mapping[tuple[int, int], Merge], row: int) -> frozenset[int]:
    """Return which cells of a row may be labels nobody knows: two or more, without numbers, under one merged title."""
    found: set[int] = set()
    line = grid.rows[row] if merges else ()
    for at in range(len(line)):
        merge = merges.get((row - 1, at))
        if not merge or merge.left != at or merge.bottom != row - 1 or merge.left == merge.right:
            continue
        places = [place for place in range(at, min(merge.right + 1, len(line))) if line[place].strip()]
        texts = {line[place].strip() for place in places}
        if len(texts) == len(places) >= FEWEST and all(map(_may_be_label, texts)) and grid.at(row - 1, at).strip():
            found.update(places)
    return frozenset(found)


def _may_be_label(text: str) -> bool:
    return len(text) <= _LONGEST and not _DIGITS.search(text)


def _text(grid: Grid, merges: Mapping[tuple[int, int], Merge], row: int, at: int) -> str:
    merge = merges.get((row, at))
    return grid.at(row, merge.left if merge and merge.top == row else at).strip()


def _titles(before: Sequence[str], own: Sequence[str], lowest: int) -> list[str]:
    """Return the titles over a column; one that is not merged reaches over the columns to its right as well."""
    titles = ["" if level >= max(lowest, 1) else title for level, title in enumerate(before)]
    if lowest < 0:
        return [""] * len(own)
    for level, text in enumerate(own[: max(lowest, 1)]):
        if text:
            titles[level:] = [text, *[""] * (len(own) - level - 1)]
    return titles


def _under(at: int, text: str, meaning: Meaning | None, over: Sequence[Title], lexicon: Lexicon) -> Column:
    """Return the column of a label under others: 手机 under 群主 is the owner's."""
    nearest = over[-1]
    if meaning and meaning.part:
        for title in reversed(over):
            person = _titled(title.text, lexicon)
            if person and person.heads:
                stem = person.key.partition(".")[0]
                return Column(at, f"{stem}.{meaning.part}", one_line(title.text + text), "compound")
    if meaning and meaning.key:
        column = column_of(at, text, meaning, "")
        platform = next((one_line(title.text) for title in reversed(over) if platform_of(title.text)), "")
        return column._replace(label=f"{platform}{_BETWEEN}{column.label}") if platform else column
    joined = lexicon.loosely(nearest.text + text)
    if joined:
        return column_of(at, nearest.text + text, joined, "")
    whole = next((found for title in reversed(over) if title.held and (found := lexicon.loosely(title.text))), None)
    label = _BETWEEN.join(dict.fromkeys(one_line(part) for part in (*(title.text for title in over), text)))
    return Column(at, whole.key if whole else "", label, whole.how if whole and whole.key else "")


def sums_of_counts(columns: Sequence[Column]) -> list[Column]:
    """Return columns in which a number told in parts is the sum's: 人数 over 教师, 学生 and 合计 is what 合计 says.

    Without a sum none of them is the number; they are kept under their labels, and told.
    """
    counts = {*vocabulary().of_kind("count"), *vocabulary().of_kind("int")}
    titles = [column.label.partition(_BETWEEN)[0] for column in columns if column.key in counts and _is_parted(column)]
    found = [*columns]
    for title in titles:
        parts = [n for n, column in enumerate(columns) if column.label.startswith(f"{title}{_BETWEEN}")]
        key = next(columns[n].key for n in parts if columns[n].key)
        total = next((n for n in parts if is_total(columns[n].label.rpartition(_BETWEEN)[2])), None)
        for n in parts if len(parts) > 1 else ():
            found[n] = columns[n]._replace(key=key if n == total else "", how="compound" if n == total else "")
    return found


def _is_parted(column: Column) -> bool:
    return _BETWEEN in column.label and not platform_of(column.label.partition(_BETWEEN)[0])


def _titled(text: str, lexicon: Lexicon) -> Meaning | None:
    """Return what a title asks for: 群主信息 over 姓名 and 手机 is the owner."""
    return lexicon.loosely(text) or lexicon.whole(page_words().titles.sub("", text))


def halves_of(column: Column) -> tuple[str, str]:
    """Return what a column asks for, and the platform that stands over it ("" when none does)."""
    title = column.label.partition(_BETWEEN)[0]
    return column.key, platform_of(title) if _BETWEEN in column.label else ""


def column_of(at: int, text: str, meaning: Meaning | None, person: str) -> Column:
    """Return the column of a label; a bare part (手机) is that of the person told before it."""
    label = one_line(text)
    if meaning and meaning.part:
        return Column(at, f"{person}.{meaning.part}" if person else "", label, "compound" if person else "")
    return Column(at, meaning.key if meaning else "", label, meaning.how if meaning else "")


def person_after(column: Column, meaning: Meaning | None, before: str) -> str:
    """Return whose parts may follow in the next columns: 群主 | 手机 | 邮箱."""
    if meaning and meaning.part:
        return before
    stem, _, part = column.key.partition(".")
    return stem if meaning and (meaning.heads or part) and "&" not in column.key else ""


def one_line(text: str) -> str:
    """Return a label on one line, without the colon at its end."""
    return " ".join(text.split()).rstrip(":： _＿").strip("*＊ ")
