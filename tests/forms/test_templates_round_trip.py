"""A template filled in by hand and read back: every answer, every address; also after LibreOffice saved it."""

from __future__ import annotations

import io
import re
import subprocess
from typing import TYPE_CHECKING

import openpyxl
import pytest

from toolkit.forms.template import plan, render
from toolkit.forms.template.lists import options
from toolkit.forms.template.sheet import Order, lives
from toolkit.intake.grids import read_workbook
from toolkit.intake.layouts import recognise
from toolkit.messages import word
from toolkit.model import cell_name
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.profile import load_profile, profile_ids

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from toolkit.forms.template import Box, Page
    from toolkit.model import Table
    from toolkit.regulations.forms import Form

EVERY = [(name, form.id) for name in profile_ids() for form in load_profile(name).forms]
NAMES = [f"{profile}/{form}" for profile, form in EVERY]
Given = dict[tuple[str, str], tuple[str, str]]  # (sheet, cell) → (answer key, text)


@pytest.fixture(scope="module", params=EVERY, ids=NAMES)
def form(request: pytest.FixtureRequest) -> Form:
    return load_profile(request.param[0]).form(request.param[1])


def blank(form: Form) -> bytes:
    return render(form, load_profile(form.profile))


def invented(box: Box, form: Form, number: int) -> str:
    """Return a text as a person would write it there, different in each cell."""
    listed = options(box, form, load_profile(form.profile), ())
    if listed:
        entries = [entry for entry in listed[1] if entry != box.printed]
        return entries[number % 2]
    part = box.key.partition(".")[2] if "&" not in box.key else ""
    by_part = {
        "name": f"张{'一二三四五六七八九'[number % 9]}{'甲乙丙丁戊己庚'[number % 7]}",
        "mobile": f"1390000{number:04d}",
        "office_phone": f"0557-{3000000 + number}",
        "email": f"zhang{number}@example.edu.cn",
        "title": "主任",
    }
    if part:
        return by_part[part]
    kind = vocabulary()[box.stems[0]].kind
    by_kind = {
        "number": str(100000000 + number),
        "date": f"2018年{number % 12 + 1}月",
        "count": str(20 + number),
        "int": str(3 + number),
        "people": f"{by_part['name']} {by_part['mobile']}",
    }
    by_key = {
        "group_name&group_no": f"第{number}号工作群（{100000000 + number}）",
        "platform&purpose": f"微信群，用于第{number}项工作",
        "member_count&member_scope": f"{20 + number}人，全体教师{number}",
        "owner&admins": f"群主：{by_part['name']}；管理员：李四",
        "owner.mobile&admins.mobile": f"{by_part['mobile']}；13900000002",
    }
    return by_key.get(box.key) or by_kind.get(kind) or f"第{number}项内容"


def to_fill(form: Form, groups: int) -> list[tuple[Page, Box]]:
    """Return every answer of the first groups, places for pen and seal apart, in reading order."""
    across = form.drawing.across.answer if form.drawing.across else ""
    pages = plan(form).pages[: groups if form.drawing.layout == "card" else 1]
    columns = {column.answer for column in form.drawing.columns}  # a column answers before the head does
    return [
        (page, box)
        for page in pages
        for box in page.answers()
        if box.role != "signature"
        and box.key != across
        and (box.key not in columns if box.slot is None else box.slot < groups)
    ]


def filled(form: Form, groups: int) -> tuple[bytes, Given]:
    book = openpyxl.load_workbook(io.BytesIO(blank(form)))
    given: Given = {}
    for number, (page, box) in enumerate(to_fill(form, groups)):
        text = invented(box, form, number)
        cell = book[page.name][box.cell]
        cell.value = int(text) if box.kinds & {"count", "int"} and text.isdecimal() else text
        given[page.name, box.cell] = (box.key, text)
    return saved_by_openpyxl(book), given


def read(form: Form, name: str, content: bytes) -> tuple[Table, ...]:
    return recognise(name, read_workbook(name, content), (form,)).tables


def read_back(tables: tuple[Table, ...]) -> Given:
    """Return what was read, by the address each value is said to come from."""
    found: Given = {}
    for table in tables:
        for key, column in table.columns.items():
            for offset, text in zip(table.offsets, column, strict=True):
                place = table.sheet.where(key, offset)
                if text and key in table.sheet.places:
                    found[place.sheet, place.cell] = (key, text)
    return found


