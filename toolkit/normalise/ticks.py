"""Ticks and choices: yes or no, and printed options with boxes before or behind them.

    √ 是 有 已建 1 Y ☑ ■ 正常 · □是 … (☑ left alone) → yes       × 否 无 停用 □ → no
    □是 ☑否 · 是□ 否√ · ( )是 (√)否                  → no
    □是 □否 · ☑是 ☑否                               → neither: both-or-none
    QQ 群 □　微信群 ☑  (宿州: the box follows)        → 微信群
    □微博 ☑微信 □其他 (elsewhere: the box stands before) → 微信

A tick drawn in a symbol font arrives as a private-use character or, the font lost, as a letter (R, £, þ).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from toolkit.normalise.text import clean, fold, is_placeholder, key
from toolkit.normalise.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

Box = Literal["before", "after"]


class YesNoReading(NamedTuple):
    """True, False, or None when it was not answered; a fault or ""."""

    value: bool | None
    fault: str = ""


class _Option(NamedTuple):
    """An option as it stands in the text: which ones it names, from where to where."""

    names: tuple[str, ...]
    start: int
    end: int


# Wingdings and Wingdings 2, as Word and Excel store them (U+F000 and the code in the font)
_TICKED = "☑✅■◼●◉☒✓✔√\uf0fe\uf0fc\uf0fd\uf06e\uf052\uf050\uf053\uf054\uf051þü"
_EMPTY = "□☐○◯◻⬜▢❏❐❑❒\uf0a8\uf06f\uf071\uf072\uf0a3£¨"
_TICK, _BOX, _LOOSE = "☑", "□", "√"
_CROSSED = "☒"  # Word's own ticked box; but left alone in a cell it may as well mean no
_MARKS = str.maketrans(dict.fromkeys(_TICKED, _TICK) | dict.fromkeys(_EMPTY, _BOX) | dict.fromkeys("✓✔√", _LOOSE))
_TYPED_TICK = re.compile(r"[(\[【]\s*[√✓✔☑xXvV]\s*[)\]】]")
_TYPED_BOX = re.compile(r"[(\[【]\s*[)\]】]")
_LOST_FONT = re.compile(r"(?<![A-Za-z])[RP](?=\s*[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s*R(?![A-Za-z])")
_PIECES = re.compile(r"[\s,;:、，。/|&+.()]+|和|及|或|与")
_ANY_MARK = re.compile(f"[{_TICK}{_BOX}{_LOOSE}]")
_EACH_MARK = re.compile(f"([{_TICK}{_BOX}{_LOOSE}])")
_FILLERS = re.compile("^(?:目前|现在|现|还|仍然?|依然|已经?|都|均|一直|基本上?|该?群)+|(?:了|的|着|中|状态)+$")
"""还在用, 已废弃 and 基本正常的 say no more than 在用, 废弃 and 正常."""
_AROUND_OPTIONS = " \t\n_,，、;；。.:/|"
_BOXED = re.compile(f"[{_TICK}{_BOX}]")


def read_yes_no(text: str) -> YesNoReading:
    """Read a yes-or-no cell. Faults: `both-or-none`, `unreadable-tick`."""
    line = marked(text)
    bare = key(line)
    if bare in _answers():
        return YesNoReading(_answers()[bare])
    if bare and not _ANY_MARK.sub("", bare) and _CROSSED not in text:
        return YesNoReading(_TICK in bare or _LOOSE in bare)
    for yes, no in words().choices:
        if yes in line and no in line.replace(yes, "", 1):
            return _between(line, yes, no)
    if not bare or (is_placeholder(line) and not _ANY_MARK.search(line)):
        return YesNoReading(None)
    first = key(_PIECES.split(line.strip(" ()"), maxsplit=1)[0])
    answer = _answers().get(first, _answers().get(key(_ANY_MARK.sub("", line))))
    if answer is None:
        answer = _answers().get(_FILLERS.sub("", first))
    return YesNoReading(answer, "" if answer is not None else "unreadable-tick")


def read_choices(text: str, options: Sequence[str], box: Box) -> tuple[str, ...]:
    """Return the options ticked in a printed list, or named in a plain answer, in the order of the text.

    Args:
        text: the cell.
        options: the options as printed; spaces and width do not matter.
        box: whether a box stands before or after its option.
    """
    line = marked(text)
    found = _options(line, tuple(options))
    if not _ANY_MARK.search(line):
        names = [name for option in found for name in option.names]
    else:
        names = [name for option, mark in _assigned(line, found, box) if mark for name in option.names]
    return tuple(dict.fromkeys(names))


def read_boxes(text: str) -> tuple[tuple[str, bool], ...]:
    """Return the options that are printed with boxes, whatever they are called, and whether each is ticked.

    The boxes stand before their options where the text begins with one, else behind them.
    """
    head, *rest = _EACH_MARK.split(marked(text))
    marks, labels = rest[::2], rest[1::2]
    if head.strip(_AROUND_OPTIONS) and marks:
        labels = [head, *labels[:-1]]
    found = ((label.strip(_AROUND_OPTIONS), mark != _BOX) for mark, label in zip(marks, labels, strict=True))
    return tuple((label, ticked) for label, ticked in found if label)


def ticked_words(text: str) -> str:
    """Return the words that are ticked among boxes, joined by 、; the text itself where it has no boxes."""
    if not has_marks(marked(text)):
        return text
    return "、".join(label for label, ticked in read_boxes(text) if ticked)


def marked(text: str) -> str:
    """Return `text` folded to one line, every kind of tick as ☑ (√ when it stands loose) and every box as □."""
    line = fold(text.translate(_MARKS)).replace("\n", "  ")
    line = _TYPED_BOX.sub(_BOX, _TYPED_TICK.sub(_TICK, line))
    return _LOST_FONT.sub(_TICK, line) if _BOX in line else line


def has_marks(line: str) -> bool:
    """Return whether a marked line has any tick or box."""
    return bool(_ANY_MARK.search(line))


def _between(line: str, yes: str, no: str) -> YesNoReading:
    if not _ANY_MARK.search(line):
        return YesNoReading(None, "both-or-none")
    box: Box = "before" if _ANY_MARK.match(line) else "after"
    chosen = read_choices(line, (yes, no), box)
    return YesNoReading(chosen[0] == yes) if len(chosen) == 1 else YesNoReading(None, "both-or-none")


def _assigned(line: str, found: Sequence[_Option], box: Box) -> list[tuple[_Option, bool]]:
    """Give every option the marks of the gap on its side of it."""
    edges = [0, *(place for option in found for place in (option.start, option.end)), len(line)]
    gaps = [line[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    back = 0 if _side(gaps, box) == "before" else 1
    alone = not _BOXED.search(line) or len(_ANY_MARK.findall(line)) == 1
    last = len(found) - 1
    owners = {
        min(max(_touching(gap, number - back, number), 0), last) if alone else number - back
        for number, gap in enumerate(gaps)
        if _TICK in gap or _LOOSE in gap
    }
    return [(option, number in owners) for number, option in enumerate(found)]


def _side(gaps: Sequence[str], box: Box) -> Box:
    """Tell the side of the boxes from the two ends of the list; where the ends do not tell, the form decides."""
    leading, trailing = bool(_ANY_MARK.search(gaps[0])), bool(_ANY_MARK.search(gaps[-1]))
    if leading != trailing:
        return "before" if leading else "after"
    return box


def _touching(gap: str, owner: int, following: int) -> int:
    """Give a tick set by hand, where no boxes are printed, to the option it touches."""
    marks = [found.start() for found in _ANY_MARK.finditer(gap)]
    left, right = marks[0], len(gap) - 1 - marks[-1]
    if left == right:
        return owner
    return following - 1 if left < right else following


def _options(line: str, options: tuple[str, ...]) -> list[_Option]:
    pattern, names = _option_pattern(options)
    single = re.compile(names)
    return [
        _Option(tuple(_plain(hit) for hit in single.findall(re.sub(r"\(.*", "", found[0]))), found.start(), found.end())
        for found in pattern.finditer(line)
    ]


def _plain(printed: str) -> str:
    return "".join(clean(printed).split())


@lru_cache(maxsize=64)
def _option_pattern(options: tuple[str, ...]) -> tuple[re.Pattern[str], str]:
    """Options with spaces between their letters; joined ones (QQ群、微信群（包括…）) are one option with two names."""
    longest = sorted(options, key=len, reverse=True)
    one = "|".join(r"\s*".join(map(re.escape, _plain(fold(name)))) for name in longest)
    return re.compile(rf"(?:{one})(?:\s*(?:、|和|及)\s*(?:{one}))*(?:\s*\([^()☑□√]*\))?"), one


@cache
def _answers() -> dict[str, bool]:
    return dict.fromkeys(map(_answer_key, words().no), False) | dict.fromkeys(map(_answer_key, words().yes), True)


def _answer_key(text: str) -> str:
    return key(marked(text))
