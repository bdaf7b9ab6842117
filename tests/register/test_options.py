"""Answers from a list: the list's own words, the regulation's, what is near one of them, and what is none."""

from __future__ import annotations

import json

import pytest
from campaigns import Written, run

from toolkit.register.rows.kinds import read_option
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.profile import load_profile
from toolkit.report.outcome import to_json

LEVELS = vocabulary()["level"].options
OWN = load_profile("scnvc-2019").regulation.options["level"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("学校", "学校"), ("学院", "学校"), ("院级", "学校"), ("部门", "本级官方"), ("班级群", "班级")]
)
def test_the_regulations_own_words_are_options(typed: str, meant: str) -> None:
    assert read_option(typed, LEVELS, OWN) == (meant, "")


@pytest.mark.parametrize(("typed", "meant"), [("临时性质", "临时"), ("学生社团类", "社团")])
def test_what_is_near_an_option_is_taken_and_asked_about(typed: str, meant: str) -> None:
    assert read_option(typed, LEVELS, OWN) == (meant, "near-option")


def test_what_is_no_option_is_kept_as_typed() -> None:
    assert read_option("不清楚怎么分", LEVELS, OWN) == ("不清楚怎么分", "unlisted-option")


@pytest.mark.parametrize(
    ("typed", "meant", "fault"),
    [
        ("已合并到教务群", "合并", "near-option"),
        ("解散了", "解散", "near-option"),
        ("拟注销", "拟注销", "unlisted-option"),
        ("准备解散", "准备解散", "unlisted-option"),
        ("不再继续", "不再继续", "unlisted-option"),
        ("无需注销", "无需注销", "unlisted-option"),
    ],
)
def test_what_is_denied_or_yet_to_come_is_not_taken_for_done(typed: str, meant: str, fault: str) -> None:
    assert read_option(typed, vocabulary()["disposition"].options) == (meant, fault)
    assert read_option("非官方", LEVELS).fault == "unlisted-option"


def outcome(*levels: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, object]]]:
    rows = [
        {"单位": "护理系", "群名称": f"护理系工作{place}群", "群组层级": level} for place, level in enumerate(levels)
    ]
    case = Written("scnvc-2019", "TK-read", hit=True, title="", says={"群": rows})
    told: dict[str, list[dict[str, object]]] = json.loads(to_json(run(case, tmp_path_factory.mktemp("options"))))
    return told


def test_a_word_outside_the_list_is_asked_about_once_and_kept(tmp_path_factory: pytest.TempPathFactory) -> None:
    told = outcome("厂级", "厂级", "厂级", "院级", tmp_path_factory=tmp_path_factory)
    asked = [finding for finding in told["findings"] if "厂级" in str(finding["message"])]
    values = [dict(record["values"]) for record in told["records"]]  # type: ignore[call-overload]

    assert [len(finding["records"]) for finding in asked] == [3]  # type: ignore[arg-type]
    assert [value["level"] for value in values] == [None, None, None, "学校"]
    assert [(value["other"] or {}).get("群组层级") for value in values] == ["厂级", "厂级", "厂级", None]
