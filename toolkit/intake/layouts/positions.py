"""What is a label is decided by where it stands; the cell beside or under a label is its answer, whatever it says.

职务 | 部门负责人 | 手机 | 13900000001      部门负责人 stands where an answer stands: it is the post, and no label
平台用途 | 平台用途                         likewise
管理员 | 姓名 | 手机                        a title, and parts under which the answers stand: three labels
群名称 | 群号 | 人数                        nothing but labels, and answers below them: three labels
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from toolkit.intake.layouts.areas import Label
    from toolkit.intake.layouts.labels import Meaning
    from toolkit.model import Grid

_COLONS = (":", "：")
ROW_OF_LABELS = 3
MOST, MOSTLY = 0.6, 0.7
LONGEST = 14


def where_labels_stand(grid: Grid, hits: Sequence[tuple[int, int, Meaning]]) -> list[tuple[int, int, Meaning]]:
    """Leave out of a list or a matrix what stands among its answers and only reads like a label.

    群名称 | 群主 | 职务            the line of labels is the first: 管理员 below it is a post
    通知群 | 张三 | 管理员
    主要功能 | 用途 | 名称          the column of labels is the first: so it is beside it

    Args:
        grid: the page.
        hits: row, column and meaning of every cell that is a label by its words.
    """
    rows, columns = Counter(row for row, _, _ in hits), Counter(column for _, column, _ in hits)
    head = _fullest(rows, lambda row: [bool(text.strip()) for text in grid.rows[row]])
    side = _fullest(columns, lambda column: [bool(grid.at(row, column).strip()) for row in range(len(grid.rows))])
    if head is not None and (side is None or rows[head] >= columns[side]):
        under = {column for row, column, _ in hits if row == head}
        heads = {row for row in rows if row <= head or _holds_labels(grid.rows[row], rows[row])}
        return [hit for hit in hits if hit[0] in heads or hit[1] not in under]
    if side is None:
        return [*hits]
    beside = [row for row, column, _ in hits if column == side]
    filled = {column: sum(bool(grid.at(row, column).strip()) for row in beside) for column in columns}
    labelled = Counter(column for row, column, _ in hits if row in {*beside})
    answers = {column for column in columns if column > side and 2 * labelled[column] < filled[column]}
    return [hit for hit in hits if hit[1] not in answers or hit[0] not in {*beside} or hit[2].part]


def _fullest(counts: Counter[int], filled: Callable[[int], Sequence[bool]]) -> int | None:
    """Return the line with the most labels, if it holds hardly anything else; the first of several."""
    most = max(counts.values(), default=0)
    if most < ROW_OF_LABELS:
        return None
    best = min(line for line, count in counts.items() if count == most)
    return best if most >= MOST * sum(filled(best)) else None


def _holds_labels(line: Sequence[str], labels: int) -> bool:
    return labels >= MOSTLY * sum(bool(text.strip()) for text in line)


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
            follows = _follows_an_unknown(label, at, grid) or _goes_on(label, at, grid)
        else:
            follows = (before.row, before.column) not in answers and _answers(before, label, grid, at)
        if follows:
            answers.add(spot)
    return [label for label in labels if label.inline is not None or (label.row, label.column) not in answers]


def _answers(label: Label, beside: Label, grid: Grid, at: Mapping[tuple[int, int], Label]) -> bool:
    """Whether what looks like a label is the answer of the label right before it."""
    if beside.text.rstrip().endswith(_COLONS):
        return False
    if _is_row_of_pairs(label.row, grid, at):
        return True
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


def _goes_on(label: Label, at: Mapping[tuple[int, int], Label], grid: Grid) -> bool:
    """Whether what looks like a label stands alone in its row, beside a blank below a label: 用途 goes on so."""
    row, column = label.row, label.column - 1
    if column < 0 or label.meaning.part or sum(bool(text.strip()) for text in grid.rows[row]) > 1:
        return False
    above = next((line for line in range(row - 1, -1, -1) if grid.at(line, column).strip()), -1)
    return (above, column) in at and _labelled(column, row, at, grid) and not _labelled(label.column, row, at, grid)


def _is_row_of_labels(row: int, grid: Grid, at: Mapping[tuple[int, int], Label]) -> bool:
    filled = [column for column, text in enumerate(grid.rows[row]) if text.strip()]
    return len(filled) >= ROW_OF_LABELS and all((row, column) in at for column in filled)


def _is_row_of_pairs(row: int, grid: Grid, at: Mapping[tuple[int, int], Label]) -> bool:
    """Whether a row of labels goes on below with labels: 创建人 | 群名称 | 群名称 | 管理员 are two with answers."""
    labels = sorted(_in_row(row, at), key=lambda label: label.column)
    filled = sum(bool(text.strip()) for text in grid.rows[row])
    if len(labels) != filled or len(labels) % 2 or any(label.meaning.part for label in labels):
        return False
    pairs = zip(labels[::2], labels[1::2], strict=True)
    below = (labels[0].bottom + 1, labels[0].column) if labels else (row, 0)
    return below in at and all(one.right + 1 == other.column for one, other in pairs)


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
