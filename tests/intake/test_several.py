"""Several groups in one row of a list: told apart where names and numbers pair up, one record and a question else."""

from __future__ import annotations

import pytest
from layout_pages import grid, read

from toolkit.intake.layouts.several import names_in

LIST = """
    单位(部门) | 工作群名称 | 群主   | 人数
    数理学院   | {names}    | {who}  | {counts}
    数理学院   | 数理工会群 | 赵六   | 12
"""


def groups(text: str) -> list[tuple[str, ...]]:
    tables = read("jsut-2019/register", grid(text)).tables
    return sorted(
        row
        for table in tables
        for row in zip(*(table.columns[k] for k in ("group_name", "owner", "member_count")), strict=True)
    )


def asked(text: str) -> list[str]:
    return [
        entry["key"]
        for table in read("jsut-2019/register", grid(text)).tables
        for entry in table.evidence.get("asked", [])
    ]


@pytest.mark.parametrize(
    ("names", "counts", "who"),
    [
        ("数理教工群⏎数理党员群", "67⏎23", "段一⏎雷二"),
        ("数理教工群、数理党员群", "67；23", "段一；雷二"),
        ("①数理教工群 ②数理党员群", "①67 ②23", "①段一 ②雷二"),
        ("1.数理教工群⏎2.数理党员群", "67人⏎23人", "段一、雷二"),
    ],
)
def test_names_and_counts_that_pair_up_are_two_groups(names: str, counts: str, who: str) -> None:
    text = LIST.format(names=names, counts=counts, who=who)

    told = groups(text)
    assert [(name, owner) for name, owner, _ in told] == [
        ("数理党员群", "雷二"),
        ("数理工会群", "赵六"),
        ("数理教工群", "段一"),
    ]
    assert [count.removesuffix("人") for _, _, count in told] == ["23", "12", "67"]
    assert asked(text) == ["parted"]


def test_what_is_said_once_is_of_both() -> None:
    told = groups(LIST.format(names="数理教工群⏎数理党员群", counts="67⏎23", who="段一"))

    assert [owner for _, owner, _ in told] == ["段一", "赵六", "段一"]


@pytest.mark.parametrize("names", ["数理教工群、数理党员群", "新生1群、2群", "①教工群 ②党员群"])
def test_names_without_figures_of_their_own_are_asked_about(names: str) -> None:
    text = LIST.format(names=names, counts="90", who="段一")

    assert len(groups(text)) == 2
    assert asked(text) == ["whole"]


@pytest.mark.parametrize(
    "name",
    [
        "教务处、学工处联合工作群",
        "计算机学院2024级⏎新生群",
        "QQ群、微信群管理工作群",
        "教学工作群⏎（临时）",
        "2024级1班、2班通知群",
        "书记/院长信箱群",
    ],
)
def test_one_name_in_two_pieces_is_one_group(name: str) -> None:
    assert names_in(name.replace("⏎", "\n")) == []


def test_a_short_name_goes_on_with_the_first() -> None:
    assert names_in("多群丁1群、2群、3群") == ["多群丁1群", "多群丁2群", "多群丁3群"]
