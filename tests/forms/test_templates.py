"""The workbooks that go out: as printed, easy to fill in, and made by nothing but the definitions."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from toolkit.definitions.bundled import templates_folder
from toolkit.forms.template import file_name, generate, plan, render
from toolkit.messages import sentences
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.forms import parse_cell
from toolkit.regulations.profile import load_profile, profile_ids

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from toolkit.regulations.forms import Form

EVERY = [(name, form.id) for name in profile_ids() for form in load_profile(name).forms]
NAMES = [f"{profile}/{form}" for profile, form in EVERY]
MADE = "本工具增列"


@pytest.fixture(scope="module", params=EVERY, ids=NAMES)
def made(request: pytest.FixtureRequest) -> tuple[Form, bytes]:
    profile = load_profile(request.param[0])
    form = profile.form(request.param[1])
    return form, render(form, profile, units=["教务处", "文学院"])


@pytest.fixture(scope="module")
def book(made: tuple[Form, bytes]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made[1]))


def form_sheets(form: Form, book: openpyxl.Workbook) -> list[Worksheet]:
    return [book[page.name] for page in plan(form).pages]


def printed_cells(sheet: Worksheet) -> list[str]:
    return [
        str(cell.value) for row in sheet[sheet.print_area.rpartition("!")[2]] for cell in row if cell.value is not None
    ]


def test_templates_in_the_repository_are_up_to_date(tmp_path: Path) -> None:
    made = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in generate(tmp_path)}
    kept = {path.relative_to(templates_folder()).as_posix(): path for path in templates_folder().glob("*/*.xlsx")}
    assert set(kept) == set(made)
    stale = [name for name, path in kept.items() if path.read_bytes() != made[name]]
    assert not stale, "stale: python dev.py refresh"


def test_the_same_form_gives_the_same_bytes(made: tuple[Form, bytes]) -> None:
    form, content = made
    assert render(form, load_profile(form.profile), units=["教务处", "文学院"]) == content


def test_each_form_has_one_file_with_a_chinese_name() -> None:
    names = [file_name(load_profile(profile).form(form)) for profile, form in EVERY]
    assert len(set(names)) == len(names)
    assert "宿州学院QQ群微信群备案登记表.xlsx" in names


def test_everything_printed_on_the_annex_stands_on_the_page(made: tuple[Form, bytes], book: openpyxl.Workbook) -> None:
    form, _ = made
    drawing = form.drawing
    drawn = {cell for row in (*drawing.head, *drawing.page, *drawing.down, *drawing.foot) for cell in row.row}
    wanted = {cell for cell in drawn if cell not in {"", "<", "^"} and parse_cell(cell) is None}
    wanted |= {drawing.title, *drawing.notes, *(column.label for column in drawing.columns)}
    for sheet in form_sheets(form, book):
        assert wanted <= set(printed_cells(sheet))


def test_what_the_tool_adds_is_marked_and_not_printed(made: tuple[Form, bytes], book: openpyxl.Workbook) -> None:
    form, _ = made
    for sheet in form_sheets(form, book):
        printed = printed_cells(sheet)
        assert not any(MADE in text for text in printed)
        all_texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert any(text.startswith(f"{MADE}（非原表内容") for text in all_texts) == bool(form.drawing.extra)


def test_a_suggested_form_says_that_it_is_none_of_the_school(made: tuple[Form, bytes], book: openpyxl.Workbook) -> None:
    form, _ = made
    marked = ["本工具建议表，非该校原件" in printed_cells(sheet) for sheet in form_sheets(form, book)]
    assert all(marked) if form.drawing.suggested else not any(marked)


def test_pages_are_a4_one_page_a_sheet(made: tuple[Form, bytes], book: openpyxl.Workbook) -> None:
    form, _ = made
    for sheet in form_sheets(form, book):
        assert sheet.page_setup.paperSize == 9
        assert (sheet.page_setup.orientation == "landscape") == form.drawing.landscape
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) in {(1, 1), (1, None)}


def test_labels_are_locked_and_answers_open_without_a_password(
    made: tuple[Form, bytes], book: openpyxl.Workbook
) -> None:
    form, _ = made
    for page in plan(form).pages:
        sheet = book[page.name]
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert not sheet.protection.formatColumns
        assert not sheet.protection.insertRows
        assert not sheet.protection.insertColumns
        for box in page.boxes:
            assert sheet[box.cell].protection.locked == (not box.key), box


def test_numbers_telephones_and_dates_are_kept_as_typed(made: tuple[Form, bytes], book: openpyxl.Workbook) -> None:
    form, _ = made
    for page in plan(form).pages:
        for box in page.answers():
            if box.role == "signature":
                continue
            if box.kinds & {"number", "date"} or box.key.endswith(("mobile", "office_phone")):
                assert book[page.name][box.cell].number_format == "@", box


def test_drop_downs_come_from_a_hidden_sheet_by_name(made: tuple[Form, bytes], book: openpyxl.Workbook) -> None:
    form, _ = made
    assert book["选项"].sheet_state == "hidden"
    lists = []
    for page in plan(form).pages:
        rules = book[page.name].data_validations.dataValidation
        lists += [rule.formula1 for rule in rules if rule.type == "list"]
        covered = {cell for rule in rules for area in rule.sqref.ranges for cell in area.cells}
        for box in page.answers():
            assert (box.top + 1, box.left + 1) in covered, box
    assert lists
    assert set(lists) <= set(book.defined_names)
    for name in lists:
        sheet, area = book.defined_names[name].attr_text.rsplit("!", 1)
        entries = [cell.value for (cell,) in book[sheet.strip("'")][area.replace("$", "")]]
        assert entries
        assert None not in entries


def test_the_roster_becomes_the_drop_down_of_units(book: openpyxl.Workbook) -> None:
    entries = [cell.value for column in book["选项"].iter_cols() for cell in column]
    assert {"教务处", "文学院"} <= set(entries)


def test_prompts_and_error_texts_fit_what_excel_allows(made: tuple[Form, bytes], book: openpyxl.Workbook) -> None:
    form, _ = made
    for sheet in form_sheets(form, book):
        for rule in sheet.data_validations.dataValidation:
            assert rule.prompt
            assert len(rule.promptTitle or "") <= 32
            assert len(rule.prompt) <= 255
            assert len(rule.formula1 or "") <= 255
            # a drop-down refuses nothing, and of anything else a person may insist
            assert rule.errorStyle == ("information" if rule.type == "list" else "warning")


def test_formulas_are_short_and_old_enough_for_every_program(made: tuple[Form, bytes], book: openpyxl.Workbook) -> None:
    form, _ = made
    known = {"IF", "SUMPRODUCT", "SUM", "COUNTA", "INDEX", "LEN", "LEFT", "MID", "RIGHT", "FIND", "ISERROR", "ISNUMBER"}
    known |= {"VALUE", "SUBSTITUTE", "EXACT", "TEXT", "REPT", "TRIM", "CHAR", "DATEVALUE", "TODAY"}
    for sheet in form_sheets(form, book):
        formulas = [cell.value for cell in sheet[1] if isinstance(cell.value, str) and cell.value.startswith("=")]
        formulas += [text for ranges in sheet.conditional_formatting for rule in ranges.rules for text in rule.formula]
        assert len(formulas) > 3
        assert all(len(text) < 8000 for text in formulas)
        assert {name for text in formulas for name in re.findall(r"([A-Z]+)\(", text)} <= known


def test_properties_name_the_form_and_its_version(made: tuple[Form, bytes], book: openpyxl.Workbook) -> None:
    form, content = made
    found = {entry.name: entry.value for entry in book.custom_doc_props}
    assert found["reconcile-form"] == form.key
    assert found["reconcile-form-version"] == form.version
    assert found["reconcile-profile-version"] == load_profile(form.profile).regulation.version
    assert "vbaProject.bin" not in " ".join(zipfile.ZipFile(io.BytesIO(content)).namelist())


def test_the_guide_explains_every_answer_and_cites_clauses(made: tuple[Form, bytes], book: openpyxl.Workbook) -> None:
    form, _ = made
    guide = [[cell.value or "" for cell in row] for row in book["填表说明"].iter_rows(max_col=4)]
    rows = [row for row in guide if str(row[0]).startswith("“")]
    answers = {(answer.key, answer.extra) for answer in form.answers}
    assert len(rows) == len(answers)
    assert all(row[1] for row in rows)
    assert any("第" in str(row[3]) for row in rows)
    assert any("身份证号" in str(row[0]) for row in guide)


def test_only_invented_telephones_stand_in_a_template(made: tuple[Form, bytes]) -> None:
    content = zipfile.ZipFile(io.BytesIO(made[1]))
    text = " ".join(content.read(name).decode("utf-8") for name in content.namelist() if name.endswith(".xml"))
    numbers = set(re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", text))
    assert all(number.startswith("1390000") for number in numbers)


def test_the_boxes_of_a_form_are_empty_and_a_line_can_be_chosen() -> None:
    account = load_profile("jsut-2019").form("account")
    box = plan(account).pages[0].find("verified", 0)
    assert box is not None
    assert box.text == "□是  □否"
    card = load_profile("suzhou-2018").form("registration")
    chosen = plan(card, rows=[{"platform": "微信群"}]).pages[0].find("platform", 0)
    assert chosen is not None
    assert chosen.text == "QQ 群 □    微信群 ☑"
    nurses = load_profile("scnvc-2019").form("registration")
    lines = [plan(nurses, rows=[{"platform": name}]).pages[0].find("platform", 0) for name in ("QQ群", "微信群")]
    assert [line.text for line in lines if line] == [
        "□微博  □微信  □微博群  □贴吧群  ☑其他：QQ群",
        "□微博  ☑微信  □微博群  □贴吧群  □其他____",
    ]


def test_every_option_of_a_list_is_in_the_vocabulary_or_a_printed_line() -> None:
    profile = load_profile("cqny-2021")
    book = openpyxl.load_workbook(io.BytesIO(render(profile.form("register"), profile)))
    lists = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in book["选项"].iter_cols()}
    assert lists["list_category"] == list(vocabulary()["category"].options)
    assert lists["list_platform"][:2] == ["QQ群", "微信群"]
    assert lists["list_yes_no"] == ["是", "否"]
    assert len(lists) == len(book.defined_names)


def test_every_sentence_of_a_template_is_there_in_both_languages() -> None:
    assert all(set(entry) == {"zh", "en"} for entry in sentences("template").values())
    profile = load_profile("sccm-2022")
    book = openpyxl.load_workbook(io.BytesIO(render(profile.form("register"), profile, lang="en")))
    guide = [str(cell.value) for row in book["填表说明"].iter_rows(max_col=1) for cell in row if cell.value]
    assert guide[0].startswith("How to fill in")
    assert not any("?" in text for text in guide)
