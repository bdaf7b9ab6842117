"""The department's lists in the shapes people keep them: one reader for all of them, whatever the file's format."""

from __future__ import annotations

import csv
import io
from textwrap import dedent
from typing import TYPE_CHECKING

import openpyxl
import pytest

from toolkit.normalise.units import UnitIndex
from toolkit.register.endings import endings
from toolkit.register.previous import load_previous
from toolkit.register.sources import load_source
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.model import Ledger

UNITS = UnitIndex([("财务处", ("财务",), ()), ("基建处", (), ()), ("声乐系", (), ("声乐教研室",))])


def drawn(text: str) -> list[list[str]]:
    lines = [line for line in dedent(text).strip().splitlines() if line.strip()]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def xlsx(path: Path, sheets: dict[str, str], *merges: str) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, text in sheets.items():
        sheet = book.create_sheet(name)
        for row in drawn(text):
            sheet.append([cell or None for cell in row])
        for span in merges:
            sheet.merge_cells(span)
    book.save(path)
    return path


def as_csv(path: Path, text: str) -> Path:
    told = io.StringIO()
    csv.writer(told).writerows(drawn(text))
    path.write_text(told.getvalue(), encoding="gb18030")
    return path


def as_docx(path: Path, text: str) -> Path:
    import docx

    rows = drawn(text)
    document = docx.Document()
    table = document.add_table(len(rows), max(map(len, rows)))
    for line, row in zip(table.rows, rows, strict=True):
        for cell, value in zip(line.cells, row, strict=False):
            cell.text = value
    document.save(str(path))
    return path


def as_ods(path: Path, text: str) -> Path:
    import zipfile
    from xml.sax.saxutils import escape

    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    cells = ["".join(cell.format(escape(text)) for text in row) for row in drawn(text)]
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    body = f'<office:spreadsheet><table:table table:name="表">{rows}</table:table></office:spreadsheet>'
    content = f"<office:document-content {spaces}><office:body>{body}</office:body></office:document-content>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return path


def in_any_format(folder: Path, text: str) -> list[Path]:
    return [
        xlsx(folder / "表.xlsx", {"Sheet1": text}),
        as_csv(folder / "表.csv", text),
        as_docx(folder / "表.docx", text),
        as_ods(folder / "表.ods", text),
    ]


def previous(path: Path, units: UnitIndex = UNITS, profile: str = "jsut-2019") -> Ledger:
    return load_previous(path, load_profile(profile), units)


def column(ledger: Ledger, name: str) -> list[object]:
    return ledger.frame[name].tolist()


DITTOS = """
    单位   | 群名称     | 平台 | 群号      | 用途
    财务处 | 报账通知群 | QQ群 | 600000001 | 报账
    {mark} | 税务咨询群 | {mark} | 600000002 | {mark}
    {mark} | 预算编制群 | {mark} | -         | 预算
    基建处 | 施工群     | 微信群 | 无      | 施工
"""


@pytest.mark.parametrize("mark", ["同上", "〃", "″", "↑", "同", "“”", " 同 上 ", "同上行", "——〃——"])
def test_a_ditto_mark_repeats_the_cell_above(tmp_path: Path, mark: str) -> None:
    for path in in_any_format(tmp_path, DITTOS.format(mark=mark)):
        found = previous(path)
        assert column(found, "unit") == ["财务处", "财务处", "财务处", "基建处"], path.name
        assert column(found, "platform") == ["QQ群", "QQ群", "QQ群", "微信群"]
        assert column(found, "purpose") == ["报账", "报账", "预算", "施工"]
        assert column(found, "group_no") == ["600000001", "600000002", "", ""]


@pytest.mark.parametrize("mark", ["-", "—", "――", "－－"])
def test_a_dash_repeats_the_unit_and_nothing_else(tmp_path: Path, mark: str) -> None:
    text = f"单位|群名称|群号|备注\n财务处|甲群|600000001|老群\n{mark}|乙群|{mark}|{mark}"
    for path in in_any_format(tmp_path, text):
        found = previous(path)
        assert column(found, "unit") == ["财务处", "财务处"]
        assert column(found, "group_no") == ["600000001", ""]
        assert column(found, "remark")[0] == "老群"
        assert column(found, "remark")[1] != "老群"


