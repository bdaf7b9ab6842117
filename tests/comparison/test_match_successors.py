"""A unit that goes on under another name is told from the names of its groups where no number tells it."""

from __future__ import annotations

import pytest
from drawing import ledger, previous
from suggesting import suggestions, told

HEAD = "unit | group_name\n"
WORKS = ("排课", "考务", "调课", "教材", "论文", "答疑", "实习")


def drawn(unit: str, front: str = "", works: tuple[str, ...] = WORKS, end: str = "群") -> str:
    return "\n".join(f"{unit} | {front}{work}{end}" for work in works)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (("生命科学学院", "生科院"), ("生命与食品学院", "生食学院")),
        (("信息化中心", ""), ("网络与信息中心", "")),
        (("科研处", "科研处"), ("科学技术处", "科学技术处")),
        (("软件学院", "软件学院"), ("人工智能学院", "")),
        (("组织部", ""), ("党委组织部", "")),
        (("国际交流处", ""), ("国际合作与交流处", "")),
    ],
)
def test_all_groups_of_a_renamed_unit_are_found(was: tuple[str, str], now: tuple[str, str]) -> None:
    other = "\n校医院 | 体检群\n校医院 | 急救群\n校医院 | 保健群"
    ours = ledger(HEAD + drawn(*now, works=WORKS[::-1]) + other)
    theirs = previous(HEAD + drawn(*was) + other)

    firsts = dict(reversed(told(suggestions(ours, theirs))))

    assert firsts == {f"r{number}": f"p{len(WORKS) + 1 - number}" for number in range(1, len(WORKS) + 1)}


def test_a_renamed_unit_that_ends_all_its_names_otherwise_is_known() -> None:
    ours = ledger(HEAD + drawn("智能学院", "智能学院", works=WORKS[::-1], end="工作交流群"))
    theirs = previous(HEAD + drawn("软件学院", "软院", end="微信群"))

    firsts = dict(reversed(told(suggestions(ours, theirs))))

    assert firsts == {f"r{number}": f"p{len(WORKS) + 1 - number}" for number in range(1, len(WORKS) + 1)}


def test_two_units_become_one() -> None:
    ours = ledger(HEAD + drawn("生命与食品学院"))
    theirs = previous(HEAD + drawn("生物学院", works=WORKS[:4]) + "\n" + drawn("食品学院", works=WORKS[4:]))

    found = suggestions(ours, theirs)

    assert told(found) == [(f"r{number}", f"p{number}") for number in range(1, len(WORKS) + 1)]
    assert all(one.score > 0.6 for one in found)


@pytest.mark.parametrize("works", [WORKS[:2], ()])
def test_one_or_two_names_in_common_make_no_successor(works: tuple[str, ...]) -> None:
    ours = ledger(HEAD + drawn("图书馆", works=(*works, "借阅", "馆际", "讲座")))
    theirs = previous(HEAD + drawn("教务处"))

    assert all(one.score < 0.5 for one in suggestions(ours, theirs))


def test_where_two_units_have_the_same_names_neither_is_the_successor() -> None:
    ours = ledger(HEAD + drawn("文学院") + "\n" + drawn("理学院"))
    theirs = previous(HEAD + drawn("文理学院"))

    assert all(one.score < 0.5 for one in suggestions(ours, theirs))


@pytest.mark.parametrize(("was", "now"), [("组织部", "党委组织部"), ("教务处", "教务部"), ("研究生院", "研究生处")])
def test_one_name_is_enough_where_the_unit_is_called_nearly_the_same(was: str, now: str) -> None:
    other = "\n校医院 | 体检群"

    assert told(suggestions(ledger(f"{HEAD}{now} | 干部档案群{other}"), previous(f"{HEAD}{was} | 干部档案群{other}")))


def test_a_unit_that_puts_its_name_before_some_groups_only_is_known_by_them() -> None:
    works = WORKS[:3]
    ours = ledger(
        HEAD + drawn("人工智能学院", "人工智能学院", works) + "\n人工智能学院 | 机器人队\n人工智能学院 | 无人机队"
    )
    theirs = previous(
        HEAD + drawn("计算机学院", "计算机学院", works) + "\n计算机学院 | 程序设计队\n计算机学院 | 蓝桥杯队"
    )

    firsts = dict(reversed(told(suggestions(ours, theirs))))

    assert {record: row for record, row in firsts.items() if record in ("r1", "r2", "r3")} == {
        "r1": "p1",
        "r2": "p2",
        "r3": "p3",
    }


def test_a_unit_that_seems_to_go_on_as_another_is_told_of_and_a_stranger_is_not() -> None:
    ours = ledger(HEAD + drawn("党委组织部") + "\n校医院 | 教师羽毛球俱乐部联络群")
    theirs = previous(HEAD + drawn("组织部") + "\n工会 | 教师羽毛球俱乐部联络群")

    units = {
        (row["theirs"], row["ours"]): row["likeness"]
        for one in suggestions(ours, theirs)
        for row in one.evidence
        if row["field"] == "unit"
    }

    assert units["组织部", "党委组织部"] > 0
    assert units.get(("工会", "校医院"), 0.0) == 0.0
