"""The rows of a kept table are found column by column; row by row they are the same."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.model import Grid, Merge
from toolkit.normalise.text import clean
from toolkit.register.sources.sheets import Heading, records_below

NO_ROW = re.compile(
    r"(?:注|备注|说明|填表说明|合计|总计|共计|小计|填表人|制表人|统计人|填报人|审核人)\s*(?:[:：].*)?", re.DOTALL
)
CELLS = st.sampled_from(["", "", "甲群", "乙", " ", "\u200b", "合计", "备注：无", "名称", "名　称", "号", "1"])
ROWS = st.lists(st.lists(CELLS, max_size=4).map(tuple), min_size=1, max_size=8).map(tuple)
MERGES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(1, 3)), max_size=2)


def row_by_row(grid: Grid, heading: Heading) -> list[tuple[int, dict[str, str]]]:
    merged = {
        (row, merge.left): (merge.top, merge.left)
        for merge in grid.merges
        for row in range(merge.top + 1, merge.bottom + 1)
    }
    labels = {name: clean(grid.at(heading.row, column)) for name, column in heading.columns.items()}
    found = []
    for row in range(heading.row + 1, len(grid.rows)):
        answers = {name: grid.at(*merged.get((row, place), (row, place))) for name, place in heading.columns.items()}
        told = [text for text in map(clean, grid.rows[row]) if text]
        if not told or not any(map(clean, answers.values())) or NO_ROW.fullmatch(told[0]):
            continue
        if {name: clean(text) for name, text in answers.items()} != labels:
            found.append((row, answers))
    return found


@given(ROWS, MERGES, st.sampled_from([{"name": 0}, {"number": 1, "name": 0}, {"name": 2, "number": 3}]))
@settings(max_examples=300, deadline=None)
def test_the_rows_below_a_heading(
    rows: tuple[tuple[str, ...], ...], merges: list[tuple[int, int, int]], columns: dict[str, int]
) -> None:
    grid = Grid("表", rows, tuple(Merge(top, left, top + more, left) for top, left, more in merges))
    heading = Heading(0, columns)
    found = records_below(grid, heading)
    meant = row_by_row(grid, heading)
    assert found.rows == [row for row, _ in meant]
    assert found.answers == {name: [answers[name] for _, answers in meant] for name in columns}
