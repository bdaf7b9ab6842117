"""Small returned files of every kind, drawn as tables of text and built here: values and cells of `outcome.json`.

A case is one return in one shape. `told` reads it through the whole of `reconcile` and gives the records by name.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
import subprocess
import zipfile
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import docx
import pytest
import xlsxwriter

from toolkit import Sources, reconcile
from toolkit.publish.deliver import encrypt
from toolkit.report.outcome import to_json

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2026, 3, 11)
TITLE = "重庆能源职业学院 QQ 群、微信群审备登记表"
ROSTER = """
    单位         | 简称   | 曾用名       | 应报
    教务处       |        |              | 是
    计算机学院   | 计科院 | 信息工程系   | 是
    继续教育学院 |        | 成人教育学院 | 是
"""


def lines(text: str) -> list[list[str]]:
    r"""Return a drawn table as cells; `\n` is a line break, ␣ a space kept at an edge."""
    rows = [line.split("|") for line in dedent(text).strip("\n").splitlines() if line.strip()]
    return [[cell.strip().replace("\\n", "\n").replace("␣", " ") for cell in row] for row in rows]


def xlsx(page: list[list[Any]], sheet: str = "Sheet1", *, merges: tuple[str, ...] = ()) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        paper = book.add_worksheet(sheet)
        for row, line in enumerate(page):
            for column, value in enumerate(line):
                if isinstance(value, str):
                    paper.write_string(row, column, value)
                elif isinstance(value, tuple):
                    paper.write_string(row, column, value[0], book.add_format({"font_name": value[1]}))
                else:
                    paper.write_number(row, column, value)
        for span in merges:
            paper.merge_range(span, "")
            first = span.partition(":")[0]
            row, column = int(first[1:]) - 1, ord(first[0]) - 65
            paper.write_string(row, column, str(page[row][column]))
    return stream.getvalue()


def ledger(text: str) -> list[list[str]]:
    return [[TITLE], *lines(text)]


def outcome(folder: Path, profile: str = "cqny-2021", **more: Any) -> dict[str, Any]:
    roster = folder.parent / "名录.xlsx"
    roster.write_bytes(xlsx(lines(ROSTER)))
    told = reconcile(folder, as_of=TODAY, profile=profile, sources=Sources(units=roster), jobs=1, **more)
    return json.loads(to_json(told, with_contacts=True))


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def rows(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [record["values"] for record in told["records"]]


def one(folder: Path, page: list[list[Any]], profile: str = "cqny-2021") -> dict[str, Any]:
    return outcome(put(folder / "收回", {"表.xlsx": xlsx(page)}), profile)


def findings(told: dict[str, Any], field: str) -> list[tuple[str, str]]:
    """Return (severity, cell) of what is said about a field of the vocabulary."""
    return [
        (finding["severity"], finding["where"][0]["cell"])
        for finding in told["findings"]
        if finding["facts"].get("field", "").startswith(field)
    ]


# --- values as typed ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name", "number"),
    [
        ("计科1班（123456789）", "计科1班", "123456789"),
        ("计科1班(123456789)", "计科1班", "123456789"),
        ("计科1班：123456789", "计科1班", "123456789"),
        ("计科1班 123456789", "计科1班", "123456789"),
        ("计科1班\n123456789", "计科1班", "123456789"),
        ("计科1班\n群号：１２３４５６７８９", "计科1班", "123456789"),
        ("计科1班", "计科1班", None),
    ],
)
def test_a_name_and_a_number_in_one_cell(tmp_path: Path, typed: str, name: str, number: str | None) -> None:
    page = [
        ["四川护理职业学院互联网群组备案登记表"],
        ["备案部门：", "教务处", "", "", "", "时间：", "2026年3月2日"],
        ["群组类型", "□微博 □微信 □微博群 □贴吧群 ☑其他 QQ群"],
        ["群名及群号", typed, "", "群人数", "45", "开通时间", "2023年9月1日"],
        ["群主", "姓名", "张三", "职务", "科员", "手机", "13900000001"],
    ]
    told = one(tmp_path, page, "scnvc-2019")
    assert [(row["group_name"], row["group_no"], row["platform"]) for row in rows(told)] == [(name, number, "QQ群")]
    assert told["records"][0]["source"] == {"file": "表.xlsx", "sheet": "Sheet1", "cell": "B4"}


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("123456789.0", ["123456789"]),
        (123456789, ["123456789"]),
        ("QQ：123 456 789", ["123456789"]),
        ("群号:１２３４５６７８９", ["123456789"]),
        ("`123456789", ["123456789"]),
        ("\u200b123456789\u3000", ["123456789"]),
        ("13900000001", ["13900000001"]),
        ("123456789、987654321", ["123456789", "987654321"]),
        ("123456789\n987654321", ["123456789", "987654321"]),
        ("无", []),
        ("邀请制", []),
        ("微信群", []),
    ],
)
def test_a_number_however_it_was_typed(tmp_path: Path, typed: Any, numbers: list[str]) -> None:
    page = ledger("单位 | 群名称 | 平台 | 群号\n教务处 | 教务处群 | QQ群 | ?")
    page[2][3] = typed
    (row,) = rows(one(tmp_path, page))
    assert row["group_nos"] == numbers
    assert row["group_no"] == (numbers[0] if numbers else None)


def test_a_number_that_excel_has_rounded_is_a_finding_and_never_guessed(tmp_path: Path) -> None:
    told = one(tmp_path, ledger("单位 | 群名称 | 平台 | 群号\n教务处 | 教务处群 | QQ群 | 1.23E+09"))
    assert rows(told)[0]["group_no"] is None
    assert ("D3") in {cell for _, cell in findings(told, "group_no")}
    assert "1.23E+09" in json.dumps(told["findings"], ensure_ascii=False)


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("张三 13900000001", [("张三", "13900000001", None)]),
        ("张三：13900000001", [("张三", "13900000001", None)]),
        ("张三（13900000001）", [("张三", "13900000001", None)]),
        ("张三13900000001", [("张三", "13900000001", None)]),
        ("张三\n13900000001", [("张三", "13900000001", None)]),
        ("张三、李四", [("张三", None, None), ("李四", None, None)]),
        ("张三 13900000001；李四 13900000002", [("张三", "13900000001", None), ("李四", "13900000002", None)]),
        ("张三 0557-2871234", [("张三", None, "0557-2871234")]),
        ("买买提·艾力 １３９０００００００１", [("买买提·艾力", "13900000001", None)]),
    ],
)
def test_people_with_their_phones_in_one_cell(
    tmp_path: Path, typed: str, people: list[tuple[str, str | None, str | None]]
) -> None:
    page = [
        ["四川音乐学院校内各级各类 QQ 群、微信群等工作社交群组备案登记表"],
        ["填报部门（签字、盖章）：", "教务处"],
        ["群聊类别", "QQ群1"],
        ["名称", "考务群"],
        ["账号", "123456789"],
        ["创建者及联系方式", typed],
        ["现有人数", "45"],
    ]
    (row,) = rows(one(tmp_path, page, "sccm-2022"))
    assert [(one["name"], one["mobile"], one["office_phone"]) for one in row["owner"]] == people


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *((text, True) for text in ("是", "√", "✓", "✔", "对", "有", "已建", "1", "Y", "☑", "■", ("R", "Wingdings 2"))),
        *((text, False) for text in ("否", "×", "无", "未", "N", "停用")),
        *((text, None) for text in ("", "□", "☑是 ☑否", "□是 □否", "看情况")),
    ],
)
def test_a_tick_of_every_shape(tmp_path: Path, typed: Any, *, read: bool | None) -> None:
    page: list[list[Any]] = [
        ["四川音乐学院校内各级各类 QQ 群、微信群等工作社交群组备案登记表"],
        ["填报部门（签字、盖章）：", "教务处"],
        ["群聊类别", "QQ群1", "微信群1"],
        ["名称", "考务群", "通知群"],
        ["账号", "123456789", ""],
        ["是否建立管理办法", typed, "是"],
    ]
    told = one(tmp_path, page, "sccm-2022")
    assert [row["has_rules"] for row in rows(told)] == [read, True]
    if typed not in {"", "□", "□是 □否"} and read is None:
        assert ("review", "B6") in findings(told, "has_rules")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *(
            (text, "2018-05-15")
            for text in ("2018年5月15日", "2018.5.15", "2018/5/15", "20180515", "2018-05-15", 43235)
        ),
        *((text, "2018-05") for text in ("2018-05", "2018/5", "2018年5月", "二〇一八年五月")),
        *((text, "2018") for text in ("2018", "2018年")),
        *((text, None) for text in ("", "不详", "18.5.15", "建校时", "2018年13月")),
    ],
)
def test_a_date_keeps_the_precision_it_was_given(tmp_path: Path, typed: Any, read: str | None) -> None:
    page: list[list[Any]] = ledger("单位 | 群名称 | 平台 | 创建日期\n教务处 | 教务处群 | QQ群 | ?")
    page[2][3] = typed
    told = one(tmp_path, page)
    assert rows(told)[0]["created_on"] == read
    if typed and typed != "不详" and read is None:
        assert "D3" in {cell for _, cell in findings(told, "created_on")}


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("150", 150, 150),
        ("１５０人", 150, 150),
        ("1,020", 1020, 1020),
        ("150人左右", 135, 165),
        ("约150人", 135, 165),
        ("100+", 100, None),
        ("(2000)", 2000, 2000),
        ("近百", 90, 100),
        ("百余人", 101, 199),
        ("已满员", None, None),
    ],
)
def test_a_count_is_an_interval_or_a_question(tmp_path: Path, typed: str, low: int | None, high: int | None) -> None:
    told = one(tmp_path, ledger(f"单位 | 群名称 | 平台 | 人数\n教务处 | 教务处群 | QQ群 | {typed}"))
    assert rows(told)[0]["member_count"] == {"low": low, "high": high, "raw": typed}
    if low is None:
        assert ("review", "D3") in findings(told, "member_count")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("\U0001f339教务处群\U0001f339", "教务处群"),
        ("教务\u0007处群", "教务处群"),
        ("\ue000教务处群\uf8ff", "教务处群"),
        ("教务处群\u3000\u3000", "教务处群"),
        ("教务处群\u202e\u200b", "教务处群"),
    ],
)
def test_a_name_with_what_no_eye_sees(tmp_path: Path, typed: str, name: str) -> None:
    from toolkit.names.names import canonical_name

    (row,) = rows(one(tmp_path, ledger(f"单位 | 群名称 | 平台 | 人数\n教务处 | {typed} | QQ群 | 3")))
    assert canonical_name(row["group_name"]).key == canonical_name(name).key
    assert not any(ord(letter) < 32 for letter in row["group_name"])


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("计科院", "计算机学院"),
        ("信息工程系", "计算机学院"),
        ("计算机 学院", "计算机学院"),
        ("成人教育学院", "继续教育学院"),
        ("继续教育学院　远程教育学院(合署)", "继续教育学院"),
        ("教务处｜考务科", "教务处"),
    ],
)
def test_a_unit_by_its_other_names(tmp_path: Path, typed: str, unit: str) -> None:
    (row,) = rows(one(tmp_path, ledger(f"单位 | 群名称 | 平台 | 人数\n{typed} | 某群 | QQ群 | 3")))
    assert (row["unit"], row["unit_raw"]) == (unit, typed.replace("　", " ") if "　" in typed else typed)


def test_a_unit_nobody_knows_is_asked_about_and_not_guessed(tmp_path: Path) -> None:
    told = one(tmp_path, ledger("单位 | 群名称 | 平台 | 人数\n商字院 | 某群 | QQ群 | 3"))
    assert rows(told)[0]["unit_raw"] == "商字院"
    assert rows(told)[0]["unit"] not in {"教务处", "计算机学院", "继续教育学院", "远程教育学院"}
    assert "A3" in {finding["where"][0]["cell"] for finding in told["findings"] if finding["where"]}


# --- layouts that were read wrongly once ----------------------------------------------------------------------------


def test_a_number_with_its_label_beside_a_card_does_not_cut_the_card(tmp_path: Path) -> None:
    page = lines("""
        微信工作群、QQ 工作群组审批表 | | | | | 微信工作群、QQ 工作群组审批表
        单位(部门)名称 | 教务处 | | | | 单位(部门)名称 | 教务处
        工作群名称 | 考务群 | | | | 工作群名称 | 监考群
        群类别(微信或QQ)与功能 | QQ群；考务 | | | | 群类别(微信或QQ)与功能 | 微信群，监考
        人员规模与范围 | 30人，考务员 | | | | 人员规模与范围 | 40人，监考员
        群主、管理员 | 王五、张三 | 联系方式 | 13900000001 | | 群主、管理员 | 周八 | 联系方式 | 13900000003
        群号 | 群号:127409204 | | | | 群号 | 1328980782
    """)
    told = one(tmp_path, page, "jsut-2019")
    read = [(row["group_name"], row["group_no"], row["member_count"]["low"]) for row in rows(told)]
    assert read == [("考务群", "127409204", 30), ("监考群", "1328980782", 40)]
    assert [record["source"]["cell"] for record in told["records"]] == ["B3", "G3"]


def test_a_tall_answer_is_found_under_a_label_in_other_words(tmp_path: Path) -> None:
    page = lines("""
        宿州学院 QQ 群、微信群备案登记表
        创建单位 | 教务处 | 创建时间 | 2020年5月
        创建人 | 张三 | 群名称 | 考务群
        创建类别 | QQ 群 ☑ 微信群 □
        主要功能或用途 | 对创建QQ群、微信群的宗旨、用途等进行说明：
         | 发布考试安排
        管理员 | 姓名 | 办公电话 | 手机号码 | 电子邮箱
         | 李四 | 0557-2871234 | 13900000002 | a@example.edu.cn
    """)
    (row,) = rows(one(tmp_path, page, "suzhou-2018"))
    assert row["purpose"] == "发布考试安排"
    assert [(one["name"], one["mobile"]) for one in row["admins"]] == [("李四", "13900000002")]


# --- formats --------------------------------------------------------------------------------------------------------

ROWS = """
    单位   | 群名称       | 平台   | 群号      | 群主 | 群主手机    | 人数 | 创建日期
    教务处 | 教务处通知群 | QQ群   | 100000001 | 张三 | 13900000001 | 120  | 2020-09-01
    教务处 | 教务处考务群 | 微信群 | 无        | 李四 | 13900000002 | 80   | 2025-09
