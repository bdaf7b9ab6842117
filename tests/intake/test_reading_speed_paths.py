"""What is told at a glance is what a closer look tells: each short cut of reading against the long way, cell for cell.

The files are the project's own: the returned files of the samples, and forms retyped by people with habits.
"""

from __future__ import annotations

import io
import json
import pickle
import random
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from accuracy_pages import Typist
from accuracy_values import UNITS, Maker
from layout_pages import grid

from toolkit import load_profile
from toolkit.engine import isolated
from toolkit.intake import read as reading
from toolkit.intake.discover import Found
from toolkit.intake.grids import Unreadable, read_workbook
from toolkit.intake.grids.package import Package, Part, _simple_parts, directory
from toolkit.intake.grids.unreadable import UNPACKED
from toolkit.intake.layouts import choose, heads, ledger, matrix
from toolkit.intake.layouts import labels as words
from toolkit.intake.plain import plain, reading_of
from toolkit.intake.read import recognised_reading
from toolkit.model import Reading, Workbook
from toolkit.regulations.profile import profile_ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.regulations.forms import Form

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PROFILES = [load_profile(name) for name in profile_ids()]
FORMS = [form for profile in PROFILES for form in profile.forms]
JSUT = load_profile("jsut-2019").forms
CQNY = load_profile("cqny-2021").forms
BLANK = Reading("a.xlsx", "", "empty")
Book = tuple[str, Workbook, "tuple[Form, ...]"]


def returned() -> Iterator[Book]:
    """Yield the returned files of all samples with the forms of their institution, and one retyped form of each."""
    for profile in PROFILES:
        for path in sorted((SAMPLES / profile.id).rglob("*")):
            if path.suffix.lower() in {".xlsx", ".xls", ".docx", ".et", ".ods", ".csv", ".xlsm"}:
                with suppress(Unreadable):
                    yield path.name, read_workbook(path.name, path.read_bytes()), profile.forms
        for form in profile.forms:
            rng = random.Random(form.key)  # noqa: S311 - habits, no secrets
            typist, maker = Typist(form, rng), Maker(form, rng)
            ending, data = typist.file([maker.group(next(iter(UNITS)), typist.answers) for _ in range(6)])
            yield f"{form.key}.{ending}", read_workbook(f"a.{ending}", data), profile.forms


@pytest.fixture(scope="module")
def books() -> list[Book]:
    return list(returned())


def readings(books: list[Book]) -> list[Reading]:
    return [recognised_reading(Found(name, None), "", workbook=book, forms=forms) for name, book, forms in books]


def test_plain_rows_are_what_the_walk_calls_records(books: list[Book], monkeypatch: pytest.MonkeyPatch) -> None:
    quick = ledger.plain_rows
    plain: list[bool] = []

    def told(*given: object) -> list[bool]:
        found = quick(*given)  # type: ignore[arg-type] - as it was called
        plain.extend(found)
        return found

    monkeypatch.setattr(ledger, "plain_rows", told)
    at_a_glance = readings(books)
    monkeypatch.setattr(ledger, "plain_rows", lambda *_: [])
    assert at_a_glance == readings(books)
    assert sum(plain) > len(books)


