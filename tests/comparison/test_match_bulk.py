"""One change on many rows is one question, learnt from the rows themselves; and what changed in a name, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from drawing import ledger, previous
from hypothesis import example, given, settings
from hypothesis import strategies as st
from suggesting import suggestions, told

from toolkit.comparison.match import affixes
from toolkit.comparison.match.affixes import Change, bulk_renames, changes, explained, undone
from toolkit.comparison.match.difference import difference

if TYPE_CHECKING:
    from toolkit.model import Suggestion

CLUBS = ("书法", "摄影", "合唱", "登山", "棋艺", "茶道", "英语角", "Debate", "Robot Lab", "K-Pop")


def drawn(names: list[str]) -> str:
    return "unit | group_name\n" + "\n".join(f"团委 | {name}" for name in names)


def bulk(found: tuple[Suggestion, ...]) -> dict[str, tuple[str, str]]:
    """Return for each record the bulk rename of its first suggestion."""
    rows: dict[str, tuple[str, str]] = {}
    for one in found:
        for row in one.evidence:
            if row["field"] == "bulk_rename":
                rows.setdefault(one.record, (row["ours"], row["theirs"]))
    return rows


@pytest.mark.parametrize(
    ("was", "now", "change"),
    [
        ("{}", "南湖/{}", ("南湖/", "")),
        ("{}", "CUPC{}", ("cupc", "")),
        ("{}", "{}兴趣群", ("兴趣群", "")),
        ("{}社团群", "{}群", ("", "社团")),
        ("南湖/{}", "南湖校区/{}", ("校区", "")),
        ("苏北学院{}社", "苏北大学{}社", ("大学", "学院")),
        ("{}", "苏北{}社团群", ("苏北…社团群", "")),
        ("苏北{}社团群", "{}", ("", "苏北…社团群")),
    ],
)
def test_one_change_on_every_row_is_one_question(was: str, now: str, change: tuple[str, str]) -> None:
    rows = range(len(CLUBS))
    ours = ledger(drawn([now.format(CLUBS[at]) for at in reversed(rows)]))
    theirs = previous(drawn([was.format(club) for club in CLUBS]))

    found = suggestions(ours, theirs)

    firsts = dict(reversed(told(found)))
    assert firsts == {f"r{len(CLUBS) - at}": f"p{at + 1}" for at in rows}
    assert bulk(found) == dict.fromkeys(firsts, change)


def test_a_block_changes_and_the_rest_keeps_its_names() -> None:
    theirs = previous(drawn([*(f"{club}社" for club in CLUBS[:6]), "团委值班群", "团委学习群"]))
    ours = ledger(drawn([*(f"{club}社（校级）" for club in CLUBS[:6]), "团委值班群", "志愿者之家"]))

    found = suggestions(ours, theirs)

    assert set(bulk(found)) == {f"r{number}" for number in range(1, 7)}
    assert "r8" not in dict(told(found))


def test_a_row_that_has_its_own_name_on_both_sides_is_not_renamed_in_bulk() -> None:
    """The renamed school has 数媒1班 and 智能1班 in both years: neither became the other."""
    names = [f"{subject}{number}班群" for subject in ("数媒", "智能") for number in range(2101, 2107)]
    ours = ledger("unit | group_name\n" + "\n".join(f"人工智能学院 | {name}" for name in reversed(names)))
    theirs = previous("unit | group_name\n" + "\n".join(f"软件学院 | {name}" for name in names))

    found = suggestions(ours, theirs)

    assert dict(reversed(told(found))) == {f"r{12 - at}": f"p{at + 1}" for at in range(12)}
    assert not bulk(found)


def test_what_numbers_prove_teaches_what_the_others_are() -> None:
    """Four groups are known by their numbers; the fifth and sixth, which share little, are found by their example."""
    head = "unit | group_name | group_no\n"
    numbers = ["100000001", "100000002", "100000003", "100000004", "", ""]
    names = ["书法", "摄影", "合唱", "登山", "茶道", "Robot Lab"]
    theirs = previous(head + "\n".join(f"团委 | {name} | {no}" for name, no in zip(names, numbers, strict=True)))
    ours = ledger(
        head + "\n".join(f"团委 | 苏北大学第二课堂{name} | {no}" for name, no in zip(names, numbers, strict=True))
    )

    assert bulk(suggestions(ours, theirs)) == {"r5": ("苏北大学第二课堂", ""), "r6": ("苏北大学第二课堂", "")}


def test_other_work_in_every_unit_is_no_bulk_rename() -> None:
    pairs = changes(["教学秘书群"] * 6, ["考务群"] * 6)

    assert bulk_renames((at, at, pair) for at, pair in enumerate(pairs)) == {}


def test_of_two_changes_that_explain_a_row_the_one_of_more_rows_comes_first() -> None:
    theirs = previous(drawn(list(CLUBS[:8])))
    ours = ledger(drawn([*(f"东湖/{club}" for club in CLUBS[:5]), *(f"南湖/{club}" for club in CLUBS[:8])]))

    firsts = dict(reversed(told(suggestions(ours, theirs))))

    assert {f"r{number}": f"p{number - 5}" for number in range(6, 14)}.items() <= firsts.items()


@pytest.mark.parametrize(
    ("name", "change", "before"),
    [
        ("南湖书法", Change("南湖", ""), ["书法"]),
        ("南湖校区南湖", Change("南湖", ""), ["校区南湖", "南湖校区"]),
        ("书法", Change("", "群"), ["群书法", "书群法", "书法群"]),
        ("苏北书法社", Change("苏北…社", ""), ["书法"]),
        ("苏北社", Change("苏北…社", ""), []),
        ("书法", Change("", "苏北…社"), ["苏北书法社"]),
        ("合唱", Change("南湖", ""), []),
    ],
)
def test_a_change_is_undone(name: str, change: Change, before: list[str]) -> None:
    assert list(undone(name, change)) == before


def test_a_change_explains_rows_of_one_unit_only() -> None:
    ours = [("甲", "南湖书法"), ("乙", "南湖摄影")]
    theirs = [("甲", "书法"), ("甲", "摄影")]

    assert explained(ours, theirs, {Change("南湖", ""): 9}) == {(0, 0): Change("南湖", "")}


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        ("24-25学年迎新群", "23-24学年迎新群", ("year", "24-25", "23-24")),
        ("2025年考核群", "2024年考核群", ("year", "2025", "2024")),
        ("25级新生群", "24级新生群", ("year", "25", "24")),
        ("苏北书法社团群", "书法", ("more", "苏北…社团群", "")),
        ("书法", "苏北书法", ("less", "", "苏北")),
        ("考务群", "学工群", ("other", "考务", "学工")),
        ("书法社", "登山队", ("none", "", "")),
        ("2021级（2025届）毕业群", "2021级毕业群", ("more", "(2025届)", "")),
        ("导师群（筹建中）", "导师群", ("aside", "导师群（筹建中）", "导师群")),
        ("中一班家长群", "小一班家长群", ("grade", "中一班家长群", "小一班家长群")),
    ],
)
def test_what_changed_is_told_in_words(ours: str, theirs: str, words: tuple[str, str, str]) -> None:
    assert tuple(difference(ours, theirs)) == words


LETTERS = st.text("群教务东西2", max_size=5)
ROWS = st.lists(st.tuples(st.sampled_from(["一处", "二处"]), LETTERS), max_size=7)
CHANGES = st.builds(affixes.Change, LETTERS, LETTERS) | st.builds(
    lambda head, tail, *, grew: affixes.Change(f"{head}…{tail}", "") if grew else affixes.Change("", f"{head}…{tail}"),
    LETTERS,
    LETTERS,
    grew=st.booleans(),
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(ROWS, ROWS, CHANGES.filter(lambda change: change.now != change.was), st.sets(st.integers(0, 6)))
@example([("一处", "教务群")], [("一处", "教教务群"), ("一处", "教务群教")], affixes.Change("", "教"), set())
@example([("一处", "群"), ("一处", "群")], [("一处", "群群群")], affixes.Change("", "群群"), set())
def test_what_a_rename_explains_is_found_from_either_side(
    ours: list[tuple[str, str]], theirs: list[tuple[str, str]], change: affixes.Change, but: set[int]
) -> None:
    one_by_one = {
        (here, there)
        for here, (unit, name) in enumerate(ours)
        for there, (of, was) in enumerate(theirs)
        if here not in but and there not in but and unit == of and was in affixes.undone(name, change)
    }
    assert set(affixes.explained(ours, theirs, {change: 9}, but=(but, but))) == one_by_one


@pytest.mark.parametrize(
    "change", [affixes.Change("交流", "工作"), affixes.Change("", "老"), affixes.Change("2024…群", "")]
)
def test_only_names_that_can_have_changed_are_changed_back(
    change: affixes.Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    undone = affixes.undone

    def noted(name: str, found: affixes.Change) -> object:
        tried.append(name)
        return undone(name, found)

    monkeypatch.setattr(affixes, "undone", noted)
    many = [("教务处", f"第{number}班通知") for number in range(400)]
    ours = [*many, ("教务处", "考务交流群"), ("教务处", "考务群"), ("教务处", "2024考务群")]
    theirs = [*many, ("教务处", "考务工作群"), ("教务处", "老考务群"), ("教务处", "考务")]
    assert len(affixes.explained(ours, theirs, {change: 9})) == 1
    assert len(tried) == 1
