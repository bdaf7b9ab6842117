"""Sixty mistakes of a newcomer in YAML, each told with file, line and the right form; and all of them in one go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from toolkit import cli
from toolkit.findings.definition import examined, load_profile
from toolkit.forms.template import render

if TYPE_CHECKING:
    from pathlib import Path

REGULATION = """\
profile: sample-2026
version: "2026-01-01/1"
institution: {name: 示例大学, short_names: [示大]}
document: {title: 示例大学网络群组管理办法, number: 示大〔2026〕1号, effective: 2026-01-01}
parameters: {size_limit: 200, annual_window: {start: "09-01", end: "09-30"}}
routes:
  - {when: {category: 社团}, file_with: 团委}
articles:
  - id: "一"
    title: 第一条
    text: 群组人数不超过200人。群名称以本单位简称开头。
  - id: "二"
    title: 第二条
    text: 每个群组须确定一名群主，并写明用途。每年9月报送。
  - id: "三"
    title: 第三条
    text: 群主应当引导成员文明交流。
requirements:
  - id: EX-1
    article: "一"
    clause: 第一条
    quote: 群组人数不超过200人
    title: 人数上限
    rule: over-size
    with: {limit: 200, when: {platform: [QQ群, 微信群]}}
    severity: warning
    fields: [member_count]
  - id: EX-1b
    article: "一"
    clause: 第一条
    quote: 群名称以本单位简称开头
    title: 群名称
    rule: name-prefix
    with: {field: group_name, prefixes: [unit], severities: {uncertain: notice}}
    severity: warning
    fields: [group_name]
  - id: EX-2
    article: "二"
    clause: 第二条
    quote: 须确定一名群主，并写明用途
    title: 群主和用途
    rule: required
    with: {fields: [owner.name, purpose]}
    severity: error
    fields: [owner, purpose]
  - id: EX-2b
    article: "二"
    clause: 第二条
    quote: 每年9月报送
    title: 报送时间
    rule: annual-window
    with: {start: "09-01", end: "09-30", dates: [reported_on]}
    severity: warning
    needs: [received]
    fields: [reported_on]
  - id: EX-3
    article: "三"
    clause: 第三条
    quote: 引导成员文明交流
    title: 文明交流
    rule: by-hand
    severity: notice
    why: 登记表不含群内言论，由群主日常引导。
"""

LIST = """\
form: register
title: 示例大学网络群组登记表
sheet: 登记表
layout: ledger
offered: 10
widths: [16, 24, 12, 14, 12, 10]
head:
  - {row: [填表部门：, "{unit}", "<", 填表日期：, "{reported_on}", ""], height: 24}
columns:
  - {label: 群组名称, answer: group_name, width: 24}
  - {label: 平台, answer: platform}
  - {label: 群号, answer: group_no}
  - {label: 群主, answer: owner.name}
  - {label: 人数, answer: member_count}
  - {label: 用途, answer: purpose}
labels: {unit: [填表部门]}
extra: [created_on, is_temporary]
"""

CARD = """\
form: account
title: 示例大学公众号登记表
sheet: 公众号
layout: card
widths: [16, 20, 16, 22]
page:
  - {row: [公众号名称, "{group_name}", 单位, "{unit}"]}
  - {row: [类型, "{platform: 公众号 | QQ公众号}", 账号, "{group_no}"]}
  - {row: [用途, "{purpose}", "<", "<"]}
  - {row: ["^", "{filed_on: signature | 年 月 日}", "<", "<"]}
