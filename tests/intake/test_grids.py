"""Spreadsheets as grids: what a person sees in the cells, where they stand, and what is warned about."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from toolkit.intake.grids import Unreadable, read_workbook
from toolkit.intake.grids.binary8 import stream_facts
from toolkit.intake.grids.calamine import grids_of
from toolkit.intake.grids.openpyxl_reader import grids_by_openpyxl
from toolkit.intake.grids.text import text_of
from toolkit.model import Merge

if TYPE_CHECKING:
    from collections.abc import Callable


def written(fill: Callable[[Any], None]) -> bytes:
    """Return the xlsx that `fill` draws with XlsxWriter."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        fill(book)
    return data.getvalue()


def rewritten(data: bytes, change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    """Return a zip with every part passed through `change`, and `more` parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in (more or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def same(_name: str, part: bytes) -> bytes:
    return part


def simple() -> bytes:
    return written(lambda book: book.add_worksheet("登记表").write("B2", "教务处"))


def codes(data: bytes) -> list[str]:
    return [note.code for note in read_workbook("a.xlsx", data).warnings]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (150.0, "150"),
        (13900000001.0, "13900000001"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (1.5e22, "15000000000000000000000"),
        (True, "TRUE"),
        (None, ""),
        (dt.date(2018, 5, 15), "2018-05-15"),
        (dt.datetime(2018, 5, 15), "2018-05-15"),  # noqa: DTZ001 - a workbook knows no zones
        (dt.datetime(2018, 5, 15, 8, 30), "2018-05-15 08:30"),  # noqa: DTZ001 - likewise
        (dt.time(8, 30, 5), "08:30:05"),
        (dt.timedelta(hours=26, minutes=3), "26:03"),
        (7, "7"),
        (" 群 ", " 群 "),
    ],
)
def test_a_value_is_written_as_a_person_would(value: object, text: str) -> None:
    assert text_of(value) == text


def test_cells_keep_their_places_and_blank_edges_go() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("登记表")
        sheet.write("C3", "群名称")
        sheet.write("D4", 13900000001)
        sheet.write_datetime("C5", dt.datetime(2018, 5, 15), book.add_format({"num_format": 31}))  # noqa: DTZ001 - likewise
        sheet.write_blank("H40", None, book.add_format({"bold": True}))
        sheet.write("B4", 0)
        sheet.merge_range("C7:D8", "合并")

    (grid,) = read_workbook("a.xlsx", written(fill)).grids
    assert grid.name == "登记表"
    assert grid.rows == (
        (),
        (),
        ("", "", "群名称"),
        ("", "0", "", "13900000001"),
        ("", "", "2018-05-15"),
        (),
        ("", "", "合并"),
    )
    assert grid.merges == (Merge(6, 2, 7, 3),)


def test_a_large_sheet_is_read_row_by_row_without_shifting_its_columns() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write("C2", "左上")
        sheet.write(99_999, 11, "右下")

    (grid,) = read_workbook("a.xlsx", written(fill)).grids
    assert (grid.at(1, 2), grid.at(99_999, 11), len(grid.rows)) == ("左上", "右下", 100_000)


def test_the_kind_is_told_by_content_and_not_by_name() -> None:
    assert read_workbook("a.pdf", simple()).grids[0].at(1, 1) == "教务处"


def test_errors_and_formulas_never_calculated_are_not_lost() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B2"], sheet["C3"] = "=1+1", "#N/A", '=IF(A1=2,"","")'
    data = io.BytesIO()
    book.save(data)
    result = read_workbook("a.xlsx", data.getvalue())
    assert result.grids[0].rows == ((), ("", "#N/A"))
    (note,) = result.warnings
    assert (note.code, note.facts["cells"]) == ("uncached-formula", ["Sheet!A1", "Sheet!C3"])


def test_a_formula_whose_value_is_the_empty_text_was_calculated() -> None:
    def blank(name: str, part: bytes) -> bytes:
        return part.replace(b"<v>x</v>", b"<v></v>") if "sheet1" in name else part

    data = written(lambda book: book.add_worksheet().write_formula("A1", '=IF(1,"","x")', None, "x"))
    assert read_workbook("a.xlsx", rewritten(data, blank)).warnings == ()


def test_a_formula_with_an_error_shows_the_error() -> None:
    data = written(lambda book: book.add_worksheet().write_formula("B1", "=1/0", None, "#DIV/0!"))
    result = read_workbook("a.xlsx", data)
    assert (result.grids[0].rows, result.warnings) == ((("", "#DIV/0!"),), ())


def test_hidden_sheets_are_read_and_named() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("表").write("A1", "看得见")
        hidden = book.add_worksheet("藏")
        hidden.write("A1", "看不见")
        hidden.hide()

    result = read_workbook("a.xlsx", written(fill))
    assert [(grid.name, grid.hidden, grid.at(0, 0)) for grid in result.grids] == [
        ("表", False, "看得见"),
        ("藏", True, "看不见"),
    ]
    assert [(note.code, note.facts["sheets"]) for note in result.warnings] == [("hidden-sheet", ["藏"])]


def test_a_chart_sheet_is_an_empty_grid_and_hides_none_behind_it() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("一").write("A1", 1)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=一!$A$1:$A$2"})
        book.add_chartsheet("图").set_chart(chart)
        book.add_worksheet("二").write("A1", 2)

    grids = read_workbook("a.xlsx", written(fill)).grids
    assert [(grid.name, grid.at(0, 0)) for grid in grids] == [("一", "1"), ("图", ""), ("二", "2")]


def test_two_sheets_of_one_name_are_both_read() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("AAA").write("A1", "first")
        book.add_worksheet("BBB").write("A1", "second")

    def rename(name: str, part: bytes) -> bytes:
        return part.replace(b"BBB", b"AAA") if name == "xl/workbook.xml" else part

    grids = read_workbook("a.xlsx", rewritten(written(fill), rename)).grids
    assert [grid.at(0, 0) for grid in grids] == ["first", "second"]


def test_a_lying_dimension_record_hides_nothing() -> None:
    def lie(name: str, part: bytes) -> bytes:
        return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', part) if "sheet1" in name else part

    assert read_workbook("a.xlsx", rewritten(simple(), lie)).grids[0].at(1, 1) == "教务处"


def test_prefixed_xml_is_read_like_any_other() -> None:
    def prefix(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/worksheets/sheet"):
            return part
        part = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", part)
        return part.replace(b"<x:worksheet xmlns=", b"<x:worksheet xmlns:x=")

    result = read_workbook("a.xlsx", rewritten(simple(), prefix))
    assert (result.grids[0].at(1, 1), result.warnings) == ("教务处", ())


def test_what_calamine_loses_the_second_reader_fills_in_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.intake.grids import spreadsheet
    from toolkit.model import Grid

    def losing(data: bytes) -> tuple[Grid, ...]:
        return tuple(Grid(grid.name, ()) for grid in grids_of(data))

    monkeypatch.setattr(spreadsheet, "grids_of", losing)
    result = read_workbook("a.xlsx", simple())
    assert result.grids[0].at(1, 1) == "教务处"
    assert [(note.code, note.facts["cells"]) for note in result.warnings] == [("readers-disagree", ["登记表!B2"])]


def test_openpyxl_reads_the_built_in_chinese_dates_too() -> None:
    data = written(lambda book: book.add_worksheet().write("A1", 43235, book.add_format({"num_format": 31})))
    assert grids_by_openpyxl(data)[0].rows == (("2018-05-15",),)


@pytest.mark.parametrize(
    ("held", "shown"),
    [("_x005F_x000D_abc", "_x000D_abc"), ("a_x000D_b", "a\rb"), ("a_x005F_x000D_b_x000D_", "a_x000D_b\r")],
)
def test_what_excel_escapes_is_undone(held: str, shown: str) -> None:
    def hold(_name: str, part: bytes) -> bytes:
        return part.replace(b"<t>X</t>", f"<t>{held}</t>".encode())

    data = rewritten(written(lambda book: book.add_worksheet().write("A1", "X")), hold)
    assert grids_of(data)[0].rows == ((shown,),)


def test_a_carriage_return_is_one_in_both_readers() -> None:
    def hold(_name: str, part: bytes) -> bytes:
        return part.replace(b"<t>X</t>", b"<t>a_x000D_b</t>")

    data = rewritten(written(lambda book: book.add_worksheet().write("A1", "X")), hold)
    assert grids_of(data)[0].rows == grids_by_openpyxl(data)[0].rows == (("a\rb",),)


def test_the_form_id_travels_in_the_document_properties() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet()
        book.set_custom_property("form", "suzhou-2018/registration")
        book.set_custom_property("version", "甲&乙")

    properties = read_workbook("a.xlsx", written(fill)).properties
    own = {name: text for name, text in properties.items() if not name.startswith("core:")}
    assert own == {"form": "suzhou-2018/registration", "version": "甲&乙"}
    assert properties["core:modified"].startswith("20")


@pytest.mark.parametrize(
    ("code", "name", "part"),
    [
        ("macro", "xl/vbaProject.bin", b"x"),
        ("macro", "xl/macrosheets/sheet1.xml", b"<x/>"),
        ("embedded-object", "xl/embeddings/oleObject1.bin", b"x"),
        ("external-link", "xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
        ("external-link", "xl/connections.xml", b"<connections/>"),
        ("dde", "xl/externalLinks/externalLink1.xml", b'<externalLink><ddeLink ddeService="cmd"/></externalLink>'),
        ("dtd", "xl/other.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    ],
    ids=repr,
)
def test_suspicious_parts_are_named_and_the_cells_still_read(code: str, name: str, part: bytes) -> None:
    result = read_workbook("a.xlsx", rewritten(simple(), same, {name: part}))
    assert [note.code for note in result.warnings] == [code]
    assert result.grids[0].at(1, 1) == "教务处"


def test_a_plain_workbook_with_hyperlinks_is_not_suspicious() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_url("A1", "https://example.edu.cn/")
        sheet.data_validation("B1:B9", {"validate": "list", "source": ["QQ群", "微信群"]})

    assert codes(written(fill)) == []


def test_an_encrypted_workbook_opens_with_its_word_only() -> None:
    import msoffcrypto

    locked = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(simple())).encrypt("对的", locked)
    with pytest.raises(Unreadable) as refused:
        read_workbook("a.xlsx", locked.getvalue(), passwords=("错的",))
    assert refused.value.note.code == "encrypted"
    opened = read_workbook("a.xlsx", locked.getvalue(), passwords=("错的", "对的"))
    assert opened.grids[0].at(1, 1) == "教务处"


def test_a_workbook_locked_with_excels_own_word_opens_unasked() -> None:
    import msoffcrypto

    locked = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(simple())).encrypt("VelvetSweatshop", locked)
    assert read_workbook("a.xlsx", locked.getvalue()).grids[0].at(1, 1) == "教务处"


def test_a_damaged_part_that_holds_no_cells_is_told_and_the_rest_read() -> None:
    data = rewritten(simple(), same, {"docProps/odd.xml": b"<odd>" + bytes(range(65, 91)) * 50 + b"</odd>"})
    spot = data.index(b"docProps/odd.xml") + len("docProps/odd.xml") + 3
    result = read_workbook("a.xlsx", data[:spot] + b"\0\0\0" + data[spot + 3 :])
    assert [note.code for note in result.warnings] == ["recovered"]
    assert result.grids[0].at(1, 1) == "教务处"


def record(number: int, content: bytes) -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def test_the_records_of_an_xls_tell_errors_links_and_protection() -> None:
    bof = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    links = record(0x1AE, struct.pack("<HH", 1, 0x0401)) + record(0x1AE, struct.pack("<HH", 1, 5) + b"\0\x01a.xls")
    dde = record(0x1AE, struct.pack("<HH", 0, 5) + b"\0cmd\x03x")
    sheets = [b"\0" + bytes([kind, 2, 0]) + "表".encode("utf-16-le") for kind in (0, 1)]
    length = len(bof + links + dde) + sum(4 + 4 + len(sheet) for sheet in sheets) + 4
    bounds = b"".join(record(0x85, struct.pack("<I", length) + sheet) for sheet in sheets)
    cells = record(0x205, struct.pack("<HHHBB", 4, 2, 0, 42, 1)) + record(0x205, struct.pack("<HHHBB", 5, 2, 0, 1, 0))
    formula = record(0x06, struct.pack("<HHH", 6, 3, 0) + b"\x02\0\x07\0\0\0\xff\xff" + b"\0" * 6)
    stream = bof + links + dde + bounds + record(0x0A, b"") + bof + cells + formula + record(0x0A, b"")
    facts = stream_facts(stream)
    assert (facts.links, facts.dde, facts.macro_sheets, facts.encrypted) == (1, 1, 1, False)
    assert facts.errors[0] == ((4, 2, "#N/A"), (6, 3, "#DIV/0!"))
    assert stream_facts(bof + record(0x2F, b"\0" * 6) + stream).encrypted


ODS_TABLE = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    '<office:body><office:spreadsheet><table:table table:name="表"><table:table-row>'
    '<table:table-cell office:value-type="string" table:number-columns-spanned="2"><text:p>单位</text:p>'
    "</table:table-cell><table:covered-table-cell/>"
    '<table:table-cell office:value-type="float" office:value="13900000001"><text:p>1</text:p></table:table-cell>'
    "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
)


def ods(manifest_entry: str = "", content: bytes = ODS_TABLE.encode()) -> bytes:
    """Return an ods of one sheet; `manifest_entry` may say that something in it is encrypted."""
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        f'<manifest:file-entry manifest:full-path="content.xml"/>{manifest_entry}</manifest:manifest>'
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return data.getvalue()


LOCKED_BASIC = (
    '<manifest:file-entry manifest:full-path="Basic/Secret/Module1.xml">'
    "<manifest:encryption-data/></manifest:file-entry>"
)


def test_an_ods_has_its_merges() -> None:
    (grid,) = read_workbook("a.ods", ods()).grids
    assert (grid.rows, grid.merges) == ((("单位", "", "13900000001"),), (Merge(0, 0, 0, 1),))


@pytest.mark.parametrize(
    ("shown", "read"),
    [("2018年5月", "2018-05"), ("2018-05", "2018-05"), ("2018年", "2018"), ("2018年5月1日", "2018-05-01")],
)
def test_a_date_of_an_ods_has_the_precision_that_its_cell_shows(shown: str, read: str) -> None:
    date = '<table:table-cell office:value-type="date" office:date-value="2018-05-01"><text:p>{}</text:p>'
    note = "<office:annotation><text:p>待核</text:p></office:annotation>"
    content = ODS_TABLE.replace(
        "</table:table-row>", f"{date.format(shown)}{note}</table:table-cell></table:table-row>", 1
    )
    (grid,) = read_workbook("a.ods", ods(content=content.encode())).grids
    assert grid.rows[0][-1] == read
    assert [(mark.kind, mark.text) for mark in grid.marks] == [("note", "待核")]


def test_what_is_struck_out_in_an_ods_is_marked() -> None:
    styles = (
        '<office:automatic-styles xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
        '<style:style style:name="c1"><style:text-properties style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="t1"><style:text-properties style:text-line-through-type="single"/></style:style>'
        '<style:style style:name="c2"><style:text-properties style:text-line-through-style="none"/></style:style>'
        "</office:automatic-styles><office:body>"
    )
    cells = (
        '<table:table-row><table:table-cell table:style-name="c1" office:value-type="string"><text:p>教务群</text:p>'
        '</table:table-cell><table:table-cell table:style-name="c2" office:value-type="string"><text:p>考务'
        '<text:span text:style-name="t1">旧</text:span>群</text:p>'
        "</table:table-cell></table:table-row></table:table>"
    )
    content = ODS_TABLE.replace("<office:body>", styles).replace("</table:table>", cells)
    (grid,) = read_workbook("a.ods", ods(content=content.encode())).grids
    assert [(mark.row, mark.column, mark.kind, mark.text) for mark in grid.marks] == [
        (1, 0, "struck", ""),
        (1, 1, "struck", "旧"),
    ]


def test_an_ods_whose_basic_library_alone_is_protected_is_read() -> None:
    assert read_workbook("a.ods", ods(LOCKED_BASIC)).grids[0].at(0, 0) == "单位"


def test_an_ods_whose_sheets_are_encrypted_is_told_so() -> None:
    with pytest.raises(Unreadable) as refused:
        read_workbook("a.ods", ods(LOCKED_BASIC, content=bytes(range(256))))
    assert refused.value.note.code == "encrypted"


def locked_ods(word: str) -> bytes:
    """Return an ods encrypted as LibreOffice does it."""
    start, salt = bytes(range(16)), bytes(range(16, 32))
    key = hashlib.pbkdf2_hmac("sha1", hashlib.sha256(word.encode()).digest(), salt, 1024, 32)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(ODS_TABLE.encode()) + packer.flush()
    packed += b"\0" * (-len(packed) % 16)
    cipher = Cipher(AES(key), CBC(start)).encryptor()
    entry = (
        '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data>'
        '<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc" '
        f'manifest:initialisation-vector="{base64.b64encode(start).decode()}"/>'
        '<manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:iteration-count="1024" '
        f'manifest:salt="{base64.b64encode(salt).decode()}"/><manifest:start-key-generation '
        'manifest:start-key-generation-name="http://www.w3.org/2000/09/xmldsig#sha256"/>'
        "</manifest:encryption-data></manifest:file-entry>"
    )
    data = ods(entry, cipher.update(packed) + cipher.finalize())
    return rewritten(
        data, lambda _, part: part.replace(b'<manifest:file-entry manifest:full-path="content.xml"/>', b"")
    )


def test_an_encrypted_ods_opens_with_its_word_only() -> None:
    with pytest.raises(Unreadable) as refused:
        read_workbook("a.ods", locked_ods("对的"), passwords=("错的",))
    assert refused.value.note.code == "encrypted"
    assert read_workbook("a.ods", locked_ods("对的"), passwords=("错的", "对的")).grids[0].at(0, 0) == "单位"


SILENT = {
    "a shared text that is empty": ('<c r="A2" t="s"><v>1</v></c>', '<c r="B2" t="s"><v>2</v></c>'),
    "a text of its own that is empty": (
        '<c r="A2" t="inlineStr"><is><t></t></is></c>', '<c r="B2" t="inlineStr"><is><r><t/></r></is></c>',
    ),
    "a formula that answers nothing": ('<c r="A2" t="str"><f>""</f><v></v></c>', '<c r="B2" t="s"><v></v></c>'),
}  # fmt: skip


def silent_book(cells: str) -> bytes:
    """Return a workbook of one filled cell, beside it cells as many programs write them that say nothing."""

    def written(name: str, part: bytes) -> bytes:
        if name == "xl/sharedStrings.xml":
            texts = "<si><t>教务处</t></si><si><t></t></si><si><r><t/></r></si>"
            return f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{texts}</sst>'.encode()
        if name == "xl/worksheets/sheet1.xml":
            row = f'<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2">{cells}</row>'
            return re.sub(rb"(?s)<sheetData>.*</sheetData>", f"<sheetData>{row}</sheetData>".encode(), part)
        return part

    return rewritten(simple(), written)


@pytest.mark.parametrize("kind", SILENT)
def test_cells_that_say_nothing_are_no_reason_to_read_a_workbook_twice(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from toolkit.intake.grids import spreadsheet

    monkeypatch.setattr(spreadsheet, "grids_by_openpyxl", lambda _: pytest.fail("read twice"))
    result = read_workbook("a.xlsx", silent_book("".join(SILENT[kind])))
    assert (result.grids[0].at(0, 0), result.grids[0].at(1, 0), result.warnings) == ("教务处", "", ())


@pytest.mark.parametrize("kind", SILENT)
def test_a_lost_cell_is_missed_among_cells_that_say_nothing(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.intake.grids import spreadsheet
    from toolkit.model import Grid

    monkeypatch.setattr(spreadsheet, "grids_of", lambda data: tuple(Grid(one.name, ()) for one in grids_of(data)))
    result = read_workbook("a.xlsx", silent_book("".join(SILENT[kind])))
    assert result.grids[0].at(0, 0) == "教务处"
    assert [note.code for note in result.warnings] == ["readers-disagree"]


def test_the_forms_that_are_handed_out_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.definitions.bundled import templates_folder
    from toolkit.intake.grids import spreadsheet

    monkeypatch.setattr(spreadsheet, "grids_by_openpyxl", lambda _: pytest.fail("read twice"))
    forms = sorted(path for path in templates_folder().rglob("*.xls[xm]"))
    assert [form for form in forms if not read_workbook(form.name, form.read_bytes()).grids] == []
    assert len(forms) > 5
