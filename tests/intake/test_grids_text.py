"""csv, Word and HTML as grids."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from toolkit.intake.grids import Unreadable, read_workbook
from toolkit.model import Merge

ROWS = (("单位", "群名称", "人数"), ("教务处", "教务通知群", "150"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_table_is_read_in_every_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in ROWS)
    (grid,) = read_workbook("a.csv", text.encode(encoding)).grids
    assert (grid.name, grid.rows) == ("", ROWS)


def csv(text: str) -> Any:
    return read_workbook("a.csv", text.encode())


def test_commas_inside_names_do_not_mislead_the_delimiter() -> None:
    assert csv("2022级,本科;QQ群\n2023级,专科;微信群\n").grids[0].rows[0] == ("2022级,本科", "QQ群")


def test_a_quoted_cell_may_hold_lines_and_delimiters() -> None:
    assert csv('单位,"一,\n二"\n教务处,x').grids[0].rows == (("单位", "一,\n二"), ("教务处", "x"))


def test_a_stray_quote_swallows_no_line() -> None:
    result = csv('单位,"群\n教务处,a\n学生处,b\n')
    assert result.grids[0].rows == (("单位", '"群'), ("教务处", "a"), ("学生处", "b"))
    assert [note.code for note in result.warnings] == ["recovered"]


def test_blank_lines_count_as_rows_and_blank_edges_go() -> None:
    assert csv("a,,\n,,\n\nb,c,\n,,\n\n").grids[0].rows == (("a",), (), (), ("b", "c"))


def test_excels_way_of_keeping_numbers_as_text_is_undone() -> None:
    assert csv('a,"=""013900000001"""\nb,="1"').grids[0].rows == (("a", "013900000001"), ("b", "1"))


def test_the_separator_line_of_excel_is_obeyed_and_is_no_row() -> None:
    assert csv("sep=;\na;b,c").grids[0].rows == (("a", "b,c"),)


def test_a_half_written_character_costs_only_itself() -> None:
    result = read_workbook("a.csv", "单位,教务处\n群,a\n".encode() + "处".encode()[:2])
    assert result.grids[0].rows[:2] == (("单位", "教务处"), ("群", "a"))
    assert [note.code for note in result.warnings] == ["recovered"]


def test_dde_in_a_text_table_is_warned_about_and_kept_as_text() -> None:
    result = csv("名称,x\n=cmd|' /C calc'!A0,y")
    assert ([note.code for note in result.warnings], result.grids[0].at(1, 0)) == (["dde"], "=cmd|' /C calc'!A0")


@pytest.mark.parametrize("start", ["BM编号", "ID;姓名", "MZ", "II*"])
def test_a_table_that_begins_like_a_picture_is_a_table(start: str) -> None:
    assert csv(f"{start};x\na;b").grids[0].rows[1] == ("a", "b")


def document() -> tuple[Any, Any]:
    page = docx.Document()
    page.add_paragraph("备案部门：教务处")
    page.add_paragraph("")
    table = page.add_table(4, 4)
    page.add_paragraph("注：一式两份")
    return page, table


def read(page: Any) -> Any:
    data = io.BytesIO()
    page.save(data)
    return read_workbook("a.docx", data.getvalue())


def test_word_tables_and_the_text_between_them_are_grids() -> None:
    page, table = document()
    table.cell(0, 0).text, table.cell(3, 2).text = "单位", "群"
    result = read(page)
    assert [grid.name for grid in result.grids] == ["正文", "表1"]
    assert result.grids[0].rows == (("备案部门：教务处",), ("注：一式两份",))
    assert result.grids[1].rows == (("单位",), (), (), ("", "", "群"))


def test_merged_word_cells_hold_their_text_once() -> None:
    page, table = document()
    table.cell(0, 0).merge(table.cell(1, 1)).text = "大"
    table.cell(2, 3).merge(table.cell(3, 3)).text = "高"
    table.cell(2, 0).merge(table.cell(2, 1)).text = "宽"
    table.cell(3, 2).text = "末"
    grid = read(page).grids[1]
    assert grid.rows == (("大",), (), ("宽", "", "", "高"), ("", "", "末"))
    assert grid.merges == (Merge(0, 0, 1, 1), Merge(2, 0, 2, 1), Merge(2, 3, 3, 3))


def test_two_vertical_merges_below_each_other_stay_two() -> None:
    page, table = document()
    table.cell(0, 0).merge(table.cell(1, 0)).text = "上"
    table.cell(2, 0).merge(table.cell(3, 0)).text = "下"
    grid = read(page).grids[1]
    assert grid.merges == (Merge(0, 0, 1, 0), Merge(2, 0, 3, 0))
    assert grid.rows == (("上",), (), ("下",))


def test_ticked_boxes_and_line_breaks_are_seen_and_deleted_text_is_not() -> None:
    page, table = document()
    inside = (
        '<w:r><w:t>QQ群</w:t></w:r><w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:br/><w:t>微信群</w:t></w:r>'
        '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>'
        "<w:ins><w:r><w:t>新</w:t></w:r></w:ins>"
    )
    table.cell(0, 0)._tc.append(parse_xml(f"<w:p {nsdecls('w')}>{inside}</w:p>"))
    assert read(page).grids[1].at(0, 0) == "QQ群☑\n微信群□新"


def test_rows_and_cells_inside_content_controls_are_read() -> None:
    page, table = document()
    table.cell(1, 1).text = "控件"
    row = table.rows[1]._tr
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    row.addprevious(control)
    control[0].append(row)
    assert read(page).grids[1].at(1, 1) == "控件"


def test_a_table_inside_a_cell_is_a_grid_of_its_own() -> None:
    page, table = document()
    table.cell(0, 0).text = "外"
    table.cell(1, 1).add_table(1, 1).cell(0, 0).text = "内"
    grids = read(page).grids
    assert [(grid.name, grid.at(0, 0)) for grid in grids[1:]] == [("表1", "外"), ("表2", "内")]
    assert grids[1].at(1, 1) == ""


def test_html_that_calls_itself_xls_is_read() -> None:
    page = (
        "<html><head><meta charset=gb2312></head><table><tr><td rowspan=2>单位<td colspan=2>甲<br>乙 &amp; 丙"
        '<tr><td>1<td x:num="13900000001">1.39E+10</table><table><tr><th>二</table>'
    )
    grids = read_workbook("a.xls", page.encode("gb18030")).grids
    assert [grid.name for grid in grids] == ["表1", "表2"]
    assert grids[0].rows == (("单位", "甲\n乙 & 丙"), ("", "1", "13900000001"))
    assert grids[0].merges == (Merge(0, 0, 1, 0), Merge(0, 1, 0, 2))
    assert grids[1].rows == (("二",),)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("pdf", b"%PDF-1.7\n"),
        ("rar", b"Rar!\x1a\x07\x01\x00"),
        ("7z", b"7z\xbc\xaf\x27\x1c\x00\x04"),
        ("picture", b"\x89PNG\r\n\x1a\n\0\0"),
        ("picture", b"\xff\xd8\xff\xe0\0\x10JFIF"),
        ("html", b"<html><p>x</p></html>"),
        ("xml", b"<?xml version='1.0'?><a/>"),
        ("binary", bytes(range(256))),
    ],
    ids=("pdf", "rar", "7z", "png", "jpeg", "html", "xml", "binary"),
)
def test_what_is_no_workbook_is_named(kind: str, data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read_workbook("x/登记表.xlsx", data)
    assert (refused.value.note.code, refused.value.note.facts["kind"]) == ("not-a-workbook", kind)
