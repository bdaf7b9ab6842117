"""Numbers of identity cards and marks on cells, as a table carries them from the reading on."""

from __future__ import annotations

from dataclasses import replace

from layout_pages import grid, only, read

from toolkit.intake.layouts import recognise
from toolkit.model import Mark, Workbook
from toolkit.regulations.profile import load_profile

NUMBER = "800000199003070013"  # an area that does not exist
CQNY = "cqny-2021/register"


def test_a_number_is_gone_from_the_table_and_its_place_is_told() -> None:
    table = only(
        read(
            CQNY,
            grid(f"""
            单位 | 群名称 | 群主 | 人数 | 备注 | 身份证号
            教务处 | 甲群 | 张三 身份证{NUMBER[:-1]}9 | 20 | {NUMBER} | {NUMBER[:-3]}
            教务处 | 乙群 | 李四 | 30 | 无 |
            """),
        )
    )
    assert not any(NUMBER[:15] in text for texts in table.columns.values() for text in texts)
    assert table.columns["owner.name"] == ("张三", "李四")
    assert table.evidence["withheld"] == [[1, "owner.name", False], [1, "remark", True], [1, "other:身份证号", True]]


def test_marks_are_kept_at_the_answers_they_stand_on() -> None:
    page = grid("""
    单位 | 群名称 | 群主 | 人数
    教务处 | 甲群 | 张三 | 20
    教务处 | 乙群 | 李四 | 30
    """)
    struck = tuple(Mark(2, column, "struck") for column in range(4))
    marks = (Mark(0, 3, "note", "填整数"), Mark(1, 3, "note", f"待核 {NUMBER}"), *struck)
    found = recognise("a.xlsx", Workbook((replace(page, marks=marks),)), load_profile("cqny-2021").forms)
    (table,) = found.tables
    assert table.evidence["marked"] == [[2, "group_name", "row", "乙群"], [1, "member_count", "note", "待核"]]