def bare(text: str) -> str:
    return re.sub(r"[\s_]+", "", text)


def assert_same(form: Form, given: Given, found: Given) -> None:
    """Every answer was read with its key, from its cell. Several printed rows of people come as lines of one answer."""
    lines: dict[tuple[str, str], list[str]] = {}
    firsts: dict[tuple[str, str], tuple[str, str]] = {}
    for (sheet, cell), (key, text) in given.items():
        group = (sheet, key) if form.drawing.layout == "card" else (sheet, f"{key}@{cell}")
        firsts.setdefault(group, (sheet, cell))
        lines.setdefault(group, []).append(text)
    wanted = {place: (given[place][0], bare("".join(lines[group]))) for group, place in firsts.items()}
    got = {place: (key, bare(text)) for place, (key, text) in found.items()}
    ours = {place: got.get(place) for place in wanted}
    assert ours == wanted


def test_every_answer_is_read_from_its_cell(form: Form) -> None:
    content, given = filled(form, 2)
    tables = read(form, "教务处.xlsx", content)
    assert {table.form for table in tables} == {form.key}
    assert sum(len(table.offsets) for table in tables) == 2
    assert sum(len(table.rejected) for table in tables) == 0
    assert_same(form, given, read_back(tables))


def test_a_blank_template_is_recognised_and_empty(form: Form) -> None:
    found = recognise("空表.xlsx", read_workbook("空表.xlsx", blank(form)), (form,))
    assert found.empty
    assert not any(table.offsets or table.rejected for table in found.tables)


def test_a_template_with_only_the_unit_in_it_is_still_empty(form: Form) -> None:
    content = render(form, load_profile(form.profile), unit="教务处")
    found = recognise("教务处.xlsx", read_workbook("教务处.xlsx", content), (form,))
    assert found.empty
    assert not any(table.offsets or table.rejected for table in found.tables)


def test_what_is_prefilled_is_read_back(form: Form) -> None:
    across = form.drawing.across.answer if form.drawing.across else ""
    rows = []
    for group in range(3):
        boxes = {box.key: box for page in plan(form).pages for box in page.answers() if box.role != "signature"}
        row = {
            key: invented(box, form, 40 * group + number)
            for number, (key, box) in enumerate(boxes.items())
            if key not in form.head_keys
        }
        rows.append({**row, across: "QQ群"} if across else row)
    content = render(form, load_profile(form.profile), rows=rows)
    tables = read(form, "教务处.xlsx", content)
    told = [
        {key: column[number] for key, column in table.columns.items()}
        for table in tables
        for number in range(len(table.offsets))
    ]
    assert len(told) == 3
    for row, found in zip(rows, told, strict=True):
        assert {key: bare(found.get(key, "")) for key in row if key != across} == {
            key: bare(text) for key, text in row.items() if key != across
        }


# as LibreOffice sees it


def converted(contents: dict[str, bytes], kind: str, folder: Path) -> dict[str, bytes]:
    """Return the files as LibreOffice saves them, all in one run of it."""
    for name, content in contents.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    command = ["soffice", f"-env:UserInstallation=file://{folder / 'user'}", "--headless", "--convert-to", kind]
    sources = [str(folder / f"{name}.xlsx") for name in contents]
    out = folder / "out"
    subprocess.run(  # noqa: S603 - our own command line
        [*command, "--outdir", str(out), *sources], check=True, capture_output=True, timeout=240
    )
    return {name: (out / f"{name}.{kind}").read_bytes() for name in contents}


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_every_answer_survives_another_program(kind: str, tmp_path: Path) -> None:
    forms = [load_profile(profile).form(name) for profile, name in EVERY]
    made = {form.key.replace("/", "-"): (form, *filled(form, 1)) for form in forms}
    saved = converted({name: content for name, (_, content, _) in made.items()}, kind, tmp_path)
    for name, (form, _, given) in made.items():
        assert_same(form, given, read_back(read(form, f"教务处.{kind}", saved[name])))


