"""What a unit is told of a value: as what it is, and in the words of its form, that of an account included."""

from __future__ import annotations

from functools import cache

import near_values
import pytest
from sheet_pairs import Case

from toolkit.findings.to_units import for_units, unasked
from toolkit.findings.wording import sentence_to_unit
from toolkit.regulations.profile import load_profile

GROUPS, CARDS, ACCOUNTS = "cqny-2021/register", "scnvc-2019/registration", "jsut-2019/account"
INVALID = "320401199001011234"  # shaped like an identity number; the check digit does not fit
TOLD = (
    (GROUPS, "owner.name", "院长", "“群主”只有职务“院长”，没有姓名（第五条"),
    (GROUPS, "owner.name", "各班班长", "“群主”只有职务“各班班长”"),
    (GROUPS, "leader.name", "书记", "“第一责任人”只有职务“书记”，没有姓名"),
    (GROUPS, "leader.name", "王院长", "“第一责任人”填的“王院长”没有写全名"),
    (GROUPS, "admins", "李老师 13900000001", "没有写全名"),
    (GROUPS, "admins", "小张", "填的“小张”没有写全名"),
    (GROUPS, "owner.name", INVALID, "“群主”里有一个18位的号码，像是身份证号码"),
    (CARDS, "leader.name", "院长", "“第一责任人（部门负责人）姓名”只有职务“院长”，没有姓名"),
    (CARDS, "owner.name", "辅导员", "“群主姓名”只有职务“辅导员、干事”，没有姓名"),
    (CARDS, "admins.name", "李书记", "“管理员姓名”填的“李书记”不是真实姓名"),
    (ACCOUNTS, "leader.name", "书记", "“第一责任人姓名”只有职务“书记”，没有姓名"),
    (ACCOUNTS, "admins.name", "系主任", "“管理员姓名”只有职务“系主任”，没有姓名"),
    (ACCOUNTS, "leader.name", "张主任", "“第一责任人姓名”填的“张主任”没有写全名"),
    (ACCOUNTS, "group_no", "江理工官微", "“微信号”填的“江理工官微”看不出是哪个公众号"),
    (ACCOUNTS, "group_no", "见二维码", "“微信号”填的“见二维码”看不出是哪个公众号"),
)
CONTENT = (
    (GROUPS, "leader.name", "师长宏"),
    (GROUPS, "admins", "张三主任、李四"),
    (GROUPS, "owner.name", "欧阳老师林"),
    (CARDS, "leader.name", "书长生"),
    (ACCOUNTS, "leader.name", "张任"),
    (ACCOUNTS, "group_no", "gh_123456abc"),
    (ACCOUNTS, "group_no", "jsut-xuanchuan"),
    (ACCOUNTS, "admins.name", "老舍"),
)


@cache
def said(form: str) -> dict[tuple[str, str], list[str]]:
    """Return what the check says of each value of a form."""
    profile, form_id = form.split("/")
    values = [(key, value) for of, key, value, *_ in (*TOLD, *CONTENT) if of == form]
    drawn = load_profile(profile).form(form_id)
    outcome = near_values.judged(profile, drawn, [Case(key, value) for key, value in values])
    kind = drawn.drawing.fixed.get("kind", "")
    found: dict[tuple[str, str], list[str]] = {value: [] for value in values}
    sheets = dict(zip(outcome.ledger.frame["id"], outcome.ledger.frame["sheet"], strict=True))
    for finding in for_units(outcome):
        for record in finding.records if len(finding.records) < len(values) else ():
            number = int(outcome.ledger.sheets[sheets[record]].name)
            found[values[number]].append(sentence_to_unit(finding, kind=kind))
    return found


@pytest.mark.parametrize(("form", "key", "value", "sentence"), TOLD)
def test_a_value_is_told_as_what_it_is(form: str, key: str, value: str, sentence: str) -> None:
    own = said(form)[key, value]
    assert any(sentence in one for one in own), own
    assert len([one for one in own if "同一个手机号" not in one]) == 1 or key == "group_no"
    assert not any(word in one for one in own for word in ("未填写", "5—11位", "退回", "--"))


@pytest.mark.parametrize(("form", "key", "value"), CONTENT)
def test_a_name_with_the_letter_of_a_post_in_it_is_a_name(form: str, key: str, value: str) -> None:
    own = said(form)[key, value]
    assert not any(word in one for one in own for word in ("职务", "全名", "看不出", "格式")), own


def test_what_could_not_be_read_is_not_said_to_be_blank() -> None:
    profile = load_profile("jsut-2019")
    cases = [Case("created_on", "去年9月"), Case("created_on", "2018.13.2"), Case("created_on", "")]
    outcome = near_values.judged("jsut-2019", profile.form("account"), cases)
    (one,) = unasked(outcome, profile)
    assert (one.label, one.groups) == ("开通日期", 1)