fixed: {kind: 公众号}
"""

FILES = {"regulation": REGULATION, "register": LIST, "account": CARD}

# file, what is right, what was written, what the message must say beside file and line
README = [
    ("regulation", "{limit: 200, when", "{limit: 200人, when", ["200人", "整数", "limit"]),
    ("register", "answer: owner.name}", "answer: owner.nam}", ["owner.nam", "owner.name"]),
    ("regulation", 'start: "09-01", end: "09-30"}}', 'start: "09-01", end: 9月30日}}', ["9月30日", "09-30"]),
    ("register", "[created_on, is_temporary]", "[群号, campus]", ["群号", "group_no"]),
    ("regulation", "when: {platform:", "when: {platfrom:", ["platfrom", "platform"]),
    ("regulation", "needs: [received]", "needs: [recieved]", ["recieved", "received"]),
    ("regulation", "quote: 群组人数不超过200人", "quote: 群组人数不得超过200人", ["不得超过", "群组人数不超过200人"]),
    ("regulation", "parameters: {size_limit:", "parameters: {size_limt:", ["size_limt", "size_limit"]),
    ("regulation", "annual_window:", "anual_window:", ["anual_window", "annual_window"]),
    ("regulation", 'article: "三"\n', 'article: "二"\n', ["第三条", "by-hand"]),
    ("register", "answer: purpose}", "answer: platform}", ["platform", "两次"]),
    ("regulation", "profile: sample-2026", "profile: sample-2025", ["sample-2025", "sample-2026"]),
    ("register", "labels: {unit:", "labels: {uint:", ["uint", "unit"]),
    ("regulation", "    why: 登记表不含群内言论，由群主日常引导。\n", "", ["why", "人工"]),
    ("register", "  - {label: 群组名称, answer: group_name, width: 24}\n", "", ["group_name"]),
    ("regulation", "with: {field: group_name, prefixes", "with: {prefixes", ["field", "name-prefix"]),
    ("register", "layout: ledger", "layout: legder", ["legder", "ledger"]),
    ("register", "sheet: 登记表\n", "", ["sheet", "缺少"]),
    ("register", "title: 示例大学网络群组登记表", "titel: 示例大学网络群组登记表", ["titel", "title"]),
    ("register", "- {label: 平台, answer: platform}", "- {lable: 平台, answer: platform}", ["lable", "label"]),
    ("regulation", "rule: over-size", "rule: oversize", ["oversize", "over-size"]),
    ("regulation", "{limit: 200, when", "{limt: 200, when", ["limt", "limit"]),
    ("regulation", "severity: error", "severity: eror", ["eror", "error"]),
    ("regulation", 'article: "二"\n', 'article: "四"\n', ["四", "articles"]),
    ("regulation", "id: EX-2b", "id: EX-2", ["EX-2", "两次"]),
    ("register", "title: 示例大学网络群组登记表\n", "title: 示例\ntitle: 示例大学网络群组登记表\n", ["title", "两次"]),
    ("register", '"{reported_on}", ""]', '"{reported_on}"]', ["5 格", "6 列"]),
    ("regulation", "prefixes: [unit]", "prefixes: [units]", ["units", "unit"]),
    ("regulation", "effective: 2026-01-01}", "effective: 2026年1月1日}", ["2026年1月1日", "2026-01-01"]),
    ("regulation", "[owner, purpose]", "[owner, purpos]", ["purpos", "purpose"]),
]
FURTHER = [
    ("register", "form: register", "form：register", ["全角", "form"]),
    ("register", "title: 示例", "title:示例", ["title", "空一格"]),
    ("register", "- {label: 群号, answer", "- {label：群号, answer", ["label", "全角"]),
    ("register", "  - {label: 用途, answer: purpose}", "\t- {label: 用途, answer: purpose}", ["Tab", "空格"]),
    ("register", "- {label: 用途, answer", "- {label: 用途， answer", ["全角逗号"]),
    ("register", '"{unit}", "<"', '{unit}, "<"', ['"{unit}"', "引号"]),
    ("account", '"{platform: 公众号', '"{platform：公众号', ["platform", "半角"]),
    ("account", '"{platform: 公众号 | QQ公众号}"', "{platform: 公众号}", ['"{platform: 公众号}"']),
    ("account", '"{purpose}"', '"{用途}"', ["{purpose}"]),
    ("account", '"{purpose}"', '"{Purpose}"', ["{purpose}"]),
    ("account", '"{group_no}"', '"｛group_no｝"', ["{group_no}"]),
    ("account", '"{group_no}"', '"{group_no.name}"', ["group_no"]),
    ("account", '"{purpose}"', '"{purpose&group_no}"', ["group_name&group_no"]),
    ("account", '"{unit}"', '"{group_name}"', ["group_name", "两次"]),
    ("account", 'row: ["^", "{filed_on', 'row: ["<", "{filed_on', ["行首"]),
    ("account", "公众号 | QQ公众号}", "公众号 | 公众号}", ["重复"]),
    ("account", "sheet: 公众号", "sheet: 公众号/QQ", ["工作表名"]),
    ("account", "form: account", "form: register", ["register", "register.yaml"]),
    ("account", "fixed: {kind: 公众号}", "fixed: {kind: 公众帐号}", ["公众帐号", "公众号"]),
    ("account", "layout: card", "layout: ledger", ["page", "card"]),
    ("register", "answer: platform}", 'answer: "{platform}"}', ["不要花括号", "platform"]),
    ("register", "answer: platform}", 'answer: "platform: QQ群 | 微信群"}', ["只能写一个栏目名"]),
    ("register", "offered: 10", "offered: 十", ["十", "整数"]),
    ("register", "extra: [created_on, is_temporary]", "extra: created_on", ["清单", "[created_on]"]),
    ("register", "extra: [created_on, is_temporary]", "extra: [created_on, purpose]", ["purpose", "两次"]),
    ("register", "label: 群主, answer", "label: no, answer", ['"no"', "引号"]),
    ("register", "columns:\n", "columns: 群组名称\ncolumn:\n", ["清单"]),
    ("regulation", 'start: "09-01", end: "09-30"}}', 'start: "09-01", end: "02-30"}}', ["02-30", "月-日"]),
    ("regulation", "effective: 2026-01-01}", "effective: 2026-13-01}", ["2026-13-01", "日期"]),
    ("regulation", "effective: 2026-01-01}", "effective: 2026}", ["2026", "日期"]),
    ("regulation", 'id: "三"\n', "id: 3\n", ["加英文双引号", '"3"']),
    ("regulation", "title: 人数上限", "title: 人数: 上限", ["双引号"]),
    ("regulation", "title: 人数上限", "title: *人数上限", ["双引号"]),
    ("regulation", "short_names: [示大]", "short_names: [示大", ["方括号"]),
    ("regulation", 'version: "2026-01-01/1"', 'version: "2026-01-01/1', ["引号"]),
    ("regulation", "severity: notice", "severity:", ["空的"]),
    ("regulation", "with: {fields: [owner.name, purpose]}", "with: {fields: owner.name}", ["[owner.name]", "required"]),
    ("regulation", "[owner.name, purpose]}", "[owner.nmae, purpose]}", ["owner.nmae", "owner.name"]),
    ("regulation", "severities: {uncertain:", "severities: {uncertian:", ["uncertian", "uncertain"]),
    ("regulation", "severities: {uncertain: notice}", "severities: {uncertain: 提示}", ["severities", "提示"]),
    ("regulation", "when: {platform: [QQ群, 微信群]}", "when: {platform: []}", ["没有写答案"]),
    ("regulation", "when: {platform: [QQ群, 微信群]}", "when: {platform: [QQ 裙]}", ["QQ 裙", "平台"]),
    ("regulation", "when: {platform: [QQ群, 微信群]}", "when: {owner: 张三}", ["不能做条件"]),
    ("regulation", "when: {platform: [QQ群, 微信群]}", "when: {is_temporary: 是}", ["true", "false"]),
    ("regulation", "when: {platform: [QQ群, 微信群]}", "when: {followers: 10000以上}", ["followers: {over: 100}"]),
    ("regulation", "when: {platform: [QQ群, 微信群]}", "when: {member_count: '>100'}", ["member_count: {over: 100}"]),
    ("regulation", "when: {platform: [QQ群, 微信群]}", "when: 微信群", ["when", "微信群"]),
    ("regulation", "when: {platform: [QQ群, 微信群]}", "form: registr", ["registr", "register"]),
    ("regulation", "when: {platform: [QQ群, 微信群]}", "yields_to: [EX-9]", ["EX-9"]),
    ("regulation", "when: {category: 社团}", "when: {catgory: 社团}", ["catgory", "category"]),
    ("regulation", "with: {field: group_name, pre", "with: {field: created_on, pre", ["created_on"]),
    ("regulation", "dates: [reported_on]", "dates: [owner]", ["owner", "reported_on"]),
    ("regulation", "with: {limit: 200, when", "with: {limit: '200', when", ["整数"]),
    ("regulation", "routes:\n", "options: {level: {班集: [班]}}\nroutes:\n", ["班集", "班级"]),
    ("regulation", "institution: {name: 示例大学,", "institution: ｛name: 示例大学,", ["全角的括号"]),
    ("regulation", "rule: name-prefix\n", "rule: name-prefix  #前缀\n    wiht: 1\n", ["wiht", "with"]),
    ("register", "- {label: 群号, answer", "- {label: 群号 #十位, answer", ["#", "双引号"]),
]


def written(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True)
    for name, text in (FILES | files).items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def slipped(slip: tuple[str, str, str, list[str]]) -> tuple[str, int]:
    """Return the text of a file with one slip in it, and the line where that stands."""
    file, right, wrong, _ = slip
    text = FILES[file]
    assert right in text, right
    return text.replace(right, wrong, 1), text[: text.index(right)].count("\n") + 1


def told(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert cli.run(["rules", "--profile", str(folder)]) == 2
    return capsys.readouterr().err


def test_the_definitions_without_a_slip_are_good(tmp_path: Path) -> None:
    assert examined(written(tmp_path / "sample-2026")).mistakes == ()
    assert len(README) == 30
    assert len(FURTHER) >= 30


def test_a_limit_for_one_case_may_differ_from_that_for_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for_some = REGULATION.replace("{limit: 200, when", "{limit: 150, when")
    assert load_profile(written(tmp_path / "some" / "sample-2026", regulation=for_some)).id == "sample-2026"

    for_all = REGULATION.replace("{limit: 200, when: {platform: [QQ群, 微信群]}}", "{limit: 150}")
    message = told(written(tmp_path / "all" / "sample-2026", regulation=for_all), capsys)
    assert [word for word in ("150", "200", "size_limit", "EX-1") if word not in message] == []


@pytest.mark.parametrize("slip", [*README, *FURTHER], ids=lambda slip: slip[2].strip()[:30])
def test_a_mistake_is_told_with_its_file_and_line_and_the_right_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], slip: tuple[str, str, str, list[str]]
) -> None:
    file, _, _, said = slip
    text, line = slipped(slip)
    folder = written(tmp_path / "sample-2026", **{file: text})

    message = told(folder, capsys)

    assert [word for word in said if word not in message] == []
    places = {f"sample-2026/{file}.yaml 第 {near} 行" for near in range(line - 7, line + 11)}
    elsewhere = {"缺少", "group_name", "register.yaml", "第三条"} & set(said)  # told at the file, or at the other place
    assert elsewhere or any(place in message for place in places), message
    assert cli.run(["rules", "--profile", str(folder), "--lang", "en"]) == 2
    english = capsys.readouterr().err
    assert f"sample-2026/{file}.yaml" in english or "register.yaml" in english
    assert re.search("第 .* 行|请", english) is None


def test_one_slip_is_one_line(tmp_path: Path) -> None:
    """What only follows from a mistake is not told beside it."""
    found = {}
    for number, slip in enumerate([*README, *FURTHER]):
        folder = written(tmp_path / str(number) / "sample-2026", **{slip[0]: slipped(slip)[0]})
        found[slip[2].strip()] = sorted(one.code for one in examined(folder).mistakes)

    assert {wrong: codes for wrong, codes in found.items() if len(codes) != 1} == {
        "[群号, campus]": ["unknown-field", "unknown-field"],
        'article: "二"': ["article-unasked", "quotation"],
        "columns: 群组名称\ncolumn:": ["unknown-key", "wrong-list"],
    }


def test_all_mistakes_come_at_once_in_the_order_of_the_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts, made = dict(FILES), []
    for file, right, wrong, said in README:
        if right in texts[file]:
            texts[file] = texts[file].replace(right, wrong, 1)
            made.append(said)
    folder = written(tmp_path / "sample-2026", **texts)

    head, *lines = told(folder, capsys).splitlines()

    assert len(made) > 20
    assert str(len(lines)) in head
    hidden = [said for said in made if not any(all(word in line for word in said) for line in lines)]
    assert hidden == [["group_name"]]  # what a form with other misspelt fields lacks cannot be told yet
    places = [re.match(r"(\S+?)(?: 第 (\d+) 行)?(?:：| )", line) for line in lines]
    order = [(found[1], int(found[2] or 0)) for found in places if found]
    assert len(order) == len(lines)
    assert order == sorted(order)


@pytest.mark.parametrize(
    "command", [["rules"], ["prepare", "--out", "下发"], ["check", "教务处.xlsx"], ["run", "收回"]]
)
def test_every_command_tells_them_before_it_begins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    good = load_profile(written(tmp_path / "good" / "sample-2026"))
    returned = render(good.form("register"), good, rows=[{"unit": "教务处", "group_name": "教务处工作群"}])
    (tmp_path / "收回").mkdir()
    for path in (tmp_path / "教务处.xlsx", tmp_path / "收回" / "教务处.xlsx"):
        path.write_bytes(returned)
    wrong = REGULATION.replace("limit: 200, when", "limt: 200, when").replace("rule: required", "rule: requird")
    folder = written(tmp_path / "sample-2026", regulation=wrong, register=LIST.replace("owner.name", "owner.nam"))
    monkeypatch.chdir(tmp_path)

    assert cli.run([*command, "--profile", str(folder)]) == 2

    message = capsys.readouterr().err
    assert [word for word in ("limt", "requird", "owner.nam") if word not in message] == []
    assert not (tmp_path / "下发").exists()
    assert not (tmp_path / "对账结果").exists()


def test_a_file_that_windows_saved_is_read_or_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    marked = written(tmp_path / "bom" / "sample-2026")
    (marked / "register.yaml").write_bytes(b"\xef\xbb\xbf" + LIST.replace("\n", "\r\n").encode())
    assert examined(marked).mistakes == ()

    gbk = written(tmp_path / "gbk" / "sample-2026")
    (gbk / "register.yaml").write_bytes(LIST.replace("answer: purpose", "answer: purpos").encode("gb18030"))
    message = told(gbk, capsys)
    assert [word for word in ("UTF-8", "GBK", "purpos") if word not in message] == []

    wide = written(tmp_path / "wide" / "sample-2026")
    (wide / "register.yaml").write_bytes(LIST.encode("utf-16"))
    assert "UTF-16" in told(wide, capsys)


def test_a_file_that_nobody_would_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path / "sample-2026")
    (folder / "account.yaml").rename(folder / "account.yml")
    assert "account.yml" in told(folder, capsys)

    bare = written(tmp_path / "bare" / "sample-2026")
    (bare / "regulation.yaml").rename(bare / "regulations.yaml")
    assert "sample-2026/regulation.yaml：没有这个文件" in told(bare, capsys)

    alone = written(tmp_path / "alone" / "sample-2026")
    for name in ("register", "account"):
        (alone / f"{name}.yaml").unlink()
    assert "没有附表" in told(alone, capsys)


def test_an_alias_that_leads_back_to_itself_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path / "sample-2026", account=CARD + "notes: &n [*n]\n")
    assert "绕回" in told(folder, capsys)
