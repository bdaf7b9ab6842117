"""Mistakes of meaning: each can be read, none can be meant; and what is asked about and refused nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.findings.definition import examined
from toolkit.messages import word
from toolkit.regulations.profile import folder_of, profile_ids

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.regulations.draft import Draft

REGULATION = """\
profile: north-2026
version: "2026-01-01/1"
institution: {name: 北山学院, short_names: [北院]}
document: {title: 北山学院新媒体办法, number: 北院〔2026〕1号, effective: 2026-01-01}
parameters:
  scope_kinds: [群, 公众号]
  platforms: [QQ群, 公众号, 校园号]
  windows: [{start: "04-01", end: "04-15"}, {start: "12-10", end: "01-10"}]
routes:
  - {when: {level: 甲类}, file_with: 党委宣传部}
  - {when: {level: [乙类, 丙类], kind: 群}, file_with: 团委}
  - {when: {}, file_with: 学生处}
articles:
  - {id: "一", title: 第一条, text: 甲类群不超过五百人，管理员1至3名，发现问题后15日内报告。}
  - {id: "二", title: 第二条, text: 账号开通后15日内备案，年审时填写自评。}
requirements:
  - id: NS-1
    article: "一"
    clause: 第一条
    quote: 甲类群不超过五百人
    title: 人数
    rule: over-size
    with: {limit: 500, when: {level: 甲类, followers: {at_least: 10, under: 900}}}
    severity: warning
    fields: [member_count]
  - id: NS-2
    article: "一"
    clause: 第一条
    quote: 管理员1至3名
    title: 管理员
    rule: count-between
    with: {field: admins, at_least: 1, at_most: 3, unless: {kind: 公众号}}
    severity: warning
    fields: [admins]
  - id: NS-3
    article: "二"
    clause: 第二条
    quote: 开通后15日内备案
    title: 时限
    rule: within-days
    with: {event: created_on, reported: filed_on, days: 15, kind: calendar}
    severity: notice
    fields: [created_on, filed_on]
  - id: NS-4
    article: "二"
    clause: 第二条
    quote: 年审时填写自评
    title: 自评
    rule: one-of
    with: {field: rank, values: [优, 良], form: review}
    severity: review
    needs: [previous]
    fields: [rank]
"""
LIST = """\
form: list
title: 北山学院新媒体登记表
sheet: 登记表
annex: 附件1
layout: ledger
columns:
  - {label: 单位, answer: unit}
  - {label: 名称, answer: group_name}
  - {label: 平台, answer: platform}
  - {label: 类别, answer: level}
  - {label: 人数, answer: member_count}
  - {label: 关注量, answer: followers}
  - {label: 管理员, answer: admins}
  - {label: 审核员, answer: checker}
  - {label: 开通日期, answer: created_on}
  - {label: 备案日期, answer: filed_on}
labels: {checker: [内容审核员], admins: [管理人员]}
"""
REVIEW = """\
form: review
title: 北山学院新媒体年审表
sheet: 年审表
annex: 附件2
layout: card
role: review
page:
  - {row: [名称, "{group_name}", 单位, "{unit}"]}
  - {row: [自评, "{grade: 合格 | 不合格}", 类型, "{platform: 公众号 | 校园号}"]}
  - {row: [等次, "{rank: 优 | 良 | 其他}", "", ""]}
"""
FIELDS = """\
fields:
  level: {options: [甲类, 乙类, 丙类]}
  checker: {zh: 审核员, kind: people}
  grade: {zh: 自评, kind: text}
  rank: {zh: 等次, kind: enum, options: [优, 良]}
platforms:
  校园号: [校内号, 校号]