def begun_card() -> tuple[bytes, str]:
    """Unit and owner are missing, three cells are faulty."""
    form = load_profile("suzhou-2018").form("registration")
    answers = {
        "group_name": "文学院教工群",
        "admins.name": "张三",
        "admins.mobile": "1390000",  # too short
        "platform": "QQ 群 ☑    微信群 □",
        "group_no": "一二三",  # a QQ group has a number
        "created_on": "18.5.15",  # which century?
        "member_count": "80人",
    }
    return filled_with(form, {0: answers})


def begun_matrix() -> tuple[bytes, str]:
    """The second group lacks owner, administrators and purpose, and its number is faulty."""
    form = load_profile("sccm-2022").form("register")
    first = {"group_name": "微信一群", "owner": "张三", "admins": "李四", "purpose": "通知", "group_no": "无"}
    second = {"group_name": "QQ一群", "group_no": "无", "created_on": "2019年5月"}
    return filled_with(form, {None: {"unit": "教务处"}, 0: first, 3: second})


def complete_ledger() -> tuple[bytes, str]:
    form = load_profile("cqny-2021").form("register")
    row = {
        "unit": "学生处",
        "group_name": "学生处工作群",
        "platform": "微信群",
        "owner.name": "张三",
        "owner.mobile": "13900000001",
        "admins": "李四",
        "filed_on": "2021-03",
    }
    return filled_with(form, {0: row, 7: row})


def filled_with(form: Form, answers: Mapping[int | None, Mapping[str, str]]) -> tuple[bytes, str]:
    book = openpyxl.load_workbook(io.BytesIO(blank(form)))
    page = plan(form).pages[0]
    for slot, row in answers.items():
        for key, text in row.items():
            box = page.find(key, slot)
            assert box is not None, key
            book[page.name][box.cell].value = text
    return saved_by_openpyxl(book), page.name


def _told(*, missing: int, wrong: int, open_: int) -> str:
    return word("template", "counter.some", {"missing": missing, "wrong": wrong, "open": open_})


@pytest.mark.office
def test_the_live_line_counts_what_is_missing_or_faulty_in_groups_begun(tmp_path: Path) -> None:
    made = {"card": begun_card(), "matrix": begun_matrix(), "ledger": complete_ledger()}
    saved = converted({name: content for name, (content, _) in made.items()}, "xlsx", tmp_path)
    lines = {}
    for name, (_, sheet) in made.items():
        lines[name] = openpyxl.load_workbook(io.BytesIO(saved[name]), data_only=True)[sheet]["A1"].value
    assert lines == {
        # the unit may stand on another card, and seven digits may be an office: neither is for a formula
        "card": _told(missing=1, wrong=2, open_=5),
        "matrix": _told(missing=4, wrong=0, open_=7),  # three in the head, members and rules of both groups
        "ledger": "必填项已填齐，格式未见问题。",
    }


@pytest.mark.office
def test_the_value_written_with_a_formula_is_what_a_program_calculates(tmp_path: Path) -> None:
    rows = [
        {"platform": "QQ群", "group_name": "一群", "group_no": "12", "member_count": "很多", "created_on": "2018年5月"},
        {
            "platform": "QQ群",
            "purpose": "通知",
            "group_no": "123456",
            "created_on": "去年",
            "group_name&group_no": "二群",
        },
        {"platform": "QQ群", "owner.mobile": "139", "member_count": "80人", "unit": "教务处", "followers": "x"},
    ]
    forms = {f"{profile}-{name}": load_profile(profile).form(name) for profile, name in EVERY}
    books = {}
    for name, form in forms.items():
        content = render(form, load_profile(form.profile), rows=rows)
        books[name] = saved_by_openpyxl(openpyxl.load_workbook(io.BytesIO(content)))  # formulas lose their values
    saved = converted(books, "xlsx", tmp_path)
    for name, form in forms.items():
        calculated = openpyxl.load_workbook(io.BytesIO(saved[name]), data_only=True)
        pages = plan(form, rows=rows).pages
        for page, live in zip(pages, lives(pages, Order(form, load_profile(form.profile))), strict=True):
            for cell in live.cells():
                where = cell_name(cell.row, cell.column)
                assert calculated[page.name][where].value == cell.value, (name, page.name, where)


def saved_by_openpyxl(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