def test_a_text_of_foreign_letters_is_no_label_in_any_words(books: list[Book], monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {text for _, book, _ in books for one in book.grids for row in one.rows for text in row}
    texts |= {f"{mark}群名称" for mark in "①(（一1٣*"} | {
        "群名称(必填)",
        "群名称 签字",
        "群主手机号",
        "创建者和联系方式",
    }
    texts |= {"群名称2", "群（名称）", "群名称及群号", "管理员二", "QQ群聊名称", "現有人數", "第一责任人甲职务"}
    quick = [[lexicon.loosely(text) for text in texts] for lexicon in map(words.Lexicon, FORMS)]
    plain = words.Lexicon(JSUT[0])
    plainly = {text for text in texts if plain._is_plainly_foreign(text)}
    assert len(plainly) > len(texts) / 3
    monkeypatch.setattr(words.Lexicon, "_is_foreign", lambda *_: False)
    monkeypatch.setattr(words.Lexicon, "_is_plainly_foreign", lambda *_: False)
    assert not any(map(plain.loosely, plainly))
    assert quick == [[lexicon.loosely(text) for text in texts] for lexicon in map(words.Lexicon, FORMS)]


def test_a_reading_comes_back_from_its_worker_and_from_json_as_it_was(books: list[Book]) -> None:
    known: dict[bytes, Any] = {}
    for one in readings(books):
        told = isolated._taken(pickle.dumps((None, plain(one)), 5))
        assert reading_of(told, path=one.path, received_on=None, known=known) == one
        kept = reading_of(json.loads(json.dumps(plain(one))), path=one.path, received_on=None)
        assert kept == one
    assert known


@pytest.mark.parametrize(
    "told", [None, [], {}, {"sha256": ""}, {**plain(BLANK), "tables": [3]}, {**plain(BLANK), "warnings": 1}]
)
def test_what_is_no_reading_is_that_of_a_spoilt_worker(told: Any) -> None:
    taken = reading._taken(Found("a.xlsx", None), told, {})
    assert (taken.status, taken.reason and taken.reason.code) == ("rejected", "corrupt")


def test_a_page_is_turned_only_where_it_may_be_a_matrix(books: list[Book], monkeypatch: pytest.MonkeyPatch) -> None:
    page = "填报单位： | 教务处 | 填报人：\n单位 | 群名称 | 群号\n" + "教务处 | 教务通知群 | 100002100\n" * 5
    books = [*books, ("a.xlsx", Workbook((grid(page),)), CQNY)]
    quick = readings(books)
    monkeypatch.setattr(choose, "_explains_every_label", lambda *_: False)  # so that each page comes here
    told: list[bool] = []
    may_be = matrix.may_be_matrix

    def turned(*given: Any, **more: Any) -> bool:
        told.append(may_be(*given, **more))
        return True

    monkeypatch.setattr(matrix, "may_be_matrix", turned)
    assert quick == readings(books)
    assert {True, False} == set(told)


BESIDE = [
    "单位 | 群名称 | 群号 | 平台\n" + "教务处 | 教务通知群 | 100002100 | QQ群\n" * 3 + "群主 | 张三\n管理员 | 李四",
    "单位 | 群名称 | 群号\n教务处 | 教务通知群 | 100002100\n群名称 | 考务群\n群号 | 100002101\n群主 | 张三",
    "群名称 | 一群 | 二群\n群号 | 100002100 | 100002101\n平台 | QQ群 | QQ群\n群主 | 张三 | 李四",
]


def test_a_page_that_rows_explain_whole_is_read_as_nothing_else(
    books: list[Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    books = [*books, *((f"{number}.xlsx", Workbook((grid(page),)), CQNY) for number, page in enumerate(BESIDE))]
    told: list[bool] = []
    explains = choose._explains_every_label

    def noted(*given: Any) -> bool:
        told.append(explains(*given))
        return told[-1]

    monkeypatch.setattr(choose, "_explains_every_label", noted)
    quick = readings(books)
    monkeypatch.setattr(choose, "_explains_every_label", lambda *_: False)
    assert quick == readings(books)
    assert {True, False} == set(told)


def test_a_list_that_rows_explain_is_never_looked_at_as_a_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    page = (
        "填报单位： | 教务处 | 填报人：\n单位 | 群名称 | 群号 | 平台\n" + "教务处 | 教务通知群 | 100002100 | QQ群\n" * 5
    )
    monkeypatch.setattr(choose, "matrices", lambda *_, **__: pytest.fail("the page was explained"))
    read = recognised_reading(Found("a.xlsx", None), "", workbook=Workbook((grid(page),)), forms=CQNY)
    assert len(read.tables[0].offsets) == 5


def test_heads_are_sought_only_where_they_can_be(books: list[Book], monkeypatch: pytest.MonkeyPatch) -> None:
    quick = readings(books)
    seeker = heads.Seeker
    monkeypatch.setattr(seeker, "_single_heads", lambda self, row: self._heads(row, row, self._single(row)))
    monkeypatch.setattr(
        seeker, "_stacked_heads", lambda self, top, last: self._heads(top, last, self._columns(range(top, last + 1)))
    )
    assert quick == readings(books)


def test_the_same_head_line_is_remembered_with_the_row_it_stands_in() -> None:
    page = "单位(部门) | 工作群名称 | 群主 | 人数\n教务处 | 教务通知群 | 张三 | 100"
    first = recognised_reading(Found("a.xlsx", None), "", workbook=Workbook((grid(page),)), forms=JSUT)
    lower = grid(f"微信工作群、QQ 工作群组备案登记表\n-\n{page}")
    second = recognised_reading(Found("a.xlsx", None), "", workbook=Workbook((lower,)), forms=JSUT)
    assert [table.offsets for table in (*first.tables, *second.tables)] == [(1,), (3,)]
    cells = [label["cell"] for table in (*first.tables, *second.tables) for label in table.evidence["labels"]]
    assert cells == ["A1", "B1", "C1", "D1", "A3", "B3", "C3", "D3"]


@pytest.mark.parametrize(
    "row",
    [
        "合计 | 共2个群 | QQ群 | 220",
        "单位 | 群名称 | 平台 | 人数",
        "填表人：张三 | 图书馆 | QQ群 | 1",
        "示例 | 某某群 | QQ群 | 50",
        "教务处 | 例如：教务群 | QQ群 | 50",
        "教务处 | | QQ群 | 50",
        "单位负责人签字 | 张三 | 李四 | 5",
    ],
)
def test_a_row_that_is_no_record_is_none_among_plain_ones(row: str) -> None:
    lines = ["单位 | 群名称 | 平台 | 人数", *(f"教务处 | 教务{name}群 | QQ群 | 20" for name in "甲乙"), row]
    found = recognised_reading(Found("a.xlsx", None), "", workbook=Workbook((grid("\n".join(lines)),)), forms=CQNY)
    assert found.tables[0].columns["group_name"] == ("教务甲群", "教务乙群")


def packed(text: str, name: str = "xl/theme/theme1.xml") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return stream.getvalue()


def test_a_directory_is_told_as_zipfile_tells_it() -> None:
    rng = random.Random(7)  # noqa: S311 - spoilt bytes, no secrets
    files = sorted(path for path in SAMPLES.rglob("*") if path.suffix in {".xlsx", ".docx", ".ods"})[:12]
    whole = [path.read_bytes() for path in files] + [packed("<theme/>"), b"PK\x05\x06" + bytes(18), b""]
    quick = 0
    for data in whole:
        spoilt = [bytearray(data) for _ in range(40)]
        for one in spoilt[1:] if data else ():
            one[-1 - rng.randrange(min(len(one), 700))] = rng.randrange(256)
        for one in (*map(bytes, spoilt), data + b"PK\x05\x06", data[:-1], data + b"\0", b"\0" + data):
            told = _simple_parts(one)
            if told is not None:
                quick += 1
                entries = directory(io.BytesIO(one))
                assert told == tuple(Part(*(getattr(entry, name) for name in Part._fields)) for entry in entries)
    assert quick > len(whole)


def test_a_part_seen_before_is_the_same_part_and_counts_again() -> None:
    first, second = Package(packed("<theme/>" * 99)), Package(packed("<theme/>" * 99))
    assert first.read("xl/theme/theme1.xml") is second.read("xl/theme/theme1.xml")
    assert second._left == UNPACKED - 8 * 99


def test_a_part_seen_before_is_damaged_where_its_checksum_is() -> None:
    good = packed("<theme/>" * 50)
    assert Package(good).read("xl/theme/theme1.xml")
    broken = Package(good)
    ((name, entry),) = broken.parts.items()
    broken.parts[name] = entry._replace(CRC=entry.CRC ^ 1)
    with pytest.raises(Unreadable, match="corrupt"):
        broken.read("xl/theme/theme1.xml")


def test_a_document_type_is_seen_in_every_file_that_has_it() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in BOOK.items():
            archive.writestr(name, text)
    books = [read_workbook("a.xlsx", stream.getvalue()) for _ in range(2)]
    assert [[note.code for note in book.warnings] for book in books] == [["external-link", "dtd"]] * 2


BOOK = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/><Relationship Id="r2" TargetMode="External" Type="http://x/oleObject" '
    'Target="file:///x"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/worksheets/sheet1.xml": '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>',
    "docProps/custom.xml": '<!DOCTYPE x><Properties xmlns="x"/>',
}