@pytest.mark.parametrize(
    ("name", "text", "asked", "meant"),
    [
        ("people", "单位|姓名|在岗\n财务处|甲一|是\n同上|甲二|〃\n〃|甲三|否", "unit", ["财务处"] * 3),
        ("classes", "学院|班级|人数\n声乐系|声乐1班|30\n-|声乐2班|31", "unit", ["声乐系"] * 2),
        ("observed", "单位|群名称|群号|来源\n财务处|甲群|1234567|巡查\n″|乙群|1234568|同上", "origin", ["巡查"] * 2),
        (
            "notices",
            "类型|单位|群名称|报备日期\n解散|财务处|甲群|2026-03-01\n同上|同上|乙群|同上",
            "type",
            ["解散"] * 2,
        ),
        ("received", "文件|收件日期\na.xlsx|2026-03-05\nb.xlsx|同上", "received_on", ["2026-03-05"] * 2),
        ("units", "单位|类别|应报\n财务处|机关|是\n基建处|同上|〃", "category", ["机关"] * 2),
        ("approvals", "群名称|审批单位|审批日期\n甲群|党委|2026-01-02\n乙群|↑|↑", "approved_on", ["2026-01-02"] * 2),
    ],
)
def test_ditto_marks_in_every_list(tmp_path: Path, name: str, text: str, asked: str, meant: list[str]) -> None:
    for path in in_any_format(tmp_path, text):
        assert column(load_source(name, path, UNITS), asked) == meant, path.name


def test_a_unit_written_once_holds_for_the_rows_below(tmp_path: Path) -> None:
    text = "单位|群名称|平台\n财务处|甲群|微信群\n|乙群|微信群\n基建处|丙群|微信群\n|丁群|微信群"
    for path in in_any_format(tmp_path, text):
        assert column(previous(path), "unit") == ["财务处", "财务处", "基建处", "基建处"]
        assert column(load_source("observed", path, UNITS), "unit") == ["财务处", "财务处", "基建处", "基建处"]


@pytest.mark.parametrize(
    "text",
    [
        "单位|群名称\n财务处|甲群\n财务处|乙群\n|丙群",  # whoever repeats it does not leave it out for brevity
        "群名称|单位\n甲群|财务处\n丙群|",  # behind the name it tells of one group
    ],
)
def test_a_unit_that_nobody_knows_stays_blank(tmp_path: Path, text: str) -> None:
    for path in in_any_format(tmp_path, text):
        assert column(load_source("observed", path, UNITS), "unit")[-1] == ""


@pytest.mark.parametrize(
    "titles",
    [
        ("一、QQ群", "二、微信群"),
        ("QQ群：", "微信群（1个）"),
        ("（一）QQ工作群", "（二）微信工作群"),
        ("QQ群类", "微信群类"),
    ],
)
def test_the_title_of_a_section_is_the_platform(tmp_path: Path, titles: tuple[str, str]) -> None:
    text = f"单位|群名称|群号\n{titles[0]}||\n财务处|甲群|600000001\n基建处|乙群|600000002\n{titles[1]}||\n财务处|丙群|"
    for path in in_any_format(tmp_path, text):
        for found in (previous(path), load_source("observed", path, UNITS)):
            assert column(found, "group_name") == ["甲群", "乙群", "丙群"], path.name
            assert column(found, "platform") == ["QQ群", "QQ群", "微信群"]


@pytest.mark.parametrize(
    "text",
    [
        "序号|群名称|群号\n一、财务处||\n1|甲群|600000001\n二、声乐教研室||\n1|乙群|600000002",
        "单位|群名称|群号\n财务处||\n|甲群|600000001\n声乐系||\n|乙群|600000002",
        "群名称|群号|用途\n部门：财务处||\n甲群|600000001|报账\n单位：声乐系||\n乙群|600000002|上课",
    ],
)
def test_the_title_of_a_section_is_the_unit(tmp_path: Path, text: str) -> None:
    for path in in_any_format(tmp_path, text):
        found = previous(path)
        assert column(found, "unit") == ["财务处", "声乐系"], path.name
        assert column(found, "group_name") == ["甲群", "乙群"]


def test_platforms_within_units_and_units_within_platforms(tmp_path: Path) -> None:
    inner = "序号|群名称\n财务处|\nQQ群|\n1|甲\n微信群|\n1|乙\n基建处|\n1|丙"
    outer = "序号|群名称\n一、QQ群|\n财务处|\n1|甲\n基建处|\n1|乙\n二、微信群|\n财务处|\n1|丙"
    found = previous(as_csv(tmp_path / "a.csv", inner))
    assert column(found, "unit") == ["财务处", "财务处", "基建处"]
    assert column(found, "platform") == ["QQ群", "微信群", ""]
    found = previous(as_csv(tmp_path / "b.csv", outer))
    assert column(found, "unit") == ["财务处", "基建处", "财务处"]
    assert column(found, "platform") == ["QQ群", "QQ群", "微信群"]