"""
READ = [("教务处通知群", "100000001", 120, "2020-09-01"), ("教务处考务群", None, 80, "2025-09")]


def read(told: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(row["group_name"], row["group_no"], row["member_count"]["low"], row["created_on"]) for row in rows(told)]


def csv_text() -> str:
    return "\n".join(",".join(line) for line in ledger(ROWS))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("表.csv", csv_text().encode("gb18030")),
        ("表.csv", csv_text().encode("utf-8-sig")),
        ("表.csv", csv_text().encode("utf-8")),
        ("表.tsv", csv_text().replace(",", "\t").encode("gb18030")),
        ("表.csv", csv_text().encode("utf-16")),
    ],
    ids=["gb18030", "utf-8 with BOM", "utf-8", "tsv", "utf-16"],
)
def test_a_text_table_in_every_encoding(tmp_path: Path, name: str, data: bytes) -> None:
    told = outcome(put(tmp_path / "收回", {name: data}))
    assert read(told) == READ
    assert told["records"][1]["source"] == {"file": name, "sheet": "", "cell": "B4"}


def office(tmp_path: Path, kind: str, page: list[list[Any]]) -> bytes:
    """Return a page as LibreOffice itself saves it."""
    (tmp_path / "源.xlsx").write_bytes(xlsx(page))
    soffice = shutil.which("soffice")
    assert soffice is not None
    profile = f"-env:UserInstallation=file://{tmp_path}/lo"
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(tmp_path),
        str(tmp_path / "源.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - LibreOffice on our own file
    return (tmp_path / f"源.{kind.partition(':')[0]}").read_bytes()


@pytest.mark.office
@pytest.mark.parametrize(
    ("kind", "name"), [("xls", "表.xls"), ("ods", "表.ods"), ("xlsx", "表.xlsx"), ("xls", "表.et"), ("fods", "表.fods")]
)
def test_a_workbook_as_libreoffice_saves_it(tmp_path: Path, kind: str, name: str) -> None:
    """An .et of WPS holds BIFF records like an .xls; flat XML is none of the formats that are read."""
    told = outcome(put(tmp_path / "收回", {name: office(tmp_path, kind, ledger(ROWS))}))
    if kind == "fods":
        assert [(file["status"], file["reason"]["code"]) for file in told["files"]] == [("rejected", "not-a-workbook")]
        return
    assert read(told) == READ
    assert told["records"][0]["source"] == {"file": name, "sheet": "Sheet1", "cell": "B3"}


def word(text: str, *, merged: tuple[tuple[int, int, int, int], ...] = ()) -> bytes:
    document = docx.Document()
    document.add_paragraph(TITLE)
    page = lines(text)
    table = document.add_table(rows=len(page), cols=max(map(len, page)))
    for row, line in enumerate(page):
        for column, value in enumerate(line):
            table.cell(row, column).text = value
    for top, left, bottom, right in merged:
        kept = table.cell(top, left).text
        table.cell(top, left).merge(table.cell(bottom, right)).text = kept
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_word_table_with_merged_cells(tmp_path: Path) -> None:
    told = outcome(put(tmp_path / "收回", {"表.docx": word(ROWS, merged=((1, 0, 2, 0),))}))
    assert read(told) == READ
    assert {row["unit"] for row in rows(told)} == {"教务处"}
    assert told["records"][1]["source"] == {"file": "表.docx", "sheet": "表1", "cell": "B3"}


def test_a_merged_unit_counts_for_all_its_rows(tmp_path: Path) -> None:
    page = ledger(ROWS)
    page[3][0] = ""
    data = xlsx(page, merges=("A3:A4",))
    told = outcome(put(tmp_path / "收回", {"表.xlsx": data}))
    assert {row["unit"] for row in rows(told)} == {"教务处"}
    assert read(told) == READ


def test_an_archive_with_names_in_gbk(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        info = zipfile.ZipInfo("x" * len("教务处/登记表.xlsx".encode("gb18030")))
        archive.writestr(info, xlsx(ledger(ROWS)))
    data = stream.getvalue().replace(info.filename.encode(), "教务处/登记表.xlsx".encode("gb18030"))
    told = outcome(put(tmp_path / "收回", {"打包.zip": data}))
    assert read(told) == READ
    assert [(file["path"], file["status"]) for file in told["files"]] == [
        ("打包.zip", "opened"),
        ("打包.zip!/教务处/登记表.xlsx", "merged"),
    ]
    assert told["records"][0]["source"]["file"] == "打包.zip!/教务处/登记表.xlsx"


def test_a_web_page_that_calls_itself_xls(tmp_path: Path) -> None:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in ledger(ROWS))
    html = f'<html><head><meta charset="gb2312"></head><body><table>{body}</table></body></html>'
    told = outcome(put(tmp_path / "收回", {"表.xls": html.encode("gb18030")}))
    assert read(told) == READ
    assert told["records"][1]["source"]["cell"] == "B4"


def test_an_encrypted_return_opens_with_the_password_file_only(tmp_path: Path) -> None:
    folder = put(tmp_path / "收回", {"表.xlsx": encrypt(xlsx(ledger(ROWS)), "open-me")})
    shut = outcome(folder)
    assert [(file["status"], file["reason"]["code"]) for file in shut["files"]] == [("rejected", "encrypted")]
    assert rows(shut) == []
    told = outcome(folder, passwords=("wrong", "open-me"))
    assert read(told) == READ
    assert told["files"][0]["status"] == "merged"


def test_a_hidden_sheet_with_an_old_copy_does_not_count_twice(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name in ("登记表", "旧"):
            sheet = book.add_worksheet(name)
            for row, line in enumerate(ledger(ROWS)):
                sheet.write_row(row, 0, line)
        sheet.hide()
    told = outcome(put(tmp_path / "收回", {"表.xlsx": stream.getvalue()}))
    assert read(told) == READ
    assert "hidden-sheet" in {note["code"] for note in told["files"][0]["warnings"]}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("表.rar", b"Rar!\x1a\x07\x01\x00" + bytes(64)),
        ("表.7z", b"7z\xbc\xaf\x27\x1c" + bytes(64)),
        ("表.pdf", b"%PDF-1.7\n" + bytes(64)),
        ("表.png", b"\x89PNG\r\n\x1a\n" + bytes(64)),
        ("表.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ],
)
def test_what_is_not_read_is_refused_by_name_with_what_to_send_instead(tmp_path: Path, name: str, data: bytes) -> None:
    told = outcome(put(tmp_path / "收回", {name: data, "好.xlsx": xlsx(ledger(ROWS))}))
    (file,) = (file for file in told["files"] if file["path"] == name)
    assert file["status"] == "rejected"
    assert file["reason"]["code"] in {"not-a-workbook", "corrupt"}
    assert len(file["reason"]["text"]) > 8
    assert read(told) == READ
