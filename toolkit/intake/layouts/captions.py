"""Labels in the head and the foot of a page, outside its table.

填报部门：教务处    填报人：张三        several in one cell
填报部门 | 教务处                      the answer in the next cell, blanks between them skipped
填报部门：教务处填报人：张三            no space between them
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.intake.layouts.labels import LONGEST, Meaning, bare
from toolkit.intake.layouts.near import nearness
from toolkit.intake.layouts.page_words import folded_start, page_words
from toolkit.intake.layouts.stacked import one_line
from toolkit.regulations.fields import label_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from toolkit.intake.layouts.labels import Lexicon, Meaning
    from toolkit.intake.layouts.printed import Page
    from toolkit.model import Grid, Merge

_COLON = re.compile(r"[:：]")
_WORD = re.compile(r"[^\s:：，。,；;_]{2,20}$")
_NUMBERED = re.compile(r"\s*(No\.?|NO\.?|№|编号)[\s_:：]*(\S*)")
ALSO = frozenset({"unit", "parent_party_org", "filing_no", "unit_head"})
WIDEST_VALUE = 80
ELSEWHERE = -1
"""The row of a caption that stands outside the grid it serves, in the text of a Word document."""


class Caption(NamedTuple):
    """A label with its answer: the answer key (`other:LABEL` for an unknown one), the text, its cell, and the label."""

    key: str
    text: str
    row: int
    column: int
    label: str
    how: str
    at: tuple[int, int]


class Piece(NamedTuple):
    """A label inside a text and what follows it; `meaning` is None for a label nobody knows."""

    meaning: Meaning | None
    label: str
    text: str


def pieces(text: str, lexicon: Lexicon) -> list[Piece]:
    """Return the labels inside one text, each with what stands between its colon and the next label."""
    spots: list[tuple[int, int, Meaning | None, str]] = []
    before = 0
    for colon in _COLON.finditer(text):
        found = _label_before(text[before : colon.start()], lexicon)
        if found:
            meaning, label = found
            spots.append((colon.start() - len(label), colon.end(), meaning, label))
            before = colon.end()
    ends = [*(spot[0] for spot in spots[1:]), len(text)] if spots else []
    return [
        Piece(meaning, label.strip(), text[start:end].strip())
        for (_, start, meaning, label), end in zip(spots, ends, strict=True)
    ]


def _label_before(text: str, lexicon: Lexicon) -> tuple[Meaning | None, str] | None:
    """Return the longest end of a text that is a label, else its last word as an unknown one.

    A label in other words must begin where a word begins; one that is exact may follow without a space.
    """
    text = text[-LONGEST:]
    begins = [start for start in range(len(text) - 1) if not text[start].isspace()]
    for start in begins:
        if start == 0 or not text[start - 1].isalnum():
            meaning = lexicon.caption(text[start:])
            if meaning:
                return meaning, text[start:]
    for start in begins:
        meaning = lexicon.caption(text[start:]) if lexicon.is_exact(text[start:]) else None
        if meaning:
            return meaning, text[start:]
    word = _WORD.search(text)
    return (None, word[0]) if word and not any(map(str.isdigit, word[0])) else None


def captions_of(
    grid: Grid, rows: Iterable[int], *, lexicon: Lexicon, page: Page, merges: Mapping[tuple[int, int], Merge]
) -> list[Caption]:
    """Return what the labels in `rows` lead to, blank answers included."""
    found: list[Caption] = []
    for row in rows:
        if row < len(grid.rows):
            found += _in_row(grid, row, lexicon=lexicon, page=page, merges=merges)
    return found


def _in_row(
    grid: Grid, row: int, *, lexicon: Lexicon, page: Page, merges: Mapping[tuple[int, int], Merge]
) -> Iterator[Caption]:
    line = grid.rows[row]
    taken = -1
    for at, cell in enumerate(line):
        text = cell.strip()
        if at <= taken or not text or page.is_printed(text) or folded_start(text).startswith(page_words().notes):
            continue
        for piece in _labels(text, lexicon):
            value, column = piece.text, at
            if not value:
                beyond = merges[row, at].right if (row, at) in merges else at
                value, column = _right_of(grid, row, beyond, lexicon, ends=text.endswith((":", "：")))
                if value:
                    taken = column
            asked = lexicon.outside | ALSO
            known = piece.meaning is not None and piece.meaning.key in asked
            if not known and page.is_pen(piece.label):
                continue
            meaning = piece.meaning if known else _near(piece.label, value, lexicon)
            known = meaning is not None and meaning.key in asked
            key = meaning.key if meaning and known else _other(piece.label, value)
            if key:
                how = meaning.how if meaning and known else ""
                label = one_line(piece.label)
                who, signed, date = page.dated(key, label, page.typed(key, value))
                yield Caption(key, who, row, column, label, how, (row, at))
                if date:
                    yield Caption(signed or f"other:{label}日期", date, row, column, label, how, (row, at))


def _near(label: str, value: str, lexicon: Lexicon) -> Meaning | None:
    """Return what a label nobody knows is nearest to; one without an answer asks for nothing."""
    return nearness(lexicon).nearest(label, [value]) if value.strip(" _＿") else None


def _labels(text: str, lexicon: Lexicon) -> list[Piece]:
    whole = lexicon.caption(text)
    if whole and whole.key in lexicon.outside | ALSO:
        return [Piece(whole, text, "")]
    found = pieces(text, lexicon)
    if not found:
        numbered = _NUMBERED.match(text)
        meaning = lexicon.whole(numbered[1]) if numbered else None
        return [Piece(meaning, numbered[1], numbered[2])] if numbered and meaning else []
    return found


def _right_of(grid: Grid, row: int, beyond: int, lexicon: Lexicon, *, ends: bool) -> tuple[str, int]:
    """Return the next text to the right that is no label, and its column; blank ones lie right beside the label.

    Right beside a label its answer stands, whatever it says: 部门负责人： | 管理员. Where the label `ends` with no
    colon, only what is no label of a head or foot is told so.
    """
    line = grid.rows[row]
    for at in range(beyond + 1, len(line)):
        text = line[at].strip()
        if text:
            beside = at == beyond + 1 and not _COLON.search(text)
            whole = lexicon.caption(text) if beside else None
            answers = whole is not None and (ends or whole.key not in lexicon.outside | ALSO)
            return ("", beyond + 1) if _is_label(text, lexicon) and not answers else (text, at)
    return "", beyond + 1


def _is_label(text: str, lexicon: Lexicon) -> bool:
    whole = lexicon.caption(text)
    if whole:
        return True
    colon = _COLON.search(text)
    return colon is not None and lexicon.caption(text[: colon.start()]) is not None


def _other(label: str, value: str) -> str:
    """Return the key of an unknown label that has an answer, "" for what is no answer at all."""
    label = one_line(label)
    if not value.strip(" _＿") or len(value) > WIDEST_VALUE or folded_start(label + ":").startswith(page_words().notes):
        return ""
    if page_words().totals.fullmatch(label_key(label)):  # 合计：3个群 sums the list and is said of no group
        return ""
    return f"other:{label}"


def leading_labels(text: str, lexicon: Lexicon) -> list[tuple[Meaning, str, str]]:
    """Return the labels of a text that begins with one: 备案部门：教务处   时间：2024年5月6日 · 姓名 张三."""
    found = pieces(text, lexicon)
    if found and found[0].meaning and text.startswith(found[0].label):
        first = found[0].meaning
        if first.how == "own" and first.key in _signature_keys(lexicon):
            return [(first, found[0].label, text[len(found[0].label) :].lstrip("：: "))]
        return [(piece.meaning, piece.label, piece.text) for piece in found if piece.meaning]
    words = text.split(None, 1)
    if len(words) == 2:  # noqa: PLR2004 - a label and its answer
        meaning = lexicon.own.get(bare(words[0])) or (lexicon.whole(words[0]) if words[0][:2].isalpha() else None)
        if meaning and (meaning.how == "own" or meaning.part):
            return [(meaning, words[0], words[1])]
    if text[:2].upper() == "NO" and len(text) > 3:  # noqa: PLR2004 - NO. and a number
        meaning = lexicon.own.get("no")
        if meaning:
            return [(meaning, "NO.", text[2:].lstrip(".．:： _"))]
    return []


def _signature_keys(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(answer.key for answer in lexicon.form.answers if answer.signature)
