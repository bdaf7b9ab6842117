"""Which form a sheet is, what counts as none, and files that say that there is nothing."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from layout_pages import all_forms, book, forms_of, grid, only, read, values

from toolkit.intake.layouts import recognise
from toolkit.intake.layouts.labels import lexicon
from toolkit.intake.layouts.printed import page
from toolkit.model import Grid, Merge
from toolkit.regulations.forms import parse_cell

if TYPE_CHECKING:
    from toolkit.regulations.forms import Form

LEDGER = (
    "单位 | 群名称 | 群号 | 群主 | 人数\n教务处 | 一群 | 310000001 | 张三 | 10\n教务处 | 二群 | 310000002 | 李四 | 20"
)


def drawn(form: Form) -> Grid:
    """Draw a form as printed, every answer holding its own key, so that the reader must lead each key to its cell."""

    def cell(text: str) -> str:
        answer = parse_cell(text)
        return text if answer is None else "" if answer.signature or answer.options else f"答{answer.key}"

    drawing = form.drawing
    rows = [[drawing.title]]
    rows += [[cell(text) for text in row.row] for row in (*drawing.head, *drawing.page)]
    if drawing.across:
        rows.append([drawing.across.label, *drawing.across.values])
        rows += [[cell(text) for text in row.row] for row in drawing.down]
    if drawing.columns:
        rows.append([column.label for column in drawing.columns])
        rows.append([f"答{column.answer}" for column in drawing.columns])
    rows += [[cell(text) for text in row.row] for row in drawing.foot]
    return grid("\n".join(" | ".join(row) for row in rows))


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.key)
def test_every_form_is_told_from_all_others_and_every_answer_led_to_its_cell(form: Form) -> None:
    sheet = drawn(form)
    table = only(recognise("甲.xlsx", book(sheet), all_forms()))
    assert table.form == form.key
    asked = {answer.key for answer in form.answers if not (answer.extra or answer.signature or answer.options)}
    asked -= {form.drawing.across.answer} if form.drawing.across else set()
    for key in asked:
        assert table.columns[key][0] == f"答{key}"
        place = table.sheet.where(key, table.offsets[0])
        column, row = ord(place.cell[0]) - 65, int(place.cell[1:]) - 1
        assert sheet.at(row, column) == f"答{key}"


def changed(sheet: Grid, chance: random.Random) -> Grid:
    """Return a page as people hand it in: rows and columns inserted, labels set apart, with or without merges."""
    width = max(map(len, sheet.rows))
    rows = [[*row, *[""] * (width - len(row))] for row in sheet.rows]
    merges = [list(merge) for merge in sheet.merges] if chance.random() < 0.5 else []
    for axis, times in ((0, chance.randint(0, 3)), (1, chance.randint(0, 2))):
        for _ in range(times):
            at = chance.randint(0, len(rows) if axis == 0 else len(rows[0]))
            if axis == 0:
                rows.insert(at, [""] * len(rows[0]))
            else:
                rows = [[*row[:at], "", *row[at:]] for row in rows]
            for merge in merges:
                merge[axis] += merge[axis] >= at
                merge[axis + 2] += merge[axis + 2] >= at
    for row in rows:
        for column, text in enumerate(row):
            if text and not text.startswith("答"):
                row[column] = chance.choice([text] * 7 + [" ".join(text), f"{text}：", text.replace("（", "(")])
    return Grid("Sheet1", tuple(map(tuple, rows)), tuple(Merge(*merge) for merge in merges))


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.key)
def test_whatever_is_inserted_no_answer_is_lost_or_moved(form: Form) -> None:
    asked = {answer.key for answer in form.answers if not (answer.extra or answer.signature or answer.options)}
    asked -= {form.drawing.across.answer} if form.drawing.across else set()
    for seed in range(12):
        sheet = changed(drawn(form), random.Random(f"{form.key} {seed}"))  # noqa: S311 - a repeatable shuffle
        table = only(recognise("甲.xlsx", book(sheet), all_forms()))
        assert table.form == form.key
        assert {key: table.columns[key] for key in asked} == {key: (f"答{key}",) for key in asked}


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.key)
def test_without_its_title_a_form_is_told_by_its_labels(form: Form) -> None:
    sheet = drawn(form)
    untitled = Grid("Sheet1", sheet.rows[1:])
    assert only(recognise("甲.xlsx", book(untitled), all_forms())).form == form.key


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.key)
def test_labels_written_apart_wide_and_with_colons_mean_the_same(form: Form) -> None:
    words = lexicon(form)
    for answer in form.answers:
        for label in (answer.label, *answer.variants):
            plain = words.whole(label)
            stretched = "　".join(label.replace(" ", ""))
            assert plain is not None
            assert words.whole(f"{stretched}：") == plain
            assert words.loosely(f"*{label}（必填）") is not None


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.key)
def test_what_a_form_prints_into_its_places_for_pen_and_seal_is_blank(form: Form) -> None:
    printed = page(form)
    for answer in form.answers:
        if answer.signature:
            assert printed.signed(answer.key, answer.printed) == ("", "")
            assert printed.signed(answer.key, f"同意。{answer.printed}").rest.startswith("同意")
            assert printed.signed(answer.key, answer.printed + "2024.3.5").date == "2024.3.5"
        if answer.options:
            boxes = "  ".join(f"□{option}" for option in answer.options)
            assert printed.typed(answer.key, boxes) == ""
            assert printed.typed(answer.key, boxes.replace("□", "☑", 1)) != ""


@pytest.mark.parametrize(
    "text",
    [
        "名称 | 数量 | 单位 | 备注\n投影仪 | 3 | 台 | 新购",
        "姓名 | 部门 | 电话 | 邮箱\n张三 | 教务处 | 13900000001 | a@example.edu.cn",
        "课程名称 | 教师 | 时间 | 地点\n高等数学 | 张三 | 周一 | A101",
        "序号 | 编号 | 名称 | 单位 | 状态 | 负责人 | 备注\n1 | A1 | 电脑 | 台 | 在用 | 张三 |",
        "今日菜单\n回锅肉\n青菜",
        "",
    ],
)
def test_other_lists_are_no_registers(text: str) -> None:
    result = recognise("甲.xlsx", book(grid(text, name="Sheet1")), all_forms())
    assert result.tables == ()
    assert not result.nil
    assert not result.empty


def test_the_nearest_form_is_named_when_none_fits() -> None:
    result = read("sccm-2022", grid("名称 | 账号 | 备注\n打印机 | A1 |", name="Sheet1"))
    assert result.tables == ()
    assert result.evidence["closest"] == "sccm-2022/register"
    assert result.evidence["labels"] == ["名称", "账号"]


def test_properties_of_our_templates_decide() -> None:
    named = book(grid(LEDGER), **{"reconcile-form": "jsut-2019/register"})
    assert only(recognise("甲.xlsx", named, all_forms())).form == "jsut-2019/register"


def test_guides_lists_and_feedback_sheets_of_our_own_hold_no_answers() -> None:
    others = [grid(LEDGER.replace("一群", "甲群"), name=name) for name in ("填表说明", "修改清单", "选项", "_meta")]
    table = only(read("cqny-2021", book(*others, grid(LEDGER), form="cqny-2021/register 1")))
    assert table.columns["group_name"] == ("一群", "二群")


@pytest.mark.parametrize("name", ["说明", "选项", "_补充登记", "列表"])
def test_a_sheet_of_any_name_is_read_when_a_form_is_in_it(name: str) -> None:
    more = LEDGER.replace("一群", "甲群").replace("二群", "乙群")
    tables = read("cqny-2021", book(grid(LEDGER), grid(more, name=name))).tables
    assert [table.columns["group_name"] for table in tables] == [("一群", "二群"), ("甲群", "乙群")]


def test_a_hidden_copy_does_not_count_twice() -> None:
    copy = grid(LEDGER + "\n教务处 | 三群 | 310000003 | 王五 | 30", name="旧", hidden=True)
    result = read("cqny-2021", book(copy, grid(LEDGER)))
    assert {table.sheet.name: table.columns["group_name"] for table in result.tables} == {
        "旧": ("三群",),
        "登记表": ("一群", "二群"),
    }
    assert result.evidence["hidden_rows_left_out"] == 2


def test_a_hidden_sheet_alone_is_read() -> None:
    assert only(read("cqny-2021", grid(LEDGER, hidden=True))).columns["group_name"] == ("一群", "二群")


def test_several_sheets_of_one_file() -> None:
    other = LEDGER.replace("一群", "三群").replace("二群", "四群")
    result = read("cqny-2021", book(grid(LEDGER, name="QQ"), grid(other, name="微信")))
    assert [table.sheet.name for table in result.tables] == ["QQ", "微信"]


@pytest.mark.parametrize(
    "statement",
    [
        "本单位无QQ群、微信群",
        "我部门没有建立工作群",
        "零报告",
        "经自查，本单位目前无工作群组。",
        "本学院未建立QQ群和微信群",
    ],
)
def test_an_explicit_zero_report(statement: str) -> None:
    result = read("cqny-2021", grid(f"填报单位：教务处\n单位 | 群名称 | 群号 | 群主 | 人数\n{statement}"))
    assert result.nil
    assert [table.offsets for table in result.tables] == [()]
    assert result.tables[0].evidence["head"]["unit"] == "教务处"


@pytest.mark.parametrize("name", ["无", "暂无", "零报告", "无群组", "本单位无工作群"])
def test_none_in_the_name_of_the_only_row(name: str) -> None:
    result = read("cqny-2021", grid(f"单位 | 群名称 | 群号 | 群主 | 人数\n教务处 | {name} | 无 | / | 0"))
    assert result.nil
    assert all(table.offsets == () for table in result.tables)


def test_a_letter_that_says_none() -> None:
    result = read("cqny-2021", grid("关于群组备案的说明\n填报单位：教务处\n本单位无QQ群、微信群。", name="正文"))
    assert result.nil
    assert [(table.offsets, table.evidence["head"]["unit"]) for table in result.tables] == [((), "教务处")]


@pytest.mark.parametrize(
    "said", ["原有两个群已于2025年9月解散。", "教务处考务群已移交学生处。", "原教务通知群并入教师群。"]
)
def test_what_a_letter_says_of_groups_of_before_is_told(said: str) -> None:
    result = read("cqny-2021", grid(f"填报单位：教务处\n本单位无QQ群、微信群。\n{said}", name="正文"))
    assert result.nil
    assert [spot.text for spot in result.cells.unread] == [said]
    assert result.cells.balanced


def test_none_beside_real_groups_is_no_zero_report() -> None:
    result = read("cqny-2021", grid(LEDGER + "\n教务处 | 无 | 无 | |"))
    assert not result.nil
    assert only(result).columns["group_name"] == ("一群", "二群")


def test_a_group_called_none_with_people_in_it_is_a_row() -> None:
    result = read("cqny-2021", grid("单位 | 群名称 | 群号 | 群主 | 人数\n教务处 | 无 | | 张三 | 10"))
    assert not result.nil
    assert only(result).columns["group_name"] == ("无",)


@pytest.mark.parametrize("text", ["如无群组请填写零报告", "微信群没有群号，请填“无”", "无关人员不得入群，请填写完整"])
def test_advice_is_no_zero_report(text: str) -> None:
    result = read("cqny-2021", grid(f"{text}\n单位 | 群名称 | 群号 | 群主 | 人数"))
    assert result.empty
    assert not result.nil


def test_reading_is_explained() -> None:
    table = only(read("cqny-2021", grid(LEDGER)))
    labels = {entry["key"]: (entry["label"], entry["cell"], entry["how"]) for entry in table.evidence["labels"]}
    assert labels["group_name"] == ("群名称", "B1", "own")
    assert table.evidence["form"] == "cqny-2021/register"
    assert table.evidence["tried"] == {"cqny-2021/register": table.evidence["score"]}


def test_the_same_input_gives_the_same_result() -> None:
    workbook = book(grid(LEDGER))
    assert recognise("甲.xlsx", workbook, forms_of("cqny-2021")) == recognise(
        "甲.xlsx", workbook, forms_of("cqny-2021")
    )


def test_all_forms_together_read_like_one_profile() -> None:
    sheet = grid("重庆能源职业学院群台账\n" + LEDGER)
    assert values(
        only(recognise("甲.xlsx", book(sheet), all_forms())), "group_name", "group_no", "owner.name"
    ) == values(only(read("cqny-2021", sheet)), "group_name", "group_no", "owner.name")