@pytest.mark.parametrize("left_over", ["旧名称", "基建处"])
def test_what_lies_under_a_merged_cell_is_not_there(tmp_path: Path, left_over: str) -> None:
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(
            drawn("单位|群名称|群号\n财务处|甲群|600000001\n|乙群|600000002\n基建处|丙群|600000003")
        ):
            sheet.write_row(number, 0, row)
        sheet.merge_range("A2:A3", "财务处")
        sheet.write_string("A3", left_over)
    assert column(previous(path), "unit") == ["财务处", "财务处", "基建处"]
    assert column(load_source("observed", path, UNITS), "unit") == ["财务处", "财务处", "基建处"]


@pytest.mark.parametrize(
    "head",
    [
        "单位（必填）|* 群名称|群号（必填）|平台【单选】",
        "1、单位|2、群名称|3、群号|4、平台",
        "①单位|②群 名 称|③群号：|④平台",
    ],
)
def test_decorations_fall_off_every_heading(tmp_path: Path, head: str) -> None:
    for path in in_any_format(tmp_path, f"{head}\n财务处|甲群|600000001|QQ群\n基建处|乙群|600000002|QQ群"):
        for found in (previous(path), load_source("observed", path, UNITS)):
            assert column(found, "group_no") == ["600000001", "600000002"], path.name
            assert column(found, "platform") == ["QQ群"] * 2


HALVES = """
    单位   | QQ群   |           | 微信群   |
           | 群名称 | 群号      | 群名称   | 人数
    财务处 | 甲群   | 600000001 | 甲微信群 | 30
    基建处 | 乙群   | 600000002 |          |
    声乐系 |        |           | 丙微信群 | 12
"""


def test_both_halves_of_a_head_in_two_rows_are_read(tmp_path: Path) -> None:
    merged = xlsx(tmp_path / "合并.xlsx", {"Sheet1": HALVES}, "A1:A2", "B1:C1", "D1:E1")
    for path in (merged, *in_any_format(tmp_path, HALVES)):
        for found in (previous(path), load_source("observed", path, UNITS)):
            told = sorted(zip(*(column(found, name) for name in ("group_name", "unit", "platform")), strict=True))
            assert told == [
                ("丙微信群", "声乐系", "微信群"),
                ("乙群", "基建处", "QQ群"),
                ("甲微信群", "财务处", "微信群"),
                ("甲群", "财务处", "QQ群"),
            ], path.name


def test_a_column_without_a_heading_is_told(tmp_path: Path) -> None:
    for path in in_any_format(tmp_path, "群名称|群号|\n甲群|600000001|请核实\n乙群|600000002|"):
        taken = load_source("observed", path, UNITS).taken
        assert taken is not None
        assert [(one.heading, one.where.cell, one.field) for one in taken.columns][-1] == ("", "C1", "")


FEET = (
    "小计||2|",
    "合计|2||",
    "财务处小计||2个|",
    "制表：甘九||2026年3月10日|",
    "统计人签字：|甘九|负责人签字：|甘十",
    "联系电话：|0555-1234567||",
    "审核：|甘十||",
    "填表日期：|2026年3月2日||",
    "党委宣传部（盖章）|||",
    "2026年3月10日|||",
    "注：以上为巡查结果|||",
    "第 1 页 共 2 页|||",
    "——以下空白——|||",
)


@pytest.mark.parametrize("foot", FEET)
def test_closing_lines_are_rows_of_no_list(tmp_path: Path, foot: str) -> None:
    observed = as_csv(tmp_path / "a.csv", f"序号|群名称|群号|单位\n1|甲群|600000001|财务处\n{foot}\n{foot}")
    assert column(load_source("observed", observed, UNITS), "group_name") == ["甲群"]
    assert column(previous(observed), "group_name") == ["甲群"]
    roster = xlsx(tmp_path / "a.xlsx", {"名录": f"单位|简称|类别|应报\n财务处|财务|机关|是\n{foot}"})
    assert column(load_source("units", roster, UNITS), "unit") == ["财务处"]
    log = as_docx(tmp_path / "a.docx", f"序号|文件|收件日期|经办\n1|a.xlsx|2026-03-05|甲\n{foot}")
    assert column(load_source("received", log, UNITS), "file") == ["a.xlsx"]


MARKED = """
    单位   | 群名称 | 群号      | {label}
    财务处 | 甲群   | 600000001 | {live}
    财务处 | 乙群   | 600000002 | {gone}
"""


