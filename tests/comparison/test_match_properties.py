"""Whatever two years look like: each row has one verdict, the two sides agree, and spelling changes nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from drawing import ledger, previous
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit.comparison.changes import changes
from toolkit.comparison.copies import further_rows, further_rows_then, kept_rows, repeated_rows
from toolkit.comparison.duplicates import same_copies, same_numbers
from toolkit.comparison.match.pairs import pair
from toolkit.comparison.verdicts import judge_previous, judge_records
from toolkit.model.frames import PREVIOUS, RECORDS
from toolkit.register.keys import unit_keys
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.model import Ledger

HEADING = "unit | group_name | group_no | platform | filing_no"
ROW = st.tuples(
    st.sampled_from(["", "教务处", "学生处"]),
    st.sampled_from(["", "通知群", "通知1群", "考务群"]),
    st.sampled_from(["", "100000001", "100000002", "100000003", "100000001、100000004"]),
    st.sampled_from(["", "QQ群", "微信群"]),
    st.sampled_from(["", "", "X-1", "X-2"]),
)
ROWS = st.lists(ROW, max_size=7)
SPELLING = str.maketrans({"通": "通　", "教": "教 ", "处": "处 ", "X": "ｘ"})


def judged(ours: Ledger, theirs: Ledger) -> tuple[pd.DataFrame, pd.DataFrame]:
    apart = further_rows(kept_rows(same_numbers(ours) + same_copies(ours), ours, theirs))
    then = further_rows_then(theirs)
    pairs = pair(ours, theirs, apart=apart | then)
    changed = changes(ours, theirs, pairs.matched, profile=load_profile("sccm-2022"))
    records = judge_records(ours, theirs, pairs, changed, apart=apart)
    repeated = repeated_rows(theirs, set(records["previous"]) - {""}, then)
    filed = set(unit_keys(ours.frame))
    return records, judge_previous(theirs, records, filed=filed, repeated=repeated, as_of=dt.date(2026, 3, 10))


def drawn(rows: list[tuple[str, ...]]) -> str:
    return "\n".join([HEADING, *(" | ".join(row) for row in rows)]) if rows else ""


@settings(deadline=None, max_examples=30)
@given(ROWS, ROWS)
def test_each_row_has_one_verdict_and_the_two_sides_agree(
    this_year: list[tuple[str, ...]], last: list[tuple[str, ...]]
) -> None:
    records, gone = judged(ledger(drawn(this_year)), previous(drawn(last)))

    assert len(records) == len(this_year)
    assert len(gone) == len(last)
    assert set(records["verdict"]) <= set(RECORDS)
    assert set(gone["verdict"]) <= set(PREVIOUS)
    pairs = records[records["previous"] != ""]
    assert pairs["previous"].is_unique
    there = gone.set_index("id")
    for record, verdict, row in zip(pairs["id"], pairs["verdict"], pairs["previous"], strict=True):
        assert there.loc[row, "verdict"] == verdict
        assert there.loc[row, "record"] == record
    assert set(records.loc[records["basis"] != "", "verdict"]) <= {"renewed", "changed"}


@settings(deadline=None, max_examples=20)
@given(ROWS, ROWS)
def test_the_spelling_of_names_units_and_filing_numbers_changes_no_verdict(
    this_year: list[tuple[str, ...]], last: list[tuple[str, ...]]
) -> None:
    respelt = [
        tuple(text.translate(SPELLING) for text in row[:2]) + row[2:4] + (row[4].translate(SPELLING),)
        for row in this_year
    ]

    plain, varied = (judged(ledger(drawn(rows)), previous(drawn(last))) for rows in (this_year, respelt))

    assert plain[0].equals(varied[0])
    assert plain[1].equals(varied[1])


@settings(deadline=None, max_examples=20)
@given(ROWS)
@example(
    [
        ("", "通知群", "100000001", "", "X-1"),
        ("教务处", "", "100000001", "", ""),
        ("教务处", "通知1群", "100000002", "", ""),
        ("教务处", "通知1群", "100000002", "", "X-1"),
    ]
)
def test_a_register_against_itself_changes_nothing(rows: list[tuple[str, ...]]) -> None:
    records, _ = judged(ledger(drawn(rows)), previous(drawn(rows)))

    assert not set(records["verdict"]) & {"changed", "renumbered", "late"}
