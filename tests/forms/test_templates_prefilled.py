"""Forms with something in them: last year's groups before a campaign, own rows with notes on the faulty cells."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import openpyxl
import pytest

from toolkit.forms.template import Mark, add_form, finish, open_ink, plan, render, texts
from toolkit.forms.template.sheet import Order, lives
from toolkit.regulations.profile import load_profile


def test_every_prefilled_card_gets_a_sheet_and_blank_ones_follow() -> None:
    profile = load_profile("suzhou-2018")
    rows = [{"group_name": f"第{number}群", "unit": "文学院"} for number in range(7)]
    content = render(profile.form("registration"), profile, rows=rows, unit="文学院")
    book = openpyxl.load_workbook(io.BytesIO(content))
    names = [name for name in book.sheetnames if name.startswith("登记表")]
    assert names == ["登记表 第0群", *(f"登记表{n + 1} 第{n}群" for n in range(1, 7)), "登记表8", "登记表9"]
    found = plan(profile.form("registration"), rows=rows, unit="文学院")
    page, box = found.find(6, "group_name") or (None, None)
    assert page is not None
    assert box is not None
    assert book[page.name][box.cell].value == "第6群"
    blank = found.pages[-1].find("unit", 0)
    assert blank is not None
    assert book[names[-1]][blank.cell].value == "文学院"


def test_a_matrix_grows_columns_behind_the_same_platform() -> None:
    form = load_profile("sccm-2022").form("register")
    platforms = ["QQ群", *["微信群"] * 4, "钉钉群"]
    rows = [{"platform": name, "group_name": f"群{number}"} for number, name in enumerate(platforms)]
    found = plan(form, rows=rows)
    heads = [box.text for box in found.pages[0].answers() if box.key == "platform"]
    assert heads == ["微信群 1", "微信群 2", "微信群 3", "微信群 4", "QQ 群 1", "QQ 群 2", "QQ 群 3", "钉钉群 1"]
    assert [found.groups[number][1] for number in range(6)] == [4, 0, 1, 2, 3, 7]


def test_a_long_ledger_gets_rows_enough_and_repeats_its_heading() -> None:
    profile = load_profile("jsut-2019")
    rows = [{"unit": "教务处", "group_name": f"工作群{number}"} for number in range(40)]
    book = openpyxl.load_workbook(io.BytesIO(render(profile.form("register"), profile, rows=rows)))
    sheet = book["备案登记表"]
    assert plan(profile.form("register"), rows=rows).pages[0].slots == 50
    assert sheet.print_title_rows
    assert sheet.page_setup.fitToHeight == 0
    names = [row[1] for row in sheet.iter_rows(values_only=True) if str(row[1] or "").startswith("工作群")]
    assert names[1:] == [f"工作群{number}" for number in range(40)]


def test_several_people_take_the_printed_rows_one_by_one() -> None:
    form = load_profile("suzhou-2018").form("registration")
    row = {"admins.name": "张三\n李四\n王五\n赵六", "admins.mobile": "13900000001\n\n13900000003\n13900000004"}
    boxes = [box for box in plan(form, rows=[row]).pages[0].answers() if box.key.startswith("admins.")]
    names = [box.text for box in boxes if box.key == "admins.name"]
    mobiles = [box.text for box in boxes if box.key == "admins.mobile"]
    assert names == ["张三", "李四", "王五\n赵六"]
    assert mobiles == ["13900000001", "", "13900000003\n13900000004"]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-群", "@x", "=HYPERLINK(1)", "\ud800坏\x00字", "0012345"])
def test_nothing_that_was_typed_becomes_a_formula(text: str) -> None:
    profile = load_profile("sccm-2022")
    form = profile.form("register")
    row = {"platform": "QQ群", "group_name": text, "group_no": text, "member_count": text}
    content = render(form, profile, rows=[row])
    page, box = plan(form, rows=[row]).find(0, "group_name") or (None, None)
    assert page is not None
    assert box is not None
    cell = openpyxl.load_workbook(io.BytesIO(content))[page.name][box.cell]
    assert cell.data_type == "s"
    assert re.sub("[\x00\ud800]", "\ufffd", text) == cell.value


def test_a_ledger_row_becomes_the_answers_of_each_form() -> None:
    record = {
        "unit": "文学院",
        "group_name": "教工群",
        "group_no": "0123456",
        "platform": "QQ群",
        "member_count.raw": "约80人",
        "member_count.low": "72",
        "owner.name": "张三",
        "owner.mobile": "13900000001",
        "admins.name": "李四\n王五",
        "admins.mobile": "\n13900000003",
        "purpose": "通知",
        "is_active": "True",
        "created_on": "2018-05",
        "reported_on": "2025-03-02",
    }
    register = texts(load_profile("sccm-2022").form("register"), record)
    assert register["owner"] == "张三 13900000001"
    assert register["admins"] == "李四\n王五 13900000003"
    assert register["member_count"] == "约80人"
    assert register["is_active"] == "是"
    assert register["created_on"] == "2018年5月"
    assert "reported_on" not in register
    card = texts(load_profile("scnvc-2019").form("registration"), record)
    assert card["group_name&group_no"] == "教工群（0123456）"
    assert card["owner.name"] == "张三"
    assert card["admins.mobile"] == "\n13900000003"


def test_a_marked_cell_is_coloured_and_says_what_is_wrong() -> None:
    profile = load_profile("suzhou-2018")
    form = profile.form("registration")
    rows = [{"group_name": "甲群"}, {"group_name": "乙群", "admins.mobile": "139"}]
    out = io.BytesIO()
    ink = open_ink(out)
    found = add_form(ink, form, profile, rows=rows, marks={(1, "admins.mobile"): Mark("手机号应为11位。")})
    finish(ink, {form.key: form}, profile)
    book = openpyxl.load_workbook(out)
    page, box = found.find(1, "admins.mobile") or (None, None)
    assert page is not None
    assert box is not None
    assert page.name == "登记表2 乙群"
    marked = [(sheet.title, cell.coordinate) for sheet in book for row in sheet for cell in row if cell.comment]
    assert marked == [("登记表2 乙群", box.cell)]
    assert book["登记表2 乙群"][box.cell].comment.text == "手机号应为11位。"
    assert book["登记表2 乙群"][box.cell].fill.fgColor.rgb != book["登记表 甲群"][box.cell].fill.fgColor.rgb


def test_two_forms_share_one_workbook() -> None:
    profile = load_profile("jsut-2019")
    forms = {form.key: form for form in (profile.form("register"), profile.form("account"))}
    out = io.BytesIO()
    ink = open_ink(out)
    for form in forms.values():
        add_form(ink, form, profile)
    finish(ink, forms, profile)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["填表说明", "备案登记表", "填表说明2", "公众号登记表", "公众号登记表2", "选项"]
    assert {"list_platform", "list_platform_2"} <= set(book.defined_names)  # groups and accounts are not the same list


def test_cards_below_one_with_the_line_for_the_whole_unit_are_checked_at_their_own_places() -> None:
    profile = load_profile("scnvc-2019")
    form = profile.form("registration")
    asked = replace(form, drawing=replace(form.drawing, confirm="本单位本年度无变更"))
    rows = [{"group_name&group_no": f"第{number}群（30000000{number}）", "owner.mobile": "139"} for number in range(3)]
    pages = plan(asked, rows=rows, unit="教务处").pages
    told = lives(pages, Order(asked, profile))
    assert [page.start for page in pages[:3]] == [pages[1].start + 1, pages[1].start, pages[1].start]
    assert [live.counts[1] for live in told] == [1, 1, 1, 0, 0]
    for page, live in zip(pages, told, strict=True):
        mobile = page.find("owner.mobile", 0)
        assert mobile is not None
        assert [box.cell for box, _ in live.watch.red if box.key == "owner.mobile"] == [mobile.cell]
