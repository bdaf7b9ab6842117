"""What a sheet shows beside its texts: precision of dates, lines through text, notes, pictures, signs, merged cells."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font

from toolkit.intake.grids import read_workbook
from toolkit.intake.grids.binary8 import stream_facts
from toolkit.intake.grids.symbols import drawn, sign
from toolkit.intake.grids.text import uncovered
from toolkit.model import Grid, Mark, Merge

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.model import Workbook


def written(fill: Callable[[Any, Any], None]) -> Workbook:
    """Return a workbook that XlsxWriter wrote, as it is read."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    fill(book, book.add_worksheet("登记表"))
    book.close()
    return read_workbook("a.xlsx", out.getvalue())


@pytest.mark.parametrize(
    ("shape", "shown"),
    [
        ('yyyy"年"m"月"', "2018-05"),
        ("yyyy-mm", "2018-05"),
        ("yyyy/m", "2018-05"),
        ("[$-804]yyyy年m月;@", "2018-05"),
        ("mmm-yy", "2018-05"),
        ('yyyy"年"', "2018"),
        ("yyyy", "2018"),
        ('yyyy"年"m"月"d"日"', "2018-05-01"),
        ("yyyy-mm-dd", "2018-05-01"),
        ("m/d/yy", "2018-05-01"),
    ],
)
def test_a_date_has_the_precision_that_its_cell_shows(shape: str, shown: str) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_string(0, 0, "创建时间")
        sheet.write_number(1, 0, 43221, book.add_format({"num_format": shape}))

    assert written(fill).grids[0].rows == (("创建时间",), (shown,))


@pytest.mark.parametrize("built_in", [17, 27, 57])
def test_the_chinese_formats_of_year_and_month_have_no_day(built_in: int) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_number(0, 0, 43221, book.add_format({"num_format": built_in}))

    assert written(fill).grids[0].at(0, 0) == "2018-05"


def test_what_is_struck_out_is_marked_and_stays() -> None:
    def fill(book: Any, sheet: Any) -> None:
        struck = book.add_format({"font_strikeout": True})
        sheet.write_string(0, 0, "旧名群", struck)
        sheet.write_rich_string(0, 1, struck, "旧名群", book.add_format({}), "财务处通知群")
        sheet.write_string(0, 2, "新群")
        sheet.write_blank(0, 3, None, struck)

    grid = written(fill).grids[0]
    assert grid.rows == (("旧名群", "旧名群财务处通知群", "新群"),)
    assert grid.marks == (Mark(0, 0, "struck", ""), Mark(0, 1, "struck", "旧名群"))


def test_somebodys_note_is_marked_and_ours_is_not() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_string(0, 0, "财务处通知群")
        sheet.write_comment(0, 0, "已改名", {"author": "张三"})
        sheet.write_comment(0, 1, "须改正：请补填", {"author": "reconcile-toolkit"})

    assert written(fill).grids[0].marks == (Mark(0, 0, "note", "已改名"),)


def test_a_note_that_openpyxl_wrote_is_read_too() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active["B3"] = "群"
    book.active["B3"].comment = Comment("李四:\n人数待核", "李四")
    book.active["C3"].font = Font(strike=True)
    book.save(out)
    assert read_workbook("a.xlsx", out.getvalue()).grids[0].marks == (Mark(2, 1, "note", "人数待核"),)


def png() -> io.BytesIO:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixel + chunk(b"IEND", b""))


def test_a_picture_in_place_of_text_is_marked_and_one_over_a_text_is_not() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_string(0, 0, "群号")
        sheet.insert_image(1, 0, "号.png", {"image_data": png()})
        sheet.insert_image(0, 0, "章.png", {"image_data": png()})

    assert written(fill).grids[0].marks == (Mark(1, 0, "picture"),)


def test_a_picture_that_wps_put_into_a_cell_is_no_text() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_string(0, 0, "群号")
        sheet.write_formula(1, 0, '=_xlfn.DISPIMG("ID_0A1B",1)', None, '=DISPIMG("ID_0A1B",1)')
        sheet.write_string(1, 1, "x")

    grid = written(fill).grids[0]
    assert grid.rows == (("群号",), ("", "x"))
    assert grid.marks == (Mark(1, 0, "picture"),)


