"""Names taken apart in bulk: each as it is taken apart alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.names.name_lists import in_bulk
from toolkit.names.names import canonical_name
from toolkit.normalise.text import is_placeholder, key, keys
from toolkit.register.rows.defaults import read_names

UNITS = st.sampled_from(
    [
        "计算机学院",
        "教务处",
        "江州学生会",
        "北京学院",
        "东校区管理处",
        "企业微信部",
        "江北院",
        "一部",
        "大一中心",
        "乾院",
    ]
)
PIECES = "0123一二三班级群栋号大研aAＡ１①㊟區處部会系(),（） \u3000-。!_\n\u200b\ud800\x00🎉"
WORDS = [
    "校区",
    "微信",
    "北京",
    "2023级",
    "（已满）",
    "已解散",
    "著作",
    "乾隆",
    "瞭然",
    "_x000D_",
    "无",
    "限男生加入",
    "c++",
    *(
        "二〇二四级",
        "二○二四",
        "Ⅱ班",
        "第三宿舍楼",
        "三教",
        "甲",
        "东",
        "楼",
        "单元",
        "总群",
        "分群",
        "高一",
        "苑",
        "校",
    ),
]
PARTS = st.lists(st.sampled_from([*PIECES, " 已满", *WORDS]), max_size=7)


def alone(text: str) -> tuple[str, str, str]:
    """Return key, status and rest of one name."""
    name = canonical_name(text)
    return ("", "", "") if is_placeholder(text) else (name.key, name.status, name.rest)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(UNITS | st.just(""), PARTS), min_size=1, max_size=4))
def test_a_name_in_bulk_is_the_name_alone(made: list[tuple[str, list[str]]]) -> None:
    texts = ["".join((unit, *parts)) for unit, parts in made]

    assert read_names(texts) == [alone(text) for text in texts]


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=20), max_size=5))
def test_any_texts_are_taken_apart_in_bulk(texts: list[str]) -> None:
    assert read_names(texts) == [alone(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("计算机学院2021级会计1班群", ("计算机学院会计群|class_seq=1|cohort=21", "", "计算机学院会计群")),
        (
            "外国语学院 ２０２１级会计一班群（已满）",
            ("外国语学院会计群|class_seq=1|cohort=21", "已满", "外国语学院会计群"),
        ),
        ("教务处工作群", ("教务处工作群", "", "教务处工作群")),
    ],
)
def test_names_behind_a_unit_are_put_together(text: str, apart: tuple[str, str, str]) -> None:
    assert in_bulk([text]) == [apart]


@pytest.mark.parametrize(
    "text", ["计算机學院1群", "2021级1班群", "计算机学院①群", "东校区教务处1群", "无", "教务处已满\n2群"]
)
def test_other_names_are_left_to_be_taken_apart_alone(text: str) -> None:
    assert in_bulk(["教务处工作群", text])[1] is None


def test_the_names_of_the_labelled_registers_are_the_same_in_bulk() -> None:
    page = Path(__file__).parents[1] / "comparison" / "labelled.yaml"
    words = page.read_text(encoding="utf-8").replace(",", "\n").splitlines()

    assert read_names(words) == [alone(word) for word in words]


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=20) | PARTS.map("".join), max_size=5))
def test_keys_in_bulk_are_the_keys_of_each(texts: list[str]) -> None:
    assert keys(texts) == [key(text) for text in texts]
