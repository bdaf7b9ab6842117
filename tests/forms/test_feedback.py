"""反馈/<单位>.xlsx: the unit's own rows again, and what to correct; corrected, it is a valid return."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from drawing import workbook

from toolkit import load_profile, reconcile
from toolkit.forms.feedback import feedback
from toolkit.forms.template import render
from toolkit.normalise.file_names import safe_names
from toolkit.report.outcome import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from toolkit.model import Outcome

TODAY = dt.date(2026, 3, 8)
FIRST = 5  # the first line of 修改清单, counted as people count
GOOD = {
    "unit": "作曲系",
    "reporter": "郑一",
    "unit_head": "郑二",
    "reported_on": "2026年3月5日",
    "platform": "QQ群",
    "group_name": "作曲系教职工群",
    "group_no": "310000021",
    "owner": "郑三 13900000021",
    "admins": "郑四 13900000022",
    "purpose": "教学通知",
    "created_on": "2020年9月1日",
    "member_count": "86",
    "is_active": "是",
    "has_rules": "是",
    "member_scope": "全体教职工",
    "is_official": "否",
}
FAULTY = GOOD | {
    "group_name": "作曲系学生会群",
    "group_no": "3100",
    "owner": "郑五 13900000025",
    "admins": "",
    "created_on": "记不清",
    "purpose": "学生活动安排",
    "is_active": "还可以",
}


def send(folder: Path, unit: str, *rows: Mapping[str, str], profile: str = "sccm-2022", form: str = "register") -> None:
    told = load_profile(profile)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{unit}.xlsx").write_bytes(render(told.form(form), told, rows=[{**row, "unit": unit} for row in rows]))


def judged(folder: Path, profile: str = "sccm-2022") -> Outcome:
    return reconcile(folder, as_of=TODAY, profile=profile, jobs=1)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def listing(content: bytes) -> list[dict[str, Any]]:
    """Return the lines of 修改清单, heading to text, with `link`: the place its line leads to."""
    sheet = opened(content).worksheets[0]
    heads = [cell.value for cell in sheet[FIRST - 1]]
    found = []
    for row in sheet.iter_rows(min_row=FIRST):
        links = [cell.hyperlink.location for cell in row if cell.hyperlink]
        found.append({**dict(zip(heads, [cell.value for cell in row], strict=True)), "link": (links or [""])[0]})
    return found


def cell_of(book: openpyxl.Workbook, link: str) -> Any:
    name, _, cell = link.rpartition("!")
    return book[name.strip("'")][cell]


def problems(outcome: Outcome, unit: str) -> set[tuple[str, str]]:
    return {
        (finding.requirement, str(finding.facts.get("field")))
        for finding in outcome.findings
        if finding.unit == unit and finding.severity in {"error", "warning", "review"}
    }


def everything(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "\n".join(package.read(name).decode() for name in package.namelist())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    send(tmp_path / "收回", "作曲系", GOOD, FAULTY)
    return tmp_path / "收回"


def corrected(content: bytes) -> bytes:
    """Do what the list says: follow each link and write what belongs there."""
    right = {"账号": "310000029", "管理员": "郑六 13900000026", "创建时间": "2021年9月", "是否正常运行": "是"}
    book = opened(content)
    for line in listing(content):
        label = line["在哪里改（点击跳转）"].split(" ", 1)[1]
        value = next(text for start, text in right.items() if label.startswith(start))
        cell_of(book, line["link"]).value = value
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_corrected_as_the_list_says_it_is_a_clean_return(folder: Path, tmp_path: Path) -> None:
    outcome = judged(folder)
    assert len(problems(outcome, "作曲系")) == 4
    again = tmp_path / "再次收回"
    again.mkdir()
    (again / "作曲系.xlsx").write_bytes(corrected(feedback(outcome)["作曲系.xlsx"]))
    second = judged(again)
    assert [file.status for file in second.submissions] == ["merged"]
    assert problems(second, "作曲系") == set()
    assert feedback(second) == {}


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_corrected_and_saved_by_libreoffice_it_is_a_clean_return(folder: Path, tmp_path: Path, kind: str) -> None:
    edited, again = tmp_path / "改好", tmp_path / "再次收回"
    edited.mkdir()
    (edited / "作曲系.xlsx").write_bytes(corrected(feedback(judged(folder))["作曲系.xlsx"]))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(again), str(edited / "作曲系.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - our own file, no shell
    second = judged(again)
    assert [file.status for file in second.submissions] == ["merged"]
    assert problems(second, "作曲系") == set()


@pytest.mark.office
def test_libreoffice_itself_finds_the_notes_and_the_links(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "反馈.xlsx").write_bytes(feedback(judged(folder))["作曲系.xlsx"])
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", home, "--headless", "--convert-to", "fods", "--outdir", str(tmp_path), "反馈.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=tmp_path)  # noqa: S603 - likewise
    flat = (tmp_path / "反馈.fods").read_text(encoding="utf-8")
    assert len(re.findall("<office:annotation ", flat)) == 4
    assert flat.count('xlink:href="#') == 4
    assert "cell-content-is-in-list" in flat


def test_the_list_stands_first_and_leads_to_coloured_cells_with_a_note(folder: Path) -> None:
    content = feedback(judged(folder))["作曲系.xlsx"]
    book = opened(content)
    assert book.sheetnames[:3] == ["修改清单", "填表说明", "登记表"]
    assert book.active is not None
    assert book.active.title == "修改清单"
    lines = listing(content)
    assert [line["程度"] for line in lines] == sorted(
        (line["程度"] for line in lines), key=["须改正", "需说明", "待核"].index
    )
    for line in lines:
        cell = cell_of(book, line["link"])
        tones = {"须改正": "FFF7DEDC", "需说明": "FFFBEFD3", "待核": "FFE7E6F3"}  # as the list has it
        gravest = next(other["程度"] for other in lines if other["link"] == line["link"])
        assert cell.fill.start_color.rgb == tones[gravest]
        assert line["问题"] in cell.comment.text
        assert line["怎么改"] in cell.comment.text
        assert (str(cell.value or "")) == (line["现在填的是"] or "")
        assert line["原表位置"].startswith("作曲系.xlsx › 登记表!")
        assert line["已改"] == "□"
    assert {line["现在填的是"] for line in lines} == {"3100", "记不清", "还可以", None}


def test_every_other_cell_is_as_typed_and_without_a_note(folder: Path) -> None:
    book = opened(feedback(judged(folder))["作曲系.xlsx"])
    sheet: Worksheet = book["登记表"]
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    kept = {text for row in (GOOD, FAULTY) for key, text in row.items() if text and key != "platform"}
    assert kept <= texts
    assert sum(cell.comment is not None for row in sheet.iter_rows() for cell in row) == 4
    assert any(rule.type == "list" for rule in sheet.data_validations.dataValidation)


def test_nothing_of_another_unit_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "收回"
    send(folder, "作曲系", GOOD)
    theirs = GOOD | {
        "group_name": "钢琴伴奏群",
        "owner": "卫九 13900000091",
        "admins": "卫十 13900000092",
        "reporter": "卫一",
        "unit_head": "卫二",
    }
    send(folder, "钢琴系", theirs)
    found = feedback(judged(folder))
    assert set(found) == {"作曲系.xlsx", "钢琴系.xlsx"}
    assert "另有单位" in everything(found["作曲系.xlsx"])
    for private in ("钢琴", "卫九", "卫十", "卫一", "13900000091", "13900000092"):
        assert private not in everything(found["作曲系.xlsx"])
    for private in ("作曲系", "郑三", "郑一", "13900000021"):
        assert private not in everything(found["钢琴系.xlsx"])


def test_the_next_round_says_what_was_corrected(folder: Path, tmp_path: Path) -> None:
    before = judged(folder)
    earlier = to_json(before)
    half = FAULTY | {"group_no": "310000029", "admins": "郑六 13900000026"}
    send(tmp_path / "再次收回", "作曲系", GOOD, half | {"has_rules": "大概"})
    second = judged(tmp_path / "再次收回")
    states = {
        (line["问题"][:12], line["与上次比"]) for line in listing(feedback(second, earlier=earlier)["作曲系.xlsx"])
    }
    assert sorted(state for _, state in states) == ["已改", "已改", "未改", "未改", "本次新发现"]
    assert "与上次比" not in listing(feedback(second)["作曲系.xlsx"])[0]
    assert feedback(second, earlier=b"{broken") == feedback(second)
    assert feedback(second, earlier=b'{"format": "reconcile-outcome/1", "profile": "x"}') == feedback(second)


def test_the_same_outcome_gives_the_same_bytes(folder: Path) -> None:
    outcome = judged(folder)
    assert feedback(outcome) == feedback(outcome)
    assert feedback(judged(folder)) == feedback(outcome)


def test_a_unit_with_nothing_to_correct_gets_nothing(tmp_path: Path) -> None:
    send(tmp_path / "收回", "作曲系", GOOD)
    assert feedback(judged(tmp_path / "收回")) == {}


def test_what_a_unit_typed_becomes_no_formula_and_no_link(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://example.invalid","点我")'
    send(tmp_path / "收回", "作曲系", FAULTY | {"purpose": evil, "group_name": "=1+1"})
    content = feedback(judged(tmp_path / "收回"))["作曲系.xlsx"]
    cells = [cell for row in opened(content)["登记表"].iter_rows() for cell in row if cell.value in {evil, "=1+1"}]
    assert len(cells) == 2
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if "worksheets/sheet" in name]
    assert not any("HYPERLINK(" in formula for text in sheets for formula in re.findall("<f>(.*?)</f>", text))
    assert "example.invalid" not in "".join(sheets)


def test_each_card_has_a_sheet_of_its_own(tmp_path: Path) -> None:
    card = {
        "created_on": "2020年9月1日",
        "owner": "郑三",
        "group_name": "教务处通知群",
        "platform": "QQ群",
        "group_no": "310000021",
        "purpose": "通知",
    }
    other = card | {"group_name": "教务处考务群", "group_no": "12", "created_on": "不记得"}
    send(tmp_path / "收回", "教务处", card, other, profile="suzhou-2018", form="registration")
    outcome = judged(tmp_path / "收回", "suzhou-2018")
    content = feedback(outcome)["教务处.xlsx"]
    book = opened(content)
    first, second, *_ = (name for name in book.sheetnames if name.startswith("登记表"))
    assert (first, second) == ("登记表 教务处通知群", "登记表2 教务处考务群")
    assert book[first]["D7"].value == "教务处通知群"
    assert book[second]["D7"].value == "教务处考务群"
    wrong = next(line for line in listing(content) if line["现在填的是"] == "不记得")
    assert wrong["link"].startswith(f"'{second}'!")
    assert wrong["群"] == "教务处考务群"


def test_several_forms_of_a_unit_stand_in_one_workbook_one_after_the_other(tmp_path: Path) -> None:
    folder = tmp_path / "收回"
    group = {
        "group_name": "人事处通知群",
        "owner": "郑三",
        "member_count": "许多",
        "reporter": "郑一",
        "platform": "QQ群",
    }
    account = {"group_name": "人事处公众号", "created_on": "很久以前", "leader.name": "郑二"}
    send(folder / "1", "人事处", group, profile="jsut-2019")
    send(folder / "2", "人事处", account, profile="jsut-2019", form="account")
    send(folder / "3", "人事处", group | {"group_name": "人事处招聘群", "reporter": "郑九"}, profile="jsut-2019")
    content = feedback(judged(folder, "jsut-2019"))["人事处.xlsx"]
    sheets = opened(content).sheetnames
    assert [name for name in sheets if "登记表" in name] == [
        "备案登记表",
        "公众号登记表 人事处公众号",
        "公众号登记表2",
        "公众号登记表3",
        "备案登记表（2）",
    ]
    again = tmp_path / "再次收回"
    again.mkdir()
    (again / "人事处.xlsx").write_bytes(content)
    frame = judged(again, "jsut-2019").ledger.frame
    assert frame[["group_name", "reporter"]].to_numpy().tolist() == [
        ["人事处通知群", "郑一"],
        ["人事处公众号", ""],
        ["人事处招聘群", "郑九"],
    ]


def test_one_list_of_a_hundred_units_comes_back_with_one_guide(tmp_path: Path) -> None:
    """An office that keeps one list for all its units gets as many sheets as there are heads, and one explanation."""
    rows = "".join(f"第{number}中心 | 第{number}中心工作群 | QQ群 | 3{number:08}\n" for number in range(1, 103))
    workbook(tmp_path / "汇总.xlsx", f"单位 | 群名称 | 平台 | 群号\n{rows}")
    (returned,) = feedback(reconcile(tmp_path, as_of=TODAY, profile="cqny-2021", jobs=1)).values()
    sheets = openpyxl.load_workbook(io.BytesIO(returned)).sheetnames
    assert sum(name.startswith("填表说明") for name in sheets) == 1
    assert len(sheets) > 100


def test_what_the_form_has_no_place_for_is_kept(tmp_path: Path) -> None:
    workbook(
        tmp_path / "收回" / "教务处.xlsx",
        """
        单位   | 群名称       | 平台 | 群号 | 群主姓名 | 群主手机    | 群主职务 | 机房位置 | 人数 | 对应工作
        教务处 | 教务处通知群 | QQ群 | 12   | 郑三     | 13900000021 | 干事     | A座      | 多人 | 教学
               |              |      |      | 郑九     | 13900000029 |          |          |      |
        """,
        title="四川音乐学院校内各级各类QQ群、微信群等社交工作群组备案登记表",
    )
    outcome = judged(tmp_path / "收回")
    content = feedback(outcome)["教务处.xlsx"]
    texts = [str(cell.value) for row in opened(content)["登记表"].iter_rows() for cell in row if cell.value]
    for text in ("郑三 13900000021", "干事", "教学", "机房位置：A座", "多人"):
        assert text in texts, text
    nameless = next(line for line in listing(content) if "既没有群名称也没有群号" in str(line["问题"]))
    assert nameless["原表位置"] == "教务处.xlsx › Sheet1!B4"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("教务处", "教务处"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\\b:c", "a_b_c"),
        ("CON", "_CON"),
        ("nul.处", "_nul.处"),
        ("..", "_"),
        ("处" * 300, "处" * 60),
        ("教务\u202e处", "教务处"),
    ],
)
def test_the_name_of_a_unit_is_made_a_name_of_a_file(name: str, safe: str) -> None:
    assert safe_names([name]) == [safe]


def test_names_alike_to_a_file_system_stay_apart() -> None:
    assert safe_names(["MBA中心", "mba中心", "a/b", "a_b"]) == ["MBA中心", "mba中心（2）", "a_b", "a_b（2）"]