"""
FILES = {"regulation": REGULATION, "list": LIST, "review": REVIEW, "fields": FIELDS}
SLIPS = [
    ("regulation", "when: {level: 甲类, followers", "when: {level: 甲级, followers", ["甲级", "甲类"]),
    ("regulation", "when: {level: 甲类, followers", "when: {level: 甲类，乙类, followers", ["甲类，乙类"]),
    ("regulation", "unless: {kind: 公众号}", "unless: {kind: 账号}", ["账号", "公众号"]),
    ("regulation", "when: {level: 甲类}, file", "when: {level: 丁类}, file", ["丁类", "甲类"]),
    ("regulation", "[QQ群, 公众号, 校园号]", "[QQ群, 公众号, 校圆号]", ["校圆号", "校园号", "fields.yaml"]),
    ("regulation", "[QQ群, 公众号, 校园号]", "[QQ, 公众号, 校园号]", ["QQ群"]),
    ("regulation", "[QQ群, 公众号, 校园号]", "[QQ群, 公众号, 公众号]", ["公众号", "两次"]),
    ("regulation", "[QQ群, 公众号, 校园号]", "[QQ群，公众号，校园号]", ["，", "[QQ群, 公众号, 校园号]"]),
    ("regulation", "scope_kinds: [群, 公众号]", "scope_kinds: [群, 账号]", ["账号", "APP"]),
    ("regulation", 'start: "04-01", end: "04-15"', 'start: "04-15", end: "04-01"', ["跨年", 'start: "04-01"']),
    ("regulation", "at_least: 1, at_most: 3", "at_least: 3, at_most: 1", ["at_least: 3", "at_most: 1"]),
    ("regulation", "{at_least: 10, under: 900}", "{over: 900, under: 10}", ["over: 900", "under: 10"]),
    ("regulation", "when: {level: 甲类}, file", "when: {}, file", ["第 11 行", "when: {}"]),
    ("regulation", "{level: [乙类, 丙类], kind: 群}", "{level: 甲类, kind: 群}", ["第 11 行"]),
    ("regulation", "short_names: [北院]", "short_names: [北院，北山]", ["[北院, 北山]"]),
    ("list", "labels: {checker: [内容审核员]", "labels: {checker: [管理员]", ["管理员", "admins", "checker"]),
    ("list", "admins: [管理人员]", "admins: [内容审核员]", ["内容审核员", "admins"]),
    ("review", "合格 | 不合格", "合格 ｜ 不合格", ["{grade: 合格 | 不合格}"]),
    ("review", "合格 | 不合格", "合格 / 不合格", ["{grade: 合格 | 不合格}"]),
    ("review", "公众号 | 校园号}", "公众号、校园号}", ["{platform: 公众号 | 校园号}"]),
    ("fields", "options: [甲类, 乙类, 丙类]", "options: [甲类，乙类，丙类]", ["[甲类, 乙类, 丙类]"]),
    ("fields", "options: [甲类, 乙类, 丙类]", "options: [甲类、乙类、丙类]", ["、", "[甲类, 乙类, 丙类]"]),
    ("fields", "options: [甲类, 乙类, 丙类]", "options: [甲类, 乙类, 丙类, 乙类]", ["乙类", "两次"]),
    ("fields", "[校内号, 校号]", "[校内号, 微信]", ["微信", "微信群", "校园号"]),
    ("fields", "checker: {zh: 审核员, kind: people}", "checker: {zh: 审核员, kind: person}", ["person", "people"]),
    ("fields", "grade: {zh: 自评, kind: text}", "grade: {zh: 自评, kind: text, options: [好]}", ["grade", "enum"]),
    # as an office says it
    ("regulation", "severity: warning", "severity: 须改正", ["是不是“error”"]),
    ("regulation", "severity: review", "severity: 待核实", ["是不是“review”"]),
    ("regulation", "rule: one-of", "rule: 单选", ["是不是“one-of”"]),
    ("regulation", "rule: over-size", "rule: 人数上限", ["是不是“over-size”"]),
    ("regulation", "kind: calendar", "kind: 自然日", ["是不是“calendar”"]),
    ("regulation", "kind: calendar", "kind: days", ["可写：workday、calendar"]),
    ("regulation", "needs: [previous]", "needs: [上年台账]", ["是不是“previous”"]),
    ("regulation", "form: review", "form: 年审表", ["是不是“review”"]),
    ("regulation", "values: [优, 良]", "values: [优秀, 良]", ["优秀", "优、良"]),
    ("review", "role: review", "role: 年审", ["是不是“review”"]),
    ("review", "layout: card", "layout: 卡片", ["是不是“card”"]),
    ("list", "layout: ledger", "layout: 清单", ["是不是“ledger”"]),
    ("list", "label: 审核员,", "label: 管理员,", ["管理员", "第 14 行"]),
    ("fields", "kind: people", "kind: 人员", ["是不是“people”"]),
    ("fields", "kind: enum", "kind: 选项", ["是不是“enum”"]),
]
DOUBTS = [
    ("regulation", "limit: 500", "limit: 50", "not-quoted"),
    ("regulation", "at_most: 3", "at_most: 30", "not-quoted"),
    ("regulation", "effective: 2026-01-01", "effective: 2062-01-01", "year-far"),
    ("review", "sheet: 年审表", "sheet: 登记表", "form-alike"),
    ("review", "annex: 附件2", "annex: 附件1", "form-alike"),
    ("review", "role: review", "role: register", "role-odd"),
    ("fields", "  level: {options: [甲类, 乙类, 丙类]}\n", "", "option-taken"),
    ("fields", "zh: 审核员", "zh: 责任人", "own-heading-taken"),
    ("fields", "options: [优, 良]", "options: [优, 良, 差]", ""),
    ("review", "优 | 良 | 其他", "优 | 中 | 其他", "boxes-unlisted"),
    ("list", "  - {label: 单位, answer: unit}\n", "", "drawn-no-unit"),
    ("list", "{label: 开通日期, answer: created_on}", "{label: 指导教师, answer: admins}", "answer-twice"),
    ("list", "{label: 开通日期, answer: created_on}", "{label: 管理员2, answer: admins}", ""),
    ("review", "title: 北山学院新媒体年审表", "title: 北山学院新媒体年审表 #附件", "yaml-cut"),
    ("review", "title: 北山学院新媒体年审表", "title: 北山学院新媒体年审表 # 附件2", ""),
    ("regulation", "kind: calendar", "kind: workday", "day-kind-quoted"),
    ("regulation", "days: 15, kind: calendar", "days: 15", "day-kind-quoted"),
    ("regulation", "title: 第二条", "title: 第三条", "article-gap"),
]


def draft(folder: Path, **files: str) -> Draft:
    place = folder / "north-2026"
    place.mkdir(parents=True)
    for name, text in (FILES | files).items():
        (place / f"{name}.yaml").write_text(text, encoding="utf-8")
    return examined(place)


def slipped(file: str, right: str, wrong: str) -> str:
    assert right in FILES[file], right
    return FILES[file].replace(right, wrong, 1)


def test_the_definition_without_a_slip_is_good_and_asks_nothing(tmp_path: Path) -> None:
    found = draft(tmp_path)
    assert (found.mistakes, found.doubts) == ((), ())


@pytest.mark.parametrize("name", profile_ids())
def test_nothing_is_asked_about_our_own(name: str) -> None:
    assert examined(folder_of(name)).doubts == ()


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip[2][:40])
def test_it_is_refused_with_file_and_right_form(tmp_path: Path, slip: tuple[str, str, str, list[str]]) -> None:
    file, right, wrong, said = slip
    found = draft(tmp_path, **{file: slipped(file, right, wrong)})
    first = found.mistakes[0]
    sentence = word("definitions", first.code, first.sentence.facts)

    assert first.file == f"north-2026/{file}.yaml"
    assert f"{first.file} 第 {first.line} 行" in sentence
    assert [each for each in said if each not in sentence] == []
    assert {one.code for one in found.mistakes[1:]} <= {"own-first"}, "one slip is told once"
    english = word("definitions", first.code, first.sentence.facts, lang="en")
    assert english.startswith(f"{first.file}:{first.line} ")


@pytest.mark.parametrize("slip", DOUBTS, ids=lambda slip: slip[2][:40] or slip[1][:40])
def test_it_is_asked_about_and_not_refused(tmp_path: Path, slip: tuple[str, str, str, str]) -> None:
    """Those with "" for a code are good, and nothing is asked."""
    file, right, wrong, code = slip
    found = draft(tmp_path, **{file: slipped(file, right, wrong)})

    assert found.mistakes == ()
    assert {one.code for one in found.doubts} == ({code} if code else set())
    assert all("？" not in word("definitions", one.code, one.sentence.facts)[-1:] for one in found.doubts)


def test_a_window_over_the_new_year_and_one_of_a_whole_year_are_windows(tmp_path: Path) -> None:
    whole = slipped("regulation", 'start: "04-01", end: "04-15"', 'start: "09-01", end: "08-31"')
    assert draft(tmp_path, regulation=whole).mistakes == ()


def test_numbers_of_weeks_and_in_chinese_are_in_the_words(tmp_path: Path) -> None:
    weeks = REGULATION.replace("管理员1至3名", "两周内报告").replace(
        "count-between\n    with: {field: admins, at_least: 1, at_most: 3, unless: {kind: 公众号}}",
        "within-days\n    with: {event: created_on, reported: filed_on, days: 14}",
    )
    assert draft(tmp_path, regulation=weeks).doubts == ()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("checker: {zh: 审核员, kind: people}", "checker: {zh: 审核员, knd: people}"),
        ("checker: {zh: 审核员, kind: people}", "checker: {zh: 审核员}"),
        ("  校园号: [校内号, 校号]", "  校园号: 校内号"),
        ("fields:\n", "field:\n"),
    ],
)
def test_one_slip_in_the_own_words_is_no_flood(tmp_path: Path, right: str, wrong: str) -> None:
    """Names that stand in the file are known elsewhere, whatever is wrong with one of them."""
    found = draft(tmp_path, fields=slipped("fields", right, wrong)).mistakes
    assert {one.file for one in found} == {"north-2026/fields.yaml"}
    assert len([one for one in found if one.code != "own-first"]) == 1


@pytest.mark.parametrize("text", ["", "fields: [", "- a\n- b\n"])
def test_words_that_cannot_be_read_at_all_come_first(tmp_path: Path, text: str) -> None:
    """What only follows from it is counted, and told once it can be."""
    (first, later) = draft(tmp_path, fields=text).mistakes
    assert first.file == "north-2026/fields.yaml"
    assert later.code == "own-first"
    assert int(dict(later.facts)["count"]) >= 3


def test_a_slip_elsewhere_is_told_beside_one_in_the_own_words(tmp_path: Path) -> None:
    wrong = slipped("fields", "kind: people", "kind: person")
    found = draft(
        tmp_path, fields=wrong, regulation=slipped("regulation", "rule: over-size", "rule: oversize")
    ).mistakes
    assert [one.code for one in found] == ["not-one-of", "unknown-rule"]
