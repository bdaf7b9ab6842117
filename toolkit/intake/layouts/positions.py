"""What is a label is decided by where it stands; the cell beside or under a label is its answer, whatever it says.

职务 | 部门负责人 | 手机 | 13900000001      部门负责人 stands where an answer stands: it is the post, and no label
平台用途 | 平台用途                         likewise
管理员 | 姓名 | 手机                        a title, and parts under which the answers stand: three labels
群名称 | 群号 | 人数                        nothing but labels, and answers below them: three labels
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.intake.layouts.areas import Label
    from toolkit.model import Grid

_COLONS = (":", "：")
ROW_OF_LABELS = 3
LONGEST = 14


def by_position(grid: Grid, labels: Sequence[Label]) -> list[Label]:
    """Leave out the labels of a card that stand where the answer of the label left of them stands.

    Args:
        grid: the page.
        labels: all that might be labels by their words, in reading order; those with an answer in their own cell stay.
    """
    at = {(label.row, label.column): label for label in labels if label.inline is None}
    left_of = {(label.row, label.right + 1): label for label in at.values()}
    answers: set[tuple[int, int]] = set()
    for spot, label in at.items():
        before = left_of.get(spot)
        if before is None:
            follows = _follows_an_unknown(label, at, grid)
        else:
            follows = (before.row, before.column) not in answers and _answers(before, label, grid, at)
        if follows:
            answers.add(spot)
    return [label for label in labels if label.inline is not None or (label.row, label.column) not in answers]


def _answers(label: Label, beside: Label, grid: Grid, at: Mapping[tuple[int, int], Label]) -> bool:
    """Whether what looks like a label is the answer of the label right before it."""
    if beside.text.rstrip().endswith(_COLONS):
        return False
    if beside.meaning.part and (label.meaning.heads or label.meaning.part):
        return False
    if _is_row_of_labels(label.row, grid, at) or _stands_over_an_answer(label, grid, at):
        return False
    return not _is_column_of_labels(beside, at, grid)


def _follows_an_unknown(label: Label, at: Mapping[tuple[int, int], Label], grid: Grid) -> bool:
    """Whether what looks like a label stands beside a text that nobody knows, in a column of labels."""
    row, column = label.row, label.column - 1
    before = grid.at(row, column).strip()
    if not before or len(before) > LONGEST or any(map(str.isdigit, before)) or _follows_a_label(row, column, at):
        return False
    if label.text.rstrip().endswith(_COLONS) or _is_row_of_labels(row, grid, at):
        return False
    return _labelled(column, row, at, grid) and not _labelled(label.column, row, at, grid)


def _is_row_of_labels(row: int, grid: Grid, at: Mapping[tuple[int, int], Label]) -> bool:
    filled = [column for column, text in enumerate(grid.rows[row]) if text.strip()]
    return len(filled) >= ROW_OF_LABELS and all((row, column) in at for column in filled)


def _stands_over_an_answer(label: Label, grid: Grid, at: Mapping[tuple[int, int], Label]) -> bool:
    below = (label.bottom + 1, label.column)
    return bool(grid.at(*below).strip()) and below not in at and label.column > 0


def _is_column_of_labels(label: Label, at: Mapping[tuple[int, int], Label], grid: Grid) -> bool:
    return _labelled(label.column, label.row, at, grid)


def _labelled(column: int, but: int, at: Mapping[tuple[int, int], Label], grid: Grid) -> bool:
    """Whether in the other rows labels stand in a column, that follow no label, more often than anything else."""
    others = [row for row in range(len(grid.rows)) if row != but and grid.at(row, column).strip()]
    labelled = sum(1 for row in others if (row, column) in at and not _follows_a_label(row, column, at))
    return labelled > len(others) - labelled


def _follows_a_label(row: int, column: int, at: Mapping[tuple[int, int], Label]) -> bool:
    return any(other.right + 1 == column for other in _in_row(row, at))


def _in_row(row: int, at: Mapping[tuple[int, int], Label]) -> Iterator[Label]:
    return (label for (line, _), label in at.items() if line == row)
