"""The second sources: found by their headings, typed, and told at once where they cannot be read."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from drawing import source as drawn

from toolkit.errors import SourceError
from toolkit.intake.layouts.labels import lexicon
from toolkit.messages import sentences, word
from toolkit.normalise.units import UnitIndex
from toolkit.register.roster import unit_index
from toolkit.register.sources import load_source, sources
from toolkit.register.sources.shapes import form_of
from toolkit.regulations.fields import label_key
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from pathlib import Path

ROSTER = UnitIndex([("教务处", ("教务",), ()), ("计算机学院", ("计科院",), ())])


def csv(folder: Path, text: str, name: str = "表.csv") -> Path:
    path = folder / name
    path.write_text(dedent(text).strip() + "\n", encoding="utf-8")
    return path


def test_the_roster(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        """
        某校单位名录,,,,,
        单位名称,简称,曾用名,类别,是否应报,人数
        计算机学院,计科院、计院,计算机系,教学,是,86
        教务处,,,机关,,30人
        后勤集团,,,企业,否,

        备注：以上名单以党委组织部为准,,,,,
        """,
    )
    found = load_source("units", path, UnitIndex()).frame
    assert found["unit"].tolist() == ["计算机学院", "教务处", "后勤集团"]
    assert found["short_names"].tolist() == ["计科院\n计院", "", ""]
    assert found["expected"].tolist() == [True, True, False]
    assert found["headcount"].astype("object").tolist() == [86, 30, pd.NA]


def test_the_roster_leads_every_name_to_its_unit(tmp_path: Path) -> None:
    roster = load_source(
        "units", csv(tmp_path, "单位,简称,曾用名\n计算机学院,计科院、计院,计算机系\n教务处,,"), UnitIndex()
    )
    index = unit_index(roster, load_profile("sccm-2022"))
    names = ("计科院", "计院", "计算机系", "四川音乐学院教务处", "商字院")
    assert [index.resolve(name).unit for name in names] == [
        "计算机学院",
        "计算机学院",
        "计算机学院",
        "教务处",
        "商字院",
    ]


def test_a_roster_of_one_column(tmp_path: Path) -> None:
    found = load_source("units", csv(tmp_path, "单位\n教务处\n学生处"), UnitIndex()).frame
    assert found["unit"].tolist() == ["教务处", "学生处"]
    assert found["expected"].all()


def test_observed_groups_with_their_addresses(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["在用群巡查情况"],
        ["序号", "群名", "QQ群号", "平台类型", "所属单位", "发现来源", "发现时间", "核查情况"],
        [1, "教师群（已满）", 123456789, "QQ", "计科院", "巡查", "2026.3.1", "查无此群"],
        [2, None, "223456789、323456789", "微信群", "某部", "平台导出", "2026年3月", None],
    ):
        sheet.append(row)
    path = tmp_path / "巡查.xlsx"
    book.save(path)
    found = load_source("observed", path, ROSTER)
    frame = found.frame
    assert frame["group_nos"].tolist() == ["123456789", "223456789\n323456789"]
    assert frame["group_no"].tolist() == ["123456789", "223456789"]
    assert frame[["platform", "unit", "unit_raw", "origin", "seen_on", "state"]].to_numpy().tolist() == [
        ["QQ群", "计算机学院", "计科院", "巡查", "2026-03-01", "查无此群"],
        ["微信群", "某部", "某部", "平台导出", "2026-03", ""],
    ]
    assert frame["name_key"].tolist()[1] == ""
    assert frame["name_status"].tolist()[0] == "已满"
    assert found.where(1, "group_no") == ("巡查.xlsx", "Sheet", "C4")


def test_notices_in_the_words_people_use(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        """
        事项,单位,群名称,发生时间,报备时间
        注销,教务处,甲群,2026-01-05,2026-01-08
        无变化,计科院,,,
        零报送,后勤处,,,
        """,
    )
    frame = load_source("notices", path, ROSTER).frame
    assert frame["type"].tolist() == ["解散", "无变更", "零报告"]
    assert frame["unit"].tolist() == ["教务处", "计算机学院", "后勤处"]
    assert frame["happened_on"].tolist() == ["2026-01-05", "", ""]


def test_people_and_classes(tmp_path: Path) -> None:
    people = load_source(
        "people", csv(tmp_path, "姓名,部门,在岗情况\n张三,教务,\n李四,教务,退休\n王五,教务,在职"), ROSTER
    )
    assert people.frame["in_post"].tolist() == [True, False, True]
    assert people.frame["unit"].tolist() == ["教务处"] * 3
    path = csv(tmp_path, "班级名称,学院,人数,年级,学制\n计科2301班,计科院,45,2023级,4年\n计科2302班,计科院,,,", "b.csv")
    classes = load_source("classes", path, ROSTER).frame
    assert classes[["headcount", "entry_year", "years"]].astype("object").to_numpy().tolist() == [
        [45, 2023, 4],
        [pd.NA, pd.NA, pd.NA],
    ]


def test_an_approval_without_a_matter_is_for_founding_a_group(tmp_path: Path) -> None:
    path = csv(tmp_path, "群名称,备案编号,事项,审批日期\n甲群,X1,,2026-01-05\n,X2,超员,2026-01-06")
    assert load_source("approvals", path, ROSTER).frame["matter"].tolist() == ["建群", "超限"]


def test_all_sheets_in_sight_are_read_and_hidden_ones_are_not(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, state, file in (
        ("一月", "visible", "a"),
        ("旧", "hidden", "b"),
        ("二月", "visible", "c"),
        ("说明", "visible", ""),
    ):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        sheet.append(["文件名", "收件日期"] if file else ["请勿改动"])
        if file:
            sheet.append([f"{file}.xlsx", "2026-03-05"])
    path = tmp_path / "收件.xlsx"
    book.save(path)
    found = load_source("received", path, ROSTER)
    assert found.frame["file"].tolist() == ["a.xlsx", "c.xlsx"]
    assert found.where(1, "file") == ("收件.xlsx", "二月", "A2")


@pytest.mark.parametrize(
    ("name", "text", "code", "facts"),
    [
        ("observed", "单位,来源\n教务处,巡查", "source-no-column", {"missing": ["群名称 / 群号"], "row": 1}),
        ("received", "文件,备注\na.xlsx,", "source-no-column", {"missing": ["收件日期"]}),
        ("units", "甲,乙\n1,2", "source-no-heading", {"source": "单位名录"}),
        ("units", "单位,人数\n教务处,5\n,6", "source-blank-cell", {"cell": "A3", "column": "单位"}),
        ("units", "单位,人数\n教务处,约五十", "source-unreadable-int", {"cell": "B2", "value": "约五十"}),
        ("units", "单位,应报\n教务处,看情况", "source-unreadable-bool", {"cell": "B2"}),
        ("received", "文件,收件日期\na.xlsx,3月5日\nb.xlsx,昨天", "source-unreadable-date", {"cell": "B2", "count": 2}),
        ("observed", "群名称,日期\n甲群,18.5.15", "source-unreadable-date", {"cell": "B2"}),
        ("notices", "类型,单位\n消失,教务处", "source-unknown-option", {"cell": "A2", "value": "消失"}),
        ("classes", "班级,入学年份\n一班,去年", "source-unreadable-year", {"cell": "B2"}),
    ],
)
def test_a_fault_stops_with_its_cell(tmp_path: Path, name: str, text: str, code: str, facts: dict[str, object]) -> None:
    with pytest.raises(SourceError) as raised:
        load_source(name, csv(tmp_path, text), ROSTER)
    assert raised.value.code == code
    assert facts.items() <= raised.value.facts.items()
    assert raised.value.facts["file"] == "表.csv"
    assert "?" not in str(raised.value)
    assert set(sentences("errors")[code]) == {"zh", "en"}


def test_an_error_names_the_sheet_where_there_is_one(tmp_path: Path) -> None:
    rows = ("文件,收件日期", "a.xlsx,昨天")
    book = openpyxl.Workbook()
    book.worksheets[0].title = "收件"
    for row in rows:
        book.worksheets[0].append(row.split(","))
    book.save(tmp_path / "表.xlsx")
    said = []
    for path in (csv(tmp_path, "\n".join(rows)), tmp_path / "表.xlsx"):
        with pytest.raises(SourceError) as raised:
            load_source("received", path, ROSTER)
        said.append([word("errors", raised.value.code, raised.value.facts, lang=lang) for lang in ("zh", "en")])
    starts = [
        ("文件“表.csv”B2：“收件日期”", "“表.csv”, B2: "),
        ("文件“表.xlsx”的工作表“收件”B2：“收件日期”", "“表.xlsx”, sheet “收件”, B2: "),
    ]
    assert [all(map(str.startswith, told, begins)) for told, begins in zip(said, starts, strict=True)] == [
        True,
        True,
    ], said


def test_a_file_that_is_no_table(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    for path, code in ((picture, "source-unreadable"), (tmp_path / "none.xlsx", "source-not-opened")):
        with pytest.raises(SourceError) as raised:
            load_source("units", path, ROSTER)
        assert raised.value.code == code
        assert "\n" not in str(raised.value)
        assert str(tmp_path) not in str(raised.value)


def test_every_label_of_a_source_leads_to_one_column_and_every_heading_to_its_own() -> None:
    for kind, source in sources().items():
        own = lexicon(form_of(kind)).own
        for name, column in source.columns.items():
            assert own[label_key(column.zh)].key == name
            assert {own[label_key(label)].key for label in column.labels} <= {name}, (name, column.labels)
            assert column.default in {"", *column.options} or column.kind == "bool"


def test_days_without_a_year_have_the_year_of_the_list_and_it_is_asked_about(tmp_path: Path) -> None:
    found = load_source(
        "observed", csv(tmp_path, "网上巡查记录（2026年3月）,\n群名称,日期\n教务群,3月1日\n考务群,2026-03-02"), ROSTER
    )

    assert found.frame["seen_on"].tolist() == ["2026-03-01", "2026-03-02"]
    assert found.taken
    assert [one.heading for one in found.taken.columns if one.near] == ["日期（没写年份的按2026年）"]


def test_a_day_without_a_year_on_a_list_without_one_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="3月1日"):
        load_source("observed", csv(tmp_path, "群名称,日期\n教务群,3月1日"), ROSTER)


@pytest.mark.parametrize("heading", ["群名及群号", "群名（群号）", "群名称、群号"])
def test_name_and_number_in_one_column_of_a_list(tmp_path: Path, heading: str) -> None:
    found = load_source(
        "observed", csv(tmp_path, f'"{heading}",来源\n教务群（310000001）,巡查\n考务群310000002,巡查'), ROSTER
    )

    assert found.frame["group_name"].tolist() == ["教务群", "考务群"]
    assert found.frame["group_no"].tolist() == ["310000001", "310000002"]


def test_what_the_office_struck_out_or_noted_on_its_list_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (("单位", "应报"), ("教务处", "是"), ("继续教育学院", "是")):
        page.append(row)
    page["A3"].font = openpyxl.styles.Font(strike=True)
    page["A2"].comment = openpyxl.comments.Comment("2025年更名", "office")
    book.save(tmp_path / "名录.xlsx")
    taken = load_source("units", tmp_path / "名录.xlsx", UnitIndex()).taken

    assert taken
    assert {(where.cell, kind) for where, kind, _ in taken.marked} == {("A2", "note"), ("A3", "struck")}


@pytest.mark.parametrize(
    ("heading", "text"), [("是否仍在使用", "否"), ("群使用情况", "已停用"), ("备注", "已解散"), ("是否在用", "否")]
)
def test_whatever_says_how_a_group_stands_is_the_state_of_a_list(tmp_path: Path, heading: str, text: str) -> None:
    found = load_source("observed", csv(tmp_path, f"群名称,{heading}\n教务群,{text}\n考务群,"), ROSTER)

    assert found.frame["state"].tolist() == [text, ""]
    assert found.taken
    assert [one.field for one in found.taken.columns] == ["group_name", "state"]


@pytest.mark.parametrize(
    ("typed", "unit", "former"),
    [
        ("后勤管理处（原后勤处）", "后勤管理处", "后勤处"),
        ("文学与传媒学院(原名文学院、新闻系)", "文学与传媒学院", "文学院\n新闻系"),
        ("动物科学学院（蜂学学院）", "动物科学学院（蜂学学院）", ""),
        ("草原研究所", "草原研究所", ""),
    ],
)
def test_an_old_name_in_brackets_is_a_former_name(typed: str, unit: str, former: str) -> None:
    roster = drawn("units", f"单位 | 应报\n{typed} | 是")
    assert (roster.frame["unit"].tolist(), roster.frame["former_names"].tolist()) == ([unit], [former])
    known = unit_index(roster, load_profile("suzhou-2018"))
    assert {known.resolve(name).unit for name in (typed, unit, *former.split("\n")) if name} == {unit}


def test_an_option_is_known_by_its_word_within_more_words(tmp_path: Path) -> None:
    path = csv(tmp_path, "类型,单位,群名称\n解散报告,教务处,甲群\n群主变更备案,计科院,乙群\n关于无变更的说明,后勤处,")

    assert load_source("notices", path, ROSTER).frame["type"].tolist() == ["解散", "变更", "无变更"]


def test_a_list_goes_on_over_the_next_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, rows in {
        "一": [("序号", "群名称", "群号"), (1, "甲群", "600000001")],
        "二": [(2, "乙群", "600000002", "问过")],
    }.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.remove(book.worksheets[0])
    book.save(tmp_path / "在用.xlsx")
    observed = load_source("observed", tmp_path / "在用.xlsx", ROSTER)

    assert observed.frame["group_no"].tolist() == ["600000001", "600000002"]
    assert observed.taken is not None
    assert [where.sheet for where in observed.taken.continued] == ["二"]
