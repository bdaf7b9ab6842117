"""The short ways by column say what the long ways say of each row."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.normalise.units import UnitIndex
from toolkit.register.rows.distinct import numbered, same_in_all
from toolkit.register.rows.kinds import read_field
from toolkit.register.rows.people import read_columns
from toolkit.register.rows.plain import plain_rows
from toolkit.register.rows.stack import Raw
from toolkit.regulations.fields import PERSON_PARTS, vocabulary
from toolkit.regulations.profile import load_profile

NAMES = (
    "",
    "张三",
    "欧阳娜娜",
    "教务处",
    "主任",
    "张主任",
    "办公室",
    "李四、王五",
    "张三\n李四",
    "张三13900000001",
    "无",
    "群主",
)
WORDS = (
    "主任",
    "党委书记",
    "教师、辅导员",
    "无",
    "-",
    "/",
    "张三",
    "转8001",
    "\x1f",
    "＠",
    "139 0000 0002",
    "1.39E+10",
)
NUMBERS = st.from_regex(r"1[3-9][0-9]{8,10}|0[3-9][0-9]{2}-?[1-9][0-9]{5,7}|[0-9]{3,6}", fullmatch=True)
MAILS = st.from_regex(r"[A-Za-z0-9_.%+'-]{1,6}@[a-zA-Z0-9.-]{1,8}\.(?:cn|-|edu\.cn)", fullmatch=True)
CELLS = st.one_of(
    st.just(""), NUMBERS, MAILS, st.sampled_from(WORDS), st.text("张三主任0557-139@a.b_、/ \n（）", max_size=12)
)
NAMED = st.one_of(st.sampled_from(NAMES), st.text("张王欧阳娜处长主任老师办公室群", min_size=1, max_size=5))


@given(st.lists(st.tuples(NAMED, CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=6), st.sets(st.integers(1, 4)))
@settings(max_examples=400, deadline=None)
def test_a_plain_row_of_people_means_what_it_means_read_alone(
    rows: list[tuple[str, ...]], given_parts: set[int]
) -> None:
    chosen = [0, *sorted(given_parts)]
    cells = {PERSON_PARTS[place]: [row[place] for row in rows] for place in chosen}
    plain = plain_rows({part: np.array([*texts, ""], dtype=object)[:-1] for part, texts in cells.items()})
    for row in plain.rows.nonzero()[0].tolist():
        alone = read_columns({part: texts[row] for part, texts in cells.items()})
        lines = tuple(plain.lines[part][row] if part in plain.lines else "" for part in PERSON_PARTS)
        assert (lines, ("",) * len(PERSON_PARTS)) == (alone.lines, alone.faults)


def test_the_commonest_rows_are_plain() -> None:
    cells = {"name": ["张三", "李四", ""], "mobile": ["13900000001", "", ""], "title": ["主任", "教师", ""]}
    plain = plain_rows({part: np.array(texts, dtype=object) for part, texts in cells.items()})
    assert plain.rows.all()
    assert plain.lines == cells
    assert numbered(np.array(["1", "2"], dtype=object))[1].tolist() == [0, 1]


@given(st.lists(st.text(max_size=3), max_size=8))
def test_texts_are_numbered_in_the_order_they_come(texts: list[str]) -> None:
    distinct, codes = numbered(np.array([*texts, ""], dtype=object)[:-1])
    assert distinct == list(dict.fromkeys(texts))
    assert [distinct[code] for code in codes] == texts


def test_a_column_that_says_one_thing_is_one_text() -> None:
    distinct, codes = numbered(same_in_all("无", 3))
    assert (distinct, codes.tolist()) == (["无"], [0, 0, 0])


@pytest.mark.parametrize("name", vocabulary().fields)
def test_a_field_that_no_table_asks_for_is_as_one_left_blank(name: str) -> None:
    form = load_profile("cqny-2021").forms[0]
    nothing = Raw(2, {}, (form,), np.zeros(2, dtype=np.int64))
    blank = Raw(2, {name: np.array(["", ""], dtype=object)}, (form,), np.zeros(2, dtype=np.int64))
    (columns, faults), (meant, none) = (read_field(name, raw, UnitIndex()) for raw in (nothing, blank))
    assert not any(map(len, (*faults, *none)))
    pd.testing.assert_frame_equal(pd.DataFrame(columns), pd.DataFrame(meant))