def test_a_letter_of_a_symbol_font_is_the_sign_that_it_draws() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_string(0, 0, "þ", book.add_format({"font_name": "Wingdings"}))
        sheet.write_string(0, 1, "P", book.add_format({"font_name": "Wingdings 2"}))
        sheet.write_string(0, 2, "P")
        sheet.write_rich_string(
            0, 3, book.add_format({"font_name": "Wingdings"}), "\u00a8", book.add_format({}), "QQ群 ", "微信群"
        )
        sheet.write_string(0, 4, "a", book.add_format({"font_name": "Webdings"}))

    assert written(fill).grids[0].rows == (("☑", "✓", "P", "□QQ群 微信群", "✓"),)


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Wingdings", 0xF0FE, "☑"),
        ("Wingdings", 0x00FE, "☑"),
        ("WINGDINGS", 0x00A8, "□"),
        ("Wingdings 2", 0xF052, "☑"),
        ("Wingdings 2", 0x0050, "✓"),
        ("Symbol", 0xF0D6, "√"),
        ("宋体", 0xF0FE, ""),
        ("Wingdings", 0xF020, ""),
    ],
)
def test_a_sign_is_found_with_and_without_the_private_area(font: str, code: int, shown: str) -> None:
    assert sign(font, code) == shown


@given(st.text())
def test_text_of_other_fonts_stays(text: str) -> None:
    assert drawn("宋体", text) == text
    assert len(drawn("Wingdings", text)) == len(text)


def test_what_lies_under_a_merged_cell_is_not_read() -> None:
    grid = Grid("a", (("单位", "群"), ("财务处", "甲"), ("教务处", "乙"), ("", "丙")), (Merge(1, 0, 3, 0),))
    assert uncovered(grid).rows == (("单位", "群"), ("财务处", "甲"), ("", "乙"), ("", "丙"))


def test_leftovers_under_a_merge_across_rows_and_columns_go_in_a_file_too() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    for row in (("甲", "残", "1"), ("残", "残", "2"), ("乙", "", "3")):
        sheet.append(row)
    book.save(out)
    data = out.getvalue()
    import zipfile

    packed, again = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(again, "w") as new:
        for name in packed.namelist():
            part = packed.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(
                    b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
                )
            new.writestr(name, part)
    assert read_workbook("a.xlsx", again.getvalue()).grids[0].rows == (("甲", "", "1"), ("", "", "2"), ("乙", "", "3"))


def biff(number: int, data: bytes) -> bytes:
    return struct.pack("<HH", number, len(data)) + data


def test_an_xls_tells_what_is_struck_and_what_shows_a_month_only() -> None:
    sheet = biff(0x809, struct.pack("<HH", 0x0600, 0x10))
    sheet += biff(0x203, struct.pack("<HHHd", 2, 1, 1, 43221.0)) + biff(0xFD, struct.pack("<HHHI", 3, 0, 2, 0))
    sheet += biff(0xBD, struct.pack("<HHHIHIH", 4, 5, 0, 0, 3, 0, 6)) + biff(0x0A, b"")
    book = biff(0x809, struct.pack("<HH", 0x0600, 0x05))
    for struck in (0, 0, 0, 0, 8):  # the fifth is counted as number 5: there is no fourth
        book += biff(0x31, struct.pack("<HH", 200, struck))
    code = 'yyyy"年"m"月"'.encode("utf-16-le")
    book += biff(0x41E, struct.pack("<HHB", 180, len(code) // 2, 1) + code)
    for font, shape in ((0, 0), (0, 180), (5, 0), (0, 17)):
        book += biff(0xE0, struct.pack("<HH", font, shape) + bytes(16))
    bound = struct.pack("<IHBB", 0, 0, 1, 0) + b"S"
    length = len(book) + len(biff(0x85, bound)) + len(biff(0x0A, b""))
    book += biff(0x85, struct.pack("<I", length) + bound[4:]) + biff(0x0A, b"")
    (shown,) = stream_facts(book + sheet).shown

    assert shown
    assert (shown.months, shown.struck) == (((2, 1), (4, 6)), ((3, 0, ""),))


def test_an_xls_tells_what_is_noted_on_a_cell() -> None:
    sheet = biff(0x809, struct.pack("<HH", 0x0600, 0x10))
    for box, text, wide in ((1, "已调离，请核实", 1), (2, "left", 0)):
        typed = text.encode("utf-16-le" if wide else "latin-1")
        sheet += biff(0x5D, struct.pack("<HHHH", 0x15, 0x12, 0x19, box))
        sheet += biff(0x1B6, struct.pack("<HHHHHH", 0, 0, 0, 0, 0, len(text)))
        sheet += biff(0x3C, bytes([wide]) + typed) + biff(0x3C, bytes(16))  # what follows are runs, no text
        sheet += biff(0x1C, struct.pack("<4H", box, 3, 0, box))
    sheet += biff(0x0A, b"")
    book = biff(0x809, struct.pack("<HH", 0x0600, 0x05))
    bound = struct.pack("<IHBB", 0, 0, 1, 0) + b"S"
    length = len(book) + len(biff(0x85, bound)) + len(biff(0x0A, b""))
    book += biff(0x85, struct.pack("<I", length) + bound[4:]) + biff(0x0A, b"")
    (shown,) = stream_facts(book + sheet).shown

    assert shown
    assert shown.notes == ((1, 3, "已调离，请核实"), (2, 3, "left"))
