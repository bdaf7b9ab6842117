"""Buckets change nothing: whatever two years look like, their pairs are those that the definition names one by one."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
from drawing import ledger, previous
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from toolkit.comparison.match import buckets
from toolkit.comparison.match.pairs import Pairs, pair
from toolkit.engine import Local

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

HEADING = "unit | group_name | group_no | platform | filing_no"
ROW = st.tuples(
    st.sampled_from(["", "教务处", "学生处", "教 务 处"]),
    st.sampled_from(["", "通知群", "通知1群", "考务群", "通知　群"]),
    st.sampled_from(["", "", "100000001", "100000002", "100000003", "100000001、100000004", "100000002、100000005"]),
    st.sampled_from(["", "QQ群", "微信群"]),
    st.sampled_from(["", "", "X-1", "X-2", "ｘ-1"]),
)
ROWS = st.lists(ROW, max_size=14)


class Row(NamedTuple):
    name: str
    open: bool
    filing: str
    unit: str
    typed: str
    key: str
    platform: str
    numbers: frozenset[str]


def plain(text: str) -> str:
    return text.translate(str.maketrans("ｘ", "x", " 　")).casefold()


def rows(found: pd.DataFrame, apart: set[str]) -> list[Row]:
    return [
        Row(
            row["id"],
            row["id"] not in apart,
            plain(row["filing_no"]),
            plain(row["unit"]),
            row["group_name"],
            row["name_key"],
            row["platform"],
            frozenset(filter(None, row["group_nos"].split("\n"))),
        )
        for row in found.to_dict("records")
    ]


def defined(
    ours: list[Row], theirs: list[Row], said: dict[tuple[str, str], bool]
) -> tuple[set[tuple[str, str, str]], set[tuple[str, str]]]:
    """The module's first page, word by word, all with all."""
    found: dict[str, tuple[str, str]] = {}

    def take(pairs: Iterator[tuple[Row, Row]], basis: str) -> None:
        for one, other in list(pairs):
            if one.name not in found and other.name not in {name for name, _ in found.values()}:
                found[one.name] = (other.name, basis)

    def once(side: list[Row]) -> list[Row]:
        told = [row.filing for row in side if row.open and row.filing]
        beside = {(row.filing, row.numbers) for row in side if row.filing and row.numbers}
        borne = [filing for filing, _ in beside]
        return [
            row for row in side if row.open and row.filing and told.count(row.filing) == 1 >= borne.count(row.filing)
        ]

    take(((a, b) for a, b in product(once(ours), once(theirs)) if a.filing == b.filing), "filing_no")
    shared = [(a, b) for a, b in product(ours, theirs) if a.open and a.numbers & b.numbers]
    take(
        iter(sorted(shared, key=lambda both: -((both[0].unit == both[1].unit) + (both[0].key == both[1].key)))),
        "group_no",
    )
    by_id = {row.name: row for row in (*ours, *theirs)}
    take(((by_id[a], by_id[b]) for (a, b), same in said.items() if same), "decision")

    def borne(side: list[Row], called: Callable[[Row], str]) -> Counter[tuple[str, str]]:
        return Counter((row.unit, called(row)) for row in side if row.open and row.unit and called(row))

    def by_name(called: Callable[[Row], str]) -> tuple[list[tuple[Row, Row]], list[tuple[Row, Row]]]:
        """What unit and name prove, and what only the numbers part; every row of a name counts for a choice."""
        gone = {name for name, _ in found.values()}
        counts = [borne(side, called) for side in (ours, theirs)]
        few = [
            [row for row in side if row.open and 0 < count[row.unit, called(row)] <= buckets.NAMESAKES]
            for side, count in zip((ours, theirs), counts, strict=True)
        ]
        asked = {(row.unit, called(row)) for row in few[0] if row.name not in found}
        asked &= {(row.unit, called(row)) for row in few[1] if row.name not in gone}
        alike = [
            (a, b)
            for a, b in product(*few)
            if (a.unit, called(a)) == (b.unit, called(b)) and (a.unit, called(a)) in asked
            if said.get((a.name, b.name), True) and not (a.platform and b.platform and a.platform != b.platform)
        ]
        apart = [(a, b) for a, b in alike if a.numbers and b.numbers and not a.numbers & b.numbers]
        possible = [both for both in alike if both not in apart]
        left, right = [a for a, _ in possible], [b for _, b in possible]
        return [(a, b) for a, b in possible if left.count(a) == right.count(b) == 1], apart

    crowded = {name for side in (ours, theirs) for name, rows in borne(side, lambda row: row.key).items() if rows > 1}
    again: list[tuple[Row, Row]] = []
    for written in (lambda row: row.typed, lambda row: plain(row.typed)):  # of several the one that is typed alike
        sure, parted = by_name(lambda row, w=written: w(row) if (row.unit, row.key) in crowded else "")
        take(iter(sure), "unit_name")
        again += parted
    sure, parted = by_name(lambda row: row.key)
    take(iter(sure), "unit_name")
    matched = {(a, *rest) for a, rest in found.items()}
    take(iter([*again, *parted]), "")
    return matched, {(a, b) for a, (b, basis) in found.items() if not basis}


def told(pairs: Pairs) -> tuple[set[tuple[str, str, str]], set[tuple[str, str]]]:
    return (
        set(pairs.matched[["record", "previous", "basis"]].itertuples(index=False, name=None)),
        set(pairs.renumbered[["record", "previous"]].itertuples(index=False, name=None)),
    )


def drawn(lines: list[tuple[str, ...]]) -> str:
    return "\n".join([HEADING, *(" | ".join(line) for line in lines)]) if lines else ""


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    this=ROWS,
    last=ROWS,
    apart=st.sets(st.integers(1, 5), max_size=2),
    said=st.dictionaries(st.tuples(st.integers(1, 4), st.integers(1, 4)), st.booleans(), max_size=3),
)
@example(
    this=[("教务处", "通知群", "", "", "")],
    last=[("教务处", "通知群", "", "", ""), ("教务处", "通知　群", "", "", "")],
    apart=set(),
    said={},
)
def test_the_pairs_are_those_of_the_definition_in_any_number_of_buckets(
    monkeypatch: pytest.MonkeyPatch,
    this: list[tuple[str, ...]],
    last: list[tuple[str, ...]],
    apart: set[int],
    said: dict[tuple[int, int], bool],
) -> None:
    ours, theirs = ledger(drawn(this)), previous(drawn(last))
    aside = {f"r{number}" for number in apart}
    answers = {(f"r{a}", f"p{b}"): same for (a, b), same in said.items() if a <= len(this) and b <= len(last)}
    decisions = pd.DataFrame(
        [(*names, same) for names, same in answers.items()], columns=["record", "previous", "same"]
    )

    for size in (3, 100_000):
        monkeypatch.setattr(buckets, "ROWS", size)
        pairs = pair(ours, theirs, apart=aside, decisions=decisions)
        assert told(pairs) == defined(rows(ours.frame, aside), rows(theirs.frame, set()), answers)


def test_the_pairs_are_the_same_in_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        ("教务处", f"{number}班群", f"1000000{number:02}" if number % 3 else "", "QQ群", "") for number in range(60)
    ]
    ours, theirs = ledger(drawn(lines)), previous(drawn(lines[::-1]))
    here = pair(ours, theirs)
    monkeypatch.setattr(buckets, "ROWS", 7)

    there = pair(ours, theirs, engine=Local(2))

    assert told(here) == told(there)
    assert len(here.matched) == 60
    assert here.matched.equals(there.matched)