@pytest.mark.parametrize(
    ("label", "live", "gone"),
    [
        ("状态", "正常", "已解散"),
        ("状态", "在用", "停用"),
        ("备注", "", "已解散"),
        ("备注", "拟解散", "2025年6月已解散"),
        ("备注", "原群已解散，此为重建", "该群已注销"),
        ("是否在用", "是", "否"),
        ("是否在用", "在用", "已停止使用"),
    ],
)
def test_a_row_that_says_it_has_ended(tmp_path: Path, label: str, live: str, gone: str) -> None:
    for path in in_any_format(tmp_path, MARKED.format(label=label, live=live, gone=gone)):
        found = previous(path)
        assert column(found, "unused") == [False, True], path.name
        assert column(found, "disposition") == ["", gone_by(gone)], path.name


def gone_by(text: str) -> str:
    return "注销" if "注销" in text else "解散" if "解散" in text else ""


def test_of_two_sheets_of_two_years_the_later_counts(tmp_path: Path) -> None:
    head = "单位|群名称|群号|人数\n"
    sheets = {
        "2024年": head + "财务处|甲群|600000001|10\n财务处|老群|600000009|3",
        "2025年": head + "财务处|甲群|600000001|20\n财务处|乙群|600000002|5",
    }
    found = previous(xlsx(tmp_path / "a.xlsx", sheets))
    assert column(found, "group_name") == ["甲群", "乙群"]
    assert column(found, "member_count.low") == [20, 5]
    assert found.taken is not None
    older = [(row.where.sheet, row.name, row.reason.facts["again"]) for row in found.taken.older]
    assert older == [("2024年", "甲群", True), ("2024年", "老群", False)]


def test_sheets_of_two_intakes_or_without_a_group_in_common_both_count(tmp_path: Path) -> None:
    head = "单位|群名称|群号\n"
    for names in (("2024级", "2025级"), ("2024年新建", "2025年新建")):
        sheets = {names[0]: head + "财务处|甲群|600000001", names[1]: head + "财务处|乙群|600000002"}
        assert column(previous(xlsx(tmp_path / "a.xlsx", sheets)), "group_name") == ["甲群", "乙群"]


def test_a_log_counts_in_all_its_years(tmp_path: Path) -> None:
    head = "文件|收件日期\n"
    sheets = {"2025年": head + "a.xlsx|2025-03-05", "2026年": head + "a.xlsx|2026-03-05\nb.xlsx|2026-03-06"}
    found = load_source("received", xlsx(tmp_path / "a.xlsx", sheets), UNITS)
    assert column(found, "file") == ["a.xlsx", "a.xlsx", "b.xlsx"]


def test_what_each_heading_was_taken_for_is_told(tmp_path: Path) -> None:
    text = "在用群清单|||\n群名称（必填）|群号|线索编号|单位\n甲群|600000001|七|财务处"
    for path in in_any_format(tmp_path, text):
        taken = load_source("observed", path, UNITS).taken
        assert taken is not None
        assert (taken.name, taken.file, taken.rows) == ("observed", path.name, 1)
        told = [(one.heading, one.where.cell, one.field) for one in taken.columns]
        assert told == [
            ("群名称（必填）", "A2", "group_name"),
            ("群号", "B2", "group_no"),
            ("线索编号", "C2", ""),
            ("单位", "D2", "unit"),
        ]


def test_the_institutions_own_matrix_is_last_years_register(tmp_path: Path) -> None:
    text = """
        四川音乐学院校内各级各类 QQ 群、微信群等工作社交群组备案登记表 ||
        填报部门（签字、盖章）：声乐系 | | 部门负责人：甲一
        群聊类别 | 微信群1 | QQ群1
        名称 | 声乐系教师群 | 声乐系值班群
        账号 | 无 | 600000001
        创建者及联系方式 | 甲一 13900000001 | 甲二 13900000002
        现有人数 | 40 | 12
        是否正常运行 | 是 | 否
    """
    for path in in_any_format(tmp_path, text):
        found = previous(path, profile="sccm-2022")
        assert column(found, "group_name") == ["声乐系教师群", "声乐系值班群"], path.name
        assert column(found, "platform") == ["微信群", "QQ群"]
        assert column(found, "unit") == ["声乐系"] * 2
        assert column(found, "disposition") == ["", ""]  # on the form 否 is a question, not an end


@pytest.mark.parametrize(
    ("remark", "gone"),
    [
        ("2025.6解散", "解散"),
        ("暑期解散", "解散"),
        ("2025年6月毕业解散", "解散"),
        ("2025.9.1注销", "注销"),
        ("毕业后解散", ""),
    ],
)
def test_what_a_remark_says_of_the_end_and_what_is_only_meant(remark: str, gone: str) -> None:
    found = endings("Sheet1", {"remark": (remark,)}, 1, kept=True)

    assert found.disposition == (gone,)
