"""校验本表: the form a unit has open is checked where it stands, and checking leaves no traces behind."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from toolkit import reconcile
from toolkit.excel.macros import CHECKED
from toolkit.excel.marks import COLOURS, TAG, clear_marks
from toolkit.findings.wording import sentence

if TYPE_CHECKING:
    import xlwings as xw
    from conftest import Stage

CAMPAIGN = Path("samples/sccm-2022")
FAULTY, OTHER = CAMPAIGN / "收回" / "管弦系.xlsx", CAMPAIGN / "收回" / "图书馆.xlsx"
DAY = "2026-03-11"
LINK = re.compile(r'=HYPERLINK\("#\'(.+)\'!([A-Z]+\d+)","(.+)"\)')


@pytest.fixture
def form(stage: Stage, tmp_path: Path) -> xw.Book:
    stage.set(as_of=DAY, profile="sccm-2022 四川音乐学院")
    return stage.open(Path(shutil.copy(FAULTY, tmp_path / FAULTY.name)))


def listed(book: xw.Book) -> list[list[str]]:
    return [row for row in book.sheets[CHECKED].used_range.options(ndim=2).value[3:] if any(row)]


def notes(book: xw.Book) -> dict[tuple[str, str], str]:
    return {
        (sheet.name, note.location.get_address(row_absolute=False, column_absolute=False)): note.text
        for sheet in book.sheets
        for note in sheet.notes
    }


def looks(book: xw.Book) -> dict[str, list[object]]:
    return {
        sheet.name: [
            sheet.range(place).color for place in ((row, column) for row in range(1, 12) for column in range(1, 9))
        ]
        for sheet in book.sheets
        if sheet.name != CHECKED
    }


def test_the_same_faults_as_on_the_command_line(stage: Stage, form: xw.Book) -> None:
    from datetime import date

    text, mode = stage.press("校验本表")
    assert mode == "info"
    outcome = reconcile(FAULTY, profile="sccm-2022", as_of=date.fromisoformat(DAY))
    told = {
        (place.sheet, place.cell, sentence(finding))
        for finding in outcome.findings
        for place in finding.where
        if place.cell
    }
    assert told
    shown = {(*LINK.fullmatch(row[0]).group(1, 2), row[2]) for row in listed(form)}
    assert shown == told
    assert f"{len(told)} 处" in text


def test_faulty_cells_are_coloured_and_noted(stage: Stage, form: xw.Book) -> None:
    stage.press("校验本表")
    found = notes(form)
    assert found
    assert all(text.startswith(TAG) for text in found.values())
    tones = {tuple(int(code[at : at + 2], 16) for at in (1, 3, 5)) for code in COLOURS.values()}
    assert {form.sheets[sheet].range(cell).color for sheet, cell in found} <= tones
    assert {(sheet, cell) for sheet, cell in found} == {LINK.fullmatch(row[0]).group(1, 2) for row in listed(form)}


def test_pressing_again_renews_and_does_not_pile_up(stage: Stage, form: xw.Book) -> None:
    stage.press("校验本表")
    first, marked = listed(form), notes(form)
    stage.press("校验本表")
    assert listed(form) == first
    assert notes(form) == marked


def test_a_corrected_form_loses_its_marks(stage: Stage, form: xw.Book) -> None:
    before = looks(form)
    stage.press("校验本表")
    assert looks(form) != before
    marked = len(notes(form))
    assert clear_marks(form) == marked
    assert looks(form) == before
    assert notes(form) == {}


def test_what_is_typed_but_not_saved_is_checked(stage: Stage, form: xw.Book) -> None:
    stage.press("校验本表")
    sheet, cell = LINK.fullmatch(listed(form)[0][0]).group(1, 2)
    kept = FAULTY.read_bytes()
    count = len(listed(form))
    form.sheets[sheet].range(cell).value = "2026年13月45日乱写"
    stage.press("校验本表")
    assert len(listed(form)) >= count - 1
    assert any(row[2] for row in listed(form))
    assert FAULTY.read_bytes() == kept


def test_notes_and_colours_of_the_unit_are_kept(stage: Stage, form: xw.Book) -> None:
    stage.press("校验本表")
    sheet, cell = LINK.fullmatch(listed(form)[0][0]).group(1, 2)
    place = form.sheets[sheet].range(cell)
    clear_marks(form)
    locked = form.sheets[sheet].api.ProtectContents
    if locked:
        form.sheets[sheet].api.Unprotect()
    place.color = "#C0FFEE"
    place.add_note("请张老师核对")
    stage.press("校验本表")
    assert place.note.text.startswith(f"请张老师核对\n{TAG}")
    assert place.color != (0xC0, 0xFF, 0xEE)
    clear_marks(form)
    assert place.note.text == "请张老师核对"
    assert place.color == (0xC0, 0xFF, 0xEE)


def test_protection_is_put_back(stage: Stage, form: xw.Book) -> None:
    def locks() -> dict[str, tuple[bool, ...]]:
        apis = {sheet.name: sheet.api for sheet in form.sheets if sheet.name != CHECKED}
        return {
            name: (
                api.ProtectContents,
                api.ProtectDrawingObjects,
                api.Protection.AllowFormattingCells,
                api.Protection.AllowSorting,
                api.Protection.AllowUsingPivotTables,
            )
            for name, api in apis.items()
        }

    before = locks()
    assert any(locked[0] and locked[1] for locked in before.values())  # our own forms are locked, notes included
    stage.press("校验本表")
    assert notes(form)
    assert locks() == before


def test_a_sheet_locked_with_a_password_is_told_and_listed_all_the_same(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "有密码.xlsx"
    workbook = openpyxl.load_workbook(FAULTY)
    for sheet in workbook:
        sheet.protection.set_password("x")
        sheet.protection.enable()
    workbook.save(path)
    stage.set(as_of=DAY)
    book = stage.open(path)
    text, mode = stage.press("校验本表")
    assert mode == "info"
    assert "没能标色" in text
    assert listed(book)
    assert notes(book) == {}


@pytest.mark.parametrize(("profile", "told"), [("", "认不出是哪所学校的附表"), ("sccm-2022", "没有通过")])
def test_a_workbook_that_is_no_form_is_told_why(stage: Stage, profile: str, told: str) -> None:
    stage.set(as_of=DAY, profile=profile)
    stage.open(CAMPAIGN / "收回" / "食堂菜单.xlsx")
    text, _mode = stage.press("校验本表")
    assert told in text
    assert "食堂菜单.xlsx" in text


def test_without_a_form_open_the_person_is_told_what_to_do(stage: Stage) -> None:
    text, mode = stage.press("校验本表")
    assert (mode, "打开一份填好的表格" in text) == ("critical", True)


def test_of_several_open_forms_the_person_chooses(stage: Stage, form: xw.Book) -> None:
    other = stage.open(OTHER)
    stage.answers = ["no", "yes"]
    text, _mode = stage.press("校验本表")
    asked = [told for told, _title, _mode in stage.boxes[:-1]]
    assert len(asked) == 2
    assert (form.name in asked[-1]) == (form.name in text)
    assert CHECKED not in [sheet.name for sheet in (other if form.name in text else form).sheets]


def test_the_screen_is_still_and_one_stroke_writes_a_sheet(stage: Stage, form: xw.Book) -> None:
    if stage.real:
        pytest.skip("Excel keeps no log of what it is told")
    stage.press("校验本表")
    writes = [what for name, what in stage.log if name == "write" and what.startswith(CHECKED)]
    assert len(writes) == 1
    assert ("screen_updating", False) in stage.log
    assert form.app.screen_updating is True
    assert form.app.status_bar is False


def test_text_that_looks_like_a_formula_stays_text(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "公式.xlsx"
    workbook = openpyxl.load_workbook(FAULTY)
    sheet = next(sheet for sheet in workbook if sheet.sheet_state == "visible" and sheet.max_row > 4)
    sheet.title = "a\"b'c"
    workbook.save(path)
    stage.set(as_of=DAY)
    book = stage.open(path)
    stage.press("校验本表")
    for row in listed(book):
        assert not row[2].startswith("=")
        assert row[0].count('"') % 2 == 0
