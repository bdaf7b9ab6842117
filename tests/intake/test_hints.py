"""A platform told behind a name or by the name of the sheet, and a number told beside a platform."""

from __future__ import annotations

import pytest
from layout_pages import grid, only, read, values

LIST = """
    单位   | 工作群名称     | 群主
    教务处 | 教务群         | 张三
    教务处 | 考务群（QQ）   | 李四
"""


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        ("微信群", ["微信群", "QQ群"]),
        ("学生群（微信）", ["微信群", "QQ群"]),
        ("QQ群、微信群", ["", "QQ群"]),
        ("Sheet1", ["", "QQ群"]),
    ],
)
def test_the_platform_behind_a_name_and_on_the_sheet(sheet: str, told: list[str]) -> None:
    table = only(read("jsut-2019/register", grid(LIST, name=sheet)))

    assert [platform for (platform,) in values(table, "platform")] == told
    assert len(table.evidence.get("asked", [])) == (told[0] != "")


def test_a_column_of_platforms_says_it_itself() -> None:
    text = """
        单位   | 工作群名称     | 平台
        教务处 | 教务群（微信） | QQ群
        教务处 | 考务群         | 微信群
    """
    assert values(only(read("jsut-2019/register", grid(text, name="QQ群"))), "platform") == [("QQ群",), ("微信群",)]


def test_a_number_beside_the_platform() -> None:
    text = """
        单位   | 工作群名称 | 平台          | 群号
        商学院 | 招生咨询群 | QQ：630000077 |
        商学院 | 校友群     | QQ630000078   | 630000079
        商学院 | 班级群     | 微信群        |
    """
    table = only(read("jsut-2019/register", grid(text)))

    assert values(table, "platform", "group_no") == [
        ("QQ", "630000077"),
        ("QQ630000078", "630000079"),
        ("微信群", ""),
    ]
